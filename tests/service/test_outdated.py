"""What no longer holds: tasks, codings, annotations, notes; each of a study of its own."""

from dataclasses import replace as changed

import pytest

from annotations.codings import Coding, Reason, Suggestion
from annotations.sessions import Session
from service.storage import corpus, machines, outdated, review, studies
from service.storage.tables import SegmentRow
from service.storage.transactions import Store
from tests.service.records import FRAME, STUDY, segments_of, transcript
from tests.service.test_storage import NOON

IDS = ["S1.001", "S1.002"]


def item(study_id: str, segment_id: str, state: str, task: int | None) -> dict[str, object]:
    return {
        "study_id": study_id, "id": f"r1/{segment_id}/ana", "segment_id": segment_id, "coder_id": "ana", "round": 1,
        "batch": "b1", "state": state, "model_version": "m1", "task_id": task,
    }  # fmt: skip


@pytest.fixture
def two(store: Store) -> Store:
    """Two studies that are alike, with the same ids: what is done to ``water`` leaves ``other`` as it was."""
    with store.begin() as tx:
        for study_id in ("water", "other"):
            studies.save_study(tx, changed(STUDY, id=study_id))
            studies.save_frame(tx, study_id, FRAME)
            studies.add_session(tx, study_id, Session("S1"))
            made = transcript("S1", "Leen las cuentas 💧 en Ibi.", "Pusieron medidores.")
            corpus.save_transcript(tx, study_id, made, segments_of(made))
            review.save_project(tx, study_id, 1, "ana", "assisted", 1, label_studio_id=5, cursor="", account_id=1)
            review.add_work_items(tx, [item(study_id, "S1.001", "reviewed", 7), item(study_id, "S1.002", "pushed", 8)])
            review.replace_codings(tx, study_id, "S1.001", "ana", 1, [Coding("S1.001", "ana", "code", "accounts", 1, 1, NOON)])
            span = {"segment_id": "S1.001", "coder_id": "ana", "label": "quote", "start": 17, "end": 25, "text": "💧 en Ibi"}
            review.save_note(tx, study_id, "r1/S1.001/ana", {"spans": [span], "flags": [], "memo": "", "problems": []})
            parts = [
                {"type": "labels", "value": {"start": 17, "end": 25, "text": "💧 en Ibi", "labels": ["quote"]}},
                {"type": "textarea", "value": {"text": ["ojo"]}},
            ]
            review.save_annotation(tx, study_id, "r1/S1.001/ana", 1, seen_at="t", deleted=False, body={"id": 1, "result": parts})
            machines.save_model(tx, study_id, "m1", frame_version=1, encoder="e", champion=True, body={})
            said = {id_: Reason("segment", "cuentas", f"de {id_}", "es", IDS[1 - n]) for n, id_ in enumerate(IDS)}
            made_up = [Suggestion(id_, "code", "accounts", 0.9, "m1", 1, (reason,)) for id_, reason in said.items()]
            machines.save_suggestions(tx, study_id, "m1", dict.fromkeys(IDS, 0.5), made_up)
    return store


@pytest.fixture(autouse=True)
def _other_is_untouched(two: Store) -> object:
    yield
    with two.read() as tx:
        states = [(i.state, i.task_id, i.batch) for i in review.work_items(tx, "other")]
        assert states == [("reviewed", 7, "b1"), ("pushed", 8, "b1")]
        assert [s.text for s in corpus.segments(tx, "other")] == ["Leen las cuentas 💧 en Ibi.", "Pusieron medidores."]
        assert [len(review.codings(tx, "other")), len(review.notes(tx, "other")), len(outdated.removals(tx, "other"))] == [
            1,
            1,
            0,
        ]
        assert len(review.annotations_of(tx, "other", "r1/S1.001/ana")) == 1
        found = machines.suggestions(tx, "other", model_version="m1")
        assert [(r.sentence, r.similar) for id_ in IDS for r in found[id_][0].reasons] == [
            ("de S1.001", "S1.002"), ("de S1.002", "S1.001"),
        ]  # fmt: skip


def test_a_task_that_is_out_of_date_is_made_anew_and_an_answer_stands(two: Store) -> None:
    for _ in range(2):  # twice is once
        with two.begin() as tx:
            outdated.take_out(tx, "water", IDS)
    with two.read() as tx:
        items = {i.segment_id: (i.state, i.task_id) for i in review.work_items(tx, "water")}
        assert items == {"S1.001": ("reviewed", None), "S1.002": ("pending", None)}
        assert [(r.label_studio_id, r.task_id, r.work_item_id) for r in outdated.removals(tx, "water")] == [
            (5, 7, "r1/S1.001/ana"), (5, 8, "r1/S1.002/ana"),
        ]  # fmt: skip
        assert outdated.leaving(tx, "water", 5, 7)
        assert not outdated.leaving(tx, "other", 5, 7)
        assert len(review.codings(tx, "water")) == 1


def test_what_is_removed_waits_no_longer(two: Store) -> None:
    with two.begin() as tx:
        outdated.take_out(tx, "water", IDS)
        outdated.removed(tx, "water", 5, [7])
        assert [row.task_id for row in outdated.removals(tx, "water")] == [8]
        assert not outdated.leaving(tx, "water", 5, 7)


def test_a_retired_segment_keeps_its_log_and_nothing_else(two: Store) -> None:
    with two.begin() as tx:
        outdated.retire(tx, "water", ["S1.001"])
    with two.read() as tx:
        assert [(e.act, e.target, e.segment_id) for e in review.log(tx, "water")] == [("retired", "accounts", "S1.001")]
        assert (review.codings(tx, "water"), review.notes(tx, "water")) == ([], [])
        assert review.annotations_of(tx, "water", "r1/S1.001/ana") == {}
        assert [row.task_id for row in outdated.removals(tx, "water")] == [7]
        assert [i.state for i in review.work_items(tx, "water")] == ["retired", "pushed"]


def test_erased_nothing_is_left_but_its_number(two: Store) -> None:
    with two.begin() as tx:
        removed = outdated.erase(tx, "water", ["S1.001"])
        assert outdated.erase(tx, "water", ["S1.001"])["work_item"] == 0
    wanted = {"tasks": 1, "annotation": 1, "segment_note": 1, "coding": 1, "work_item": 1, "suggestion": 1, "segment": 1}
    assert {name: removed[name] for name in wanted} == wanted
    with two.read() as tx:
        assert [s.id for s in corpus.segments(tx, "water")] == ["S1.002"]
        assert (corpus.is_live(tx, "water", "S1.001"), corpus.is_live(tx, "water", "S1.002")) == (False, True)
        assert corpus.highest_number(tx, "water", "S1") == 2
        assert corpus.segment_ids(tx, "water", "S1") == IDS
        row = tx.get(SegmentRow, ("water", "S1.001"))
        assert row is not None
        assert not any(row.body[name] for name in ("text", "speaker", "question", "before", "after", "marks"))


def test_marked_stretches_move_with_their_words_and_repeat_them_nowhere(two: Store) -> None:
    old, new = "Leen las cuentas 💧 en Ibi.", "Leen las cuentas 💧 en [Lugar A]."
    with two.begin() as tx:
        outdated.move_spans(tx, "water", "S1.001", old, new)
    with two.read() as tx:
        ((_, body),) = review.notes(tx, "water")
        (span,) = body["spans"]
        assert (new[span["start"] : span["end"]], span["text"]) == ("💧 en [Lugar A]", "💧 en [Lugar A]")
        kept = review.annotations_of(tx, "water", "r1/S1.001/ana")[1].body["result"]
        assert kept[0]["value"] == {"start": 17, "end": 25, "labels": ["quote"]}
        assert kept[1]["value"] == {"text": ["ojo"]}  # what the coder wrote


def test_a_stretch_whose_words_are_gone_goes(two: Store) -> None:
    with two.begin() as tx:
        outdated.move_spans(tx, "water", "S1.001", "Leen las cuentas 💧 en Ibi.", "Leen las cuentas ")
    with two.read() as tx:
        assert [body["spans"] for _, body in review.notes(tx, "water")] == [[]]


def test_reasons_forget_the_words_and_the_model_looks_again(two: Store) -> None:
    with two.begin() as tx:
        assert machines.forget_reasons(tx, "water", ["S1.002"]) == {"S1.001", "S1.002"}
    with two.read() as tx:
        found = machines.suggestions(tx, "water", model_version="m1")
        assert found["S1.001"][0].reasons == ()  # it named the other one
        assert [(r.sentence, r.similar) for r in found["S1.002"][0].reasons] == [("", "S1.001")]
        assert machines.not_suggested(tx, "water", "m1") == ["S1.002"]
