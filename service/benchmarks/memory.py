"""How much memory this process and those that it started take together, at most."""

import mmap
import os
import resource
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.1  # seconds


@dataclass
class Peak:
    """``megabytes`` so far; ``processes`` at that moment."""

    megabytes: float = 0.0
    processes: int = 1


@contextmanager
def peak_memory() -> Iterator[Peak]:
    """The largest sum seen, looked at ``EVERY`` so often: what each process has for itself, and once the mapped files (libraries, the
    cache of vectors) of the one that maps most. The exact shares are not asked for: the kernel takes 20 ms for each process.

    Where the system does not tell (it is Linux that does): the peak of this process alone.
    """
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        while not done.wait(EVERY):
            _look(peak)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()
        _look(peak)
        if sys.platform != "linux":
            peak.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def _look(peak: Peak) -> None:
    found = [sizes for pid in (os.getpid(), *_children()) if (sizes := _sizes(pid))]
    megabytes = (sum(own for own, _ in found) + max((mapped for _, mapped in found), default=0)) * mmap.PAGESIZE / 1024**2
    if megabytes > peak.megabytes:
        peak.megabytes, peak.processes = megabytes, len(found)


def _children() -> list[int]:
    """Processes that any thread of this one has started and that have not ended."""
    found: list[int] = []
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended
            found += map(int, task.read_text().split())
    return found


def _sizes(pid: int) -> tuple[int, int] | None:
    """Pages of its own and pages of files; None when the process has ended."""
    with suppress(OSError, ValueError):
        _, resident, mapped, *_ = map(int, Path(f"/proc/{pid}/statm").read_text().split())
        return resident - mapped, mapped
    return None
