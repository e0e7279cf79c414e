"""One coder reviews one task with the keyboard, in Chromium, as she would: what the interface leaves behind is what we read."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from annotations.codings import Review
from annotations.label_studio.client import LabelStudio
from annotations.label_studio.handles import handles
from annotations.label_studio.label_config import label_config
from annotations.label_studio.reviews import read_annotation
from annotations.label_studio.tasks import task
from tests.annotations.label_studio.samples import FRAME, ITEM, SEGMENT, STUDY, SUGGESTIONS
from tests.live.conftest import LiveLabelStudio

pytestmark = pytest.mark.live
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
PASSWORD = "Ana-pass-1234"


@pytest.fixture
def page() -> Iterator[Page]:
    chromium = os.environ.get("RELATO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, "--disable-sync"])
        yield browser.new_page(viewport={"width": 1440, "height": 900})
        browser.close()


def test_a_coder_reviews_a_task_with_the_keyboard(label_studio: LiveLabelStudio, page: Page) -> None:
    with LabelStudio(label_studio.url, label_studio.token) as admin:
        project = admin.ensure_project("In the browser", label_config(STUDY, FRAME, "es"), "")
        (task_id,) = admin.import_tasks(
            project, [task(ITEM, SEGMENT, SUGGESTIONS, STUDY, FRAME, language="es", prio_key=0, batch="b")]
        )
        admin.ensure_account("ana@example.org", PASSWORD)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        _sign_in(page, label_studio.url)
        page.goto(admin.link(project, admin.ensure_tab(project, "ana")))
        page.get_by_text("d2 · Deudas").wait_for()
        page.keyboard.press("2")  # rejects the second suggestion
        page.keyboard.press("d")  # another domain of change
        page.locator(".htx-taxonomy").first.click()
        page.locator("[data-testid=taxonomy-search]").first.wait_for()
        page.wait_for_function("document.activeElement.name === 'taxonomy-search-input'")
        page.keyboard.type(handles(FRAME)["M-WRK-M"])
        page.locator(".ant-select-tree-title", has_text="Agua").first.wait_for(state="detached")
        assert page.locator(".ant-select-tree-title").all_inner_texts() == ["Dinero", "Trabajo", "d4 · Migrar por trabajo"]
        for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
            page.keyboard.press(key)
        page.locator(".ant-select-selection-item", has_text="d4 · Migrar por trabajo").wait_for()
        page.keyboard.press("Escape")
        page.locator("[data-testid=taxonomy-search]").first.wait_for(state="hidden")
        with page.expect_response(lambda answer: "/annotations" in answer.url and answer.request.method == "POST"):
            page.keyboard.press("Control+Enter")
        (left,) = [t for t in admin.tasks_since(project, None) if t["id"] == task_id]
    (annotation,) = left["annotations"]
    read = read_annotation(annotation, ITEM, SEGMENT, SUGGESTIONS, STUDY, FRAME)
    assert errors == []
    assert read.problems == ()
    assert read.reviews == (
        Review("code", "accepted", "W-ACC", "W-ACC"),
        Review("code", "rejected", "M-DEB", ""),
        Review("code", "added", "", "M-WRK-M"),
        Review("domain", "changed", "household", "authority"),
        Review("section", "accepted", "change", "change"),
        Review("change", "accepted", "CH01", "CH01"),
    )


def _sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/user/login/")
    page.fill("input[name=email]", "ana@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/login" not in url)
