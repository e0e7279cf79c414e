"""Tasks are made of work items and imported, batch by batch.

Label Studio knows no identity of ours and repeats nothing safely: a batch is looked up before it is sent, and its tasks are written
down afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from annotations.codings import Mark, Suggestion
from annotations.label_studio.client import LabelStudio
from annotations.label_studio.tasks import WorkItem, targets, task
from annotations.transcripts import Segment
from service.storage import corpus, machines, outdated, review
from service.storage.review import ItemFacts
from service.storage.tables import WorkItemRow
from service.storage.transactions import Tx
from service.workflows import choosing, entering
from service.workflows.entering import Desk
from service.workflows.shown import carried_of, sides_of
from service.workflows.told_changes import Told, told_changes
from service.workflows.work import Work

LAST = 10**7  # the place of what has none in the queue


def push(work: Work, client: LabelStudio, desk: Desk, project: int, model_version: str) -> int:
    """Import what is pending; how many that was."""
    with work.store.read() as tx:
        pending = waiting(tx, desk)
        places = choosing.places(tx, desk.study.id, model_version) if pending else {}
    batches: dict[str, list[str]] = {}
    for item in pending:
        batches.setdefault(item.batch, []).append(item.id)
    for number, (items, there) in enumerate(_imported(work, client, desk, project, batches, places)):
        work.progress(f"send to {desk.coder.id}", number, len(batches))
        with work.store.begin() as tx:
            review.record_pushed(tx, desk.study.id, {item.id: there[item.id] for item in items})
    work.progress(f"send to {desk.coder.id}", len(batches), len(batches))
    return len(pending)


def waiting(tx: Tx, desk: Desk) -> list[ItemFacts]:
    """What is in a batch and has to be imported."""
    found = review.item_facts(tx, desk.study.id, states=("pending",), frame_version=desk.frame.version, **desk.key())
    held = entering.held_back(tx, desk, found)
    return [item for item in found if item.batch and item.id not in held]


def _imported(
    work: Work,
    client: LabelStudio,
    desk: Desk,
    project: int,
    batches: Mapping[str, Sequence[str]],
    places: Mapping[str, int],
) -> Iterator[tuple[Sequence[WorkItemRow], dict[str, int]]]:
    """Each batch when it is in Label Studio, with the numbers of its tasks. While it is imported the next one is made."""
    there = client.find_batches(project, list(batches)) if batches else {}  # what an earlier, interrupted try has left
    under_way: tuple[Sequence[WorkItemRow], list[WorkItemRow], Future[list[int]]] | None = None

    def done() -> tuple[Sequence[WorkItemRow], dict[str, int]]:
        assert under_way is not None
        items, missing, numbers = under_way
        return items, there | dict(zip((item.id for item in missing), numbers.result(), strict=True))

    with ThreadPoolExecutor(1) as importer:
        for ids in batches.values():
            with work.store.read() as tx:
                items = review.work_items(tx, desk.study.id, ids=ids, states=("pending",))
            missing = [item for item in items if item.id not in there]
            made = tasks_of(work, desk, missing, places) if missing else []
            if under_way:
                yield done()
            under_way = items, missing, importer.submit(client.import_tasks, project, made)
        if under_way:
            yield done()


def drop_surplus(work: Work, client: LabelStudio, desk: Desk, project: int) -> None:
    """Take away what an import that came in twice has left beside the tasks that we know. What is begun or answered stays, until
    everything is collected.
    """
    with work.store.read() as tx:
        items = {i.id: i for i in review.item_facts(tx, desk.study.id, frame_version=desk.frame.version, **desk.key())}
        leaving = outdated.leaving_of(tx, desk.study.id, project)
    known = {item.task_id for item in items.values() if item.task_id is not None}
    if client.task_count(project) <= len(known | leaving):
        return
    surplus = [
        task_id
        for item_id, tasks in client.tasks_by_item(project).items()
        for task_id, answered in tasks
        if not answered and task_id not in leaving and item_id in items and items[item_id].task_id not in (None, task_id)
    ]
    client.delete_unanswered(project, surplus)


@dataclass(frozen=True)
class _Material:
    """What the tasks of some work items are made of, all of one model version."""

    segments: Mapping[str, Segment]
    suggestions: Mapping[str, list[Suggestion]] = field(default_factory=dict)
    strange: set[str] = field(default_factory=set)
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    planted: Mapping[str, Suggestion] = field(default_factory=dict)
    told: Told = field(default_factory=Told)


def _material(work: Work, desk: Desk, items: Sequence[WorkItemRow], version: str) -> _Material:
    ids, study = [item.segment_id for item in items], desk.study
    planted = {}
    if with_planted := [item.id for item in items if item.condition == "planted"]:
        with work.store.begin() as tx:  # noted before it is shown
            planted = entering.plant(tx, desk, review.work_items(tx, study.id, ids=with_planted), version)
    with work.store.read() as tx:
        segments = {s.id: s for s in corpus.segments(tx, study.id, ids=ids)}
        if desk.arm != "assisted":
            return _Material(segments)
        return _Material(
            segments,
            machines.suggestions(tx, study.id, model_version=version, segment_ids=ids),
            machines.strange(tx, study.id, version, ids),
            machines.marks(tx, study.id, version, ids),
            planted,
            told_changes(tx, desk, items),
        )


def tasks_of(
    work: Work, desk: Desk, items: Sequence[WorkItemRow], places: Mapping[str, int], model_version: str = ""
) -> list[dict[str, Any]]:
    """The tasks of one batch, which is of one model version; it is told in the data, for the one who reads the review."""
    version = model_version or items[0].model_version
    material = _material(work, desk, items, version)
    made, known = [], targets(desk.study, desk.frame)
    for item in items:
        planted = material.planted.get(item.id)
        suggestions = [*material.suggestions.get(item.segment_id, []), *([planted] if planted else [])]
        one = task(
            WorkItem(desk.study.id, item.segment_id, item.coder_id, item.round),
            material.segments[item.segment_id],
            suggestions if item.condition != "withheld" else [],
            desk.study,
            desk.frame,
            language=desk.coder.language,
            prio_key=places.get(item.segment_id, LAST),
            batch=item.batch,
            arm=desk.arm,
            strange=item.segment_id in material.strange,
            marks=material.marks.get(item.segment_id, ()),
            carried=carried_of(item, known),
            changed=material.told.of(item),
            sides=sides_of(item, known),
            withheld=item.condition == "withheld",
            model_version=version,
        )
        shown = {"model_version": version} if desk.arm == "assisted" else {}
        made.append({**one, "data": {**one["data"], **shown}})
    return made
