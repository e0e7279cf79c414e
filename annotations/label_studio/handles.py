"""Two key strokes for every code: Shift and a key where all codes are in view, else two characters to type into a search.

In the search of Label Studio's Taxonomy the two characters leave that code alone.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, count, pairwise, product

from annotations.codeframe import Code, CodeFrame

DIGITS = "123456789"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LAST_RESORT = ".-,0"
SHIFTED = "abcdefghijklmnopqrstuvwxyz1234567890"


def all_in_view(frame: CodeFrame) -> bool:
    """Whether the frame is small enough for all its codes to be laid out, each with a key of its own."""
    return len(frame.leaves) <= len(SHIFTED)


def shortcuts(frame: CodeFrame) -> dict[str, str]:
    """What stands before the name of every applicable code: ``⇧A`` (Shift and A), or the two characters of ``handles``."""
    if not all_in_view(frame):
        return handles(frame)
    return {leaf.id: f"⇧{key.upper()}" for leaf, key in zip(frame.leaves, SHIFTED, strict=False)}


def handles(frame: CodeFrame) -> dict[str, str]:
    """A two-character handle for every applicable code, in frame order.

    The letter of the family and one of ``1-9a-z``; families beyond that room take other pairs. The search finds a word anywhere
    in a name, so a pair that occurs in any name of the frame, in any language, is passed over while others are left. A frame with more
    codes than there are pairs goes on with three characters.
    """
    return dict(_handles(_Same(frame)))


class _Same:
    """The frame as a key of the cache, by identity: every task asks for the same handles, and words cannot be hashed."""

    def __init__(self, frame: CodeFrame) -> None:
        self.frame = frame

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.frame is self.frame

    def __hash__(self) -> int:
        return id(self.frame)


@lru_cache(maxsize=4)
def _handles(key: _Same) -> dict[str, str]:
    frame = key.frame
    words = [text.casefold() for family in frame.families for code in _tree(family) for text in code.name.values()]
    pairs = {two for text in words for two in map("".join, pairwise(text))}
    given: dict[str, str] = {}
    taken: set[str] = set()
    for letter, family in zip(_family_letters(frame), frame.families, strict=True):
        spare = (two for two in _candidates(letter) if two not in pairs and two not in taken)
        for leaf in family.leaves():
            handle = next(spare, None) or next(free for free in chain(_candidates(letter), _longer()) if free not in taken)
            given[leaf.id] = handle
            taken.add(handle)
    return given


def _candidates(letter: str) -> Iterator[str]:
    """All pairs, the family's own first, then those with a digit, which are rare inside words."""
    yield from (letter + second for second in DIGITS + LETTERS)
    yield from map("".join, product(LETTERS, DIGITS))
    yield from map("".join, product(DIGITS, LETTERS + DIGITS))
    yield from map("".join, product(LETTERS, LETTERS))
    yield from map("".join, product(LETTERS + DIGITS, LAST_RESORT))


def _longer() -> Iterator[str]:
    """Three characters and more, where a frame has more codes than there are pairs (1,365)."""
    for length in count(2):
        yield from ("0" + "".join(more) for more in product("0" + DIGITS + LETTERS, repeat=length))


def _family_letters(frame: CodeFrame) -> list[str]:
    """One letter per family: the first of its name (else its id) that no family before it took, else any that is free."""
    letters: list[str] = []
    for family in frame.families:
        wanted = "".join([*family.name.values(), family.id]).casefold() + LETTERS
        free = (letter for letter in wanted if letter in LETTERS and letter not in letters)
        letters.append(next(free, LETTERS[len(letters) % len(LETTERS)]))
    return letters


def _tree(code: Code) -> Iterator[Code]:
    yield code
    for child in code.codes:
        yield from _tree(child)
