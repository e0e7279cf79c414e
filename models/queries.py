"""What to review next: a queue of segments in which every place says why.

Three wishes are mixed, a fixed number of places for each: what the model doubts (uncertainty), what is unlike everything reviewed so
far (diversity), what may carry a code that hardly anybody has met (rare). Beside them stands a random share, drawn by nobody's wish.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Strategy = Literal["uncertainty", "diversity", "rare", "random"]
Wish = Literal["uncertainty", "diversity", "rare"]
WISHES: tuple[Wish, ...] = ("uncertainty", "diversity", "rare")
MIXTURE: Mapping[Wish, float] = {"uncertainty": 0.4, "diversity": 0.3, "rare": 0.3}
BATCH = 50
SAME = 0.9
"""Centred cosine from which on two segments say nearly the same: they are not put into one batch."""
POOL = 150  # of each wish, the candidates that are compared with each other in a batch
DEPTH = 5000  # places that are chosen batch by batch; nobody reviews so many before the next model makes a new queue
TRIED = 0.5  # how much of a positive a segment counts for that is queued since it may carry a code


@dataclass(frozen=True, slots=True)
class Place:
    """``row`` of the segment; ``targets`` are columns: the two it is uncertain between, or the rare code it may carry."""

    row: int
    strategy: Strategy
    targets: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Candidates:
    """S segments that nobody has reviewed, and what is known of them.

    ``scores`` (S, K); ``vectors`` (S, D) centred, of unit length. ``reviewed`` (R, D) are the vectors of reviewed segments,
    ``positives`` (K,) in how many of those each target is. ``rare`` (K,) are the targets that the rare-code wish looks for.
    ``drawn`` (S,) is the draw's number of the segments of the random share, NaN elsewhere. ``strange`` (S,): text unlike anything seen.
    """

    scores: NDArray[np.float32]
    vectors: NDArray[np.float32]
    reviewed: NDArray[np.float32]
    positives: NDArray[np.float64]
    rare: NDArray[np.bool_]
    drawn: NDArray[np.float64]
    strange: NDArray[np.bool_]


def draw_number(seed: str, segment_id: str) -> float:
    """A number in [0, 1) for a segment, the same whenever it is asked for; it knows nothing of text or model.

    >>> draw_number("study", "S1.001") == draw_number("study", "S1.001") != draw_number("study", "S1.002")
    True
    """
    digest = hashlib.sha256(f"{seed}\n{segment_id}".encode()).digest()
    return int.from_bytes(digest[:7]) / 2**56


def queue(found: Candidates, *, seed: int = 1, mixture: Mapping[Wish, float] = MIXTURE, batch: int = BATCH) -> list[Place]:
    """Every segment once, in the order in which to review.

    The random share is spread evenly, in the order of its numbers alone. The other places go round by ``mixture``. No two segments of
    ``SAME`` likeness are in one batch while there are others left, and what resembles a reviewed or earlier segment that much comes last.
    Cost: S·D for each of the first ``DEPTH`` places, in matrix products by batch; the rest is sorted by doubt.

    Parameters
    ----------
    batch : how many places are compared with each other. seed : settles ties.
    """
    drawn = np.flatnonzero(~np.isnan(found.drawn))
    draws = iter(drawn[np.argsort(found.drawn[drawn], kind="stable")].tolist())
    chosen = _chosen(found, np.flatnonzero(np.isnan(found.drawn)), seed, mixture, batch)
    share, total = drawn.size, len(found.drawn)
    places: list[Place] = []
    for at in range(total):
        if (at + 1) * share // total > at * share // total:
            places.append(Place(next(draws), "random"))
        else:
            places.append(next(chosen))
    return places


def doubts(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """(S,) in [0, 1]: the mean of 4p(1 - p) over the two most doubtful targets.

    >>> doubts(np.array([[0.5, 0.5, 0.0], [1.0, 0.0, 0.0]], np.float32)).tolist()
    [1.0, 0.0]
    """
    if scores.shape[1] == 0:
        return np.zeros(len(scores), np.float32)
    doubt = 4 * scores * (1 - scores)
    top = min(2, doubt.shape[1])
    return np.asarray(np.partition(doubt, -top, axis=1)[:, -top:].mean(axis=1), dtype=np.float32)


def likeness(vectors: NDArray[np.float32], others: NDArray[np.float32], *, block: int = 1024) -> NDArray[np.float32]:
    """(S,) the largest cosine with any of ``others``; -1 where there is none."""
    found = np.full(len(vectors), -1, np.float32)
    for start in range(0, len(others), block):
        np.maximum(found, (vectors @ others[start : start + block].T).max(axis=1), out=found)
    return found


def _chosen(found: Candidates, rows: NDArray[np.int_], seed: int, mixture: Mapping[Wish, float], batch: int) -> Iterator[Place]:
    """The places that somebody's wish fills, in order."""
    chooser = _Chooser(found, rows, seed)
    turns = _turns(mixture)
    count = 0
    while chooser.left.size and count < DEPTH:
        for place in chooser.next_batch([next(turns) for _ in range(min(batch, chooser.left.size))]):
            count += 1
            yield place
    yield from chooser.rest()


def _turns(mixture: Mapping[Wish, float]) -> Iterator[Wish]:
    """Whose turn it is: at every place the wish that is furthest behind its share."""
    shares = {wish: mixture.get(wish, 0.0) for wish in WISHES}
    total = sum(shares.values())
    if total <= 0 or min(shares.values()) < 0:
        raise ValueError("a mixture needs a share above zero, and none below")
    given = dict.fromkeys(WISHES, 0)
    for count in range(1, 2**62):
        wish = max(WISHES, key=lambda w: shares[w] / total * count - given[w])
        given[wish] += 1
        yield wish


class _Chooser:
    """Keeps what is left, how much of it is like something reviewed or queued, and how often each rare target was tried."""

    def __init__(self, found: Candidates, rows: NDArray[np.int_], seed: int) -> None:
        self._found, self.left = found, rows
        self._doubt = doubts(found.scores)
        self._near = likeness(found.vectors, found.reviewed)
        self._tie = np.random.default_rng(seed).random(len(found.drawn))
        self._met = found.positives.astype(np.float64).copy()
        best = found.scores[rows].max(axis=0, initial=0.0) if rows.size else np.ones(found.scores.shape[1])
        self._share = np.where(found.rare & (best > 0), found.scores / np.maximum(best, 1e-9), 0).astype(np.float32)

    def next_batch(self, turns: Sequence[Wish]) -> list[Place]:
        places: list[Place] = []
        pool = self._pool(set(turns))
        open_, like = np.ones(pool.size, np.bool_), np.full(pool.size, -1, np.float32)
        for wish in turns:
            allowed = open_ & (like < SAME)
            if not allowed.any():
                break  # the pool is used up: the next one is made of what is left
            at = int(np.flatnonzero(allowed)[self._best(wish, pool[allowed], like[allowed])])
            places.append(self._place(wish, int(pool[at])))
            open_[at] = False
            np.maximum(like, self._found.vectors[pool] @ self._found.vectors[pool[at]], out=like)
        rows = np.array([place.row for place in places])
        self.left = self.left[~np.isin(self.left, rows)]
        self._near[self.left] = np.maximum(
            self._near[self.left], likeness(self._found.vectors[self.left], self._found.vectors[rows])
        )
        return places

    def rest(self) -> Iterator[Place]:
        """What is beyond ``DEPTH``, by doubt; what was said already comes last."""
        order = np.lexsort((self._tie[self.left], -self._doubt[self.left], self._said(self.left)))
        for row in self.left[order].tolist():
            yield self._place("uncertainty", row)

    def _said(self, rows: NDArray[np.int_]) -> NDArray[np.bool_]:
        return np.asarray(self._near[rows] >= SAME)

    def _pool(self, wishes: set[Wish]) -> NDArray[np.int_]:
        """The best of what is left by each wish; what was said already only when nothing else is left."""
        fresh = self.left[~self._said(self.left)]
        rows = fresh if fresh.size else self.left
        picked = []
        for wish in wishes:
            worth = self._worth(wish, rows, np.full(rows.size, -1, np.float32))
            picked.append(rows[np.lexsort((self._tie[rows], -worth))[:POOL]])
        return np.asarray(np.unique(np.concatenate(picked)))

    def _worth(self, wish: Wish, rows: NDArray[np.int_], like: NDArray[np.float32]) -> NDArray[np.float64]:
        if wish == "uncertainty":
            return self._doubt[rows].astype(np.float64)
        if wish == "diversity":
            return np.asarray(self._found.strange[rows] - np.maximum(self._near[rows], like), dtype=np.float64)
        if not self._found.rare.any():
            return self._doubt[rows].astype(np.float64)
        return np.asarray((self._share[rows] / (1 + self._met)).max(axis=1), dtype=np.float64)

    def _best(self, wish: Wish, rows: NDArray[np.int_], like: NDArray[np.float32]) -> int:
        return int(np.lexsort((self._tie[rows], -self._worth(wish, rows, like)))[0])

    def _place(self, wish: Wish, row: int) -> Place:
        scores = self._found.scores[row]
        if wish == "rare" and self._found.rare.any():
            column = int((self._share[row] / (1 + self._met)).argmax())
            self._met[column] += TRIED
            return Place(row, "rare", (column,))
        if wish == "diversity":
            return Place(row, "diversity")
        order = np.argsort(-scores * (1 - scores), kind="stable")[:2]
        return Place(row, "uncertainty", tuple(order.tolist()))
