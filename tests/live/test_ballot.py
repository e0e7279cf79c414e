"""The validation form in Chromium, as respondents fill it in: on a telephone's width, cut off in the middle, back by the same link."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Dialog, Page, Route

from annotations.validation.records import Answer, Ballot
from service import processes
from service.settings import Settings
from service.storage import ballots
from service.storage.transactions import Store, migrate
from service.workflows.work import Work
from tests.live import test_board as boards
from tests.live.conftest import free_port
from tests.service.ballots.asked import HOSTILE, ask, link

pytestmark = pytest.mark.live
board, chromium = boards.board, boards.chromium
PHONE = {"width": 390, "height": 844}
NewLink = Callable[[str], str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(home=tmp_path_factory.mktemp("ballots"), api_port=free_port())
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    with store.begin() as tx:
        ask(tx, people=[f"V{n:03}" for n in range(1, 10)])
    store.close()
    return settings


@pytest.fixture(scope="module")
def work(home: Settings) -> Iterator[Work]:
    store = Store(home.database_url)
    yield Work(home, store)
    store.close()


@pytest.fixture
def new_link(board: str, work: Work) -> NewLink:
    return lambda validator: f"{board}/v/{link(work, validator)}"


@contextmanager
def telephone(chromium: Browser, language: str = "es", **options: object) -> Iterator[tuple[Page, list[str]]]:
    """Somebody's telephone; with what went wrong in it: errors, windows that scripts opened, other hosts asked, cookies."""
    context = chromium.new_context(locale=language, viewport=PHONE, **options)  # type: ignore[arg-type]
    page, troubles = context.new_page(), list[str]()

    def refuse(dialog: Dialog) -> None:
        troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("dialog", refuse)
    page.on("request", lambda asked: troubles.append(asked.url) if urlsplit(asked.url).hostname != "127.0.0.1" else None)
    yield page, troubles
    troubles += [str(cookie) for cookie in context.cookies()]
    context.close()


def kept(work: Work, validator: str) -> list[tuple[str, Ballot]]:
    with work.store.read() as tx:
        return [(one.state, one.ballot) for one in ballots.kept(tx, "water") if one.ballot.validators == (validator,)]


def vote(page: Page, change: str, letter: str, comment: str = "") -> None:
    page.locator(f"#c-{change} label.vote:has(input[value={letter}])").click()
    if comment:
        page.fill(f"#comment-{change}", comment)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"])


def violations(page: Page) -> list[str]:
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    return [f"{one['id']} {one['nodes'][0]['target']}" for one in Axe().run(page, options=options).response["violations"]]


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_respondent_is_cut_off_comes_back_and_finishes(
    chromium: Browser, work: Work, new_link: NewLink, language: str, tmp_path: Path
) -> None:
    validator = {"es": "V001", "en": "V002"}[language]
    words = {
        "es": ("Empezar", "Guardar y seguir", "Enviar mis respuestas", "Gracias", "Este enlace ya se usó"),
        "en": ("Begin", "Save and go on", "Send my answers", "Thank you", "This link has been used"),
    }[language]
    address, found = new_link(validator), list[str]()

    def look(page: Page, name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        assert page.locator("html").get_attribute("lang") == language
        assert fits(page), name
        found.extend(violations(page))

    with telephone(chromium, language) as (page, troubles):
        page.goto(address)
        look(page, "begin")
        page.get_by_role("button", name=words[0]).click()
        look(page, "agree")
        assert page.locator("#comment-CH1").is_hidden(), "who simply agrees is asked for nothing more"
        vote(page, "CH1", "A")
        vote(page, "CH2", "C", "No fue en 2020.")
        with page.expect_response(lambda answer: "No+fue" in (answer.request.post_data or "")):
            page.locator("#comment-CH2").blur()
        page.locator("#state", has_text={"es": "Guardado", "en": "Saved"}[language]).wait_for()
        # Here the telephone dies: nothing was sent by hand.
    with telephone(chromium, language) as (page, more):
        page.goto(address)
        assert page.locator("#c-CH1 input[value=A]").is_checked()
        assert page.input_value("#comment-CH2") == "No fue en 2020."
        page.get_by_role("button", name=words[1]).last.click()
        look(page, "missing")
        assert page.locator("[role=alert] a").all_inner_texts() == [
            page.locator(f"#c-{c} h2").inner_text()[2:] for c in ("CH3", "CH4")
        ]
        vote(page, "CH3", "B")
        vote(page, "CH4", "A")
        page.get_by_role("button", name=words[1]).last.click()
        page.wait_for_url("**/rank")
        look(page, "rank")
        assert page.locator("#c-CH2").count() == 0
        page.select_option("#rank-CH4", "1")
        page.fill("#reason-CH4", "Los niños ya no se enferman.")
        page.select_option("#rank-CH1", "2")
        page.fill("#reason-CH1", "Se ve el dinero.")
        page.get_by_role("button", name=words[1]).last.click()
        page.wait_for_url("**/review")
        look(page, "review")
        page.get_by_role("button", name=words[2]).click()
        page.wait_for_url("**/v/-/thanks*")
        look(page, "thanks")
        assert page.locator("h1").inner_text() == words[3]
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 410
        assert page.locator("h1").inner_text() == words[4]
        look(page, "used")
        assert troubles + more == []
    assert found == []
    ((state, ballot),) = kept(work, validator)
    assert (state, ballot.mode, ballot.language) == ("sent", "web", language)
    assert ballot.answers == (
        Answer("CH1", "A", "", 2, "Se ve el dinero."),
        Answer("CH2", "C", "No fue en 2020."),
        Answer("CH3", "B"),
        Answer("CH4", "A", "", 1, "Los niños ya no se enferman."),
    )


def test_a_strangers_link_opens_nothing(chromium: Browser, board: str, new_link: NewLink) -> None:
    with telephone(chromium) as (page, _):
        for address in (f"{board}/v/{'x' * 32}", new_link("V003")[:-1]):
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 404
            assert page.locator("h1").inner_text() == "Este enlace no existe"
            assert "Agua" not in page.content()
            assert violations(page) == []


def test_without_scripts(chromium: Browser, work: Work, new_link: NewLink) -> None:
    address = new_link("V004")
    with telephone(chromium, "en", java_script_enabled=False) as (page, _):
        page.goto(address)
        page.get_by_role("button", name="Begin").click()
        for change in ("CH1", "CH2", "CH3"):
            vote(page, change, "A")
        page.get_by_role("button", name="Save and finish later").click()
        assert "Saved" in page.locator(".saved").inner_text()
    with telephone(chromium, "en", java_script_enabled=False) as (page, _):
        page.goto(address)
        vote(page, "CH4", "B", "Since 2022.")
        page.get_by_role("button", name="Español").click()
        assert page.input_value("#comment-CH4") == "Since 2022.", "to read in another language loses nothing"
        page.get_by_role("button", name="Guardar y seguir").last.click()
        page.get_by_role("button", name="Guardar y seguir").last.click()
        page.get_by_role("button", name="Enviar mis respuestas").click()
        assert page.locator("h1").inner_text() == "Gracias"
    ((state, ballot),) = kept(work, "V004")
    assert (state, ballot.ranks) == ("sent", {}), "a ballot without ranks is one all the same"


def test_keys_alone(chromium: Browser, work: Work, new_link: NewLink) -> None:
    with telephone(chromium, "en") as (page, _):
        page.goto(new_link("V005"))
        page.get_by_role("button", name="Begin").press("Enter")
        for change in ("CH1", "CH2", "CH3", "CH4"):
            page.locator(f"#c-{change} input[value=A]").press("Space")
        page.locator("#c-CH4 input[value=A]").press("Enter")
        page.wait_for_url("**/rank")
    ((_, ballot),) = kept(work, "V005")
    assert [answer.vote for answer in ballot.answers] == ["A"] * 4


def test_no_connection_is_said_and_nothing_is_lost(chromium: Browser, work: Work, new_link: NewLink) -> None:
    with telephone(chromium, "en") as (page, _):
        page.goto(new_link("V006"))
        page.get_by_role("button", name="Begin").click()
        page.wait_for_load_state()  # the script is there before the connection goes
        page.context.set_offline(True)
        vote(page, "CH1", "B", "While offline.")
        page.locator("#comment-CH1").blur()
        page.get_by_text("Not saved yet").wait_for()
        page.context.set_offline(False)
        vote(page, "CH2", "A")
        page.get_by_text("Saved", exact=True).wait_for()
    ((_, ballot),) = kept(work, "V006")
    assert ballot.answers[:2] == (Answer("CH1", "B", "While offline."), Answer("CH2", "A"))


def test_what_was_saved_outlives_the_process(board: str, home: Settings, work: Work, tmp_path: Path) -> None:
    """One web process is killed as soon as it has answered; another one goes on by the same link."""
    other, token = home.model_copy(update={"api_port": free_port()}), link(work, "V007")
    address = f"http://127.0.0.1:{other.api_port}"
    command = [sys.executable, "-m", "service", "api"]
    with (
        (tmp_path / "api.log").open("wb") as log,
        subprocess.Popen(command, env=os.environ | other.as_environment(), stderr=log) as api,
    ):
        try:
            processes.wait_for(address)
            httpx.post(f"{address}/v/{token}", data={"language": "es"})
            answer = httpx.post(f"{address}/v/{token}/agree", data={"vote:CH1": "B", "comment:CH1": "desde 2021", "go": "quiet"})
        finally:
            api.kill()
    assert answer.status_code == 204
    page = httpx.get(f"{board}/v/{token}/agree").text
    assert "desde 2021</textarea>" in page
    ((state, ballot),) = kept(work, "V007")
    assert (state, ballot.answers[0]) == ("open", Answer("CH1", "B", "desde 2021"))


def test_hostile_words_do_nothing(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = Settings(home=tmp_path_factory.mktemp("hostile-ballots"), api_port=free_port())
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    with store.begin() as tx:
        ask(tx, hostile=HOSTILE + "W" * 300)
    token = link(Work(settings, store))
    store.close()
    with boards.served(settings) as address, telephone(chromium, "en") as (page, troubles):
        page.goto(f"{address}/v/{token}")
        page.get_by_role("button", name="Begin").click()
        assert page.locator("img, svg, main script").count() == 0
        assert "<script>alert(1)</script>" in page.locator("#c-CH1 .statement").inner_text()
        page.locator("#c-CH1 summary").click()
        assert fits(page)
        for n in range(1, 5):
            vote(page, f"CH{n}", "B", HOSTILE)
        page.get_by_role("button", name="Save and go on").last.click()
        page.wait_for_url("**/rank")
        page.select_option("#rank-CH1", "1")
        page.fill("#reason-CH1", HOSTILE)
        page.get_by_role("button", name="Save and go on").last.click()
        page.wait_for_url("**/review")
        assert fits(page)
        assert page.locator("img, svg, script").count() == 0
        assert troubles == []


def test_what_was_written_last_waits_for_the_save_that_is_under_way(chromium: Browser, new_link: NewLink) -> None:
    """A busy service could take the older words after the newer ones."""
    with telephone(chromium) as (page, _):
        page.goto(new_link("V008"))
        page.get_by_role("button", name="Empezar").click()
        held: list[Route] = []
        posted: list[str] = []
        page.route(
            "**/agree", lambda route: held.append(route) if "go=quiet" in (route.request.post_data or "") else route.continue_()
        )
        page.on("request", lambda asked: posted.append(asked.post_data or "") if asked.method == "POST" else None)
        change = str(page.locator("section.change").first.get_attribute("id")).removeprefix("c-")
        page.wait_for_load_state()  # a vote before the script is there is saved by nobody
        with page.expect_request(lambda asked: "go=quiet" in (asked.post_data or "")):
            vote(page, change, "B")
        page.fill(f"#comment-{change}", "falta la bomba")
        page.get_by_role("button", name="Guardar y terminar").last.click(no_wait_after=True)
        page.wait_for_timeout(500)
        assert all("go=quiet" in one for one in posted)
        for route in held:
            route.continue_()
        page.wait_for_url(lambda address: "/agree" not in address or "asked" in address)
        assert "falta+la+bomba" in posted[-1]
        assert "go=save" in posted[-1]


def test_two_tabs_with_one_link_lose_nothing(chromium: Browser, work: Work, new_link: NewLink) -> None:
    """What both wrote is told on the page that came second, quietly at first, and with both wordings when it is saved."""
    with telephone(chromium) as (page, _):
        page.goto(new_link("V009"))
        page.get_by_role("button", name="Empezar").click()
        page.wait_for_url("**/agree")
        change = str(page.locator("section.change").first.get_attribute("id")).removeprefix("c-")
        other = page.context.new_page()
        other.goto(page.url)
        other.wait_for_load_state()
        vote(page, change, "B", "la bomba")
        page.get_by_role("button", name="Guardar y terminar").last.click()
        page.wait_for_url("**asked=saved")
        vote(other, change, "B", "el pozo")
        other.locator("#state").get_by_text("en otra página").wait_for()
        other.get_by_role("button", name="Guardar y seguir").last.click()
        other.locator(".alert").wait_for()
        assert "En la otra página, y guardado: la bomba" in other.locator(".alert").inner_text()
        assert other.input_value(f"#comment-{change}") == "el pozo"
        assert fits(other)
        other.get_by_role("button", name="Guardar y terminar").last.click()
        other.wait_for_url("**asked=saved")
        assert other.input_value(f"#comment-{change}") == "el pozo"
    ((_, ballot),) = kept(work, "V009")
    assert ballot.answers[0].comment == "el pozo"
