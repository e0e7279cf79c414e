"""Importing at scale, as a ratio to spaCy's default Spanish pipeline over the same text, run beside it on the same cores."""

import os
import random
import resource
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from annotations.readers import read_transcript
from annotations.study_files import read_study
from service.settings import Settings
from service.storage import corpus, studies
from service.storage.transactions import Store, migrate
from service.workflows.importing import import_folder
from service.workflows.work import Work

SAMPLE = Path(__file__).parents[2] / "examples" / "agua-y-acuerdos"
BASELINE = "es_core_news_sm"
PROCESSES = os.cpu_count() or 1


@dataclass(frozen=True)
class Report:
    """Seconds of each part; ``baseline`` is by number of processes that spaCy used, over ``compared`` of the interviews, scaled to all."""

    interviews: int
    characters: int
    first: float
    again: float
    baseline: dict[int, float]
    peak_megabytes: float
    segments: int
    compared: int

    def markdown(self) -> str:
        rows = [
            ("import and segment", f"{self.first:.1f} s", ""),
            ("the same folder again", f"{self.again:.1f} s", f"{self.again / self.first:.3f} of the first time"),
            *(
                (
                    f"spaCy {BASELINE} over {self.compared} of them, {n} processes, scaled",
                    f"{seconds:.1f} s",
                    f"import takes {self.first / seconds:.3f} of it",
                )
                for n, seconds in self.baseline.items()
            ),
            ("peak memory of the importing process", f"{self.peak_megabytes:.0f} MB", ""),
        ]
        head = f"{self.interviews} interviews, {self.characters:,} characters, {self.segments:,} segments\n"
        return "\n".join([head, "| what | measured | ratio |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)])


def run(interviews: int = 300, characters: int = 40_000, compared: int = 0, *, seed: int = 1) -> Report:
    """Write interviews made of the sample study's questions and answers, import them, and run spaCy over ``compared`` (0: all) of them."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "transcripts"
        texts = _write(folder, interviews, characters, seed)
        settings = Settings(home=Path(scratch) / "home")
        migrate(settings.database_url)
        store = Store(settings.database_url)
        study = replace(read_study(SAMPLE / "study.yaml"), consent="not_required")
        with store.begin() as tx:
            studies.save_study(tx, study)
        work = Work(settings, store)
        first = _seconds(lambda: import_folder(work, study_id=study.id, folder=str(folder)))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        again = _seconds(lambda: import_folder(work, study_id=study.id, folder=str(folder)))
        with store.read() as tx:
            segments = corpus.segment_count(tx, study.id)
        store.close()
    some = texts[: compared or None]
    baseline = {n: _seconds(partial(_spacy, some, n)) * len(texts) / len(some) for n in sorted({1, PROCESSES})}
    return Report(interviews, sum(map(len, texts)), first, again, baseline, peak, segments, len(some))


def _seconds(do: Callable[[], Any]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def _write(folder: Path, interviews: int, characters: int, seed: int) -> list[str]:
    """Interviews as text files: exchanges of the sample's Spanish sessions in random order, up to the length."""
    folder.mkdir(parents=True)
    exchanges = _exchanges()
    chance = random.Random(seed)
    texts = []
    for number in range(interviews):
        parts: list[str] = []
        length = 0
        while length < characters:
            question, answer = chance.choice(exchanges)
            parts += [f"ENTREVISTADORA: {question}", f"P{1 + chance.randrange(3)}: {answer}"]
            length += len(parts[-1]) + len(parts[-2]) + 4
        texts.append("\n\n".join(parts))
        (folder / f"E{number:03d}.txt").write_text(texts[-1], encoding="utf-8")
    return texts


def _exchanges() -> list[tuple[str, str]]:
    found = []
    for path in sorted((SAMPLE / "transcripts").iterdir()):
        transcript = read_transcript(path)
        question = ""
        for turn in transcript.turns if transcript.language == "es" else ():
            words = " ".join(transcript.words_of(turn).split())
            if turn.role == "interviewer":
                question = words
            elif question:
                found.append((question, words))
    return found


def _spacy(texts: Sequence[str], processes: int) -> None:
    import spacy

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # the model is of an earlier spaCy, and runs
        pipeline = spacy.load(BASELINE)
    for _ in pipeline.pipe(texts, n_process=processes, batch_size=8):
        pass
