"""Fuzzing of the readers: whatever is in a file, it is read or refused, and nothing else happens.

Every input goes through the very `Reader` that the import uses. The inputs follow from the seed alone, so that a failure can be
made again; what failed is also kept as a file, with where it failed beside it.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from random import Random

from service.benchmarks.fuzz_crafted import crafted
from service.benchmarks.fuzz_mutations import mutated
from service.benchmarks.fuzz_seeds import seeds
from service.workflows.reading import Reader
from service.workflows.reading_child import Limits
from service.workflows.reading_verdicts import Reading

READERS = ("docx", "odt", "rtf", "txt", "vtt", "srt", "pdf", "csv", "xlsx")
LIMITS = Limits(cpu_seconds=20, wall_seconds=60)  # a file of a few kilobytes that takes longer is a hang
MOST_MEMORY = 1_000_000_000
KEPT = 3  # inputs kept of every cause of failure


@dataclass
class Row:
    """What became of the inputs of one reader.

    ``read`` and ``refused`` are the two good ends; ``stopped`` are refusals because a limit was reached (memory, time, size of
    the answer); ``failed`` is everything else. ``causes`` counts the last two by cause.
    """

    reader: str
    inputs: int = 0
    read: int = 0
    refused: int = 0
    stopped: int = 0
    failed: int = 0
    slowest_seconds: float = 0.0
    slowest: str = ""
    peak_bytes: int = 0
    causes: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Report:
    """One row per reader."""

    rows: tuple[Row, ...]
    seed: int
    seconds: float

    @property
    def failed(self) -> int:
        return sum(row.failed for row in self.rows)

    def table(self) -> str:
        """The rows as a table in Markdown."""
        lines = ["| reader | inputs | read | refused | stopped | failed | slowest s | peak MB |", "|---|" + "--:|" * 7]
        lines += [
            f"| {r.reader} | {r.inputs:,} | {r.read:,} | {r.refused:,} | {r.stopped:,} | {r.failed:,} "
            f"| {r.slowest_seconds:.2f} | {r.peak_bytes / 1e6:,.0f} |"
            for r in self.rows
        ]
        return "\n".join(lines)


@dataclass(frozen=True)
class Input:
    """One file to try, made when it is asked for."""

    name: str
    make: Callable[[], bytes]


def run(
    readers: Sequence[str] = READERS,
    count: int = 20_000,
    seed: int = 1,
    folder: Path | None = None,
    *,
    crafted_too: bool = True,
    workers: int = 2,
    limits: Limits = LIMITS,
    told: Callable[[Row], None] = lambda row: None,
) -> Report:
    """Try every crafted file (unless not ``crafted_too``) and ``count`` mutated ones on each reader.

    Parameters
    ----------
    folder : where inputs that were stopped or failed are kept, one folder for each reader; nowhere when None.
    told : called after every input.
    """
    started = time.monotonic()
    with Reader(workers=workers, limits=limits) as reader:
        rows = tuple(
            _tried(reader, name, _inputs(name, count, seed, crafted_too), folder / name if folder else None, workers, told)
            for name in readers
        )
    return Report(rows, seed, time.monotonic() - started)


def made(reader: str, name: str) -> bytes:
    """The input of this name once more: ``crafted <what it tries>`` or ``<seed>:<reader>:<number>``."""
    if name.startswith("crafted "):
        return crafted(reader)[name.removeprefix("crafted ")]()
    return mutated(reader, seeds()[reader][1], Random(name))


def cause_of(reading: Reading) -> str:
    """Why a reading is not one of the two good ends; empty when it is."""
    if reading.peak_bytes > MOST_MEMORY:
        return f"more than {MOST_MEMORY:,} bytes of memory"
    error = reading.error
    if reading.outcome == "refused" and error and not (error.where and error.remedy):
        return f"refused without saying where and what to do: {error.message}"
    if reading.outcome in {"stopped", "failed"} and error:
        return f"{error.message} [{' < '.join(reading.trace[::-1][:3])}]"
    return ""


def _inputs(reader: str, count: int, seed: int, crafted_too: bool) -> Iterator[Input]:
    _, documents = seeds()[reader]
    names = (f"{seed}:{reader}:{number}" for number in range(count))
    return chain(
        (Input(f"crafted {what}", make) for what, make in crafted(reader).items() if crafted_too),
        (Input(name, lambda name=name: mutated(reader, documents, Random(name))) for name in names),  # type: ignore[misc]
    )


def _tried(
    reader: Reader, name: str, inputs: Iterator[Input], folder: Path | None, workers: int, told: Callable[[Row], None]
) -> Row:
    suffix, _ = seeds()[name]
    row = Row(name)

    def attempt(tried: Input) -> tuple[Input, bytes, Reading]:
        data = tried.make()
        if len(data) > reader.limits.file_bytes:  # as when it is read from a folder: it is refused before it is opened
            data = data[: reader.limits.file_bytes]
        return tried, data, reader.attempt(f"S01{suffix}", data)

    with ThreadPoolExecutor(workers) as threads:
        waiting: set[Future[tuple[Input, bytes, Reading]]] = set()
        while True:
            waiting |= {threads.submit(attempt, tried) for tried in islice(inputs, 2 * workers - len(waiting))}
            if not waiting:
                return row
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                _count(row, *future.result(), folder)
                told(row)


def _count(row: Row, tried: Input, data: bytes, reading: Reading, folder: Path | None) -> None:
    cause = cause_of(reading)
    outcome = "failed" if cause and reading.outcome != "stopped" else reading.outcome
    row.inputs += 1
    setattr(row, outcome, getattr(row, outcome) + 1)
    row.peak_bytes = max(row.peak_bytes, reading.peak_bytes)
    if reading.seconds > row.slowest_seconds:
        row.slowest_seconds, row.slowest = reading.seconds, tried.name
    if not cause:
        return
    row.causes[cause] += 1
    if folder and row.causes[cause] <= KEPT:
        folder.mkdir(parents=True, exist_ok=True)
        stem = f"{outcome}-{hashlib.sha256(cause.encode()).hexdigest()[:8]}-{row.causes[cause]}"
        if len(data) <= 1_000_000:
            (folder / f"{stem}.bin").write_bytes(data)
        (folder / f"{stem}.txt").write_text(f"{tried.name}\n{len(data)} bytes\n{cause}\n" + "\n".join(reading.trace), "utf-8")
