"""relato suggest: what the present model proposes for every segment that nobody has reviewed and it has not looked at yet."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from annotations.codings import Suggestion
from annotations.errors import NotReady
from annotations.studies import Study
from annotations.transcripts import Segment
from models.batches import make_batch
from models.classifiers import Classifier
from models.marks import marks_in
from models.suggestions import suggest
from service.storage import corpus, machines, review, rounds, studies
from service.storage.transactions import Tx
from service.workflows.consent import closed_sessions
from service.workflows.loaded import loaded_model
from service.workflows.looking import Looked, look_at_all
from service.workflows.machines import encoder_for, present_model, study_and_frame
from service.workflows.work import Outcome, Work, chunks, default_processes

BLOCK = 2048  # segments that are looked at together
BATCH = 64  # segments a transaction: others write in between


def suggest_study(work: Work, *, study_id: str) -> Outcome:
    """Suggest for the whole study. Suggestions are kept per model, so earlier ones stay as they were. Raises NotReady.

    A few blocks of segments are in memory at a time, however large the study. A killed worker's vectors are in the cache, what it
    had written stays, and its last blocks are looked at again as far as they were not.
    """
    study, frame = study_and_frame(work, study_id)
    with work.store.read() as tx:
        if not corpus.segment_count(tx, study.id):
            raise NotReady(f"study {study.id} has no segments", remedy="import transcripts with `relato import`")
    work.progress("load model", 0, 1)
    encoder = encoder_for(work, study.id)
    model = present_model(work, study, frame, encoder, enter=True)
    with work.store.read() as tx:
        waiting = segments_waiting(tx, study.id, model.version)
        todo = [id_ for id_ in machines.not_suggested(tx, study.id, model.version) if id_ in waiting]
    reviewed = _words(work, study, model.neighbours.ids if model.neighbours else ())
    count, done = 0, 0
    all_looked = look_at_all(
        _blocks(work, study, todo),
        model,
        encoder,
        frame_version=frame.version,
        reviewed_texts=reviewed,
        processes=processes_for(len(todo), work.settings.processes),
        progress=lambda at: work.progress("embed", at, len(todo)),
    )
    with closing(all_looked):
        for looked in all_looked:
            count += _keep(work, study, model, looked, (done, len(todo)))
            done += len(looked.segments)
    with work.store.read() as tx:
        total = machines.suggestion_count(tx, study.id, model.version)
        strange = len(machines.strange(tx, study.id, model.version))
        marks = Counter(mark for found in machines.marks(tx, study.id, model.version).values() for mark in found)
    return {
        "study": study.id,
        "model": model.version,
        "segments": len(todo),
        "suggestions": count,
        "suggestions_of_model": total,
        "strange_of_model": strange,
        "marks_of_model": dict(sorted(marks.items())),
    }


def processes_for(segments: int, at_most: int) -> int:
    """In how many processes to look at so many segments: no more than there are blocks, so that of few none is started."""
    return max(1, min(at_most or default_processes(), -(-segments // BLOCK)))


def _blocks(work: Work, study: Study, ids: Sequence[str]) -> Iterator[list[Segment]]:
    for block in chunks(ids, BLOCK):
        with work.store.read() as tx:
            segments = corpus.segments(tx, study.id, ids=block)
        yield segments


def _keep(work: Work, study: Study, model: Classifier, looked: Looked, place: tuple[int, int]) -> int:
    """Write what was found of these segments, the ones after ``place[0]`` of ``place[1]``; how many suggestions."""
    at, total = place
    marks = marks_in(looked.segments)
    for start, part in enumerate(chunks(looked.segments, BATCH)):
        here = [segment.id for segment in part]
        found = [suggestion for id_ in here for suggestion in looked.suggestions.get(id_, ())]
        doubt = {id_: looked.doubt[id_] for id_ in here}
        with work.store.begin() as tx:
            machines.save_suggestions(tx, study.id, model.version, doubt, found, strange=looked.strange, marks=marks)
        work.progress("suggest", at + start * BATCH + len(part), total)
    return sum(map(len, looked.suggestions.values()))


def segments_waiting(tx: Tx, study_id: str, model_version: str) -> set[str]:
    """Segments that the model has still to look at: all that somebody has still to review, and those out for nobody.

    Sessions of which nothing may be made (``closed_sessions``) are left out.
    """
    unseen = set(machines.not_suggested(tx, study_id, model_version))
    if not unseen:
        return unseen
    items = review.item_facts(tx, study_id)
    reviewed = {item.segment_id for item in items if item.state == "reviewed"}
    still_open = {item.segment_id for item in items if item.state in ("pending", "pushed", "skipped", "lost")}
    still_open |= rounds.not_entered(tx, study_id)
    closed = closed_sessions(studies.study(tx, study_id), studies.register(tx, study_id))
    waiting = unseen - (reviewed - still_open)
    return {segment_id for segment_id in waiting if segment_id.rsplit(".", 1)[0] not in closed}


def suggest_text(work: Work, *, study_id: str, text: str, language: str = "", question: str = "") -> list[Suggestion]:
    """Suggestions for a text that is not part of the study; nothing is kept, and none for a text unlike anything seen."""
    study, frame = study_and_frame(work, study_id)
    encoder = encoder_for(work, study.id)
    model = loaded_model(work, study, frame, encoder)
    segment = Segment("text", 1, 0, len(text), text, "", language=language or study.languages[0], question=question)
    found = suggest(make_batch([segment], encoder), model, model.targets, frame_version=frame.version)
    texts = _words(work, study, sorted({reason.similar for s in found for reason in s.reasons if reason.similar}))
    return [
        replace(
            suggestion,
            reasons=tuple(
                replace(reason, phrase=texts[reason.similar]) if reason.similar else reason
                for reason in suggestion.reasons
                if not reason.similar or reason.similar in texts
            ),
        )
        for suggestion in found
    ]


def _words(work: Work, study: Study, ids: Sequence[str]) -> dict[str, str]:
    """The words of those of these segments that are still there."""
    found: dict[str, str] = {}
    for part in chunks(ids, 500):
        with work.store.read() as tx:
            found.update((segment.id, segment.text) for segment in corpus.segments(tx, study.id, ids=part))
    return found
