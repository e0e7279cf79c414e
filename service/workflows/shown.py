"""What lies beside the suggestions in a task, as the work item keeps it: what was carried over, what was planted, the sides.

It is written before the task is sent and read when the answer comes, so that an answer is read against what its coder saw.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from annotations.codeframe import CodeFrame
from annotations.codings import Kind, Suggestion
from annotations.label_studio.decisions import Side
from annotations.label_studio.reviews import Choice
from annotations.rounds import DECIDING, Carried
from service.storage.tables import WorkItemRow

_carried = TypeAdapter(tuple[Carried, ...])
Known = Mapping[Kind, Collection[str]] | None
"""All that can be chosen (``annotations.label_studio.tasks.targets``)."""


def stored_carried(carried: Sequence[Carried]) -> list[Any]:
    found: list[Any] = _carried.dump_python(tuple(carried), mode="json")
    return found


def carried_of(item: WorkItemRow, known: Known = None) -> tuple[Carried, ...]:
    """What was carried over; with ``known`` without what the study or the frame no longer has."""
    found = _carried.validate_python(item.carried) if item.arm not in DECIDING else ()
    return tuple(one for one in found if known is None or one.target in known[one.kind])


def stored_sides(sides: Sequence[Side]) -> list[dict[str, Any]]:
    return [{"coder": s.coder, "choices": [list(c) for c in sorted(s.choices, key=str)], "memo": s.memo} for s in sides]


def sides_of(item: WorkItemRow, known: Known = None) -> tuple[Side, ...]:
    """What the coders of a segment said when it was put before the supervisor; ``known`` as in ``carried_of``."""
    if item.arm not in DECIDING:
        return ()
    said = [(s["coder"], [Choice(*choice) for choice in s["choices"]], s["memo"]) for s in item.carried]
    return tuple(
        Side(coder, frozenset(c for c in choices if known is None or c.target in known[c.kind]), memo)
        for coder, choices, memo in said
    )


def planted_among(
    item: WorkItemRow, shown: Sequence[Suggestion], offered: Collection[str] | None, model: str, frame: CodeFrame
) -> list[Suggestion]:
    """What was planted among the suggestions that a task showed: ``offered`` says what it offered, as far as that is known."""
    if item.condition != "planted":
        return []
    suggested = {s.target for s in shown if s.kind == "code"}
    found = [t for t in item.planted if t not in suggested and (offered is None or t in offered)]
    return [Suggestion(item.segment_id, "code", target, 0.0, model, frame.version) for target in found]
