"""Working on a story in Chromium, as an editor does: in place, with and without scripts, by keys alone, beside somebody else, on paper."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Dialog, Page

from service.settings import Settings
from service.storage.transactions import Store, migrate
from service.workflows import changes, stories
from service.workflows.work import Work
from tests.live import test_board as boards
from tests.live.conftest import free_port
from tests.live.test_board_hostile import RIGHT_TO_LEFT, RUN
from tests.service.board.small import fill
from tests.service.board.storied import WHO, begin_story, block, draft, first, report, text

pytestmark = pytest.mark.live
board, chromium = boards.board, boards.chromium
STORY = "/board/water/stories/CH1"
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A story that has been opened, with a comment, a role and a newer draft."""
    settings = Settings(home=tmp_path_factory.mktemp("stories"), api_port=free_port())
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    with store.begin() as tx:
        fill(tx)
    work = Work(settings, store)
    begin_story(work)
    stories.comment(work, **WHO, by="ines", text="Who says so?", block="b2")
    stories.assign(work, **WHO, by="ines", role="editor", person="ana")
    with store.begin() as tx:
        report(tx, "S2.002")
    said = {"en": "Open books", "es": "Libros abiertos"}
    changes.restate(work, study_id="water", by="ines", change_id="CH1", title=said, statement=said, reason="as they say it")
    draft(work)
    store.close()
    return settings


@pytest.fixture
def work(home: Settings) -> Iterator[Work]:
    store = Store(home.database_url)
    yield Work(home, store)
    store.close()


def newest(work: Work) -> int:
    return stories.current(work, "water", "CH1").version.number


def open_forms(page: Page, block_id: str, scripts: bool) -> None:
    page.locator(f"#{block_id} a.act", has_text="Edit").click()
    page.locator(f"#w-{block_id}").wait_for()
    assert f"edit={block_id}" in page.url, "the address says what is open, so that an error finds the form again"
    if scripts:
        assert page.evaluate("document.activeElement.id") == f"w-{block_id}", "the cursor is where one writes"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_part_is_written_where_it_stands(chromium: Browser, board: str, home: Settings, work: Work, scripts: bool) -> None:
    said = f"Accounts are read out in assembly, scripts {scripts} [S1.001]."
    with boards.visitor(chromium, home, "en", java_script_enabled=scripts) as (page, troubles):
        page.goto(f"{board}{STORY}")
        open_forms(page, "b1", scripts)
        page.locator("#w-b1").fill(said)
        page.locator("#b1 .editing button", has_text="Save").first.click()
        page.wait_for_load_state()
        assert page.url.endswith("?text=en#b1")
        assert "Accounts are read out in assembly" in page.locator("#b1 .words").inner_text()
        assert "by ana" in page.locator("#b1 .margin").inner_text()
        page.locator("#b1 .cites a").first.click()
        page.wait_for_url("**/sessions/S1#S1.001")
        assert block(work, "b1").text["en"] == said
        assert troubles == []


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_else_is_quicker_and_no_word_of_either_is_lost(
    chromium: Browser, board: str, home: Settings, work: Work, scripts: bool
) -> None:
    with boards.visitor(chromium, home, "es", java_script_enabled=scripts) as (page, troubles):
        page.goto(f"{board}{STORY}?text=en&lang=en")
        open_forms(page, "b2", scripts)
        stories.edit_block(
            work, **WHO, by="ben", based_on=newest(work), block_id="b2", language="en", text=f"Ben says it {scripts} [S1.001]."
        )
        page.locator("#w-b2").fill(f"Ana says it {scripts} [S1.002].")
        page.locator("#b2 .editing button", has_text="Save").first.click()
        alert = page.get_by_role("alert")
        alert.wait_for()
        assert "ben changed block b2" in alert.inner_text()
        assert page.locator("#w-b2").input_value() == f"Ana says it {scripts} [S1.002]."
        assert "Ben says it" in page.locator("#b2 .words > .sentence").inner_text()
        page.locator("#b2 .editing button", has_text="Save").first.click()
        page.wait_for_url("**#b2")
        assert block(work, "b2").text["en"] == f"Ana says it {scripts} [S1.002]."
        assert [one for one in troubles if "409" not in one] == []


def test_by_keys_alone_a_part_is_commented_on(chromium: Browser, board: str, home: Settings, work: Work) -> None:
    with boards.visitor(chromium, home, "en") as (page, troubles):
        page.goto(f"{board}{STORY}")
        page.locator("#b3 a.act", has_text="Comment").focus()
        page.keyboard.press("Enter")
        page.locator("#c-b3:focus").wait_for()
        page.keyboard.type("Say where.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**#b3")
        assert "Say where." in page.locator("#b3 .comment").inner_text()
        assert stories.current(work, "water", "CH1").comments[-1].text == "Say where."
        assert troubles == []


def test_parts_of_a_newer_draft_are_taken(chromium: Browser, board: str, home: Settings, work: Work) -> None:
    with boards.visitor(chromium, home, "es") as (page, troubles):
        page.goto(f"{board}{STORY}")
        page.get_by_role("link", name="Compararlo y tomar partes").click()
        row = page.locator("tr", has_text="enunciado del registro")
        assert "Libros abiertos" in row.inner_text()
        row.locator("input[name=parts]").check()
        page.get_by_role("button", name="Tomar lo marcado").click()
        page.wait_for_url("**/stories/CH1?text=es")
        assert "Libros abiertos" in page.locator("h1").inner_text()
        assert text(work).title["es"] == "Libros abiertos"
        assert troubles == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_everybody_can_work_on_it(chromium: Browser, board: str, home: Settings, work: Work, language: str) -> None:
    """WCAG 2.2 AA as far as axe-core can see, with everything open; nothing wider than the screen, wide or narrow."""
    section, gap, quote = text(work).sections[1].id, first(work, "gap").id, first(work, "quote").id
    pages = [
        "",
        "?edit=b1",
        f"?edit={gap}",
        f"?edit={quote}&do=comment",
        f"?write={section}",
        f"?add={section}",
        "/versions",
        "/draft",
    ]
    pages += ["/versions/1", f"/difference?a=1&b={newest(work)}", "/../sections", "/.."]
    if language == "es":  # the same elements with other words: the widest pages are enough
        pages = ["", "?edit=b1", "/draft", "/.."]
    with boards.visitor(chromium, home, language) as (page, troubles):
        found: list[tuple[object, ...]] = []
        for address in pages:
            for width, height in boards.SIZES:
                page.set_viewport_size({"width": width, "height": height})
                answer = page.goto(f"{board}{STORY}{address}")
                assert answer is not None
                assert answer.status == 200, address
                page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    found.append((address, width, "wider than the screen"))
                for one in Axe().run(page, options=OPTIONS).response["violations"]:
                    if one["impact"] in ("serious", "critical"):
                        found.append((address, width, one["id"], *one["nodes"][0]["target"]))
        assert found == [], "\n".join(map(str, found))
        assert troubles == []


def test_whatever_somebody_writes_is_words_and_fits(chromium: Browser, board: str, home: Settings, work: Work) -> None:
    attack = f"{RUN} {RIGHT_TO_LEFT} {'W' * 300}"
    with boards.visitor(chromium, home, "en") as (page, troubles):

        def opened(dialog: Dialog) -> None:
            troubles.append(f"a script ran: {dialog.message}")
            dialog.dismiss()

        page.on("dialog", opened)
        stories.edit_block(work, **WHO, by="ben", based_on=newest(work), block_id="b3", language="en", text=f"{attack} [S1.001]")
        stories.comment(work, **WHO, by="ben", text=attack, block="b3")
        stories.send_to(work, **WHO, by="ben", role="editor", reason=attack)
        for address in (
            "",
            "?edit=b3",
            "/versions",
            f"/difference?a=1&b={newest(work)}",
            f"/versions/{newest(work)}",
            "/../sections",
        ):
            for width, height in boards.SIZES:
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"{board}{STORY}{address}")
                page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
                assert page.locator("main script, main img[onerror], main svg[onload], main [href^='javascript:' i]").count() == 0
        assert troubles == []


def test_on_paper_there_is_the_text(chromium: Browser, board: str, home: Settings) -> None:
    with boards.visitor(chromium, home, "en") as (page, _):
        page.goto(f"{board}{STORY}")
        page.emulate_media(media="print")
        assert page.locator("#b1 .sentence").is_visible()
        for hidden in (".tabs", "#b1 a.act", ".sectionhead .acts", ".texthead nav"):
            assert not page.locator(hidden).first.is_visible(), hidden
