"""Workbooks, CSV, HTML and lines of text: everything that was counted is in them, and what was said stays text."""

import csv
import io
from html.parser import HTMLParser

import openpyxl
import pytest

from annotations.analysis_html import plan_html
from annotations.analysis_plan import RowResult, execute
from annotations.analysis_sheets import matrix_csv, matrix_xlsx, plan_xlsx, segments_csv
from annotations.analysis_text import plan_in_words, row_in_words
from annotations.analysis_words import WORDS, Naming
from annotations.matrices import matrix
from tests.annotations.meadow import FRAME, STUDY, meadow, row

ENGLISH, SPANISH = Naming(STUDY, FRAME, "en"), Naming(STUDY, FRAME, "es-MX")


def results() -> list[RowResult]:
    asked = [row("1a", sections=("what",), not_asked=("partner",)), row("1A", sections=("last",), elsewhere={"en": "the survey"})]
    return [execute(one, meadow()) for one in asked]


def test_a_workbook_has_every_row_and_every_segment() -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan_xlsx(results(), meadow(), ENGLISH)))
    assert book.sheetnames == ["Analysis plan", "criteria", "breakdowns", "groups and sections", "1a", "1A 2"]
    plan = list(book["Analysis plan"].values)
    assert plan[0][:5] == ("row", "question", "people", "sessions", "segments")
    assert plan[1][:5] == ("1a", "What changed?", 3, 4, 4)
    assert plan[2][:5] == ("1A", "What changed?", 0, 0, 0)
    assert plan[2][10] == "the survey"
    said = list(book["1a"].values)
    assert [line[0] for line in said[1:]] == ["S1.001", "S2.001", "G1.001", "V1.001"]
    assert said[2][10] == "'=They read the accounts <b>aloud</b>.", "no spreadsheet computes it"
    assert said[1][3:8] == ("individual interview", "guide-1", "Alta", "R1", "family")
    assert list(book["1A 2"].values)[1:] == []
    assert ("1a", "kind of respondent", "partner", "partner", 0, 0, 0, 0, "not asked") in [*book["breakdowns"].values]


def test_no_cell_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan_xlsx(results(), meadow(), ENGLISH)))
    assert all(cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line)
    assert "'=They" in segments_csv(["S2.001"], meadow(), ENGLISH)


def test_a_matrix_has_three_columns_for_each_value() -> None:
    book = openpyxl.load_workbook(io.BytesIO(matrix_xlsx(matrix(meadow(), "category"), ENGLISH)))
    table = list(book["kind of respondent"].values)
    assert table[0][:8] == (
        "code", "name", "total: people", "total: sessions", "total: segments", "family: people", "family: sessions", "family: segments",
    )  # fmt: skip
    assert table[3][:8] == ("fees", "Fees", 2, 3, 3, 2, 3, 3)
    listed = list(csv.reader(io.StringIO(matrix_csv(matrix(meadow(), "code"), ENGLISH))))
    assert listed[1:] == [["fees", "Fees", "dust", "Dust", "1", "1", "1"], ["debt", "Debt", "dust", "Dust", "1", "1", "1"]]


class Texts(HTMLParser):
    """The tags of a page, and the words between them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("naming", [ENGLISH, SPANISH])
def test_the_page_stands_by_itself_and_text_is_text(naming: Naming) -> None:
    page = Texts()
    page.feed(plan_html(results(), meadow(), naming))
    words = "".join(page.words)
    assert "=They read the accounts <b>aloud</b>." in words
    assert "b" not in page.tags
    assert not {"script", "link", "img"} & set(page.tags)
    assert naming.word("nothing") in words
    assert page.tags.count("blockquote") == 4


def test_empty_rows_are_explained_in_the_readers_language() -> None:
    lines = list(plan_in_words(results(), SPANISH))
    assert lines[1].split() == ["1a", "3", "4", "4", "¿Qué", "cambió?"]
    assert "        Nada de lo leído responde a esta fila." in lines
    assert "        no se les preguntó: partner" in lines
    told = "\n".join(row_in_words(results()[0], meadow(), ENGLISH, 1))
    assert "S1.001 · R1 · family · Alta" in told
    assert "S2.001" not in told
    assert "partner (not asked)" in told


def test_everything_is_said_in_both_languages() -> None:
    assert {key: sorted(words) for key, words in WORDS.items()} == {key: ["en", "es"] for key in WORDS}
