"""Words with a capital that stand together: what a name may be made of."""

import re
from dataclasses import dataclass

from annotations.pseudonyms.cues import PARTICLES
from annotations.pseudonyms.lexicon import Lexicon
from annotations.pseudonyms.words import LOW, UPPER, Words

_SPACE = re.compile(r"[^\S\r\n\u2028\u2029\u0085]{1,3}\Z")
_WRAPPED = re.compile(r"[^\S\r\n]{0,3}\r?\n[^\S\r\n]{0,3}\Z")
_INITIAL = re.compile(r"\.[^\S\r\n]{0,2}\Z")
CONTRACTIONS = ("'m", "'ve", "'re", "'ll", "'d", "n't")
FLAT_RUN = 4
FLAT_TEXT_RATIO = 0.01
MAXIMUM_RUN = 9


@dataclass(frozen=True, slots=True)
class Context:
    """A text with what is known of its language. ``flat``: words whose capitals say nothing; ``flat_text``: nothing has capitals."""

    words: Words
    lexicon: Lexicon
    flat: frozenset[int]
    flat_text: bool

    def capital(self, index: int) -> bool:
        return 0 <= index < len(self.words.shapes) and self.words.shapes[index] != LOW and index not in self.flat

    def spaced(self, index: int) -> bool:
        """Whether nothing but a space stands between this word and the one before."""
        gap = self.words.gap(index)
        return gap == " " or _SPACE.match(gap) is not None

    def ordinary(self, key: str) -> bool:
        """Whether a word is a word of the language: frequent, or written in lower case somewhere in this text."""
        return key in self.lexicon.common or key in self.words.low or key.endswith(CONTRACTIONS)

    def joins(self, index: int) -> bool:
        """Whether the capital word at ``index`` goes on with the name that the word before it belongs to."""
        words = self.words
        if not self.capital(index) or index == 0:
            return False
        if self.spaced(index):
            return True
        gap, before = words.gap(index), index - 1
        if _INITIAL.match(gap) and words.ends[before] - words.starts[before] == 1:
            return True
        return (
            _WRAPPED.match(gap) is not None
            and self.lexicon.is_given(words.keys[before])
            and self.lexicon.is_family(words.keys[index])
            and words.text[words.ends[index] : words.ends[index] + 1] != ":"
        )

    def last_of(self, first: int) -> int:
        """The last word of the run of capitals, with the particles inside of it, that begins at ``first``."""
        last = first
        while last - first < MAXIMUM_RUN:
            after = last + 1
            if self.joins(after):
                last = after
                continue
            inner = after
            while inner < len(self.words) and inner - last <= 3 and self.words.keys[inner] in PARTICLES and self.spaced(inner):
                inner += 1
            if inner == after or not self.capital(inner) or not self.spaced(inner):
                return last
            last = inner
        return last

    def span(self, first: int, last: int) -> tuple[int, int]:
        return self.words.starts[first], self.words.ends[last]


def context(words: Words, lexicon: Lexicon) -> Context:
    """The words with the stretches whose capitals say nothing: lines in capitals, and texts without any."""
    flat: set[int] = set()
    start, count = 0, len(words)
    shapes = words.shapes
    for index in range(count + 1):
        if index < count and shapes[index] == UPPER:
            continue
        if index - start >= FLAT_RUN:
            flat.update(range(start, index))
        start = index + 1
    capitals = sum(shape != LOW for shape in shapes)
    return Context(words, lexicon, frozenset(flat), count >= 20 and capitals < FLAT_TEXT_RATIO * count)
