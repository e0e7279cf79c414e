"""relato questions: reviewed labels that look wrong, as questions to the supervisor. No label is ever changed here."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotations import label_questions
from annotations.errors import BadInput, NotReady
from annotations.label_questions import ANSWERS, Answered, Question
from annotations.languages import in_language
from models.batches import make_batch
from models.targets import targets_of
from service.storage import corpus, questions, studies
from service.storage.choice_tables import QuestionRow
from service.storage.transactions import Tx
from service.workflows.carrying_over import settled
from service.workflows.consent import closed_sessions
from service.workflows.machines import cold_start, encoder_for, study_and_frame
from service.workflows.work import Outcome, Work, write_whole
from training.datasets import Reviewed, from_codings
from training.fitting import held_out_scores
from training.label_errors import Suspect, find_suspects, question_id, state_of_labels

STATES = ("open", "answered", "stale")


@dataclass(frozen=True)
class _Labels:
    """Who reviewed what and gave what, as it stands."""

    reviewed_by: set[tuple[str, str]]
    states: dict[str, str]
    given: dict[str, set[str]]


def find_questions(work: Work, *, study_id: str, seed: int = 1, limit: int = 50) -> Outcome:
    """Ask about the labels that look most wrong to heads that did not see the transcript. Raises NotReady.

    A question that was answered is not asked again unless the labels of its segment have changed since. One that is open and no
    longer found is withdrawn.
    """
    if limit < 1:
        raise BadInput("no question can be asked", remedy="give a limit of 1 or more")
    study, frame = study_and_frame(work, study_id)
    with work.store.read() as tx:
        labels = _labels(tx, study.id)
        codings = [c for one in settled(tx, study.id).values() for c in one.of_each]
        register = studies.register(tx, study.id)
        closed = closed_sessions(study, register)
        segments = [s for s in corpus.segments(tx, study.id) if s.id in labels.states and s.session_id not in closed]
        before = {row.id: (row.state, row.labels) for row in questions.questions(tx, study.id)}
    if not segments:
        raise NotReady(f"nothing is reviewed in study {study.id}", remedy="collect reviews with `relato collect`")
    work.progress("load model", 0, 1)
    encoder = encoder_for(work, study.id)
    cold = cold_start(work, study, frame, encoder)
    batch = make_batch(segments, encoder, progress=lambda done, total: work.progress("embed", done, total))
    together = register.sessions_of_one_person()
    reviewed = from_codings(batch, cold.targets, codings, sorted(labels.reviewed_by), together=together)
    work.progress("fit", 0, 1)
    scores = held_out_scores(reviewed, cold, seed=seed)
    rows = _rows(reviewed, find_suspects(scores, reviewed.labels, limit=limit + len(before)), labels)
    fresh = [row for row in rows if before.get(row["id"]) not in {("answered", row["labels"]), ("open", row["labels"])}]
    still = {row["id"] for row in rows}
    gone = [id_ for id_, (state, _) in before.items() if state == "open" and id_ not in still]
    standing = sum(state == "open" and id_ in still for id_, (state, _) in before.items())
    fresh = fresh[: max(0, limit - standing)]
    with work.store.begin() as tx:
        questions.set_stale(tx, study.id, gone)
        questions.ask(tx, study.id, fresh)
        open_ = len(questions.questions(tx, study.id, states=("open",)))
    return {"study": study.id, "asked": len(fresh), "withdrawn": len(gone), "open": open_, "reviewed_segments": len(segments)}


def listed(work: Work, *, study_id: str, states: Sequence[str] = ("open",), language: str = "") -> list[Question]:
    """The questions in words, the most doubtful first."""
    study, frame = study_and_frame(work, study_id)
    speaks = language or study.languages[0]
    names = {target.key: in_language(target.name, speaks) for target in targets_of(study, frame)}
    with work.store.read() as tx:
        rows = questions.questions(tx, study.id, states=states)
        labels = _labels(tx, study.id)
        texts = {s.id: s.text for s in corpus.segments(tx, study.id, ids=[row.segment_id for row in rows])}
    return [_question(row, names, labels, texts) for row in rows]


def write_sheet(work: Work, *, study_id: str, path: Path, language: str = "") -> int:
    """Write the open questions as a sheet to answer in; how many."""
    study, _ = study_and_frame(work, study_id)
    found = listed(work, study_id=study.id, language=language)
    text = label_questions.written(found, language or study.languages[0])
    write_whole(path, lambda file: file.write(text.encode("utf-8-sig")))
    return len(found)


def answer(work: Work, *, study_id: str, by: str, answers: Sequence[Answered] = (), path: Path | None = None) -> int:
    """Keep answers, all or none; those of a sheet, or given. How many. Raises BadInput, NotFound."""
    if not by.strip():
        raise BadInput("nobody is named who answers", remedy="say who: --by NAME")
    study, _ = study_and_frame(work, study_id)
    given = label_questions.read(_bytes(path), str(path)) if path else tuple(answers)
    with work.store.begin() as tx:
        for one in given:
            if one.answer not in ANSWERS:
                raise BadInput(f"{one.answer!r} is no answer", remedy=f"give one of {', '.join(ANSWERS)}")
            questions.answer(tx, study.id, one.question_id, answer=one.answer, by=by.strip(), note=one.note)
    return len(given)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(error.strerror or "cannot be read", where=str(path), remedy="name a sheet") from None


def _labels(tx: Tx, study_id: str) -> _Labels:
    stood = settled(tx, study_id)
    reviewed_by = {(segment_id, coder_id) for segment_id, one in stood.items() for coder_id in one.by}
    coders: dict[str, list[str]] = defaultdict(list)
    given: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for segment_id, coder_id in reviewed_by:
        coders[segment_id].append(coder_id)
    for coding in (c for one in stood.values() for c in one.of_each):
        given[coding.segment_id].append((coding.coder_id, f"{coding.kind}:{coding.target}"))
    states = {segment_id: state_of_labels(who, given[segment_id]) for segment_id, who in coders.items()}
    return _Labels(reviewed_by, states, {segment_id: {key for _, key in pairs} for segment_id, pairs in given.items()})


def _rows(reviewed: Reviewed, suspects: Sequence[Suspect], labels: _Labels) -> list[dict[str, Any]]:
    rows = []
    for suspect in suspects:
        segment, target = reviewed.segments[suspect.row], reviewed.targets[suspect.column]
        rows.append(
            {
                "id": question_id(segment.id, target.key, suspect.direction),
                "segment_id": segment.id,
                "target": target.key,
                "direction": suspect.direction,
                "score": suspect.score,
                "labels": labels.states[segment.id],
                "body": {"probability": suspect.probability},
            }
        )
    return rows


def _question(row: QuestionRow, names: dict[str, str], labels: _Labels, texts: dict[str, str]) -> Question:
    given = tuple(names[key] for key in sorted(labels.given.get(row.segment_id, ())) if key in names)
    return Question(
        row.id,
        row.segment_id,
        "missing" if row.direction == "missing" else "doubtful",
        names.get(row.target, row.target),
        texts.get(row.segment_id, ""),
        given,
        row.answer,
        row.note,
    )
