"""Transcripts → segments: what one respondent said in one go, with the question that it answers.

The only module of this room that knows spaCy.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from annotations.studies import Question
from annotations.transcripts import Segment, Transcript, Turn
from models.guides import match_question

if TYPE_CHECKING:
    from spacy.language import Language

MAX_WORDS = 120
TINY_WORDS = 8
BACKCHANNEL_WORDS = 4
CONTEXT_TURNS = 2
CONTEXT_CHARACTERS = 600
_BRACKETED = re.compile(r"\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|<[^>]*>")
_OPENING = re.compile(r"(?<!\S)[¿¡«“‘‹„(\[{\"'—–-]+\s*$")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of some text: code points, end exclusive, no space at either end."""

    start: int
    end: int


@cache
def _sentencizer(language: str) -> "Language":
    import spacy

    base = language.split("-")[0].split("_")[0].lower()
    try:
        pipeline = spacy.blank(base or "xx")
    except ImportError:  # spaCy has no rules for this language: the ones that hold for any
        pipeline = spacy.blank("xx")
    pipeline.max_length = 10_000_000
    pipeline.add_pipe("sentencizer", config={"punct_chars": [*".!?…。！？؟।", "...", "?!", "!?"]})
    return pipeline


def sentences(text: str, language: str = "") -> list[Stretch]:
    """The sentences of ``text``, in order; every character that is no space lies in exactly one.

    A full stop after an abbreviation, an ellipsis in mid-sentence and a question inside a sentence do not end one: what follows
    begins with a small letter. An opening ``¿`` belongs to what it opens. A blank line ends a sentence.

    >>> text = "Sí… pues sí. ¿Y luego? ¡Nada!"
    >>> [text[s.start : s.end] for s in sentences(text, "es")]
    ['Sí… pues sí.', '¿Y luego?', '¡Nada!']
    """
    found: list[Stretch] = []
    at = 0
    for gap in [*_BLANK_LINE.finditer(text), None]:
        end = gap.start() if gap else len(text)
        starts = _starts(text[at:end], language)
        cuts = [at + start for start in starts] + [end]
        found += [s for a, b in pairwise(cuts) if (s := _trimmed(text, a, b)) is not None]
        at = gap.end() if gap else end
    return found


def _starts(text: str, language: str) -> list[int]:
    """Where the sentences of one paragraph begin; the first at 0."""
    starts = [0]
    for sentence in _sentencizer(language)(text).sents:
        at = sentence.start_char
        opening = _OPENING.search(text, 0, at)
        at = opening.start() if opening else at
        first = text[at : at + 1]
        if at > starts[-1] and _WORD.search(text, starts[-1], at) and not first.islower():
            starts.append(at)
    return starts


def _trimmed(text: str, start: int, end: int) -> Stretch | None:
    piece = text[start:end]
    words = piece.strip()
    if not words:
        return None
    start += len(piece) - len(piece.lstrip())
    return Stretch(start, start + len(words))


def segment(transcript: Transcript, *, guide: Sequence[Question] = (), max_words: int = MAX_WORDS) -> list[Segment]:
    """The segments of a transcript, in its order.

    A respondent's turn is one segment; a turn of more than ``max_words`` words becomes several of whole sentences and nearly
    equal length (a single sentence may be longer). A turn without words, or with nothing but remarks in brackets, makes none.

    Parameters
    ----------
    guide : the questions of the study; a segment whose question clearly is one of them gets its id and section.
    max_words : 1 or more.

    Returns
    -------
    S segments, numbered from 1, disjoint, which together hold every word of every respondent turn that has one.
    """
    segments: list[Segment] = []
    for at, turn in enumerate(transcript.turns):
        if turn.role != "respondent" or not _says_something(transcript.words_of(turn)):
            continue
        question = _question_before(transcript, at)
        asked = match_question(question, guide, transcript.language)
        for stretch in _pieces(transcript, turn, max_words):
            before, after = _context(transcript, at, stretch)
            segments.append(
                Segment(
                    session_id=transcript.session_id,
                    number=len(segments) + 1,
                    start=stretch.start,
                    end=stretch.end,
                    text=transcript.text[stretch.start : stretch.end],
                    speaker=turn.speaker,
                    language=transcript.language,
                    question=question,
                    question_id=asked.id if asked else "",
                    section=asked.feeds if asked else "",
                    before=before,
                    after=after,
                )
            )
    return segments


def _says_something(words: str) -> bool:
    return bool(_WORD.search(_BRACKETED.sub(" ", words)))


def _pieces(transcript: Transcript, turn: Turn, max_words: int) -> list[Stretch]:
    words = transcript.words_of(turn)
    whole = _trimmed(transcript.text, turn.start, turn.end)
    if whole is None or len(words.split()) <= max_words:
        return [whole] if whole else []
    parts = [piece for s in sentences(words, transcript.language) for piece in _breathed(words, s, max_words)]
    lengths = [len(words[p.start : p.end].split()) for p in parts]
    groups = _groups(lengths, max_words)
    return [Stretch(turn.start + parts[group[0]].start, turn.start + parts[group[-1]].end) for group in groups]


def _breathed(text: str, sentence: Stretch, max_words: int) -> list[Stretch]:
    """A sentence, or, where there is no full stop for more than twice ``max_words``, its parts between pauses (or words)."""
    words = list(re.finditer(r"\S+", text[sentence.start : sentence.end]))
    if len(words) <= 2 * max_words:
        return [sentence]
    parts, first = [], 0
    while first < len(words):
        last = min(first + max_words, len(words)) - 1
        if last < len(words) - 1:
            pauses = [i for i in range(first + max_words // 2, last + 1) if words[i].group()[-1] in ",;:…"]
            last = pauses[-1] if pauses else last
        parts.append(Stretch(sentence.start + words[first].start(), sentence.start + words[last].end()))
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


def _question_before(transcript: Transcript, at: int) -> str:
    """What the interviewer last asked before turn ``at``; "mm-hm" and the like only when there was nothing else."""
    fallback = ""
    asked: list[str] = []
    for turn in reversed(transcript.turns[:at]):
        words = " ".join(transcript.words_of(turn).split())
        if turn.role != "interviewer" or not _says_something(words):
            if asked and turn.role != "interviewer":
                break
            continue
        if len(words.split()) < BACKCHANNEL_WORDS and "?" not in words:
            fallback = fallback or words
            continue
        asked.insert(0, words)
    return " ".join(asked) or fallback


def _context(transcript: Transcript, at: int, stretch: Stretch) -> tuple[str, str]:
    """The neighbouring turns (the rest of the same turn counts as one), speaker first, cut to what a person reads at a glance."""
    turns = transcript.turns
    own = turns[at]
    earlier = [(turn.speaker, transcript.words_of(turn)) for turn in turns[max(0, at - CONTEXT_TURNS) : at]]
    later = [(turn.speaker, transcript.words_of(turn)) for turn in turns[at + 1 : at + 1 + CONTEXT_TURNS]]
    if own_before := transcript.text[own.start : stretch.start].strip():
        earlier.append((own.speaker, own_before))
    if own_after := transcript.text[stretch.end : own.end].strip():
        later.insert(0, (own.speaker, own_after))
    before = "\n".join(_line(*turn) for turn in earlier[-CONTEXT_TURNS:] if turn[1].strip())
    after = "\n".join(_line(*turn) for turn in later[:CONTEXT_TURNS] if turn[1].strip())
    if len(before) > CONTEXT_CHARACTERS:
        before = "…" + before[-CONTEXT_CHARACTERS + 1 :].partition(" ")[2]
    if len(after) > CONTEXT_CHARACTERS:
        after = after[: CONTEXT_CHARACTERS - 1].rpartition(" ")[0] + "…"
    return before, after


def _line(speaker: str, words: str) -> str:
    return f"{speaker}: {' '.join(words.split())}" if speaker else " ".join(words.split())
