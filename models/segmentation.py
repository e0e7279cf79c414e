"""Transcripts → segments: what one respondent said in one go, with the question that it answers."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby

from annotations.studies import Question
from annotations.transcripts import Mark, Segment, Transcript, Turn
from models.borders import Spans, cut_to_fit, kept_whole, words_of
from models.contexts import asked_before, context, says_something, spoken
from models.embeddings.protocol import TokenMeasure
from models.guides import recognise, repetitions
from models.sentences import Stretch, inside, sentences, trimmed

__all__ = ["MAX_WORDS", "SEGMENTER_VERSION", "Stretch", "cut", "segment", "segments_at", "sentences"]

SEGMENTER_VERSION = 2
"""Goes up whenever the same transcript would be cut, or its questions recognised, in another way."""
MAX_WORDS = 120
TINY_WORDS = 8


def segment(
    transcript: Transcript, *, guide: Sequence[Question] = (), max_words: int = MAX_WORDS, measure: TokenMeasure | None = None
) -> list[Segment]:
    """The segments of a transcript, in its order: those of ``cut``, as ``segments_at`` makes them, numbered from 1."""
    return segments_at(transcript, cut(transcript, max_words=max_words, measure=measure), guide=guide)


def cut(transcript: Transcript, *, max_words: int = MAX_WORDS, measure: TokenMeasure | None = None) -> list[Stretch]:
    """Where the segments of a transcript lie, in its order.

    A respondent's turn is one segment; a turn of more than ``max_words`` words becomes several of whole sentences and nearly
    equal length (a single sentence may be up to twice as long). A turn without words, or with nothing but marks and remarks in
    brackets, makes none.

    Parameters
    ----------
    max_words : 1 or more.
    measure : of the encoder in use; what would be longer to it than its limit is cut further, so that it sees all of it. A
        mask such as ``[Empresa A]``, a mark and a letter with its accents stay whole wherever the limit allows.

    Returns
    -------
    S stretches, disjoint, which together hold every word of every respondent turn that has one.
    """
    text, marks = transcript.text, _Marks(transcript)
    whole = kept_whole(text, [(mark.start, mark.end) for mark in marks.all])
    stretches: list[Stretch] = []
    for turn in transcript.turns:
        if turn.role == "respondent" and says_something(spoken(text, turn.start, turn.end, marks.within(turn.start, turn.end))):
            stretches += _pieces(transcript, turn, whole, max_words)

    def words(s: Stretch) -> str:  # as Segment.words gives them
        within = marks.within(s.start, s.end)
        return spoken(text, s.start, s.end, within) if within else text[s.start : s.end]

    def lengths(some: Sequence[Stretch]) -> list[int]:
        return measure([words(s) for s in some]) if measure else [0] * len(some)

    return cut_to_fit(
        text, stretches, whole=whole, language=transcript.language, lengths=lengths, limit=measure.limit if measure else 1
    )


def segments_at(
    transcript: Transcript, stretches: Sequence[Stretch], *, guide: Sequence[Question] = (), numbers: Sequence[int] | None = None
) -> list[Segment]:
    """The segments that lie at ``stretches``, each within one turn, with all that is known of them.

    ``numbers`` are theirs, from 1 when not given. A segment whose question clearly is one of ``guide`` gets its id and section.

    Raises
    ------
    ValueError : a stretch lies in no turn.
    """
    marks = _Marks(transcript)
    asked, before = asked_before(transcript)
    known = recognise(asked, guide)
    changes = repetitions(known, guide)
    starts = [turn.start for turn in transcript.turns]
    segments = []
    for number, stretch in zip(numbers or range(1, len(stretches) + 1), stretches, strict=True):
        at = _turn_of(transcript, starts, stretch)
        turn, question = transcript.turns[at], before[at]
        one = known[question] if question >= 0 else None
        earlier, later = context(transcript, at, stretch)
        segments.append(
            Segment(
                session_id=transcript.session_id,
                number=number,
                start=stretch.start,
                end=stretch.end,
                text=transcript.text[stretch.start : stretch.end],
                speaker=turn.speaker,
                language=turn.language or transcript.language,
                question=asked[question].text if question >= 0 else "",
                question_id=one.id if one else "",
                section=one.feeds if one else "",
                before=earlier,
                after=later,
                repetition=changes[question] if question >= 0 else 0,
                marks=tuple(
                    Mark(m.kind, max(m.start, stretch.start) - stretch.start, min(m.end, stretch.end) - stretch.start)
                    for m in marks.within(stretch.start, stretch.end)
                ),
            )
        )
    return segments


class _Marks:
    """The marks of a transcript by place."""

    def __init__(self, transcript: Transcript) -> None:
        self.all = sorted(transcript.marks, key=lambda mark: mark.start)
        self._starts = [mark.start for mark in self.all]
        self._ends = [mark.end for mark in self.all]

    def within(self, start: int, end: int) -> list[Mark]:
        return self.all[bisect_right(self._ends, start) : bisect_left(self._starts, end)]


def _turn_of(transcript: Transcript, starts: Sequence[int], stretch: Stretch) -> int:
    for at in range(bisect_right(starts, stretch.start) - 1, -1, -1):
        if transcript.turns[at].end >= stretch.end:
            return at
        if transcript.turns[at].end > transcript.turns[at].start:
            break
    raise ValueError(f"{transcript.session_id}: [{stretch.start}:{stretch.end}] lies in no turn")


def _pieces(transcript: Transcript, turn: Turn, whole: Spans, max_words: int) -> list[Stretch]:
    text = transcript.text
    all_of_it = trimmed(text, turn.start, turn.end)
    if all_of_it is None or len(transcript.words_of(turn).split()) <= max_words:
        return [all_of_it] if all_of_it else []
    parts = [part for s in _sentences(transcript, turn, whole) for part in _breathed(text, s, whole, max_words)]
    lengths = [len(text[part.start : part.end].split()) for part in parts]
    return [Stretch(parts[group[0]].start, parts[group[-1]].end) for group in _groups(lengths, max_words)]


def _sentences(transcript: Transcript, turn: Turn, whole: Spans) -> list[Stretch]:
    """The sentences of a turn; those that end within a mark are one."""
    found: list[Stretch] = []
    for s in sentences(transcript.words_of(turn), turn.language or transcript.language):
        start, end = turn.start + s.start, turn.start + s.end
        if found and (inside(start, whole) or inside(found[-1].end, whole)):
            start = found.pop().start
        found.append(Stretch(start, end))
    return found


def _breathed(text: str, sentence: Stretch, whole: Spans, max_words: int) -> list[Stretch]:
    """A sentence, or, where there is no full stop for more than twice ``max_words``, its parts between pauses (or words)."""
    if len(text[sentence.start : sentence.end].split()) <= 2 * max_words:
        return [sentence]
    words = words_of(text, sentence, whole)
    parts, first = [], 0
    while first < len(words):
        last = min(first + max_words, len(words)) - 1
        if last < len(words) - 1:
            pauses = [i for i in range(first + max_words // 2, last + 1) if text[words[i].end - 1] in ",;:…"]
            last = pauses[-1] if pauses else last
        parts.append(Stretch(words[first].start, words[last].end))
        first = last + 1
    return parts


def _groups(lengths: Sequence[int], max_words: int) -> list[list[int]]:
    """Consecutive positions in groups of nearly equal sums, none above ``max_words`` unless one alone is; no tiny group.

    >>> _groups([50, 50, 50, 50], 120)
    [[0, 1], [2, 3]]
    >>> _groups([70, 55, 3], 120)
    [[0], [1, 2]]
    """
    total, count = sum(lengths), max(1, math.ceil(sum(lengths) / max_words))
    middles = [sum(lengths[:i]) + length / 2 for i, length in enumerate(lengths)]
    while True:
        share = total / count
        groups = [list(group) for _, group in groupby(range(len(lengths)), key=lambda i: int(middles[i] / share))]
        if count >= total or all(len(g) == 1 or sum(lengths[i] for i in g) <= max_words for g in groups):
            break
        count += 1
    merged: list[list[int]] = []
    for group in groups:
        tiny = sum(lengths[i] for i in group) < TINY_WORDS
        if merged and (tiny or sum(lengths[i] for i in merged[-1]) < TINY_WORDS):
            merged[-1] += group
        else:
            merged.append(group)
    return merged
