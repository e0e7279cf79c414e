from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from annotations.changes.story_records import Quote
from annotations.documents.records import Document, Heading, Paragraph
from annotations.documents.story_document import Cited, Share, Telling, story_document
from annotations.documents.tables import Table
from annotations.sessions import Session
from annotations.stories.records import Block, StoryText, TextSection
from tests.annotations.documents.samples import HOSTILE

QUOTE = Quote(
    "S02.003", 0, 19, "We opened the path.", True, False, "for", "en", {"es": "maestra", "en": "teacher"}, "Abajo", "individual",
    "in_person", "recording", date(2024, 2, 2), True, True, False, False,
)  # fmt: skip


def block(id_: str, kind: str = "sentence", es: str = "", en: str = "", **more: Any) -> Block:
    return Block(id_, kind, {key: words for key, words in (("es", es), ("en", en)) if words}, **more)  # type: ignore[arg-type]


def text(*blocks: Block) -> StoryText:
    sections = (
        TextSection("summary", {"es": "Resumen", "en": "Summary"}, blocks),
        TextSection("empty", {"es": "Vacía", "en": "Empty"}),
    )
    title, statement = {"es": "Vereda abierta", "en": "Path open"}, {"es": "La vereda se abrió.", "en": "The path was opened."}
    return StoryText("CH1", "change", title, statement, 2, {"es": "Caminos", "en": "Paths"}, ("Arriba", "Abajo"), sections, 4)


def telling(*blocks: Block, **more: Any) -> Telling:
    given: dict[str, Any] = {"state": "draft", "number": 3, "draft": 4, "by": "Inés", "at": datetime(2024, 5, 2, 12, tzinfo=UTC)}
    return Telling(text(*blocks), {"es": "Aldea", "en": "Hamlet"}, **(given | more))


def said(document: Document, kind: str) -> list[str]:
    return [part.text for part in document.parts if isinstance(part, Paragraph) and part.kind == kind]


def test_sentences_that_follow_each_other_are_a_paragraph_until_it_is_long() -> None:
    long = "word " * 59 + "end."
    found = story_document(
        telling(block("b1", en="One."), block("b2", en="Two."), block("b3", en=long), block("b4", en="Four.")), "en"
    )
    assert said(found, "text") == [f"One. Two. {long}", "Four."]


def test_citations_stand_apart_from_the_words_and_can_be_left_out() -> None:
    found = story_document(telling(block("b1", en="Since 2021 [S01.006, S21], it is said [Company A] [S02].")), "en")
    [paragraph] = [part for part in found.parts if isinstance(part, Paragraph) and part.kind == "text"]
    assert [(run.look, run.text) for run in paragraph.runs] == [
        ("plain", "Since 2021"), ("citation", " [S01.006, S21]"), ("plain", ", it is said [Company A]"), ("citation", " [S02]"), ("plain", "."),
    ]  # fmt: skip
    assert said(found.without_citations(), "text") == ["Since 2021, it is said [Company A]."]


def test_a_quote_keeps_its_language_and_says_who_and_how_it_is_translated() -> None:
    quote = block("b1", "quote", es="Abrimos la vereda.", quote=QUOTE)
    spanish, english = (story_document(telling(quote), language) for language in ("es", "en"))
    assert said(spanish, "quote") == ["“… We opened the path.”"]
    [original] = [part for part in spanish.parts if isinstance(part, Paragraph) and part.kind == "quote"]
    assert original.language == "en"
    assert said(spanish, "translation") == ["Traducción: Abrimos la vereda."]
    assert said(english, "translation") == []
    assert "teacher" in said(english, "attribution")[0]
    assert said(english, "attribution")[0].endswith("[S02.003]")


def test_what_is_not_translated_or_older_or_a_models_says_so() -> None:
    found = story_document(
        telling(
            block("q", "quote", quote=QUOTE),
            block("b1", en="Only English."),
            block("b2", es="Viejo.", en="New.", outdated=("es",)),
            block("b3", es="Suyo.", en="Its own.", origin="model", by="smol"),
            block("b4", es="Juicio.", en="Judgement.", own=True, origin="person", by="Ana"),
        ),
        "es",
    )
    assert said(found, "translation") == ["Traducción: [falta la traducción]"]
    [paragraph] = said(found, "text")
    assert "Only English. [falta la traducción]" in paragraph
    assert "Viejo. [la redacción en este idioma es más vieja que la de otro]" in paragraph
    assert "Suyo. [propuesto por un modelo de lenguaje, smol]" in paragraph
    assert "Juicio. [juicio de quienes escriben]" in paragraph


def test_a_gap_says_why_it_stays() -> None:
    found = story_document(telling(block("g", "gap", en="When was it?"), kept={"g": "nobody can be asked"}), "en")
    assert said(found, "gap") == ["Missing: When was it? Left open: nobody can be asked"]


def test_what_was_taken_back_leaves_nothing_behind() -> None:
    gone = replace(QUOTE, text="")
    found = story_document(telling(block("q", "quote", quote=gone), block("b", en=" "), block("g", "gap")), "en")
    assert [part.text for part in found.parts if isinstance(part, Paragraph)] == ["The path was opened."]


def test_data_are_footnotes_where_they_were_put() -> None:
    data = {"": ("of the statement",), "b1": ("first", "second"), "q": ("of the quote",)}
    found = story_document(telling(block("b1", en="One."), block("q", "quote", quote=QUOTE), data=data), "en")
    assert [run.note for run in found.runs if run.note] == ["of the statement", "first", "second", "of the quote"]


def test_sections_without_words_have_no_heading_and_the_facts_say_what_is_known() -> None:
    found = story_document(telling(block("b1", en="One."), projects=({"en": "Wells"}, {"en": "Paths"})), "en")
    assert [part.text for part in found.parts if isinstance(part, Heading)] == ["Summary"]
    assert found.facts == (
        ("Change", "CH1"), ("Domain of change", "Paths"), ("Location(s)", "Arriba and Abajo"), ("Projects that contributed", "Wells and Paths"),
    )  # fmt: skip
    assert (found.subtitle, found.state, found.version) == ("Story of change", "draft", "Version 3 of 2 May 2024, by Inés")


def test_a_draft_that_nobody_opened_says_so() -> None:
    found = story_document(telling(number=0, by="", at=None), "es")
    assert found.version == "Borrador 4, hecho por Relato; nadie lo ha trabajado todavía"


def test_sources_tell_the_month_and_no_more() -> None:
    cited = Cited(
        Session("S2", date(2024, 2, 13), "individual", place="Abajo", language="en", capture="notes"),
        ({"en": "teacher"}, {"en": "farmer"}), ("Abajo",), ("S2.001", "S2.004"),
    )  # fmt: skip
    whole = Cited(Session("S3"), (), ("",), ())
    found = story_document(telling(cited=(cited, whole)), "en")
    [table] = [part for part in found.parts if isinstance(part, Table)]
    assert table.rows == (
        ("S2 (interview)", "teacher and farmer", "Abajo", "February 2024", "notes, English", "S2.001, S2.004"),
        ("S3", "–", "–", "–", "not stated", "the session as a whole"),
    )


def test_signatures_are_of_a_version() -> None:
    people = (
        Share({"en": "Editor"}, "Ana", True, 3, True, ("facts", "language"), date(2024, 5, 3)),
        Share({"en": "Lead"}, "Inés", True, 2, False, ("facts",), date(2024, 5, 1)),
        Share({"en": "Analyst"}, "", True),
        Share({"en": "Interviewer"}, "Quique", False),
    )
    [table] = [part for part in story_document(telling(people=people), "en").parts if isinstance(part, Table)]
    assert [row[1:] for row in table.rows] == [
        ("Ana", "3", "facts and language", "3 May 2024"),
        ("Inés", "2 (changed since)", "facts", "1 May 2024"),
        ("–", "signature needed", "–", "–"),
        ("Quique", "–", "–", "–"),
    ]


def test_hostile_words_stay_words() -> None:
    found = story_document(telling(block("b1", en=HOSTILE)), "en")
    assert said(found, "text") == [" ".join(HOSTILE.split())]
