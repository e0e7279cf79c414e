"""relato agreement: how far coders agree, from the reviews that stand. Nothing is written to the database."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from annotations.agreement_intervals import Bootstrap
from annotations.agreement_report import Basis, Part, Report, Stretches, Supervised, part, supervised
from annotations.agreement_words import name_of, words_of
from annotations.changes.register import counted
from annotations.codeframe import CodeFrame
from annotations.codings import Coding
from annotations.errors import BadInput, NotReady
from annotations.judgements import Judgements, Variable
from annotations.languages import in_language
from annotations.studies import Study
from annotations.transcripts import Segment
from service.storage import changes, corpus, review, studies
from service.storage.judged import judged_at
from service.storage.tables import WorkItemRow
from service.workflows.carrying_over import MOVED, SPLIT
from service.workflows.consent import closed_sessions
from service.workflows.machines import study_and_frame
from service.workflows.work import Work

ARMS = ("blind", "assisted")
DECIDING = ("adjudication", "revision")
SUPERVISOR = "supervisor"
STANCES = ("for", "against")


@dataclass(frozen=True)
class Named:
    """A report, and what to call everything in it in one ``language``: (kind, key) → name, coder → name."""

    report: Report
    language: str
    names: Mapping[tuple[str, str], str]
    coders: Mapping[str, str]


@dataclass(frozen=True)
class _Reviews:
    """What was reviewed, as it stands, of segments that may still be read."""

    items: Sequence[WorkItemRow]
    segments: Mapping[str, Segment]
    codings: Mapping[tuple[str, str, int], Sequence[Coding]]
    at: Mapping[str, str]
    notes: Mapping[str, Mapping[str, object]]


def agreement(
    work: Work, *, study_id: str, round_: int = 0, arm: str = "", replicates: int = 1000, seed: int = 1, language: str = ""
) -> Named:
    """The agreement of every round and way of coding, or of those asked for.

    Left out is what somebody coded again after the supervisor had decided it: the reason was shown to them.

    Raises
    ------
    BadInput : no such way of coding, or too few replicates. NotReady : nothing is reviewed.
    """
    if arm not in ("", *ARMS):
        raise BadInput(f"{arm!r} is no way of coding", remedy=f"give one of {', '.join(ARMS)}")
    if not 100 <= replicates <= 10_000:
        raise BadInput(f"{replicates} replicates", remedy="give a number from 100 to 10000")
    study, frame = study_and_frame(work, study_id)
    with work.store.read() as tx:
        closed = closed_sessions(study, studies.register(tx, study.id))
        segments = {s.id: s for s in corpus.segments(tx, study.id) if s.session_id not in closed}
        items = [item for item in review.work_items(tx, study.id, states=("reviewed",)) if item.segment_id in segments]
        items = [item for item in items if SPLIT not in item.why]  # of these nobody knows yet what they would have said
        decided = {(item.segment_id, item.round) for item in items if item.arm in DECIDING}
        items = [i for i in items if MOVED not in i.why or i.arm in DECIDING or (i.segment_id, i.round) not in decided]
        said: dict[tuple[str, str, int], list[Coding]] = defaultdict(list)
        for coding in counted(review.codings(tx, study.id), changes.register(tx, study.id)):
            said[coding.segment_id, coding.coder_id, coding.round].append(coding)
        notes = {item.id: body for item, body in review.notes(tx, study.id)}
        done = _Reviews(items, segments, said, judged_at(tx, study.id), notes)
    if not items:
        raise NotReady(f"nothing is reviewed in study {study.id}", remedy="collect reviews with `relato collect`")
    how = Bootstrap(replicates, seed)
    variables = variables_of(study, frame)
    groups: dict[tuple[int, str], list[WorkItemRow]] = defaultdict(list)
    for item in items:
        if item.arm in ARMS and round_ in (0, item.round) and arm in ("", item.arm):
            groups[item.round, item.arm].append(item)
    parts: list[Part] = []
    beside: list[Supervised] = []
    for number, (key, own) in enumerate(sorted(groups.items(), key=lambda one: (one[0][0], ARMS.index(one[0][1])))):
        work.progress("agreement", number, len(groups))
        judged = _judgements(done, own, variables)
        parts.append(part(*key, judged, _marked(done, own), {i: len(segments[i].text) for i in judged.units}, how))
        beside += _beside_supervisor(done, *key, own, variables, how)
    known = {(v.kind, v.key) for v in variables}
    unknown = sum(key not in known for codings in said.values() for key in map(_key, codings))
    report = Report(
        study.id, frame.version, replicates, seed, how.confidence, tuple(parts), tuple(beside), unknown, _across(items, round_)
    )
    speaks = language or study.languages[0]
    return Named(report, speaks, names_of(study, frame, speaks), {c.id: c.name for c in study.coders} | {SUPERVISOR: ""})


def variables_of(study: Study, frame: CodeFrame) -> tuple[Variable, ...]:
    """Everything that a coder can give to a segment. A change has two levels: that it is spoken of, and on which side."""
    return (
        *(Variable("code", tuple(code.id for code in path)) for path in frame.paths.values()),
        *(Variable("domain", (domain.id,)) for domain in study.domains),
        *(Variable("section", (section.id,)) for section in study.sections),
        *(Variable("change", (change.id, f"{change.id}:{stance}")) for change in study.changes for stance in STANCES),
    )


def names_of(study: Study, frame: CodeFrame, language: str) -> dict[tuple[str, str], str]:
    """What everything is called, headings too."""
    codes = {code.id: code.name for path in frame.paths.values() for code in path}
    found = {("code", key): in_language(name, language) for key, name in codes.items()}
    found |= {("domain", d.id): in_language(d.name, language) for d in study.domains}
    found |= {("section", s.id): in_language(s.name, language) for s in study.sections}
    found |= {("change", c.id): in_language(c.title, language) for c in study.changes}
    return found


def _key(coding: Coding) -> tuple[str, str]:
    if coding.kind == "change":
        return coding.kind, f"{coding.target}:{coding.stance or 'for'}"
    return coding.kind, coding.target


def _judgements(
    done: _Reviews, items: Collection[WorkItemRow], variables: Sequence[Variable], called: Mapping[str, str] | None = None
) -> Judgements:
    """Who gave what, one unit for each segment; ``called``: what to call a coder here."""
    name = {item.id: (called or {}).get(item.coder_id, item.coder_id) for item in items}
    coders = tuple(dict.fromkeys(sorted(set(name.values()), key=lambda who: (who == SUPERVISOR, who))))
    units = tuple(sorted({item.segment_id for item in items}))
    row, who = {unit: n for n, unit in enumerate(units)}, {coder: m for m, coder in enumerate(coders)}
    column = {(v.kind, v.key): k for k, v in enumerate(variables)}
    present = np.zeros((len(units), len(coders)), dtype=bool)
    given = np.zeros((len(units), len(coders), len(variables)), dtype=bool)
    at = np.full((len(units), len(coders)), np.nan)
    for item in items:
        place = row[item.segment_id], who[name[item.id]]
        codings = done.codings.get((item.segment_id, item.coder_id, item.round), ())
        present[place] = True
        for coding in codings:
            if _key(coding) in column:
                given[(*place, column[_key(coding)])] = True
        at[place] = _moment(done.at.get(item.id, ""), codings)
    segments = [done.segments[unit] for unit in units]
    sessions, languages = tuple(s.session_id for s in segments), tuple(s.language for s in segments)
    return Judgements(coders, units, sessions, languages, tuple(variables), present, given, at)


def _moment(seen_at: str, codings: Sequence[Coding]) -> float:
    """Seconds since 1970; of an item whose annotation nobody kept, when its codings were made."""
    if seen_at:
        return datetime.fromisoformat(seen_at).timestamp()
    return max((coding.at.timestamp() for coding in codings), default=float("nan"))


def _marked(done: _Reviews, items: Collection[WorkItemRow]) -> dict[str, Stretches]:
    found: dict[str, dict[str, dict[str, list[tuple[int, int]]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for item in items:
        length = len(done.segments[item.segment_id].text)
        spans = done.notes.get(item.id, {}).get("spans", [])
        for span in spans if isinstance(spans, list) else []:
            start, end = max(0, span["start"]), min(length, span["end"])
            if start < end:
                found[item.segment_id][item.coder_id][span["label"]].append((start, end))
    return {unit: {coder: dict(by_label) for coder, by_label in by.items()} for unit, by in found.items()}


def _beside_supervisor(
    done: _Reviews, round_: int, arm: str, items: Sequence[WorkItemRow], variables: Sequence[Variable], how: Bootstrap
) -> Iterator[Supervised]:
    """Each coder of these items beside the decisions on the same segments in the same round."""
    decisions: dict[str, WorkItemRow] = {}
    for deciding in reversed(DECIDING):  # an adjudication counts before a revision
        decisions |= {item.segment_id: item for item in done.items if item.arm == deciding and item.round == round_}
    called = {item.coder_id: SUPERVISOR for item in decisions.values()}
    bases: tuple[tuple[Basis, set[str]], ...] = (
        ("drawn", {i for i, item in decisions.items() if "drawn" in item.why}),
        ("decided", set(decisions)),
    )
    for coder in sorted({item.coder_id for item in items}):
        for basis, chosen in bases:
            own = [item for item in items if item.coder_id == coder and item.segment_id in chosen]
            if own and coder not in called:
                judged = _judgements(done, [*own, *(decisions[item.segment_id] for item in own)], variables, called)
                found = supervised(round_, arm, judged, basis, how)
                if found is not None:
                    yield found


def _across(items: Collection[WorkItemRow], round_: int) -> int:
    """Segments that coders of one round judged in different ways: they are in no table together."""
    arms: dict[tuple[int, str], list[str]] = defaultdict(list)
    for item in items:
        if item.arm in ARMS and round_ in (0, item.round):
            arms[item.round, item.segment_id].append(item.arm)
    return sum(len(set(found)) > 1 for found in arms.values())


def confused_in_words(
    work: Work,
    *,
    study_id: str,
    code: str = "",
    round_: int = 0,
    arm: str = "",
    limit: int = 5,
    segments: int = 5,
    language: str = "",
) -> Iterator[str]:
    """The heaviest confusions, each with who gave what and the words of some of its segments."""
    study, _ = study_and_frame(work, study_id)
    named = agreement(work, study_id=study.id, round_=round_, arm=arm, replicates=100, language=language)
    words = words_of(language or study.languages[0])
    for one in named.report.parts:
        chosen = [c for c in one.confusions if code in ("", c.one, c.other)][:limit]
        if chosen:
            yield words[one.arm].format(round=one.round)
        with work.store.read() as tx:
            texts = {s.id: s.text for s in corpus.segments(tx, study.id, ids=[i for c in chosen for i in c.units[:segments]])}
        for found in chosen:
            first, other = (name_of(found.kind, key, named.names, words) if key else "" for key in (found.one, found.other))
            yield f"  {words['for' if other else 'alone'].format(one=first, other=other)}: {len(found.units)}"
            yield from (f"    {gave} / {not_} {count}" for gave, not_, count in found.by)
            yield from (f"    {unit}  {' '.join(texts.get(unit, '').split())}" for unit in found.units[:segments])
