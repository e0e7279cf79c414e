"""One session's evidence for or against a change, and whether it counts as an observation of its own.

Independence is computed and explained, never assumed: a focus group is one observation whatever its size, a second
interview with somebody adds evidence and no observation, people of one referral chain who say the same count once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from annotations.changes.elements import differing
from annotations.changes.independence import Ties, count_once, linked
from annotations.changes.observation_records import Observation, Relation, WhyNot, in_time
from annotations.changes.register_records import ElementReport, Override
from annotations.codings import Coding, Stance
from annotations.sessions import Register, Respondent, Session
from annotations.speakers_in_register import who_said
from annotations.studies import Change, Study
from annotations.transcripts import Segment

__all__ = ["Observation", "Relation", "WhyNot", "in_time", "observations"]

NO_OVERRIDES: Mapping[str, Override] = MappingProxyType({})


def observations(
    change: Change,
    study: Study,
    register: Register,
    segments: Sequence[Segment],
    codings: Sequence[Coding],
    reviewed: Mapping[str, Collection[str]],
    *,
    prompted_segments: Collection[str] = (),
    overrides: Mapping[str, Override] = NO_OVERRIDES,
    reports: Sequence[ElementReport] = (),
    speakers: Mapping[str, str] | None = None,
) -> tuple[Observation, ...]:
    """Every session that says something about ``change``, in order of session date (sessions without a date last).

    Parameters
    ----------
    segments : the segments of all sessions, length S; with ``speakers`` those that ``codings`` are about are enough.
    codings : those in force (a coder's latest round), addressed to the change that they count for now; other kinds and other changes
        are passed over.
    reviewed : session id to the coders who finished it. A session is an observation when at least half of them coded one of its
        segments for, or at least half against. Codings of other people are passed over.
    prompted_segments : ids of segments that a coder flagged as prompted.
    overrides : by session id, what people decided against the rule.
    reports : what the sessions say of the elements of the change; what nobody has entered is passed over.
    speakers : who of the register says each segment, where that is known already (``who_said`` of all segments).
    """
    readings = _readings(change, segments, codings, reviewed)
    people = {person.id: person for person in register.respondents}
    speakers = who_said(segments, register) if speakers is None else speakers
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
    found = [replace(o, overridden=overrides.get(o.session_id)) for o in found]
    ties = Ties.of(found, register)
    counted, near = count_once(found, ties, study.saturation), linked(found, ties)
    apart = differing(reports, {o.session_id for o in counted if o.stance == "for"})
    return tuple(replace(o, relation=_relation(o, apart), linked_with=near[o.session_id]) for o in counted)


def _relation(observation: Observation, apart: Collection[str]) -> Relation:
    if observation.stance == "against":
        return "denies"
    return "differs" if observation.session_id in apart else "supports"


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
        capture=session.capture,
        affiliations=tuple(sorted({people[person].affiliation for person in present if person in people} - {""})),
    )
