"""Validation over HTTP: from the draw to the response, and problems for what cannot be done."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.settings import Settings
from service.storage import access
from service.storage.transactions import Store
from service.workflows import validation
from tests.service.asking import Asked, put_in

HERE = "/v1/studies/asked/validation"
BY = {"by": "vera", "reason": "as agreed"}


@pytest.fixture
def asked(settings: Settings, prepared: Store) -> Asked:
    return put_in(settings, prepared)


@pytest.fixture
def api(asked: Asked) -> Iterator[TestClient]:
    with asked.work.store.begin() as tx:
        key = access.new_key(tx, "tests")
    app = create_app(asked.work.settings)
    with TestClient(app, headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False) as client:
        yield client


def done(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def test_from_the_draw_to_the_verifier(api: TestClient, asked: Asked) -> None:
    (made,) = done(api.post(f"{HERE}/draws", json=BY | {"domain": "committees", "size": 3}), 201)
    assert (made["seed"], len(made["frame"]), made["validators"]) == (3, 10, ["V001", "V002", "V003"])
    assert done(api.get(f"{HERE}/draws")) == [made]
    added = done(
        api.post(f"{HERE}/people", json=BY | {"domain": "committees", "category": "partner", "occasion": "workshop"}), 201
    )
    assert (added["id"], added["interested"]) == ("V004", True)
    assert done(api.post(f"{HERE}/people", json=BY | {"domain": "homes", "category": "midwife"}), 201)["chosen"] == "purposive"
    assert [one["id"] for one in done(api.get(f"{HERE}/people"))] == ["V001", "V002", "V003", "V004", "V005"]
    form = done(api.post(f"{HERE}/forms", json=BY | {"domain": "committees"}), 201)
    assert [one["change_id"] for one in form["wordings"]] == ["CH1", "CH2"]
    assert done(api.get(f"{HERE}/forms")) == [form]
    noted = {"what": "invited", "channel": "telephone", "on": "2024-05-01"}
    assert done(api.post(f"{HERE}/people/V001/contacts", json=BY | noted), 201)[0]["on"] == "2024-05-01"
    assert [one["validator_id"] for one in done(api.get(f"{HERE}/reminders-due"))] == ["V001"]
    assert len(done(api.get(f"{HERE}/contacts"))) == 1
    link = done(api.post(f"{HERE}/forms/committees-1/links", json=BY | {"validator_id": "V002"}), 201)
    assert validation.look_up(asked.work, link["path"].removeprefix("/v/")).state == "open"
    assert [one["state"] for one in done(api.get(f"{HERE}/links"))] == ["open"]
    assert done(api.delete(f"{HERE}/forms/committees-1/links/V002?by=vera")) == 1
    said = [
        {"change_id": "CH1", "vote": "A", "rank": 1, "reason": "water"},
        {"change_id": "CH2", "vote": "C", "comment": "the year"},
    ]
    given = {"form_id": "committees-1", "validators": ["V001"], "mode": "telephone", "language": "es", "answers": said}
    ballot = done(api.post(f"{HERE}/ballots", json=BY | given), 201)
    assert (ballot["id"], ballot["entered_by"], ballot["answers"][1]["comment"]) == ("B001", "vera", "the year")
    assert done(api.get(f"{HERE}/responses"))["lines"][0]["answered"] == 1
    assert [one["counts"] for one in done(api.get(f"{HERE}/votes"))] == [{"A": 1, "B": 0, "C": 0}, {"A": 0, "B": 0, "C": 1}]
    assert "response" in {one["kind"] for one in done(api.get(f"{HERE}/limitations"))}
    correction = {"change_id": "CH2", "outcome": "rejected", "text": "the year is another"}
    taken = done(api.post(f"{HERE}/ballots/B001/corrections", json=BY | correction), 201)
    assert (taken["comment"], taken["vote"], taken["by"], taken["reason"]) == ("the year", "C", "vera", "as agreed")
    assert done(api.get(f"{HERE}/corrections", params={"change_id": "CH2"})) == [taken]
    assert done(api.get(f"{HERE}/corrections", params={"ballot_id": "B9"})) == []
    assert done(api.get(f"{HERE}/draws/left-out")) == []
    assert done(api.post(f"{HERE}/ballots/B001/void", json=BY))["id"] == "B001"
    assert [one["state"] for one in done(api.get(f"{HERE}/ballots"))] == ["void"]
    for decision in ("cannot_validate", "can_be_validated", "needed", "not_required"):
        stands = done(api.post(f"{HERE}/changes/CH2/decisions", json=BY | {"decision": decision}))
    assert (stands["state"], stands["left_ranking"]) == ("not_required", False)
    told = {"verifier": "doctor", "independence": "came in 2024", "answers": [{"question": "change", "agreement": "full"}]}
    assert done(api.post(f"{HERE}/changes/CH2/verifications", json={"by": "vera"} | told), 201)["state"] == "done"
    assert [one["state"] for one in done(api.get(f"{HERE}/verifications"))] == ["", "done", "", ""]
    assert [one["id"] for one in done(api.get(f"{HERE}/verification-questions"))] == ["change"]


REFUSED: tuple[tuple[str, dict[str, Any], int, str], ...] = (
    ("draws", {"domain": "towns"}, 404, "no domain"),
    ("draws", {"domain": "homes", "again": True, "reason": ""}, 422, "no reason"),
    ("ballots/B9/corrections", {"change_id": "CH1", "outcome": "open", "text": "x"}, 404, "no ballot"),
    ("ballots/B9/corrections", {"change_id": "CH1", "outcome": "maybe"}, 422, "outcome"),
    ("people", {"domain": "homes"}, 422, "what kind of person"),
    ("forms", {"domain": "homes", "occasion": "fair"}, 404, "no occasion"),
    ("ballots/B9/void", {}, 404, "no ballot"),
    ("changes/CH9/decisions", {"decision": "cannot_validate"}, 404, "no change"),
    ("changes/CH1/decisions", {"decision": "maybe"}, 422, "decision"),
    ("changes/CH1/decisions", {"decision": "can_be_validated"}, 409, "has not left"),
)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_cannot_be_done_is_a_problem(api: TestClient) -> None:
    for path, body, status, said in REFUSED:
        answer = api.post(f"{HERE}/{path}", json=BY | body)
        assert (answer.status_code, said in answer.text) == (status, True), (path, answer.text)
