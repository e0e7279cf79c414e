"""Where a stretch of a text is after the text has changed a little."""

import re
from difflib import SequenceMatcher
from itertools import accumulate

_PARTS = re.compile(r"\[[^\[\]]*\]|\w+|\W")


def moved(old: str, new: str, start: int, end: int) -> tuple[int, int]:
    """Start and end in ``new`` of what is ``old[start:end]``; empty (``start == end``) when all of it is gone.

    A border within what was replaced goes to the edge of the replacement, so that the stretch keeps holding it. Words, and what
    stands in brackets, are replaced whole.

    >>> old, new = "Vino Juan Pérez a la junta", "Vino [Persona A] a la junta"
    >>> start, end = moved(old, new, 5, 9)
    >>> new[start:end]
    '[Persona A]'
    """
    if old == new:
        return start, end
    before, after = _PARTS.findall(old), _PARTS.findall(new)
    here, there = ([0, *accumulate(map(len, parts))] for parts in (before, after))
    first, last = len(new), len(new)
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if here[a] <= start < here[b]:
            first = there[c] + (start - here[a] if kind == "equal" else 0)
        if here[a] < end <= here[b]:
            last = there[c] + end - here[a] if kind == "equal" else there[d]
    return (first, last) if first < last else (first, first)
