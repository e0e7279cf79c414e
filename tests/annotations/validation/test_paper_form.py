"""The form on paper: every word of it can be read back from the PDF, its version is on every page, and nothing in it is a command."""

import re

import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import BadInput
from annotations.studies import DomainOfChange, Study
from annotations.validation.form_words import FORM_WORDS, VOTE_WORDS
from annotations.validation.paper_form import paper_form
from annotations.validation.records import Form, Wording

STUDY = Study(
    id="water", name={"es": "Agua y Acuerdos", "en": "Water and Agreements"}, description={}, languages=("es", "en"),
    domains=(DomainOfChange("committees", {"es": "Comités", "en": "Committees"}, {}),), sections=(), coders=(),
)  # fmt: skip
HOSTILE = '#panic("x") *bold* $x^2$ <b>&lt; \\ `raw` @ref [b] // /* */ = h ~ -- "quoted"'


def wording(n: int, text: str = "", summary: str = "") -> Wording:
    said = text or f"El comité hizo la cosa número {n}."
    return Wording(
        f"CH{n:02}", "unintended" if n == 2 else "change", {"es": f"Título {n}", "en": f"Title {n}"},
        {"es": said, "en": f"The committee did thing number {n}."}, {"es": summary} if summary else {}, n,
    )  # fmt: skip


def pages(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(pdf)]


def plain(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b-]|\ufffe|\x02", "", text)


def test_everything_that_is_asked_stands_on_it() -> None:
    form = Form("committees-3", "committees", 3, tuple(wording(n, summary="Primero se reunieron. " * 30) for n in range(1, 7)))
    found = pages(paper_form(form, STUDY, "es", code="V017"))
    text = plain("".join(found))
    assert len(found) > 3
    for one in form.wordings:
        assert text.count(plain(one.title["es"])) >= 2, "to agree with, and to rank"
        assert plain(one.statement["es"]) in text
        assert f"{one.change_id}·enunciado{one.statement_number}" in text
    for words in (*VOTE_WORDS.values(), FORM_WORDS["stage_1_how"], FORM_WORDS["stage_2_how"], FORM_WORDS["unintended"]):
        assert plain(words["es"]) in text
        assert plain(words["en"]) not in text
    assert "V017" in text
    assert text.count(plain("Primero se reunieron.")) == 6 * 30


@pytest.mark.parametrize(("language", "version"), [("es", "versión 3"), ("en", "version 3")])
def test_the_version_is_on_every_page(language: str, version: str) -> None:
    form = Form("committees-3", "committees", 3, tuple(wording(n) for n in range(1, 9)))
    found = pages(paper_form(form, STUDY, language))
    for number, page in enumerate(found, 1):
        assert f"committees-3 · {version} · {language}" in page
        assert re.search(rf"{number} (de|of) {len(found)}", page)


def test_it_is_one_form_for_each_language_in_which_all_is_worded() -> None:
    half = Wording("CH02", "change", {"es": "Otro"}, {"es": "Otro."}, {}, 1)
    form = Form("committees-1", "committees", 1, (wording(1), half))
    assert paper_form(form, STUDY, "es")
    with pytest.raises(BadInput, match=r"committees-1 is not worded in 'en' \(use es\)"):
        paper_form(form, STUDY, "en")
    letter = pypdfium2.PdfDocument(paper_form(form, STUDY, "es", paper="us-letter"))
    assert [round(side) for side in letter[0].get_size()] == [612, 792]
    with pytest.raises(BadInput, match="no size of paper"):
        paper_form(form, STUDY, "es", paper="napkin")


def test_hostile_words_are_set_as_they_are() -> None:
    form = Form("committees-1", "committees", 1, (wording(1, HOSTILE, HOSTILE),))
    text = "".join(pages(paper_form(form, STUDY, "es", code=HOSTILE)))
    for sign in ("#panic(", "*bold*", "$x^2$", "<b>&lt;", "`raw`", "@ref", "[b]", "// /* */"):
        assert text.count(sign) >= 3, sign


def test_signs_that_turn_or_have_no_font_break_nothing() -> None:
    form = Form("committees-1", "committees", 1, (wording(1, "Antes \u202eabc\u202c \x00\x07 después 💧 " + "W" * 400),))
    (first, *_) = pages(paper_form(form, STUDY, "es"))
    assert "\u202e" not in first
    assert "después" in first


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_printed(text: str) -> None:
    form = Form("committees-1", "committees", 1, (wording(1, f"x{text}", text),))
    assert pages(paper_form(form, STUDY, "es", code=text[:20]))


def test_it_is_tagged_for_readers() -> None:
    """As PDF/UA wants it, and with a title."""
    pdf = pypdfium2.PdfDocument(paper_form(Form("committees-1", "committees", 1, (wording(1),)), STUDY, "es"))
    assert pypdfium2.raw.FPDFCatalog_IsTagged(pdf)
    assert pdf.get_metadata_value("Title").startswith("¿Está bien")
