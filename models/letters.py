"""Letter sequences: texts that share stretches of words are alike, whatever the inflection."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

SHORT, LONG = 5, 6
"""Letters of a sequence, the space at either end of a word included."""
REMEMBERED = 200_000
"""Words whose sequences are kept in memory, so that a study's next segments need not take them apart again."""


class Letters:
    """TF-IDF cosines with K documents, as scikit-learn's ``char_wb`` of 5 and 6 letters without accents has them."""

    def __init__(self, documents: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._weigher = TfidfVectorizer(
            sublinear_tf=True, strip_accents="unicode", analyzer="char_wb", ngram_range=(SHORT, LONG), dtype=np.float32
        )
        self._documents = self._weigher.fit_transform(documents).T.tocsr()
        self._column: dict[str, int] = self._weigher.vocabulary_
        self._split = self._weigher.build_analyzer()
        self._known: dict[str, tuple[int, ...]] = {}

    def likeness(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(S, K). The sequences of a word are taken once, however often it occurs."""
        from scipy.sparse import csr_matrix

        place: defaultdict[str, int] = defaultdict(count().__next__)
        lines = [[*map(place.__getitem__, text.split())] for text in texts]
        pieces = self._pieces(place)
        grams = csr_matrix(_rows(pieces), shape=(len(pieces), len(self._column)))
        used = csr_matrix(_rows(lines), shape=(len(texts), len(pieces)))
        weighed = self._weigher._tfidf.transform(used @ grams, copy=False)
        return np.asarray((weighed @ self._documents).toarray(), dtype=np.float32)

    def _pieces(self, words: Collection[str]) -> list[tuple[int, ...]]:
        """The columns of each word's sequences, as many times as they occur."""
        known = self._known  # words are only ever added, so that threads do not disturb each other
        pieces = [known[word] if word in known else self._columns(word) for word in words]
        if len(known) < REMEMBERED:
            known.update(zip(words, pieces, strict=True))
        return pieces

    def _columns(self, word: str) -> tuple[int, ...]:
        column = self._column
        if not word.isascii():
            return tuple([column[gram] for gram in self._split(word) if gram in column])  # accents may fall apart into spaces
        within = f" {word.lower()} "
        places = [at for at in range(max(1, len(within) - SHORT + 1)) if within[at : at + SHORT] in column]
        short = [column[within[at : at + SHORT]] for at in places]
        longer = [within[at : at + LONG] for at in places if at + LONG <= len(within)]  # none is known whose beginning is not
        return (*short, *[column[gram] for gram in longer if gram in column])


def _rows(lines: Sequence[Sequence[int]]) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int32]]:
    """The data, indices and ends of a sparse matrix with a one for every number of every line."""
    ends = np.zeros(len(lines) + 1, np.int32)
    np.cumsum([len(line) for line in lines], out=ends[1:])
    columns = np.fromiter(chain.from_iterable(lines), np.int32, int(ends[-1]))
    return np.ones(len(columns), np.float32), columns, ends
