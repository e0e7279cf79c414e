"""What every verb is given: settings, database, and somebody to tell how far it is."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar

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


def default_processes() -> int:
    """As many as this machine lets us use."""
    return len(os.sched_getaffinity(0))


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> Path:
    """Write a file all or not at all, readable by its owner only."""
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 600
    try:
        with os.fdopen(descriptor, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    return path
