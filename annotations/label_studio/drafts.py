"""Drafts: what somebody has begun in a task and not submitted. They are carried to another task with their author.

Label Studio makes a draft its own reader's only, and lets nobody write one in another's name; but a draft that is there can be given
another task and another content, and stays its author's (tried in 1.23.2). It goes when its task goes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.label_studio.client import LabelStudio


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of a task that its author has not submitted; one of a change to what was submitted has an ``annotation``."""

    id: int
    task: int
    author: str
    result: Sequence[Mapping[str, Any]]
    annotation: int | None = None


def drafts_of(client: LabelStudio, task: int) -> Iterator[Draft]:
    """Everybody's drafts of a task."""
    for one in client.request("drafts", "GET", f"api/tasks/{task}/drafts").json():
        yield Draft(int(one["id"]), int(one["task"]), str(one["user"]), one["result"] or [], one["annotation"])


def move_draft(client: LabelStudio, draft: Draft, task: int, result: Sequence[Mapping[str, Any]]) -> None:
    """Give a draft to another task, with this content. One that is gone meanwhile was submitted or dropped by its author."""
    body = {"task": task, "result": list(result)}
    client.request("move draft", "PATCH", f"api/drafts/{draft.id}/", body=body, missing_is_none=True)
