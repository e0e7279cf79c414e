"""Why a segment is given a target: the frame's words that it resembles, its telling sentence, reviewed segments like it.

Reasons are computed for proposed pairs only, target by target, so that each is a few products of small matrices.
"""

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Reason
from models.batches import Batch
from models.classifiers import Classifier

NEAR = 0.3
"""Centred cosine from which on a reviewed segment is worth showing."""
COPY = 0.97
"""Centred cosine from which on it says the same in the same words, and shows a coder nothing new."""
SIMILAR = 3
POOL = 16  # nearest reviewed segments among which sessions are varied
ROOM = 160  # characters kept of a reviewed segment's words

ZERO = 1e-12

Rows = NDArray[np.int_]
_Source = Literal["name", "definition", "include", "example"]
_Framed = tuple[_Source, str, str, dict[str, str]]


class Explainer:
    """Reasons for the suggestions of one batch."""

    def __init__(self, batch: Batch, classifier: Classifier, reviewed_texts: Mapping[str, str] | None) -> None:
        self._batch, self._phrases, self._words = batch, classifier.cold.phrases, reviewed_texts or {}
        self._neighbours, self._weights = classifier.neighbours, classifier.weights
        self._vectors = classifier.cold.centred(batch.vectors)
        self._middle = classifier.cold.background
        middle = float(self._middle @ self._middle)
        squares = np.einsum("ij,ij->i", batch.sentence_vectors, batch.sentence_vectors)
        apart = squares - 2 * (batch.sentence_vectors @ self._middle) + middle
        self._lengths = np.sqrt(np.maximum(apart, ZERO))
        self._phrase_vectors = classifier.cold.phrase_vectors
        self._counts = np.array([len(found) for found in batch.sentences], dtype=int)
        self._starts = np.cumsum(self._counts) - self._counts
        self._own: dict[int, list[int]] = {}
        for p, phrase in enumerate(self._phrases):
            self._own.setdefault(phrase.target, []).append(p)
        ids = self._neighbours.ids if self._neighbours else ()
        # what was withdrawn since stays in a head's memory, and is not named any more
        self._citable = np.array([reviewed_texts is None or id_ in reviewed_texts for id_ in ids], dtype=bool)
        self._place = {id_: i for i, id_ in enumerate(ids)}
        self._session = [id_.rsplit(".", 1)[0] for id_ in ids]
        self._cited: dict[int, Reason] = {}

    def reasons(self, k: int, rows: Rows) -> list[tuple[Reason, ...]]:
        """For each of these segments (positions in the batch) why it is given target ``k``; the sentence is told once."""
        told = []
        similar = self._from_reviews(k, rows)
        for sentence, framed, cited in zip(self._sentences(k, rows), self._from_frame(k, rows), similar, strict=True):
            if framed is not None:
                source, phrase, language, phrases = framed
                told.append((Reason(source, phrase, sentence, language, phrases=phrases), *map(self._citation, cited)))
            else:
                first = [self._citation(i, sentence) for i in cited[:1]]
                told.append((*first, *map(self._citation, cited[1:])))
        return told

    def _sentences(self, k: int, rows: Rows) -> list[str]:
        """The sentence that alone would score highest: by the frame's phrases, plus what was learnt for the target."""
        counts = self._counts[rows]
        ends = np.cumsum(counts)
        at = np.arange(int(ends[-1])) + np.repeat(self._starts[rows] - (ends - counts), counts)
        right = self._directions(k)
        towards = self._batch.sentence_vectors[at] @ right - self._middle @ right  # of vectors less their middle, not made yet
        worth = np.zeros(len(at), np.float32)
        if own := len(self._own.get(k, ())):
            worth += towards[:, :own].max(axis=1)
        worth += towards[:, own:].sum(axis=1)
        worth /= self._lengths[at]
        return [
            self._batch.sentences[row][int(worth[end - count : end].argmax()) if count > 1 else 0]
            for row, end, count in zip(rows.tolist(), ends.tolist(), counts.tolist(), strict=True)
        ]

    def _directions(self, k: int) -> NDArray[np.float32]:
        """(D, P + 1): the target's phrases, and what was learnt for it, if anything was."""
        columns = [self._phrase_vectors[self._own.get(k, [])]]
        if self._weights is not None:
            learnt = self._weights[:, k].astype(np.float32)
            columns.append(learnt[None, :] / max(float(np.linalg.norm(learnt)), 1e-9))
        return np.ascontiguousarray(np.concatenate(columns).T)

    def _from_frame(self, k: int, rows: Rows) -> list[_Framed | None]:
        """Source, phrase, language, and the phrase of that source in every language, where there are several.

        It is the phrase nearest to the segment, in the segment's language where the frame speaks it; in the other languages
        the nearest one of the same source.
        """
        own = self._own.get(k)
        if not own:
            return [None] * len(rows)
        likeness = self._vectors[rows] @ self._phrase_vectors[own].T
        groups: dict[tuple[str, str], list[int]] = {}
        spoken: dict[str, list[int]] = {}
        for column, p in enumerate(own):
            groups.setdefault((self._phrases[p].source, self._phrases[p].language), []).append(column)
            spoken.setdefault(self._phrases[p].language, []).append(column)
        nearest = {group: np.array(columns)[likeness[:, columns].argmax(axis=1)] for group, columns in groups.items()}
        by_language = {language: np.array(columns)[likeness[:, columns].argmax(axis=1)] for language, columns in spoken.items()}
        overall = likeness.argmax(axis=1)
        found: list[_Framed | None] = []
        for n, row in enumerate(rows):
            columns = by_language.get(self._batch.segments[row].language, overall)
            phrase = self._phrases[own[columns[n]]]
            phrases = {
                language: self._phrases[own[best[n]]].text
                for (part, language), best in nearest.items()
                if part == phrase.source and language
            }
            source: _Source = "name" if phrase.source == "exclude" else phrase.source  # no phrase is an exclusion note
            found.append((source, phrase.text, phrase.language, phrases if len(phrases) > 1 else {}))
        return found

    def _from_reviews(self, k: int, rows: Rows) -> list[list[int]]:
        """The nearest reviewed segments that carry the target, as positions among the neighbours, nearest first.

        Neither the segment itself nor one that says the same in the same words. One of each session, and a second one of a
        session only where there are not enough sessions.
        """
        if self._neighbours is None or not (carriers := np.flatnonzero(self._citable & self._neighbours.labels[:, k])).size:
            return [[]] * len(rows)
        likeness = self._vectors[rows] @ self._neighbours.vectors[carriers].T
        likeness[(likeness < NEAR) | (likeness > COPY)] = -1
        for n, row in enumerate(rows):
            if (place := self._place.get(self._batch.segments[row].id)) is not None:
                likeness[n, carriers == place] = -1
        if carriers.size > POOL:
            pool = np.argpartition(-likeness, POOL - 1, axis=1)[:, :POOL]
        else:
            pool = np.broadcast_to(np.arange(carriers.size), likeness.shape)
        likeness = np.take_along_axis(likeness, pool, axis=1)
        order = np.argsort(-likeness, axis=1, kind="stable")
        ordered = carriers[np.take_along_axis(pool, order, axis=1)]
        valid = (likeness > 0).sum(axis=1)
        return [self._varied(near[:count].tolist()) if count else [] for near, count in zip(ordered, valid, strict=True)]

    def _varied(self, near: list[int]) -> list[int]:
        seen: set[str] = set()
        first: list[int] = []
        for i in near:
            if self._session[i] not in seen:
                seen.add(self._session[i])
                first.append(i)
                if len(first) == SIMILAR:
                    return first
        chosen = {*first, *[i for i in near if i not in first][: SIMILAR - len(first)]}
        return [i for i in near if i in chosen]

    def _citation(self, i: int, sentence: str = "") -> Reason:
        """A reviewed segment as a reason; many suggestions share it."""
        assert self._neighbours is not None
        if i not in self._cited:
            id_ = self._neighbours.ids[i]
            self._cited[i] = Reason("segment", _shortened(self._words.get(id_, "")), "", similar=id_)
        cited = self._cited[i]
        return Reason("segment", cited.phrase, sentence, similar=cited.similar) if sentence else cited


def _shortened(words: str) -> str:
    if len(words) <= ROOM:
        return words
    return words[:ROOM].rsplit(" ", 1)[0] + " …"
