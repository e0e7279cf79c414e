"""Suggestions with reasons at scale: texts and vectors made up, everything else as it runs for a study.

What is measured: sentences are found, vectors read from a real cache file, scores over 300 codes computed, by the code frame alone and
by a head that was fitted on made-up reviews, suggestions with reasons made and brought together, block by block and in as many processes
as `relato suggest` does it in (``RELATO_PROCESSES``), their start included. Then the same with the head once more, written into SQLite.
What is not: encoding, which is `relato bench embed`. Vectors are directions by topic plus noise, so that segments have reviewed
neighbours worth naming.
"""

import hashlib
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotations.readers import read_transcript
from annotations.studies import Study
from annotations.study_files import read_study
from annotations.transcripts import Segment
from models.batches import make_batch
from models.classifiers import Classifier, ColdStart, Head, background_of
from models.embeddings import CachedEncoder, Encoder, Progress
from models.familiarity import Familiarity
from models.sentences import sentences
from models.targets import Source, Target, TargetText
from service.benchmarks.memory import peak_memory
from service.settings import Settings
from service.storage import machines, studies
from service.storage.tables import SegmentRow, SessionRow, TranscriptRow
from service.storage.transactions import Store, migrate, now, upsert
from service.workflows.looking import Looked, look_at_all
from service.workflows.suggesting import BATCH, BLOCK, processes_for
from service.workflows.work import chunks
from training.datasets import Reviewed
from training.fitting import fit_head

SAMPLE = Path(__file__).parents[2] / "examples" / "agua-y-acuerdos"
WIDTH = 384
SOURCES: tuple[Source, ...] = ("name", "definition", "example")
REVIEWED = 2000
LABELS = 3  # codes of a reviewed segment
SHOWN = 6  # codes above the threshold, of which at most five are shown
WORDS = 60  # of a segment, about
SESSION = 100  # segments


@dataclass(frozen=True)
class Measured:
    """Of one classifier: seconds of wall clock and of processor (all processes) from cached vectors to suggestions with reasons, and
    how many."""

    seconds: float
    processor_seconds: float
    suggestions: int
    reasons: int


@dataclass(frozen=True)
class Report:
    """``product`` is the seconds of the bare matrix product that scores cannot do without, ``stored`` those from cached vectors to
    suggestions of the head in SQLite, ``store`` those of them in which this process wrote; ``peak_megabytes`` of all processes
    together, preparation included."""

    segments: int
    codes: int
    sentences: int
    processes: int
    cold: Measured
    head: Measured
    product: float
    stored: float
    store: float
    peak_megabytes: float

    def json(self) -> str:
        return json.dumps(asdict(self), indent=1)

    def markdown(self) -> str:
        both = (self.cold, self.head)
        rows = [
            ("from cached vectors to suggestions with reasons", *(f"{one.seconds:.1f} s" for one in both)),
            ("of processor", *(f"{one.processor_seconds:.1f} s" for one in both)),
            ("suggestions", *(f"{one.suggestions:,}" for one in both)),
            ("reasons", *(f"{one.reasons:,}" for one in both)),
            ("the same and written into SQLite", "", f"{self.stored:.1f} s"),
            ("of these writing, beside the other processes", "", f"{self.store:.1f} s"),
            ("the bare product of vectors with texts and weights", "", f"{self.product:.1f} s"),
            ("peak memory of all processes together, preparation included", "", f"{self.peak_megabytes:.0f} MB"),
        ]
        head = f"{self.segments:,} segments of {self.sentences:,} sentences × {self.codes} codes in {self.processes} processes, and the one that asks them\n"
        title = ["| | from the code frame alone | with a fitted head |", "|---|---|---|"]
        return "\n".join([head, *title, *(f"| {' | '.join(row)} |" for row in rows)])


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
    """Make up a study, encode it into a cache, and time what follows, block by block as ``relato suggest`` does."""
    with peak_memory() as peak:
        report = _run(segments, codes, seed)
    return replace(report, peak_megabytes=peak.megabytes)


def _run(segments: int, codes: int, seed: int) -> Report:
    lines, chance = _sentences(), random.Random(seed)
    made = _segments(lines, segments, chance)
    targets = _targets(lines, codes, chance)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "cache" / "embeddings.sqlite3"
        encoder = CachedEncoder(MadeUp(codes), path)
        sentences = 0
        for block in chunks(made, BLOCK):
            sentences += len(make_batch(block, encoder).sentence_vectors)
        cold, head = _classifiers(targets, encoder, made[:: max(1, len(made) // REVIEWED)])
        measured = [_measured(made, CachedEncoder(MadeUp(codes), path), one) for one in (cold, head)]
        stored, store = _stored(Path(scratch), made, CachedEncoder(MadeUp(codes), path), head)
    product = _product(targets, segments)
    return Report(segments, codes, sentences, _processes(made), measured[0], measured[1], product, stored, store, 0.0)


def _measured(made: Sequence[Segment], encoder: Encoder, model: Classifier) -> Measured:
    """With a cache that nobody has read yet."""
    words = _reviewed_texts(made, model)
    wall, processor, suggestions, reasons = time.perf_counter(), _processor_seconds(), 0, 0
    for looked in _looked(made, encoder, model, words):
        suggestions += sum(map(len, looked.suggestions.values()))
        reasons += sum(len(one.reasons) for found in looked.suggestions.values() for one in found)
    return Measured(time.perf_counter() - wall, _processor_seconds() - processor, suggestions, reasons)


def _looked(made: Sequence[Segment], encoder: Encoder, model: Classifier, words: Mapping[str, str]) -> Iterator[Looked]:
    blocks = chunks(made, BLOCK)
    return look_at_all(blocks, model, encoder, frame_version=1, reviewed_texts=words, processes=_processes(made))


def _processes(made: Sequence[Segment]) -> int:
    return processes_for(len(made), Settings().processes)


def _processor_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def _reviewed_texts(made: Sequence[Segment], model: Classifier) -> dict[str, str]:
    ids = set(model.neighbours.ids) if model.neighbours else set()
    return {segment.id: segment.text for segment in made if segment.id in ids}


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


def _classifiers(targets: Sequence[Target], encoder: Encoder, reviewed: Sequence[Segment]) -> tuple[ColdStart, Head]:
    """A cold start and a head fitted on these segments, each reviewed with the ``LABELS`` codes that the frame's words are nearest
    to. The thresholds of both leave about five codes a segment."""
    batch = make_batch(reviewed, encoder)
    background = background_of(batch)
    plain = ColdStart(targets, encoder, background=background)
    evidence = plain.evidence(batch)
    middle = float(np.quantile(evidence, 1 - min(1.0, SHOWN / len(targets))))
    familiarity = Familiarity.fit(batch.vectors)
    cold = ColdStart(targets, encoder, background=background, middles={"code": middle}, familiarity=familiarity)
    labels = np.zeros(evidence.shape)
    labels[np.arange(len(reviewed))[:, None], np.argsort(-evidence, axis=1)[:, :LABELS]] = 1
    head = fit_head(Reviewed(batch, cold.targets, labels), cold, version="bench-1", thresholds={})
    head.thresholds = {"code": float(np.quantile(head.scores(batch), 1 - min(1.0, SHOWN / len(targets))))}
    return cold, head


def _product(targets: Sequence[Target], segments: int) -> float:
    """Seconds of what any implementation has to multiply: vectors with the texts of the targets and with the weights."""
    left = np.ones((min(segments, BLOCK), WIDTH), np.float32)
    right = np.ones((WIDTH, sum(len(target.texts) for target in targets) + len(targets)), np.float32)
    since = time.perf_counter()
    for _ in range(0, segments, BLOCK):
        np.matmul(left, right)
    return time.perf_counter() - since


def _stored(folder: Path, made: Sequence[Segment], encoder: Encoder, head: Head) -> tuple[float, float]:
    """Seconds from cached vectors to what the head says of these segments in SQLite; and those of them spent writing."""
    study, words = read_study(SAMPLE / "study.yaml"), _reviewed_texts(made, head)
    store, spent = _store(folder, study, made, head), 0.0
    begun = time.perf_counter()
    for looked in _looked(made, encoder, head, words):
        since = time.perf_counter()
        _write(store, study.id, head, looked)
        spent += time.perf_counter() - since
    taken = time.perf_counter() - begun
    store.close()
    return taken, spent


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


def _write(store: Store, study_id: str, head: Head, looked: Looked) -> None:
    """As ``relato suggest`` writes: a small transaction after another."""
    for part in chunks(looked.segments, BATCH):
        here = [one for segment in part for one in looked.suggestions.get(segment.id, ())]
        with store.begin() as tx:
            machines.save_suggestions(tx, study_id, head.version, {s.id: looked.doubt[s.id] for s in part}, here)
