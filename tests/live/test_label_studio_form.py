"""The labelling form before a coder: fits the screen, is worked by keyboard, finds every code in two key strokes, runs nothing."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from annotations.codeframe import Code, CodeFrame
from annotations.codings import Suggestion
from annotations.label_studio.decisions import Choice, Side
from annotations.label_studio.handles import handles
from annotations.label_studio.label_config import label_config
from annotations.label_studio.reviews import read_annotation
from annotations.label_studio.tasks import task
from annotations.rounds import Arm
from tests.live import forms
from tests.live.browser import Desk, desk
from tests.live.conftest import LiveLabelStudio
from tests.live.forms import FRAMES, SEGMENT, STUDY

pytestmark = pytest.mark.live
HOSTILE = '"/><script>window.ran=1;alert(1)</script><img src=http://hostile.example/x onerror=alert(2)> =HYPERLINK("http://hostile.example") {{7*7}} ${7*7} $text {x} `x` 👩🏽‍🌾'


@pytest.fixture(scope="module")
def coder(label_studio: LiveLabelStudio) -> Iterator[Desk]:
    with desk(label_studio) as made:
        yield made


def put(coder: Desk, arm: Arm, language: str, size: int, round_: int = 1, **window: int) -> None:
    frame = FRAMES[size]
    more: dict[str, Any] = {"sides": forms.sides(frame)} if arm == "adjudication" else {}
    if round_ > 1:
        more = {"carried": forms.carried(frame), "changed": forms.CHANGED[language], "model_version": forms.MODEL}
    made = task(
        forms.item(round_), SEGMENT, forms.suggestions(frame), STUDY, frame, language=language, prio_key=0, batch="b", arm=arm, **more
    )  # fmt: skip
    coder.presses = 0
    coder.troubles.clear()
    coder.open(label_config(STUDY, frame, language, arm=arm, carried=round_ > 1), made, **window)


@pytest.mark.parametrize(
    ("arm", "round_", "size", "language"),
    [
        ("assisted", 1, 20, "es"), ("assisted", 1, 300, "en"), ("assisted", 2, 20, "en"), ("assisted", 2, 300, "es"),
        ("blind", 1, 20, "en"), ("blind", 1, 300, "es"), ("adjudication", 1, 20, "es"), ("adjudication", 1, 300, "en"),
    ],
)  # fmt: skip
def test_everything_is_in_view_at_1400_by_900(coder: Desk, arm: Arm, round_: int, size: int, language: str) -> None:
    put(coder, arm, language, size, round_)
    box = coder.page.locator(".relato").bounding_box()
    bar = coder.page.locator("button", has_text="Skip").bounding_box()
    assert box is not None
    assert bar is not None
    assert box["y"] + box["height"] < bar["y"]
    segment = coder.page.locator(".relato-segment").bounding_box()
    assert segment is not None
    assert segment["y"] < 150
    assert coder.troubles == []


def read(coder: Desk, annotation: dict[str, Any], suggestions: list[Suggestion], size: int, arm: Arm = "assisted") -> set[str]:
    done = read_annotation(annotation, forms.item(), SEGMENT, suggestions, STUDY, FRAMES[size], arm=arm)
    assert done.problems == ()
    assert coder.troubles == []
    return {choice.target for choice in done.choices if choice.kind == "code"}


def test_three_codes_of_twenty_without_the_mouse(coder: Desk) -> None:
    ids, suggestions = list(FRAMES[20].by_id), forms.suggestions(FRAMES[20])
    put(coder, "assisted", "es", 20)
    coder.press("1", "3", "Shift+A")  # the first suggestion goes, the one that is only possible holds, another code is added
    chosen = read(coder, coder.submit(), suggestions, 20)
    assert chosen == {suggestions[1].target, suggestions[2].target, ids[0]}
    assert coder.presses == 6


def test_three_codes_of_twenty_blind_without_the_mouse(coder: Desk) -> None:
    ids = list(FRAMES[20].by_id)
    put(coder, "blind", "en", 20)
    coder.press("Shift+B", "Shift+K", "Shift+T")
    assert read(coder, coder.submit(), [], 20, "blind") == {ids[1], ids[10], ids[19]}
    assert coder.presses == 8


def test_three_suggested_codes_of_three_hundred_without_the_mouse(coder: Desk) -> None:
    suggestions = forms.suggestions(FRAMES[300])
    put(coder, "assisted", "en", 300)
    coder.press("3", "d", "m")  # the one that is only possible holds, another domain, the interviewer said it first
    annotation = coder.submit()
    assert read(coder, annotation, suggestions, 300) == {s.target for s in suggestions if s.kind == "code"}
    assert coder.presses == 5


def test_every_code_of_twenty_has_its_key(coder: Desk) -> None:
    put(coder, "blind", "es", 20)
    coder.press(*(f"Shift+{key}" for key in "ABCDEFGHIJKLMNOPQRST"))
    assert read(coder, coder.submit(), [], 20, "blind") == set(FRAMES[20].by_id)
    assert coder.presses == 2 * 20 + 2


def test_two_characters_leave_one_code_of_three_hundred_and_the_keyboard_takes_it(coder: Desk) -> None:
    frame, page = FRAMES[300], coder.page
    given = handles(frame)
    put(coder, "blind", "es", 300)
    page.locator(".relato-middle .htx-taxonomy").click()
    page.wait_for_function("document.activeElement.name === 'taxonomy-search-input'")
    wanted = list(frame.by_id)[::29]
    for code_id in wanted:
        page.keyboard.press("Control+A")
        page.keyboard.type(given[code_id])
        path = [code.name["es"] for code in frame.paths[code_id]]
        shown = [*path[:-1], f"{given[code_id]} · {path[-1]}"]
        page.wait_for_function(
            "shown => JSON.stringify([...document.querySelectorAll('.ant-select-tree-title')].map(e => e.innerText)) === shown",
            arg=_json(shown),
        )
        for key in (*["ArrowDown"] * len(path), "Enter"):
            page.keyboard.press(key)
        page.locator(".ant-select-selection-item", has_text=f"{given[code_id]} · ").wait_for()
    page.keyboard.press("Escape")
    page.locator("[data-testid=taxonomy-search]").first.wait_for(state="hidden")
    assert read(coder, coder.submit(), [], 300, "blind") == set(wanted)


def _json(words: list[str]) -> str:
    inside = ",".join('"' + word.replace('"', '\\"') + '"' for word in words)
    return f"[{inside}]"


def test_who_decides_must_say_why(coder: Desk) -> None:
    sides = forms.sides(FRAMES[20])
    put(coder, "adjudication", "es", 20)
    coder.press("2")
    coder.press("Control+Enter")
    coder.page.get_by_text("Escriba en pocas palabras la razón de su decisión.").wait_for()
    _close_dialogue(coder.page)
    coder.page.locator(".relato-right textarea").fill("Lo vio en el papel.")
    coder.page.locator(".relato-heading").click()
    annotation = coder.submit()
    done = read_annotation(
        annotation, forms.item(), SEGMENT, [], STUDY, FRAMES[20], arm="adjudication", sides=sides
    )  # fmt: skip
    both = {choice.target for choice in sides[0].choices if choice.kind == "code"}
    assert {choice.target for choice in done.choices if choice.kind == "code"} == both
    assert {review.act for review in done.reviews} == {"decided"}
    assert done.memo == "Lo vio en el papel."
    assert done.problems == ()


def _close_dialogue(page: Page) -> None:
    """Press its button until it is gone: one that is still opening does not take the first click."""
    dialogue = page.locator(".ant-modal-wrap:visible")
    while dialogue.count():
        with suppress(PlaywrightTimeout):
            dialogue.locator("button").last.click(timeout=1000)
        page.wait_for_timeout(200)


def test_words_are_marked_and_a_mark_is_taken_back_with_a_key(coder: Desk) -> None:
    page = coder.page
    put(coder, "blind", "es", 20)
    words = page.locator(".relato-segment .lsf-richtext__container")
    for key in ("z", "c"):
        coder.press(key)
        words.dblclick(position={"x": 60, "y": 12})
        page.locator(".relato-segment .htx-highlight").first.wait_for()
        if key == "z":
            page.locator(".relato-segment .htx-highlight").first.click()
            coder.press("Backspace")
            page.locator(".relato-segment .htx-highlight").first.wait_for(state="detached")
    done = read_annotation(coder.submit(), forms.item(), SEGMENT, [], STUDY, FRAMES[20], arm="blind")
    assert [(span.label, span.text in SEGMENT.text) for span in done.spans] == [("pii", True)]
    assert done.problems == ()


@pytest.mark.parametrize("size", [3, 40])
@pytest.mark.parametrize("arm", ["assisted", "adjudication"])
def test_a_hostile_study_is_shown_as_text_and_runs_nothing(coder: Desk, size: int, arm: Arm) -> None:
    """A small frame is laid out, a large one is a tree. The turn has 200 kB."""
    said = {"es": HOSTILE}
    codes = tuple(Code(f"h{n}", said, said, include=said) for n in range(size))
    frame = CodeFrame(1, (Code("hostile", said, said, codes=codes),))
    study = replace(
        STUDY,
        domains=(replace(STUDY.domains[0], name=said, definition=said), STUDY.domains[1]),
        sections=(replace(STUDY.sections[0], name=said, definition=said),),
        changes=(replace(STUDY.changes[0], title=said, statement=said),),
    )
    turn = f"{HOSTILE}\n" * (200_000 // len(HOSTILE.encode()))
    segment = replace(SEGMENT, text=turn, before=turn, after=HOSTILE, question=HOSTILE, speaker=HOSTILE[:40])
    suggestions = [replace(one, target="h1") for one in forms.suggestions(FRAMES[20])[:1]]
    sides = [Side(HOSTILE[:30], frozenset({Choice("code", "h1")}), HOSTILE), Side("Marco", frozenset({Choice("code", "h1")}))]
    more: dict[str, Any] = {"sides": sides} if arm == "adjudication" else {"changed": [HOSTILE]}
    made = task(forms.item(), segment, suggestions, study, frame, language="es", prio_key=0, batch="b", arm=arm, **more)
    coder.troubles.clear()
    coder.open(label_config(study, frame, "es", arm=arm, carried=arm == "assisted"), made)
    page = coder.page
    page.wait_for_function(
        "length => document.querySelector('.relato-segment').innerText.length >= length",
        arg=len(turn.encode("utf-16-le")) // 2 - 10,
    )
    shown = page.locator(".relato-segment .lsf-richtext__container").inner_text()
    assert shown.startswith(HOSTILE)
    told = page.locator(".relato-suggested .lsf-choice").inner_text().replace("\u2060", "")
    assert HOSTILE.replace("  ", " ") in told
    assert page.evaluate("window.ran") is None
    assert page.locator(".relato script, .relato img").count() == 0
    coder.press("Shift+A" if size == 3 else "q")
    if arm == "adjudication":
        page.locator(".relato-right textarea").fill(HOSTILE)
        page.locator(".relato-heading").click()
    done = read_annotation(
        coder.submit(), forms.item(), segment, suggestions, study, frame, arm=arm, sides=sides if more.get("sides") else ()
    )
    assert done.problems == ()
    codes_read = {choice.target for choice in done.choices if choice.kind == "code"}
    assert codes_read == ({"h0", "h1"} if size == 3 else {"h1"})
    assert done.memo == (HOSTILE if arm == "adjudication" else "")
    assert coder.troubles == []
