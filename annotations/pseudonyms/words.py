"""A text as words with their offsets, a key that ignores case and accents, and their shape."""

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LETTER = r"[^\W\d_]"
COMBINING = "\u0300-\u036f"
WORD = re.compile(rf"{LETTER}[^\W_{COMBINING}]*(?:[{COMBINING}]+[^\W_]*)*(?:['’\-]{LETTER}[^\W_]*[{COMBINING}]*[^\W_]*)*")
POSSESSIVE = ("'s", "’s", "'S", "’S")
LOW, CAPITAL, UPPER = 0, 1, 2
LONGEST_GAP = 60
# what a new sentence comes after: a full stop and its like, perhaps with quotes and brackets; the start of a line
_BEFORE_SENTENCE = re.compile(
    r"(?:^|[.?!…:;¿¡\n\r\u2028\u2029\u0085]|[-–—•*]\s)[\s\"'“”«»‘’()\[\]\u200e\u200f\u202a-\u202e\u2066-\u2069¿¡–—-]*\Z"
)


def fold(word: str) -> str:
    """Without case and accents, so that all spellings of a name are one.

    >>> fold("PÉREZ"), fold("Nuñ\u0303ez")
    ('perez', 'nunez')
    """
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).casefold().replace("’", "'")


@lru_cache(maxsize=2**17)
def _key(word: str) -> tuple[str, int]:
    """Key and shape of a word, once for every word of a language."""
    shape = LOW if word.islower() or not word[0].isupper() else UPPER if len(word) > 1 and word.isupper() else CAPITAL
    return sys.intern(fold(word)), shape


@dataclass(frozen=True, slots=True)
class Words:
    """The words of ``text``, as columns: N words, ``starts[i]:ends[i]`` is the word ``i``. A final 's is left out."""

    text: str
    starts: list[int]
    ends: list[int]
    keys: list[str]
    shapes: list[int]
    low: frozenset[str]

    def __len__(self) -> int:
        return len(self.starts)

    def gap(self, index: int) -> str:
        """What stands before the word, after the word before it."""
        return self.text[self.ends[index - 1] if index else 0 : self.starts[index]]

    def begins_sentence(self, index: int) -> bool:
        """Whether the word has its capital from its place and not from being a name."""
        if index == 0:
            return True
        gap = self.gap(index)
        if gap == " ":
            return False
        gap = gap[-LONGEST_GAP:]
        return _BEFORE_SENTENCE.search(gap if self.ends[index - 1] else "\n" + gap) is not None

    def key(self, index: int) -> str:
        """The key of a word, empty outside of the text."""
        return self.keys[index] if 0 <= index < len(self.keys) else ""


def words_of(text: str) -> Words:
    """The words of a text, in one pass."""
    starts: list[int] = []
    ends: list[int] = []
    folded: list[str] = []
    shapes: list[int] = []
    low: set[str] = set()
    for match in WORD.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        if word.endswith(POSSESSIVE):
            word, end = word[:-2], end - 2
        key, shape = _key(word)
        if shape == LOW:
            low.add(key)
        starts.append(start)
        ends.append(end)
        folded.append(key)
        shapes.append(shape)
    return Words(text, starts, ends, folded, shapes, frozenset(low))


def keyset(words: str) -> frozenset[str]:
    """A list of keys, written as one text.

    >>> sorted(keyset("la de"))
    ['de', 'la']
    """
    return frozenset(words.split())


def split_key(key: str) -> list[str]:
    """The parts of a hyphenated word.

    >>> split_key("garcia-lopez")
    ['garcia', 'lopez']
    """
    return [part for part in key.split("-") if part]
