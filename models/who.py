"""Who changed: the party that a segment speaks of where it tells a change, against the parties that the study's domains name.

There is no parser: the subject of a clause is what its first words name, after words such as "and" and "now". What is missed gives
no evidence, and no evidence does no harm.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from annotations.languages import base
from annotations.transcripts import Segment
from models.targets import Target
from models.who_words import CUES, PARTIES

ASIDE = 0.3
"""How much the subject of a sentence that tells no change counts beside one of a sentence that does."""
STEM = 5
"""Letters by which words are the same, but for their inflection."""
_SENTENCE_END = re.compile(r"[.!?…\n]")
_ACCENT = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W\d_]+")


class Parties:
    """The parties that the domains of K targets are about, from their names and definitions in every language."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self._width = len(targets)
        self._domains = [k for k, target in enumerate(targets) if target.kind == "domain"]
        named = [_named(text.text for text in targets[k].texts if text.source in ("name", "definition")) for k in self._domains]
        seen = defaultdict(list)
        for place, features in enumerate(named):
            for feature in features:
                seen[feature].append(place)
        others = max(1, len(named) - 1)  # what every domain names tells nothing
        self._worth = {feature: (places, 1 - (len(places) - 1) / others) for feature, places in seen.items()}
        self._known: dict[str, NDArray[np.float32] | None] = {}

    def evidence(self, segments: Sequence[Segment]) -> NDArray[np.float32]:
        """(S, K) in [0, 1]: which share of the parties found in a segment are a domain's; 0 for all that are no domains."""
        found = np.zeros((len(segments), self._width), np.float32)
        if len(self._domains) < 2:
            return found
        for row, segment in enumerate(segments):
            total, weight = np.zeros(len(self._domains), np.float32), 0.0
            for word, share in subjects(segment.text, segment.language, lambda word: self._of(word) is not None):
                like = self._of(word)
                assert like is not None  # only such words were asked for
                total += share * like
                weight += share
            if weight:
                found[row, self._domains] = total / max(weight, 1.0)
        return found

    def _of(self, word: str) -> NDArray[np.float32] | None:
        """How much a word names each domain's party, (domains,); None for a word that names none."""
        if word not in self._known:
            like = np.zeros(len(self._domains), np.float32)
            for feature in _features(word):
                places, worth = self._worth.get(feature, ((), 0.0))
                for place in places:
                    like[place] = max(like[place], worth)
            self._known[word] = like if like.any() else None
        return self._known[word]


def subjects(text: str, language: str, wanted: Callable[[str], bool] = bool) -> list[tuple[str, float]]:
    """The ``wanted`` words that clauses begin with, and how much each counts: 1 where the sentence tells a change, else ``ASIDE``.

    >>> subjects("Ahora los patrones pagan a tiempo. El agua llega.", "es-MX")
    [('patrones', 1.0), ('agua', 0.3)]
    """
    if base(language) not in CUES:
        return []
    change, subject = _patterns(base(language))
    words = plain(text)
    found = []
    for match in subject.finditer(words):
        if heads := [word for word in match.groups() if word and wanted(word)]:
            after = _SENTENCE_END.search(words, match.end())
            before = max(words.rfind(mark, 0, match.end(match.lastindex or 0) - 1) for mark in ".!?…\n")
            told = change.search(words, before + 1, after.start() if after else len(words))
            found += [(word, 1.0 if told else ASIDE) for word in heads]
    return found


def plain(text: str) -> str:
    """Without accents and in small letters."""
    if text.isascii():
        return text.lower()
    return _ACCENT.sub("", unicodedata.normalize("NFKD", text.lower()))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    cues = CUES[language]
    articles, own = "|".join(cues.articles.split()), "|".join(cues.own.split())
    begins = rf"(?:^|[.!?…\n,;:(«“\"—–-]|\b(?:{cues.breaks})\b)[\s¿¡«“\"]*(?:(?:{cues.opening})\b[\s,]+){{0,3}}"
    noun = rf"(?:(?:{articles})\s+(?:(?:{own})\s+)*([^\W\d_]+)|([^\W\d_]+)(?=\s+(?:{cues.change})\b))"
    more = rf"(?:\s+(?:{cues.links})\s+([^\W\d_]+))?"
    return re.compile(rf"\b(?:{cues.change})\b"), re.compile(begins + noun + more)


def _named(texts: Iterable[str]) -> set[str]:
    return {feature for text in texts for word in _WORD.findall(plain(text)) for feature in _features(word)}


@cache
def _features(word: str) -> tuple[str, ...]:
    """The parties that a word names; of a word that names none its beginning (which employers and employees share)."""
    named = tuple(f"#{n}" for n, party in enumerate(PARTIES) if any(word in _split(words) for words in party.values()))
    return named or ((word[:STEM],) if len(word) >= STEM else ())


@cache
def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())
