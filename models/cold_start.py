"""Scores before any label exists: how much a segment resembles what the code frame says about each target."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind
from models.batches import Batch
from models.certificates import Certificate
from models.embeddings import Encoder, Progress
from models.familiarity import Familiarity
from models.segmentation import sentences
from models.targets import Source, Target
from models.who import ASIDE, Parties

LEXICAL_WEIGHT = 0.5
QUESTION_WEIGHT = 0.25
GUIDE_BONUS = 0.15
ABOVE_WEIGHT = 0.25
PARTY_WEIGHT = 0.15
PARTS = 9
ROWS = 4096  # segments at a time, so that memory stays small
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
    too, and the section that the guide says the question feeds; for codes, how much the question resembles the headings above
    them; for domains, who the segment says has changed (``models.who``). Exclusion notes are not used.

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
        familiarity: Familiarity | None = None,
        progress: Progress | None = None,
    ) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.targets = tuple(targets)
        self.encoder_id = encoder.id
        self.phrases = tuple(_phrases(self.targets))
        texts = [(k, text.text) for k, target in enumerate(self.targets) for text in target.texts if text.source != "exclude"]
        above = [(k, text.text) for k, target in enumerate(self.targets) for text in target.ancestors]
        named = [text for _, text in texts] + [text for _, text in above] + [phrase.text for phrase in self.phrases]
        vectors = encoder.encode(named, progress=progress)
        own, headings, phrases = np.split(vectors, [len(texts), len(texts) + len(above)])
        self.background = np.asarray(own.mean(axis=0) if background is None else background, dtype=np.float32)
        centres = self._centres(own, np.array([self.targets[owner].kind for owner, _ in texts]))
        self.phrase_vectors = unit(phrases - np.stack([centres[self.targets[phrase.target].kind] for phrase in self.phrases]))
        sources = [text.source for target in self.targets for text in target.texts if text.source != "exclude"]
        owners = np.array([owner for owner, _ in texts], dtype=int)
        own = unit(own - np.stack([centres[self.targets[owner].kind] for owner in owners]))
        is_name = np.array([source == "name" for source in sources], dtype=bool)
        width = len(self.targets)
        self._all = Owned(own, owners, width)
        self._names = Owned(own[is_name], owners[is_name], width)
        self._meanings = Owned(own[~is_name], owners[~is_name], width)
        self._above = Owned(
            unit(headings - headings.mean(axis=0)) if len(above) else headings, np.array([k for k, _ in above], dtype=int), width
        )
        self._letters = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode", analyzer="char_wb", ngram_range=(5, 6))
        documents = [" ".join(text.text for text in target.texts if text.source != "exclude") for target in self.targets]
        self._documents = self._letters.fit_transform(documents)
        self._parties = Parties(self.targets)
        self._sections = {target.id: k for k, target in enumerate(self.targets) if target.kind == "section"}
        self.middles = dict(middles or {})
        self.familiarity = familiarity
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
    def certificates(self) -> Mapping[str, Certificate]:
        """None: without reviews nothing can be certified."""
        return {}

    @property
    def thresholds(self) -> Mapping[Kind, float]:
        """From which score on a target is proposed."""
        return dict.fromkeys(sorted({target.kind for target in self.targets}), THRESHOLD)

    def _hash(self) -> str:
        facts = [[t.key, [[x.source, x.language, x.text] for x in (*t.texts, *t.ancestors)]] for t in self.targets]
        weights = [LEXICAL_WEIGHT, QUESTION_WEIGHT, GUIDE_BONUS, ABOVE_WEIGHT, MIDDLE, SLOPE, PARTY_WEIGHT, ASIDE]
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
        """(S, K), unbounded: what ``scores`` squashes."""
        return self.combined(self.parts(batch))

    def parts(self, batch: Batch) -> NDArray[np.float32]:
        """(``PARTS``, S, K): the pieces that the evidence is a sum of, and finer ones, for a head that weighs them anew."""
        vectors, questions = self.centred(batch.vectors), self.centred(batch.questions)
        found = np.zeros((PARTS, len(batch.segments), len(self.targets)), np.float32)
        found[0] = self._all.likeness(vectors)
        found[1] = self._letters_of([segment.text for segment in batch.segments])
        found[2] = self._names.likeness(vectors)
        found[3] = self._meanings.likeness(vectors)
        found[4] = self._above.likeness(vectors)
        found[5] = self._all.likeness(questions)
        found[6] = self._above.likeness(questions)
        for row, segment in enumerate(batch.segments):
            if segment.section in self._sections:
                found[7, row, self._sections[segment.section]] = 1
        found[8] = self._parties.evidence(batch.segments)
        return found

    def combined(self, parts: NDArray[np.float32]) -> NDArray[np.float32]:
        """(S, K): the evidence as it is weighed while there are no labels."""
        found = parts[0] + LEXICAL_WEIGHT * parts[1] + ABOVE_WEIGHT * parts[6] + GUIDE_BONUS * parts[7] + PARTY_WEIGHT * parts[8]
        columns = list(self._sections.values())
        found[:, columns] += QUESTION_WEIGHT * parts[5][:, columns]
        return np.asarray(found, dtype=np.float32)

    def _letters_of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(S, K): TF-IDF cosines of letter sequences. The sequences of a word are taken once, however often it occurs."""
        from scipy.sparse import csr_matrix

        place: defaultdict[str, int] = defaultdict(count().__next__)
        lines = [[place[word] for word in text.split()] for text in texts]
        words = np.array([word for line in lines for word in line], dtype=np.int64)
        rows = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
        known, analyzer = self._letters.vocabulary_, self._letters.build_analyzer()
        pieces = [[known[gram] for gram in analyzer(word) if gram in known] for word in place]
        ends = np.cumsum([0, *map(len, pieces)])
        flat = np.array([piece for found in pieces for piece in found], dtype=np.int64)
        grams = csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=(len(place), len(known)))
        used = csr_matrix((np.ones(len(words), np.float32), (rows, words)), shape=(len(texts), len(place)))
        weighed = self._letters._tfidf.transform(used @ grams)
        return np.asarray((weighed @ self._documents.T).toarray(), dtype=np.float32)

    def scores(self, batch: Batch) -> NDArray[np.float32]:
        """(S, K) in [0, 1]: a monotone squashing of the evidence. Not calibrated: 0.5 is not an even chance."""
        from scipy.special import expit

        middles = np.array([self.middles.get(target.kind, MIDDLE) for target in self.targets], np.float32)
        found = np.zeros((len(batch.segments), len(self.targets)), np.float32)
        for rows in slices(len(batch.segments)):
            found[rows] = expit((self.evidence(batch.rows(rows)) - middles) / np.float32(SLOPE))
        return found


class Owned:
    """Unit vectors of texts (T, D), each of one of K targets: ``owners`` (T,), ascending."""

    def __init__(self, vectors: NDArray[np.float32], owners: NDArray[np.int_], width: int) -> None:
        self._vectors, self._width = vectors, width
        self._targets, self._starts = np.unique(owners, return_index=True)
        self._counts = np.diff(np.append(self._starts, len(owners)))

    def likeness(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(S, K): for each target the mean of the largest and of the average cosine with its texts; 0 for one without."""
        found = np.zeros((len(vectors), self._width), np.float32)
        for rows in slices(len(vectors) if len(self._targets) else 0):
            cosines = vectors[rows] @ self._vectors.T
            largest = np.maximum.reduceat(cosines, self._starts, axis=1)
            average = np.add.reduceat(cosines, self._starts, axis=1) / self._counts
            found[rows, self._targets] = (largest + average) / 2
        return found


def slices(count: int) -> Iterator[slice]:
    """Stretches of at most ``ROWS`` segments."""
    for start in range(0, count, ROWS):
        yield slice(start, min(count, start + ROWS))


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
