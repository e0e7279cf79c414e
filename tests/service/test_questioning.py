"""Questions to the supervisor in both databases: asked, answered, not asked again unless the labels change; no label changes."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotations.codings import Coding
from annotations.errors import BadInput, NotFound
from annotations.label_questions import Answered
from annotations.sessions import Session
from service.settings import Settings
from service.storage import corpus, outdated, questions, review, studies
from service.storage.transactions import Store
from service.workflows import questioning
from service.workflows.work import Work
from tests.service.records import FRAME, STUDY, segments_of, transcript

PUBLIC = dataclasses.replace(STUDY, consent="not_required")
TOLD = {
    "accounts": "La tesorera lee las cuentas del comité en la asamblea, mes {0}.",
    "meters": "El medidor de agua se trabó y nadie lo cambió, mes {0}.",
}
WRONG = ("S3.002", "S5.001")  # what was said is of the other code


@pytest.fixture
def work(settings: Settings, store: Store) -> Work:
    with store.begin() as tx:
        studies.save_study(tx, PUBLIC)
        studies.save_frame(tx, PUBLIC.id, FRAME)
        for number in range(1, 9):
            name = f"S{number}"
            studies.add_session(tx, PUBLIC.id, Session(name))
            codes = [list(TOLD)[n % 2] for n in range(6)]
            made = transcript(name, *(TOLD[c].format(n) for n, c in enumerate(codes)), source_hash=name)
            corpus.save_transcript(tx, PUBLIC.id, made, segments_of(made))
            for segment, code in zip(segments_of(made), codes, strict=True):
                other = next(c for c in TOLD if c != code)
                _code(tx, segment.id, other if segment.id in WRONG else code)
    return Work(settings, store)


def _code(tx: object, segment_id: str, *codes: str) -> None:
    row = {"study_id": PUBLIC.id, "id": f"r1/{segment_id}/ana", "segment_id": segment_id, "coder_id": "ana", "round": 1}
    review.add_work_items(tx, [{**row, "batch": "b", "state": "reviewed", "model_version": "m1", "task_id": None}])  # type: ignore[arg-type]
    given = [Coding(segment_id, "ana", "code", code, 1, 1, datetime(2024, 1, 1, tzinfo=UTC)) for code in codes]
    review.replace_codings(tx, PUBLIC.id, segment_id, "ana", 1, given)  # type: ignore[arg-type]


def find(work: Work) -> dict[str, object]:
    return questioning.find_questions(work, study_id=PUBLIC.id, limit=10)


def test_asked_answered_and_asked_again_only_when_the_labels_change(work: Work, tmp_path: Path) -> None:
    with work.store.read() as tx:
        before = review.codings(tx, PUBLIC.id)
    outcome = find(work)
    asked = questioning.listed(work, study_id=PUBLIC.id, language="es")
    assert outcome["asked"] == len(asked) == outcome["open"]
    assert {q.segment_id for q in asked[:4]} == set(WRONG)
    assert {(q.direction, q.name) for q in asked if q.segment_id == "S5.001"} == {("missing", "Accounts"), ("doubtful", "Meters")}
    assert find(work)["asked"] == 0

    sheet = tmp_path / "questions.csv"
    questioning.write_sheet(work, study_id=PUBLIC.id, path=sheet, language="es")
    lines = sheet.read_text("utf-8-sig").splitlines()
    sheet.write_text("\n".join([lines[0], *(line.removesuffix(",,") + ",queda igual,así se acordó" for line in lines[1:])]))
    assert questioning.answer(work, study_id=PUBLIC.id, by="Inés", path=sheet) == len(asked)
    assert find(work)["open"] == 0
    with work.store.read() as tx:
        kept = questions.questions(tx, PUBLIC.id, states=("answered",))
        assert {(row.answer, row.note, row.answered_by) for row in kept} == {("kept_as_is", "así se acordó", "Inés")}
        assert review.codings(tx, PUBLIC.id) == before

    with work.store.begin() as tx:
        _code(tx, "S5.001", "meters", "committee")
    find(work)
    assert "S5.001" in {q.segment_id for q in questioning.listed(work, study_id=PUBLIC.id)}
    assert "S3.002" not in {q.segment_id for q in questioning.listed(work, study_id=PUBLIC.id)}


def test_a_question_that_no_longer_stands_is_withdrawn_and_one_of_erased_words_is_gone(work: Work) -> None:
    find(work)
    with work.store.begin() as tx:
        _code(tx, "S5.001", "accounts")
        outdated.erase(tx, PUBLIC.id, ["S3.002"])
    assert find(work)["withdrawn"] == 2
    states = {(q.segment_id) for q in questioning.listed(work, study_id=PUBLIC.id)}
    assert states.isdisjoint(WRONG)


def test_bad_answers_are_refused_whole(work: Work) -> None:
    find(work)
    first = questioning.listed(work, study_id=PUBLIC.id)[0]
    given = [Answered(first.id, "frame_unclear"), Answered("nobody", "frame_unclear")]
    with pytest.raises(NotFound, match="no question"):
        questioning.answer(work, study_id=PUBLIC.id, by="Inés", answers=given)
    with pytest.raises(BadInput, match="nobody is named"):
        questioning.answer(work, study_id=PUBLIC.id, by=" ", answers=given[:1])
    with pytest.raises(BadInput, match="no question can be asked"):
        questioning.find_questions(work, study_id=PUBLIC.id, limit=0)
    assert questioning.listed(work, study_id=PUBLIC.id)[0].answer == ""
