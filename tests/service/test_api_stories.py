"""The texts of stories over HTTP: every verb, and problems for what cannot be done."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.jobs import queue
from service.storage import access
from tests.service.hamlet import Place
from tests.service.storied import citing, link_another, text

BY = {"by": "vera"}
TEXTS = "/v1/studies/hamlet/texts"
HERE = f"{TEXTS}/CH1"


@pytest.fixture
def api(storied: Place) -> Iterator[TestClient]:
    queue.prepare(storied.settings)
    with storied.store.begin() as tx:
        key = access.new_key(tx, "tests")
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(create_app(storied.settings), headers=headers, raise_server_exceptions=False) as client:
        yield client


def done(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def test_from_the_draft_to_a_signature(api: TestClient, storied: Place) -> None:
    assert [(one["change_id"], one["state"]) for one in done(api.get(TEXTS))] == [("CH1", "draft"), ("CH2", "none")]
    assert done(api.get(HERE), 404)["remedy"] == "begin it: relato story open CH1"
    assert done(api.post(HERE, json=BY), 201)["number"] == 1
    edit = {**BY, "based_on": 1, "language": "es", "text": "Se leen [S1.001].", "reason": "clearer"}
    assert done(api.put(f"{HERE}/blocks/b1", json=edit))["number"] == 2
    refused = done(api.put(f"{HERE}/blocks/b1", json=edit | {"text": "Otra [S1].", "by": "ana"}), 409)
    assert refused["detail"] == "vera changed block b1 in version 2, after version 1 that you have edited"
    new = {**BY, "based_on": 2, "section": "summary", "after": "b1", "texts": {"es": "Y más [S2]."}}
    assert done(api.post(f"{HERE}/blocks", json=new), 201)["number"] == 3
    quote = {**BY, "based_on": 3, "section": "description", "kind": "quote", "segment": "S1.002"}
    made = done(api.post(f"{HERE}/blocks", json=quote), 201)
    block = made["text"]["sections"][1]["blocks"][0]
    assert block["quote"]["text"].startswith("Antes no se sabía nada")
    assert done(api.post(f"{HERE}/blocks/b2/place", json={**BY, "based_on": 4, "section": "description"}))["number"] == 5
    assert done(api.delete(f"{HERE}/blocks/{block['id']}?by=vera&based_on=5"))["number"] == 6
    texts = {**BY, "based_on": 6, "language": "es", "texts": {"b1": "Se leen todas [S1]."}}
    assert done(api.put(f"{HERE}/sections/summary", json=texts))["number"] == 7
    assert [one["number"] for one in done(api.get(f"{HERE}/versions"))] == [1, 2, 3, 4, 5, 6, 7]
    assert done(api.get(f"{HERE}/versions/2"))["reason"] == "clearer"
    assert [one["act"] for one in done(api.get(f"{HERE}/difference?a=1&b=2"))] == ["edited"]
    comment = done(api.post(f"{HERE}/comments", json={**BY, "text": "¿Quién?", "block": "b1"}), 201)
    assert (
        done(api.post(f"{HERE}/comments/{comment['id']}/resolution", json={**BY, "resolution": "ella"}))["resolution"] == "ella"
    )
    done(api.post(f"{HERE}/roles", json={**BY, "role": "editor", "person": "ana"}))
    assert done(api.post(f"{HERE}/rounds", json={**BY, "role": "editor", "reason": "ready"}), 201)["role"] == "editor"
    signature = {"by": "ana", "role": "editor", "version": 7, "checked": ["facts"]}
    assert "cannot be signed yet" in done(api.post(f"{HERE}/signatures", json=signature), 409)["detail"]
    for flag in done(api.get(HERE))["flags"]:
        done(api.post(f"{HERE}/flags/{flag['id']}", json={**BY, "reason": "seen"}))
    for one in text(storied).blocks:
        if one.kind == "gap":
            done(api.post(f"{HERE}/gaps/{one.id}", json={**BY, "reason": "nobody knows"}))
    signed = done(api.post(f"{HERE}/signatures", json=signature), 201)
    assert [(one["role"], one["current"]) for one in signed["signatures"]] == [("editor", True)]
    done(api.post(f"{HERE}/roles", json={**BY, "role": "editor", "person": "ana", "assigned": False}))
    assert done(api.get(f"{HERE}/acts"))[-1]["act"] == "role_unassigned"


@pytest.mark.parametrize("storied", ["sqlite"], indirect=True)
def test_a_newer_draft_and_the_sections(api: TestClient, storied: Place) -> None:
    done(api.post(HERE, json=BY), 201)
    assert done(api.get(f"{HERE}/proposal")) is None
    link_another(storied)
    keys = [part["key"] for part in done(api.get(f"{HERE}/proposal"))["parts"]]
    assert done(api.post(f"{HERE}/proposal", json={**BY, "parts": keys[:1]}))["version"]["number"] == 2
    if keys[1:]:
        done(api.post(f"{HERE}/proposal", json={**BY, "parts": keys[1:], "decision": "left"}))
    assert done(api.get(f"{HERE}/proposal")) is None
    assert done(api.post(f"{HERE}/proposal", json={**BY, "parts": keys[:1]}), 409)["detail"].startswith("nothing is proposed")
    (row,) = done(api.get(f"{TEXTS}/sections?section=description"))
    assert row["citations"][: len(citing(text(storied)).citations)]
    book = api.get(f"{TEXTS}/sections.xlsx?language=en")
    assert book.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert openpyxl.load_workbook(BytesIO(book.content)).sheetnames == ["sections"]
    assert api.get(f"{TEXTS}/sections?section=nothing").json() == []
