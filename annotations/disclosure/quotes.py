"""Quotes that can be looked up: the same words elsewhere with another or a fuller attribution, or in public without a mask.

Linear in the length of all texts: runs of eight words (shingles) of the quotes are kept in a table, and every text is read once.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotations.disclosure.attributes import Attribute, Combination, Named, People, Value, Vocabulary, combinations, within
from annotations.disclosure.covering import Cover
from annotations.disclosure.folding import words_of
from annotations.disclosure.reading import ReadPart
from annotations.disclosure.records import Finding, Public
from annotations.disclosure.writing import blocks

RUN = 8
_QUOTED = re.compile(r"“[^“”]{20,4000}”|«[^«»]{20,4000}»|\"[^\"\n]{20,4000}\"|„[^„“”]{20,4000}[“”]")
_MOST_PLACES, _ATTRIBUTION_WORDS = 5, 30
Facts = Mapping[Attribute, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words ``first:last`` of a part, and what the words around say about who said them."""

    part: int
    first: int
    last: int
    facts: Facts
    sessions: frozenset[str]

    @property
    def told(self) -> frozenset[tuple[Attribute, Value]]:
        return frozenset((name, value) for name, values in self.facts.items() for value in values)


class QuoteCheck:
    """Looks for the quotes of all parts in all parts, and in what is public."""

    def __init__(self, parts: Sequence[ReadPart], named: Sequence[Sequence[Named]], vocabulary: Vocabulary) -> None:
        self._parts, self._named, self._vocabulary = parts, named, vocabulary
        self._blocks = [list(blocks(read.part)) for read in parts]
        self.quotes = [quote for number in range(len(parts)) for quote in self._quotes(number)]
        self._table: dict[tuple[str, ...], list[int]] = {}
        for index, quote in enumerate(self.quotes):
            words = parts[quote.part].words.words
            for at in range(quote.first, quote.last - RUN + 1):
                owners = self._table.setdefault(tuple(words[at : at + RUN]), [])
                if not owners or owners[-1] != index:
                    owners.append(index)
        self._first = frozenset(shingle[0] for shingle in self._table)

    def elsewhere(self, people: People, k: int, cover: Cover, documents: Sequence[str]) -> list[Finding]:
        """One finding for two places that say different things of the speaker of the same words, at the one that says less."""
        found: dict[tuple[tuple[int, int], tuple[int, int]], Finding | None] = {}
        for number, read in enumerate(self._parts):
            for index, at in self._runs(read.words.words):
                quote = self.quotes[index]
                if quote.part == number and quote.first <= at < quote.last:
                    continue
                other = self._around(number, at)
                here, there = sorted(((quote.part, quote.first), (number, other.first)))
                if not found.get((here, there)):
                    found[here, there] = self._compare(quote, other, people, k, cover, documents)
        return [finding for finding in found.values() if finding]

    def public(self, corpus: Iterable[Public], cover: Cover, documents: Sequence[str]) -> list[Finding]:
        """Quotes of which a run of words stands in public: whoever searches for it finds where and by whom it was said."""
        found: dict[tuple[int, str], Finding] = {}
        for text in corpus:
            for index, _ in self._runs(words_of(text.text).words):
                quote = self.quotes[index]
                read, start, end = self._span(quote)
                if (index, text.name) not in found:
                    found[index, text.name] = Finding(
                        kind="quote_public",
                        severity="stop",
                        document=documents[read.document],
                        place=cover.place(read.place(start)),
                        excerpt=cover.excerpt(read, start, end),
                        reason=cover.text(text.name),
                    )
        return list(found.values())

    def _runs(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Quotes of which a run begins at a word; each once for every unbroken stretch."""
        running: dict[int, int] = {}
        for at in [i for i, word in enumerate(words) if word in self._first]:
            for index in self._table.get(tuple(words[at : at + RUN]), ()):
                if running.get(index, -RUN - 1) < at - RUN:
                    yield index, at
                running[index] = at

    def _quotes(self, number: int) -> Iterator[Quote]:
        read = self._parts[number]
        if read.part.hidden:
            return
        text = read.part.text
        bounds = self._blocks[number]
        for at, (start, end, is_row) in enumerate(bounds):
            spans = _cells(read, start, end) if is_row else [m.span() for m in _QUOTED.finditer(text, start, end)]
            spans = spans or ([(start, end)] if text[start:end].lstrip().startswith(">") else [])
            for a, b in spans:
                first, last = read.word_at(a), read.word_at(b)
                if last - first < RUN:
                    continue
                until = self._attribution_end(read, bounds, at)
                facts = _around(self._named[number], start, until, a, b)
                yield Quote(number, first, last, facts, self._vocabulary.cited(f"{text[start:a]} {text[b:until]}"))

    def _attribution_end(self, read: ReadPart, bounds: Sequence[tuple[int, int, bool]], at: int) -> int:
        """Where the attribution of a quote in this block ends: with the block, or with a short one after it that begins with a dash."""
        _, end, is_row = bounds[at]
        if is_row or at + 1 == len(bounds):
            return end
        start, after, _ = bounds[at + 1]
        following = read.part.text[start:after]
        short = read.word_at(after) - read.word_at(start) <= _ATTRIBUTION_WORDS
        return after if short and re.match(r"\s*(?:[>*_ ]*)(?:[—–(-]|\*)", following) else end

    def _around(self, number: int, at: int) -> Quote:
        """The quote that a word belongs to, else the words around it."""
        index = bisect_right(self.quotes, (number, at), key=lambda quote: (quote.part, quote.first)) - 1
        if index >= 0 and self.quotes[index].part == number and at < self.quotes[index].last:
            return self.quotes[index]
        read = self._parts[number]
        offset = read.words.starts[at]
        start, end = self._blocks[number][bisect_right(self._blocks[number], offset, key=lambda block: block[0]) - 1][:2]
        facts = within(self._named[number], start, end)
        return Quote(number, at, at + RUN, facts, self._vocabulary.cited(read.part.text[start:end]))

    def _compare(
        self, quote: Quote, other: Quote, people: People, k: int, cover: Cover, documents: Sequence[str]
    ) -> Finding | None:
        """What is gained by reading both: a finding for the poorer attribution."""
        if other.told <= quote.told:
            return None
        joined = {**quote.facts, **other.facts}
        fitting = [(c, people.fitting(c)) for c in combinations(joined)]
        fewest: tuple[Combination, tuple[str, ...]] = min(
            (one for one in fitting if one[1]), key=lambda one: len(one[1]), default=((), ())
        )
        read, start, end = self._span(quote)
        elsewhere, there, _ = self._span(other)
        few = 0 < len(fewest[1]) < k
        return Finding(
            kind="quote_elsewhere",
            severity="stop" if few and len(fewest[1]) < self._fitting(quote, people) and len(fewest[1]) == 1 else "look",
            document=documents[read.document],
            place=cover.place(read.place(start)),
            excerpt=cover.excerpt(read, start, end),
            respondents=fewest[1] if few else (),
            combination=tuple(
                (name, cover.text(self._vocabulary.show(name, value))) for name, value in fewest[0] or sorted(other.told, key=str)
            ),
            count=len(fewest[1]),
            others=((documents[elsewhere.document], cover.place(elsewhere.place(there))),),
        )

    def _fitting(self, quote: Quote, people: People) -> int:
        """How many its own attribution fits, at least."""
        return min((len(fitting) for c in combinations(quote.facts) if (fitting := people.fitting(c))), default=0)

    def _span(self, quote: Quote) -> tuple[ReadPart, int, int]:
        words = self._parts[quote.part].words
        return self._parts[quote.part], words.starts[quote.first], words.ends[min(quote.last, len(words)) - 1]


def _cells(read: ReadPart, start: int, end: int) -> list[tuple[int, int]]:
    return [(piece.start, piece.end) for piece in read.part.pieces if start <= piece.start < end]


def _around(named: Sequence[Named], start: int, end: int, a: int, b: int) -> Facts:
    """What is said in ``start:end`` outside of the quote ``a:b``."""
    before, after = within(named, start, a), within(named, b, end)
    return {name: tuple(dict.fromkeys((*before.get(name, ()), *after.get(name, ())))) for name in {**before, **after}}
