"""relato collect: reviews from Label Studio become codings and log entries, each act once.

Polling is what counts: what changed since the cursor (with an overlap), and a reconciliation of everything with ``full``, which
alone notices deleted tasks. A task is applied in one transaction; applying what has been seen already changes nothing.
What counts for a work item are the annotations of all of its tasks: by mishap or by hand there can be more than one.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from annotations.codeframe import CodeFrame
from annotations.codings import Coding, Span
from annotations.label_studio.client import LabelStudio, timestamp
from annotations.label_studio.reviews import ReviewedTask, read_annotation
from annotations.label_studio.tasks import NOTHING, WorkItem
from annotations.studies import Study
from annotations.transcripts import Segment
from service.storage import corpus, machines, outdated, review, studies
from service.storage.review import LogEntry
from service.storage.tables import ReviewProjectRow, WorkItemRow
from service.storage.transactions import Tx
from service.workflows.accounts import account_id, connect
from service.workflows.machines import study_and_frame
from service.workflows.work import Outcome, Work

OVERLAP = timedelta(seconds=120)
_spans = TypeAdapter(tuple[Span, ...])


def collect_study(work: Work, *, study_id: str, full: bool = False) -> Outcome:
    """Collect what changed in every project of the study; ``full`` compares everything."""
    study, _ = study_and_frame(work, study_id)
    with work.store.read() as tx:
        projects = review.projects(tx, study.id)
    outcome: Outcome = {"study": study.id, "removed": 0, "tasks": 0, "changed": 0, "withdrawn": 0, "lost": [], "problems": []}
    with connect(work.settings) as client:
        for number, project in enumerate(projects):
            work.progress("collect", number, len(projects))
            if project.account_id is None and not _find_account(work, client, study, project):
                outcome["problems"].append(
                    f"{project.coder_id} has no account in Label Studio under the study's address; not collected"
                )
                continue
            _collect_project(work, client, study, project, outcome, full=full)
            if full:
                _reconcile(work, client, study, project, outcome)
        outcome["removed"] = _remove(work, client, study)
    work.progress("collect", len(projects), len(projects))
    with work.store.read() as tx:
        outcome |= review.counts(tx, study.id)
    return outcome


def _find_account(work: Work, client: LabelStudio, study: Study, project: ReviewProjectRow) -> bool:
    """Look for the coder's account, without which nobody knows whose annotations these are."""
    coder = next((coder for coder in study.coders if coder.id == project.coder_id), None)
    project.account_id = account_id(work.settings, client, coder) if coder else None
    if project.account_id is not None:
        with work.store.begin() as tx:
            review.set_account(tx, study.id, project.round, project.coder_id, project.account_id)
    return project.account_id is not None


def _remove(work: Work, client: LabelStudio, study: Study) -> int:
    """Take out of Label Studio what may no longer be shown there; what was answered to it has been collected before."""
    with work.store.read() as tx:
        waiting = outdated.removals(tx, study.id)
    for number, row in enumerate(waiting):
        work.progress("remove from Label Studio", number, len(waiting))
        client.delete_tasks([row.task_id])
        with work.store.begin() as tx:
            outdated.removed(tx, study.id, row.label_studio_id, [row.task_id])
    return len(waiting)


def _collect_project(
    work: Work, client: LabelStudio, study: Study, project: ReviewProjectRow, outcome: Outcome, *, full: bool
) -> None:
    with work.store.read() as tx:
        frame = studies.frame(tx, study.id, project.frame_version)
    cursor = project.cursor
    since = None if full else _overlapping(project.cursor)
    for number, task in enumerate(client.tasks_since(project.label_studio_id, since)):
        outcome["tasks"] += 1
        with work.store.begin() as tx:
            _apply(tx, study, frame, project, task, outcome)
        cursor = max(cursor, task["updated_at"])
        work.progress(f"collect from {project.coder_id}", number, number + 1)
    if cursor != project.cursor:  # last: what came before it has been applied
        with work.store.begin() as tx:
            review.move_cursor(tx, study.id, project.round, project.coder_id, cursor)


def _overlapping(cursor: str) -> str | None:
    """A little before the cursor: a task may be written after one that has a later time."""
    return timestamp(_moment(cursor) - OVERLAP) if cursor else None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _reconcile(work: Work, client: LabelStudio, study: Study, project: ReviewProjectRow, outcome: Outcome) -> None:
    """Notice tasks that have disappeared, and tasks too many.

    A task that nobody had reviewed is sent again by the next send; the codings of a reviewed one stand.
    """
    there = client.task_index(project.label_studio_id)
    for item_id, surplus in client.surplus_tasks(project.label_studio_id).items():
        outcome["problems"].append(f"{item_id}: has {len(surplus) + 1} tasks in Label Studio; delete {surplus} there")
    with work.store.begin() as tx:
        items = review.work_items(
            tx, study.id, round_=project.round, coder_id=project.coder_id, states=("pushed", "reviewed", "skipped")
        )
        gone = [item for item in items if item.id not in there and item.task_id is not None]
        lost = [item.id for item in gone if item.state == "pushed"]
        review.set_items(tx, study.id, lost, state="lost")
    outcome["lost"] += lost
    outcome["problems"] += [f"{i.id}: its task has disappeared; it stays {i.state}" for i in gone if i.state != "pushed"]


def _apply(tx: Tx, study: Study, frame: CodeFrame, project: ReviewProjectRow, task: Mapping[str, Any], outcome: Outcome) -> None:
    """Bring one work item to what its task says now."""
    item = review.work_item(tx, study.id, str(task["data"].get("work_item_id", "")))
    leaving = outdated.leaving(tx, study.id, project.label_studio_id, task["id"])
    if leaving and (item is None or item.state == "retired"):
        return
    if not leaving and _shows_what_is_gone(tx, study, project, item, task):
        outdated.remove(tx, study.id, project.label_studio_id, task["id"], str(task["data"]["work_item_id"]))
        return
    if item is None or (item.round, item.coder_id) != (project.round, project.coder_id):
        outcome["problems"].append(f"task {task['id']} of project {project.label_studio_id} is none of ours")
        return
    if item.task_id is None and not leaving:  # sent by a send that did not live to note it
        item.task_id = int(task["id"])
    seen = review.annotations_of(tx, study.id, item.id)
    live = {a["id"]: {**a, "task": task["id"]} for a in task["annotations"]}
    here = {i for i, row in seen.items() if row.body.get("task", task["id"]) == task["id"]}
    standing = {i: row.body for i, row in seen.items() if not row.deleted and i not in here}  # on another task of the item
    gone = [i for i in here if not seen[i].deleted and i not in live]
    fresh = [a for i, a in live.items() if i not in seen or seen[i].deleted or seen[i].seen_at != a["updated_at"]]
    if not gone and not fresh:
        return
    outcome["changed"] += 1
    for annotation in fresh:
        review.save_annotation(
            tx, study.id, item.id, annotation["id"], seen_at=annotation["updated_at"], deleted=False, body=annotation
        )
    for annotation_id in gone:
        row = seen[annotation_id]
        review.save_annotation(tx, study.id, item.id, annotation_id, seen_at=row.seen_at, deleted=True, body=row.body)
    ours, problems = _ours(project, item, [*live.values(), *standing.values()])
    outcome["problems"] += problems
    segment = corpus.segments(tx, study.id, ids=[item.segment_id])[0]
    if not ours:
        why = [f"deleted {i}" for i in sorted(gone)] + [f"{a['id']}@{a['updated_at']}" for a in fresh]
        _withdraw(tx, study, item, source=f"label-studio:{','.join(why)}", outcome=outcome)
        return
    # The coder's last word counts: one person can submit twice on a task.
    last = max(ours, key=lambda a: (a["updated_at"], a["id"]))
    _enter(tx, study, frame, item, segment, last, task["data"], outcome)


def _shows_what_is_gone(
    tx: Tx, study: Study, project: ReviewProjectRow, item: WorkItemRow | None, task: Mapping[str, Any]
) -> bool:
    """Whether it is left of a send that died before it noted the task, and shows words that were taken back or masked since."""
    data = task["data"]
    if item is None:
        named = str(data.get("work_item_id", "")).split("/")
        ours = len(named) == 3 and named == [f"r{project.round}", str(data.get("segment_id", "")), project.coder_id]
        return ours and data.get("study") == study.id and not corpus.is_live(tx, study.id, named[1])
    if item.state == "retired":
        return True
    if task["annotations"] or item.task_id == task["id"]:
        return False
    (segment,) = corpus.segments(tx, study.id, ids=[item.segment_id])
    now = (segment.text, segment.question, segment.before, segment.after)
    shown = [data.get(name, "") for name in ("text", "question", "before_text", "after_text")]
    return shown != [words or NOTHING for words in now]


def _ours(
    project: ReviewProjectRow, item: WorkItemRow, annotations: Sequence[Mapping[str, Any]]
) -> tuple[list[Mapping[str, Any]], list[str]]:
    """The annotations by the coder whose item it is; the community edition lets anybody annotate anything."""
    ours, problems = [], []
    for annotation in annotations:
        by = {_user(annotation.get("completed_by")), _user(annotation.get("updated_by"))} - {None}
        if project.account_id is None or by <= {project.account_id}:
            ours.append(annotation)
        else:
            problems.append(f"{item.id}: annotation {annotation['id']} is by another account than its coder's; not counted")
    return ours, problems


def _user(value: Any) -> int | None:
    found = value["id"] if isinstance(value, dict) else value
    return int(found) if found is not None else None


def _enter(
    tx: Tx,
    study: Study,
    frame: CodeFrame,
    item: WorkItemRow,
    segment: Segment,
    annotation: Mapping[str, Any],
    data: Mapping[str, Any],
    outcome: Outcome,
) -> None:
    model = str(data.get("model_version") or item.model_version)
    shown = machines.suggestions(tx, study.id, model_version=model, segment_ids=[item.segment_id]).get(item.segment_id, [])
    who = WorkItem(study.id, item.segment_id, item.coder_id, item.round)
    done = read_annotation(annotation, who, segment, shown, study, frame, shown_text=str(data.get("text", "")))
    outcome["problems"] += [f"{item.id}: {problem}" for problem in done.problems]
    source = f"label-studio:{annotation['id']}@{annotation['updated_at']}"
    if done.skipped:
        _withdraw(tx, study, item, source=source, outcome=outcome, state="skipped")
        return
    at = _moment(annotation["updated_at"])
    codings = _codings(done, item, frame.version, at, model)
    before = {(c.kind, c.target, c.stance) for c in review.codings_of(tx, study.id, item.segment_id, item.coder_id, item.round)}
    after = {(c.kind, c.target, c.stance) for c in codings}
    key = _log_key(item, frame.version, model, source)
    stances = {c.target: c.stance or "" for c in codings if c.kind == "change"}
    entries = [
        LogEntry(act=r.act, kind=r.kind, target=r.target, suggested=r.suggested, stance=stances.get(r.target, ""), **key)
        for r in done.reviews
    ]
    entries += [
        LogEntry(act="withdrawn", kind=kind, target=target, suggested="", stance=stance or "", **key)
        for kind, target, stance in sorted(before - after, key=str)
    ]
    if not done.reviews and not codings:
        entries.append(LogEntry(act="nothing", kind="", target="", suggested="", stance="", **key))
    review.append_log(tx, study.id, entries)
    review.replace_codings(tx, study.id, item.segment_id, item.coder_id, item.round, codings)
    rows = [{"kind": r.kind, "act": r.act, "suggested": r.suggested, "target": r.target} for r in done.reviews]
    review.replace_reviews(tx, study.id, item.id, model, rows)
    note = {
        "spans": _spans.dump_python(done.spans, mode="json"),
        "flags": list(done.flags),
        "memo": done.memo,
        "problems": list(done.problems),
    }
    review.save_note(tx, study.id, item.id, {**note, "lead_time_seconds": annotation.get("lead_time")})
    item.state, item.model_version = "reviewed", model


def _codings(done: ReviewedTask, item: WorkItemRow, frame_version: int, at: datetime, model: str) -> list[Coding]:
    accepted = {(r.kind, r.target) for r in done.reviews if r.act == "accepted"}
    return [
        Coding(
            segment_id=item.segment_id,
            coder_id=item.coder_id,
            kind=kind,
            target=target,
            round=item.round,
            frame_version=frame_version,
            at=at,
            stance=stance,
            from_suggestion=model if (kind, target) in accepted else "",
        )
        for kind, target, stance in sorted(done.choices, key=str)
    ]


def _withdraw(tx: Tx, study: Study, item: WorkItemRow, *, source: str, outcome: Outcome, state: str = "pushed") -> None:
    """Take back what stood for the item: its annotation was deleted, skipped or overwritten by another. The log keeps what was."""
    standing = review.codings_of(tx, study.id, item.segment_id, item.coder_id, item.round)
    key = _log_key(item, standing[0].frame_version if standing else 0, item.model_version, source)
    entries = [
        LogEntry(act="withdrawn", kind=c.kind, target=c.target, suggested="", stance=c.stance or "", **key) for c in standing
    ]
    if item.state in ("reviewed", "skipped") and item.state != state:
        outcome["withdrawn"] += 1
        if not entries:  # what is taken back is that it was skipped, or that nothing applied
            entries = [LogEntry(act="withdrawn", kind="", target="", suggested="", stance="", **key)]
    if state == "skipped":
        entries.append(LogEntry(act="skipped", kind="", target="", suggested="", stance="", **key))
    review.append_log(tx, study.id, entries)
    review.replace_codings(tx, study.id, item.segment_id, item.coder_id, item.round, [])
    review.replace_reviews(tx, study.id, item.id, item.model_version, [])
    review.save_note(tx, study.id, item.id, None)
    item.state = state


def _log_key(item: WorkItemRow, frame_version: int, model: str, source: str) -> dict[str, Any]:
    return {
        "coder_id": item.coder_id,
        "segment_id": item.segment_id,
        "round": item.round,
        "frame_version": frame_version,
        "model_version": model,
        "source": source,
    }
