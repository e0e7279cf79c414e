"""What to review next: the random draws, recorded once, and the queue of a model, made when its tasks are sent."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotations.codeframe import CodeFrame
from annotations.languages import in_language
from annotations.studies import Study
from annotations.transcripts import Segment
from models.batches import make_batch
from models.classifiers import Classifier
from models.queries import Candidates, draw_number, queue
from models.query_words import why_in_words
from models.targets import targets_of
from service.storage import choices, corpus, machines, review, rounds, studies
from service.storage.choices import Draw, Queued
from service.storage.transactions import Tx
from service.workflows.consent import closed_sessions
from service.workflows.machines import encoder_for, present_model, study_and_frame
from service.workflows.work import Outcome, Work

OPEN = ("pending", "pushed", "skipped", "lost")
RARE = 5
"""A code with fewer reviewed segments than this is looked for."""


@dataclass(frozen=True)
class _Situation:
    """What there is to choose from, and what has been chosen."""

    segments: list[Segment]
    reviewed: set[str]
    draws: dict[str, Draw]
    strange: set[str]
    positives: dict[tuple[str, str], set[str]]


def choose(work: Work, *, study: Study, frame: CodeFrame, model_version: str) -> int:
    """Give every segment that somebody has still to review a place in the queue of this model; how many were new.

    A place that was given stays, so that the order does not move under the tasks that are out; what is imported later comes behind.
    The whole queue is made anew with the next model.
    """
    record_draws(work, study)
    with work.store.read() as tx:
        placed, reviewed = places(tx, study.id, model_version).keys(), _reviewed(tx, study.id)
        closed = closed_sessions(study, studies.register(tx, study.id))
        live = corpus.live(tx, study.id)
        if all(id_ in placed or id_ in reviewed or session in closed for id_, session in live):
            return 0
        now = _situation(tx, study, model_version, reviewed)
    todo = [s for s in now.segments if s.id not in placed and s.id not in now.reviewed]
    encoder = encoder_for(work, study.id)
    model = present_model(work, study, frame, encoder, enter=False)
    batch = make_batch(todo, encoder, progress=lambda done, total: work.progress("embed", done, total))
    seen = [s.words for s in now.segments if s.id in now.reviewed | placed]
    others = encoder.encode(list(dict.fromkeys(seen))) if seen else np.zeros((0, batch.vectors.shape[1]), np.float32)
    found = _candidates(todo, model, model.scores(batch), batch.vectors, others, now)
    keys = [target.key for target in model.targets]
    with work.store.begin() as tx:
        first = choices.next_place(tx, study.id, model_version)
        rows = [
            Queued(todo[place.row].id, first + at, place.strategy, tuple(keys[k] for k in place.targets))
            for at, place in enumerate(queue(found))
        ]
        choices.enqueue(tx, study.id, model_version, rows)
    return len(rows)


def record_draws(work: Work, study: Study) -> None:
    """Draw the segments that have no draw yet. What somebody had reviewed before could not be drawn: its share is zero."""
    share = study.suggestions.random_share
    with work.store.read() as tx:
        known = choices.draws(tx, study.id)
        reviewed = {item.segment_id for item in review.item_facts(tx, study.id, states=("reviewed", "skipped"))}
        made = {}
        for segment_id, _ in corpus.live(tx, study.id):
            if segment_id not in known:
                number = draw_number(study.id, segment_id)
                own = 0.0 if segment_id in reviewed else share
                made[segment_id] = Draw(number, own, number < own)
    if made:
        with work.store.begin() as tx:
            choices.record_draws(tx, study.id, made)


def places(tx: Tx, study_id: str, model_version: str) -> dict[str, int]:
    """Place by segment in the queue of a model, first 0."""
    return choices.places(tx, study_id, model_version)


def queue_in_words(work: Work, *, study_id: str, coder_id: str = "", language: str = "", limit: int = 20) -> list[Outcome]:
    """The next places of the present model's queue that are still to be reviewed (by ``coder_id``, when given), each with its why."""
    study, frame = study_and_frame(work, study_id)
    names = {target.key: target.name for target in targets_of(study, frame)}
    with work.store.read() as tx:
        champion = machines.champion(tx, study.id)
        if champion is None:
            return []
        queued = choices.queued(tx, study.id, champion.version)
        done = {item.segment_id for item in review.work_items(tx, study.id, coder_id=coder_id, states=("reviewed",))}
        open_ = {item.segment_id for item in review.work_items(tx, study.id, coder_id=coder_id, states=OPEN)}
    speaks = language or next((c.language for c in study.coders if c.id == coder_id), study.languages[0])
    told: list[Outcome] = []
    for place in queued:
        if (place.segment_id in open_ or (not coder_id and place.segment_id not in done)) and len(told) < limit:
            shown = [in_language(names[key], speaks) if key in names else key for key in place.targets]
            why = why_in_words(place.strategy, shown, speaks)
            told.append({"place": place.place, "segment": place.segment_id, "strategy": place.strategy, "why": why})
    return told


def _reviewed(tx: Tx, study_id: str) -> set[str]:
    """Segments that somebody has reviewed and nobody has still to review."""
    done = {item.segment_id for item in review.item_facts(tx, study_id, states=("reviewed",))}
    if not done:
        return done
    return done - {item.segment_id for item in review.item_facts(tx, study_id, states=OPEN)} - rounds.not_entered(tx, study_id)


def _situation(tx: Tx, study: Study, model_version: str, reviewed: set[str]) -> _Situation:
    closed = closed_sessions(study, studies.register(tx, study.id))
    positives: dict[tuple[str, str], set[str]] = {}
    for coding in (c for stood in review.standing(tx, study.id).values() for c in stood.codings):
        positives.setdefault((coding.kind, coding.target), set()).add(coding.segment_id)
    return _Situation(
        [s for s in corpus.segments(tx, study.id) if s.session_id not in closed],
        reviewed,
        choices.draws(tx, study.id),
        machines.strange(tx, study.id, model_version),
        positives,
    )


def _candidates(
    todo: list[Segment], model: Classifier, scores: NDArray[np.float32], vectors: Any, others: Any, now: _Situation
) -> Candidates:
    positives = np.array([len(now.positives.get((t.kind, t.id), ())) for t in model.targets], dtype=np.float64)
    drawn = [now.draws[s.id].number if now.draws[s.id].drawn else np.nan for s in todo]
    return Candidates(
        scores=scores,
        vectors=model.cold.centred(vectors),
        reviewed=model.cold.centred(others),
        positives=positives,
        rare=np.array([t.kind == "code" for t in model.targets], dtype=np.bool_) & (positives < RARE),
        drawn=np.array(drawn, dtype=np.float64),
        strange=np.array([s.id in now.strange for s in todo], dtype=np.bool_),
    )
