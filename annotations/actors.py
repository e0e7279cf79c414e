"""The register of local actors: of every domain, who there takes part in its changes, and how a person decided that they are to be approached.

Local actors are the codes of the study's family of actors that are neither what is evaluated nor from elsewhere: projects are not among them.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import ConfigDict

from annotations.codeframe import Code, CodeFrame
from annotations.stories.records import PersonsAct
from annotations.studies import Study

DESCRIBED = "actor_described"


@dataclass(frozen=True)
class Engagement:
    """What a person decided about an actor in a domain: how it is approached, until when, who leads. ``aliases``: what it is called too."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    actor: str
    domain: str
    approach: str
    horizon: str
    lead: str
    aliases: tuple[str, ...]
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Part:
    """An actor takes part in a change: the independent sessions that report the change in a passage coded with the actor, and the passages."""

    change_id: str
    sessions: tuple[str, ...]
    segment_ids: tuple[str, ...]


@dataclass(frozen=True)
class LocalActor:
    """An actor in a domain. ``engagement`` is None where nobody has decided yet; it says nothing of changes, and they nothing of it."""

    actor: str
    domain: str
    engagement: Engagement | None
    parts: tuple[Part, ...]


def local_actors(study: Study, frame: CodeFrame) -> dict[str, Code]:
    """The codes of local actors that can be applied, in order of the frame; none where the study names no family of actors."""
    others = {*study.programme_actors, *study.outside_actors}
    return {
        id_: path[-1]
        for id_, path in frame.paths.items()
        if study.actors_family and path[0].id == study.actors_family and not others & {code.id for code in path}
    }


def engagements(acts: Iterable[PersonsAct], shown: Callable[[str], str] = str) -> dict[tuple[str, str], Engagement]:
    """By actor and domain, the last that was decided. ``shown``: what may be shown of what people wrote."""
    found = {}
    for act in acts:
        if act.act == DESCRIBED:
            body = act.body
            said = {name: shown(body[name]) for name in ("approach", "horizon", "lead")}
            aliases = tuple(filter(None, map(shown, body["aliases"])))
            one = Engagement(act.subject, body["domain"], **said, aliases=aliases, by=act.by, at=act.at, reason=shown(act.reason))
            found[one.actor, one.domain] = one
    return found


def named(wanted: str, known: Mapping[str, Code], decided: Iterable[Engagement]) -> str:
    """The code of the actor that is called so: by its id, a name in the code frame, or an alias, whatever its accents, case, spaces and
    hyphens. Empty when none is, or several are."""
    if wanted in known:
        return wanted
    called = [(id_, name) for id_, code in known.items() for name in (id_, *code.name.values())]
    called += [(one.actor, alias) for one in decided if one.actor in known for alias in one.aliases]
    found = {id_ for id_, name in called if _plain(name) == _plain(wanted) != ""}
    return found.pop() if len(found) == 1 else ""


def register_of_actors(
    study: Study,
    frame: CodeFrame,
    parts: Mapping[str, Sequence[Part]],
    decided: Mapping[tuple[str, str], Engagement],
    domains: Mapping[str, str],
) -> list[LocalActor]:
    """By domain, then in order of the code frame, the local actors that take part in a change of the domain or about which a person decided.

    ``parts``: by actor; ``domains``: of the changes.
    """
    order = [domain.id for domain in study.domains]
    found = []
    for domain in [*order, *sorted({*domains.values(), *(one for _, one in decided)} - set(order))]:
        for actor in local_actors(study, frame):
            here = tuple(part for part in parts.get(actor, ()) if domains.get(part.change_id) == domain)
            if here or (actor, domain) in decided:
                found.append(LocalActor(actor, domain, decided.get((actor, domain)), here))
    return found


def _plain(name: str) -> str:
    """
    >>> _plain("RED  CAM") == _plain("Redcam")
    True
    """
    spelled = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in spelled if sign.isalnum())
