"""relato round revise, adjudicate: which segments the supervisor decides, and why; entered as work items, sent with the others.

A segment goes to the supervisor once everybody who codes it in the round has done so, and once only.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from annotations.codings import PLANTED
from annotations.errors import NotFound, NotReady
from annotations.label_studio.decisions import Choice, Side
from annotations.label_studio.tasks import WorkItem
from annotations.rounds import DECIDING, Arm, ReviewRound, is_drawn, lot
from annotations.studies import Coder, Study
from service.storage import questions, review, rounds, studies
from service.storage.tables import WorkItemRow
from service.storage.transactions import Tx
from service.workflows.carrying_over import sides_forward
from service.workflows.shown import stored_sides
from service.workflows.work import Outcome, Work

FLAGS = {"needs_supervisor": "flagged", "code_missing": "code missing"}
ENDED = ("reviewed", "skipped", "retired")


@dataclass
class _Coded:
    """What the coders of one round have said, as far as nobody is still at the segment."""

    sides: dict[str, list[Side]] = field(default_factory=lambda: defaultdict(list))
    flags: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    fooled: set[str] = field(default_factory=set)
    decided: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    coders: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def ready(self) -> list[str]:
        """Segments that can go to the supervisor and have not gone."""
        return sorted(i for i in self.sides if i not in self.waiting and i not in self.decided)

    def differs(self, segment_id: str) -> bool:
        return len({side.choices for side in self.sides[segment_id]}) > 1


def revise(
    work: Work, *, study_id: str, round_: int = 0, flagged: bool = True, asked: bool = True, drawn: bool = True
) -> Outcome:
    """Put before the supervisor what coders flagged, what open questions about labels ask, and the share that is drawn anyway.

    Always among them: segments where somebody accepted a suggestion that was put there because it is wrong.

    ``round_`` 0: the open one. Raises NotFound, NotReady.
    """
    with work.store.begin() as tx:
        study, opened, coded = _begin(tx, study_id, round_)
        open_questions = {row.segment_id for row in questions.questions(tx, study.id, states=("open",))} if asked else set()
        why: dict[str, list[str]] = {}
        for segment_id in coded.ready:
            found = [word for flag, word in FLAGS.items() if flagged and flag in coded.flags[segment_id]]
            found += ["question"] if segment_id in open_questions else []
            found += ["check accepted"] if segment_id in coded.fooled else []
            found += ["drawn"] if drawn and is_drawn(opened.rule, opened.seed, segment_id) else []
            if found:
                why[segment_id] = found
        return _entered(tx, study, opened, "revision", why, coded)


def adjudicate(work: Work, *, study_id: str, round_: int = 0) -> Outcome:
    """Put before the supervisor the segments that several people coded differently. Raises NotFound, NotReady."""
    with work.store.begin() as tx:
        study, opened, coded = _begin(tx, study_id, round_)
        why = {segment_id: ["disagreement"] for segment_id in coded.ready if coded.differs(segment_id)}
        return _entered(tx, study, opened, "adjudication", why, coded)


def sides(tx: Tx, study: Study, round_: int, segment_ids: Collection[str] | None = None) -> dict[str, tuple[Side, ...]]:
    """What every coder of the round chose, by segment, under the names that are shown."""
    found = _coded(tx, study, round_).sides
    return {i: tuple(found[i]) for i in sorted(found) if segment_ids is None or i in segment_ids}


def sides_of(tx: Tx, study: Study, item: WorkItemRow) -> tuple[Side, ...]:
    """What every coder of the item's segment chose in its round, as it is now."""
    names, memos = _called(study), dict(review.memos(tx, study.id, item.segment_id, item.round))
    chosen: dict[str, set[Choice]] = defaultdict(set)
    for c in review.codings(tx, study.id, round_=item.round, segment_ids=[item.segment_id]):
        chosen[c.coder_id].add(Choice(c.kind, c.target, c.stance))
    return tuple(Side(names.get(coder, coder), frozenset(chosen[coder]), memo) for coder, memo in sorted(memos.items()))


def outdated_decisions(tx: Tx, study: Study, state: str = "pushed") -> list[WorkItemRow]:
    """Work items of the supervisor whose coders have changed their minds since they were put there."""
    out = [item for arm in DECIDING for item in review.work_items(tx, study.id, arm=arm, states=(state,))]
    found = []
    for round_ in sorted({item.round for item in out}):
        here = [item for item in out if item.round == round_]
        said = sides(tx, study, round_, [item.segment_id for item in here])
        found += [item for item in here if sides_forward(tx, study, item) != stored_sides(said.get(item.segment_id, ()))]
    return found


def _begin(tx: Tx, study_id: str, round_: int) -> tuple[Study, ReviewRound, _Coded]:
    study = studies.study(tx, study_id)
    studies.lock(tx, study.id)
    _supervisors(study)
    if round_:
        opened = rounds.find(tx, study.id, round_)
    else:
        now_open = rounds.rounds(tx, study.id, open_only=True)
        if not now_open:
            raise NotFound(f"no round of study {study.id} is open", remedy="open one with `relato round open`")
        opened = now_open[-1]
    if opened.closed_at is not None:
        raise NotReady(f"round {opened.number} of study {study.id} is closed", remedy="decide in the round that is open")
    return study, opened, _coded(tx, study, opened.number)


def _supervisors(study: Study) -> list[Coder]:
    found = [c for c in study.coders if c.role == "supervisor"]
    if not found:
        raise NotReady(
            f"study {study.id} has no supervisor", remedy="write `role: supervisor` at one of its coders and load it again"
        )
    return found


def being_coded(tx: Tx, study: Study, round_: int) -> set[str]:
    """Segments of the round that some coder still has, for the first time or again."""
    return _coded(tx, study, round_).waiting


def _called(study: Study) -> dict[str, str]:
    """The name of everybody that is shown; with the id where two are called the same."""
    names = [c.name for c in study.coders]
    return {c.id: c.name if names.count(c.name) == 1 else f"{c.name} ({c.id})" for c in study.coders}


def _coded(tx: Tx, study: Study, round_: int) -> _Coded:
    names = _called(study)
    chosen: dict[tuple[str, str], set[Choice]] = defaultdict(set)
    found = _Coded()
    for c in review.codings(tx, study.id, round_=round_):
        chosen[c.segment_id, c.coder_id].add(Choice(c.kind, c.target, c.stance))
        if c.from_suggestion == PLANTED:
            found.fooled.add(c.segment_id)
    notes = {item.id: body for item, body in review.notes(tx, study.id) if item.round == round_}
    given: dict[str, set[str]] = defaultdict(set)
    for a in rounds.assignments(tx, study.id, round_=round_):
        given[a.session_id].add(a.coder_id)
    there: dict[str, set[str]] = defaultdict(set)
    for item in review.work_items(tx, study.id, round_=round_):
        if item.arm in DECIDING:
            if item.coder_id in names or item.state in ENDED:  # what lies with somebody who left is given to another
                found.decided.add(item.segment_id)
            continue
        there[item.segment_id].add(item.coder_id)
        if item.state not in ENDED and item.coder_id in names:
            found.waiting.add(item.segment_id)
        elif item.state == "reviewed":
            note = notes.get(item.id, {})
            choices = frozenset(chosen[item.segment_id, item.coder_id])
            found.sides[item.segment_id].append(Side(names.get(item.coder_id, item.coder_id), choices, note.get("memo", "")))
            found.flags[item.segment_id].update(note.get("flags", ()))
    found.coders.update(there)
    here = {session_id: coders & set(names) for session_id, coders in given.items()}  # nobody waits for those who left
    found.waiting.update(i for i, coders in there.items() if here.get(i.rsplit(".", 1)[0], set()) - coders)  # not sent to all yet
    return found


def _entered(tx: Tx, study: Study, opened: ReviewRound, arm: Arm, why: dict[str, list[str]], coded: _Coded) -> Outcome:
    supervisors, frame = _supervisors(study), studies.frame(tx, study.id)
    rows: list[dict[str, Any]] = []
    nobody: list[str] = []
    for segment_id, reasons in why.items():
        session_id = segment_id.rsplit(".", 1)[0]
        may = [one for one in supervisors if one.id not in coded.coders[segment_id]]  # nobody decides about their own
        if not may:
            nobody.append(segment_id)
            continue
        who = may[int(lot("supervisor", opened.seed, session_id) * len(may))]
        rows.append(
            {
                "study_id": study.id,
                "id": WorkItem(study.id, segment_id, who.id, opened.number).id,
                "segment_id": segment_id,
                "coder_id": who.id,
                "round": opened.number,
                "batch": "",
                "state": "pending",
                "model_version": "",
                "task_id": None,
                "arm": arm,
                "carried": stored_sides(coded.sides[segment_id]),
                "frame_version": frame.version,
                "why": ", ".join(reasons),
            }
        )
    review.add_work_items(tx, rows)
    return {
        "study": study.id,
        "round": opened.number,
        "arm": arm,
        "entered": len(rows),
        "why": _counted(reason for reasons in why.values() for reason in reasons),
        "nobody": nobody,
        "waiting": len(coded.waiting),
        "decided_before": len(coded.decided),
    }


def _counted(words: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found
