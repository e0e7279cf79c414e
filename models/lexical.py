"""Words as numbers: which words, beginnings of words and pairs of words a text has. Hashed, so that no word is kept."""

import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

BUCKETS = 1 << 20
SHORT, LONG, PAIRED = 4, 6, 5
"""Letters of a word's beginnings, which cross inflections, and of the words of a pair."""
COMMON = 0.02
"""Share of the texts from which on a feature is common, and multiplied faster as one of a full matrix."""
_MIX = 1_000_003
_SIGNS = re.compile(r"[^\w\s]+")
_BEGINS, _IN_A_PAIR = zlib.crc32(b"<"), zlib.crc32(b"+")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """TF-IDF over the features of the texts it was fitted on: ``buckets`` (U,), ascending, and their weights ``idf`` (U,)."""

    buckets: NDArray[np.int64]
    idf: NDArray[np.float32]

    def transform(self, texts: Sequence[str]) -> "csr_matrix":
        """(S, U), rows of length one (zeros for a text that shares nothing)."""
        table = np.full(BUCKETS, -1, np.int32)
        table[self.buckets] = np.arange(len(self.buckets))
        rows, at = _occurrences(texts)
        known = table[at]
        return self._weighed(_counted(rows[known >= 0], known[known >= 0], (len(texts), len(self.buckets))))

    def weigh(self, counted: "csr_matrix") -> "csr_matrix":
        """The same from what ``counts`` made of the texts."""
        return self._weighed(counted[:, self.buckets])

    def _weighed(self, found: "csr_matrix") -> "csr_matrix":
        rows = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
        found.data = (1 + np.log(found.data)) * self.idf[found.indices]
        norms = np.sqrt(np.bincount(rows, found.data.astype(np.float64) ** 2, minlength=found.shape[0]))
        found.data = (found.data / norms[rows]).astype(np.float32)
        return found

    def times(self, words: "csr_matrix", weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """(S, K): ``words`` (S, U) times ``weights`` (U, K). What many texts have is multiplied as a full matrix, which is faster."""
        from scipy.sparse import csr_matrix

        common = np.flatnonzero(self.idf < 1 - np.log(COMMON))
        place = np.full(len(self.idf), -1, np.int32)
        place[common] = np.arange(len(common))
        at = place[words.indices]
        rows = np.repeat(np.arange(words.shape[0]), np.diff(words.indptr))
        full = np.zeros((words.shape[0], len(common)), np.float32)
        full[rows[at >= 0], at[at >= 0]] = words.data[at >= 0]
        ends = np.append(0, np.cumsum(at < 0))[words.indptr]
        rest = csr_matrix((words.data[at < 0], words.indices[at < 0], ends), shape=words.shape)
        return np.asarray(full @ weights[common] + rest @ weights, dtype=np.float32)


def fit_lexicon(counted: "csr_matrix") -> Lexicon:
    """The features of the texts that ``counts`` counted; the rarer, the heavier."""
    seen = np.bincount(counted.indices, minlength=BUCKETS)
    buckets = np.flatnonzero(seen)
    idf = 1 + np.log((1 + counted.shape[0]) / (1 + seen[buckets]))
    return Lexicon(buckets, idf.astype(np.float32))


def parted(words: "csr_matrix") -> tuple[NDArray[np.float32], "csr_matrix"]:
    """The columns that are common, as a full matrix, and the others that two texts share: both matter to how alike texts are."""
    seen = np.bincount(words.indices, minlength=words.shape[1])
    common = seen > max(1, COMMON * words.shape[0])
    return words[:, np.flatnonzero(common)].toarray(), words[:, np.flatnonzero(~common)]


def counts(texts: Sequence[str]) -> "csr_matrix":
    """(S, ``BUCKETS``): how often each text has each feature. Letters are compared without case and accents."""
    return _counted(*_occurrences(texts), (len(texts), BUCKETS))


def _counted(rows: NDArray[np.int64], columns: NDArray[np.integer], shape: tuple[int, int]) -> "csr_matrix":
    from scipy.sparse import csr_matrix

    return csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)


def _occurrences(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The text and the bucket of every feature, each as often as it occurs."""
    place: defaultdict[str, int] = defaultdict(count().__next__)
    lines = [[*map(place.__getitem__, words_in(text))] for text in texts]
    rows = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    words = np.fromiter(chain.from_iterable(lines), dtype=np.int64, count=len(rows))
    table = np.array([_features(word) for word in place], dtype=np.int64).reshape(-1, 4)
    whole, short, long, stem = table[words].T
    next_to = rows[1:] == rows[:-1]
    pairs = (stem[:-1] * _MIX + stem[1:])[next_to] % BUCKETS
    at = np.concatenate([whole, short, long, pairs])
    of = np.concatenate([rows, rows, rows, rows[:-1][next_to]])
    return of[at >= 0], at[at >= 0]


def words_in(text: str) -> list[str]:
    r"""What ``re.findall(r"\w+", text)`` finds, in half the time.

    >>> words_in("¿Pues... sí?\nEl tío-abuelo, el 2.º")
    ['Pues', 'sí', 'El', 'tío', 'abuelo', 'el', '2', 'º']
    """
    return _SIGNS.sub(" ", text).split()


@lru_cache(maxsize=100_000)
def _features(word: str) -> tuple[int, int, int, int]:
    """Hashes of the word, of its two beginnings (-1 where it is no longer than they are) and of what stands for it in a pair."""
    plain = word.lower() if word.isascii() else _without_accents(word)
    short = _hash(plain[:SHORT], _BEGINS) if len(plain) > SHORT else -1
    long = _hash(plain[:LONG], _BEGINS) if len(plain) > LONG else -1
    return _hash(plain), short, long, _hash(plain[:PAIRED], _IN_A_PAIR)


def _without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def _hash(text: str, before: int = 0) -> int:
    """Of the text, after what ``before`` is the checksum of."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"), before) % BUCKETS
