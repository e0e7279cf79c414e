"""relato retrain: fit on what people reviewed, judge on transcripts held out, promote only if better than the cold start."""

from typing import Any

from training.datasets import from_codings
from training.retraining import retrain

from annotations.errors import TooFewTranscripts
from models.batches import make_batch
from service.storage import corpus, machines, review
from service.workflows.machines import cold_start, encoder_of, study_and_frame
from service.workflows.work import Outcome, Work


def retrain_study(work: Work, *, study_id: str, seed: int = 1) -> Outcome:
    """Retrain on all reviewed segments. With nothing new since the last time the same model comes out, and nothing changes."""
    study, frame = study_and_frame(work, study_id)
    with work.store.read() as tx:
        reviewers: dict[str, set[str]] = {}
        for item in review.work_items(tx, study.id, states=("reviewed",)):
            reviewers.setdefault(item.segment_id, set()).add(item.coder_id)
        codings = review.codings(tx, study.id)
        segments = [s for s in corpus.segments(tx, study.id) if s.id in reviewers]
    sessions = {s.session_id for s in segments}
    if len(sessions) < 4:
        raise TooFewTranscripts(f"only {len(sessions)} sessions are reviewed, 4 needed", remedy="review more, then retrain")
    work.progress("load model", 0, 1)
    encoder = encoder_of(work.settings)
    targets, cold = cold_start(study, frame, encoder)
    batch = make_batch(segments, encoder, progress=lambda done, total: work.progress("embed", done, total))
    reviewed = from_codings(segments, codings, reviewers, targets)
    folder = work.settings.folder("models", study.id)
    result = retrain(
        reviewed, batch, targets, cold, encoder_id=encoder.id, frame_version=frame.version, folder=folder, seed=seed,
        progress=lambda done, total: work.progress("fit", done, total),
    )  # fmt: skip
    home = work.settings.home
    body: dict[str, Any] = {
        "kind": "head",
        "path": str(result.path.relative_to(home)),
        "scores": result.scores,
        "reason": result.reason,
        "promoted": result.promoted,
        "cards": {language: str(path.relative_to(home)) for language, path in result.cards.items()},
        "data_hash": reviewed.data_hash,
        "reviewed_segments": len(segments),
        "reviewed_sessions": len(sessions),
        "seed": seed,
    }
    with work.store.begin() as tx:
        if result.version not in {row.version for row in machines.models(tx, study.id)}:
            machines.save_model(
                tx, study.id, result.version, frame_version=frame.version, encoder=encoder.id, champion=result.promoted, body=body
            )
    return {"study": study.id, "model": result.version, **body}
