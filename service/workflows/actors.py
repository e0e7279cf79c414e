"""The register of local actors: what people decided about them, beside the changes in which they take part as the evidence stands."""

from collections.abc import Sequence

from annotations.actors import DESCRIBED, Engagement, LocalActor, Part, engagements, local_actors, named, register_of_actors
from annotations.documents.actor_tables import actor_tables
from annotations.documents.tables import Table
from annotations.errors import BadInput, NotFound
from annotations.validation.answering import clean
from service.storage import act_logs, studies
from service.workflows.evidence import Evidence, evidence
from service.workflows.silencing import silence
from service.workflows.validation_acts import acting, check_domain
from service.workflows.work import Work


def describe_actor(
    work: Work,
    *,
    study_id: str,
    by: str,
    actor: str,
    domain: str,
    reason: str,
    approach: str = "",
    horizon: str = "",
    lead: str = "",
    aliases: Sequence[str] = (),
) -> Engagement:
    """Decide how a local actor is approached in a domain, instead of what was decided before. ``actor``: a code, or what it is called.

    Raises
    ------
    BadInput : no reason, or nothing is said. NotFound : no such domain; no local actor is called so, such as a project or one from elsewhere.
    """
    with acting(work, study_id, by, reason, why=True) as doing:
        study = doing.study
        check_domain(study, domain)
        known = local_actors(study, studies.frame(doing.tx, study.id))
        before = engagements(act_logs.acts(doing.tx, study.id, "validation"))
        code = named(actor, known, before.values())
        if not code:
            raise NotFound(
                f"no local actor, or more than one, is called {actor[:60]!r}",
                where=study.id,
                remedy=f"use one of {', '.join(known)}" if known else "name the family of actors in the study: actors_family",
            )
        said = {name: doing.hide(clean(words)) for name, words in (("approach", approach), ("horizon", horizon), ("lead", lead))}
        also = list(dict.fromkeys(filter(None, (doing.hide(clean(one)) for one in aliases))))
        if not any(said.values()) and not also:
            raise BadInput("nothing is said of the actor", remedy="say how it is approached, until when, or who leads")
        doing.done(DESCRIBED, code, {"domain": domain, **said, "aliases": also})
        return engagements(act_logs.acts(doing.tx, study.id, "validation"))[code, domain]


def actors(work: Work, study_id: str, known: Evidence | None = None) -> list[LocalActor]:
    """The register, by domain. Passages that may not be shown are not counted in it. Raises NotFound."""
    known = known or evidence(work, study_id)
    study = known.study
    with work.store.read() as tx:
        decided = engagements(act_logs.acts(tx, study.id, "validation"), silence(tx, study).of)
    here, shown = local_actors(study, known.frame), known.that_may_be_shown()
    marked: dict[str, set[str]] = {}
    for coding in shown.codings:
        if coding.kind == "code" and coding.target in here:
            marked.setdefault(coding.target, set()).add(coding.segment_id)
    parts: dict[str, list[Part]] = {}
    for change in study.changes:
        counting = [one for one in shown.judge(change)[0] if one.independent and one.segment_ids_for]
        for actor, segments in marked.items():
            found = {one.session_id: [id_ for id_ in one.segment_ids_for if id_ in segments] for one in counting}
            sessions = tuple(session_id for session_id, ids in found.items() if ids)
            if sessions:
                parts.setdefault(actor, []).append(Part(change.id, sessions, tuple(id_ for ids in found.values() for id_ in ids)))
    return register_of_actors(study, known.frame, parts, decided, {change.id: change.domain for change in study.changes})


def tables(work: Work, study_id: str, language: str = "", known: Evidence | None = None) -> list[Table]:
    """A table for each domain that has local actors. Raises NotFound."""
    known = known or evidence(work, study_id)
    return actor_tables(actors(work, study_id, known), known.study, known.frame, language or known.study.languages[0])
