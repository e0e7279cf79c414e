"""Counting people, sessions and segments: three counts of the same segments, never one.

``Material`` is all that people have said about a study's segments, indexed once; plan rows and matrices are read off it.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from annotations.codeframe import Code, CodeFrame
from annotations.codings import Coding, Kind
from annotations.sessions import Participation, Register, Respondent, Session
from annotations.speakers_in_register import who_said
from annotations.studies import Study
from annotations.transcripts import Segment

Value = TypeVar("Value", bound=Hashable)
Key = Callable[[Segment], Iterable[str]]
"""The values that a segment has on one dimension; none, one or several."""
NOBODY = ""
"""The value of a segment of which the dimension is not known: its speaker is nobody in particular, its session has no place."""
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Counts:
    """How many people said how many segments in how many sessions; ``unnamed`` of the segments are nobody's in particular."""

    people: int = 0
    sessions: int = 0
    segments: int = 0
    unnamed: int = 0

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        return self.people, self.sessions, self.segments, self.unnamed


@dataclass(slots=True)
class Tally:
    """Counts that are being counted."""

    people: set[str] = field(default_factory=set)
    sessions: set[str] = field(default_factory=set)
    segments: int = 0
    unnamed: int = 0

    def add(self, person: str, session_id: str) -> None:
        self.segments += 1
        self.sessions.add(session_id)
        if person:
            self.people.add(person)
        else:
            self.unnamed += 1

    @property
    def counts(self) -> Counts:
        return Counts(len(self.people), len(self.sessions), self.segments, self.unnamed)


@dataclass(frozen=True)
class Material:
    """Everything that people have said about the segments.

    ``coded``: by segment, what at least one coder of its session has read in it, as (kind, target). ``stances``: by segment, the
    changes that it reports or denies, as (change, stance). ``said_by``: respondent by segment, where the speaker is known.
    ``read``: the sessions that somebody has reviewed to the end. ``prompted``: segments flagged as prompted.
    """

    study: Study
    frame: CodeFrame
    register: Register
    segments: tuple[Segment, ...]
    coded: Mapping[str, frozenset[tuple[Kind, str]]]
    stances: Mapping[str, frozenset[tuple[str, str]]]
    said_by: Mapping[str, str]
    read: frozenset[str]
    prompted: frozenset[str]

    @cached_property
    def sessions(self) -> dict[str, Session]:
        """Every session of the register, and those that have segments and are not in it."""
        known = {session.id: session for session in self.register.sessions}
        return known | {s.session_id: Session(s.session_id, registered=False) for s in self.segments if s.session_id not in known}

    @cached_property
    def people(self) -> dict[str, Respondent]:
        return {person.id: person for person in self.register.respondents}

    @cached_property
    def present(self) -> dict[str, tuple[Participation, ...]]:
        """Who took part, by session; without those who left it, refused or withdrew."""
        found: dict[str, list[Participation]] = defaultdict(list)
        for participation in self.register.participants():
            found[participation.session_id].append(participation)
        return {session_id: tuple(here) for session_id, here in found.items()}

    @cached_property
    def headings(self) -> dict[str, tuple[str, ...]]:
        """For every code that can be applied its own id and those of the headings above it, the family first."""
        return {code_id: tuple(code.id for code in path) for code_id, path in self.frame.paths.items()}

    @cached_property
    def of_code(self) -> dict[str, frozenset[str]]:
        """Every code, heading and family with the codes that can be applied beneath it."""
        beneath: dict[str, set[str]] = defaultdict(set)
        for code_id, path in self.headings.items():
            for heading in path:
                beneath[heading].add(code_id)
        return {heading: frozenset(codes) for heading, codes in beneath.items()}

    def targets(self, segment: Segment, kind: Kind) -> frozenset[str]:
        """What of this kind the segment is coded with."""
        return self._targets.get((segment.id, kind), NOTHING)

    @cached_property
    def _targets(self) -> dict[tuple[str, Kind], frozenset[str]]:
        found: dict[tuple[str, Kind], set[str]] = defaultdict(set)
        for segment_id, coded in self.coded.items():
            for kind, target in coded:
                found[segment_id, kind].add(target)
        return {key: frozenset(targets) for key, targets in found.items()}

    def priorities(self, segment: Segment) -> frozenset[str]:
        """The priorities, which may be headings, that the changes are linked with that the segment reports."""
        reported = {change for change, stance in self.stances.get(segment.id, ()) if stance == "for"}
        return frozenset(priority for change in self.study.changes if change.id in reported for priority in change.priorities)

    def category(self, segment: Segment) -> str:
        """Of the person who speaks; empty when it is nobody in particular or somebody without one."""
        person = self.people.get(self.said_by.get(segment.id, ""))
        return person.category if person else NOBODY

    def key(self, dimension: str) -> Key:
        """The values of a segment on one of ``DIMENSIONS``; codes with the headings above them, once each."""
        return {
            "session": lambda s: (s.session_id,),
            "method": lambda s: (self.sessions[s.session_id].method,),
            "place": lambda s: (self.sessions[s.session_id].place,),
            "language": lambda s: (s.language or self.sessions[s.session_id].language,),
            "category": lambda s: (self.category(s),),
            "domain": lambda s: self.targets(s, "domain"),
            "section": lambda s: self.targets(s, "section"),
            "change": lambda s: self.targets(s, "change"),
            "priority": self.priorities,
            "code": lambda s: {one for code in self.targets(s, "code") for one in self.headings.get(code, (code,))},
        }[dimension]

    def values(self, dimension: str) -> tuple[str, ...]:
        """Every value that the study, its frame or its register knows of a dimension, in their order; without ``NOBODY``."""
        return self._values[dimension]

    @cached_property
    def _values(self) -> dict[str, tuple[str, ...]]:
        codes = tuple(_headings_and_codes(self.frame.families))
        sessions, people = self.sessions.values(), self.register.respondents
        linked = {code for change in self.study.changes for code in change.priorities}
        found: dict[str, Iterable[str]] = {
            "session": (s.id for s in sessions),
            "method": (s.method for s in sessions),
            "place": (*(place.id for place in self.study.places), *(s.place for s in sessions)),
            "language": (*self.study.languages, *(s.language for s in self.segments)),
            "category": (*(c.id for c in self.study.categories), *(person.category for person in people)),
            "domain": (d.id for d in self.study.domains),
            "section": (s.id for s in self.study.sections),
            "change": (c.id for c in self.study.changes),
            "priority": (code for code in codes if code in linked),
            "code": codes,
        }
        return {dimension: tuple(dict.fromkeys(value for value in values if value)) for dimension, values in found.items()}

    def count(self, segments: Iterable[Segment]) -> Counts:
        tally = Tally()
        for segment in segments:
            tally.add(self.said_by.get(segment.id, NOBODY), segment.session_id)
        return tally.counts

    @cached_property
    def everything(self) -> Counts:
        return self.count(self.segments)

    def by(self, segments: Iterable[Segment], key: Callable[[Segment], Iterable[Value]]) -> dict[Value, Counts]:
        """Counts of the segments of each value; a segment with several values is in each of them once."""
        groups: dict[Value, Tally] = defaultdict(Tally)
        for segment in segments:
            if values := tuple(key(segment)):
                person = self.said_by.get(segment.id, NOBODY)
                for value in values:
                    groups[value].add(person, segment.session_id)
        return {value: tally.counts for value, tally in groups.items()}

    @cached_property
    def with_codes(self) -> tuple[tuple[Segment, str, tuple[str, ...]], ...]:
        """The segments that have codes, each with who says it, and its codes and the headings above them."""
        codes = self.key("code")
        coded = ((segment, tuple(codes(segment))) for segment in self.segments)
        return tuple((segment, self.said_by.get(segment.id, NOBODY), its) for segment, its in coded if its)


DIMENSIONS = ("session", "method", "place", "language", "category", "domain", "section", "change", "priority", "code")


def material(
    study: Study,
    frame: CodeFrame,
    register: Register,
    segments: Sequence[Segment],
    codings: Iterable[Coding],
    read: Iterable[str],
    prompted: Iterable[str] = (),
) -> Material:
    """Index what people have said.

    Parameters
    ----------
    segments : those of all sessions, length S. codings : those in force. read : sessions that somebody has reviewed to the end.
    prompted : ids of segments that a coder flagged as prompted.
    """
    known = {segment.id for segment in segments}
    coded: dict[str, set[tuple[Kind, str]]] = defaultdict(set)
    stances: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for coding in codings:
        if coding.segment_id in known:
            coded[coding.segment_id].add((coding.kind, coding.target))
            if coding.kind == "change":
                stances[coding.segment_id].add((coding.target, coding.stance or "for"))
    return Material(
        study=study,
        frame=frame,
        register=register,
        segments=tuple(segments),
        coded={segment_id: frozenset(said) for segment_id, said in coded.items()},
        stances={segment_id: frozenset(said) for segment_id, said in stances.items()},
        said_by=who_said(segments, register),
        read=frozenset(read),
        prompted=frozenset(prompted),
    )


def _headings_and_codes(codes: Iterable[Code]) -> Iterable[str]:
    for code in codes:
        yield code.id
        yield from _headings_and_codes(code.codes)
