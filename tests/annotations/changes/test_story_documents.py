import re
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotations.changes.story_documents import render_markdown, write_docx
from annotations.changes.story_gap_words import GAPS
from annotations.changes.story_labels import LABELS, TERMS
from annotations.changes.story_records import Gap, Item, Sentence, StoryDraft
from annotations.changes.story_text import gap_line, sentence_text
from annotations.changes.story_words import SENTENCES
from annotations.changes.wording import Pen, escape_markdown, plain
from annotations.codings import Span
from tests.annotations.changes.samples import coding, one_each, person, register, segment, session, story

NASTY = "<script>alert(1)</script> =HYPERLINK(1) *b* [x](http://e.org) | `c` # $a$ &amp; \x07"


def sample(text: str = "Fue en 2021. Ya abrieron la vereda entre todos los de arriba.") -> StoryDraft:
    who = register(
        [session("S1", 1), session("S2", 2, language="en"), session("S3", 3, capture="notes"), session("S4", 4)],
        [person("R1"), person("R2", "teacher", "Abajo"), person("R3"), person("R4")],
        {f"S{n}": [f"R{n}"] for n in (1, 2, 3, 4)},
    )
    segments = [
        segment("S1", 1, text),
        segment("S2", 1, "They opened the path together, everybody did."),
        segment("S3", 1, "Cuenta que la vereda se abrió y que todos la cuidan."),
        segment("S4", 1, "No es cierto que la vereda esté abierta para todos."),
    ]
    codings = [*(coding(f"S{n}.001") for n in (1, 2, 3)), coding("S4.001", stance="against")]
    return story(who, segments, codings, [Span("S1.001", "ana", "quote", 0, len(text), text)])


def tokens(markdown: str) -> list[Token]:
    """Every token, the inline ones too, of a reader that takes HTML and finds links."""
    parsed = MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown)
    return [part for token in parsed for part in (token, *(token.children or []))]


def text_of(markdown: str) -> str:
    return " ".join(token.content for token in tokens(markdown) if token.type == "text")


def docx_text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def test_the_english_page() -> None:
    page = render_markdown(sample(), "en")
    assert page.startswith("# CH1 · Path open\n")
    assert (
        "The path was opened [S1, S2, S3]. It is told from Arriba (two sessions) [S1.001, S3.001] and Abajo (one session) [S2.001]."
        in page
    )
    assert "Three independent sessions report this change. Those who tell of it are farmer and teacher [S1, S2, S3]." in page
    assert "Not everybody agrees: one of four independent sessions denies it, with farmer [S4.001]." in page
    assert "*How this is known:* The three independent sessions that report it: three interviews [S1, S2, S3]." in page
    assert "> “They opened the path together, everybody did.”\n>\n> — teacher, interview [S2.001]\n" in page
    assert "> — farmer, Arriba, interview [S1.001] · original in Spanish · [translation to be made]\n" in page
    assert "> Cuenta que la vereda se abrió y que todos la cuidan.\n>\n> — farmer, Arriba, interview, " in page
    assert "interviewer's notes, not verbatim" in page
    assert "⚠ **Missing:** Nobody speaks of this. *To do:* Ask S1 (farmer), S2 (teacher) and S3 (farmer)." in page
    assert "*Question:* “Will it last? (en)”" in page
    assert "No date of its beginning stands out. One year is named: 2021 (one session) [S1.001]." in page
    assert "The sessions were held in February 2024 [S1, S2, S3, S4]." in page
    assert "| S2 (interview) | teacher | – | recording, English | 001 |" in page
    assert not re.search(r"\d{1,2} February", page), "no day stands beside a place or a role"


def test_the_spanish_page() -> None:
    page = render_markdown(sample(), "es")
    assert page.startswith("# CH1 · Vereda abierta\n")
    assert "Tres sesiones independientes dan cuenta de este cambio. Lo cuentan campesina y teacher [S1, S2, S3]." in page
    assert "No todo el mundo está de acuerdo: una de cuatro sesiones independientes lo niega, con campesina [S4.001]." in page
    assert "> — teacher, entrevista [S2.001] · original en inglés · [falta la traducción]\n" in page
    assert "> — campesina, Arriba, entrevista [S1.001]\n" in page
    assert "notas de quien entrevistó, no literal" in page
    assert "Una cita no tiene traducción al español." in page
    assert "traducción al inglés" not in page


def test_words_of_respondents_are_only_text_in_markdown() -> None:
    page = render_markdown(sample(NASTY), "en")
    kinds = {token.type for token in tokens(page)}
    assert not {"html_inline", "html_block", "link_open", "code_inline", "image"} & kinds
    assert "<script>alert(1)</script> =HYPERLINK(1) *b* [x](http://e.org) | `c` # $a$ &amp;" in text_of(page).replace("  ", " ")


@settings(max_examples=200)
@given(st.text("<>&|*_`[]()!#$~\\:/w. ab\n", min_size=1))
def test_escaped_text_reads_back_as_itself(text: str) -> None:
    read = [
        token
        for token in tokens(f"“{escape_markdown(text)}”")
        if token.type not in ("paragraph_open", "paragraph_close", "inline")
    ]
    assert {token.type for token in read} <= {"text", "text_special"}
    assert "".join(token.content for token in read) == f"“{plain(text)}”"


def test_words_of_respondents_are_only_text_in_word(tmp_path: Path) -> None:
    write_docx(sample(NASTY), "en", tmp_path / "story.docx")
    assert "<script>alert(1)</script> =HYPERLINK(1) *b* [x](http://e.org) | `c` # $a$ &amp; \ufffd" in docx_text(
        tmp_path / "story.docx"
    )


@pytest.mark.parametrize("language", ["es", "en"])
def test_word_says_what_markdown_says(language: str, tmp_path: Path) -> None:
    draft = sample()
    write_docx(draft, language, tmp_path / "story.docx")
    text = docx_text(tmp_path / "story.docx")
    for part in draft.sections:
        for paragraph in part.paragraphs:
            for number, sentence in enumerate(paragraph.sentences, 1):
                leads = bool(paragraph.quotes) and number == len(paragraph.sentences)
                assert sentence_text(sentence, Pen(language), leads=leads) in text
        for note in part.notes:
            assert sentence_text(note, Pen(language)) in text
        for quote in part.quotes:
            assert quote.text in text
    styles = {p.style.name for p in Document(str(tmp_path / "story.docx")).paragraphs if p.style}
    assert {"Quote", "Relato notes", "Relato gap", "Relato notice", "Heading 1"} <= styles
    (table,) = Document(str(tmp_path / "story.docx")).tables
    assert [row.cells[0].text.split()[0] for row in table.rows][1:] == ["S1", "S2", "S3", "S4"]


def test_the_same_draft_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        write_docx(sample(), "es", tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx", "b.docx"]


def test_a_regional_language_reads_as_its_language() -> None:
    page = render_markdown(sample(), "es-MX")
    assert page == render_markdown(sample(), "es")
    assert "que coincidir: 3 a favor." in page


def test_another_language_gets_english_phrases_and_its_own_words() -> None:
    draft = replace(sample(), title={"nah": "Ohtli", "en": "Path"})
    page = render_markdown(draft, "nah")
    assert page.startswith("# CH1 · Ohtli\n")
    assert "Three independent sessions report this change" in page


def test_unintended_and_missing_changes_say_so_at_the_head() -> None:
    codings = [coding("S1.001")]
    lacking = render_markdown(story(one_each(1), [segment("S1", 1)], codings, kind="no_change"), "en")
    assert "**Story of a change that did not happen:** The path was opened." in lacking
    assert "## Lack of change description" in lacking
    assert "**Cambio no buscado:**" in render_markdown(story(one_each(1), [segment("S1", 1)], codings, kind="unintended"), "es")


@pytest.mark.parametrize("number", [0, 1, 2, 12])
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_phrase_can_be_said(language: str, number: int) -> None:
    items = (Item({"": "A"}, term="individual", number=2, also=1, by=({"": "x"},)), Item({"": "B"}, number=1, also=1))
    for say in SENTENCES[language]:
        text = sentence_text(Sentence(say, ("S1.001",), number=number, of=3, items=items), Pen(language))
        assert "[S1.001]" in text
        assert "{" not in text
    for say in GAPS[language]:
        line = gap_line(Gap(say, number=number, items=items, ask=items), Pen(language))
        assert line.todo
        assert "{" not in line.text + line.todo + "".join(line.questions)


def test_both_languages_have_every_phrase() -> None:
    for table in (SENTENCES, GAPS, LABELS, TERMS):
        assert set(table["es"]) == set(table["en"])
