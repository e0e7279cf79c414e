"""What stands around a segment: the question in front of it and the neighbouring turns. For readers, never part of what is coded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotations.transcripts import Mark, Transcript, Turn
from models.sentences import BRACKETED, Stretch

BACKCHANNEL_WORDS = 4
CONTEXT_TURNS = 2
CONTEXT_CHARACTERS = 600
_REMARK = re.compile(rf"{BRACKETED}|\([^)]*\)|\{{[^}}]*\}}|<[^>]*>")
_MASK = re.compile(r"\[\w[\w ]{0,40} [A-Z]{1,3}\]")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an interviewer asked before somebody else spoke; ``language`` is that of the turns."""

    text: str
    language: str


def says_something(words: str) -> bool:
    """Whether there are words besides remarks in brackets; a mask such as ``[Empresa A]`` is a word.

    >>> says_something("[risas] (llora)"), says_something("[Empresa A]")
    (False, True)
    """
    return bool(_WORD.search(_REMARK.sub(lambda found: found.group() if _MASK.fullmatch(found.group()) else " ", words)))


def spoken(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """The words of ``text[start:end]`` without ``marks`` (ordered, disjoint, of that stretch), one space between words."""
    kept = []
    for mark in marks:
        kept.append(text[start : max(start, mark.start)])
        start = max(start, mark.end)
    return " ".join(" ".join([*kept, text[start:end]]).split())


def asked_before(transcript: Transcript) -> tuple[list[Asked], list[int]]:
    """What was asked, in order, and for every turn the position of the last of it, -1 where nothing was asked before.

    Turns of the interviewer in a row are one question. "Mm-hm" and the like are one only as long as nothing else was asked.
    """
    asked: list[Asked] = []
    before: list[int] = []
    opened = only_backchannels = False
    for turn in transcript.turns:
        before.append(len(asked) - 1)
        if turn.role != "interviewer":
            opened = False
            continue
        words = " ".join(transcript.words_of(turn).split())
        if not says_something(words):
            continue
        one = Asked(words, turn.language or transcript.language)
        if len(words.split()) < BACKCHANNEL_WORDS and "?" not in words and "？" not in words:
            if not asked or only_backchannels:
                asked.append(one)
                only_backchannels = True
        elif opened:
            asked[-1] = Asked(f"{asked[-1].text} {words}", one.language)
        else:
            asked.append(one)
            opened, only_backchannels = True, False
    return asked, before


def context(transcript: Transcript, at: int, stretch: Stretch) -> tuple[str, str]:
    """The turns around turn ``at`` (the rest of the same turn counts as one), speaker first, cut to what is read at a glance."""
    turns, own = transcript.turns, transcript.turns[at]
    earlier = [_tail(transcript, turn, turn.end) for turn in turns[max(0, at - CONTEXT_TURNS) : at]]
    later = [_head(transcript, turn, turn.start) for turn in turns[at + 1 : at + 1 + CONTEXT_TURNS]]
    if own.start < stretch.start and (line := _tail(transcript, own, stretch.start)):
        earlier.append(line)
    if stretch.end < own.end and (line := _head(transcript, own, stretch.end)):
        later.insert(0, line)
    before = "\n".join(filter(None, earlier[-CONTEXT_TURNS:]))
    after = "\n".join(filter(None, later[:CONTEXT_TURNS]))
    if len(before) > CONTEXT_CHARACTERS:
        before = "…" + before[-CONTEXT_CHARACTERS + 1 :].partition(" ")[2]
    if len(after) > CONTEXT_CHARACTERS:
        after = after[: CONTEXT_CHARACTERS - 1].rpartition(" ")[0] + "…"
    return before, after


def _tail(transcript: Transcript, turn: Turn, end: int) -> str:
    return _line(turn.speaker, transcript.text[max(turn.start, end - 4 * CONTEXT_CHARACTERS) : end])


def _head(transcript: Transcript, turn: Turn, start: int) -> str:
    return _line(turn.speaker, transcript.text[start : min(turn.end, start + 4 * CONTEXT_CHARACTERS)])


def _line(speaker: str, words: str) -> str:
    words = " ".join(words.split())
    return f"{speaker}: {words}" if speaker and words else words
