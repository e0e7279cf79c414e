"""The machines of a study: its encoder, its targets, and the model that suggests now. Loaded once per process."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

import numpy as np

from annotations.codeframe import CodeFrame
from annotations.studies import Study
from models.artifacts import load_head
from models.batches import make_batch
from models.classifiers import Classifier, ColdStart, background_of, middles_of
from models.embeddings import CachedEncoder, Encoder, load_encoder
from models.targets import targets_of
from service.settings import Settings
from service.storage import corpus, machines, studies
from service.workflows.work import Work, write_whole

ENOUGH_SEGMENTS = 50  # from which on what was measured on the study is kept


@lru_cache(maxsize=2)
def _loaded(name: str) -> Encoder:
    return load_encoder(name)


def encoder_of(settings: Settings) -> Encoder:
    """The encoder of the settings, with what it has encoded before kept under ``home/cache``."""
    return CachedEncoder(_loaded(settings.encoder), embedding_cache(settings))


def embedding_cache(settings: Settings) -> Path:
    return settings.folder("cache") / "embeddings.sqlite3"


def study_and_frame(work: Work, study_id: str) -> tuple[Study, CodeFrame]:
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return study, studies.frame(tx, study.id)


def cold_start(work: Work, study: Study, frame: CodeFrame, encoder: Encoder) -> ColdStart:
    """The model that needs no label, set to the study: its mean vector, and how much evidence is much in it.

    Both are measured on the study's segments and kept once there are enough, so that a text's score does not move any more.
    """
    targets = targets_of(study, frame)
    folder = work.settings.folder("models", study.id)
    vector = folder / f"background-{hashlib.sha256(encoder.id.encode()).hexdigest()[:10]}.npy"
    background = np.load(vector, allow_pickle=False) if vector.exists() else None
    bare = ColdStart(targets, encoder, background=background)
    measured = folder / f"middles-{bare.evidence_version}.json"
    if background is not None and measured.exists():
        return ColdStart(targets, encoder, background=background, middles=json.loads(measured.read_text()))
    with work.store.read() as tx:
        segments = corpus.segments(tx, study.id)
    if not segments:
        return bare
    batch = make_batch(segments, encoder, progress=lambda done, total: work.progress("embed", done, total))
    background = background_of(batch) if background is None else background
    bare = ColdStart(targets, encoder, background=background)
    middles = middles_of(bare, batch)
    if len(segments) >= ENOUGH_SEGMENTS:
        write_whole(vector, lambda file: np.save(file, background))
        measured = folder / f"middles-{bare.evidence_version}.json"
        write_whole(measured, lambda file: file.write(json.dumps(middles).encode()))
    return ColdStart(targets, encoder, background=background, middles=middles)


def present_model(work: Work, study: Study, frame: CodeFrame, encoder: Encoder, *, enter: bool) -> Classifier:
    """The champion when there is one for this frame and encoder, else the cold start; with ``enter`` it becomes champion.

    A champion of an earlier frame version or another encoder steps down then: its scores mean nothing here. Only jobs enter
    models: they run one at a time.
    """
    with work.store.read() as tx:
        row = machines.champion(tx, study.id)
    if row is not None and row.frame_version == frame.version and row.encoder == encoder.id and "path" in row.body:
        folder = work.settings.home / row.body["path"]
        return load_head(folder, targets=targets_of(study, frame), encoder=encoder, frame_version=frame.version)
    cold = cold_start(work, study, frame, encoder)
    if enter and (row is None or row.version != cold.version):
        body = {"kind": "cold_start"}
        with work.store.begin() as tx:
            machines.save_model(
                tx, study.id, cold.version, frame_version=frame.version, encoder=encoder.id, champion=True, body=body
            )
    return cold
