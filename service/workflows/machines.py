"""The machines of a study: its encoder, its targets, and the model that suggests now. Loaded once per process."""

from functools import lru_cache

from models.artifacts import load_head

from annotations.codeframe import CodeFrame
from annotations.studies import Study
from models.classifiers import Classifier, ColdStart
from models.embeddings import CachedEncoder, Encoder, load_encoder
from models.targets import Target, targets_of
from service.settings import Settings
from service.storage import machines, studies
from service.workflows.work import Work


@lru_cache(maxsize=2)
def _loaded(name: str) -> Encoder:
    return load_encoder(name)


def encoder_of(settings: Settings) -> Encoder:
    """The encoder of the settings, with what it has encoded before kept under ``home/cache``."""
    return CachedEncoder(_loaded(settings.encoder), settings.folder("cache") / "embeddings.sqlite3")


def cold_start(study: Study, frame: CodeFrame, encoder: Encoder) -> tuple[list[Target], ColdStart]:
    """The targets of the study, length K, and the model that needs no label."""
    targets = targets_of(study, frame)
    return targets, ColdStart(targets, encoder)


def present_model(work: Work, study: Study, frame: CodeFrame, encoder: Encoder) -> tuple[list[Target], Classifier]:
    """The champion when there is one for this frame and encoder, else the cold start, entered as champion.

    A champion of an earlier frame version or another encoder steps down: its scores mean nothing here.
    """
    targets, cold = cold_start(study, frame, encoder)
    with work.store.read() as tx:
        row = machines.champion(tx, study.id)
    if row is not None and row.version == cold.version:
        return targets, cold
    if row is not None and row.frame_version == frame.version and row.encoder == encoder.id and "path" in row.body:
        return targets, load_head(work.settings.home / row.body["path"], cold, targets, frame_version=frame.version)
    with work.store.begin() as tx:
        machines.save_model(
            tx,
            study.id,
            cold.version,
            frame_version=frame.version,
            encoder=encoder.id,
            champion=True,
            body={"kind": "cold_start"},
        )
    return targets, cold


def study_and_frame(work: Work, study_id: str) -> tuple[Study, CodeFrame]:
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return study, studies.frame(tx, study.id)
