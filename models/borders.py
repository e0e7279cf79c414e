"""Where a text may be cut that is too long for one segment: pauses, words, then letters; never a mask or a letter in two."""

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from models.sentences import BRACKETED, Stretch, inside, sentences, trimmed

Spans = Sequence[tuple[int, int]]
MOST_CHARACTERS = 4_000
_MASK = re.compile(BRACKETED)
_PAUSE = re.compile(r"[,;:…—–](?=\s)")
_SPACE = re.compile(r"\s+")


def kept_whole(text: str, marks: Spans) -> list[tuple[int, int]]:
    """The stretches of ``text`` that nothing is cut in two within: masks and other brackets, and ``marks``; ordered, disjoint."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted([*marks, *(match.span() for match in _MASK.finditer(text))]):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif start < end:
            spans.append((start, end))
    return spans


def words_of(text: str, stretch: Stretch, whole: Spans) -> list[Stretch]:
    """What stands between spaces, with every stretch of ``whole`` in one word."""
    words: list[Stretch] = []
    for match in re.finditer(r"\S+", text[stretch.start : stretch.end]):
        start, end = stretch.start + match.start(), stretch.start + match.end()
        if words and any(inside(at, whole) for at in range(words[-1].end, start + 1)):
            start = words.pop().start
        words.append(Stretch(start, end))
    return words


def cut_to_fit(
    text: str,
    stretches: Sequence[Stretch],
    *,
    whole: Spans,
    language: str,
    lengths: Callable[[Sequence[Stretch]], list[int]],
    limit: int,
) -> list[Stretch]:
    """``stretches``, with those that are longer than ``limit`` (or ``MOST_CHARACTERS``) in parts of nearly equal length.

    They are cut between sentences, at pauses, between words, between letters (with all that combines into one), in this order
    and as near to equal as that allows. Only where one letter alone is longer than the limit is it cut as well.
    """
    done: dict[Stretch, bool] = {}
    todo = list(stretches)
    while todo:
        parts: list[Stretch] = []
        short = [s for s in todo if s.end - s.start <= MOST_CHARACTERS]
        counts = dict(zip(short, lengths(short), strict=True))
        for stretch in todo:
            count = math.ceil(max((stretch.end - stretch.start) / MOST_CHARACTERS, counts.get(stretch, 0) / limit))
            made = _parts(text, stretch, count, whole, language) if count > 1 else [stretch]
            if len(made) > 1:
                parts += made
            else:
                done[stretch] = True
        todo = parts
    return sorted(done, key=lambda stretch: stretch.start)


def _parts(text: str, stretch: Stretch, count: int, whole: Spans, language: str) -> list[Stretch]:
    wanted = (stretch.end - stretch.start) / count
    borders = [stretch.start]
    missing = [stretch.start + round(wanted * part) for part in range(1, count)]
    for places, reach in _places(text, stretch, whole, language):
        still = []
        for target in missing:
            nearest = _nearest(places, target)
            if nearest is None or abs(nearest - target) > reach * wanted:
                still.append(target)
            else:
                borders.append(nearest)
        missing = still
        if not missing:
            break
    borders = [*sorted({*borders, stretch.end})]
    return [part for a, b in pairwise(borders) if (part := trimmed(text, a, b)) is not None]


def _nearest(places: Sequence[int], target: int) -> int | None:
    at = bisect_left(places, target)
    return min(places[max(0, at - 1) : at + 1], key=lambda place: abs(place - target), default=None)


def _places(text: str, stretch: Stretch, whole: Spans, language: str) -> Iterator[tuple[list[int], float]]:
    """Places to cut, the best kind first, each with how far from the wanted place one may lie (1 is the wanted length)."""
    start, end = stretch.start, stretch.end
    words = text[start:end]

    def allowed(places: Iterator[int]) -> list[int]:
        return [at for place in places if start < (at := start + place) < end and not inside(at, whole)]

    yield allowed(s.start for s in sentences(words, language)), 0.3
    yield allowed(match.end() for match in _PAUSE.finditer(words)), 0.3
    yield allowed(match.end() for match in _SPACE.finditer(words)), 0.45
    import regex  # only here: few texts come this far

    letters = [match.start() for match in regex.finditer(r"\X", words)]
    yield allowed(iter(letters)), math.inf
    yield [start + place for place in letters if place], math.inf
    yield list(range(start + 1, end)), math.inf
