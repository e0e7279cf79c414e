"""Suggestions with reasons at scale: texts and vectors made up, everything else as it runs for a study.

What is measured: sentences are found, vectors read from a real cache file, scores of a head over 300 codes computed, suggestions with
reasons made, a block of segments at a time as `relato suggest` does; writing them into SQLite is told apart. What is not: encoding, which
is `relato bench embed`. Vectors are directions by topic plus noise, so that segments have reviewed neighbours worth naming.
"""

import hashlib
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Suggestion
from annotations.readers import read_transcript
from annotations.studies import Study
from annotations.study_files import read_study
from annotations.transcripts import Segment
from models.batches import Batch, make_batch, texts_of
from models.classifiers import ColdStart, Head, Neighbours
from models.embeddings import CachedEncoder, Encoder, Progress
from models.heads import Coefficients
from models.sentences import sentences
from models.suggestions import suggest, uncertainty
from models.targets import Source, Target, TargetText
from service.settings import Settings
from service.storage import machines, studies
from service.storage.tables import SegmentRow, SessionRow, TranscriptRow
from service.storage.transactions import Store, migrate, now, upsert
from service.workflows.suggesting import BATCH, BLOCK
from service.workflows.work import chunks

SAMPLE = Path(__file__).parents[2] / "examples" / "agua-y-acuerdos"
WIDTH = 384
SOURCES: tuple[Source, ...] = ("name", "definition", "example")
REVIEWED = 2000
LABELS = 3  # codes of a reviewed segment
WORDS = 60  # of a segment, about
SESSION = 100  # segments


@dataclass(frozen=True)
class Report:
    """Seconds by part; ``product`` is the bare matrix product that scores cannot do without, run in the same process."""

    segments: int
    codes: int
    sentences: int
    cores: int
    read: float
    score: float
    explain: float
    product: float
    store: float
    peak_megabytes: float
    suggestions: int
    reasons: int

    @property
    def seconds(self) -> float:
        """From cached vectors to suggestions with reasons."""
        return self.read + self.score + self.explain

    def json(self) -> str:
        return json.dumps({**asdict(self), "seconds": self.seconds, "ratio_to_product": self.seconds / self.product}, indent=1)

    def markdown(self) -> str:
        rows = [
            ("sentences found, vectors read from the cache", f"{self.read:.1f} s"),
            ("scores", f"{self.score:.1f} s"),
            ("suggestions with reasons", f"{self.explain:.1f} s"),
            ("together", f"{self.seconds:.1f} s"),
            ("the bare product of vectors with texts and weights", f"{self.product:.1f} s"),
            ("together, as a ratio to the bare product", f"{self.seconds / self.product:.1f}"),
            ("written into SQLite", f"{self.store:.1f} s"),
            ("peak memory of the process, preparation included", f"{self.peak_megabytes:.0f} MB"),
        ]
        head = (
            f"{self.segments:,} segments of {self.sentences:,} sentences × {self.codes} codes on {self.cores} cores: "
            f"{self.suggestions:,} suggestions with {self.reasons:,} reasons\n"
        )
        return "\n".join([head, "| what | measured |", "|---|---|", *(f"| {' | '.join(row)} |" for row in rows)])


class MadeUp:
    """An encoder of made-up vectors: a topic by the text's hash, plus noise."""

    id = "made-up-1"
    width = WIDTH

    def __init__(self, topics: int) -> None:
        self._topics = _unit(np.random.default_rng(0).normal(size=(topics, WIDTH)).astype(np.float32))

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        found = np.empty((len(texts), WIDTH), np.float32)
        for row, text in enumerate(texts):
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
            noise = np.random.default_rng(seed).standard_normal(WIDTH, np.float32)
            found[row] = self._topics[seed % len(self._topics)] + noise / np.linalg.norm(noise) * 0.8
        return _unit(found)


def run(segments: int = 60_000, codes: int = 300, *, seed: int = 1) -> Report:
    """Make up a study, encode it into a cache, and time what follows, a block of segments at a time."""
    lines, chance = _sentences(), random.Random(seed)
    made = _segments(lines, segments, chance)
    spent = dict.fromkeys(("read", "score", "explain", "store", "product"), 0.0)
    counts = dict.fromkeys(("suggestions", "reasons", "sentences"), 0)
    with tempfile.TemporaryDirectory() as scratch:
        encoder = CachedEncoder(MadeUp(codes), Path(scratch) / "cache" / "embeddings.sqlite3")
        for block in chunks(made, BLOCK):
            encoder.encode([text for segment in block for text in texts_of(segment)])
        reviewed = made[:: max(1, len(made) // REVIEWED)]
        head = _head(_targets(lines, codes, chance), encoder, reviewed, seed)
        words = {segment.id: segment.text for segment in reviewed}
        study = read_study(SAMPLE / "study.yaml")
        store = _store(Path(scratch), study, made, head)
        for block in chunks(made, BLOCK):
            clock = _Clock(spent)
            batch = make_batch(block, encoder)
            clock.lap("read")
            scores = head.scores(batch)
            clock.lap("score")
            found = suggest(batch, head, head.targets, frame_version=1, scores=scores, reviewed_texts=words)
            doubt = uncertainty(scores).tolist()
            clock.lap("explain")
            _write(store, study.id, head, block, found, doubt)
            clock.lap("store")
            _product(head, batch)
            clock.lap("product")
            counts["suggestions"] += len(found)
            counts["reasons"] += sum(len(one.reasons) for one in found)
            counts["sentences"] += len(batch.sentence_vectors)
        store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return Report(
        segments=segments,
        codes=codes,
        sentences=counts["sentences"],
        cores=os.cpu_count() or 1,
        peak_megabytes=peak,
        suggestions=counts["suggestions"],
        reasons=counts["reasons"],
        **spent,
    )


class _Clock:
    """Adds what passes between two laps to the part that is named at the second."""

    def __init__(self, spent: dict[str, float]) -> None:
        self._spent, self._since = spent, time.perf_counter()

    def lap(self, part: str) -> None:
        at = time.perf_counter()
        self._spent[part] += at - self._since
        self._since = at


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _sentences() -> list[str]:
    """The sentences of respondents in the sample study's transcripts, in whatever language."""
    found: dict[str, None] = {}
    for path in sorted((SAMPLE / "transcripts").iterdir()):
        transcript = read_transcript(path)
        for turn in transcript.turns:
            if turn.role != "interviewer":
                words = transcript.words_of(turn)
                found |= {words[s.start : s.end]: None for s in sentences(words, transcript.language)}
    return list(found)


def _segments(lines: Sequence[str], count: int, chance: random.Random) -> list[Segment]:
    """Segments of about ``WORDS`` words, each of sentences drawn at random; a number makes every text another."""
    made = []
    for n in range(count):
        parts = [f"{n} {chance.choice(lines)}"]
        while sum(part.count(" ") + 1 for part in parts) < WORDS:
            parts.append(f"{chance.choice(lines)[:-1]} {chance.randrange(count)}.")
        text = " ".join(parts)
        session = f"B{n // SESSION:04d}"
        made.append(Segment(session, n % SESSION + 1, 0, len(text), text, "P1", "es", question=chance.choice(lines)))
    return made


def _targets(lines: Sequence[str], count: int, chance: random.Random) -> list[Target]:
    """Codes with name, definition and example, in two languages by name only: the words are the sample's."""
    targets = []
    for k in range(count):
        drawn = [(language, chance.sample(lines, 4)) for language in ("es", "en")]
        texts = [
            TargetText(source, language, text)
            for language, (name, first, second, example) in drawn
            for source, text in zip(SOURCES, (name[:30], f"{first} {second}", example), strict=True)
        ]
        targets.append(Target("code", f"c{k}", {"es": f"c{k}"}, tuple(texts)))
    return targets


def _head(targets: Sequence[Target], encoder: Encoder, reviewed: Sequence[Segment], seed: int) -> Head:
    """A head as if fitted on these segments, each with the ``LABELS`` codes that the frame's words are nearest to; its weights
    are random, and its threshold leaves about five codes a segment."""
    cold = ColdStart(targets, encoder)
    batch, chance = make_batch(reviewed, encoder), np.random.default_rng(seed)
    vectors = cold.centred(batch.vectors)
    labels = np.zeros((len(reviewed), len(targets)), bool)
    nearest = np.argsort(-cold.evidence(batch), axis=1)[:, :LABELS]
    labels[np.arange(len(reviewed))[:, None], nearest] = True
    fitted = Coefficients(chance.normal(scale=0.5, size=(WIDTH, len(targets))), np.full(len(targets), -3.0), 5.0)
    near = Neighbours(tuple(segment.id for segment in reviewed), vectors, labels)
    head = Head(cold, fitted, near, version="bench-1", thresholds={})
    threshold = float(np.quantile(head.scores(batch), 1 - min(1.0, 6 / len(targets))))
    return Head(cold, fitted, near, version="bench-1", thresholds={"code": threshold})


def _product(head: Head, batch: Batch) -> None:
    """What any implementation has to multiply: vectors with the texts of the targets and with the weights."""
    texts = sum(len(target.texts) for target in head.targets)
    right = np.ones((WIDTH, texts + len(head.targets)), np.float32)
    np.matmul(batch.vectors, right)


def _store(folder: Path, study: Study, segments: Sequence[Segment], head: Head) -> Store:
    """A database with rows for these segments and this model."""
    settings = Settings(home=folder / "home")
    migrate(settings.database_url)
    store = Store(settings.database_url)
    sessions = list(dict.fromkeys(segment.session_id for segment in segments))
    with store.begin() as tx:
        studies.save_study(tx, study)
        upsert(tx, SessionRow, [{"study_id": study.id, "id": id_, "body": {}} for id_ in sessions])
        told = {"study_id": study.id, "body": {}, "source_hash": "", "imported_at": now()}
        upsert(tx, TranscriptRow, [{**told, "session_id": id_} for id_ in sessions])
        rows = [{"study_id": study.id, "id": s.id, "session_id": s.session_id, "number": s.number, "body": {}} for s in segments]
        upsert(tx, SegmentRow, rows)
        machines.save_model(tx, study.id, head.version, frame_version=1, encoder="made-up", champion=True, body={})
    return store


def _write(
    store: Store, study_id: str, head: Head, block: Sequence[Segment], found: Sequence[Suggestion], doubt: Sequence[float]
) -> None:
    """As ``relato suggest`` writes: a small transaction after another."""
    by_segment: dict[str, list[Suggestion]] = {}
    for one in found:
        by_segment.setdefault(one.segment_id, []).append(one)
    doubts = dict(zip((segment.id for segment in block), doubt, strict=True))
    for part in chunks(block, BATCH):
        here = [one for segment in part for one in by_segment.get(segment.id, ())]
        with store.begin() as tx:
            machines.save_suggestions(tx, study_id, head.version, {s.id: doubts[s.id] for s in part}, here)
