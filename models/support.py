"""Whether a rephrased sentence says what the sentence said that it was made of, and nothing else.

The check is strict on purpose: it lets through far fewer sentences than are true. Word for word and mark for mark, a rephrasing is the
sentence, but for the few words of ``support_words.EXCHANGED`` that may always stand for one another. So no list has to name every word
that can turn a fact round: *the club says it paid* and *the club paid*, *out of* and *into*, *women* and *the women* differ in words
that look like nothing. The other lists only say of what kind a difference is.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from annotations.languages import base
from models.embeddings.protocol import Encoder
from models.support_words import EXCHANGED, NUMBERS, PROTECTED

Kind = str
"""One of ``FIRST``, a key of ``PROTECTED``, or meaning."""
FIRST = ("form", "citations", "quotes", "numbers", "names", "words", "lost", "order")
"""The kinds that are told before those of the protected words."""
ALIKE = 0.95
"""Cosine to the sentence that a rephrasing has at least: the last check, of what words alone do not show."""

_CITED = re.compile(r"\s*\[[^\[\]]*\]")
_OPENS = r"(?:[\"“”«»„‟‹›‘‚‛]|(?<!\w)['’])"
_PART = re.compile(
    r"(?P<citations>\[[^\[\]]*\])"
    rf"|(?P<quotes>{_OPENS}.*[\"“”«»„‟‹›‘’']|{_OPENS}.*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,:/%-]?\d+)*)"
    r"|(?P<form>[^\w\s]\s*|_)"
)


@dataclass(frozen=True)
class Doubt:
    """What a rephrasing is rejected for, and the words that show it."""

    kind: Kind
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Part:
    """A word, mark, citation or quote; of those that may stand for one another, the first in the list."""

    kind: Kind
    text: str


def can_check(language: str) -> bool:
    """Whether the words of this language are known here."""
    return base(language) in PROTECTED


def doubts(sentence: str, proposed: str, language: str, encoder: Encoder | None = None) -> tuple[Doubt, ...]:
    """Why ``proposed`` may not stand for ``sentence``; empty when it may.

    Parameters
    ----------
    sentence, proposed : with their citations in square brackets.
    language : of both; one that ``can_check`` knows.
    encoder : for the last check, that the two mean the same; left out when None.
    """
    spoken = base(language)
    found: dict[Kind, dict[str, None]] = {} if _is_one_line(sentence, proposed) else {"form": {}}
    for kind, text in _apart(list(_parts(sentence, spoken)), list(_parts(proposed, spoken))):
        found.setdefault(kind, {})[text] = None
    if found or encoder is None:
        told = [*FIRST, *PROTECTED[spoken]]
        return tuple(Doubt(kind, tuple(found[kind])) for kind in sorted(found, key=told.index))
    return _meaning(encoder, sentence, proposed)


def _is_one_line(sentence: str, proposed: str) -> bool:
    """Whether it is words between single spaces, with no spacing that the sentence has not."""
    spaces = set(re.findall(r"\s+", proposed)) - set(re.findall(r"\s+", sentence)) - {" "}
    return bool(proposed) and not spaces and proposed.strip() == proposed


def _apart(before: list[_Part], after: list[_Part]) -> Iterator[tuple[Kind, str]]:
    """What one has and the other has not; where only the order differs, what stands elsewhere."""
    new, lost = Counter(after) - Counter(before), Counter(before) - Counter(after)
    yield from ((part.kind, part.text) for part in new)
    yield from (("lost" if part.kind == "words" else part.kind, part.text) for part in lost)
    if not new and not lost:
        moved = (part for part, other in zip(after, before, strict=True) if part != other)
        yield from (("order" if part.kind == "words" else part.kind, part.text) for part in moved)


def _parts(text: str, language: str) -> Iterator[_Part]:
    """All that is not space, in order. What stands between the first mark of quotation and the last is one part, as it is.

    >>> [part.text for part in _parts("Those didn’t pay; 30 % did [S01].", "en")]
    ['These', 'did', 'not', 'pay', '; ', '30', '% ', 'did', '[S01]', '.']
    """
    plain = re.sub(r"\s", " ", unicodedata.normalize("NFC", text))
    for match in _PART.finditer(plain):
        kind, part = match.lastgroup, match[0]
        if kind == "word":
            yield from (_word(word, language) for word in _without_contraction(part.replace("’", "'")))
        elif kind == "form":
            yield _Part("form", part.replace("’", "'"))
        else:
            yield _Part(str(kind), part)


def _without_contraction(word: str) -> tuple[str, ...]:
    before = word.removesuffix("n't")
    return (before, "not") if before and before != word else (word,)


def _word(word: str, language: str) -> _Part:
    """Its kind, and the word: with its accents and capitals, which tell *pago* from *pagó* and *May* from *may*."""
    small = word.lower()
    same = next((group[0] for group in EXCHANGED[language] if small in group), small)
    text = word if same == small else same.capitalize() if word.istitle() else same
    folded = _folded(text)
    if text[0].isnumeric() or folded in NUMBERS[language]:
        return _Part("numbers", text)
    kinds = (kind for kind, words in PROTECTED[language].items() if folded in words)
    return _Part(next(kinds, "words" if text == text.lower() else "names"), text)


def _folded(word: str) -> str:
    """Small letters without accents."""
    plain = unicodedata.normalize("NFD", word.lower())
    return "".join(character for character in plain if unicodedata.category(character) != "Mn")


def _meaning(encoder: Encoder, sentence: str, proposed: str) -> tuple[Doubt, ...]:
    vectors = np.asarray(encoder.encode([_CITED.sub("", sentence), _CITED.sub("", proposed)]))
    return () if float(vectors[0] @ vectors[1]) >= ALIKE else (Doubt("meaning"),)
