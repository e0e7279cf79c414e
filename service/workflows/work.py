"""What every verb is given: settings, database, and somebody to tell how far it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from service.settings import Settings
from service.storage.transactions import Store

Outcome = dict[str, Any]
T = TypeVar("T")


class Progress(Protocol):
    """Told how far a verb is. It may raise to stop the verb between two steps."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


def silent(stage: str, done: int, total: int) -> None:
    """A progress that nobody looks at."""


@dataclass(frozen=True)
class Work:
    """Passed to every verb; the verbs keep no state of their own."""

    settings: Settings
    store: Store
    progress: Progress = field(default=silent)


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in order, ``size`` at a time.

    >>> list(chunks([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    return (items[start : start + size] for start in range(0, len(items), size))
