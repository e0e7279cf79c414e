"""A small corpus, its study, and the command line on them in a process of its own (Ray warns, and pytest forbids warnings)."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from service.settings import Settings
from service.storage import corpus, studies
from service.storage.transactions import Store, migrate
from service.workflows.importing import import_folder
from service.workflows.loading import load_study
from service.workflows.work import Work
from tests.conftest import SAMPLE
from tests.encoders import share_encoders

ANSWERS = [
    "Ahora la tesorera lee las cuentas en la asamblea cada dos meses, delante de todos.",
    "El medidor se trabó y nadie vino a cambiarlo, así que ya no pagamos.",
    "Sí.",
    "The treatment plant was finished and it has never treated a litre of water.",
    "Antes íbamos al pozo con cubetas; hoy llega el agua a la casa.",
    "Mi hija entró al comité y ahora habla en las reuniones.",
    "El municipio puso una oficina que contesta por escrito.",
    "Nos dieron un curso de cómo revisar el cloro.",
]
TEXT = "ENTREVISTADORA: ¿Qué cambió?\n\n" + "\n\n".join(f"SEÑORA: {a}\n\nENTREVISTADORA: ¿Y qué más pasó?" for a in ANSWERS)
NO_RAY = "import sys; sys.modules['ray'] = None; "


@dataclass(frozen=True)
class Scene:
    """The study with the answers imported, and the same answers as Parquet in two files."""

    work: Work
    folder: Path

    @property
    def corpus(self) -> Path:
        return self.folder / "corpus"

    def command(self, *arguments: str, before: str = "") -> list[str]:
        return [sys.executable, "-c", f"{before}from service.cli import main; main()", *arguments]

    def environment(self) -> dict[str, str]:
        return os.environ | self.work.settings.as_environment()

    def relato(self, *arguments: str, before: str = "") -> "subprocess.CompletedProcess[str]":
        command = self.command(*arguments, before=before)
        return subprocess.run(
            command, env=self.environment(), cwd=self.folder, capture_output=True, text=True, timeout=300, check=False
        )


def scene_in(folder: Path) -> Scene:
    settings = share_encoders(Settings(home=folder / "home"))
    settings.folder()
    migrate(settings.database_url)
    work = Work(settings, Store(settings.database_url))
    load_study(work, path=str(SAMPLE / "study.yaml"))
    (folder / "S1.txt").write_text(TEXT)
    (folder / "sessions.csv").write_text("session,date,method,capture\nS1,2024-01-01,individual,recording\n")
    (folder / "roster.csv").write_text("respondent,session,label,consent,consent_recording\nR99,S1,SEÑORA,yes,yes\n")
    import_folder(work, study_id="", folder=str(folder / "S1.txt"))
    scene = Scene(work, folder)
    write_corpus(scene.corpus, segment_rows(work))
    return scene


def segment_rows(work: Work) -> list[dict[str, str]]:
    with work.store.read() as tx:
        segments = corpus.segments(tx, studies.study(tx, "").id)
    names = ("id", "text", "question", "language", "section", "before", "after", "question_id")
    return [{"session": s.session_id, **{name: getattr(s, name) for name in names}} for s in segments]


def write_corpus(folder: Path, rows: list[dict[str, str]]) -> None:
    folder.mkdir(exist_ok=True)
    half = len(rows) // 2
    pq.write_table(pa.Table.from_pylist(rows[:half]), folder / "a.parquet", row_group_size=3)
    pq.write_table(pa.Table.from_pylist(rows[half:]), folder / "b.parquet")


def parts_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("part-*.parquet"))}


def rows_in(folder: Path) -> list[dict[str, Any]]:
    return [row for path in sorted(folder.glob("part-*.parquet")) for row in pq.read_table(path).to_pylist()]
