"""New codes over the sessions in any order, and where Guest, Namey and Chen's rule would have stopped in it.

All orders are computed at once: what an order says is where each code is first heard in it, and that is the smallest position
among the sessions that have the code.

Source: Guest, Namey & Chen (2020), doi:10.1371/journal.pone.0232076.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, ndtri

from annotations.curves import Band, Stop

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

BASES = (4, 5, 6)
RUNS = (2, 3)
THRESHOLDS = (0.05, 0.0)
GRID = tuple(product(BASES, RUNS, THRESHOLDS))
NEVER = -1
AT_ONCE = 4_000_000
"""So many positions are looked at in one step, which bounds the memory."""


def drawn_orders(sessions: int, orders: int, seed: int) -> Ints:
    """For each random order the position of each session in it, (orders, T), positions from 0."""
    positions = np.tile(np.arange(sessions, dtype=np.int64), (orders, 1))
    return np.random.default_rng(seed).permuted(positions, axis=1)


def known_after(heard: Bools, positions: Ints) -> Ints:
    """How many codes are known after 0, 1, … T sessions of each order, (orders, T + 1).

    Parameters
    ----------
    heard : which session has which code, (T, K). Codes that no session has are never known.
    positions : the position of each session in each order, (orders, T).

    >>> known_after(np.array([[True, True], [True, False], [False, False]]), np.array([[0, 1, 2], [2, 1, 0]])).tolist()
    [[0, 2, 2, 2], [0, 0, 1, 2]]
    """
    orders, sessions = positions.shape
    heard = heard[:, heard.any(axis=0)]
    new = np.zeros((orders, sessions + 1), dtype=np.int64)
    if heard.shape[1]:
        of_code = heard.T
        who = np.nonzero(of_code)[1]
        starts = np.concatenate([[0], np.cumsum(of_code.sum(axis=1))[:-1]])
        small = positions.astype(np.int16 if sessions < 2**15 else np.int32)
        for some in _steps(orders, len(who)):
            first = np.minimum.reduceat(small[some][:, who], starts, axis=1)
            rows = np.arange(len(first))[:, None] * (sessions + 1) + first + 1
            new[some] = np.bincount(rows.ravel(), minlength=len(first) * (sessions + 1)).reshape(len(first), -1)
    return np.cumsum(new, axis=1)


def _steps(orders: int, width: int) -> Iterator[slice]:
    size = max(1, AT_ONCE // max(width, 1))
    return (slice(start, start + size) for start in range(0, orders, size))


def stops(known: Ints, base: int, run: int, threshold: float) -> Ints:
    """After how many sessions the rule stops in each order, ``NEVER`` where it does not.

    It stops at the first n from ``base`` on for which the ``run`` sessions after the n-th bring new codes of at most ``threshold`` times
    those known after the first ``base`` sessions. Where the base has no code, that share is of nothing and the rule does not stop.

    Parameters
    ----------
    known : codes known after 0, 1, … T sessions, (orders, T + 1).

    >>> stops(np.cumsum([[0, 20, 10, 5, 5, 3, 1, 1, 0, 0]], axis=1), 4, 2, 0.05).tolist()  # 6+2: 1 of 40
    [5]
    """
    sessions = known.shape[1] - 1
    if sessions < base + run:
        return np.full(len(known), NEVER)
    of_base = known[:, base]
    brought = known[:, base + run :] - known[:, base : sessions + 1 - run]
    enough = (brought <= (threshold * of_base + 1e-9)[:, None]) & (of_base > 0)[:, None]
    return np.where(enough.any(axis=1), base + enough.argmax(axis=1), NEVER)


def grid(heard: Bools, known: Ints, *, confidence: float = 0.95) -> tuple[Stop, ...]:
    """Every rule of the grid: in the order of the rows of ``heard`` (T, K), and over the orders of ``known`` (orders, T + 1)."""
    sessions = len(heard)
    in_order = known_after(heard, np.arange(sessions)[None, :])
    return tuple(_stop(in_order, known, *rule, confidence) for rule in GRID)


def _stop(in_order: Ints, known: Ints, base: int, run: int, threshold: float, confidence: float) -> Stop:
    sessions = known.shape[1] - 1
    if sessions < base + run or not in_order[0, -1]:
        return Stop(base, run, threshold, possible=False)
    here = int(stops(in_order, base, run, threshold)[0])
    found = stops(known, base, run, threshold)
    does = found[found != NEVER]
    never = len(found) - len(does)
    low, high = wilson(never, len(found), confidence)
    return Stop(
        base, run, threshold, possible=True,
        in_order=None if here == NEVER else here,
        never=never / len(found), never_low=low, never_high=high,
        earliest=int(does.min()) if len(does) else None,
        median=float(np.median(does)) if len(does) else None,
        latest=int(does.max()) if len(does) else None,
    )  # fmt: skip


def band(heard: Bools, known: Ints, *, confidence: float = 0.95) -> Band:
    """The stated share of orders after each number of sessions, and the mean of all orders; empty without sessions."""
    if known.shape[1] < 2:
        return Band()
    ordered = np.sort(known[:, 1:].T.astype(np.int32), axis=1, kind="stable")
    last, tail = ordered.shape[1] - 1, (1 - confidence) / 2
    low, high = ordered[:, int(np.floor(tail * last))], ordered[:, int(np.ceil((1 - tail) * last))]
    median = (ordered[:, last // 2] + ordered[:, (last + 1) // 2]) / 2
    return Band(
        tuple(int(x) for x in low),
        tuple(float(x) for x in median),
        tuple(int(x) for x in high),
        tuple(round(float(x), 3) for x in expected_known(heard)),
    )


def expected_known(heard: Bools) -> Floats:
    """The mean number of codes known after 1, 2, … T sessions over all orders, length T, without drawing.

    A code in q of T sessions is not among n of them in C(T − q, n) of C(T, n) cases. Source: the sample-based rarefaction curve, Colwell
    et al. (2012), doi:10.1093/jpe/rtr044.

    >>> expected_known(np.array([[True, True], [True, False]])).tolist()
    [1.5, 2.0]
    """
    sessions = len(heard)
    in_sessions, codes = np.unique(heard.sum(axis=0), return_counts=True)
    n = np.arange(1, sessions + 1)[:, None]
    left = sessions - in_sessions[None, :]
    some = n <= left
    top = np.where(some, left - n, 0)
    missing = gammaln(left + 1) - gammaln(top + 1) - gammaln(sessions + 1) + gammaln(sessions - n + 1)
    chance = np.where(some, np.exp(missing), 0.0)
    return np.asarray(((1 - chance) * codes).sum(axis=1).round(9))


def wilson(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval of a share. Source: Wilson (1927), doi:10.1080/01621459.1927.10502953.

    >>> [round(x, 3) for x in wilson(0, 1000)]
    [0.0, 0.004]
    """
    z = float(ndtri((1 + confidence) / 2))
    centre = (count + z * z / 2) / (of + z * z)
    half = z / (of + z * z) * float(np.sqrt(count * (of - count) / of + z * z / 4))
    return max(0.0, centre - half), min(1.0, centre + half)
