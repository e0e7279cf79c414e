"""A transcript that changed: its segments keep their numbers where their words are unchanged."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from annotations.transcripts import Segment


@dataclass(frozen=True)
class CarriedOver:
    """The segments of the changed transcript, in its order, numbered; those that kept their id, those that are new, those gone.

    ``kept`` and ``new`` are parts of ``segments``; ``gone`` are earlier segments whose ids nothing has any more.
    """

    segments: tuple[Segment, ...]
    kept: tuple[Segment, ...]
    new: tuple[Segment, ...]
    gone: tuple[Segment, ...]


def carry_over(old: Sequence[Segment], new: Sequence[Segment], *, highest: int) -> CarriedOver:
    """Give ``new`` segments the numbers of ``old`` ones of the same text and speaker, in order; as many as can have one.

    Parameters
    ----------
    old, new : of the same session, in the order of their transcripts.
    highest : the highest number that the session has ever used; what is not carried over is numbered from the next one on.

    >>> def said(number, text): return Segment("S1", number, 0, len(text), text, "ANA")
    >>> carried = carry_over([said(1, "Sí."), said(2, "No."), said(3, "Ya.")], [said(1, "Sí."), said(2, "Nunca."), said(3, "Ya.")], highest=7)
    >>> [s.id for s in carried.segments], [s.id for s in carried.new], [s.id for s in carried.gone]
    (['S1.001', 'S1.008', 'S1.003'], ['S1.008'], ['S1.002'])
    """
    pairs = common([(s.text, s.speaker) for s in old], [(s.text, s.speaker) for s in new])
    number_of = {after: old[before].number for before, after in pairs}
    following = iter(range(highest + 1, highest + 1 + len(new)))
    numbered = [replace(s, number=number_of[at] if at in number_of else next(following)) for at, s in enumerate(new)]
    remaining = {before for before, _ in pairs}
    return CarriedOver(
        segments=tuple(numbered),
        kept=tuple(s for at, s in enumerate(numbered) if at in number_of),
        new=tuple(s for at, s in enumerate(numbered) if at not in number_of),
        gone=tuple(s for at, s in enumerate(old) if at not in remaining),
    )


def common(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """A longest common subsequence, as pairs of positions in ``a`` and ``b``.

    One row of bits for each item of ``a``, so that thousands of items that are all alike ("No.") take less than a second; difflib
    is no faster than the square of their number there, and does not promise the longest.
    Source: Hyyrö (2004), Bit-parallel LCS-length computation revisited.

    >>> common("abcab", "bcxb")
    [(1, 0), (2, 1), (4, 3)]
    """
    first = 0
    while first < min(len(a), len(b)) and a[first] == b[first]:
        first += 1
    last = 0
    while last < min(len(a), len(b)) - first and a[-1 - last] == b[-1 - last]:
        last += 1
    middle = _common(a[first : len(a) - last], b[first : len(b) - last])
    return [
        *((at, at) for at in range(first)),
        *((first + i, first + j) for i, j in middle),
        *((len(a) - at, len(b) - at) for at in range(last, 0, -1)),
    ]


def _common(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    places: dict[Hashable, int] = {}
    for j, item in enumerate(b):
        places[item] = places.get(item, 0) | 1 << j
    full = (1 << len(b)) - 1
    row = full
    rows = [row]
    for item in a:
        met = row & places.get(item, 0)
        row = ((row + met) | (row - met)) & full
        rows.append(row)
    pairs = []
    i, j = len(a), len(b)
    while i and j:  # a zero bit: the subsequence of a[:i] and b[:j] grows at j
        if rows[i] >> (j - 1) & 1:
            j -= 1
        elif not rows[i - 1] >> (j - 1) & 1:
            i -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]
