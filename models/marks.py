"""Hints about a whole segment: it seems to tell that nothing changed, or that people know and do nothing differently.

A mark is never a coding: the coder decides. It comes from plain sayings of the segment's language, precision first.
"""

import re
from collections.abc import Sequence
from functools import cache

from annotations.codings import Mark
from annotations.languages import base
from annotations.transcripts import Segment
from models.mark_words import MARK_CUES
from models.who import plain

KNOWING_SHARE = 0.34
"""From which share of a segment's sentences on that speak of knowing it is about nothing else."""
_SENTENCE = re.compile(r"[.!?…\n]+")
_WORD = re.compile(r"\w")


def marks_of(segment: Segment) -> tuple[Mark, ...]:
    """The marks of a segment, none in most.

    >>> marks_of(Segment("S1", 1, 0, 0, "Nothing has changed here.", "", language="en"))
    ('no_change',)
    """
    if base(segment.language) not in MARK_CUES:
        return ()
    same, not_same, knows, idle, does = _patterns(base(segment.language))
    text = plain(segment.words).replace("’", "'")
    found: list[Mark] = []
    if idle.search(text) or (knows.search(text) and not does.search(text) and _mostly(knows, text)):
        found.append("knowledge_only")
    if same.search(text) and same.search(not_same.sub(" ", text)):
        found.append("no_change")
    return tuple(found)


def marks_in(segments: Sequence[Segment]) -> dict[str, tuple[Mark, ...]]:
    """The marks by segment id, of the segments that have any."""
    return {segment.id: marks for segment in segments if (marks := marks_of(segment))}


def _mostly(knows: re.Pattern[str], text: str) -> bool:
    said = [sentence for sentence in _SENTENCE.split(text) if _WORD.search(sentence)]
    return sum(bool(knows.search(sentence)) for sentence in said) >= KNOWING_SHARE * len(said)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    cues = MARK_CUES[language]
    return tuple(re.compile(rf"\b(?:{part})") for part in (cues.same, cues.not_same, cues.knows, cues.idle, cues.does))
