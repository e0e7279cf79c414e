"""relato suggest: what the present model proposes for every segment that nobody has reviewed and it has not looked at yet."""

from annotations.codings import Suggestion
from annotations.errors import NotReady
from annotations.transcripts import Segment
from models.batches import make_batch
from models.suggestions import suggest, uncertainty
from service.storage import corpus, machines, review, studies
from service.storage.transactions import Tx
from service.workflows.consent import closed_sessions
from service.workflows.machines import encoder_of, present_model, study_and_frame
from service.workflows.work import Outcome, Work

BATCH = 64  # segments a transaction: what a killed worker has to do again at most


def suggest_study(work: Work, *, study_id: str) -> Outcome:
    """Suggest for the whole study. Suggestions are kept per model, so earlier ones stay as they were. Raises NotReady."""
    study, frame = study_and_frame(work, study_id)
    with work.store.read() as tx:
        if not corpus.segment_count(tx, study.id):
            raise NotReady(f"study {study.id} has no segments", remedy="import transcripts with `relato import`")
    work.progress("load model", 0, 1)
    encoder = encoder_of(work.settings)
    model = present_model(work, study, frame, encoder, enter=True)
    with work.store.read() as tx:
        segments = corpus.segments(tx, study.id)
        waiting = segments_waiting(tx, study.id, model.version)
    todo = [s for s in segments if s.id in waiting]
    texts = {s.id: s.text for s in segments}
    # Everything is encoded first: that is what takes long, and the cache keeps it whatever happens.
    batch = make_batch(todo, encoder, progress=lambda done, total: work.progress("embed", done, total))
    count = 0
    for start in range(0, len(todo), BATCH):
        part = batch.take(range(start, min(start + BATCH, len(todo))))
        scores = model.scores(part)
        found = suggest(part, model, model.targets, frame_version=frame.version, scores=scores, reviewed_texts=texts)
        doubt = {s.id: float(u) for s, u in zip(part.segments, uncertainty(scores), strict=True)}
        with work.store.begin() as tx:
            machines.save_suggestions(tx, study.id, model.version, doubt, found)
        count += len(found)
        work.progress("suggest", min(start + BATCH, len(todo)), len(todo))
    with work.store.read() as tx:
        total = machines.suggestion_count(tx, study.id, model.version)
    return {"study": study.id, "model": model.version, "segments": len(todo), "suggestions": count, "suggestions_of_model": total}


def segments_waiting(tx: Tx, study_id: str, model_version: str) -> set[str]:
    """Segments that the model has still to look at: all that somebody has still to review, and those out for nobody.

    Sessions of which nothing may be made (``closed_sessions``) are left out.
    """
    reviewed = {item.segment_id for item in review.work_items(tx, study_id, states=("reviewed",))}
    still_open = {item.segment_id for item in review.work_items(tx, study_id, states=("pending", "pushed", "skipped", "lost"))}
    closed = closed_sessions(studies.study(tx, study_id), studies.register(tx, study_id))
    waiting = set(machines.not_suggested(tx, study_id, model_version)) - (reviewed - still_open)
    return {segment_id for segment_id in waiting if segment_id.rsplit(".", 1)[0] not in closed}


def suggest_text(work: Work, *, study_id: str, text: str, language: str = "", question: str = "") -> list[Suggestion]:
    """Suggestions for a text that is not part of the study; nothing is kept."""
    study, frame = study_and_frame(work, study_id)
    encoder = encoder_of(work.settings)
    model = present_model(work, study, frame, encoder, enter=False)
    segment = Segment("text", 1, 0, len(text), text, "", language=language or study.languages[0], question=question)
    batch = make_batch([segment], encoder)
    found = suggest(batch, model, model.targets, frame_version=frame.version)
    similar = sorted({reason.similar for s in found for reason in s.reasons if reason.similar})
    with work.store.read() as tx:
        texts = {s.id: s.text for s in corpus.segments(tx, study.id, ids=similar)}
    return suggest(batch, model, model.targets, frame_version=frame.version, reviewed_texts=texts) if texts else found
