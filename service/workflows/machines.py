"""The machines of a study: its encoder, its targets, and the model that suggests now. Loaded once per process."""

import hashlib
import json
import logging
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from annotations.codeframe import CodeFrame
from annotations.errors import ModelMismatch
from annotations.studies import Study
from models.artifacts import load_head
from models.batches import make_batch
from models.classifiers import Classifier, ColdStart, background_of, middles_of
from models.embeddings import CachedEncoder, Encoder, Precision, load_encoder
from models.familiarity import Familiarity, read_familiarity
from models.targets import targets_of
from service.settings import Settings
from service.storage import corpus, machines, studies
from service.storage.tables import ModelRow
from service.workflows.work import Work, write_whole

log = logging.getLogger(__name__)

ENOUGH_SEGMENTS = 50  # from which on what was measured on the study is kept
MEASURED = 4096  # segments in memory at most for that, from every part of the study


@lru_cache(maxsize=2)
def _load(name: str, precision: Precision, folder: Path) -> Encoder:
    return load_encoder(name, precision=precision, folder=folder)


def _loaded(settings: Settings) -> Encoder:
    return _load(settings.encoder, settings.encoder_precision, settings.folder("cache", "encoders").resolve())


def encoder_of(settings: Settings) -> Encoder:
    """The encoder of the settings, with what it has encoded before kept under ``home/cache``."""
    return CachedEncoder(_loaded(settings), embedding_cache(settings))


def encoder_for(work: Work, study_id: str) -> Encoder:
    """The encoder of a study: the fine-tuned one of its champion, where it has one; else that of the settings."""
    with work.store.read() as tx:
        row = machines.champion(tx, study_id)
        found = tuned_encoder(work, machines.models(tx, study_id), row.encoder) if row else None
    if found is None:
        return encoder_of(work.settings)
    name, kept = str(work.settings.home / found.body["encoder_folder"]), work.settings.folder("cache", "encoders").resolve()
    return CachedEncoder(_load(name, work.settings.encoder_precision, kept), embedding_cache(work.settings))


def tuned_encoder(work: Work, rows: Sequence[ModelRow], encoder: str) -> ModelRow | None:
    """The entry of the fine-tuning that made this encoder, if one did, from the encoder of the settings, and it is still there."""
    for row in rows:
        folder = str(row.body.get("encoder_folder", ""))
        ours = folder != "" and row.encoder == encoder and row.body["encoder_base"] == work.settings.encoder
        if ours and (work.settings.home / folder / "done.json").is_file():
            return row
    return None


def encoder_saw(work: Work, study_id: str, encoder: Encoder) -> frozenset[str]:
    """The sessions whose labels this encoder was fine-tuned on: on them nothing made with it can be judged."""
    with work.store.read() as tx:
        row = tuned_encoder(work, machines.models(tx, study_id), encoder.id)
    return frozenset(row.body["encoder_saw"]) if row else frozenset()


def usable_encoders(work: Work, study_id: str) -> frozenset[str]:
    """What identifies the encoder of the settings, and those that were fine-tuned from it for this study."""
    with work.store.read() as tx:
        rows = machines.models(tx, study_id)
    tuned = {row.encoder for row in rows if tuned_encoder(work, rows, row.encoder)}
    return frozenset({encoder_of(work.settings).id, *tuned})


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
    known = vector.with_name(vector.name.replace("background", "familiar")).with_suffix(".npz")
    bare = ColdStart(targets, encoder, background=background)
    measured = folder / f"middles-{bare.evidence_version}.json"
    if background is not None and measured.exists():
        seen = read_familiarity(known) if known.exists() else None
        return ColdStart(targets, encoder, background=background, middles=json.loads(measured.read_text()), familiarity=seen)
    with work.store.read() as tx:
        segments = corpus.segments(tx, study.id)
    if not segments:
        return bare
    segments = segments[:: -(-len(segments) // MEASURED)]
    batch = make_batch(segments, encoder, progress=lambda done, total: work.progress("embed", done, total))
    background = background_of(batch) if background is None else background
    bare = ColdStart(targets, encoder, background=background)
    middles = middles_of(bare, batch)
    seen = Familiarity.fit(batch.vectors, np.array([segment.session_id for segment in segments]))
    if len(segments) >= ENOUGH_SEGMENTS:
        write_whole(known, lambda file: np.savez(file, sample=seen.sample, least=seen.least))
        write_whole(vector, lambda file: np.save(file, background))
        measured = folder / f"middles-{bare.evidence_version}.json"
        write_whole(measured, lambda file: file.write(json.dumps(middles).encode()))
    return ColdStart(targets, encoder, background=background, middles=middles, familiarity=seen)


def present_model(work: Work, study: Study, frame: CodeFrame, encoder: Encoder, *, enter: bool) -> Classifier:
    """The champion when there is one for this frame and encoder, else the cold start; with ``enter`` it becomes champion.

    A champion of an earlier frame version, another encoder, other words of the frame or an earlier Relato steps down then: its
    scores mean nothing here. Only jobs enter models: they run one at a time.
    """
    with work.store.read() as tx:
        row = machines.champion(tx, study.id)
    if row is not None and row.frame_version == frame.version and row.encoder == encoder.id and "path" in row.body:
        folder = work.settings.home / row.body["path"]
        try:
            return load_head(folder, targets=targets_of(study, frame), encoder=encoder, frame_version=frame.version)
        except ModelMismatch as error:
            log.warning("model %s of study %s is not used any more: %s", row.version, study.id, error)
    cold = cold_start(work, study, frame, encoder)
    if enter and (row is None or row.version != cold.version):
        body = {"kind": "cold_start"}
        with work.store.begin() as tx:
            machines.save_model(
                tx, study.id, cold.version, frame_version=frame.version, encoder=encoder.id, champion=True, body=body
            )
    return cold
