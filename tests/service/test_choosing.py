"""Draws and queue in both databases: drawn once, queued once, the same after an import, another queue for another model."""

import dataclasses

import pytest

from annotations.sessions import Session
from annotations.studies import Study, SuggestionRule
from service.settings import Settings
from service.storage import choices, corpus, machines, review, studies
from service.storage.choices import Draw, Queued
from service.storage.transactions import Store
from service.workflows import choosing
from service.workflows.work import Work
from tests.service.records import FRAME, STUDY, segments_of, transcript

PUBLIC = dataclasses.replace(STUDY, consent="not_required", suggestions=SuggestionRule(random_share=0.3))
WORDS = [
    "cuentas",
    "medidor",
    "comité",
    "asamblea",
    "tesorera",
    "agua",
    "recibo",
    "cuota",
    "pozo",
    "bomba",
    "llave",
    "tubería",
    "junta",
    "acta",
    "regla",
    "familia",
]


def answers(session: int, count: int) -> list[str]:
    return [
        f"En el año {session * 10 + n} la {WORDS[(session + n) % 16]} cambió con el {WORDS[(3 * n) % 16]}." for n in range(count)
    ]


def add(store: Store, study: Study, *sessions: int, count: int = 12) -> None:
    with store.begin() as tx:
        for session in sessions:
            made = transcript(f"S{session}", *answers(session, count), source_hash=f"h{session}")
            studies.add_session(tx, study.id, Session(f"S{session}"))
            corpus.save_transcript(tx, study.id, made, segments_of(made))


@pytest.fixture
def work(settings: Settings, store: Store) -> Work:
    with store.begin() as tx:
        studies.save_study(tx, PUBLIC)
        studies.save_frame(tx, PUBLIC.id, FRAME)
        machines.save_model(tx, PUBLIC.id, "m1", frame_version=1, encoder="e", champion=True, body={})
    add(store, PUBLIC, 1, 2)
    return Work(settings, store)


def item(segment_id: str, state: str, coder: str = "ana") -> dict[str, object]:
    known = {"study_id": PUBLIC.id, "round": 1, "batch": "b", "model_version": "m1", "task_id": None}
    return {**known, "id": f"r1/{segment_id}/{coder}", "segment_id": segment_id, "coder_id": coder, "state": state}


def queue_of(work: Work, model: str) -> list[Queued]:
    with work.store.read() as tx:
        return choices.queued(tx, PUBLIC.id, model)


def choose(work: Work, model: str = "m1") -> int:
    return choosing.choose(work, study=PUBLIC, frame=FRAME, model_version=model)


def test_every_segment_is_queued_once_and_keeps_its_place(work: Work) -> None:
    assert choose(work) == 24
    first = queue_of(work, "m1")
    assert [place.place for place in first] == list(range(24))
    assert len({place.segment_id for place in first}) == 24
    assert choose(work) == 0
    add(work.store, PUBLIC, 3)
    assert choose(work) == 12
    assert queue_of(work, "m1")[:24] == first
    assert {place.segment_id.split(".")[0] for place in queue_of(work, "m1")[24:]} == {"S3"}


def test_another_model_makes_another_queue_of_what_is_unreviewed_with_the_same_draws(work: Work) -> None:
    choose(work)
    with work.store.begin() as tx:
        review.add_work_items(tx, [item("S1.001", "reviewed"), item("S1.002", "reviewed"), item("S1.002", "pushed", "ben")])
        before = choices.draws(tx, PUBLIC.id)
    assert choose(work, "m2") == 23
    places = queue_of(work, "m2")
    assert "S1.001" not in {place.segment_id for place in places}
    with work.store.read() as tx:
        assert choices.draws(tx, PUBLIC.id) == before
        drawn = {i for i, draw in before.items() if draw.drawn}
    assert {place.segment_id for place in places if place.strategy == "random"} == drawn - {"S1.001"}


def test_a_draw_is_made_once_whatever_the_study_says_later(work: Work) -> None:
    choosing.record_draws(work, PUBLIC)
    with work.store.read() as tx:
        before = choices.draws(tx, PUBLIC.id)
    choosing.record_draws(work, dataclasses.replace(PUBLIC, suggestions=SuggestionRule(random_share=1.0)))
    add(work.store, PUBLIC, 3)
    choosing.record_draws(work, dataclasses.replace(PUBLIC, suggestions=SuggestionRule(random_share=1.0)))
    with work.store.read() as tx:
        after = choices.draws(tx, PUBLIC.id)
    assert {i: after[i] for i in before} == before
    assert all(draw.drawn == (draw.number < draw.share) for draw in after.values())
    assert all(after[i].drawn for i in after.keys() - before.keys())


def test_what_was_reviewed_before_there_were_draws_could_not_be_drawn(work: Work) -> None:
    with work.store.begin() as tx:
        review.add_work_items(tx, [item("S1.001", "reviewed"), item("S1.002", "pushed")])
    choosing.record_draws(work, dataclasses.replace(PUBLIC, suggestions=SuggestionRule(random_share=1.0)))
    with work.store.read() as tx:
        found = choices.draws(tx, PUBLIC.id)
    assert (found["S1.001"].share, found["S1.001"].drawn) == (0.0, False)
    assert found["S1.002"].drawn


def test_the_queue_in_words_leaves_out_what_is_done(work: Work) -> None:
    choose(work)
    first = queue_of(work, "m1")
    with work.store.begin() as tx:
        review.add_work_items(tx, [item(first[0].segment_id, "reviewed"), item(first[1].segment_id, "pushed")])
    told = choosing.queue_in_words(work, study_id=PUBLIC.id, language="es", limit=100)
    assert [place["segment"] for place in told] == [place.segment_id for place in first[1:]]
    assert all(place["why"] for place in told)
    mine = choosing.queue_in_words(work, study_id=PUBLIC.id, coder_id="ana")
    assert [place["segment"] for place in mine] == [first[1].segment_id]


def test_a_place_or_draw_that_is_there_stays(store: Store, work: Work) -> None:
    with store.begin() as tx:
        choices.record_draws(tx, PUBLIC.id, {"S1.001": Draw(0.2, 0.3, True)})
        choices.record_draws(tx, PUBLIC.id, {"S1.001": Draw(0.9, 0.3, False)})
        choices.enqueue(tx, PUBLIC.id, "m1", [Queued("S1.001", 5, "random", ())])
        choices.enqueue(tx, PUBLIC.id, "m1", [Queued("S1.001", 0, "rare", ("code:meters",))])
        assert choices.draws(tx, PUBLIC.id) == {"S1.001": Draw(0.2, 0.3, True)}
        assert choices.queued(tx, PUBLIC.id, "m1") == [Queued("S1.001", 5, "random", ())]
        assert choices.next_place(tx, PUBLIC.id, "m1") == 6
