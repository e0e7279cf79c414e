"""What people do with changes on the board, in Chromium, with and without scripts: every act is seen on the page that follows."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from annotations.changes.candidates import Candidate
from service.settings import Settings
from service.storage import candidates, changes
from service.storage.transactions import Store
from tests.live import test_board as boards

pytestmark = pytest.mark.live
home, board, chromium = boards.home, boards.board, boards.chromium


@pytest.fixture
def store(home: Settings) -> Iterator[Store]:
    opened = Store(home.database_url)
    yield opened
    opened.close()


def acts(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as tx:
        return [(one.act, one.change_id, one.reason) for one in changes.acts(tx, "water")]


def fill_in(page: Page, form: str, reason: str, button: str) -> None:
    """Open a form, give the reason, send it."""
    page.locator(f"#{form} > summary").click()
    page.locator(f"#{form} [name=reason]").fill(reason)
    page.locator(f"#{form}").get_by_role("button", name=button).click()
    page.wait_for_load_state()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_change_is_decided_about(chromium: Browser, board: str, home: Settings, store: Store, scripts: bool) -> None:
    with boards.visitor(chromium, home, "en", java_script_enabled=scripts) as (page, troubles):
        page.goto(f"{board}/board/water/changes/CH1")
        fill_in(page, "pursue", "four villages say so", "Pursue it")
        assert page.locator(".status.pursued").first.is_visible()
        fill_in(page, "reopen", "not yet", "Reopen it")
        assert page.locator(".status.candidate").first.is_visible()
        assert acts(store)[-2:] == [("pursued", "CH1", "four villages say so"), ("reopened", "CH1", "not yet")]
        assert troubles == []


def test_in_spanish_a_session_is_not_counted_and_counted_again(
    chromium: Browser, board: str, home: Settings, store: Store
) -> None:
    with boards.visitor(chromium, home, "es") as (page, troubles):
        page.goto(f"{board}/board/water/changes/CH1")
        for choice, reason in (("no cuenta", "le dijeron qué decir"), ("como diga la regla", "se aclaró")):
            row = page.locator("#o-S1")
            row.locator("summary").click()
            row.get_by_label(choice, exact=True).check()
            row.locator("[name=reason]").fill(reason)
            row.get_by_role("button", name="Guardar").click()
            page.wait_for_load_state()
            assert page.url.endswith("/changes/CH1#o-S1")
        assert acts(store)[-2:] == [("counted", "CH1", "le dijeron qué decir"), ("counted", "CH1", "se aclaró")]
        assert "decidió que no cuenta" not in page.locator("#o-S1").inner_text()
        assert troubles == []


def test_from_a_sentence_to_a_change_and_split_off_again(chromium: Browser, board: str, home: Settings, store: Store) -> None:
    with boards.visitor(chromium, home) as (page, troubles):
        page.goto(f"{board}/board/water/sessions/S2")
        page.locator("[id='S2.002'] a", has_text="Link to a change").click()
        form = page.locator("[id='S2.002'] form")
        form.get_by_label("denies it").check()
        form.locator("[name=reason]").fill("she says the opposite")
        form.get_by_role("button", name="Save").click()
        page.wait_for_load_state()
        assert "linked by ana" in page.locator("[id='S2.002']").inner_text()
        page.goto(f"{board}/board/water/changes/CH1")
        page.locator("#split > summary").click()
        page.locator("#split [name=segments][value='S2.002']").check()
        page.locator("#split [name=title_en]").fill("Meters that nobody reads")
        page.locator("#split [name=title_es]").fill("Medidores que nadie lee")
        page.locator("#split [name=reason]").fill("another matter")
        page.locator("#split button").click()
        page.wait_for_url(re.compile(r"/changes/CH\d+$"))
        assert "Meters that nobody reads" in page.locator("h1").inner_text()
        assert page.get_by_text("Split from CH1").is_visible()
        assert acts(store)[-1][0] == "split"
        assert troubles == []


def test_a_candidate_becomes_a_change(chromium: Browser, board: str, home: Settings, store: Store) -> None:
    with store.begin() as tx:
        made = Candidate("K001", "segments", {"en": "Meters", "es": "Medidores"}, ("S1.002",), ("S1",), closest=("S1.002",))
        candidates.propose(tx, "water", [made], ())
    with boards.visitor(chromium, home) as (page, troubles):
        page.goto(f"{board}/board/water/candidates")
        page.get_by_role("link", name="K001 Meters").click()
        page.locator("#enter > summary").click()
        page.locator("#enter [name=statement_en]").fill("Families put in meters.")
        page.locator("#enter").get_by_role("button", name="Enter it as a change").click()
        page.wait_for_url(re.compile(r"/changes/CH\d+$"))
        assert "Pusieron medidores." in page.locator("#observations ~ .scroll").first.inner_text()
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        serious = [v["id"] for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
        assert serious == []
        assert troubles == []


def test_by_words_and_by_keys_alone(chromium: Browser, board: str, home: Settings) -> None:
    with boards.visitor(chromium, home) as (page, troubles):
        page.goto(f"{board}/board/water")
        page.locator("#find").focus()
        page.keyboard.type("CUÉNTAS")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?**")
        assert page.locator(".found mark").first.inner_text() == "cuentas"
        page.locator(".found a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/sessions/S1#S1.001")
        assert troubles == []
