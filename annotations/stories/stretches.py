"""Which stretch of a segment somebody quotes: always its own words, in one piece, and whole ones."""

import re

from annotations.errors import BadInput
from annotations.transcripts import trimmed

_WHOLE = re.compile(r"\[[^\[\]]*\]|\w+(?:['’\-]\w+)*")
"""What is not cut: a word, and what stands in the place of a name."""


def stretch_of(text: str, words: str) -> tuple[int, int]:
    """Where these words stand in a text, to the letter; spaces and ends of lines are alike, since pages show them so. Raises BadInput
    where they do not, or more than once.

    >>> stretch_of("Antes no. Ahora leen las cuentas.", "leen las cuentas")
    (16, 32)
    """
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = [match.span(1) for match in re.finditer(f"(?=({pattern}))", text)] if pattern else []
    if not found:
        raise BadInput(
            "the segment does not say that, letter for letter",
            remedy="copy the words from the transcript as it is shown, with what stands there in the place of names",
        )
    if len(found) > 1:
        raise BadInput(
            f"the segment says that {len(found)} times",
            remedy="give more of the words around it, or the first and last character (start, end)",
        )
    return found[0]


def checked_stretch(text: str, start: int, end: int, segment_id: str) -> tuple[int, int]:
    """``text[start:end]`` without the spaces around it. Raises BadInput: not in the text, empty, or through a word or a name's stand-in."""
    if not 0 <= start < end <= len(text):
        raise BadInput(
            f"{segment_id} has {len(text)} characters, not {start} to {end}", remedy="name a stretch within the segment"
        )
    start, end = trimmed(text, start, end)
    if start >= end:
        raise BadInput(f"nothing is said there in {segment_id}", remedy="name a stretch with words")
    for whole in _WHOLE.finditer(text):
        if any(whole.start() < border < whole.end() for border in (start, end)):
            raise BadInput(
                f"the quote would begin or end within a word of {segment_id}, or within what stands for a name",
                remedy="quote whole words; what stands for a name, such as [Person A], whole or not at all",
            )
    return start, end
