"""The work items of a round are entered, and put into batches, with everything that their tasks show beside the text.

All of it is written before anything is sent: sent twice, a task shows the same, and an answer is read against what was shown.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from annotations import checks
from annotations.codeframe import CodeFrame
from annotations.codings import Suggestion
from annotations.label_studio.tasks import WorkItem
from annotations.rounds import DECIDING, Arm, ReviewRound, carried_from, condition_of
from annotations.studies import Coder, Study
from annotations.transcripts import Segment
from service.storage import corpus, machines, review, studies
from service.storage.review import ItemFacts
from service.storage.tables import WorkItemRow
from service.storage.transactions import Tx
from service.workflows.carrying_over import carried_forward
from service.workflows.consent import silent_segments
from service.workflows.deciding import being_coded, sides
from service.workflows.rounds import rule_of
from service.workflows.shown import stored_carried, stored_sides
from service.workflows.work import Work, chunks

T = TypeVar("T")
BATCH = 1000  # tasks an import call: of fewer, a task takes Label Studio longer
FIRST = 125  # in the first, twice as many in each after it: Label Studio does not wait long for the first


@dataclass(frozen=True)
class Desk:
    """One person's work in one round and arm. ``sessions``: those that are assigned; none to a supervisor."""

    study: Study
    frame: CodeFrame
    coder: Coder
    round: int
    arm: Arm
    sessions: frozenset[str] = frozenset()

    @property
    def decides(self) -> bool:
        return self.arm in DECIDING

    def key(self) -> dict[str, Any]:
        return {"round_": self.round, "coder_id": self.coder.id, "arm": self.arm}


def enter_items(work: Work, desk: Desk, model_version: str) -> None:
    """Enter a work item for every segment assigned that has none, and batch what has to be sent, or sent again.

    What may not be shown (``silent_segments``) is not sent.
    """
    study = desk.study
    shows_model = model_version if desk.arm == "assisted" else ""
    with work.store.begin() as tx:
        studies.lock(tx, study.id)
        opened = rule_of(tx, study.id, desk.round)
        left = [i for i in review.work_items(tx, study.id, states=("pending", "lost"), **desk.key()) if _unsent(desk, i)]
        new = _new_segments(tx, desk)
        stood = review.standing(tx, study.id, before=desk.round) if new and desk.round > 1 and desk.arm == "assisted" else {}
        rows = [
            {
                **_row(desk, segment_id, opened),
                "model_version": shows_model,
                "carried": stored_carried(carried_from(stood[segment_id]) if segment_id in stood else ()),
            }
            for segment_id in new
        ]
        for batch, entered in batched(sorted(rows, key=lambda row: row["id"])):
            review.add_work_items(tx, [{**row, "batch": batch} for row in entered])
        held = held_back(tx, desk, left)
        waiting = [item for item in left if item.id not in held]
        said = sides(tx, study, desk.round, [item.segment_id for item in waiting]) if desk.decides else {}
        for batch, part in batched(waiting):
            for item in part:
                if item.frame_version not in (0, desk.frame.version) and not desk.decides:
                    item.carried = carried_forward(tx, study, item)
                item.state, item.batch, item.task_id = "pending", batch, None
                item.model_version, item.frame_version = shows_model, desk.frame.version
                if desk.decides:
                    item.carried = stored_sides(said.get(item.segment_id, ()))
        tx.flush()
        among = [row["id"] for row in rows if row["condition"] == "planted"]
        with_planted = [item for part in chunks(among, BATCH) for item in review.work_items(tx, study.id, ids=part)]
        plant(tx, desk, [*with_planted, *(item for item in waiting if item.condition == "planted")], model_version)


def batched(items: Sequence[T]) -> Iterator[tuple[str, Sequence[T]]]:
    """Parts to be imported in one call each, with the name of the batch. Each is made while the one before is imported."""
    start, size = 0, min(FIRST, BATCH)
    while part := items[start : start + size]:
        yield uuid.uuid4().hex, part
        start, size = start + size, min(2 * size, BATCH)


def held_back(tx: Tx, desk: Desk, items: Sequence[WorkItemRow] | Sequence[ItemFacts]) -> set[str]:
    """Those of the items that may not be shown any more, or whose sides are not complete: a coder has the segment again."""
    silent = silent_segments(tx, desk.study, studies.register(tx, desk.study.id)) if items else {}
    again = being_coded(tx, desk.study, desk.round) if items and desk.decides else set()
    return {item.id for item in items if item.segment_id in again or item.segment_id in silent}


def plant(tx: Tx, desk: Desk, items: Sequence[WorkItemRow], model_version: str) -> dict[str, Suggestion]:
    """What is planted among the suggestions of these items, by item. It is noted before it is shown, and what was stays noted."""
    if not items:
        return {}
    study, planted = desk.study, {}
    opened = rule_of(tx, study.id, desk.round)
    segments = {s.id: s for s in corpus.segments(tx, study.id)}
    by_session = _by_session(segments.values(), machines.suggestions(tx, study.id, model_version=model_version))
    coded = _coded(tx, study, segments)
    for item in items:
        session = segments[item.segment_id].session_id
        made = checks.planted(
            item.segment_id,
            by_session.get(session, {}),
            desk.frame,
            seed=opened.seed if opened else 1,
            coded=coded.get(session, frozenset()),
        )
        if made is not None:
            planted[item.id] = made
            item.planted = [*item.planted, *({made.target} - set(item.planted))]
    return planted


def _row(desk: Desk, segment_id: str, opened: ReviewRound | None) -> dict[str, Any]:
    item = WorkItem(desk.study.id, segment_id, desk.coder.id, desk.round)
    shown = opened is None or desk.arm != "assisted"
    return {
        "study_id": desk.study.id,
        "id": item.id,
        "segment_id": segment_id,
        "coder_id": desk.coder.id,
        "round": desk.round,
        "arm": desk.arm,
        "condition": "shown" if shown or opened is None else condition_of(opened.rule, opened.seed, item.id),
        "batch": "",
        "state": "pending",
        "task_id": None,
        "frame_version": desk.frame.version,
    }


def _new_segments(tx: Tx, desk: Desk) -> list[str]:
    """Segments assigned here for which this person has no work item in this round, of whatever arm."""
    if desk.decides:
        return []
    known = {item.segment_id for item in review.item_facts(tx, desk.study.id, round_=desk.round, coder_id=desk.coder.id)}
    known |= silent_segments(tx, desk.study, studies.register(tx, desk.study.id)).keys()
    return [id_ for id_, session_id in corpus.live(tx, desk.study.id) if session_id in desk.sessions and id_ not in known]


def _unsent(desk: Desk, item: WorkItemRow) -> bool:
    """Whether it has to be put into a batch: it is in none, its task is lost, or the batch was of an earlier code frame."""
    return item.batch == "" or item.state == "lost" or item.frame_version not in (0, desk.frame.version)


def _by_session(
    segments: Iterable[Segment], suggestions: Mapping[str, Sequence[Suggestion]]
) -> dict[str, dict[str, Sequence[Suggestion]]]:
    found: dict[str, dict[str, Sequence[Suggestion]]] = {}
    for segment in segments:
        found.setdefault(segment.session_id, {})[segment.id] = suggestions.get(segment.id, ())
    return found


def _coded(tx: Tx, study: Study, segments: Mapping[str, Segment]) -> dict[str, Collection[str]]:
    """Codes that somebody has given, by session."""
    found: dict[str, set[str]] = {}
    for coding in review.codings(tx, study.id):
        if coding.kind == "code" and coding.segment_id in segments:
            found.setdefault(segments[coding.segment_id].session_id, set()).add(coding.target)
    return dict(found)
