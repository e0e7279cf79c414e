"""relato models drift: whether new transcripts are like the known ones, and whether people still take what is suggested."""

from typing import Any

from annotations.studies import Study
from models.embeddings import Encoder
from service.storage import corpus, machines, review, studies
from service.workflows.consent import closed_sessions
from service.workflows.machines import encoder_for, study_and_frame
from service.workflows.work import Outcome, Work
from training.drift import acceptance, as_facts, changes, input_drift


def drift_study(work: Work, *, study_id: str) -> Outcome:
    """The drift of a study, against its champion. Nothing is changed."""
    study, _ = study_and_frame(work, study_id)
    return {"study": study.id, "drift": drift_of(work, study, encoder_for(work, study.id))}


def drift_of(work: Work, study: Study, encoder: Encoder) -> dict[str, Any]:
    """The facts, as ``training.drift.as_facts`` has them; empty while no fitted model is in use."""
    with work.store.read() as tx:
        champion = machines.champion(tx, study.id)
        if champion is None or not champion.body.get("fitted_on"):
            return {}
        closed = closed_sessions(study, studies.register(tx, study.id))
        segments = [s for s in corpus.segments(tx, study.id) if s.session_id not in closed]
        strange = machines.strange(tx, study.id, champion.version)
        log = review.log(tx, study.id)
    vectors = encoder.encode(
        [segment.words for segment in segments], progress=lambda done, total: work.progress("embed", done, total)
    )
    rates = acceptance(log)
    found = input_drift(segments, vectors, champion.body["fitted_on"], strange)
    return dict(as_facts(found, rates, changes(rates, champion.version)))
