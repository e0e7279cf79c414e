"""Suggestions of an earlier model are replaced on what nobody has reviewed: a few tasks are changed, many are made anew.

Label Studio changes the data of a task in a tenth of a second and more, and makes or deletes one in some thousandths. A task is made
anew in this order: it is written down that the old one goes, the new one is sent, the old one is deleted if nobody has begun or
answered it. Where somebody has answered meanwhile the new one is deleted; what was begun is carried over as from one version
of the code frame to the next. Killed anywhere, the next send goes on from what is written down.
"""

import uuid
from collections.abc import Mapping, Sequence

from annotations.label_studio.client import LabelStudio
from service.storage import outdated, review
from service.storage.review import ItemFacts
from service.workflows import choosing, entering
from service.workflows.entering import Desk
from service.workflows.pushing import push, tasks_of
from service.workflows.work import Work, chunks

FEW = 20  # tasks that are changed one by one
TOGETHER = 1000  # tasks made anew before the old ones are deleted


def renew(work: Work, client: LabelStudio, desk: Desk, project: int, model_version: str) -> int:
    """Replace the suggestions of tasks that nobody has reviewed and that show those of an earlier model; how many.

    Label Studio is asked who has reviewed: a review that is not collected yet belongs to the suggestions that were shown.
    """
    with work.store.read() as tx:
        items = review.item_facts(tx, desk.study.id, frame_version=desk.frame.version, **desk.key())
    pushed = [item for item in items if item.state == "pushed"]
    outdated_now = [item for item in pushed if item.model_version != model_version]
    there = client.task_index(project) if outdated_now else {}
    old = [item for item in outdated_now if item.id in there and not there[item.id][1]]
    if len(old) > FEW:
        _make_anew(work, client, desk, project, model_version, old)
        return len(old)
    if pushed and not old:
        client.show_suggestions(project, model_version)  # all were made anew, and then it ended
    # A project shows the suggestions of one version. Where all earlier tasks are reviewed, one new task makes it the present one.
    mixed = len({item.model_version for item in items}) > 1
    few = old or (pushed[:1] if mixed and not outdated_now else [])
    _change(work, client, desk, project, model_version, few, {item_id: found[0] for item_id, found in there.items()})
    return len(old)


def _change(
    work: Work, client: LabelStudio, desk: Desk, project: int, model_version: str, items: Sequence[ItemFacts],
    numbers: Mapping[str, int],
) -> None:  # fmt: skip
    with work.store.read() as tx:
        places = choosing.places(tx, desk.study.id, model_version) if items else {}
    for part in chunks(items, entering.BATCH):
        work.progress(f"renew for {desk.coder.id}", 0, len(items))
        with work.store.read() as tx:
            shown = review.work_items(tx, desk.study.id, ids=[item.id for item in part])
        made = tasks_of(work, desk, shown, places, model_version)
        changes = [
            (numbers.get(item.id, item.task_id or 0), one["data"], one["predictions"][0] if one["predictions"] else NOTHING)
            for item, one in zip(shown, made, strict=True)
        ]
        client.replace_suggestions(project, changes, model_version)
        with work.store.begin() as tx:
            review.set_items(tx, desk.study.id, [item.id for item in part], model_version=model_version)


NOTHING = {"score": 0.0, "result": list[object]()}


def _make_anew(work: Work, client: LabelStudio, desk: Desk, project: int, model_version: str, items: Sequence[ItemFacts]) -> None:
    for number, part in enumerate(chunks(items, TOGETHER)):
        work.progress(f"renew for {desk.coder.id}", number * TOGETHER, len(items))
        former = {item.id: item.task_id for item in part if item.task_id is not None}
        with work.store.begin() as tx:
            outdated.move_away(tx, desk.study.id, [(project, task_id, item_id) for item_id, task_id in former.items()])
            for batched in chunks(list(former), entering.BATCH):
                key = {"batch": uuid.uuid4().hex, "model_version": model_version}
                review.set_items(tx, desk.study.id, batched, state="pending", task_id=None, **key)
        push(work, client, desk, project, model_version)
        client.show_suggestions(project, model_version)
        staying = client.delete_unanswered(project, list(former.values()))
        _settle(work, client, desk, project, part, former, staying)


def _settle(
    work: Work, client: LabelStudio, desk: Desk, project: int, items: Sequence[ItemFacts], former: Mapping[str, int],
    staying: set[int],
) -> None:  # fmt: skip
    """Note which old tasks are gone. One that was answered meanwhile stays instead of the new one; in what was begun only, the
    beginning has still to be carried over."""
    shown = {item.id: item.model_version for item in items}
    answered = client.answered(project, staying)
    back = {item_id: task_id for item_id, task_id in former.items() if task_id in answered}
    with work.store.read() as tx:
        new = {item.id: item.task_id for item in review.work_items(tx, desk.study.id, ids=list(back)) if item.task_id}
    twice = client.delete_unanswered(project, list(new.values()))
    with work.store.begin() as tx:
        for item in review.work_items(tx, desk.study.id, ids=[i for i in back if new.get(i) not in twice]):
            item.task_id, item.model_version = back[item.id], shown[item.id]
        outdated.removed(
            tx, desk.study.id, project, [task_id for task_id in former.values() if task_id not in staying - answered]
        )
