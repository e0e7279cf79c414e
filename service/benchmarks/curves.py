"""Saturation curves: how long a thousand orders take on one core beside a plain loop, and whether other programs say the same.

The plain loop takes sets of codes, one order and one session after the other, and counts what is new. It is run on a few orders, and
what all would take is reckoned from that; it is marked so. Where qdaPy is installed (no part of Relato), its figures stand beside ours.
"""

import importlib
import importlib.util
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from annotations.curves import Stop
from annotations.guest import GRID, NEVER, band, drawn_orders, grid, known_after, stops
from training.corpora import DATA, read_corpus

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
TRIED = 5
"""Orders on which the plain loop is run."""
TURNS = 5
"""How often ours is timed; the median counts."""
LONGEST = 300
"""Corpora of more documents than this are no interviews."""
OTHER = "qdapy.progress"


@dataclass(frozen=True)
class Corpus:
    """One corpus of ``shared``: of how many rules our figures are the plain loop's, and qdaPy's (``None``: it is not installed)."""

    name: str
    documents: int
    codes: int
    compared: int
    as_plain: int
    as_other: int | None
    grid: tuple[Stop, ...]


@dataclass(frozen=True)
class Report:
    """Processor seconds for all orders, rules and the band; ``plain`` reckoned from ``TRIED`` orders. ``off``: rules that differ."""

    orders: int
    sessions: int
    codes: int
    prevalence: float
    ours: float
    slowest: float
    plain: float
    off: int
    corpora: tuple[Corpus, ...] = ()

    @property
    def ratio(self) -> float:
        return self.plain / self.ours

    def markdown(self) -> str:
        made = f"{self.orders:,} orders × {self.sessions} sessions × {self.codes} codes, {self.prevalence:.0%} of them in each session"
        lines = [
            f"{made}, {len(GRID)} rules and the band, one core\n",
            "| what | seconds of processor |",
            "|---|---|",
            f"| ours, median of {TURNS} (slowest {self.slowest:.2f}) | {self.ours:.2f} |",
            f"| plain loop over sets, the rules alone, reckoned from {TRIED} orders | {self.plain:,.1f} |",
            f"\nratio: {self.ratio:,.0f}; rules and orders in which the two differ: {self.off} of {TRIED * len(GRID)}",
        ]
        for corpus in self.corpora:
            other = "is not installed" if corpus.as_other is None else f"in {corpus.as_other}"
            same = f"of {corpus.compared} figures the plain loop's are the same in {corpus.as_plain}, qdaPy's {other}"
            lines += [
                f"\n{corpus.name}: {corpus.documents} documents in the order of the file, {corpus.codes} codes; {same}\n",
                "| base · run · threshold | in this order | never | earliest | median | latest |",
                "|---|---|---|---|---|---|",
                *map(_row, corpus.grid),
            ]
        return "\n".join(lines)

    def json(self) -> str:
        return json.dumps({**asdict(self), "ratio": self.ratio}, indent=1)


def _row(stop: Stop) -> str:
    rule = f"| {stop.base} · {stop.run} · ≤ {stop.threshold:.0%} |"
    if not stop.possible:
        return f"{rule} too few sessions | | | | |"
    spread = [f"{x:g}" if x is not None else "" for x in (stop.earliest, stop.median, stop.latest)]
    return f"{rule} {stop.written or 'never'} | {stop.never:.0%} | {' | '.join(spread)} |"


def run(orders: int, sessions: int, codes: int, *, prevalence: float = 0.1, shared: Path | None = None, seed: int = 1) -> Report:
    """Time the made-up study, then compare on each corpus of ``shared`` that is small enough."""
    heard = made_up(sessions, codes, prevalence, seed)
    with threadpool_limits(1):
        spent = sorted(_timed(lambda: _ours(heard, orders, seed)) for _ in range(TURNS))
        positions = drawn_orders(sessions, orders, seed)
        ours = _rules(known_after(heard, positions[:TRIED]))
        start = time.process_time()
        plain = _plain(heard, positions[:TRIED])
        one = (time.process_time() - start) / TRIED
    off = int((ours != plain).sum())
    corpora = tuple(compared(*read, orders, seed) for read in _corpora(shared)) if shared else ()
    return Report(orders, sessions, codes, prevalence, spent[len(spent) // 2], spent[-1], one * orders, off, corpora)


def made_up(sessions: int, codes: int, prevalence: float, seed: int) -> Bools:
    """Codes of every frequency, from rare to common, ``prevalence`` of them in a session on average."""
    chance = np.random.default_rng(seed)
    return np.asarray(chance.random((sessions, codes)) < chance.beta(0.5, 0.5 / prevalence - 0.5, codes))


def _timed(what: Callable[[], object]) -> float:
    start = time.process_time()
    what()
    return time.process_time() - start


def _ours(heard: Bools, orders: int, seed: int) -> None:
    known = known_after(heard, drawn_orders(len(heard), orders, seed))
    grid(heard, known)
    band(heard, known)


def _rules(known: Ints) -> Ints:
    return np.stack([stops(known, *rule) for rule in GRID], axis=1)


def _plain(heard: Bools, positions: Ints) -> Ints:
    sets = [set(np.flatnonzero(row).tolist()) for row in heard]
    return np.array([[_stops(new, *rule) for rule in GRID] for new in (_new(sets, order) for order in np.argsort(positions))])


def _new(sets: Sequence[set[int]], order: Iterable[int]) -> list[int]:
    known: set[int] = set()
    new = []
    for session in order:
        before = len(known)
        known |= sets[session]
        new.append(len(known) - before)
    return new


def _stops(new: Sequence[int], base: int, run: int, threshold: float) -> int:
    of_base = sum(new[:base])
    for n in range(base, len(new) - run + 1):
        if of_base and sum(new[n : n + run]) / of_base <= threshold:
            return n
    return NEVER


def _corpora(shared: Path) -> list[tuple[str, Bools]]:
    """Which document has which code, in the order of the file, for every corpus that can be a set of interviews."""
    found = []
    for folder in sorted(shared.iterdir()):
        if not (folder / DATA).is_file():
            continue
        corpus = read_corpus(folder)
        documents = list(dict.fromkeys(corpus.groups.tolist()))
        if len(documents) <= LONGEST:
            row = {document: at for at, document in enumerate(documents)}
            heard = np.zeros((len(documents), len(corpus.targets)), dtype=bool)
            np.logical_or.at(heard, [row[group] for group in corpus.groups.tolist()], corpus.labels > 0)
            found.append((corpus.name, heard[:, heard.any(axis=0)]))
    return found


def compared(name: str, heard: Bools, orders: int, seed: int) -> Corpus:
    """Every rule in the order of the file and in ``TRIED`` others, ours beside the plain loop's and qdaPy's."""
    positions = drawn_orders(len(heard), orders, seed)
    tried = np.vstack([np.arange(len(heard))[None, :], positions[:TRIED]])
    known = known_after(heard, tried)
    ours, plain = _rules(known), _plain(heard, tried)
    other = _other(known)
    same = None if other is None else int((ours == other).sum())
    whole = grid(heard, known_after(heard, positions))
    return Corpus(name, len(heard), heard.shape[1], ours.size, int((ours == plain).sum()), same, whole)


def _other(known: Ints) -> Ints | None:
    """Where qdaPy stops, from the number of new codes of each document; ``None`` when it is not installed."""
    if importlib.util.find_spec("qdapy") is None:
        return None
    progress: Any = importlib.import_module(OTHER)

    def stop(new: Sequence[float], base: int, run: int, threshold: float) -> int:
        found = progress.saturation_ratio(new, base_size=base, run_length=run, threshold=threshold)["saturated_at"]
        return NEVER if found is None else int(found)

    return np.array([[stop(np.diff(one).tolist(), *rule) for rule in GRID] for one in known])
