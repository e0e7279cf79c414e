"""A study whose every name, title and sentence is an attack on the page, with forty changes: nothing runs, nothing breaks, all can be read."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Dialog, Page

from annotations.codeframe import Code, CodeFrame
from annotations.codings import Coding
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import Change, Coder, DomainOfChange, RespondentCategory, Study
from service.settings import Settings
from service.storage import corpus, review, studies
from service.storage.transactions import Store, Tx, migrate, now
from service.workflows.assessing import assess_study
from service.workflows.change_sync import enter_from_file
from service.workflows.work import Work
from tests.live import test_board as boards
from tests.live.conftest import free_port
from tests.service.board.small import fill
from tests.service.records import STUDY, segments_of, transcript

pytestmark = pytest.mark.live
board, chromium = boards.board, boards.chromium
RUN = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)><svg/onload=alert(3)> {{ 7*7 }} {% raw %} javascript:alert(4) </title></textarea>"
RIGHT_TO_LEFT = "\u202eمرحبا بالعالم\u202c شكرا"
LONG = "x" * 20_000
NAME = f"{RUN} {RIGHT_TO_LEFT} 💧🚰👩‍🌾 {'W' * 300}"
WORDS = {"es": NAME, "en": NAME}
CHANGES = 40


def hostile() -> Study:
    domains = tuple(DomainOfChange(one.id, WORDS, WORDS) for one in STUDY.domains)
    changes = tuple(
        Change(f"CH{n}", "committees", {"es": f"{n} {NAME}", "en": f"{n} {NAME}"}, {"es": LONG, "en": LONG})
        for n in range(1, CHANGES + 1)
    )
    coders = tuple(Coder(one.id, NAME, one.email, one.language) for one in STUDY.coders)
    categories = (RespondentCategory("household", WORDS), RespondentCategory("committee", WORDS))
    return replace(STUDY, name=WORDS, description=WORDS, domains=domains, changes=changes, coders=coders, categories=categories)


def fill_with_attacks(tx: Tx) -> None:
    fill(tx)
    studies.save_study(tx, hostile())
    frame = CodeFrame(2, (Code("theme", WORDS, codes=(Code("accounts", WORDS), Code("meters", WORDS))), Code("actor", WORDS)))
    studies.save_frame(tx, "water", frame)
    people = (Respondent("R1", "household", affiliation=NAME), Respondent("R2", "committee", affiliation=NAME))
    taking = tuple(Participation(s, r, "A", Consent(True, True)) for s, r in (("S1", "R1"), ("S2", "R2"), ("S3", "R1")))
    studies.save_register(
        tx, "water", Register((Session("S1", place=NAME), Session("S2", place=NAME), Session("S3")), people, taking)
    )
    made = transcript("S3", f"{RUN} {RIGHT_TO_LEFT}", LONG, "https://example.org/" + "a" * 5_000)
    corpus.save_transcript(tx, "water", made, segments_of(made))
    enter_from_file(tx, "water")
    for n in range(1, 4):
        item = {"study_id": "water", "id": f"r1/S3.00{n}/ana", "segment_id": f"S3.00{n}", "coder_id": "ana", "round": 1}
        review.add_work_items(tx, [{**item, "batch": "b", "state": "reviewed", "model_version": "m1", "task_id": 10 + n}])
        said = [Coding(f"S3.00{n}", "ana", "change", f"CH{n}", 1, 1, now(), "for", "")]
        said += [Coding(f"S3.00{n}", "ana", "code", "accounts", 1, 1, now(), None, "m1")]
        review.replace_codings(tx, "water", f"S3.00{n}", "ana", 1, said)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(home=tmp_path_factory.mktemp("hostile"), api_port=free_port())
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    with store.begin() as tx:
        fill_with_attacks(tx)
    assess_study(Work(settings, store), study_id="water")
    store.close()
    return settings


@pytest.fixture
def page(chromium: Browser, board: str, home: Settings) -> Iterator[tuple[Page, list[str]]]:
    with boards.visitor(chromium, home, "en") as (page, troubles):

        def opened(dialog: Dialog) -> None:
            troubles.append(f"a script ran: {dialog.message}")
            dialog.dismiss()

        page.on("dialog", opened)
        yield page, troubles


def test_nothing_runs_and_nothing_breaks(page: tuple[Page, list[str]], board: str) -> None:
    at, troubles = page
    found: list[tuple[object, ...]] = []
    for address in [
        *boards.addresses(),
        "/sessions/S3",
        "/changes/CH2",
        "/segments?change=CH2",
        "/changes?on=2024-01-01",
        "/matrices?of=place",
    ]:
        for width, height in boards.SIZES:
            at.set_viewport_size({"width": width, "height": height})
            answer = at.goto(f"{board}/board/water{address}")
            assert answer is not None
            assert answer.status == 200, address
            at.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
            if at.evaluate("document.documentElement.scrollWidth") > width:
                found.append((address, width, "wider than the screen", at.evaluate(WIDEST)))
            if at.locator("main script, main img[onerror], main svg[onload], main [href^='javascript:' i]").count():
                found.append((address, width, "markup of somebody's words"))
        if re.search(r"(?<!\d)49(?!\d)", at.locator("h1").first.inner_text()):
            found.append((address, 0, "a template ran"))
    assert found == [], "\n".join(map(str, found))
    assert troubles == []


WIDEST = """[...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1
    && !one.closest('.scroll, .drawing, .figure-scroll, .tabs')).slice(0, 3).map(one => one.tagName + '.' + one.className)"""


def test_what_was_said_can_be_read_as_it_was_said(page: tuple[Page, list[str]], board: str) -> None:
    at, troubles = page
    at.goto(f"{board}/board/water/sessions/S3")
    assert RUN in at.locator("[id='S3.001']").inner_text()
    assert at.locator("[id='S3.002'] .said").inner_text() == LONG
    assert troubles == []


def test_words_typed_into_a_form_come_back_as_words(page: tuple[Page, list[str]], board: str) -> None:
    at, troubles = page
    at.goto(f"{board}/board/water/changes/CH2")
    at.locator("#link > summary").click()
    at.fill("#l-segments", "S9.999")
    at.fill("#link-why", RUN)
    at.locator("#link button").click()
    at.get_by_role("alert").wait_for()
    assert at.get_by_role("alert").evaluate("one => one === document.activeElement"), "it is read out, and stands on the screen"
    assert at.input_value("#link-why") == RUN
    assert at.input_value("#l-segments") == "S9.999"
    at.fill("#l-segments", "S3.003")
    at.locator("#link button").click()
    at.wait_for_url("**/changes/CH2#observations")
    assert RUN in at.locator("#register ~ .scroll").last.inner_text()
    assert [one for one in troubles if "422" not in one and "404" not in one] == []
