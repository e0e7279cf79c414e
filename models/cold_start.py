"""Scores before any label exists: how much a segment resembles what the code frame says about each target."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind
from models.batches import Batch
from models.certificates import Certificate
from models.embeddings import Encoder, Progress
from models.familiarity import Familiarity
from models.letters import Letters
from models.likenesses import Owned, centred, distinct, slices, unit
from models.segmentation import sentences
from models.targets import Source, Target
from models.who import ASIDE, Parties

LEXICAL_WEIGHT = 0.5
QUESTION_WEIGHT = 0.25
GUIDE_BONUS = 0.15
ABOVE_WEIGHT = 0.25
PARTY_WEIGHT = 0.15
PARTS = 9
MIDDLE, SLOPE = 0.25, 0.06
"""Evidence at which the score is one half, unless a study's own is given, and the evidence that moves it by a quarter from there."""
MIDDLE_SHARE: Mapping[Kind, float] = {"code": 0.8}
"""Where a study's own middle lies, as a share of the median of its segments' best evidence; 1 for other kinds. On eight coded
corpora of interviews and open answers 0.8 came within about 0.03 of the best micro-F1 that any threshold on the evidence gives."""
OWN_SHARE: Mapping[Kind, float] = {"code": 0.5}
"""How far the middle of a segment's scores moves from the study's to the same share of the segment's own best evidence; 0 for
other kinds. Half way: what is likely beats what is usual in the study, and is not far behind the best that there is."""
THRESHOLD = 0.5
FEW = 3


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
    or short definitions, one language or three): ``middles_of`` measures it on a study's segments, again once and for all. For
    codes it is half the segment's own affair (``OWN_SHARE``): where one code stands out, those far behind it are not likely, and
    where there is little evidence at all, less is enough.
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
        self._names = Owned(own[is_name], owners[is_name], width)
        self._meanings = Owned(own[~is_name], owners[~is_name], width)
        self._above = Owned(
            unit(headings - headings.mean(axis=0)) if len(above) else headings, np.array([k for k, _ in above], dtype=int), width
        )
        self._letters = Letters(
            [" ".join(text.text for text in target.texts if text.source != "exclude") for target in self.targets]
        )
        self._parties = Parties(self.targets)
        self._sections = {target.id: k for k, target in enumerate(self.targets) if target.kind == "section"}
        self.middles = dict(middles or {})
        self.familiarity = familiarity
        self.evidence_version = self._hash()
        self.version = f"cold-{_digest(self.evidence_version, sorted(self.middles.items()), dict(OWN_SHARE))}"

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
        return centred(vectors, self.background)

    def evidence(self, batch: Batch) -> NDArray[np.float32]:
        """(S, K), unbounded: what ``scores`` squashes."""
        return self.combined(self.parts(batch))

    def parts(self, batch: Batch) -> NDArray[np.float32]:
        """(``PARTS``, S, K): the pieces that the evidence is a sum of, and finer ones, for a head that weighs them anew."""
        vectors = self.centred(batch.vectors)
        asked, which = distinct(batch.questions)
        questions = self.centred(asked)
        names, meanings = self._names.cosines(vectors), self._meanings.cosines(vectors)
        found = np.zeros((PARTS, len(batch.segments), len(self.targets)), np.float32)
        found[0] = names.with_texts_of(meanings).likeness()
        found[1] = self._letters.likeness([segment.text for segment in batch.segments])
        found[2] = names.likeness()
        found[3] = meanings.likeness()
        found[4] = self._above.likeness(vectors)
        found[5] = self._names.cosines(questions).with_texts_of(self._meanings.cosines(questions)).likeness()[which]
        found[6] = self._above.likeness(questions)[which]
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

    def scores(self, batch: Batch) -> NDArray[np.float32]:
        """(S, K) in [0, 1]: a squashing of the evidence, monotone within a segment and kind. Not calibrated: 0.5 is not an even chance."""
        from scipy.special import expit

        found = np.zeros((len(batch.segments), len(self.targets)), np.float32)
        for rows in slices(len(batch.segments)):
            evidence = self.evidence(batch.rows(rows))
            found[rows] = expit((evidence - self._middles_for(evidence)) / np.float32(SLOPE))
        return found

    def _middles_for(self, evidence: NDArray[np.float32]) -> NDArray[np.float32]:
        """(S, K): the evidence at which the score is one half."""
        found = np.empty_like(evidence)
        kinds = np.array([target.kind for target in self.targets])
        for kind in {target.kind for target in self.targets}:
            columns, own = np.flatnonzero(kinds == kind), OWN_SHARE.get(kind, 0.0)
            best = MIDDLE_SHARE.get(kind, 1.0) * evidence[:, columns].max(axis=1)
            found[:, columns] = ((1 - own) * self.middles.get(kind, MIDDLE) + own * best)[:, None]
        return found


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
