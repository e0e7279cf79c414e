"""From the log, the notes and the work items in storage to what coders did with suggestions."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest

from annotations.codings import PLANTED, Suggestion
from annotations.sessions import Session
from service.reports_acts import acts_in_words
from service.settings import Settings
from service.storage import corpus, machines, review, studies
from service.storage.review import LogEntry
from service.storage.transactions import Store, Tx
from service.workflows.acting import review_acts
from service.workflows.work import Work
from tests.service.records import FRAME, STUDY, segments_of, transcript

PUBLIC = dataclasses.replace(STUDY, consent="not_required")
SESSIONS = 6


def reviewed(
    tx: Tx,
    segment_id: str,
    coder: str,
    acts: Sequence[tuple[str, str, str, str]],
    *,
    arm: str = "assisted",
    condition: str = "shown",
) -> None:
    """A reviewed item with these acts (act, suggested, target, model version), done in twelve seconds."""
    item_id = f"r1/{segment_id}/{coder}"
    row = {"study_id": PUBLIC.id, "id": item_id, "segment_id": segment_id, "coder_id": coder, "round": 1, "batch": "b"}
    rest = {
        "state": "reviewed",
        "model_version": "m1" if arm == "assisted" else "",
        "task_id": None,
        "arm": arm,
        "condition": condition,
    }
    review.add_work_items(tx, [{**row, **rest}])
    key: dict[str, Any] = {"coder_id": coder, "segment_id": segment_id, "round": 1, "frame_version": 1, "stance": ""}
    told = [("nothing", "", "", "m1")] if not acts else acts
    made = [
        LogEntry(act=a, kind="code" if s or t else "", target=t, suggested=s, model_version=m, source=f"ls:{item_id}", **key)
        for a, s, t, m in told
    ]
    review.append_log(tx, PUBLIC.id, made)
    review.save_note(tx, PUBLIC.id, item_id, {"lead_time_seconds": 12.0})


@pytest.fixture
def work(settings: Settings, store: Store) -> Work:
    """Six sessions of four segments. Ana follows all that she is shown; where it is withheld she gives it in half of them."""
    with store.begin() as tx:
        studies.save_study(tx, PUBLIC)
        studies.save_frame(tx, PUBLIC.id, FRAME)
        machines.save_model(tx, PUBLIC.id, "m1", frame_version=1, encoder="none", champion=True, body={})
        for number in range(SESSIONS):
            name = f"S{number}"
            studies.add_session(tx, PUBLIC.id, Session(name))
            made = transcript(name, *(f"Respuesta número {n}" for n in range(4)), source_hash=name)
            corpus.save_transcript(tx, PUBLIC.id, made, segments_of(made))
            ids = [s.id for s in segments_of(made)]
            found = [Suggestion(i, "code", "accounts", 0.9, "m1", 1) for i in ids]
            found += [Suggestion(i, "code", "meters", 0.2, "m1", 1, strength="possible") for i in ids]
            machines.save_suggestions(tx, PUBLIC.id, "m1", dict.fromkeys(ids, 0.5), found)
            seen = [("accepted", "accounts", "accounts", "m1"), ("left", "meters", "", "m1")]
            reviewed(tx, ids[0], "ana", seen)
            reviewed(tx, ids[1], "ana", [*seen, ("accepted", "committee", "committee", PLANTED)], condition="planted")
            given = [("added", "", "accounts", "m1")] if number % 2 else []
            reviewed(tx, ids[2], "ana", given, condition="withheld")
            reviewed(tx, ids[3], "ana", given, condition="withheld")
            reviewed(tx, ids[0], "ben", [], arm="blind")
    return Work(settings, store)


def test_counts_times_and_anchoring_come_from_what_is_stored(work: Work) -> None:
    found = review_acts(work, study_id=PUBLIC.id)
    assert (found["reviewed"], found["language"]) == (30, "es")
    acts = found["acts"]
    assert (acts["all"]["accepted"], acts["all"]["left"], acts["all"]["added"], acts["all"]["accepted_ratio"]) == (12, 12, 0, 1.0)
    assert acts["code:accounts"] == acts["all"] | {"name": "Accounts", "left": 0}
    assert set(acts) == {"all", "code:accounts", "code:meters", "coder:ana", "kind:code", "model:m1", "round:1"}
    assert found["times"]["shown:withheld"]["median"] == 12.0
    assert found["times"]["shown:withheld"]["per_100_words"] == 400.0
    ana = found["anchoring"]["coder:ana"]["agreeing"]
    assert (ana["shown"]["hits"], ana["shown"]["of"], ana["unprompted"]["hits"], ana["unprompted"]["of"]) == (12, 12, 6, 12)
    assert (ana["difference"], ana["shown"]["transcripts"]) == (0.5, 6)
    assert 0 < ana["interval"]["low"] < 0.5 < ana["interval"]["high"]
    blind = found["anchoring"]["all"]["blind"]
    assert (blind["unprompted"]["hits"], blind["unprompted"]["of"], blind["interval"]) == (0, 6, None)
    assert found["followed"][0] == {"segment": "S0.002", "coder": "ana", "round": 1, "code": "committee"}
    following = found["anchoring"]["all"]["following"]
    assert (following["shown"]["ratio"], following["unprompted"]["ratio"], following["shown"]["of"]) == (1.0, 0.0, 6)


def test_one_round_alone(work: Work) -> None:
    assert review_acts(work, study_id=PUBLIC.id, round_=1)["reviewed"] == 30
    assert review_acts(work, study_id=PUBLIC.id, round_=2)["reviewed"] == 0


def test_it_is_told_in_both_languages(work: Work) -> None:
    english = acts_in_words(review_acts(work, study_id=PUBLIC.id, language="en"))
    assert "study water: 30 reviewed segments" in english
    assert "12 (12–12), 400, 12 segments, 0 much longer" in english
    assert "likely suggestions, shown against withheld: 1.00 [0.76, 1.00] (12 of 12) / 0.50" in english
    assert (
        "planted suggestions accepted, against the same codes unprompted: 1.00 (6 of 6) / 0.00 (0 of 6) → +1.00 (too few to say)"
        in english
    )
    assert "stand as codings until somebody takes them back\n  S0.002           ana          r1  committee" in english
    spanish = acts_in_words(review_acts(work, study_id=PUBLIC.id))
    assert "estudio water: 30 segmentos revisados" in spanish
    assert "sugerencias probables: mostradas frente a retenidas: 1.00 [0.76, 1.00] (12 de 12)" in spanish


def test_a_study_without_reviews_says_so(settings: Settings, store: Store) -> None:
    with store.begin() as tx:
        studies.save_study(tx, PUBLIC)
        studies.save_frame(tx, PUBLIC.id, FRAME)
    said = acts_in_words(review_acts(Work(settings, store), study_id=PUBLIC.id, language="en"))
    assert "0 reviewed segments" in said
    assert "nothing yet" in said
