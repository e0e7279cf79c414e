"""The register over HTTP: tables in, records and sample tables out, and nothing that names anybody."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi import Depends
from fastapi.testclient import TestClient
from sqlalchemy import text

from annotations.contacts import Contact
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from service.api import register as register_routes
from service.api.deps import require_key
from service.app import create_app
from service.settings import Settings
from service.storage import access, people, studies
from service.storage.transactions import Store
from service.storage.vault import open_vault
from tests.service.records import FRAME, STUDY

BASE = "/v1/studies/water"
SESSIONS = "session,date,method,capture,domains\nS1,2024-02-12,individual,recording,committees\nS2,,focus_group,notes,homes\n"
ROSTER = """\
respondent,session,label,consent,consent_recording,contact,nombre,tel
R1,S1,A,yes,yes,C1,Rosa López Díaz,5512345678
R3,S2,,yes,no,,,
R4,S2,,yes,no,,,
"""
CONTACTS = "contact,source,domains,referred_by,outcome,name\nC1,partner,committees,,interviewed,Rosa López\nC9,snowball,homes,R1,refused,\n"


@pytest.fixture
def api(settings: Settings, prepared: Store) -> Iterator[TestClient]:
    """A client with a key, over a small register."""
    yes = Consent(True, True, given_on=date(2024, 2, 1))
    with prepared.begin() as tx:
        key = access.new_key(tx, "tests")
        studies.save_study(tx, STUDY)
        studies.save_frame(tx, "water", FRAME)
        known = Register(
            (Session("S1", date(2024, 2, 1), "individual", domains=("committees",), capture="recording"), Session("S2")),
            (Respondent("R1", "member", "F", contact="C1"), Respondent("R2", "member", "M", referred_by="R1")),
            (Participation("S1", "R1", "doña Lencha", yes), Participation("S2", "R2", "B", Consent(None))),
            (Contact("C1", ("committees",), "partner"), Contact("C2", ("homes",), "snowball", referred_by="R1")),
        )
        studies.save_register(tx, "water", known)
    app = create_app(settings)
    if not any(getattr(route, "path", "").endswith("/register") for route in app.routes):
        app.include_router(register_routes.router, prefix="/v1", dependencies=[Depends(require_key)])
    with TestClient(app, headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False) as client:
        yield client


def upload(**tables: str | bytes) -> dict[str, Any]:
    return {"files": {name: (f"../{name}.csv", content) for name, content in tables.items()}}


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_four_counts_and_what_is_missing(api: TestClient) -> None:
    found = api.get(f"{BASE}/register").json()
    assert [found["counts"][unit] for unit in ("contacts", "respondents", "participants", "sessions")] == [2, 2, 2, 2]
    assert (found["closed"], found["refused"], found["undocumented"]) == (["S2"], [], ["S2"])


def test_records_and_no_label(api: TestClient) -> None:
    sessions = api.get(f"{BASE}/sessions").json()["items"]
    assert [(s["id"], s["participants"], s["capture_rule"]) for s in sessions] == [
        ("S1", 1, "all_agreed"),
        ("S2", 1, "not_stated"),
    ]
    people = api.get(f"{BASE}/respondents").json()["items"]
    assert [(r["id"], r["wave"], r["named_by"]) for r in people] == [("R1", 0, []), ("R2", 1, ["R1"])]
    contacts = api.get(f"{BASE}/contacts").json()["items"]
    assert [(c["id"], c["wave"], c["respondents"]) for c in contacts] == [("C1", 0, ["R1"]), ("C2", 1, [])]
    answer = api.get(f"{BASE}/participations", params={"respondent": "R1"})
    (part,) = answer.json()["items"]
    assert (part["id"], part["holds"], part["left"], part["consent"]["given_on"]) == ("S1/R1", True, False, "2024-02-01")
    assert "Lencha" not in answer.text


@pytest.mark.parametrize("name", ["sessions", "respondents", "contacts", "participations"])
def test_pages_end(api: TestClient, name: str) -> None:
    first = api.get(f"{BASE}/{name}", params={"limit": 1}).json()
    rest = api.get(f"{BASE}/{name}", params={"limit": 1, "after": first["next"]}).json()
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [1, 1, None]
    problem(api.get(f"{BASE}/{name}", params={"after": "nobody"}), 404)
    problem(api.get(f"/v1/studies/none/{name}"), 404)


def test_tables_of_the_sample(api: TestClient) -> None:
    table = api.get(f"{BASE}/samples/participants", params={"language": "en"}).json()
    assert table["rows"][0][:2] == ["Domain", "Participants"]
    assert table["rows"][-1][:2] == ["Total", 2]
    whole, *cells = table["cells"]
    assert (whole["n"], whole["ids"], whole["row"]) == (2, ["S1/R1", "S2/R2"], None)
    assert {"row": ["committees"], "dimension": "sex", "column": ["F"], "n": 1, "ids": ["S1/R1"]} in cells
    assert {"row": None, "dimension": "sex", "column": ["M"], "n": 1, "ids": ["S2/R2"]} in cells
    answer = api.get(f"{BASE}/samples/contacts.csv", params={"percentages": True})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.splitlines()[-1].startswith("Total,2,1 (50%)")
    assert answer.text.startswith("\ufeffDominio,Contactos,Fuente: partner")
    problem(api.get(f"{BASE}/samples/salaries"), 422)
    problem(api.get(f"{BASE}/samples/contacts", params={"several": "twice"}), 422)


def test_uploaded_tables_take_the_place_of_the_present_ones(api: TestClient, settings: Settings, prepared: Store) -> None:
    answer = api.put(f"{BASE}/register", **upload(sessions=SESSIONS, roster=ROSTER, contacts=CONTACTS))
    expected = {"contacts": 2, "respondents": 3, "participants": 3, "sessions": 2, "sealed": 3, "refused": [], "to_withdraw": []}
    assert answer.json() == {"study": "water", **expected}
    assert [c["id"] for c in api.get(f"{BASE}/contacts").json()["items"]] == ["C1", "C9"]
    assert [s["id"] for s in api.get(f"{BASE}/sessions").json()["items"]] == ["S1", "S2"]
    with prepared.begin() as tx:
        names = dict(open_vault(settings, tx).all(tx, "water", "personal"))
        assert names == {"R1": [["person", "Rosa López Díaz"], ["phone", "5512345678"]], "C1": [["person", "Rosa López"]]}
        assert people.register(tx, open_vault(settings, tx), "water").personal[0].owner == "C1"
        for table in ("session", "contact", "respondent", "participation"):
            assert "Rosa" not in str(tx.execute(text(f"SELECT body FROM {table}")).all())
    lists = ("register", "sessions", "respondents", "contacts", "participations")
    for path in (*lists, "samples/contacts", "samples/participants.csv"):
        assert "Rosa" not in api.get(f"{BASE}/{path}").text
    assert list((settings.home / "inbox").iterdir()) == []


def test_contacts_come_as_they_are_told(api: TestClient) -> None:
    told = "contact,source,referred_by\nC5,snowball,C2\n"
    assert api.post(f"{BASE}/register", **upload(contacts=told)).json()["contacts"] == 3
    assert {c["id"]: c["wave"] for c in api.get(f"{BASE}/contacts").json()["items"]} == {"C1": 0, "C2": 1, "C5": 2}
    assert api.put(f"{BASE}/register", **upload(contacts=CONTACTS)).json()["respondents"] == 2


def test_a_workbook_holds_all(api: TestClient, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, table in (("Sessions", SESSIONS), ("Roster", ROSTER)):
        sheet = book.create_sheet(title)
        for line in table.splitlines():
            sheet.append(line.split(","))
    book.save(tmp_path / "field.xlsx")
    content = (tmp_path / "field.xlsx").read_bytes()
    files = {name: ("field.xlsx", content) for name in ("sessions", "roster")}
    assert api.put(f"{BASE}/register", files=files).json()["sessions"] == 2


def test_withdrawal_is_not_undone_by_a_table(api: TestClient, prepared: Store) -> None:
    with prepared.begin() as tx:
        studies.save_register(tx, "water", studies.register(tx, "water").with_withdrawal("R1", date(2024, 5, 1)))
    assert api.put(f"{BASE}/register", **upload(sessions=SESSIONS, roster=ROSTER)).status_code == 200
    (part,) = api.get(f"{BASE}/participations", params={"respondent": "R1"}).json()["items"]
    assert (part["consent"]["withdrawn_on"], part["holds"]) == ("2024-05-01", False)


@pytest.mark.parametrize(
    ("tables", "where", "message"),
    [
        ({"sessions": SESSIONS, "roster": ROSTER.replace("R3,S2", "R3,S9")}, "roster.csv:3", "has no row"),
        ({"contacts": CONTACTS.replace("homes", "moon")}, "contacts.csv:3", "'moon' is not known"),
        ({"contacts": b"PK\x03\x04"}, "contacts.csv", ""),
        ({"sessions": SESSIONS}, "", "no table to read"),
        ({}, "", "no table to read"),
    ],
)
def test_bad_tables_are_refused_whole(
    api: TestClient, settings: Settings, tables: dict[str, str | bytes], where: str, message: str
) -> None:
    before = api.get(f"{BASE}/respondents").json()
    for method in ("PUT", "POST"):
        found = problem(api.request(method, f"{BASE}/register", **upload(**tables)), 422)
        assert (found["type"], found["where"]) == ("/problems/bad-register", where)
        assert message in found["detail"]
        assert found["remedy"]
    assert api.get(f"{BASE}/respondents").json() == before
    assert not list((settings.home / "inbox").glob("*"))
