"""Scores before any label exists: how much a segment resembles what the code frame says about each target."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind
from models.batches import Batch
from models.embeddings import Encoder, Progress
from models.segmentation import sentences
from models.targets import Source, Target

LEXICAL_WEIGHT = 0.5
QUESTION_WEIGHT = 0.25
GUIDE_BONUS = 0.15
MIDDLE, SLOPE = 0.25, 0.06
"""Evidence at which the score is one half, unless a study's own is given, and the evidence that moves it by a quarter from there."""
MIDDLE_SHARE: Mapping[Kind, float] = {"code": 0.8}
"""Where a study's own middle lies, as a share of the median of its segments' best evidence; 1 for other kinds. On eight coded
corpora of interviews and open answers 0.8 came within about 0.03 of the best micro-F1 that any threshold on the evidence gives."""
THRESHOLD = 0.5
FEW = 3
ZERO = 1e-6


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the frame; ``target`` is its position among the targets."""

    target: int
    source: Source
    language: str
    text: str


def background_of(batch: Batch) -> NDArray[np.float32]:
    """The mean vector (D,) of the distinct texts of a study, to be kept beside it: see ``ColdStart``."""
    first = list({segment.text: row for row, segment in enumerate(batch.segments)}.values())
    return batch.vectors[first].mean(axis=0) if first else np.zeros(batch.vectors.shape[1], np.float32)


def middles_of(cold: "ColdStart", batch: Batch) -> dict[Kind, float]:
    """How much evidence is much in this study, by kind: to be kept beside the background, per ``cold.evidence_version``."""
    if not batch.segments:
        return {}
    evidence = cold.evidence(batch)
    found: dict[Kind, float] = {}
    for kind in sorted({target.kind for target in cold.targets}):
        best = evidence[:, [k for k, target in enumerate(cold.targets) if target.kind == kind]].max(axis=1)
        found[kind] = round(float(np.median(best)) * MIDDLE_SHARE.get(kind, 1.0), 4)
    return found


class ColdStart:
    """Scores from names, definitions, inclusion notes and examples in every language; no label is used.

    Evidence for a target is the mean of the largest and of the average cosine between the segment and the texts of the
    target, plus ``LEXICAL_WEIGHT`` times the TF-IDF cosine of their letter sequences, which crosses inflections. Sentence
    encoders crowd all texts of one kind into a narrow cone; so segments are centred by ``background``, the mean vector of the
    study's segments (fifty are enough), and the frame's texts by the mean of their kind. For sections the question counts
    too, and the section that the guide says the question feeds. Exclusion notes are not used.

    The background is fixed when this is made, so that a segment has one score in whatever company it is asked about.
    Without one the frame's own mean is used, which is clearly worse. How much evidence is much differs between frames (long
    or short definitions, one language or three): ``middles_of`` measures it on a study's segments, again once and for all.
    """

    def __init__(
        self,
        targets: Sequence[Target],
        encoder: Encoder,
        *,
        background: NDArray[np.float32] | None = None,
        middles: Mapping[Kind, float] | None = None,
        progress: Progress | None = None,
    ) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.targets = tuple(targets)
        self.encoder_id = encoder.id
        self.phrases = tuple(_phrases(self.targets))
        texts = [(k, text.text) for k, target in enumerate(self.targets) for text in target.texts if text.source != "exclude"]
        self._owners = [np.array([i for i, (owner, _) in enumerate(texts) if owner == k]) for k in range(len(self.targets))]
        vectors = encoder.encode([text for _, text in texts] + [phrase.text for phrase in self.phrases], progress=progress)
        own, phrases = vectors[: len(texts)], vectors[len(texts) :]
        self.background = np.asarray(own.mean(axis=0) if background is None else background, dtype=np.float32)
        centres = self._centres(own, np.array([self.targets[owner].kind for owner, _ in texts]))
        self._text_vectors = unit(own - np.stack([centres[self.targets[owner].kind] for owner, _ in texts]))
        self.phrase_vectors = unit(phrases - np.stack([centres[self.targets[phrase.target].kind] for phrase in self.phrases]))
        self._vectorizer = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode", analyzer="char_wb", ngram_range=(5, 6))
        documents = [" ".join(text.text for text in target.texts if text.source != "exclude") for target in self.targets]
        self._documents = self._vectorizer.fit_transform(documents)
        self._sections = {target.id: k for k, target in enumerate(self.targets) if target.kind == "section"}
        self.middles = dict(middles or {})
        self.evidence_version = self._hash()
        self.version = f"cold-{_digest(self.evidence_version, sorted(self.middles.items()))}"

    @property
    def cold(self) -> "ColdStart":
        """Itself: what explains a score by the code frame."""
        return self

    @property
    def neighbours(self) -> None:
        """Nothing: no reviewed segment was used."""
        return None

    @property
    def weights(self) -> None:
        """Nothing: no weight was learnt."""
        return None

    @property
    def thresholds(self) -> Mapping[Kind, float]:
        """From which score on a target is proposed."""
        return dict.fromkeys(sorted({target.kind for target in self.targets}), THRESHOLD)

    def _hash(self) -> str:
        facts = [[t.key, [[x.source, x.language, x.text] for x in t.texts]] for t in self.targets]
        weights = [LEXICAL_WEIGHT, QUESTION_WEIGHT, GUIDE_BONUS, MIDDLE, SLOPE]
        return _digest(self.encoder_id, weights, facts, np.round(self.background, 4).tolist())

    def _centres(self, vectors: NDArray[np.float32], kinds: NDArray[np.str_]) -> dict[Kind, NDArray[np.float32]]:
        """The mean vector of the texts of each kind; of all texts, for a kind of so few targets that little else would be left."""
        centres = {}
        for kind in {target.kind for target in self.targets}:
            few = sum(target.kind == kind for target in self.targets) < FEW
            centres[kind] = vectors.mean(axis=0) if few else vectors[kinds == kind].mean(axis=0)
        return centres

    def centred(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Vectors (S, D) of segments, sentences or questions, made comparable with ``phrase_vectors``; zeros stay zeros."""
        there = np.any(vectors != 0, axis=1, keepdims=True)
        return unit(np.where(there, vectors - self.background, 0))

    def evidence(self, batch: Batch) -> NDArray[np.float32]:
        """(S, K), unbounded: what ``scores`` squashes and what a fitted head builds on."""
        found = self._likeness(batch.vectors)
        words = self._vectorizer.transform([segment.text for segment in batch.segments])
        found += LEXICAL_WEIGHT * (words @ self._documents.T).toarray().astype(np.float32)
        if self._sections:
            columns = list(self._sections.values())
            found[:, columns] += QUESTION_WEIGHT * self._likeness(batch.questions)[:, columns]
            for row, segment in enumerate(batch.segments):
                if segment.section in self._sections:
                    found[row, self._sections[segment.section]] += GUIDE_BONUS
        return found

    def scores(self, batch: Batch) -> NDArray[np.float32]:
        """(S, K) in [0, 1]: a monotone squashing of the evidence. Not calibrated: 0.5 is not an even chance."""
        from scipy.special import expit

        middles = np.array([self.middles.get(target.kind, MIDDLE) for target in self.targets])
        return np.asarray(expit((self.evidence(batch) - middles) / SLOPE), dtype=np.float32)

    def _likeness(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        cosines = self.centred(vectors) @ self._text_vectors.T
        found = np.zeros((len(vectors), len(self.targets)), dtype=np.float32)
        for k, own in enumerate(self._owners):
            if len(own):
                found[:, k] = (cosines[:, own].max(axis=1) + cosines[:, own].mean(axis=1)) / 2
        return found


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length one; a row of zeros (or of rounding errors) becomes zeros."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(np.where(norms > ZERO, vectors / np.maximum(norms, ZERO), 0), dtype=np.float32)


def _digest(*facts: object) -> str:
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:10]


def _phrases(targets: Sequence[Target]) -> list[Phrase]:
    return [
        Phrase(k, text.source, text.language, text.text[s.start : s.end])
        for k, target in enumerate(targets)
        for text in target.texts
        if text.source != "exclude"
        for s in sentences(text.text, text.language)
    ]
