"""Review status in both databases: what of the random share was suggested, and what not."""

import dataclasses

import pytest

from annotations.codings import PLANTED
from annotations.sessions import Session
from service.reports_review import status_in_words
from service.settings import Settings
from service.storage import choices, corpus, review, studies
from service.storage.choices import Draw
from service.storage.transactions import Store
from service.workflows.estimating import review_status
from service.workflows.work import Work
from tests.service.records import FRAME, STUDY, segments_of, transcript

PUBLIC = dataclasses.replace(STUDY, consent="not_required")
SESSIONS = 8


@pytest.fixture
def work(settings: Settings, store: Store) -> Work:
    """In each of eight sessions ten segments: the first two are drawn; those and the third are reviewed."""
    with store.begin() as tx:
        studies.save_study(tx, PUBLIC)
        studies.save_frame(tx, PUBLIC.id, FRAME)
        for number in range(SESSIONS):
            name = f"S{number}"
            studies.add_session(tx, PUBLIC.id, Session(name))
            made = transcript(name, *(f"Respuesta {n}" for n in range(10)), source_hash=name)
            corpus.save_transcript(tx, PUBLIC.id, made, segments_of(made))
            ids = [s.id for s in segments_of(made)]
            choices.record_draws(tx, PUBLIC.id, {i: Draw(0.1 if i in ids[:2] else 0.9, 0.2, i in ids[:2]) for i in ids})
            for segment_id in ids[:3]:
                row = {"study_id": PUBLIC.id, "id": f"r1/{segment_id}/ana", "segment_id": segment_id, "coder_id": "ana"}
                review.add_work_items(
                    tx, [{**row, "round": 1, "batch": "b", "state": "reviewed", "model_version": "m1", "task_id": None}]
                )
                acts = [
                    {"kind": "code", "act": "accepted", "suggested": "accounts", "target": "accounts"},
                    {"kind": "code", "act": "added", "suggested": "", "target": "meters"},
                    {"kind": "domain", "act": "changed", "suggested": "homes", "target": "committees"},
                    {"kind": "code", "act": "rejected", "suggested": "committee", "target": ""},
                    {"kind": "change", "act": "added", "suggested": "", "target": "CH1"},
                ]
                review.replace_reviews(tx, PUBLIC.id, f"r1/{segment_id}/ana", "m1", acts)
    return Work(settings, store)


def test_only_drawn_segments_count_and_only_what_machines_suggest(work: Work) -> None:
    found = review_status(work, study_id=PUBLIC.id)
    assert (found["segments"], found["reviewed"], found["drawn"], found["drawn_reviewed"]) == (80, 24, 16, 16)
    recall = found["recall"]
    assert set(recall) == {"all", "code", "code:accounts", "code:meters", "domain", "domain:committees"}
    assert (recall["all"]["codings"], recall["all"]["suggested"]) == (48, 16)
    assert recall["code"]["recall"]["mean"] == 0.5
    assert recall["domain"]["recall"]["mean"] == 0.0
    assert recall["code:accounts"]["name"] == "Accounts"
    # two missed codings in each drawn segment: 160 in all, of which 48 are known
    assert found["missed_in_unreviewed"]["mean"] == 160 - 48
    assert found["unreviewed"] == 56
    said = status_in_words(found)
    assert "code:accounts (Accounts)" in said
    assert "expected in the 56 unreviewed segments: 112 [112, 112]" in said


@pytest.mark.parametrize("other", [{"arm": "blind"}, {"condition": "withheld"}, {"carried": [{"kind": "code"}]}])
def test_who_did_not_see_the_suggestions_alone_says_nothing_of_them(work: Work, other: dict[str, object]) -> None:
    with work.store.begin() as tx:
        for session in ("S0", "S1"):
            review.set_items(tx, PUBLIC.id, [f"r1/{session}.00{n}/ana" for n in (1, 2, 3)], **other)
    found = review_status(work, study_id=PUBLIC.id)
    assert (found["reviewed"], found["drawn"], found["drawn_reviewed"], found["unreviewed"]) == (24, 12, 12, 56)
    assert (found["recall"]["all"]["codings"], found["recall"]["all"]["suggested"]) == (36, 12)
    assert found["missed_in_unreviewed"]["mean"] == 2 * 74 - 36


def test_a_suggestion_that_was_planted_is_not_the_models(work: Work) -> None:
    with work.store.begin() as tx:
        planted = {"kind": "code", "act": "accepted", "suggested": "accounts", "target": "accounts", "model_version": PLANTED}
        review.replace_reviews(tx, PUBLIC.id, "r1/S0.001/ana", "m1", [planted])
    assert review_status(work, study_id=PUBLIC.id)["recall"]["all"]["codings"] == 48 - 3


def test_without_draws_it_is_said_that_there_is_nothing_yet(settings: Settings, store: Store) -> None:
    with store.begin() as tx:
        studies.save_study(tx, PUBLIC)
        studies.save_frame(tx, PUBLIC.id, FRAME)
    found = review_status(Work(settings, store), study_id=PUBLIC.id)
    assert found["missed_in_unreviewed"] is None
    assert found["recall"]["all"]["recall"] is None
    assert "too few (0 of 0 codings in 0 transcripts): 10 more codings needed" in status_in_words(found)
