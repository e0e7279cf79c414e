"""One coder reviews one task with the keyboard, in Chromium, as she would: what the interface leaves behind is what we read."""

import pytest

from annotations.codings import Review
from annotations.label_studio.handles import handles
from annotations.label_studio.label_config import label_config
from annotations.label_studio.reviews import read_annotation
from annotations.label_studio.tasks import task
from tests.annotations.label_studio.samples import FRAME, ITEM, SEGMENT, STUDY, SUGGESTIONS
from tests.live.browser import Desk, desk
from tests.live.conftest import LiveLabelStudio

pytestmark = pytest.mark.live


@pytest.mark.parametrize("searched", [False, True])
def test_a_coder_reviews_a_task_with_the_keyboard(label_studio: LiveLabelStudio, searched: bool) -> None:
    """Once with all codes in view, once with the tree that larger frames have, and projects of earlier releases."""
    with desk(label_studio) as coder:
        made = task(ITEM, SEGMENT, SUGGESTIONS, STUDY, FRAME, language="es", prio_key=0, batch="b")
        coder.open(label_config(STUDY, FRAME, "es", searched=searched), made)
        coder.page.get_by_text("⇧D · Deudas").first.wait_for()
        coder.press("2")  # rejects the second suggestion
        coder.press("d")  # another domain of change
        if searched:
            _search(coder, handles(FRAME)["M-WRK-M"])
        else:
            coder.press("Shift+F")
        annotation = coder.submit()
    read = read_annotation(annotation, ITEM, SEGMENT, SUGGESTIONS, STUDY, FRAME)
    assert coder.troubles == []
    assert read.problems == ()
    assert read.reviews == (
        Review("code", "accepted", "W-ACC", "W-ACC"),
        Review("code", "rejected", "M-DEB", ""),
        Review("code", "added", "", "M-WRK-M"),
        Review("domain", "changed", "household", "authority"),
        Review("section", "accepted", "change", "change"),
        Review("change", "accepted", "CH01", "CH01"),
    )


def _search(coder: Desk, handle: str) -> None:
    page = coder.page
    page.locator(".htx-taxonomy").first.click()
    page.locator("[data-testid=taxonomy-search]").first.wait_for()
    page.wait_for_function("document.activeElement.name === 'taxonomy-search-input'")
    page.keyboard.type(handle)
    page.locator(".ant-select-tree-title", has_text="Agua").first.wait_for(state="detached")
    assert page.locator(".ant-select-tree-title").all_inner_texts() == ["Dinero", "Trabajo", "d4 · Migrar por trabajo"]
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.locator(".ant-select-selection-item", has_text="d4 · Migrar por trabajo").wait_for()
    page.keyboard.press("Escape")
    page.locator("[data-testid=taxonomy-search]").first.wait_for(state="hidden")
