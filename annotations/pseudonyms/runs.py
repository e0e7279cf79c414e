"""Words with a capital that stand together: what a name may be made of."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from annotations.pseudonyms.cues import PARTICLES
from annotations.pseudonyms.lexicon import Lexicon
from annotations.pseudonyms.words import LOW, UPPER, Words

_SPACE = re.compile(r"[^\S\r\n\u2028\u2029\u0085]{1,3}\Z")
_WRAPPED = re.compile(r"[^\S\r\n]{0,3}\r?\n[^\S\r\n]{0,3}\Z")
_INITIAL = re.compile(r"\.[^\S\r\n]{0,2}\Z")
_AMPERSAND = re.compile(r" ?& ?\Z")
_LABEL = re.compile(r"[ \d]{0,4}:")
_PUNCTUATION = re.compile(r"[.,;?!¿¡]")
# given names that are often cut short, with a full stop
ABBREVIATED = frozenset({"ma", "gpe", "fco", "fca", "jse", "anto", "st"})
CONTRACTIONS = ("'m", "'ve", "'re", "'ll", "'d", "n't")
FLAT_RUN = 4
FLAT_TEXT_RATIO = 0.01
FLAT_TEXT_WORDS, FLAT_STRETCH, LONG_FLAT_STRETCH = 8, 25, 80
MAXIMUM_RUN = 9


@dataclass(frozen=True, slots=True)
class Context:
    """A text with what is known of its language.

    ``flat``: words whose capitals say nothing; ``stretches``: from word to word (end exclusive), where nothing has capitals, in order.
    """

    words: Words
    lexicon: Lexicon
    flat: frozenset[int]
    stretches: tuple[tuple[int, int], ...]

    def capital(self, index: int) -> bool:
        return 0 <= index < len(self.words.shapes) and self.words.shapes[index] != LOW and index not in self.flat

    def spaced(self, index: int) -> bool:
        """Whether nothing but a space stands between this word and the one before."""
        gap = self.words.gap(index)
        return gap == " " or _SPACE.match(gap) is not None

    def ordinary(self, key: str) -> bool:
        """Whether a word is a word of the language: frequent, or written in lower case somewhere in this text."""
        return self.lexicon.is_word(key) or key in self.words.low or key.endswith(CONTRACTIONS)

    def without_capitals(self, index: int) -> bool:
        """Whether the words around are written without capitals, as machines and hasty people write."""
        place = bisect_right(self.stretches, (index, len(self.words) + 1)) - 1
        return place >= 0 and self.stretches[place][0] <= index < self.stretches[place][1]

    def near(self, index: int) -> bool:
        """Whether nothing but a space, or the full stop of an initial and a space, stands between this word and the one before."""
        return self.spaced(index) or (
            index > 0 and _INITIAL.match(self.words.gap(index)) is not None and self._cut_short(index - 1)
        )

    def _cut_short(self, index: int) -> bool:
        return self.words.ends[index] - self.words.starts[index] == 1 or self.words.keys[index] in ABBREVIATED

    def joins(self, index: int) -> bool:
        """Whether the capital word at ``index`` goes on with the name that the word before it belongs to."""
        words = self.words
        if not self.capital(index) or index == 0:
            return False
        if self.spaced(index):
            return True
        gap, before = words.gap(index), index - 1
        if _INITIAL.match(gap) and self._cut_short(before):
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
            if self.joins(after) or (self.capital(after) and _AMPERSAND.match(self.words.gap(after))):
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
    return Context(words, lexicon, frozenset(flat), _stretches(words))


def _stretches(words: Words) -> tuple[tuple[int, int], ...]:
    """Where nothing but labels has capitals: the whole text, or long stretches without punctuation."""
    text, count = words.text, len(words)
    capitals = [i for i, shape in enumerate(words.shapes) if shape != LOW and not _LABEL.match(text, words.ends[i])]
    if count >= FLAT_TEXT_WORDS and len(capitals) <= FLAT_TEXT_RATIO * count:
        return ((0, count),)
    found: list[tuple[int, int]] = []
    for before, after in pairwise([-1, *capitals, count]):
        length = after - before - 1
        if length < FLAT_STRETCH:
            continue
        bare = not _PUNCTUATION.search(text, words.starts[before + 1], words.ends[after - 1])
        if bare or length >= LONG_FLAT_STRETCH:
            found.append((before + 1, after))
    return tuple(found)
