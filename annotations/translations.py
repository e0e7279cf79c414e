"""A translation beside its original: which words of one are which of the other. Codings and citations stay on the original."""

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotations.transcripts import Segment, SpeakerRole, Transcript, Turn, trimmed

_NAMED = re.compile(r"(.+)\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")
_SENTENCE = re.compile(r"""\S.*?(?:[.!?…。！？؟।]+["'»”’)\]]*(?=\s|$)|(?=\n\s*\n)|$)""", re.DOTALL)
_BRACKETED = re.compile(r"\[[^\]]*\]")

# Gale & Church (1993): how often so many sentences of one text are so many of the other, and the variance of their lengths.
_PRIOR = {(1, 1): 0.89, (1, 0): 0.00495, (0, 1): 0.00495, (2, 1): 0.0445, (1, 2): 0.0445, (2, 2): 0.011}
_VARIANCE = 6.8
OTHER_ROLE = 4.0
"""What it costs (in nats) to align what an interviewer says with what a respondent says."""
BAND = 50
LIKELY = 0.05


@dataclass(frozen=True, slots=True)
class Aligned:
    """A stretch of the original and the stretch of the translation that says the same; either may be empty.

    ``parts`` are its sentences, likewise, where there are several. ``certain``: one turn or sentence each, of which neither the
    order of speakers nor the length casts a doubt.
    """

    start: int
    end: int
    translated_start: int
    translated_end: int
    certain: bool
    parts: tuple["Aligned", ...] = ()


@dataclass(frozen=True, slots=True)
class Translated:
    """The words of a segment in the other language, empty where there are none; ``certain`` as in ``Aligned``."""

    text: str
    certain: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    start: int
    end: int
    length: int
    role: SpeakerRole = "respondent"


def translation_of(path: Path) -> tuple[str, str] | None:
    """The session and the language of a file that is named as a translation, else None.

    >>> translation_of(Path("S03.en.docx")), translation_of(Path("S03.docx"))
    (('S03', 'en'), None)
    """
    found = _NAMED.fullmatch(path.stem)
    return (found[1], found[2]) if found else None


def align(original: Transcript, translation: Transcript) -> tuple[Aligned, ...]:
    """The turns of the original in order, each with what translates it, and their sentences.

    Where both have as many turns, of speakers who take turns alike (whatever they are called), the turns correspond one by one.
    Else, and for the sentences within turns, the likeliest correspondence by length is taken: one to one, one left out, two to
    one, two to two.

    Source: Gale & Church (1993), A Program for Aligning Sentences in Bilingual Corpora, Computational Linguistics 19(1).
    """
    ours, theirs = _turns(original), _turns(translation)
    a, b = [_of_turn(original, turn) for turn in ours], [_of_turn(translation, turn) for turn in theirs]
    agreed = _take_turns_alike(ours, theirs)
    beads = [(range(at, at + 1), range(at, at + 1)) for at in range(len(a))] if agreed else _likeliest(a, b)
    sure = [True] * len(beads) if agreed else _sure(a, b, beads)
    return tuple(
        _with_sentences(
            original, translation, _joined([a[i] for i in i_s], _at(a, i_s)), _joined([b[j] for j in j_s], _at(b, j_s)), certain
        )
        for (i_s, j_s), certain in zip(beads, sure, strict=True)
    )


def translated(segment: Segment, aligned: Sequence[Aligned], translation: Transcript) -> Translated:
    """What the translation says for a segment of the original: of the turns that it holds all, of others the sentences.

    A sentence that lies across the border of two segments is given to the one that has more of it, and is not certain.
    """
    pieces: list[Aligned] = []
    certain = True
    for one in _overlapping(segment.start, segment.end, aligned):
        if segment.start <= one.start and one.end <= segment.end:
            pieces.append(one)
            certain &= one.certain
            continue
        for part in _overlapping(segment.start, segment.end, one.parts or (one,)):
            inside = min(part.end, segment.end) - max(part.start, segment.start)
            certain &= part.certain and inside == part.end - part.start
            if 2 * inside >= part.end - part.start:
                pieces.append(part)
    text = " ".join(words for p in pieces if (words := translation.text[p.translated_start : p.translated_end].strip()))
    return Translated(text, certain and bool(text))


def _overlapping(start: int, end: int, aligned: Sequence[Aligned]) -> list[Aligned]:
    first = bisect_left(aligned, True, key=lambda one: one.end > start)
    last = bisect_left(aligned, True, key=lambda one: one.start >= end)
    return [one for one in aligned[first:last] if one.start < one.end]


def _turns(transcript: Transcript) -> list[Turn]:
    return [turn for turn in transcript.turns if transcript.words_of(turn).strip()]


def _of_turn(transcript: Transcript, turn: Turn) -> _Unit:
    start, end = trimmed(transcript.text, turn.start, turn.end)
    return _Unit(start, end, _length(transcript.text[start:end]), turn.role)


def _length(text: str) -> int:
    return max(1, len(_BRACKETED.sub("", text).strip()))


def _take_turns_alike(ours: Sequence[Turn], theirs: Sequence[Turn]) -> bool:
    """Whether a speaker of one is always the same speaker of the other, in the same role, turn by turn."""
    if len(ours) != len(theirs) or any(a.role != b.role for a, b in zip(ours, theirs, strict=True)):
        return False
    pairs = {(a.speaker, b.speaker) for a, b in zip(ours, theirs, strict=True)}
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


def _with_sentences(original: Transcript, translation: Transcript, a: _Unit, b: _Unit, certain: bool) -> Aligned:
    mine, other = _sentences(original.text, a), _sentences(translation.text, b)
    parts: tuple[Aligned, ...] = ()
    if len(mine) > 1 and other:
        beads = _likeliest(mine, other)
        fits = _sure(mine, other, beads)
        joined = [
            (_joined([mine[i] for i in i_s], _at(mine, i_s)), _joined([other[j] for j in j_s], _at(other, j_s)))
            for i_s, j_s in beads
        ]
        parts = tuple(Aligned(x.start, x.end, y.start, y.end, certain and fit) for (x, y), fit in zip(joined, fits, strict=True))
    return Aligned(a.start, a.end, b.start, b.end, certain and a.start < a.end and b.start < b.end, parts)


def _sentences(text: str, unit: _Unit) -> list[_Unit]:
    found = []
    for match in _SENTENCE.finditer(text, unit.start, unit.end):
        start, end = trimmed(text, match.start(), match.end())
        if start < end:
            found.append(_Unit(start, end, _length(text[start:end])))
    return found


def _at(units: Sequence[_Unit], some: range) -> int:
    """Where units would lie of which there are none."""
    if some.start < len(units):
        return units[some.start].start
    return units[-1].end if units else 0


def _joined(units: Sequence[_Unit], nowhere: int) -> _Unit:
    if not units:
        return _Unit(nowhere, nowhere, 0)
    return _Unit(units[0].start, units[-1].end, sum(unit.length for unit in units), units[0].role)


def _likeliest(a: Sequence[_Unit], b: Sequence[_Unit]) -> list[tuple[range, range]]:
    """Which units of ``a`` are which of ``b``, in order; within a band around the diagonal, so that long texts take no longer."""
    cost = _costs(a, b)
    width = BAND + abs(len(a) - len(b))
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    for i in range(len(a) + 1):
        middle = i * len(b) // max(1, len(a))
        for j in range(max(0, middle - width), min(len(b), middle + width) + 1):
            ways = [
                (best[i - m, j - n][0] + cost(range(i - m, i), range(j - n, j)), m, n)
                for m, n in _PRIOR
                if (i - m, j - n) in best
            ]
            if ways:
                best[i, j] = min(ways)
    beads = []
    i, j = len(a), len(b)
    while i or j:
        _, m, n = best[i, j]
        beads.append((range(i - m, i), range(j - n, j)))
        i, j = i - m, j - n
    return beads[::-1]


def _costs(a: Sequence[_Unit], b: Sequence[_Unit]) -> Callable[[range, range], float]:
    """The cost of a correspondence: minus the logarithm of its likelihood."""
    ratio = sum(unit.length for unit in b) / max(1, sum(unit.length for unit in a))

    def cost(i_s: range, j_s: range) -> float:
        unlikely = -math.log(_PRIOR[len(i_s), len(j_s)])
        if not i_s or not j_s:
            return unlikely  # what was left out may be of any length
        other = len({a[i].role for i in i_s} | {b[j].role for j in j_s}) > 1
        chance = _chance(sum(a[i].length for i in i_s), sum(b[j].length for j in j_s), ratio)
        return unlikely - math.log(max(chance, 1e-30)) + OTHER_ROLE * other

    return cost


def _chance(mine: int, other: int, ratio: float) -> float:
    """How likely a text of length ``mine`` has a translation whose length is at least as far from the expected one."""
    mean = max(1.0, (mine + other / max(ratio, 1e-9)) / 2)
    return math.erfc(abs(other - mine * ratio) / math.sqrt(2 * mean * _VARIANCE))


def _sure(a: Sequence[_Unit], b: Sequence[_Unit], beads: Sequence[tuple[range, range]]) -> list[bool]:
    """Whether a correspondence is one to one, of a likely length and the same role, as are those beside it."""
    ratio = sum(unit.length for unit in b) / max(1, sum(unit.length for unit in a))
    plain = [
        len(i_s) == len(j_s) == 1
        and a[i_s.start].role == b[j_s.start].role
        and _chance(a[i_s.start].length, b[j_s.start].length, ratio) >= LIKELY
        for i_s, j_s in beads
    ]
    return [all(plain[max(0, at - 1) : at + 2]) for at in range(len(plain))]
