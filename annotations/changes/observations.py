"""One session's evidence for or against a change, and whether it counts as an observation of its own.

Independence is computed and explained, never assumed: a focus group is one observation whatever its size, a second
interview with somebody adds evidence and no observation, people of one referral chain who say the same count once.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import ConfigDict

from annotations.codings import Coding, Stance
from annotations.sessions import Register, Respondent, Session
from annotations.speakers_in_register import who_said
from annotations.studies import Change, SaturationRule, Study
from annotations.transcripts import Segment

WhyNot = Literal["", "same_person", "referred", "prompted", "undocumented"]


@dataclass(frozen=True)
class Observation:
    """What one session says about one change.

    ``stance``: the side that more of its coders read (with more acts when as many read both), ``against`` when they are even.
    A coder who read neither is on no side: one of two coders is enough for either stance (``Verdict.agreed_for`` counts the
    sessions where all of them read it).
    ``dissent``: at least one coder read the other stance in it too (in the counting session also: its re-contact says the other).
    ``prompted``: the session is a closed list read aloud, or every segment on this side was flagged as prompted.
    ``independent``: it counts. ``counts_with``: the session that it is one with, empty when it counts itself or not at all.
    ``why_not``: why it does not count by itself, empty when it does.
    ``coders_for`` and ``coders_against`` of ``coders_reviewed`` read it so. ``categories``: of the people whose words these are
    (of everybody in the session when the speaker is not known). ``respondents``: everybody in the session.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    session_id: str
    date: datetime.date | None
    stance: Stance
    dissent: bool
    prompted: bool
    independent: bool
    counts_with: str
    why_not: WhyNot
    segment_ids_for: tuple[str, ...]
    segment_ids_against: tuple[str, ...]
    coders_for: int
    coders_against: int
    coders_reviewed: int
    categories: tuple[str, ...]
    respondents: tuple[str, ...]

    @property
    def segment_ids(self) -> tuple[str, ...]:
        """The segments on the side of its stance."""
        return self.segment_ids_for if self.stance == "for" else self.segment_ids_against


def observations(
    change: Change,
    study: Study,
    register: Register,
    segments: Sequence[Segment],
    codings: Sequence[Coding],
    reviewed: Mapping[str, Collection[str]],
    *,
    prompted_segments: Collection[str] = (),
) -> tuple[Observation, ...]:
    """Every session that says something about ``change``, in order of session date (sessions without a date last).

    Parameters
    ----------
    segments : the segments of all sessions, length S.
    codings : those in force (a coder's latest round); other kinds and other changes are passed over.
    reviewed : session id to the coders who finished it. A session is an observation when at least half of them coded one of its
        segments for, or at least half against. Codings of other people are passed over.
    prompted_segments : ids of segments that a coder flagged as prompted.
    """
    readings = _readings(change, segments, codings, reviewed)
    people = {person.id: person for person in register.respondents}
    speakers = who_said(segments, register)
    known = {session.id: session for session in register.sessions}
    closed = register.closed()
    found = [
        _observe(
            known.get(session_id, Session(session_id, registered=False)),
            reading,
            register,
            people,
            speakers,
            prompted_segments,
            closed,
        )
        for session_id, reading in readings.items()
        if reading.is_observation
    ]
    found.sort(key=in_time)
    return _count_once(found, register.named_by(), study.saturation)


def in_time(observation: Observation) -> tuple[datetime.date, str]:
    """Sort key: session date, undated sessions last; the session id settles ties, so that the order is always the same."""
    return observation.date or datetime.date.max, observation.session_id


@dataclass(frozen=True)
class _Reading:
    """Who of a session's coders read what: coder and segment, per stance, in the order of the segments."""

    segments: Mapping[str, Segment]
    coders: frozenset[str]
    acts: Mapping[Stance, tuple[tuple[str, str], ...]]

    def readers(self, stance: Stance) -> int:
        return len({coder for coder, _ in self.acts[stance]})

    def segment_ids(self, stance: Stance) -> tuple[str, ...]:
        read = {segment_id for _, segment_id in self.acts[stance]}
        return tuple(segment_id for segment_id in self.segments if segment_id in read)

    @property
    def is_observation(self) -> bool:
        return any(self.readers(stance) and 2 * self.readers(stance) >= len(self.coders) for stance in self.acts)

    @property
    def stance(self) -> Stance:
        def weight(stance: Stance) -> tuple[int, int]:
            return self.readers(stance), len(self.acts[stance])

        return "for" if weight("for") > weight("against") else "against"


def _readings(
    change: Change, segments: Sequence[Segment], codings: Iterable[Coding], reviewed: Mapping[str, Collection[str]]
) -> dict[str, _Reading]:
    by_session: dict[str, dict[str, Segment]] = {}
    session_of = {segment.id: segment.session_id for segment in segments}
    for segment in sorted(segments, key=lambda segment: (segment.session_id, segment.number)):
        by_session.setdefault(segment.session_id, {})[segment.id] = segment
    acts: dict[str, dict[Stance, set[tuple[str, str]]]] = {}
    for coding in codings:
        session_id = session_of.get(coding.segment_id, "")
        if coding.kind == "change" and coding.target == change.id and coding.coder_id in reviewed.get(session_id, ()):
            sides = acts.setdefault(session_id, {"for": set(), "against": set()})
            sides[coding.stance or "for"].add((coding.coder_id, coding.segment_id))
    return {
        session_id: _Reading(
            by_session[session_id], frozenset(reviewed[session_id]), {side: tuple(sorted(sides[side])) for side in sides}
        )
        for session_id, sides in acts.items()
    }


def _observe(
    session: Session,
    reading: _Reading,
    register: Register,
    people: Mapping[str, Respondent],
    speakers: Mapping[str, str],
    prompted_segments: Collection[str],
    closed: Collection[str],
) -> Observation:
    stance = reading.stance
    said = reading.segment_ids(stance)
    present = tuple(dict.fromkeys(p.respondent_id for p in register.present(session.id) if not p.consent.refused))
    speaking = {speakers[segment_id] for segment_id in said if segment_id in speakers} or set(present)
    documented = session.registered and session.id not in closed
    return Observation(
        session_id=session.id,
        date=session.date,
        stance=stance,
        dissent=bool(reading.readers("for") and reading.readers("against")),
        prompted=session.prompted or all(segment_id in prompted_segments for segment_id in said),
        independent=documented,
        counts_with="",
        why_not="" if documented else "undocumented",
        segment_ids_for=reading.segment_ids("for"),
        segment_ids_against=reading.segment_ids("against"),
        coders_for=reading.readers("for"),
        coders_against=reading.readers("against"),
        coders_reviewed=len(reading.coders),
        categories=tuple(sorted({people[person].category for person in speaking if person in people} - {""})),
        respondents=present,
    )


def _count_once(
    found: Sequence[Observation], named_by: Mapping[str, Collection[str]], rule: SaturationRule
) -> tuple[Observation, ...]:
    """Decide what counts; ``found`` is in order of time, so the first of a group is the one that counts."""
    marked = {
        o.session_id: replace(o, independent=False, why_not="prompted")
        if o.independent and o.prompted and not rule.count_prompted
        else o
        for o in found
    }
    eligible = [o for o in marked.values() if o.independent]
    person_groups = _joined([[o] for o in eligible], lambda a, b: bool(_everybody(a) & _everybody(b)))
    chains = (
        _joined(person_groups, lambda a, b: a[0].stance == b[0].stance and _referred(a, b, named_by))
        if rule.merge_referrals
        else person_groups
    )
    same_person = {o.session_id for group in person_groups for o in group[1:]}
    for chain in chains:
        first = chain[0]
        for o in chain[1:]:
            why: WhyNot = "same_person" if o.session_id in same_person else "referred"
            marked[o.session_id] = replace(o, independent=False, counts_with=first.session_id, why_not=why)
    for group in person_groups:
        if any(o.stance != group[0].stance for o in group):
            counting = marked[group[0].session_id]
            marked[counting.session_id] = replace(counting, dissent=True)
    return tuple(marked.values())


def _everybody(group: Iterable[Observation]) -> set[str]:
    return {person for observation in group for person in observation.respondents}


def _referred(a: Sequence[Observation], b: Sequence[Observation], named_by: Mapping[str, Collection[str]]) -> bool:
    """Whether somebody of one group was named by somebody of the other."""

    def named(group: Sequence[Observation]) -> set[str]:
        return {name for person in _everybody(group) for name in named_by.get(person, ())}

    return bool(named(a) & _everybody(b) or named(b) & _everybody(a))


def _joined(
    groups: Sequence[list[Observation]], linked: Callable[[list[Observation], list[Observation]], bool]
) -> list[list[Observation]]:
    """Connected groups, each in order of time, the groups in order of their first observation."""
    joined: list[list[list[Observation]]] = []
    for group in groups:
        near = [cluster for cluster in joined if any(linked(group, member) for member in cluster)]
        merged = [member for cluster in near for member in cluster] + [group]
        joined = [cluster for cluster in joined if not any(cluster is other for other in near)] + [merged]
    flat = [sorted((o for member in cluster for o in member), key=in_time) for cluster in joined]
    return sorted(flat, key=lambda group: in_time(group[0]))
