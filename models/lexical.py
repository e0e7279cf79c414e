"""Words as numbers: which words, beginnings of words and pairs of words a text has. Hashed, so that no word is kept."""

import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
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
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """TF-IDF over the features of the texts it was fitted on: ``buckets`` (U,), ascending, and their weights ``idf`` (U,)."""

    buckets: NDArray[np.int64]
    idf: NDArray[np.float32]

    def transform(self, texts: Sequence[str]) -> "csr_matrix":
        """(S, U), rows of length one (zeros for a text that shares nothing)."""
        return self.weigh(counts(texts))

    def weigh(self, counted: "csr_matrix") -> "csr_matrix":
        """The same from what ``counts`` made of the texts."""
        found = counted[:, self.buckets]
        rows = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
        found.data = (1 + np.log(found.data)) * self.idf[found.indices]
        norms = np.sqrt(np.bincount(rows, found.data.astype(np.float64) ** 2, minlength=found.shape[0]))
        found.data = (found.data / norms[rows]).astype(np.float32)
        return found


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
    from scipy.sparse import csr_matrix

    place: defaultdict[str, int] = defaultdict(count().__next__)
    lines = [[place[word] for word in _WORD.findall(text)] for text in texts]
    words = np.array([word for line in lines for word in line], dtype=np.int64)
    rows = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    table = np.array([_features(word) for word in place], dtype=np.int64).reshape(-1, 4)
    whole, short, long, stem = table[words].T
    next_to = rows[1:] == rows[:-1]
    pairs = (stem[:-1] * _MIX + stem[1:])[next_to] % BUCKETS
    at = np.concatenate([whole, short, long, pairs])
    of = np.concatenate([rows, rows, rows, rows[:-1][next_to]])
    there = at >= 0
    ones = np.ones(int(there.sum()), np.float32)
    return csr_matrix((ones, (of[there], at[there])), shape=(len(texts), BUCKETS))


def _features(word: str) -> tuple[int, int, int, int]:
    """Hashes of the word, of its two beginnings (-1 where it is no longer than they are) and of what stands for it in a pair."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    short = _hash("<" + plain[:SHORT]) if len(plain) > SHORT else -1
    long = _hash("<" + plain[:LONG]) if len(plain) > LONG else -1
    return _hash(plain), short, long, _hash("+" + plain[:PAIRED])


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) % BUCKETS
