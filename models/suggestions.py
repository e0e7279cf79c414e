"""Scores → suggestions that a person can judge: few, in order, with reasons."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind, Reason, Suggestion
from models.batches import Batch
from models.classifiers import Classifier
from models.cold_start import ColdStart
from models.targets import Target

NEAR = 0.3
"""Centred cosine from which on a reviewed segment is worth showing."""
UNCERTAIN_TARGETS = 5
_REMARK = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Policy:
    """How many suggestions at most, by kind, and from which score on (the classifier's own thresholds where none is given).

    ``minimum_words``: an answer of fewer words ("Sí, pues.") says too little to be coded by a machine.
    """

    max_codes: int = 5
    max_domains: int = 1
    max_sections: int = 2
    thresholds: Mapping[Kind, float] = field(default_factory=dict)
    minimum_words: int = 4

    @property
    def limits(self) -> dict[Kind, int]:
        return {"code": self.max_codes, "domain": self.max_domains, "section": self.max_sections}


def suggest(
    batch: Batch,
    classifier: Classifier,
    targets: Sequence[Target],
    *,
    frame_version: int,
    policy: Policy = Policy(),
    scores: NDArray[np.float32] | None = None,
    reviewed_texts: Mapping[str, str] | None = None,
) -> list[Suggestion]:
    """Suggestions by segment, in batch order; within a segment by kind, best first.

    Parameters
    ----------
    targets : which of the classifier's targets may be proposed.
    scores : (S, K) of ``classifier`` for this batch, where they are known already.
    reviewed_texts : words of reviewed segments by id, for the reason "resembles this reviewed segment".
    """
    found = classifier.scores(batch) if scores is None else scores
    position = {target.key: k for k, target in enumerate(classifier.targets)}
    explainer = _Explainer(batch, classifier, reviewed_texts or {})
    suggestions: list[Suggestion] = []
    for row, segment in enumerate(batch.segments):
        if len(_WORD.findall(_REMARK.sub(" ", segment.text))) < policy.minimum_words:
            continue
        for kind, limit in policy.limits.items():
            columns = [position[target.key] for target in targets if target.kind == kind]
            threshold = policy.thresholds.get(kind, classifier.thresholds.get(kind, 1.0))
            best = sorted((k for k in columns if found[row, k] >= threshold), key=lambda k: (-found[row, k], k))[:limit]
            suggestions += [
                Suggestion(
                    segment_id=segment.id,
                    kind=kind,
                    target=classifier.targets[k].id,
                    score=round(float(found[row, k]), 4),
                    model_version=classifier.version,
                    frame_version=frame_version,
                    reasons=explainer.reasons(row, k),
                )
                for k in best
            ]
    return suggestions


def uncertainty(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Per segment a number in [0, 1], (S,): the mean of 4p(1 - p) over its most doubtful targets. Highest = review first.

    >>> uncertainty(np.array([[0.5], [1.0], [0.0]], np.float32)).tolist()
    [1.0, 0.0, 0.0]
    """
    doubt = 4 * scores * (1 - scores)
    if doubt.shape[1] == 0:
        return np.zeros(len(scores), np.float32)
    return np.asarray(np.sort(doubt, axis=1)[:, -UNCERTAIN_TARGETS:].mean(axis=1), dtype=np.float32)


class _Explainer:
    """Reasons for one batch: everything that several suggestions share is computed once."""

    def __init__(self, batch: Batch, classifier: Classifier, reviewed_texts: Mapping[str, str]) -> None:
        cold: ColdStart = classifier.cold
        self._batch, self._phrases, self._reviewed_texts = batch, cold.phrases, reviewed_texts
        self._neighbours, self._weights = classifier.neighbours, classifier.weights
        self._vectors, self._lines = cold.centred(batch.vectors), cold.centred(batch.sentence_vectors)
        self._phrase_vectors = cold.phrase_vectors
        self._ends = np.cumsum([len(found) for found in batch.sentences], dtype=int)
        self._own: dict[int, list[int]] = {}
        for p, phrase in enumerate(cold.phrases):
            self._own.setdefault(phrase.target, []).append(p)

    def reasons(self, row: int, k: int) -> tuple[Reason, ...]:
        sentence = self._sentence(row, k)
        return tuple(reason for reason in (self._from_frame(row, k, sentence), self._from_reviews(row, k, sentence)) if reason)

    def _sentence(self, row: int, k: int) -> str:
        """The sentence that alone would score highest: by the frame's phrases, plus what was learnt for the target."""
        end, count = int(self._ends[row]), len(self._batch.sentences[row])
        lines = self._lines[end - count : end]
        worth = np.zeros(count)
        if own := self._own.get(k):
            worth += (lines @ self._phrase_vectors[own].T).max(axis=1)
        if self._weights is not None:
            learnt = self._weights[:, k]
            worth += lines @ learnt / max(float(np.linalg.norm(learnt)), 1e-9)
        return self._batch.sentences[row][int(worth.argmax())]

    def _from_frame(self, row: int, k: int, sentence: str) -> Reason | None:
        """The phrase of the frame nearest to the segment, in the segment's language where the frame speaks it."""
        own = self._own.get(k, [])
        spoken = [p for p in own if self._phrases[p].language == self._batch.segments[row].language] or own
        if not spoken:
            return None
        phrase = self._phrases[spoken[int((self._phrase_vectors[spoken] @ self._vectors[row]).argmax())]]
        if phrase.source == "exclude":
            return None
        return Reason(phrase.source, phrase.text, sentence, phrase.language)

    def _from_reviews(self, row: int, k: int, sentence: str) -> Reason | None:
        """The nearest other segment that people gave this target."""
        if self._neighbours is None:
            return None
        here = self._batch.segments[row].id
        carriers = [i for i in np.flatnonzero(self._neighbours.labels[:, k]) if self._neighbours.ids[i] != here]
        if not carriers:
            return None
        likeness = self._neighbours.vectors[carriers] @ self._vectors[row]
        if likeness.max() < NEAR:
            return None
        similar = self._neighbours.ids[carriers[int(likeness.argmax())]]
        return Reason("segment", self._reviewed_texts.get(similar, ""), sentence, similar=similar)
