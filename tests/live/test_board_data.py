"""Statistics on the board in Chromium: a file is taken in, compared with a claim, judged and answered; both languages, wide and narrow."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from service.settings import Settings
from service.storage.transactions import Store, migrate
from service.workflows import changes, triangulation
from service.workflows.work import Work
from tests.live import test_board as boards
from tests.live.conftest import free_port
from tests.service.board.small import fill

pytestmark = pytest.mark.live
board, chromium = boards.board, boards.chromium
DATA = "/board/water/data"
CSV = """indicator,value,unit,place,period,denominator,source,retrieved
Paid on time,97,%,Alta,2020,118 taps,Committee,2024-05-02
Paid on time,86,%,Alta,2023,308 taps,Committee,2024-05-02
"""
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(home=tmp_path_factory.mktemp("data"), api_port=free_port())
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    with store.begin() as tx:
        fill(tx)
    said = {"en": "Payments on time rose to 86 percent in 2023.", "es": "El pago a tiempo subió a 86 por ciento en 2023."}
    changes.restate(Work(settings, store), study_id="water", by="ines", change_id="CH1", title=said, statement=said, reason="so")
    store.close()
    return settings


@pytest.fixture
def work(home: Settings) -> Iterator[Work]:
    store = Store(home.database_url)
    yield Work(home, store)
    store.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_file_to_an_answer(
    chromium: Browser, board: str, home: Settings, work: Work, tmp_path: Path, scripts: bool
) -> None:
    file = tmp_path / "data.csv"
    file.write_text(CSV)
    with boards.visitor(chromium, home, "en", java_script_enabled=scripts) as (page, troubles):
        page.goto(f"{board}{DATA}")
        page.locator("#file > summary").click()
        page.set_input_files("#d-file", str(file))
        page.locator("#file button").click()
        page.get_by_role("link", name="Paid on time").first.click()
        page.select_option("#compare-change", "CH1")
        page.get_by_role("button", name="Show its claims").click()
        page.get_by_role("link", name="Payments on time rose").first.click()
        assert page.locator(".finding.says-against").first.inner_text().startswith("✗ against: “Rose” goes the other way")
        page.get_by_label("contradicts", exact=True).check()
        page.locator("#attach-why").fill("it falls")
        page.get_by_role("button", name="Put beside the claim").click()
        card = page.locator("article.blocking").first
        assert "stops the signing" in card.inner_text()
        card.get_by_text("Answer the contradiction").first.click()
        card.locator("input[name=reason]").first.fill("reworded")
        card.get_by_role("button", name="Answer the contradiction").click()
        page.wait_for_url(f"**{DATA}#A*")
        assert "Answered by ana: reworded" in page.locator("main").inner_text()
        assert troubles == []
    for one in triangulation.attachments(work, "water", "CH1"):
        triangulation.withdraw_attachment(work, study_id="water", change_id="CH1", by="ana", attachment_id=one.id, reason="again")


@pytest.mark.parametrize("language", ["es", "en"])
def test_everybody_can_read_it(chromium: Browser, board: str, home: Settings, work: Work, tmp_path: Path, language: str) -> None:
    file = tmp_path / "data.csv"
    file.write_text(CSV)
    triangulation.import_points(work, study_id="water", file=file, by="ines")
    ids = [one.id for one in triangulation.points(work, "water")]
    if not triangulation.attachments(work, "water", "CH1"):
        triangulation.attach(work, study_id="water", change_id="CH1", by="ines", points=ids, verdict="contradicts", reason="baja")
    [series] = triangulation.series(work, "water")
    with boards.visitor(chromium, home, language) as (page, troubles):
        found = []
        for address in (DATA, f"{DATA}/series/{series.id}?change=CH1&block="):
            for width, height in boards.SIZES:
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"{board}{address}")
                for summary in page.locator("main details:not([open]) > summary").all():
                    if summary.is_visible():
                        summary.click()
                problems = Axe().run(page, options=OPTIONS).response["violations"]
                found += [f"{address} {width}: {one['id']} {one['nodes'][0]['html'][:140]}" for one in problems]
                wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                found += [f"{address} {width}: {wide} wider"] if wide > 0 else []
                page.screenshot(path=str(tmp_path / f"{language}-{width}.png"), full_page=True)
        assert found == []
        assert troubles == []
