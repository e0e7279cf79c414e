"""Characters that no database keeps: bad input with what to do, on both databases alike, whichever way they come."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text as sql

from annotations.errors import BadInput
from service.app import create_app
from service.jobs import queue
from service.storage import access
from service.storage.tables import StudyRow
from service.storage.transactions import Store, upsert
from service.storage.writable import dumps, only_characters
from tests.service.hamlet import Place

V1 = "/v1/studies/hamlet"


@pytest.fixture
def api(storied: Place) -> Iterator[TestClient]:
    queue.prepare(storied.settings)
    with storied.store.begin() as tx:
        headers = {"Authorization": f"Bearer {access.new_key(tx, 'tests')}", "Content-Type": "application/json"}
    with TestClient(create_app(storied.settings), headers=headers) as client:  # what is no problem is raised
        yield client


def test_every_way_in_answers_with_a_problem_and_a_remedy(api: TestClient) -> None:
    """NUL, and half of a character as JSON writes it."""
    api.post(f"{V1}/texts/CH1", content='{"by": "vera"}')
    for bad, quoted in (("%00", "\\u0000"), (None, "\\ud83d")):
        if bad:
            for path in ("/v1/studies/ham{}let/texts", V1 + "/texts/CH{}1", V1 + "/sessions/S{}1", V1 + "/segments?text=a{}",
                         V1 + "/register/CH1{}", "/v1/jobs/a{}b", V1 + "/texts/CH1/versions/1{}", V1 + "/search?q=a{}",
                         "/v1/studies/{}/jobs", V1 + "/stories?change=CH{}1"):  # fmt: skip
                answer = api.get(path.format(bad))
                assert answer.status_code < 500, path
                if answer.status_code == 422 and answer.json()["type"] == "/problems/bad-input":
                    assert answer.json()["remedy"], path
        posts: list[tuple[str, str, str, tuple[int, ...]]] = [
            ("POST", "/texts/CH1/comments", '{"by": "vera", "text": "¿qué#?"}', (201,)),  # left out: it is no word
            ("POST", "/texts/CH1/comments", '{"by": "ve#ra", "text": "¿y qué?"}', (201, 422)),
            ("PUT", "/changes/CH1", '{"by": "ve#ra", "title": {"es": "a"}, "reason": "x"}', (404, 405, 422)),
            ("POST", "/register/CH1/statements", '{"by": "vera", "statement": {"es": "Leen# las cuentas."}, "reason": "x"}', (404, 405, 422)),
            ("POST", "/texts/CH1/roles", '{"by": "vera", "role": "editor", "person": "a#na", "reason": "x#"}', (200,)),
            ("POST", "/jobs/draft", '{"change_id": "CH#1"}', (202, 404, 422)),
        ]  # fmt: skip
        for method, path, body, wanted in posts:
            answer = api.request(method, V1 + path, content=body.replace("#", quoted))
            assert answer.status_code in wanted, (path, answer.text)
            if answer.status_code == 422:
                assert "\0" not in answer.text
    assert "\\u0000" not in api.get(f"{V1}/texts/CH1").text


@pytest.mark.parametrize("wrong", ["a\0b", "half \ud83d"])
def test_no_statement_takes_them_to_the_database(store: Store, wrong: str) -> None:
    with store.begin() as tx, pytest.raises(BadInput, match="cannot be kept.*leave it out"):
        tx.execute(sql("SELECT :one"), {"one": wrong})
    row = {"id": "s", "body": {"name": {"es": wrong}}, "frame_version": 1}
    with store.begin() as tx, pytest.raises(BadInput, match="cannot be kept"):
        upsert(tx, StudyRow, [{**row, "id": wrong, "body": {}}])


def test_json_is_looked_into() -> None:
    assert dumps({"a": ["agua 💧", "\\u0000", 1, None]}) == '{"a": ["agua \\ud83d\\udca7", "\\\\u0000", 1, null]}'
    for wrong in ({"a": ["b", {"c": "\0"}]}, {"\ud83d": 1}, ["\udca7"]):
        with pytest.raises(BadInput, match="cannot be kept"):
            dumps(wrong)


def test_a_memo_of_another_program_is_kept_without_them() -> None:
    task: dict[str, Any] = {"annotations": [{"result": [{"value": {"text": ["buen\0o 💧\ud83d"]}}], "was": None}], "id": 3}
    assert only_characters(task)["annotations"][0] == {"result": [{"value": {"text": ["bueno 💧"]}}], "was": None}
    assert only_characters({"text": "\\u0000"}) == {"text": "\\u0000"}
