"""Predictions on request: what Label Studio is answered when it asks for them, task by task.

It is answered what ``relato send`` fills in: the stored suggestions of the model that the task shows, what is carried over, what the sides
agree on. Nothing is computed, nothing is kept, and a task that has that prediction gets no second one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from annotations.errors import NotReady
from annotations.label_studio.tasks import prediction, targets
from annotations.rounds import Arm
from annotations.studies import Study
from models.sentences import sentences
from service.storage import corpus, machines, review, studies
from service.storage.tables import WorkItemRow
from service.storage.transactions import Tx
from service.workflows.choosable import with_all_changes
from service.workflows.shown import carried_of, planted_among, sides_of
from service.workflows.work import Work, chunks

BATCH = 500
WIDENED = ("evidence", "quote")  # an identifying detail is exactly the words that were marked
Prediction = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A task as Label Studio tells of it: its work item, the model whose suggestions its data shows, the predictions that it has, and
    the codes that it offers.
    """

    item_id: str
    model_version: str = ""
    has: frozenset[str] = frozenset()
    offered: tuple[str, ...] | None = None


def present_version(work: Work, study_id: str) -> str:
    """The model that suggests now. Raises NotFound, and NotReady where there is none."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        champion = machines.champion(tx, study.id)
    if champion is None:
        raise NotReady(f"study {study.id} has no model", remedy="make suggestions with `relato suggest`")
    return champion.version


def predictions(work: Work, *, study_id: str, asked: Sequence[Asked]) -> list[list[Prediction]]:
    """For every task, in order, its prediction or none.

    None for blind work items, for what is not ours, taken back or still to be sent anew, where nothing is filled in (as where suggestions are withheld), and
    for a task that has the prediction already. Raises NotFound for an unknown study.
    """
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    made: dict[Asked, Prediction] = {}
    for part in chunks(list(dict.fromkeys(asked)), BATCH):  # a work item may have come to two tasks
        with work.store.read() as tx:
            items = {item.id: item for item in review.work_items(tx, study.id, ids=[one.item_id for one in part])}
            ours = [(one, items[one.item_id]) for one in part if one.item_id in items]
            # A pending item has no task of its own yet: one that asks for it is of an earlier version of the code frame.
            made |= _made(tx, study, [(one, i) for one, i in ours if i.arm != "blind" and i.state not in ("retired", "pending")])
    return [[made[one]] if one in made else [] for one in asked]


def _made(tx: Tx, study: Study, asked: Sequence[tuple[Asked, WorkItemRow]]) -> dict[Asked, Prediction]:
    """The prediction of each that has any and whose task lacks it.

    Which model a task shows is told in its data, not by the item: the data is changed first.
    """
    groups: dict[tuple[str, int], list[tuple[Asked, WorkItemRow]]] = defaultdict(list)
    for one, item in asked:
        groups[one.model_version or item.model_version, item.frame_version].append((one, item))
    made: dict[Asked, Prediction] = {}
    study = with_all_changes(tx, study)
    for (version, frame_version), group in groups.items():
        frame = studies.frame(tx, study.id, frame_version or None)
        known = targets(study, frame)
        ids = [item.segment_id for _, item in group if _shows_a_model(item)]
        found = machines.suggestions(tx, study.id, model_version=version, segment_ids=ids)
        for one, item in group:
            told = found.get(item.segment_id, []) if _shows_a_model(item) else []
            told = [*told, *planted_among(item, told, one.offered, version, frame)]
            carried, sides = carried_of(item, known), sides_of(item, known)
            arm = cast(Arm, item.arm)
            filled = prediction(told, study, frame, arm=arm, carried=carried, sides=sides, model_version=version)
            if filled["result"] and filled["model_version"] not in one.has:
                made[one] = filled
    return made


def _shows_a_model(item: WorkItemRow) -> bool:
    return item.arm == "assisted" and item.condition != "withheld"


def widened(work: Work, *, study_id: str, item_id: str, text: str, marked: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What a coder has marked in the text that the task shows, widened to whole sentences; nothing for a task that is not ours."""
    with work.store.read() as tx:
        item = review.work_item(tx, studies.study(tx, study_id).id, item_id)
        segments = corpus.segments(tx, study_id, ids=[item.segment_id]) if item else []
    found = [whole_sentences(text, segments[0].language, region) for region in marked] if segments else []
    return [region for region in found if region is not None]


def whole_sentences(text: str, language: str, region: Mapping[str, Any]) -> dict[str, Any] | None:
    """A stretch that a coder marked as evidence or quote, widened to its sentences; None where it is none, or whole sentences already.

    Offsets are code points, end exclusive, as Label Studio counts them in a text. Labels stay; nothing is said about codes, so that
    it serves in a blind round too.
    """
    value = region.get("value")
    if region.get("from_name") != "span" or not isinstance(value, Mapping):
        return None
    start, end, labels = value.get("start"), value.get("end"), value.get("labels")
    known = isinstance(labels, list) and labels and all(label in WIDENED for label in labels)
    if not known or not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
        return None
    touched = [s for s in sentences(text, language) if s.start < end and start < s.end]
    if not touched:
        return None
    first, last = min(s.start for s in touched), max(s.end for s in touched)
    if (first, last) == (start, end):
        return None
    new = {"start": first, "end": last, "text": text[first:last], "labels": labels}
    # Under the region's own id it would take its place, and Label Studio 1.23 then counts the next stretch's offsets wrongly (measured).
    return {"from_name": "span", "to_name": "text", "type": "labels", "value": new}
