"""Where the forms of thousands of secrets stand in a text, in one pass over its words."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from annotations.disclosure.dates import days_in
from annotations.disclosure.folding import Words, folded_words, readings, words_of
from annotations.disclosure.name_words import PARTICLES, TITLES
from annotations.disclosure.records import Secret
from annotations.disclosure.secret_forms import WORDED, Form, Strength, forms_of, given_names, numbers_of

K = TypeVar("K")
# the strongest first; what a name is part of (``public``) is no name
ORDER: Sequence[Strength] = ("full", "alone", "public", "mask", "surname", "initial", "acronym", "distinct", "given")
_LONGEST_GAP, _MOST_SKIPPED, _NUMBER_GAP = 12, 3, 4


@dataclass(frozen=True, slots=True)
class Hit:
    """``text[start:end]`` reads as a form of each of ``owners``."""

    start: int
    end: int
    strength: Strength
    owners: tuple[int, ...]


class _Writing(NamedTuple):
    """How a form has to be written; see ``Form``."""

    strength: Strength
    loose: bool
    capital: bool
    alike: bool


@dataclass
class _Node:
    next: dict[str, "_Node"] = field(default_factory=dict)
    owners: dict[_Writing, list[int]] = field(default_factory=dict)  # a common surname has many


class Matcher:
    """Finds forms. Built once for all outputs: a trie of words, a table of numbers, a table of days."""

    def __init__(self, secrets: Sequence[Secret], masks: Sequence[str] = (), public: Iterable[str] = ()) -> None:
        self._root, self._numbers, self._days = _Node(), dict[str, list[int]](), dict[datetime.date, list[int]]()
        searched: set[int] = set()
        given = given_names(secrets)
        for owner, secret in enumerate(secrets):
            if secret.kind == "birth_date":
                days = [day for form in secret.forms for _, _, day in days_in(form)]
                _put(self._days, days, owner)
                searched |= {owner} if days else set()
            elif secret.kind not in WORDED:
                numbers = list(numbers_of(secret))
                _put(self._numbers, numbers, owner)
                searched |= {owner} if numbers else set()
            else:
                forms = forms_of(secret, owner, given)
                self._add(forms)
                searched |= {owner} if forms else set()
        self.not_searched = tuple(secret.entity_id for owner, secret in enumerate(secrets) if owner not in searched)
        self._add(Form(tuple(folded_words(mask)), "mask", at, loose=False, capital=True) for at, mask in enumerate(masks))
        self._add(Form(tuple(folded_words(phrase)), "public", -1) for phrase in public)
        self._starts = frozenset(number[:n] for number in self._numbers for n in (1, 2, 3))
        self._longest = max(map(len, self._numbers), default=0)

    def hits(self, words: Words) -> list[Hit]:
        """In order of the text. Of those within each other the longest and strongest are kept; a mask within no secret."""
        found: dict[tuple[int, int, Strength], set[int]] = {}
        for read in readings(words):
            for start, end, strength, owners in self._forms(read):
                found.setdefault((start, end, strength), set()).update(owners)
            for start, end, owners in self._numbers_in(read):
                found.setdefault((start, end, "full"), set()).update(owners)
        if self._days:
            for start, end, day in days_in(words.text):
                found.setdefault((start, end, "full"), set()).update(self._days.get(day, ()))
        return _settled([Hit(*key, tuple(sorted(owners))) for key, owners in found.items() if owners])

    def hits_in(self, text: str) -> list[Hit]:
        return self.hits(words_of(text))

    def _add(self, forms: Iterable[Form]) -> None:
        for form in forms:
            node = self._root
            for word in form.words:
                node = node.next.setdefault(word, _Node())
            if form.words:
                node.owners.setdefault(_Writing(form.strength, form.loose, form.capital, form.alike), []).append(form.owner)

    def _forms(self, read: Words) -> Iterable[tuple[int, int, Strength, list[int]]]:
        first = self._root.next
        for index in [i for i, word in enumerate(read.words) if word in first]:
            node, path = first[read.words[index]], [index]
            while True:
                for writing, owners in node.owners.items():
                    if _fits(writing, read, path):
                        yield read.starts[index], read.ends[path[-1]], writing.strength, owners
                step = _next(node, read, path[-1])
                if step is None:
                    break
                node = node.next[read.words[step]]
                path.append(step)

    def _numbers_in(self, read: Words) -> Iterable[tuple[int, int, list[int]]]:
        if not self._numbers:
            return
        for index in [i for i, word in enumerate(read.words) if word[:3] in self._starts]:
            signs, last = "", index
            while True:
                signs += read.words[last]
                if signs in self._numbers:
                    yield read.starts[index], read.ends[last], self._numbers[signs]
                last += 1
                if last >= len(read) or len(signs) >= self._longest or read.starts[last] - read.ends[last - 1] > _NUMBER_GAP:
                    break


def _put(table: dict[K, list[int]], keys: Iterable[K], owner: int) -> None:
    for key in dict.fromkeys(keys):
        table.setdefault(key, []).append(owner)


def _next(node: _Node, read: Words, last: int) -> int | None:
    """Which word goes on from here: the next one, or the one after particles, titles and initials."""
    for step in range(last + 1, min(last + 2 + _MOST_SKIPPED, len(read))):
        if read.starts[step] - read.ends[step - 1] > _LONGEST_GAP:
            return None
        word = read.words[step]
        if word in node.next:
            return step
        if len(word) > 1 and word not in PARTICLES and word not in TITLES:
            return None
    return None


def _fits(form: _Writing, read: Words, path: Sequence[int]) -> bool:
    """Whether the words at ``path`` are written as the form asks."""
    if not form.loose and path[-1] - path[0] >= len(path):
        return False
    if form.strength == "mask":
        start, end = read.starts[path[0]], read.ends[path[-1]]
        if read.text[max(0, start - 1) : start] == "[" and read.text[end : end + 1] == "]":
            return True
    if form.capital and not read.text[read.starts[path[-1]] : read.ends[path[-1]]].isupper():
        return False
    return not form.alike or len({read.is_small(index) for index in path}) == 1


def _settled(hits: Sequence[Hit]) -> list[Hit]:
    """Without those that lie within another one, unless they are as strong and of other owners."""
    rank: Mapping[Strength, int] = {strength: at for at, strength in enumerate(ORDER)}
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, rank[hit.strength])):
        around = [other for other in kept[-8:] if hit.start < other.end and (hit.end <= other.end or hit.owners == other.owners)]
        if not any(_covers(other, hit, rank) for other in around):
            kept.append(hit)
    return kept


def _covers(outer: Hit, inner: Hit, rank: Mapping[Strength, int]) -> bool:
    if outer.strength == "public":
        return inner.strength not in {"full", "alone"} or (
            inner.strength == "alone" and outer.end - outer.start > inner.end - inner.start
        )
    if (outer.start, outer.end) == (inner.start, inner.end):
        return rank[outer.strength] < rank[inner.strength] and inner.strength != "mask"
    return rank[outer.strength] <= rank[inner.strength]
