"""The machines of a study: its encoder, its targets, and the model that suggests now. Loaded once per process."""

import hashlib
import os
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotations.codeframe import CodeFrame
from annotations.studies import Study
from models.artifacts import load_head
from models.batches import make_batch
from models.classifiers import Classifier, ColdStart, background_of
from models.embeddings import CachedEncoder, Encoder, load_encoder
from models.targets import targets_of
from service.settings import Settings
from service.storage import corpus, machines, studies
from service.workflows.work import Work

ENOUGH_FOR_BACKGROUND = 50  # segments from which on the background of the study is fixed


@lru_cache(maxsize=2)
def _loaded(name: str) -> Encoder:
    return load_encoder(name)


def encoder_of(settings: Settings) -> Encoder:
    """The encoder of the settings, with what it has encoded before kept under ``home/cache``."""
    return CachedEncoder(_loaded(settings.encoder), settings.folder("cache") / "embeddings.sqlite3")


def study_and_frame(work: Work, study_id: str) -> tuple[Study, CodeFrame]:
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return study, studies.frame(tx, study.id)


def cold_start(work: Work, study: Study, frame: CodeFrame, encoder: Encoder) -> ColdStart:
    """The model that needs no label, over the study's own background."""
    return ColdStart(targets_of(study, frame), encoder, background=_background(work, study, encoder))


def _background(work: Work, study: Study, encoder: Encoder) -> NDArray[np.float32] | None:
    """The mean vector of the study's segments; kept once there are enough, so that a text's score does not move any more."""
    name = f"background-{hashlib.sha256(encoder.id.encode()).hexdigest()[:10]}.npy"
    path = work.settings.folder("models", study.id) / name
    if path.exists():
        kept: NDArray[np.float32] = np.load(path, allow_pickle=False)
        return kept
    with work.store.read() as tx:
        segments = corpus.segments(tx, study.id)
    if not segments:
        return None
    batch = make_batch(segments, encoder, progress=lambda done, total: work.progress("embed", done, total))
    background = background_of(batch)
    if len(segments) >= ENOUGH_FOR_BACKGROUND:
        _keep(background, path)
    return background


def _keep(vector: NDArray[np.float32], path: Path) -> None:
    temporary = path.with_suffix(f".{os.getpid()}.npy")
    np.save(temporary, vector)
    os.replace(temporary, path)


def present_model(work: Work, study: Study, frame: CodeFrame, encoder: Encoder) -> Classifier:
    """The champion when there is one for this frame and encoder, else the cold start, entered as champion.

    A champion of an earlier frame version or another encoder steps down: its scores mean nothing here.
    """
    with work.store.read() as tx:
        row = machines.champion(tx, study.id)
    if row is not None and row.frame_version == frame.version and row.encoder == encoder.id and "path" in row.body:
        folder = work.settings.home / row.body["path"]
        return load_head(folder, targets=targets_of(study, frame), encoder=encoder, frame_version=frame.version)
    cold = cold_start(work, study, frame, encoder)
    if row is None or row.version != cold.version:
        body = {"kind": "cold_start"}
        with work.store.begin() as tx:
            machines.save_model(
                tx, study.id, cold.version, frame_version=frame.version, encoder=encoder.id, champion=True, body=body
            )
    return cold
