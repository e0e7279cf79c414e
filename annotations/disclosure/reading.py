"""The documents of one check, read once: words, and what stands where."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotations.changes.story_quotes import sentences
from annotations.disclosure.folding import Words, words_of
from annotations.disclosure.matching import Hit, Matcher
from annotations.disclosure.records import Document, Part, Place
from annotations.disclosure.writing import blocks

_DASHED = re.compile(r"\n(?=\s*[—–]|\s*-\s)")


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part of the document with this number, its words, and the forms of secrets and masks found in it."""

    document: int
    scope: str
    part: Part
    words: Words
    hits: Sequence[Hit]

    def place(self, offset: int) -> Place:
        return self.part.place(offset)

    def word_at(self, offset: int) -> int:
        """The number of the word that begins at ``offset`` or after it."""
        return bisect_left(self.words.starts, offset)

    def hits_between(self, start: int, end: int) -> Sequence[Hit]:
        """Those that touch ``start:end``."""
        last = bisect_left(self.hits, end, key=lambda hit: hit.start)
        return [
            hit
            for hit in self.hits[max(0, bisect_right(self.hits, start, key=lambda hit: hit.start) - 4) : last]
            if hit.end > start
        ]


@dataclass(frozen=True, slots=True)
class Passage:
    """What belongs together in a part: a sentence, or a row of a table."""

    start: int
    end: int
    is_row: bool


def read(documents: Sequence[Document], matcher: Matcher) -> list[ReadPart]:
    found = []
    for number, document in enumerate(documents):
        for part in document.parts:
            words = words_of(part.text)
            found.append(ReadPart(number, document.scope, part, words, matcher.hits(words)))
    return found


def passages(part: Part) -> Iterator[Passage]:
    """Rows whole, all else by sentences; a line that begins with a dash begins anew, as the attribution below a quote does."""
    for start, end, is_row in blocks(part):
        if is_row:
            yield Passage(start, end, True)
            continue
        cuts = [start, *(start + match.end() for match in _DASHED.finditer(part.text[start:end])), end]
        for a, b in pairwise(cuts):
            for c, d in sentences(part.text[a:b]):
                yield Passage(a + c, a + d, False)
