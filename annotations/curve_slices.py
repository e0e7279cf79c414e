"""The parts of the material that have a saturation curve of their own: by family, domain, group, place and language."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from annotations.codeframe import CodeFrame
from annotations.codings import Coding
from annotations.curves import Slice
from annotations.languages import base
from annotations.sessions import Register, Session
from annotations.speakers_in_register import who_said
from annotations.studies import Study
from annotations.transcripts import Segment


@dataclass(frozen=True)
class Sliced:
    """A slice with its ``sessions``, in order of collection, and the applied ``codes`` of each; a session may have none."""

    slice: Slice
    sessions: tuple[str, ...]
    codes: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Reports:
    """Which codes and domains people have given to which segment, of the sessions that count (``sessions``, in order of collection)."""

    sessions: tuple[Session, ...]
    segments: tuple[Segment, ...]
    codes: Mapping[str, frozenset[str]]
    domains: Mapping[str, frozenset[str]]

    def sliced(self, of: Slice, segments: Iterable[Segment], sessions: Collection[str] = ()) -> Sliced:
        """The codes of these segments by session; ``sessions`` belong to it whether they have such a segment or not."""
        found: dict[str, set[str]] = {session_id: set() for session_id in sessions}
        for segment in segments:
            found.setdefault(segment.session_id, set()).update(self.codes.get(segment.id, ()))
        here = tuple(s.id for s in self.sessions if s.id in found)
        return Sliced(of, here, {session_id: frozenset(found[session_id]) for session_id in here})


def in_collection_order(sessions: Iterable[Session]) -> list[Session]:
    """By date, those without one last; sessions of one day as the register has them."""
    return sorted(sessions, key=lambda session: session.date or date.max)


def reports(register: Register, segments: Sequence[Segment], codings: Iterable[Coding], counted: Collection[str]) -> Reports:
    """What was given to the segments of the ``counted`` sessions."""
    known = {session.id: session for session in register.sessions}
    there = dict.fromkeys(s.session_id for s in segments if s.session_id in counted)
    ordered = [*(s for s in register.sessions if s.id in there), *(Session(i, registered=False) for i in there if i not in known)]
    mine = tuple(s for s in segments if s.session_id in counted)
    ids = {s.id for s in mine}
    given: dict[str, dict[str, set[str]]] = {"code": defaultdict(set), "domain": defaultdict(set)}
    for coding in codings:
        if coding.kind in given and coding.segment_id in ids:
            given[coding.kind][coding.segment_id].add(coding.target)
    codes, domains = ({key: frozenset(value) for key, value in given[kind].items()} for kind in ("code", "domain"))
    return Reports(tuple(in_collection_order(ordered)), mine, codes, domains)


def slices(study: Study, frame: CodeFrame, register: Register, found: Reports) -> Iterator[Sliced]:
    """Everything, then its parts. Groups, places and languages are parts only where there are two of them or more."""
    everything = [s.id for s in found.sessions]
    yield found.sliced(Slice(), found.segments, everything)
    if len(frame.families) > 1:
        whole = found.sliced(Slice(), found.segments, everything)
        for family in frame.families:
            own = {leaf.id for leaf in family.leaves()}
            codes = {session_id: codes & own for session_id, codes in whole.codes.items()}
            yield Sliced(Slice("family", family.id, family.name), whole.sessions, codes)
    yield from _domains(study, register, found)
    for parts in (_groups(study, register, found), _places(study, found), _languages(found)):
        some = [part for part in parts if part.sessions]
        if len(some) > 1:
            yield from some


def _domains(study: Study, register: Register, found: Reports) -> Iterator[Sliced]:
    """The segments coded with a domain; of the sessions that were held for it, or in which it came up."""
    for domain in study.domains:
        held = {p.session_id for p in register.participants() if domain.id in p.domains}
        sessions = {s.id for s in found.sessions if domain.id in s.domains or s.id in held}
        segments = [s for s in found.segments if domain.id in found.domains.get(s.id, ())]
        part = found.sliced(Slice("domain", domain.id, domain.name), segments, sessions)
        if part.sessions:
            yield part


def _groups(study: Study, register: Register, found: Reports) -> list[Sliced]:
    """What people of one category said. Words of nobody in particular are theirs where everybody in the session is of that category."""
    category = {person.id: person.category for person in register.respondents if person.category}
    present: dict[str, set[str]] = defaultdict(set)
    for participation in register.participants():
        present[participation.session_id].add(category.get(participation.respondent_id, ""))
    said = who_said(found.segments, register)
    segments: dict[str, list[Segment]] = defaultdict(list)
    for segment in found.segments:
        here = present[segment.session_id]
        speaker = said.get(segment.id)
        segments[category.get(speaker, "") if speaker else min(here, default="") if len(here) == 1 else ""].append(segment)
    names = {c.id: c.name for c in study.categories}
    own = {s.id for s in found.sessions}
    return [
        found.sliced(
            Slice("group", group, names.get(group, {})),
            segments[group],
            {session_id for session_id, groups in present.items() if group in groups and session_id in own},
        )
        for group in dict.fromkeys([*names, *sorted(set(category.values()))])
    ]


def _places(study: Study, found: Reports) -> list[Sliced]:
    at: dict[str, list[str]] = defaultdict(list)
    for session in found.sessions:
        if session.place:
            at[session.place].append(session.id)
    names = {place.id: place.name for place in study.places}
    by_session: dict[str, list[Segment]] = defaultdict(list)
    for segment in found.segments:
        by_session[segment.session_id].append(segment)
    return [
        found.sliced(Slice("place", place, names.get(place, {})), (s for one in sessions for s in by_session[one]), sessions)
        for place, sessions in sorted(at.items())
    ]


def _languages(found: Reports) -> list[Sliced]:
    of_session = {session.id: session.language for session in found.sessions}
    spoken: dict[str, list[Segment]] = defaultdict(list)
    for segment in found.segments:
        spoken[base(segment.language or of_session[segment.session_id])].append(segment)
    return [found.sliced(Slice("language", language), own) for language, own in sorted(spoken.items()) if language]
