"""Rows of the analysis plan, executed: question × sources × respondent groups × story section × code.

An empty result is a result, and says why it is empty: which criterion left nothing, which sources the register does not have at
all, which sessions nobody has read yet, and of whom the question was not asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from annotations.analysis import NOBODY, Counts, Material
from annotations.sessions import Session
from annotations.studies import PlanRow
from annotations.transcripts import Segment

Verdict = bool | None
"""Whether a segment meets a criterion; ``None``: it cannot be told, since who speaks is not known. Then it is left out, and counted."""
Criterion = tuple[str, tuple[str, ...], Callable[[Segment], Verdict]]
"""Its name, what is asked for (nothing: it does not restrict), and whether a segment meets it."""
BREAKDOWNS = ("method", "category", "place", "language", "domain", "section", "change", "priority", "code")
OF_THE_SESSION = ("methods", "instruments", "modes")
READ_FIRST = ("domains", "sections", "codes", "changes", "any_change")


@dataclass(frozen=True)
class Step:
    """What is left after one criterion; ``asked``: its values. ``unsure`` segments were left out since it is not known who
    says them. The first step is before any criterion."""

    criterion: str
    asked: tuple[str, ...]
    left: Counts
    unsure: int = 0


@dataclass(frozen=True)
class RowResult:
    """The segments that answer one row, in order, and what they are made of.

    ``breakdowns``: by dimension, the counts of every value, those without any too. ``cross``: by (category, section), only where
    there is something. ``absent``: values of the row that nothing in register, study or frame has, as (criterion, value).
    ``unread``: sessions of the sources asked for that nobody has reviewed to the end, so that an empty result may not stay so.
    """

    row: PlanRow
    segment_ids: tuple[str, ...]
    counts: Counts
    steps: tuple[Step, ...]
    breakdowns: Mapping[str, Mapping[str, Counts]]
    cross: Mapping[tuple[str, str], Counts]
    absent: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]


def execute(row: PlanRow, material: Material) -> RowResult:
    """The result of one row."""
    left: list[Segment] = list(material.segments)
    steps = [Step("", (), material.everything)]
    for criterion, asked, met in _criteria(row, material):
        verdicts = [met(segment) for segment in left]
        left = [segment for segment, verdict in zip(left, verdicts, strict=True) if verdict]
        steps.append(Step(criterion, asked, material.count(left), verdicts.count(None)))
    category, section = material.key("category"), material.key("section")
    return RowResult(
        row=row,
        segment_ids=tuple(segment.id for segment in left),
        counts=steps[-1].left,
        steps=tuple(steps),
        breakdowns={dimension: _breakdown(row, dimension, left, material) for dimension in BREAKDOWNS},
        cross=material.by(left, lambda s: product(category(s), section(s))),
        absent=tuple(_absent(row, material)),
        unread=_unread(row, material),
    )


def _breakdown(row: PlanRow, dimension: str, segments: Iterable[Segment], material: Material) -> dict[str, Counts]:
    """Every value that was asked for, or that there is when none was; codes that nobody asked for only where they are."""
    found = material.by(segments, material.key(dimension))
    asked: tuple[str, ...] = getattr(row, {"method": "methods", "category": "categories"}.get(dimension, f"{dimension}s"), ())
    if dimension == "code":
        wanted = {code for one in asked for code in material.of_code.get(one, {one})}
        shown = [value for value in material.values("code") if value in found or value in wanted or value in asked]
    else:
        shown = list(dict.fromkeys((*asked, *(v for v in material.values(dimension) if not asked or v in found))))
    others = sorted(value for value in found if value not in shown and value)
    return {value: found.get(value, Counts()) for value in (*shown, *others, *([NOBODY] if NOBODY in found else []))}


def _criteria(row: PlanRow, material: Material) -> Iterator[Criterion]:
    """Those of the row that restrict: the source, then who speaks, then what was read."""
    yield from (one for one in (*_of_source(row, material), *_of_speaker(row, material), *_of_reading(row, material)) if one[1])


def _of_source(row: PlanRow, material: Material) -> Iterator[Criterion]:
    sessions = material.sessions
    yield "methods", row.methods, lambda s: sessions[s.session_id].method in row.methods
    yield "instruments", row.instruments, lambda s: sessions[s.session_id].instrument in row.instruments
    yield "modes", row.modes, lambda s: sessions[s.session_id].mode in row.modes
    asked = () if row.prompted is None else ("yes" if row.prompted else "no",)
    yield "prompted", asked, lambda s: (sessions[s.session_id].prompted or s.id in material.prompted) == row.prompted


def _of_speaker(row: PlanRow, material: Material) -> Iterator[Criterion]:
    not_asked, asked, about = map(frozenset, (row.not_asked, row.categories, row.asked_about))
    yield "not_asked", row.not_asked, lambda s: _opposite(_speaks(s, material, not_asked))
    yield "categories", row.categories, lambda s: _speaks(s, material, asked)
    yield "asked_about", row.asked_about, lambda s: _asked_about(s, material, about)


def _of_reading(row: PlanRow, material: Material) -> Iterator[Criterion]:
    wanted = frozenset(code for one in row.codes for code in material.of_code.get(one, {one}))
    yield "domains", row.domains, lambda s: not material.targets(s, "domain").isdisjoint(row.domains)
    yield "sections", row.sections, lambda s: not material.targets(s, "section").isdisjoint(row.sections)
    yield "codes", row.codes, lambda s: not material.targets(s, "code").isdisjoint(wanted)
    yield "changes", row.changes, lambda s: not material.targets(s, "change").isdisjoint(row.changes)
    yield "any_change", ("yes",) if row.any_change else (), lambda s: bool(material.targets(s, "change"))


def _opposite(verdict: Verdict) -> Verdict:
    return None if verdict is None else not verdict


def _all_or_none(inside: Iterable[bool]) -> Verdict:
    """What can be said of somebody when it is only known that they are one of these: nothing, unless all are alike."""
    found = set(inside)
    return found.pop() if len(found) == 1 else None


def _speaks(segment: Segment, material: Material, categories: frozenset[str]) -> Verdict:
    """Whether somebody of these categories speaks."""
    person = material.people.get(material.said_by.get(segment.id, ""))
    if person is not None:
        return person.category in categories
    here = material.present.get(segment.session_id, ())
    return _all_or_none(
        material.people[p.respondent_id].category in categories for p in here if p.respondent_id in material.people
    )


def _asked_about(segment: Segment, material: Material, domains: frozenset[str]) -> Verdict:
    """Whether the speaker was asked about one of these domains: those of the person in the session, else the session's."""
    session, speaker = material.sessions[segment.session_id], material.said_by.get(segment.id, "")
    here = [p for p in material.present.get(session.id, ()) if not speaker or p.respondent_id == speaker]
    return _all_or_none(not domains.isdisjoint(p.domains or session.domains) for p in here) if here else _of(session, domains)


def _of(session: Session, domains: frozenset[str]) -> bool:
    return not domains.isdisjoint(session.domains)


def _absent(row: PlanRow, material: Material) -> Iterator[tuple[str, str]]:
    """What the row asks for that nobody has: no such session, nobody of this kind, no such domain, section, code or change."""
    sessions = material.sessions.values()
    known: dict[str, set[str]] = {
        "methods": {s.method for s in sessions},
        "instruments": {s.instrument for s in sessions},
        "modes": {s.mode for s in sessions},
        "categories": {person.category for person in material.register.respondents},
        "asked_about": {d for s in sessions for d in s.domains}
        | {d for p in material.register.participations for d in p.domains},
        "domains": set(material.values("domain")),
        "sections": set(material.values("section")),
        "codes": set(material.of_code),
        "changes": set(material.values("change")),
    }
    for criterion, values in known.items():
        yield from ((criterion, value) for value in getattr(row, criterion) if value not in values)


def _unread(row: PlanRow, material: Material) -> tuple[str, ...]:
    """Sessions of the sources asked for that are not read, where what has to be read decides."""
    if not any(getattr(row, name) for name in READ_FIRST):
        return ()
    sources = replace(PlanRow(row.id, row.question), **{name: getattr(row, name) for name in OF_THE_SESSION})
    met = [met for _, _, met in _criteria(sources, material)]
    waiting = {s.session_id: s for s in material.segments if s.session_id not in material.read}
    return tuple(session_id for session_id, one in waiting.items() if all(criterion(one) for criterion in met))
