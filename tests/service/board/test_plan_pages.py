"""The analysis plan, the matrices, and the lists behind their numbers: what is counted is what is listed."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from service.storage.transactions import Store
from tests.service.meadow_in_sql import fill

HERE = "/board/meadow"
LISTED = re.compile(r'href="/board/meadow/sessions/[^"#]+#([^"]+)"')
LINK = re.compile(r'<a[^>]*href="(/board/meadow/segments\?[^"]*)"[^>]*>(\d+)')

LISTS = {
    "": "G1.001 G1.002 G1.003 S1.001 S1.002 S2.001 S2.002 V1.001 W1.001 W1.002",
    "session=S1": "S1.001 S1.002",
    "session=S1&session=V1": "S1.001 S1.002 V1.001",
    "place=Alta": "G1.001 G1.002 G1.003 S1.001 S1.002",
    "place=-": "W1.001 W1.002",
    "place=Alta&session=S1&session=S2": "S1.001 S1.002",
    "method=survey": "V1.001",
    "code=fees": "G1.002 S1.001",
    "code=money": "G1.002 S1.001 S2.002",
    "code=fees&code=dust": "G1.002",
    "code=fees&place=Alta&category=household": "G1.002 S1.001",
    "domain=homes": "S1.001",
    "section=what": "G1.001 S1.001 S2.001",
    "change=CH1": "S1.001 S2.002",
    "change=CH1&stance=against": "S2.002",
    "change=CH9": "",
    "project=P1": "S1.001",
    "priority=fair": "S1.001",
    "row=1": "G1.001 S1.001 S2.001",
    "row=1&category=committee": "G1.001 S2.001",
    "row=2": "",
    "category=partner": "",
    "category=-": "G1.003 W1.001 W1.002",
    "respondent=R1": "S1.001 S1.002 V1.001",
    "respondent=-": "G1.003 W1.001 W1.002",
    "state=waiting": "V1.001",
    "state=reviewed&session=S2": "S2.001 S2.002",
    "coder=ana&round=1&code=dust": "G1.002 G1.003 S2.002",
    "coder=ben": "",
    "act=accepted": "S1.001",
    "act=rejected": "",
    "act=accepted&kind=code": "S1.001",
    "act=accepted&kind=section": "",
    "state=unreviewed": "V1.001",
    "state=unreviewed&session=S1": "",
    "act=accepted&day=2001-01-01": "",
    "ids=S1.002,G1.001,S9.001,nonsense,S1.": "G1.001 S1.002",
    "session=S9": "",
    "lang=es&code=fees": "G1.002 S1.001",
}


@pytest.fixture
def meadow(board: TestClient, prepared: Store) -> TestClient:
    with prepared.begin() as tx:
        fill(tx)
    return board


def text_of(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def listed(client: TestClient, query: str) -> list[str]:
    """The segments of a list, which are as many as it says."""
    page = text_of(client, f"{HERE}/segments?{query}")
    found = LISTED.findall(page)
    assert int(facts(page)[2]) == len(found)
    return found


def facts(page: str) -> list[str]:
    return re.findall(r"<dd><(?:span|a)[^>]*>(\d+)", page)[:3]


def test_the_list_of_every_filter(meadow: TestClient) -> None:
    assert {query: listed(meadow, query) for query in LISTS} == {query: expected.split() for query, expected in LISTS.items()}


def test_people_sessions_and_segments_of_a_list(meadow: TestClient) -> None:
    assert facts(text_of(meadow, f"{HERE}/segments?code=dust")) == ["2", "2", "3"], "R2 in S2, R4 in G1, and a voice"
    assert facts(text_of(meadow, f"{HERE}/segments?session=G1")) == ["2", "1", "3"]
    assert "is nobody&#39;s in particular" in text_of(meadow, f"{HERE}/segments?session=G1")


def test_a_list_says_what_it_is_of_and_each_filter_can_be_taken_away(meadow: TestClient) -> None:
    page = text_of(meadow, f"{HERE}/segments?code=fees&code=dust&change=CH1")
    assert ["Fees", "Dust", "They pay"] == re.findall(r"<strong>([A-Z][^<]*)</strong> <a", page)[1:] + ["They pay"]
    assert unescape(page).count("/board/meadow/segments?change=CH1&code=dust") == 1
    assert "All segments of the study" in text_of(meadow, f"{HERE}/segments")


def test_text_is_text(meadow: TestClient) -> None:
    page = text_of(meadow, f"{HERE}/segments?session=S2")
    assert "=They read the accounts &lt;b&gt;aloud&lt;/b&gt;." in page
    assert "<b>" not in page


def test_filters_that_make_no_sense_are_refused(meadow: TestClient) -> None:
    for query in ("round=many", "page=0", "day=soon", f"ids={'S1.001,' * 4000}"):
        assert meadow.get(f"{HERE}/segments?{query}").status_code == 422, query


def test_every_count_is_the_length_of_its_list(meadow: TestClient) -> None:
    """Each number of people, sessions and segments leads to a list that has as many; in both languages the same numbers."""
    by_list: dict[str, set[str]] = {}
    for page in ("plan", "plan/1", "matrices", *(f"matrices?of={of}" for of in ("session", "place", "domain", "code", "change"))):
        first, second = (
            LINK.findall(text_of(meadow, f"{HERE}/{page}{'&' if '?' in page else '?'}lang={language}"))
            for language in ("es", "en")
        )
        assert first == second
        assert len(first) >= 3
        for address, number in first:
            by_list.setdefault(unescape(address), set()).add(number)
    assert len(by_list) > 30
    for address, numbers in by_list.items():
        assert numbers <= set(facts(text_of(meadow, address))), address


def test_the_plan_shows_what_is_empty_and_why(meadow: TestClient) -> None:
    page = text_of(meadow, f"{HERE}/plan")
    assert "Nothing that has been read answers this row." in page
    assert "Not asked: partner." in page
    row = text_of(meadow, f"{HERE}/plan/2")
    assert "Empty is a result" in row
    assert "instruments: panel" in row
    assert meadow.get(f"{HERE}/plan/7").status_code == 404
    assert "Nada de lo leído" in text_of(meadow, f"{HERE}/plan?lang=es")


def test_a_study_without_a_plan_says_so(board: TestClient) -> None:
    assert "The study has no analysis plan." in text_of(board, "/board/water/plan")
    assert "Nobody has coded any of this." in text_of(board, "/board/water/matrices?of=code")


def test_files(meadow: TestClient) -> None:
    for name in ("plan.xlsx", "plan/1/row.xlsx", "plan/1/row.html", "matrices/session.xlsx"):
        answer = meadow.get(f"{HERE}/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        assert len(answer.content) > 1000


def test_nobody_who_is_not_signed_in_reads_them(visitor: TestClient, prepared: Store) -> None:
    with prepared.begin() as tx:
        fill(tx)
    for name in ("plan", "plan/1", "matrices", "segments", "plan.xlsx", "plan/1/row.html", "matrices/code.xlsx"):
        assert visitor.get(f"{HERE}/{name}").status_code == 303, name


def test_long_lists_have_pages(meadow: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from service.board import behind

    monkeypatch.setattr(behind, "PAGE", 4)
    first, last = text_of(meadow, f"{HERE}/segments"), text_of(meadow, f"{HERE}/segments?page=3")
    assert LISTED.findall(first) == ["G1.001", "G1.002", "G1.003", "S1.001"]
    assert LISTED.findall(last) == ["W1.001", "W1.002"]
    assert 'rel="next"' in first
    assert 'rel="next"' not in last
    assert LISTED.findall(text_of(meadow, f"{HERE}/segments?code=theme&page=2")) == []
