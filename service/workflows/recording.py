"""What an annotation says, recorded: codings that stand, reviews, the note, and one line on the log for every act.

A chunk of tasks is gathered in ``Changes`` and written in one transaction; written twice it changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from annotations.codings import PLANTED, Coding, Span
from annotations.frame_changes import NOTHING_CHANGED, Fate, migrate_by
from annotations.label_studio.reviews import Choice, ReviewedTask
from annotations.rounds import DECIDING
from service.storage import review
from service.storage.review import LogEntry
from service.storage.tables import CodingRow, WorkItemRow
from service.storage.transactions import Tx

_spans = TypeAdapter(tuple[Span, ...])


@dataclass
class Changes:
    """What some work items of one coder and round come to."""

    annotations: list[dict[str, Any]] = field(default_factory=list)
    log: list[LogEntry] = field(default_factory=list)
    codings: dict[str, list[Coding]] = field(default_factory=dict)  # by segment: exactly these stand
    reviews: dict[str, tuple[str, list[dict[str, Any]]]] = field(default_factory=dict)  # by work item, with the model's version
    notes: dict[str, dict[str, Any] | None] = field(default_factory=dict)

    def write(self, tx: Tx, study_id: str, coder_id: str, round_: int) -> None:
        review.save_annotations(tx, study_id, self.annotations)
        review.append_log(tx, study_id, self.log)
        review.replace_codings_of(tx, study_id, coder_id, round_, self.codings)
        review.replace_reviews_of(tx, study_id, self.reviews)
        review.save_notes(tx, study_id, self.notes)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def record(
    changes: Changes,
    item: WorkItemRow,
    done: ReviewedTask,
    stood: Sequence[CodingRow],
    annotation: Mapping[str, Any],
    *,
    model: str,
    frame_version: int,
    forward: Mapping[str, Fate] = NOTHING_CHANGED,
    source: str = "",
) -> None:
    """Record what somebody has reviewed. ``model``: whose suggestions were shown; ``stood``: the codings until now; ``forward``:
    what became since of the codes of an earlier version of the frame, under which this was answered; ``source``: the annotation, as it
    was said, when empty.
    """
    codings = _codings(done, item, frame_version, moment(time_of(annotation)), model)
    after = {Choice(c.kind, c.target, c.stance) for c in codings}
    withdrawn = {(c.kind, c.target, c.stance) for c in stood} - after - migrate_by(after, forward).choices
    key = log_key(item, frame_version, model, source or source_of(annotation))
    key["reason"] = done.memo if item.arm in DECIDING else ""
    stances = {c.target: c.stance or "" for c in codings if c.kind == "change"}
    for r in done.reviews:
        told = {**key, "model_version": PLANTED} if r.planted else key
        stance = stances.get(r.target, "")
        changes.log.append(LogEntry(act=r.act, kind=r.kind, target=r.target, suggested=r.suggested, stance=stance, **told))
    for kind, target, stance_was in sorted(withdrawn, key=str):
        changes.log.append(LogEntry(act="withdrawn", kind=kind, target=target, suggested="", stance=stance_was or "", **key))
    if not done.reviews and not codings:
        changes.log.append(LogEntry(act="nothing", kind="", target="", suggested="", stance="", **key))
    changes.codings[item.segment_id] = codings
    reviews = [
        {
            "kind": r.kind,
            "act": r.act,
            "suggested": r.suggested,
            "target": r.target,
            "model_version": PLANTED if r.planted else model,
        }
        for r in done.reviews
    ]
    changes.reviews[item.id] = (model, reviews)
    changes.notes[item.id] = {
        "spans": _spans.dump_python(done.spans, mode="json"),
        "flags": list(done.flags),
        "memo": done.memo,
        "problems": list(done.problems),
        "lead_time_seconds": annotation.get("lead_time"),
    }
    item.state, item.model_version = "reviewed", model


def withdraw(
    changes: Changes, item: WorkItemRow, stood: Sequence[CodingRow], *, source: str, frame_version: int, skipped: bool = False
) -> bool:
    """Take back what stood for the item: its annotation was deleted, skipped or overwritten by another. The log keeps what was.

    Returns whether there was anything to take back.
    """
    state = "skipped" if skipped else "pushed" if item.task_id is not None else "pending"
    key = log_key(item, frame_version, item.model_version, source)
    entries = [LogEntry(act="withdrawn", kind=c.kind, target=c.target, suggested="", stance=c.stance or "", **key) for c in stood]
    was_done = item.state in ("reviewed", "skipped") and item.state != state
    if was_done and not entries:  # what is taken back is that it was skipped, or that nothing applied
        entries = [LogEntry(act="withdrawn", kind="", target="", suggested="", stance="", **key)]
    if skipped:
        entries.append(LogEntry(act="skipped", kind="", target="", suggested="", stance="", **key))
    changes.log += entries
    changes.codings[item.segment_id] = []
    changes.reviews[item.id] = (item.model_version, [])
    changes.notes[item.id] = None
    item.state = state
    return was_done


def source_of(annotation: Mapping[str, Any]) -> str:
    return f"label-studio:{annotation['id']}@{time_of(annotation)}"


def time_of(annotation: Mapping[str, Any]) -> str:
    """When it was said, which may be before it was saved last."""
    return str(annotation.get("said_at") or annotation["updated_at"])


def source_of_several(gone: Iterable[str], fresh: Iterable[Mapping[str, Any]]) -> str:
    why = [f"deleted {i}" for i in sorted(gone)] + [f"{a['id']}@{a['updated_at']}" for a in fresh]
    return f"label-studio:{','.join(why)}"


def log_key(item: WorkItemRow, frame_version: int, model: str, source: str) -> dict[str, Any]:
    return {
        "coder_id": item.coder_id,
        "segment_id": item.segment_id,
        "round": item.round,
        "frame_version": frame_version,
        "model_version": model,
        "source": source,
    }


def _codings(done: ReviewedTask, item: WorkItemRow, frame_version: int, at: datetime, model: str) -> list[Coding]:
    accepted = {(r.kind, r.target): PLANTED if r.planted else model for r in done.reviews if r.act == "accepted"}
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
            from_suggestion=accepted.get((kind, target), ""),
        )
        for kind, target, stance in sorted(done.choices, key=str)
    ]
