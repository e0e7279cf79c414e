"""Gaps that figures beside the story answer."""

from dataclasses import replace
from datetime import UTC, datetime

from annotations.stories.records import Block, StoryText, TextSection
from annotations.stories.settled import settled_gaps, without_gaps
from annotations.triangulation.records import Attachment

ASKED = Block("b1", "gap", {"en": "No secondary data have been looked up."}, source="data_collection/gap:secondary")
OTHER = Block("b2", "gap", {"en": "Nobody says when."}, source="change_description/gap:no_year")
DATA = Attachment(
    "A1", "CH1", ("D0001",), "", 0, "It rose.", "cannot_tell", "another level", "ana", datetime(2024, 5, 2, tzinfo=UTC)
)


def text(*blocks: Block) -> StoryText:
    return StoryText("CH1", "change", {}, {}, 1, {}, (), (TextSection("data_collection", {}, blocks),), 1)


def test_figures_answer_the_gap_that_asks_for_them_and_no_other() -> None:
    assert settled_gaps(text(ASKED, OTHER), [DATA, replace(DATA, id="A2")]) == {"b1": ("A1", "A2")}


def test_figures_that_were_withdrawn_answer_nothing() -> None:
    assert settled_gaps(text(ASKED), [replace(DATA, withdrawn=True)]) == {}


def test_what_a_person_worded_stays_a_gap() -> None:
    assert settled_gaps(text(replace(ASKED, origin="person", by="ana")), [DATA]) == {}


def test_it_is_not_printed() -> None:
    assert [block.id for block in without_gaps(text(ASKED, OTHER), {"b1": ("A1",)}).blocks] == ["b2"]
