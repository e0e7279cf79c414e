"""The board in Chromium, as people use it: both languages, a wide and a narrow screen, keys alone, without scripts, on paper."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from service import processes
from service.board import mounting
from service.settings import Settings
from service.storage.transactions import Store, migrate
from service.workflows.assessing import assess_study
from service.workflows.letting_in import board_link
from service.workflows.work import Work
from tests.live.browser import QUIET
from tests.live.conftest import free_port
from tests.service.board.small import fill, finish

pytestmark = pytest.mark.live
SIZES = ((1400, 900), (390, 844))
SAID = "Leen las cuentas"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A study whose change CH1 one session reports and one denies, counted."""
    settings = Settings(home=tmp_path_factory.mktemp("board"), api_port=free_port())
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    with store.begin() as tx:
        fill(tx)
        finish(tx)
    assess_study(Work(settings, store), study_id="water")
    store.close()
    return settings


@pytest.fixture(scope="module")
def board(home: Settings) -> Iterator[str]:
    with served(home) as address:
        yield address


@contextmanager
def served(home: Settings) -> Iterator[str]:
    """The web process over this home."""
    address = f"http://127.0.0.1:{home.api_port}"
    command = [sys.executable, "-m", "service", "api"]
    with (
        (home.home / "api.log").open("wb") as log,
        subprocess.Popen(command, env=os.environ | home.as_environment(), stderr=log) as api,
    ):
        try:
            processes.wait_for(address)
            yield address
        finally:
            api.terminate()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("RELATO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


def let_in(page: Page, home: Settings) -> None:
    """By a link that serves once, as somebody gets it from whoever runs the service."""
    store = Store(home.database_url)
    with store.begin() as tx:
        link = board_link(home, tx, "ana")
    store.close()
    page.goto(link)
    if not page.context.java_script_enabled:  # type: ignore[attr-defined]
        page.fill("#secret", urlsplit(link).fragment)
        page.click("#sign-in button")
    page.wait_for_url("**/board/water*")


@contextmanager
def visitor(chromium: Browser, home: Settings, language: str = "en", **options: object) -> Iterator[tuple[Page, list[str]]]:
    """Somebody who is signed in; with what went wrong in their browser: errors, refused scripts and styles, other hosts asked."""
    context: BrowserContext = chromium.new_context(locale=language, **options)  # type: ignore[arg-type]
    context.java_script_enabled = options.get("java_script_enabled", True)  # type: ignore[attr-defined]
    page, troubles = context.new_page(), list[str]()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    host = f"127.0.0.1:{home.api_port}"
    page.on("request", lambda asked: troubles.append(asked.url) if urlsplit(asked.url).netloc not in (host, "") else None)
    let_in(page, home)
    yield page, troubles
    context.close()


def addresses() -> list[str]:
    """Every page of a study that needs no more than the study, and one of each kind that does."""
    paths = {getattr(route, "path", "") for module in mounting.PAGES for route in module.router.routes if "GET" in route.methods}
    plain = {path.removeprefix("/{study_id}") for path in paths if path.count("{") == 1}
    shown = {path for path in plain if not path.endswith((".csv", ".xlsx", ".svg", ".png"))}
    return sorted(shown) + ["/sessions/S1", "/changes/CH1", "/models/m1", "/segments?change=CH1&stance=for", "/search?q=cuentas"]


@pytest.mark.parametrize(("language", "number"), [("es", "sesiones que relatan CH1"), ("en", "sessions that report CH1")])
@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_number_to_what_a_person_said_in_three_clicks(
    chromium: Browser, board: str, home: Settings, language: str, number: str, scripts: bool
) -> None:
    with visitor(chromium, home, language, java_script_enabled=scripts) as (page, troubles):
        clicks = 0
        for step in (f"a.count:has-text('{number}')", "main a[href*='/sessions/S1#S1.001']"):
            page.locator(step).first.click()
            page.wait_for_load_state()
            clicks += 1
        assert clicks <= 3
        assert page.url.endswith("/sessions/S1#S1.001")
        said = page.locator("[id='S1.001']")
        assert SAID in said.inner_text()
        assert said.bounding_box() is not None
        assert troubles == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_page_can_be_read_by_everybody(
    chromium: Browser, board: str, home: Settings, language: str, tmp_path: Path
) -> None:
    """WCAG 2.2 AA as far as axe-core can see; nothing wider than the screen; nothing refused by the policy, no other host asked."""
    with visitor(chromium, home, language) as (page, troubles):
        found = []
        for address in addresses():
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                answer = page.goto(f"{board}/board/water{address}")
                assert answer is not None
                assert answer.status == 200, address
                assert page.locator("html").get_attribute("lang") == language
                page.screenshot(path=tmp_path / f"{address.replace('/', '_')}-{width}.png", full_page=True)
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    found.append((address, width, "wider than the screen"))
                options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
                for one in Axe().run(page, options=options).response["violations"]:
                    if one["impact"] in ("serious", "critical"):
                        found.append((address, width, one["id"], *one["nodes"][0]["target"]))
        assert found == []
        assert troubles == []


def test_keys_alone(chromium: Browser, board: str, home: Settings) -> None:
    with visitor(chromium, home) as (page, _):
        page.goto(f"{board}/board/water")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.getElementById('main').contains(document.activeElement)")
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert ring == "3px", "who uses keys sees where they are"
        page.keyboard.press("Enter")
        page.wait_for_url("**/board/water/sessions")


def test_a_job_is_begun_and_its_state_comes_by_itself(chromium: Browser, board: str, home: Settings) -> None:
    with visitor(chromium, home) as (page, troubles):
        page.goto(f"{board}/board/water/jobs")
        page.select_option("#verb", "saturation")
        page.get_by_role("button", name="Begin").click()
        page.get_by_text("waiting", exact=True).wait_for()
        with page.expect_response(lambda answer: "part=1" in answer.url):
            pass  # the page asks again by itself
        page.get_by_role("button", name="Cancel: Count saturation").click()
        page.get_by_text("cancelled", exact=True).wait_for()
        assert troubles == []


def test_on_paper_there_is_no_menu(chromium: Browser, board: str, home: Settings) -> None:
    with visitor(chromium, home) as (page, _):
        page.goto(f"{board}/board/water")
        page.emulate_media(media="print")
        assert not page.locator(".tabs").is_visible()
        assert page.locator("h1").is_visible()


def test_leaving_and_coming_back_by_a_key_that_is_wrong(chromium: Browser, board: str, home: Settings) -> None:
    with visitor(chromium, home) as (page, _):
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/board/-/sign-in")
        page.goto(f"{board}/board/water/models")
        page.fill("#secret", "relato_nothing")
        page.keyboard.press("Enter")
        assert "not valid" in page.get_by_role("alert").inner_text()
        assert Axe().run(page).response["violations"] == []
