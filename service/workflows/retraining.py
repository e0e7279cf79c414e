"""relato retrain: fit on what people reviewed, judge on transcripts held out, promote only if better than the cold start."""

from typing import Any

from models.batches import make_batch
from service.storage import corpus, machines, review, studies
from service.storage.transactions import now
from service.workflows.consent import closed_sessions
from service.workflows.machines import cold_start, encoder_of, study_and_frame
from service.workflows.work import Outcome, Work
from training.datasets import from_codings
from training.retraining import retrain


def retrain_study(work: Work, *, study_id: str, seed: int = 1) -> Outcome:
    """Retrain on all reviewed segments. With nothing new since the last time the same model comes out, and nothing changes."""
    study, frame = study_and_frame(work, study_id)
    with work.store.read() as tx:
        reviewed_by = {(item.segment_id, item.coder_id) for item in review.work_items(tx, study.id, states=("reviewed",))}
        codings = review.codings(tx, study.id)
        done = {segment_id for segment_id, _ in reviewed_by}
        register = studies.register(tx, study.id)
        closed = closed_sessions(study, register)
        segments = [s for s in corpus.segments(tx, study.id) if s.id in done and s.session_id not in closed]
    sessions = {s.session_id for s in segments}
    work.progress("load model", 0, 1)
    encoder = encoder_of(work.settings)
    cold = cold_start(work, study, frame, encoder)
    batch = make_batch(segments, encoder, progress=lambda done, total: work.progress("embed", done, total))
    reviewed = from_codings(batch, cold.targets, codings, sorted(reviewed_by), together=register.sessions_of_one_person())
    result = retrain(
        reviewed,
        cold,
        frame_version=frame.version,
        folder=work.settings.folder("models", study.id),
        created=now(),
        seed=seed,
        progress=lambda done, total: work.progress("fit", done, total),
    )
    home = work.settings.home
    body: dict[str, Any] = {
        "kind": "head",
        "path": str(result.path.relative_to(home)),
        "scores": result.scores,
        "reason": dict(result.reason),
        "promoted": result.promoted,
        "cards": {language: str(path.relative_to(home)) for language, path in result.cards.items()},
        "data_hash": reviewed.data_hash,
        "reviewed_segments": len(segments),
        "reviewed_sessions": len(sessions),
        "seed": seed,
    }
    with work.store.begin() as tx:
        known = result.version in {row.version for row in machines.models(tx, study.id)}
        now_champion = machines.champion(tx, study.id)
        if not known or (result.promoted and (now_champion is None or now_champion.version != result.version)):
            machines.save_model(
                tx, study.id, result.version, frame_version=frame.version, encoder=encoder.id, champion=result.promoted, body=body
            )
    return {"study": study.id, "model": result.version, **body}
