"""The present model of a study, loaded once per process and kept until another takes its place: for requests, which are many."""

import hashlib
from collections import OrderedDict
from threading import Lock

from annotations.codeframe import CodeFrame
from annotations.studies import Study
from models.classifiers import Classifier
from models.embeddings import Encoder
from models.targets import targets_of
from service.storage import machines
from service.workflows.machines import present_model
from service.workflows.work import Work

KEPT = 4
"""Models in memory at most: one holds the vectors of all segments that it was fitted on."""
Key = tuple[str, ...]
_models: OrderedDict[Key, Classifier] = OrderedDict()
_lock = Lock()


def loaded_model(work: Work, study: Study, frame: CodeFrame, encoder: Encoder) -> Classifier:
    """What ``present_model`` gives, without making it again while champion, frame, words of the targets and encoder are the same.

    Only a champion is kept: a cold start that no job has entered may still change with every transcript.
    """
    with work.store.read() as tx:
        row = machines.champion(tx, study.id)
    said = hashlib.sha256(repr(targets_of(study, frame)).encode()).hexdigest()
    key = (work.store.url, study.id, row.version if row else "", str(frame.version), encoder.id, said)
    with _lock:
        if key in _models:
            _models.move_to_end(key)
            return _models[key]
    model = present_model(work, study, frame, encoder, enter=False)
    if row is not None and row.version == model.version:
        with _lock:
            _models[key] = model
            while len(_models) > KEPT:
                _models.popitem(last=False)
    return model
