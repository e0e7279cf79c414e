from io import BytesIO

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]
import pytest

from annotations.documents.pdf_files import pdf_of
from annotations.documents.records import Paragraph, Run
from tests.annotations.documents.samples import HOSTILE, document, table


def pages_of(content: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(content)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in opened]


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf_of(document())


def test_every_page_says_what_state_and_version_it_is(made: bytes) -> None:
    pages = pages_of(made)
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert "Study & co · CH1 DRAFT – NOT SIGNED" in page
        assert "Version 3" in page
        assert f"Page {number} of 3" in page
    assert "Nobody has signed it" in pages[0]


def test_references_and_captions_say_the_same_numbers(made: bytes) -> None:
    words = " ".join(pages_of(made))
    assert "See Table 1 and Figure 1, in Second, it rose" in words
    assert "Table 1. Things of t1" in words
    assert "Figure 1. A figure" in words
    assert "Tabla 1" in " ".join(pages_of(pdf_of(document("es"))))


def test_words_from_outside_are_words(made: bytes) -> None:
    words = "".join("".join(pages_of(made)).split()).replace("\ufffe", "").replace("\u00ad", "")
    assert words.count("".join(HOSTILE.split())) >= 8


def test_it_is_tagged_for_who_cannot_see_it_and_says_its_title_and_language(made: bytes) -> None:
    with pdfplumber.open(BytesIO(made)) as opened:
        catalog = opened.doc.catalog
        assert catalog["MarkInfo"]["Marked"]
        assert catalog["Lang"] == b"en"
        assert "StructTreeRoot" in catalog
    assert b"pdfuaid:part>1<" in made
    assert pypdfium2.PdfDocument(made).get_metadata_dict()["Title"] == f"Title {HOSTILE}"


def test_wide_tables_stand_on_pages_that_lie(made: bytes) -> None:
    sizes = [page.get_size() for page in pypdfium2.PdfDocument(made)]
    assert [width > height for width, height in sizes] == [False, True, False]


def test_the_heading_of_a_long_table_is_on_each_of_its_pages() -> None:
    pages = pages_of(pdf_of(document(parts=(table("long", rows=120),))))
    assert len(pages) > 2
    assert all("h0 h1 h2" in page for page in pages)


def test_the_same_document_is_the_same_file(made: bytes) -> None:
    assert pdf_of(document()) == made


def test_a_document_with_nothing_in_it_is_set() -> None:
    [page] = pages_of(pdf_of(document(parts=(), facts=(), subtitle="", state="signed", state_words="Signed")))
    assert "draft" not in page


def test_letters_that_no_font_has_are_shown_as_such_and_named() -> None:
    made = pdf_of(document(parts=(Paragraph((Run("Water 💧 \U00012000 came"),)),)))
    words = " ".join(pages_of(made))
    assert "Water � � came" in words.replace("\ufffe", "�")
    assert "U+12000 CUNEIFORM SIGN A, U+1F4A7 DROPLET" in words
    assert b"pdfuaid:part>1<" in made
