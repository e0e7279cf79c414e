"""Whether a rephrased sentence says what the sentence said that it was made of, and nothing else.

The checks are strict on purpose: they let through fewer sentences than are true. A rephrasing keeps every citation, quote, number and
name in its place, every word that negates, limits, compares or gives a cause; has no word of content that was not there; and loses few.
Word order is kept too, since *the club asked the committee* and *the committee asked the club* have the same words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from annotations.languages import base
from models.embeddings.protocol import Encoder
from models.support_words import FREE, NUMBERS, PAST, PROTECTED

Kind = str
"""form, citations, quotes, numbers, names, words, lost, order, tense, meaning, or a key of ``PROTECTED``."""
KEPT = 0.8
"""Share of the words of content that a rephrasing keeps at least."""
LONGER = 1.3
"""How many times as long as the sentence it may be."""
ALIKE = 0.95
"""Cosine to the sentence that it has at least: the last check, of what words alone do not show."""

IN_ORDER = "direction"

_CITED = re.compile(r"\s*\[[^\[\]]*\]")
_QUOTED = re.compile(r"[“«\"]([^”»\"]*)[”»\"]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,:/%-]?\d+)*%?")
_ENDS = re.compile(r"[.!?…:]\s*$")


@dataclass(frozen=True)
class Doubt:
    """What a rephrasing is rejected for, and the words that show it."""

    kind: Kind
    words: tuple[str, ...] = ()


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
    checks: tuple[Callable[[str, str], Doubt | None], ...] = (
        _form, _citations, _quotes, partial(_numbers, spoken), _names, partial(_new_words, spoken), partial(_lost_words, spoken),
        partial(_order, spoken), partial(_tense, spoken), *(partial(_protected, spoken, kind) for kind in PROTECTED[spoken]),
    )  # fmt: skip
    found = tuple(filter(None, (check(sentence, proposed) for check in checks)))
    if found or encoder is None:
        return found
    return _meaning(encoder, sentence, proposed)


def _form(sentence: str, proposed: str) -> Doubt | None:
    one_line = "\n" not in proposed.strip() and proposed.strip() == proposed and bool(proposed)
    alike = len(proposed) <= LONGER * len(sentence) + 10
    marked = set(re.findall(r"[*_`#<>|{}\\]", proposed)) - set(sentence)
    return None if one_line and alike and not marked else Doubt("form")


def _citations(sentence: str, proposed: str) -> Doubt | None:
    """The same citations in the same brackets and the same order, each after the same words of content or numbers."""
    before, after = (re.findall(r"\[[^\[\]]*\]", text) for text in (sentence, proposed))
    return None if before == after else Doubt("citations", tuple(after))


def _quotes(sentence: str, proposed: str) -> Doubt | None:
    before, after = (_QUOTED.findall(text) for text in (sentence, proposed))
    return None if before == after else Doubt("quotes", tuple(after))


def _numbers(language: str, sentence: str, proposed: str) -> Doubt | None:
    before, after = (
        [word for word in _words(text) if word[0].isdigit() or word in NUMBERS[language]] for text in (sentence, proposed)
    )
    return None if before == after else Doubt("numbers", _apart(before, after))


def _names(sentence: str, proposed: str) -> Doubt | None:
    """Words with a capital, but for the first of a sentence: the same ones, in the same order."""
    known = set(_capitals(sentence, first=True))
    before = [word for word in _capitals(sentence, first=True) if word in _capitals(sentence) or word in _capitals(proposed)]
    after = [word for word in _capitals(proposed, first=True) if word in before]
    new = [word for word in _capitals(proposed) if word not in known]
    return None if before == after and not new else Doubt("names", (*new, *_apart(before, after)))


def _new_words(language: str, sentence: str, proposed: str) -> Doubt | None:
    known = {_stem(word, language) for word in _words(sentence)}
    new = [word for word in _content(language, proposed) if _stem(word, language) not in known]
    return Doubt("words", tuple(new)) if new else None


def _lost_words(language: str, sentence: str, proposed: str) -> Doubt | None:
    left = {_stem(word, language) for word in _words(proposed)}
    content = _content(language, sentence)
    lost = [word for word in content if _stem(word, language) not in left]
    return Doubt("lost", tuple(lost)) if len(lost) > (1 - KEPT) * len(content) else None


def _order(language: str, sentence: str, proposed: str) -> Doubt | None:
    """What both have, in the order of its first occurrence, citations among the words: who does what to whom, and what is cited for what."""
    both = [
        dict.fromkeys(
            part if part.startswith("[") else _stem(_folded(part), language)
            for part in re.findall(r"\[[^\[\]]*\]|" + _WORD.pattern, text)
            if part.startswith("[") or _is_content(_folded(part), language)
        )
        for text in (sentence, proposed)
    ]
    before, after = ([word for word in own if word in other] for own, other in (both, both[::-1]))
    return None if before == after else Doubt("order", tuple(word for word, at in zip(after, before, strict=True) if word != at))


def _protected(language: str, kind: Kind, sentence: str, proposed: str) -> Doubt | None:
    """As many of each; of those that say who gave and who got, in the same order."""
    before, after = (
        [part for word in _words(text) for part in _parts(word) if part in PROTECTED[language][kind]]
        for text in (sentence, proposed)
    )
    same = before == after if kind == IN_ORDER else Counter(before) == Counter(after)
    return None if same else Doubt(kind, _apart(before, after))


def _tense(language: str, sentence: str, proposed: str) -> Doubt | None:
    before, after = (bool(PAST[language].intersection(_words(text))) for text in (sentence, proposed))
    return None if before == after else Doubt("tense")


def _meaning(encoder: Encoder, sentence: str, proposed: str) -> tuple[Doubt, ...]:
    vectors = np.asarray(encoder.encode([_CITED.sub("", sentence), _CITED.sub("", proposed)]))
    return () if float(vectors[0] @ vectors[1]) >= ALIKE else (Doubt("meaning"),)


def _folded(word: str) -> str:
    """Small letters without accents, straight apostrophes."""
    plain = unicodedata.normalize("NFD", word.replace("’", "'").lower())
    return "".join(character for character in plain if unicodedata.category(character) != "Mn")


def _words(text: str) -> list[str]:
    return [_folded(word) for word in _WORD.findall(_CITED.sub(" ", text))]


def _parts(word: str) -> tuple[str, ...]:
    """*don't* is *do* and *n't*."""
    return (word[:-3], "n't") if word.endswith("n't") else (word,)


def _is_content(word: str, language: str) -> bool:
    known = FREE[language] | NUMBERS[language] | frozenset().union(*PROTECTED[language].values())
    return not word[0].isdigit() and not any(part in known for part in (word, *_parts(word)))


def _content(language: str, text: str) -> list[str]:
    return [word for word in _words(text) if _is_content(word, language)]


def _stem(word: str, language: str) -> str:
    """Forms of one word that say the same: plurals, and in English the forms of a verb. Spanish endings tell tenses apart and stay.

    >>> _stem("sessions", "en"), _stem("reading", "en"), _stem("cuentas", "es"), _stem("acordaran", "es"), _stem("acordaron", "es")
    ('session', 'read', 'cuenta', 'acordaran', 'acordaron')
    """
    word = word.removesuffix("'s").removesuffix("'")
    endings = r"(?:ing|ed|es|s)$" if language == "en" else r"s$"
    return re.sub(endings, "", word) if len(word) > 4 else word


def _capitals(text: str, *, first: bool = False) -> list[str]:
    """Words with a capital letter, in order, each once; those that begin a sentence only with ``first``."""
    plain = _CITED.sub(" ", text)
    found = (match for match in _WORD.finditer(plain) if match[0][0].isupper())
    return list(dict.fromkeys(match[0] for match in found if first or not _begins(plain, match.start())))


def _begins(text: str, at: int) -> bool:
    before = text[:at].rstrip(' “«"¿¡(—-')
    return not before or bool(_ENDS.search(before))


def _apart(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """What one has and the other has not; where only the order differs, what stands elsewhere."""
    counted = (Counter(after) - Counter(before)) + (Counter(before) - Counter(after))
    return tuple(counted) or tuple(word for word, other in zip(after, before, strict=False) if word != other)
