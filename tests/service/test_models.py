"""The registry of models: one entry each, what became of it, a person's decisions, and what is never training data."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from annotations.codings import Suggestion
from annotations.errors import BadInput, NotFound, NotReady
from annotations.studies import Study
from service.app import create_app
from service.report_of_models import list_lines, retrain_lines, show_lines
from service.settings import Settings
from service.storage import access, corpus, machines, registry, review, studies
from service.storage.transactions import Store, migrate
from service.workflows import machines as made_of
from service.workflows.promoting import entries, promote, prune, roll_back
from service.workflows.retraining import retrain_study
from service.workflows.suggesting import suggest_study
from service.workflows.work import Work
from tests.encoders import share_encoders
from tests.models.toys import FRAME
from tests.service.taught_study import add, enter, words_for

WHY: dict[str, Any] = {"study_id": "toy", "by": "sup-1", "reason": "worse in the field"}


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_of, "_loaded", words_for)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    settings = share_encoders(Settings(home=tmp_path / "home"))
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    yield Work(settings, store)
    store.close()


def trained(work: Work, **how: Any) -> tuple[Study, dict[str, Any]]:
    study = enter(work.store, **how)
    return study, retrain_study(work, study_id="toy")


def story(work: Work) -> list[tuple[str, str, str]]:
    """Version, event and who, in order."""
    with work.store.read() as tx:
        return [(e.version, e.event, e.by) for e in registry.events(tx, "toy")]


def champion(work: Work) -> str:
    with work.store.read() as tx:
        found = machines.champion(tx, "toy")
    return found.version if found else ""


def enter_challenger(work: Work, version: str, *, result: str = "keep", against: str = "", champion: bool = False) -> None:
    """An entry with a folder, as retraining leaves it."""
    with work.store.begin() as tx:
        known = machines.models(tx, "toy")
        path = work.settings.folder("models", "toy", version)
        (path / "manifest.json").write_text("{}")
        body = {"kind": "head", "path": f"models/toy/{version}", "result": result, "compared_with": {"champion": against}}
        encoder = known[0].encoder if known else "words-1"
        machines.save_model(
            tx, "toy", version, frame_version=3, encoder=encoder, champion=champion, body=body, by=registry.RETRAINING
        )


def test_lineage_and_story_of_a_promoted_model(work: Work) -> None:
    _, told = trained(work)
    (entry,) = entries(work, study_id="toy")
    assert (entry["champion"], [e["event"] for e in entry["events"]]) == (True, ["entered", "promoted"])
    assert {e["by"] for e in entry["events"]} == {"retrain"}
    lineage = entry["body"]["lineage"]
    assert (lineage["reviewed_segments"], lineage["reviewed_sessions"], lineage["seed"], lineage["frame_version"]) == (
        64,
        8,
        1,
        3,
    )
    assert {"data_hash", "encoder", "recipe", "rule", "parameters", "cold_start"} <= set(lineage)
    assert set(entry["body"]["files"]) == {"card.en.md", "card.es.md", "head.skops", "outcome.json", "scores.json"}
    assert "promoted" in retrain_lines(told)[0]
    assert list_lines([entry])[0].startswith(f"* {told['model']}")
    assert any("code:water" in line for line in show_lines(entry))


def test_nothing_new_changes_nothing(work: Work) -> None:
    _, first = trained(work)
    before = story(work)
    again = retrain_study(work, study_id="toy")
    assert (again["new"], again["model"]) == (False, first["model"])
    assert story(work) == before
    assert retrain_lines(again)[0].startswith("nothing new since model")


def test_what_nobody_reviewed_is_never_training_data(work: Work) -> None:
    """Suggestions of the model for reviewed and unreviewed segments, the latter with other words: the same data, so the same model."""
    study, first = trained(work)
    add(work.store, study, "S20", reviewed=False)
    with work.store.begin() as tx:
        segments = corpus.segments(tx, "toy")
        planted = [Suggestion(s.id, "code", "money", 0.99, first["model"], 3) for s in segments]
        machines.save_suggestions(tx, "toy", first["model"], dict.fromkeys([s.id for s in segments], 0.1), planted)
    again = retrain_study(work, study_id="toy")
    assert (again["new"], again["lineage"]["data_hash"]) == (False, first["lineage"]["data_hash"])
    assert "S20" not in again["fitted_on"]


def test_segments_that_were_coded_blind_are_the_judge(work: Work) -> None:
    study = enter(work.store)
    with work.store.begin() as tx:
        items = review.work_items(tx, study.id)
        review.set_items(tx, study.id, [item.id for item in items], arm="blind")
    assert "coded blind" in retrain_study(work, study_id="toy")["reason"]["en"]
    with work.store.begin() as tx:
        review.set_items(tx, study.id, [item.id for item in items if item.segment_id.startswith("S00")], arm="assisted")
    again = retrain_study(work, study_id="toy")
    assert again["new"]
    assert "already checked" in again["reason"]["en"]


def test_a_study_that_asks_waits_for_a_person(work: Work) -> None:
    _, told = trained(work, promotion="ask")
    assert (told["result"], told["champion"], champion(work)) == ("ask", False, "")
    assert entries(work, study_id="toy")[0]["waits"]
    assert any("relato models promote" in line for line in retrain_lines(told))
    promote(work, **{**WHY, "reason": "looks right"}, version=told["model"][:9])
    assert champion(work) == told["model"]
    assert story(work) == [
        (told["model"], "entered", "retrain"),
        (told["model"], "asked", "retrain"),
        (told["model"], "promoted", "sup-1"),
    ]


def test_back_in_one_command_and_suggestions_follow(work: Work) -> None:
    study = enter(work.store)
    add(work.store, study, "S20", reviewed=False)
    cold = suggest_study(work, study_id="toy")["model"]
    head = retrain_study(work, study_id="toy")["model"]
    assert suggest_study(work, study_id="toy")["model"] == head
    found = roll_back(work, **WHY)
    assert (found["champion"], found["before"], champion(work)) == (cold, head, cold)
    assert suggest_study(work, study_id="toy")["model"] == cold
    assert story(work)[-2:] == [(head, "rolled_back", "sup-1"), (cold, "restored", "sup-1")]
    assert retrain_study(work, study_id="toy")["new"] is False
    assert champion(work) == cold
    add(work.store, study, "S09")
    told = retrain_study(work, study_id="toy")
    assert (told["result"], champion(work)) == ("ask", cold)
    assert "went back" in told["reason"]["en"]


def test_back_skips_what_no_longer_fits_and_what_was_left(work: Work) -> None:
    enter(work.store, sessions=1)
    for version in ("a", "b", "c"):
        enter_challenger(work, version, champion=True)
    assert roll_back(work, **WHY)["champion"] == "b"
    assert roll_back(work, **WHY)["champion"] == "a"
    with pytest.raises(NotReady, match="no earlier champion"):
        roll_back(work, **WHY)
    enter_challenger(work, "d", champion=True)
    assert roll_back(work, **WHY)["champion"] == "a"
    enter_challenger(work, "e", champion=True)
    with work.store.begin() as tx:
        studies.save_frame(tx, "toy", replace(FRAME, version=4))
    with pytest.raises(NotReady, match="a: made for version 3 of the code frame, which has version 4 now.*retrain"):
        roll_back(work, **WHY)
    with pytest.raises(NotReady, match="cannot be used"):
        promote(work, **WHY, version="b")


def test_a_decision_needs_an_id_and_a_reason(work: Work) -> None:
    enter(work.store, sessions=1)
    enter_challenger(work, "a")
    for wrong in ({"by": "Ana María"}, {"by": ""}, {"by": "ana@example.org"}, {"reason": " "}, {"reason": "x" * 501}):
        with pytest.raises(BadInput):
            promote(work, **{**WHY, **wrong}, version="a")
    with pytest.raises(NotFound, match="relato models list"):
        promote(work, **WHY, version="z")
    assert champion(work) == ""


def test_pruning_spares_what_was_used_or_waits(work: Work) -> None:
    enter(work.store, sessions=1)
    enter_challenger(work, "used", champion=True)
    enter_challenger(work, "in-use", champion=True)
    for version in ("k1", "k2", "k3"):
        enter_challenger(work, version, against="in-use")
    enter_challenger(work, "waits", result="ask", against="in-use")
    enter_challenger(work, "overtaken", result="ask", against="used")
    assert prune(work, study_id="toy", keep=1)["pruned"] == ["k1", "k2", "k3"]
    folder = work.settings.folder("models", "toy")
    assert sorted(path.name for path in folder.iterdir()) == ["in-use", "overtaken", "used", "waits"]
    assert len(entries(work, study_id="toy")) == 7
    with pytest.raises(NotReady, match="no longer there"):
        promote(work, **WHY, version="k1")


def test_over_the_api(work: Work) -> None:
    enter(work.store, sessions=1)
    enter_challenger(work, "a", champion=True)
    enter_challenger(work, "b")
    with work.store.begin() as tx:
        key = access.new_key(tx, "tests")
    from service.jobs import queue

    queue.prepare(work.settings)
    with TestClient(create_app(work.settings), headers={"Authorization": f"Bearer {key}"}) as api:
        assert [m["version"] for m in api.get("/v1/studies/toy/models").json()] == ["a", "b"]
        done = api.post("/v1/studies/toy/models/b/promote", json={"by": "sup-1", "reason": "try it"})
        assert done.json() == {"study": "toy", "champion": "b", "before": "a", "changed": True}
        assert api.post("/v1/studies/toy/models/rollback", json={"by": "sup-1", "reason": "no"}).json()["champion"] == "a"
        assert [e["event"] for e in api.get("/v1/studies/toy/models/b").json()["events"]] == [
            "entered",
            "promoted",
            "rolled_back",
        ]
        assert api.post("/v1/studies/toy/models/rollback", json={"by": "sup-1", "reason": "no"}).status_code == 409
        assert api.get("/v1/studies/toy/models/drift").json() == {"study": "toy", "drift": {}}
