"""Why a segment is given a target: the frame's words that it resembles, its telling sentence, reviewed segments like it.

Reasons are computed for proposed pairs only: a few products of small matrices for each target.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
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
Stretches = list[tuple[int, Rows]]
"""Targets, each with the segments that it is proposed for."""
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
        place = {id_: i for i, id_ in enumerate(ids)}
        self._place = np.array([place.get(segment.id, -1) for segment in batch.segments], dtype=int)
        self._session = [id_.rsplit(".", 1)[0] for id_ in ids]
        self._cited: dict[int, Reason] = {}

    def reasons(self, rows: Rows, columns: Rows) -> list[tuple[Reason, ...]]:
        """For each pair of a segment (position in the batch) and a target why it is given; the sentence is told once.

        Products are taken target by target, small as they are, and everything else of all pairs at once.
        """
        if not rows.size:
            return []
        order = np.argsort(columns, kind="stable")
        ks, starts = np.unique(columns[order], return_index=True)
        stretches = list(zip(ks.tolist(), np.split(rows[order], starts[1:]), strict=True))
        framed = [found for k, part in stretches for found in self._from_frame(k, part)]
        told = map(self._told, self._sentences(stretches), framed, self._from_reviews(stretches))
        place = np.argsort(order).tolist()
        found = list(told)
        return [found[n] for n in place]

    def _told(self, sentence: str, framed: _Framed | None, near: list[int]) -> tuple[Reason, ...]:
        cited = [self._cited[i] for i in near]
        if framed is not None:
            source, phrase, language, phrases = framed
            return (Reason(source, phrase, sentence, language, phrases=phrases), *cited)
        return tuple(replace(reason, sentence=sentence) if n == 0 else reason for n, reason in enumerate(cited))

    def _sentences(self, stretches: Stretches) -> list[str]:
        """The sentence that alone would score highest: by the frame's phrases, plus what was learnt for the target."""
        rows = np.concatenate([part for _, part in stretches])
        counts = self._counts[rows]
        starts = np.cumsum(counts) - counts
        at = np.arange(int(counts.sum())) + np.repeat(self._starts[rows] - starts, counts)
        worth = np.zeros(len(at), np.float32)
        done = 0
        for k, part in stretches:
            here = slice(done, done := done + int(self._counts[part].sum()))
            right = self._directions(k)
            towards = (
                self._batch.sentence_vectors[at[here]] @ right - self._middle @ right
            )  # of vectors less their middle, not made yet
            if own := len(self._own.get(k, ())):
                worth[here] += towards[:, :own].max(axis=1)
            worth[here] += towards[:, own:].sum(axis=1)
        worth /= self._lengths[at]
        best = np.flatnonzero(worth == np.repeat(np.maximum.reduceat(worth, starts), counts))
        first = best[np.searchsorted(best, starts)] - starts
        return [self._batch.sentences[row][n] for row, n in zip(rows.tolist(), first.tolist(), strict=True)]

    def _directions(self, k: int) -> NDArray[np.float32]:
        """(D, P + 1): the target's phrases, and what was learnt for it, if anything was."""
        columns = [self._phrase_vectors[self._own.get(k, [])]]
        if self._weights is not None:
            learnt = self._weights[:, k].astype(np.float32)
            columns.append(learnt[None, :] / max(float(np.linalg.norm(learnt)), 1e-9))
        return np.ascontiguousarray(np.concatenate(columns).T)

    def _from_frame(self, k: int, rows: Rows) -> list[_Framed] | list[None]:
        """Source, phrase, language, and the phrase of that source in every language, where there are several.

        It is the phrase nearest to the segment, in the segment's language where the frame speaks it; in the other languages
        the nearest one of the same source.
        """
        own = self._own.get(k)
        if not own:
            return [None] * len(rows)
        phrases = [self._phrases[p] for p in own]
        likeness = self._vectors[rows] @ self._phrase_vectors[own].T
        parts: dict[str, dict[str, list[int]]] = {}
        spoken: dict[str, list[int]] = {}
        for column, phrase in enumerate(phrases):
            parts.setdefault(phrase.source, {}).setdefault(phrase.language, []).append(column)
            spoken.setdefault(phrase.language, []).append(column)

        def nearest(columns: list[int]) -> list[int]:
            return [columns[n] for n in likeness[:, columns].argmax(axis=1).tolist()]

        by_language = {language: nearest(columns) for language, columns in spoken.items()}
        overall = likeness.argmax(axis=1).tolist()
        by_source = {
            source: [(language, nearest(columns)) for language, columns in said.items() if language]
            for source, said in parts.items()
        }
        found: list[_Framed] = []
        for n, row in enumerate(rows.tolist()):
            phrase = phrases[by_language.get(self._batch.segments[row].language, overall)[n]]
            said = by_source[phrase.source]
            texts = {language: phrases[best[n]].text for language, best in said} if len(said) > 1 else {}
            source: _Source = "name" if phrase.source == "exclude" else phrase.source  # no phrase is an exclusion note
            found.append((source, phrase.text, phrase.language, texts))
        return found

    def _from_reviews(self, stretches: Stretches) -> list[list[int]]:
        """The nearest reviewed segments that carry the target, as positions among the neighbours, nearest first.

        Neither the segment itself nor one that says the same in the same words. One of each session, and a second one of a
        session only where there are not enough sessions.
        """
        count = sum(len(part) for _, part in stretches)
        if self._neighbours is None:
            return [[]] * count
        near, likeness, done = np.zeros((count, POOL), int), np.full((count, POOL), -1, np.float32), 0
        carried = (self._neighbours.labels & self._citable[:, None]).T
        for k, rows in stretches:
            here = slice(done, done := done + len(rows))
            carriers = np.flatnonzero(carried[k])
            found = self._vectors[rows] @ self._neighbours.vectors[carriers].T
            found[(found < NEAR) | (found > COPY) | (carriers == self._place[rows][:, None])] = -1
            if carriers.size > POOL:
                pool = np.argpartition(-found, POOL - 1, axis=1)[:, :POOL]
                near[here], likeness[here] = carriers[pool], found[np.arange(len(rows))[:, None], pool]
            else:
                near[here, : carriers.size], likeness[here, : carriers.size] = carriers, found
        order = np.argsort(-likeness, axis=1, kind="stable")
        near = near[np.arange(count)[:, None], order]
        chosen = [
            self._varied(own[:valid]) for own, valid in zip(near.tolist(), (likeness > 0).sum(axis=1).tolist(), strict=True)
        ]
        for i in set(chain.from_iterable(chosen)) - self._cited.keys():
            id_ = self._neighbours.ids[i]
            self._cited[i] = Reason("segment", _shortened(self._words.get(id_, "")), "", similar=id_)
        return chosen

    def _varied(self, near: list[int]) -> list[int]:
        if len(near) <= SIMILAR:
            return near
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


def _shortened(words: str) -> str:
    if len(words) <= ROOM:
        return words
    return words[:ROOM].rsplit(" ", 1)[0] + " …"
