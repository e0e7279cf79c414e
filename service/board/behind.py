"""The list behind a number: which segments they are, asked by any of these filters, all of which must hold.

``change`` (with ``stance``; with ``counts`` what those sessions say that its verdict counts, or that were prompted), ``code`` (a
heading too; twice: both on the same segment), ``domain``, ``section``, ``project`` and ``priority`` (through the changes), ``row`` of
the analysis plan: what was read, as it was last computed. ``session``, ``place``, ``method``, ``language``, ``category``,
``respondent``: where and who; ``-`` is nobody in particular, or not stated. ``coder``, ``round``, ``arm``, ``state`` (reviewed,
skipped, waiting; unreviewed: by nobody): the work. ``act``, ``kind``, ``day``: what was done with suggestions. ``ids``: these.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from itertools import islice
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from annotations.analysis import NOBODY, Counts
from annotations.codings import Coding
from annotations.sessions import Session
from annotations.studies import Change, Study
from annotations.transcripts import Segment
from service.storage import corpus, segment_lists, snapshots
from service.storage.segment_lists import Whereabouts
from service.storage.transactions import Tx
from service.workflows import analysing, assessments
from service.workflows.consent import may_be_shown
from service.workflows.work import Work

UNKNOWN, UNREVIEWED = "-", "unreviewed"
PAGE = 50
ID = re.compile(r"(.+)\.(\d{1,9})")
STATES = {"reviewed": ("reviewed",), "skipped": ("skipped",), "waiting": segment_lists.WAITING}
OF_WORK, OF_ACTS = ("coder", "round", "arm", "state"), ("act", "kind", "day")
KEPT = 8
Numbers = dict[str, set[int]]
"""Segments by session, as their numbers."""
Speakers = Mapping[str, Mapping[str, Sequence[int]]]
"""Segments by session and respondent, nobody in particular under an empty name."""


class Asked(BaseModel):
    """The filters of a list, as they stand in its address. What is empty does not restrict."""

    model_config = ConfigDict(frozen=True)

    change: str = ""
    stance: str = ""
    counts: Literal["", "yes", "prompted"] = ""
    code: tuple[str, ...] = ()
    domain: str = ""
    section: str = ""
    project: str = ""
    priority: str = ""
    row: str = ""
    language: str = ""
    ids: str = Field("", max_length=20_000)
    session: tuple[str, ...] = ()
    place: str = ""
    method: str = ""
    category: str = ""
    respondent: str = ""
    coder: str = ""
    round: int = Field(0, ge=0, le=1_000_000)
    arm: str = ""
    state: str = ""
    act: str = ""
    kind: str = ""
    day: date | None = None
    page: int = Field(1, ge=1, le=1_000_000)

    @property
    def filters(self) -> dict[str, Any]:
        """What of it restricts."""
        return {name: value for name, value in self if value and name != "page"}


@dataclass(frozen=True)
class Quoted:
    """A segment with who said it, where, and what stands about it."""

    segment: Segment
    session: Session
    respondent: str
    category: str
    codings: tuple[Coding, ...]


@dataclass(frozen=True)
class _Work:
    """What is asked of the work: the segments (None: nothing is asked), and how often it was done with suggestions of each."""

    numbers: Numbers | None = None
    acts: Mapping[str, int] = field(default_factory=dict)
    total: int = 0

    def done(self, listed: Numbers) -> int:
        """How often in these segments."""
        if not self.acts or listed == self.numbers:
            return self.total
        return sum(self.acts[id_] for id_ in analysing.ids_of((s, number) for s, numbers in listed.items() for number in numbers))


_kept: dict[tuple[Any, ...], _Work] = {}


@dataclass(frozen=True)
class Found:
    """``counts`` of the whole list, ``quoted`` of one of its ``pages``. ``at``: when what was read was computed, ``stale``: something
    has changed since. ``acts``: what was done with suggestions of these segments, where that is asked: several acts on each."""

    counts: Counts
    quoted: tuple[Quoted, ...]
    pages: int
    at: datetime
    stale: bool
    acts: int = 0


def behind(work: Work, study: Study, asked: Asked) -> Found:
    """The list, one page of it opened."""
    kept, start = analysing.ensure(work, study_id=study.id), (asked.page - 1) * PAGE
    with work.store.read() as tx:
        speakers: Speakers = _body(tx, study.id, "behind:speakers").get("sessions", {})
        where = segment_lists.whereabouts(tx, study.id)
        sessions = _sessions(asked, where)
        work_done = _work(tx, study.id, asked)
        sets = [*_read(tx, study, asked), *_said_by(asked, where, speakers)]
        sets += [_numbers(segment_lists.live(tx, study.id, asked.ids.split(",")))] if asked.ids else []
        sets += [work_done.numbers] if work_done.numbers is not None else []
        listed: Numbers = {}
        if sets:
            listed = _both(sets, sessions)
            in_order = ((session_id, number) for session_id in sorted(listed) for number in sorted(listed[session_id]))
            ids = analysing.ids_of(islice(in_order, start, start + PAGE))
            counts = _counts(listed, speakers)
            total, here = counts.segments, corpus.segments(tx, study.id, ids=list(ids))
        else:
            total, here = segment_lists.page_of(tx, study.id, sessions=sessions, limit=PAGE, offset=start)
            counts = _counts_of_sessions(sessions, speakers, total)
        quoted = _quoted(tx, study.id, where, may_be_shown(tx, study, here), speakers)
    return Found(counts, quoted, max(1, -(-total // PAGE)), kept.at, kept.stale, work_done.done(listed))


def _body(tx: Tx, study_id: str, name: str) -> dict[str, Any]:
    kept = snapshots.get(tx, study_id, name)
    return kept.body if kept else {}


def _read(tx: Tx, study: Study, asked: Asked) -> Iterator[Numbers]:
    """What was read in the segments, from what was computed last."""

    def of(*names: str) -> Numbers:
        return _either(_body(tx, study.id, name).get("segments", {}) for name in names)

    def through(told: Callable[[Change], Iterable[str]], wanted: str) -> Numbers:
        return of(*(f"behind:change:{change.id}:for" for change in study.changes if wanted in told(change)))

    if asked.change:
        stances = (asked.stance,) if asked.stance else ("for", "against")
        names = [f"behind:change:{asked.change}:{stance}" for stance in stances]
        yield _numbers(_observed(tx, study.id, asked)) if asked.counts else of(*names)
    for code in asked.code:
        yield of(f"behind:code:{code}")
    for dimension in ("domain", "section", "language"):
        if value := getattr(asked, dimension):
            yield of(f"behind:{dimension}:{_known(value)}")
    if asked.project:
        yield through(lambda change: change.contributed, asked.project)
    if asked.priority:
        yield through(lambda change: change.priorities, asked.priority)
    if asked.row:
        yield of(f"plan:{asked.row}")


def _observed(tx: Tx, study_id: str, asked: Asked) -> Iterator[str]:
    """What the sessions say with which the verdict on the change counts them, or those that were prompted."""
    found = assessments.change(tx, study_id, asked.change)
    verdict = found.body.verdict if found else None
    for one in found.body.observations if found else ():
        counted = (
            one.independent if asked.counts == "yes" else verdict is not None and one.session_id in verdict.sessions_prompted
        )
        if counted and asked.stance in ("", one.stance):
            yield from one.segment_ids


def _said_by(asked: Asked, where: Whereabouts, speakers: Speakers) -> Iterator[Numbers]:
    def of(chosen: Callable[[str], bool]) -> Numbers:
        return {
            session_id: {number for person, numbers in people.items() if chosen(person) for number in numbers}
            for session_id, people in speakers.items()
        }

    if asked.category:
        yield of(lambda person: where.categories.get(person, NOBODY) == _known(asked.category))
    if asked.respondent:
        yield of(lambda person: person == _known(asked.respondent))


def _work(tx: Tx, study_id: str, asked: Asked) -> _Work:
    """What was worked on, kept in memory for as long as nothing is written to the study: it may be all of its segments."""
    key = snapshots.stamp(tx, study_id), *(getattr(asked, name) for name in (*OF_WORK, *OF_ACTS))
    found = _kept.get(key)
    if found is None:
        found = _looked_up(tx, study_id, asked)
        if key[0]:  # nothing was written since there are stamps
            for old in list(_kept)[: max(0, len(_kept) - KEPT + 1)]:
                _kept.pop(old, None)
            _kept[key] = found
    return found


def _looked_up(tx: Tx, study_id: str, asked: Asked) -> _Work:
    if asked.act or asked.day:
        acts = segment_lists.acted_on(tx, study_id, act=asked.act, kind=asked.kind, day=asked.day, coder=asked.coder)
        return _Work(_numbers(acts), acts, sum(acts.values()))
    if asked.state == UNREVIEWED:
        return _Work(_numbers(segment_lists.unreviewed(tx, study_id)))
    if any(getattr(asked, name) for name in OF_WORK):
        states = STATES.get(asked.state, (asked.state,)) if asked.state else ()
        return _Work(
            _numbers(segment_lists.worked_on(tx, study_id, coder=asked.coder, round_=asked.round, arm=asked.arm, states=states))
        )
    return _Work()


def _sessions(asked: Asked, where: Whereabouts) -> set[str] | None:
    """The sessions that it is about; None when it is about all."""
    wanted = [(where.places, asked.place), (where.methods, asked.method)]
    given = [{s for s, value in values.items() if value == _known(one)} for values, one in wanted if one]
    if asked.session:
        given.append(set(asked.session))
    return set.intersection(*given) if given else None


def _known(value: str) -> str:
    return NOBODY if value == UNKNOWN else value


def _numbers(ids: Iterable[str]) -> Numbers:
    found: Numbers = {}
    for match in map(ID.fullmatch, ids):
        if match:
            found.setdefault(match[1], set()).add(int(match[2]))
    return found


def _either(lists: Iterable[Mapping[str, Sequence[int]]]) -> Numbers:
    found: Numbers = {}
    for one in lists:
        for session_id, numbers in one.items():
            found.setdefault(session_id, set()).update(numbers)
    return found


def _both(sets: Sequence[Numbers], sessions: set[str] | None) -> Numbers:
    """What is in all of them, of these sessions."""

    def intersected(one: Numbers, other: Numbers) -> Numbers:
        return {session_id: numbers & other[session_id] for session_id, numbers in one.items() if session_id in other}

    found = reduce(intersected, sets)
    return {s: numbers for s, numbers in found.items() if numbers and (sessions is None or s in sessions)}


def _counts(listed: Numbers, speakers: Speakers) -> Counts:
    people: set[str] = set()
    named = 0
    for session_id, numbers in listed.items():
        for person, said in speakers.get(session_id, {}).items():
            if person and (here := numbers.intersection(said)):
                people.add(person)
                named += len(here)
    total = sum(map(len, listed.values()))
    return Counts(len(people), len(listed), total, total - named)


def _counts_of_sessions(sessions: set[str] | None, speakers: Speakers, total: int) -> Counts:
    listed = {s: people for s, people in speakers.items() if sessions is None or s in sessions}
    people = {person for here in listed.values() for person in here if person}
    return Counts(len(people), len(listed), total, sum(len(here.get(NOBODY, ())) for here in listed.values()))


def _quoted(tx: Tx, study_id: str, where: Whereabouts, here: Sequence[Segment], speakers: Speakers) -> tuple[Quoted, ...]:
    stood = segment_lists.standing_of(tx, study_id, [segment.id for segment in here])
    sessions = segment_lists.sessions_of(tx, study_id, {segment.session_id for segment in here})
    found = []
    for segment in here:
        people = speakers.get(segment.session_id, {})
        person = next((one for one, numbers in people.items() if one and segment.number in numbers), "")
        session = sessions.get(segment.session_id, Session(segment.session_id, registered=False))
        codings = stood[segment.id].of_each if segment.id in stood else ()
        found.append(Quoted(segment, session, person, where.categories.get(person, ""), codings))
    return tuple(found)
