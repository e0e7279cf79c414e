"""After an error the page of a form comes again with what was typed, and says what to do; numbers lead to lists of as many."""

import re
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient

from service.board import mounting, problems, refilling
from service.settings import Settings
from service.storage import snapshots, studies
from service.storage.transactions import Store
from service.workflows import agreement_snapshot
from service.workflows import changes as register
from service.workflows.assessing import assess_study
from service.workflows.work import Work
from tests.service.board.small import finish
from tests.service.records import FRAME, STUDY

BOARD = "/board/water"
TYPED = "\"quoted\" <b>& 'more'</b> {{ 7 * 7 }}"


@pytest.fixture
def study(board: TestClient, settings: Settings, prepared: Store) -> Work:
    """Ana's board over a study whose change CH1 one session reports and one denies, judged."""
    work = Work(settings, prepared)
    with prepared.begin() as tx:
        finish(tx)
    assess_study(work, study_id="water")
    return work


def send(board: TestClient, page: str, path: str, **fields: str | list[str]) -> str:
    """Send a form from a page, wrongly; the page that comes then."""
    csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', board.get(BOARD + page).text)
    assert csrf
    answer = board.post(BOARD + path, data={"csrf": csrf[1], **fields}, headers={"Referer": f"http://testserver{BOARD}{page}"})
    assert answer.status_code in (404, 409, 422), answer.text
    return answer.text


def plain_paths() -> list[str]:
    """Of the pages that need no more than the study."""
    paths = {getattr(route, "path", "") for module in mounting.PAGES for route in module.router.routes if "GET" in route.methods}
    return [path.removeprefix("/{study_id}") for path in paths if path.count("{") == 1 and "." not in path]


def form_of(html: str, action: str, id_: str = "") -> str:
    at = html.index(f'id="{id_}"') if id_ else 0
    found = re.compile(rf'<form[^>]*action="{re.escape(BOARD + action)}".*?</form>', re.DOTALL).search(html, at)
    assert found, action
    return found[0]


def test_what_was_typed_stays_and_the_form_is_open(board: TestClient, study: Work) -> None:
    fields: dict[str, str | list[str]] = {
        "session": "S2",
        "element": "where",
        "value": TYPED,
        "order": "3",
        "segments": "S9.999",
        "reason": "heard so",
    }
    html = send(board, "/changes/CH1", "/changes/CH1/element", **fields)
    assert '<details open class="form" id="element">' in html
    form = form_of(html, "/changes/CH1/element", "element")
    assert "There is no such page" not in html
    assert 'role="alert"' in form
    assert "there is no segment S9.999" in form
    assert "What to do:" in form
    assert '<option value="S2" selected>' in form
    assert '<option value="S1">' in form
    assert '<option value="where" selected>' in form
    value = re.search(r'name="value"[^>]*value="([^"]*)"', form)
    assert value
    assert unescape(value[1]) == TYPED
    assert "<b>" not in form
    assert 'value="3"' in form
    with study.store.read() as tx:
        assert snapshots.get(tx, "water", "change:CH1") is not None


def test_long_words_and_choices_stay(board: TestClient, study: Work) -> None:
    html = send(
        board, "/changes/CH1", "/changes/CH1/split", segments=["S1.001"], into="", title_es="", title_en="",
        statement_es=TYPED, statement_en="", reason="another matter",
    )  # fmt: skip
    form = form_of(html, "/changes/CH1/split", "split")
    assert '<input type="checkbox" name="segments" value="S1.001" checked>' in form
    written = re.search(r'<textarea[^>]*name="statement_es"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    assert written
    assert unescape(written[1]).strip() == TYPED
    assert 'value="another matter"' in form


def test_only_the_form_that_was_sent_is_filled(board: TestClient, study: Work) -> None:
    html = send(board, "/changes/CH1", "/changes/CH1/decide", act="drop", reason="   ")
    assert html.count('role="alert"') == 1
    assert '<details open class="form" id="drop">' in html
    assert '<details class="form" id="pursue">' in html
    assert "no reason is given" in form_of(html, "/changes/CH1/decide", "drop")
    html = send(board, "/changes/CH1", "/changes/CH1/count", session="S2", counts="yes", reason=" ")
    assert html.index('id="o-S2"') < html.index('role="alert"'), "of two sessions it is the form of S2"


def test_in_spanish_it_says_what_to_do_in_spanish(board: TestClient, study: Work) -> None:
    board.headers["Accept-Language"] = "es"
    html = send(
        board, "/sessions/S1?report=S1.002", "/sessions/S1/report", segment="S1.002", change="CH1", stance="against", reason=""
    )
    form = form_of(html, "/sessions/S1/report")
    assert "falta el motivo" in form
    assert "diga por qué" in form
    assert 'lang="en"' not in form
    assert re.search(r'value="against"[^>]* checked', form)
    assert not re.search(r'value="for"[^>]* checked', form)


def test_what_is_not_understood_is_told_on_the_page_too(board: TestClient, study: Work) -> None:
    html = send(board, "/changes/CH1", "/changes/CH1/count", session="S1", counts="perhaps", reason="typed with care")
    assert 'value="typed with care"' in html
    assert "Something is missing" in html


def test_a_form_of_another_site_is_not_filled(board: TestClient, study: Work) -> None:
    answer = board.post(f"{BOARD}/changes/CH1/decide", data={"csrf": "0" * 64, "act": "drop", "reason": "planted"})
    assert answer.status_code == 401
    assert "planted" not in answer.text
    csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', board.get(f"{BOARD}/changes/CH1").text)
    assert csrf
    elsewhere = {"Referer": "https://evil.example/board/water/changes/CH1"}
    answer = board.post(f"{BOARD}/changes/CH1/decide", data={"csrf": csrf[1], "act": "drop", "reason": ""}, headers=elsewhere)
    assert answer.status_code == 422
    assert "<h1>This could not be done</h1>" in answer.text


def test_the_words_of_a_page_are_not_taken_for_a_form() -> None:
    html = '<details class="form" id="a"><form method="post" action="/x"><input name="a" value=""></form></details><p>&lt;form action="/x"&gt;</p>'
    filled = refilling.refilled(html, "/x", {"a": ['"><script>']}, "<p>!</p>")
    assert filled is not None
    assert '<details open class="form" id="a">' in filled
    assert "<script>" not in filled
    assert refilling.refilled(html, "/y", {}, "") is None


@pytest.mark.parametrize(("pattern", "spanish"), problems.SAID)
def test_every_message_can_be_said_in_spanish(pattern: str, spanish: str) -> None:
    names = set(re.findall(r"{(\w)}", spanish))
    assert names <= set(re.compile(pattern).groupindex)


def test_numbers_lead_to_lists_of_as_many(board: TestClient, study: Work) -> None:
    """What a session says that does not count is in the list of all that report the change, not behind the number of those that count."""
    register.count(study, study_id="water", by="ana", change_id="CH1", session="S1", counts=False, reason="told what to say")
    assess_study(study, study_id="water")
    behind = f"{BOARD}/segments?change=CH1&stance="
    sizes = [
        len(re.findall('<p class="said"', board.get(behind + asked).text))
        for asked in ("for", "for&counts=yes", "against&counts=yes")
    ]
    assert sizes == [1, 0, 1]
    overview = board.get(BOARD).text
    assert "change=CH1&amp;stance=against&amp;counts=yes" in overview
    assert "change=CH1&amp;stance=for&amp;counts=yes" not in overview, "nought leads nowhere"


def test_acts_are_counted_beside_the_segments_that_they_are_about(board: TestClient, study: Work) -> None:
    html = board.get(f"{BOARD}/segments?act=accepted").text
    assert re.search(r"<dt>Suggestions accepted</dt><dd><span class=\"count\">1</span>", html)


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_page_shows_a_place_where_words_should_have_been_put(board: TestClient, study: Work, language: str) -> None:
    for path in [*plain_paths(), "/changes/CH1", "/sessions/S1", "/models/m1", "/segments?change=CH1", "/search?q=cuentas"]:
        html = board.get(f"{BOARD}{path}", headers={"Accept-Language": language}).text
        assert not re.search(r"\{[a-z_]+\}", html), path


@pytest.mark.parametrize("counted", [False, True])
def test_a_study_with_nothing_in_it_has_all_its_pages(
    board: TestClient, settings: Settings, prepared: Store, counted: bool
) -> None:
    with prepared.begin() as tx:
        studies.save_study(tx, replace(STUDY, id="empty", changes=(), coders=()))
        studies.save_frame(tx, "empty", FRAME)
    if counted:
        assess_study(Work(settings, prepared), study_id="empty")
    for path in [*plain_paths(), "/segments?change=CH1&counts=yes", "/search?q=agua"]:
        answer = board.get(f"/board/empty{path}")
        assert answer.status_code == 200, path
        assert "<h1>" in answer.text, path
    assert board.get("/board/empty/changes/CH1").status_code == 404


def test_the_report_on_agreement_is_read_once(study: Work) -> None:
    with study.store.read() as tx:
        first, again = agreement_snapshot.kept(tx, "water"), agreement_snapshot.kept(tx, "water")
    assert first is not None
    assert again is not None
    assert first.body is again.body
    assess_study(study, study_id="water")
    with study.store.read() as tx:
        anew = agreement_snapshot.kept(tx, "water")
    assert anew is not None
    assert anew.at > first.at
    with study.store.begin() as tx:
        snapshots.forget(tx, "water")
        assert agreement_snapshot.kept(tx, "water") is None
