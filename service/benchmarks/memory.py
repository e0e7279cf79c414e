"""How much memory this process and those that it started take together, at most."""

import os
import resource
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.2  # seconds


@dataclass
class Peak:
    """``megabytes`` so far; ``processes`` at that moment."""

    megabytes: float = 0.0
    processes: int = 1


@contextmanager
def peak_memory() -> Iterator[Peak]:
    """The largest sum seen, looked at ``EVERY`` so often. Memory that processes share (libraries, mapped files) counts once.

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
    pids = [os.getpid(), *_children()]
    found = sum(map(_megabytes, pids))
    if found > peak.megabytes:
        peak.megabytes, peak.processes = found, len(pids)


def _children() -> list[int]:
    """Processes that any thread of this one has started and that have not ended."""
    found: list[int] = []
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended
            found += map(int, task.read_text().split())
    return found


def _megabytes(pid: int) -> float:
    """The proportional set size."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
