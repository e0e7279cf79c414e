"""A chunk of tasks as Label Studio tells them, applied to the work items that they are of, in one transaction.

What counts for a work item are the annotations of all of its tasks: by mishap or by hand there can be more than one. An annotation
that was seen with the same time of change is passed over, so that applying a task again changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from annotations.codeframe import CodeFrame
from annotations.codings import Suggestion
from annotations.frame_changes import Fate
from annotations.label_studio.reviews import ReviewedTask, read_annotation
from annotations.label_studio.tasks import NOTHING, WorkItem, targets
from annotations.rounds import Carried
from annotations.studies import Study
from annotations.transcripts import Segment
from service.storage import corpus, machines, outdated, review
from service.storage.tables import AnnotationRow, CodingRow, ReviewProjectRow, WorkItemRow
from service.storage.transactions import Tx
from service.storage.writable import only_characters
from service.workflows.attributing import attribute, said_at, was_counted
from service.workflows.memos import Hide, hidden
from service.workflows.recording import Changes, moment, record, source_of, source_of_several, time_of, withdraw
from service.workflows.shown import carried_of, planted_among, sides_of
from service.workflows.work import Outcome

Task = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """A project of Label Studio and what is needed to read what lies in it. ``names``: who is known by which account."""

    study: Study
    frame: CodeFrame  # the version that the project was made with
    project: ReviewProjectRow
    names: Mapping[int, str]
    forward: Mapping[str, Fate] = field(default_factory=dict)  # what became of its codes since
    closed_at: datetime | None = None  # its round
    hide: Hide = str

    def is_home_of(self, item: WorkItemRow) -> bool:
        """Whether the item's task belongs here now, and not into the project of a later version of the frame."""
        return item.frame_version in (0, self.project.frame_version)


def apply_tasks(tx: Tx, place: Place, tasks: Sequence[Task], outcome: Outcome, *, full: bool = False) -> None:
    """Bring the work items of these tasks to what the tasks say now. ``full``: what was reported before is reported again."""
    by_item: dict[str, list[Task]] = {}
    for task in (hidden(only_characters(task), place.hide) for task in tasks):
        by_item.setdefault(str(task["data"].get("work_item_id", "")), []).append(task)
    items = {item.id: item for item in review.work_items(tx, place.study.id, ids=list(by_item))}
    leaving = outdated.leaving_of(tx, place.study.id, place.project.label_studio_id)
    kept = {id_: _those_of(tx, place, items.get(id_), found, leaving, outcome) for id_, found in by_item.items()}
    seen = review.annotations_of_items(tx, place.study.id, list(items))
    news = [_News.of(items[id_], found, seen.get(id_, {})) for id_, found in kept.items() if found]
    _enter(tx, place, [one for one in news if one.gone or one.fresh], outcome)
    if full:
        outcome["problems"] += [problem for one in news if not one.fresh for problem in _reported_before(place, one)]
    for one in news:
        staying = [task for task in one.tasks if task["id"] not in leaving]
        if one.item.task_id is None and staying and place.is_home_of(one.item):  # of a send that did not live to note it
            one.item.task_id = int(staying[0]["id"])


@dataclass(frozen=True)
class _News:
    """What is new of one work item: annotations on the tasks that were read (``live``), and on others as seen (``elsewhere``)."""

    item: WorkItemRow
    tasks: Sequence[Task]
    seen: Mapping[int, AnnotationRow]
    live: Mapping[int, dict[str, Any]]
    elsewhere: Sequence[dict[str, Any]]
    gone: Sequence[int]
    fresh: Sequence[dict[str, Any]]

    @classmethod
    def of(cls, item: WorkItemRow, tasks: Sequence[Task], seen: Mapping[int, AnnotationRow]) -> "_News":
        live = {int(a["id"]): {**a, **_shown_in(task)} for task in tasks for a in task["annotations"]}
        read = {task["id"] for task in tasks}
        here = {i for i, row in seen.items() if row.body.get("task", tasks[0]["id"]) in read}
        return cls(
            item,
            tasks,
            seen,
            live,
            [row.body for i, row in seen.items() if not row.deleted and i not in here and i not in live],
            [i for i in sorted(here) if not seen[i].deleted and i not in live],
            [a for i, a in live.items() if i not in seen or seen[i].deleted or seen[i].seen_at != a["updated_at"]],
        )

    @property
    def source(self) -> str:
        """What the news is, for the log: with times, since Label Studio may give a number twice."""
        return source_of_several([f"{i}@{self.seen[i].seen_at}" for i in self.gone], self.fresh)

    def body_live(self, annotation_id: int) -> Mapping[str, Any] | None:
        row = self.seen.get(annotation_id)
        return row.body if row is not None and not row.deleted else None

    def body_seen(self, annotation_id: int) -> Mapping[str, Any] | None:
        row = self.seen.get(annotation_id)
        return row.body if row is not None else None


def _shown_in(task: Task) -> dict[str, Any]:
    """What an annotation is kept with, so that it can be read without its task: nothing that anybody said."""
    data = task["data"]
    offered = [str(choice.get("alias", "")) for choice in data.get("suggested") or [] if isinstance(choice, dict)]
    return {"task": task["id"], "model_version": str(data.get("model_version") or ""), "offered": offered}


def _those_of(
    tx: Tx, place: Place, item: WorkItemRow | None, tasks: Sequence[Task], leaving: Iterable[int], outcome: Outcome
) -> list[Task]:
    """Those of the tasks that are the work item's; the others are reported, passed over or written down for removal."""
    kept = []
    for task in tasks:
        is_leaving = task["id"] in leaving
        if is_leaving and (item is None or item.state == "retired"):
            continue
        if not is_leaving and _shows_what_is_gone(tx, place, item, task):
            outdated.remove(tx, place.study.id, place.project.label_studio_id, task["id"], str(task["data"]["work_item_id"]))
        elif item is None or (item.round, item.coder_id, item.arm) != (
            place.project.round, place.project.coder_id, place.project.arm,
        ):  # fmt: skip
            outcome["problems"].append(f"task {task['id']} of project {place.project.label_studio_id} is none of ours")
        else:
            kept.append(task)
    return kept


def _shows_what_is_gone(tx: Tx, place: Place, item: WorkItemRow | None, task: Task) -> bool:
    """Whether it is left of a send that died before it noted the task, and shows what was taken back, masked or moved since."""
    data = task["data"]
    if item is None:
        named = str(data.get("work_item_id", "")).split("/")
        ours = len(named) == 3 and named == [f"r{place.project.round}", str(data.get("segment_id", "")), place.project.coder_id]
        return ours and data.get("study") == place.study.id and not corpus.is_live(tx, place.study.id, named[1])
    if item.state == "retired":
        return True
    if task["annotations"] or item.task_id == task["id"]:
        return False
    if not place.is_home_of(item):
        return True
    (segment,) = corpus.segments(tx, place.study.id, ids=[item.segment_id])
    now = (segment.text, segment.question, segment.before, segment.after)
    shown = [data.get(name, "") for name in ("text", "question", "before_text", "after_text")]
    return shown != [words or NOTHING for words in now]


def _enter(tx: Tx, place: Place, news: Sequence[_News], outcome: Outcome) -> None:
    """Enter what is new, all of it together."""
    if not news:
        return
    changes, material = Changes(), _Material.of(tx, place, news)
    for one in news:
        outcome["changed"] += 1
        item = one.item
        ours = _attributed(place, one, changes, outcome)
        stood = material.codings.get(item.segment_id, [])
        if not ours:
            source = one.source
            outcome["withdrawn"] += withdraw(changes, item, stood, source=source, frame_version=place.frame.version)
            continue
        if not place.is_home_of(item) and any(a.get("task") == item.task_id for a in one.elsewhere):
            outcome["problems"].append(f"{item.id}: was changed in an old project after it had been reviewed anew; not counted")
            continue
        # The coder's last word counts: one person can submit twice on a task.
        last = max(ours, key=_when)
        source = f"{source_of(last)} again after {one.source}" if _counts_again(place, one, last) else source_of(last)
        if place.closed_at is not None and moment(time_of(last)) > place.closed_at:
            outcome["problems"].append(f"{item.id}: was answered after its round had been closed; it counts")
        done, model = _read(place, one, last, material)
        outcome["problems"] += [f"{item.id}: {problem}" for problem in done.problems]
        if done.skipped:
            version = place.frame.version
            outcome["withdrawn"] += withdraw(changes, item, stood, source=source, frame_version=version, skipped=True)
        else:
            version, forward = place.frame.version, place.forward
            record(changes, item, done, stood, last, model=model, frame_version=version, forward=forward, source=source)
    changes.write(tx, place.study.id, place.project.coder_id, place.project.round)


def _when(annotation: Mapping[str, Any]) -> tuple[str, int]:
    return time_of(annotation), int(annotation["id"])


def _counts_again(place: Place, one: _News, last: Mapping[str, Any]) -> bool:
    """Whether an earlier answer counts again because a later one is gone: on the log it is said once more."""
    account = place.project.account_id
    counted = [
        row.body for row in one.seen.values() if not row.deleted and (account is None or was_counted(row.body, account))
    ]  # fmt: skip
    was_last = max(counted, key=_when, default=last)
    return was_last["id"] != last["id"] and all(a["id"] != last["id"] for a in one.fresh)


def _attributed(place: Place, one: _News, changes: Changes, outcome: Outcome) -> list[dict[str, Any]]:
    """The annotations by the person whose item it is; each is kept with whether it counts."""
    account, key = place.project.account_id, {"study_id": place.study.id, "work_item_id": one.item.id}
    ours, fresh = [], {a["id"] for a in one.fresh}
    for annotation in [*one.live.values(), *one.elsewhere]:
        seen = one.body_seen(annotation["id"])
        if account is None:
            counts, problem = True, ""
        elif annotation["id"] in fresh:
            found = attribute(annotation, account, place.names, seen)
            counts, problem = found.counts, found.problem
            annotation["said_at"] = said_at(annotation, one.body_live(annotation["id"]), account)
        else:
            counts, problem = was_counted(seen or annotation, account), ""
            annotation["said_at"] = (seen or {}).get("said_at") or annotation["updated_at"]
        if problem:
            outcome["problems"].append(f"{one.item.id}: {problem}")
        if annotation["id"] in fresh:
            kept = {"annotation_id": annotation["id"], "seen_at": annotation["updated_at"], "deleted": False}
            changes.annotations.append({**key, **kept, "body": {**annotation, "ours": counts}})
        if counts:
            ours.append(annotation)
    for annotation_id in one.gone:
        row = one.seen[annotation_id]
        changes.annotations.append(
            {**key, "annotation_id": annotation_id, "seen_at": row.seen_at, "deleted": True, "body": row.body}
        )
    return ours


def _reported_before(place: Place, one: _News) -> list[str]:
    """What does not count among the annotations that were seen."""
    account = place.project.account_id
    found = []
    for annotation in one.live.values():
        seen = one.body_seen(annotation["id"])
        if account is not None and seen is not None and not was_counted(seen, account):
            problem = attribute(annotation, account, place.names, None).problem
            found += [f"{one.item.id}: {problem}"] if problem else []  # none where it only waits to be reviewed anew
    return found


@dataclass(frozen=True)
class _Material:
    """What the annotations of some work items are read against, loaded together."""

    segments: Mapping[str, Segment]
    codings: Mapping[str, Sequence[CodingRow]]
    suggestions: Mapping[str, Mapping[str, list[Suggestion]]]  # by model version and segment

    @classmethod
    def of(cls, tx: Tx, place: Place, news: Sequence[_News]) -> "_Material":
        project, ids = place.project, [one.item.segment_id for one in news]
        versions: dict[str, set[str]] = {}
        for one in news:
            for annotation in (*one.live.values(), *one.elsewhere):
                versions.setdefault(_model_of(one.item, annotation), set()).add(one.item.segment_id)
        return cls(
            {s.id: s for s in corpus.segments(tx, place.study.id, ids=ids)},
            review.codings_of_segments(tx, place.study.id, ids, project.coder_id, project.round),
            {
                version: machines.suggestions(tx, place.study.id, model_version=version, segment_ids=sorted(wanted))
                for version, wanted in versions.items()
                if version
            },
        )


def _model_of(item: WorkItemRow, annotation: Mapping[str, Any]) -> str:
    """Whose suggestions the coder saw, as the task says: nothing was shown where the arm or the condition says so."""
    if item.arm != "assisted":
        return ""
    return str(annotation.get("model_version") or item.model_version)


def _read(place: Place, one: _News, annotation: Mapping[str, Any], material: _Material) -> tuple[ReviewedTask, str]:
    item, model = one.item, _model_of(one.item, annotation)
    shown = list(material.suggestions.get(model, {}).get(item.segment_id, [])) if item.condition != "withheld" else []
    planted = planted_among(item, shown, annotation.get("offered"), model, place.frame)
    carried = carried_of(item, targets(place.study, place.frame)) if item.carried else ()
    if not place.is_home_of(item) and item.arm == "assisted":
        carried, planted = _shown_before(place, item, shown, annotation.get("offered") or [], model)
    task = next((task for task in one.tasks if task["id"] == annotation.get("task")), None)
    done = read_annotation(
        annotation,
        WorkItem(place.study.id, item.segment_id, item.coder_id, item.round),
        material.segments[item.segment_id],
        [*shown, *planted],
        place.study,
        place.frame,
        shown_text=str(task["data"].get("text", "")) if task else "",
        arm=item.arm,  # type: ignore[arg-type]  # written from an Arm
        carried=carried,
        sides=sides_of(item),
        planted=[suggestion.target for suggestion in planted],
    )
    return done, model


def _shown_before(
    place: Place, item: WorkItemRow, shown: Sequence[Suggestion], offered: Sequence[str], model: str
) -> tuple[tuple[Carried, ...], list[Suggestion]]:
    """What a task of an earlier version of the frame had carried and planted: the item knows what the newest one has."""
    suggested = {s.target for s in shown if s.kind == "code"}
    now = {one.target: one for one in carried_of(item) if one.kind == "code" and item.round > 1}
    fate = {code: place.forward[code].to if code in place.forward else code for code in offered}
    came = {code for code in offered if fate[code] in now}  # else it was split or removed, or it was planted
    rest = [code for code in offered if code in place.frame.by_id and code not in came | suggested]
    lost = [code for code in rest if item.condition != "planted" and item.round > 1]
    codes = [replace(now[fate[code]], target=code) for code in offered if code in came]
    codes += [Carried("code", code, None, (), item.round - 1, False) for code in lost]
    others = [one for one in carried_of(item) if one.kind != "code" and item.round > 1]
    led = [code for code in rest if item.condition == "planted"]
    planted = [Suggestion(item.segment_id, "code", code, 0.0, model, place.frame.version) for code in led]
    return (*others, *codes), planted
