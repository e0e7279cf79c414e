"""Which segments report a change, and who, where and when is in them: what proposals of changes are made from."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from annotations.changes.story_evidence import DESCRIPTION
from annotations.changes.story_years import named_years
from annotations.codings import Coding, Kind, Suggestion
from annotations.pseudonyms.words import fold
from annotations.sessions import Session
from annotations.studies import Place, Study
from annotations.transcripts import Segment
from models.candidates import Report
from service.workflows.assessing import Evidence

Said = Mapping[str, Mapping[Kind, frozenset[str]]]
"""Of segments, by kind what they were coded with."""


def coded(codings: Iterable[Coding | Suggestion]) -> dict[str, dict[Kind, frozenset[str]]]:
    """What anybody whose coding is in force coded, or a machine suggested, by segment and kind."""
    found: dict[str, dict[Kind, set[str]]] = {}
    for one in codings:
        found.setdefault(one.segment_id, {}).setdefault(one.kind, set()).add(one.target)
    return {id_: {kind: frozenset(targets) for kind, targets in kinds.items()} for id_, kinds in found.items()}


def reports_a_change(said: Mapping[Kind, frozenset[str]], study: Study) -> bool:
    """Coded as the description of a change; where it is coded with no section at all, or the study has none such, with a domain."""
    sections, domains = said.get("section", frozenset()), said.get("domain", frozenset())
    if any(section.id == DESCRIPTION for section in study.sections) and sections:
        return DESCRIPTION in sections
    return bool(domains)


def reports_in(known: Evidence, said: Said, segments: Sequence[Segment], *, unreviewed: Collection[str] = ()) -> list[Report]:
    """These segments as reports, in their order."""
    aside = {known.study.actors_family, known.study.groups_family} - {""}
    family = {code_id: path[0].id for code_id, path in known.frame.paths.items()}
    sessions = {session.id: session for session in known.register.sessions}
    places = _PlaceNames(known.study.places, (session.place for session in sessions.values()))
    found = []
    for segment in segments:
        one = said.get(segment.id, {})
        session = sessions.get(segment.session_id, Session(segment.session_id))
        codes = {code_id for code_id in one.get("code", ()) if code_id in family}
        who = {code_id for code_id in codes if family[code_id] in aside}
        found.append(
            Report(
                segment.id,
                segment.session_id,
                segment.language or session.language,
                domains=one.get("domain", frozenset()),
                what=frozenset(codes - who),
                who=frozenset(who),
                where=places.named_in(segment.text) or frozenset({session.place} - {""}),
                when=_years(segment, session),
                reviewed=segment.id not in unreviewed,
            )
        )
    return found


def _years(segment: Segment, session: Session) -> frozenset[str]:
    until = session.date.year if session.date else 9999
    return frozenset(str(named.year) for named in named_years(segment.text, until=until))


class _PlaceNames:
    """Finds the places of a study where their names stand as whole words, whatever case and accents."""

    def __init__(self, places: Iterable[Place], registered: Iterable[str]) -> None:
        self._id_of = {fold(place): place for place in registered if place}
        for place in places:
            self._id_of |= {fold(name): place.id for name in (place.id, *place.name.values()) if name}
        names = sorted(map(re.escape, self._id_of), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)") if names else None

    def named_in(self, text: str) -> frozenset[str]:
        if self._pattern is None:
            return frozenset()
        return frozenset(self._id_of[found] for found in self._pattern.findall(fold(text)))


def counted(sets: Iterable[Collection[str]]) -> dict[str, int]:
    """How many of the sets hold each, the most frequent first, ties by name."""
    counts = Counter(name for one in sets for name in one)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
