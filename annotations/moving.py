"""Where a stretch of a text is after the text has changed a little."""

from difflib import SequenceMatcher


def moved(old: str, new: str, start: int, end: int) -> tuple[int, int]:
    """Start and end in ``new`` of what is ``old[start:end]``; empty (``start == end``) when all of it is gone.

    A border within what was replaced goes to the edge of the replacement, so that the stretch keeps holding it.

    >>> old, new = "Vino Juan Pérez a la junta", "Vino [Persona A] a la junta"
    >>> start, end = moved(old, new, 5, 15)
    >>> new[start:end]
    '[Persona A]'
    """
    if old == new:
        return start, end
    pieces = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    first, last = len(new), len(new)
    for kind, a, b, c, d in pieces:
        if a <= start < b:
            first = c + (start - a if kind == "equal" else 0)
        if a < end <= b:
            last = c + end - a if kind == "equal" else d
    return (first, last) if first < last else (first, first)
