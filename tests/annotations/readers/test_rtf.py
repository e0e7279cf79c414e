"""Rich text as Word, LibreOffice, TextEdit and old tools write it; all written by hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import BadTranscript
from annotations.readers import read_transcript, rtf, sniffing
from annotations.readers.layouts import Document


def read(body: str | bytes, head: str = r"\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Arial;}}") -> Document:
    content = body if isinstance(body, bytes) else body.encode("ascii")
    return rtf.read(b"{" + head.encode() + b"\n" + content + b"}", Path("a.rtf"))


def test_an_interview_becomes_turns() -> None:
    body = rb"{\rtf1\ansi\ansicpg1252\pard ENTREVISTADORA: \'bfQu\'e9 cambi\'f3?\par SE\'d1ORA: El agua.\par ENTREVISTADORA: \'bfY?\par SE\'d1ORA: Nada.\par}"
    transcript = read_transcript(Path("a.rtf"), data=body)
    assert [(turn.speaker, turn.role, transcript.words_of(turn)) for turn in transcript.turns] == [
        ("ENTREVISTADORA", "interviewer", "¿Qué cambió?"),
        ("SEÑORA", "respondent", "El agua."),
        ("ENTREVISTADORA", "interviewer", "¿Y?"),
        ("SEÑORA", "respondent", "Nada."),
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"uno\par\pard dos\line tres\par", "uno\n\ndos\ntres"),
        ("uno\\\ndos\\\n\\\ntres", "uno\n\ndos\n\ntres"),  # TextEdit
        ("u\nn\r\no", "uno"),  # line ends of the file are none of the text
        (r"\u191?Qu\u233\'e9 tal\u8230\'85", "¿Qué tal…"),
        (r"{\uc2\u191ab}uno {\uc0\u233}s\u237x", "¿uno ésí"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"a\~b\-c\_d \{e\} \\f \endash  \lquote g\rquote", "a\u00a0b\u00adc\u2011d {e} \\f – ‘g’"),
        (r"{\b P1:} hola {\i se\'f1ora}", "P1: hola señora"),
        (r"{\field{\*\fldinst HYPERLINK \"http://x.example\"}{\fldrslt enlace}}", "enlace"),
        (r"uno{\deleted  dos} {\revised tres}", "uno tres"),
        (r"{\*\unknown nada}uno{\pict\pngblip 89504e47}{\object{\*\objdata 00}}", "uno"),
        (r"{\upr{na\'efve}{\*\ud{na\u239?ve}}}", "naïve"),
        (r"{\listtext 1.\tab}uno", "uno"),
        (r"uno\page dos\sect tres", "uno\n\ndos\n\ntres"),
        (r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt caja\par}}{\shprslt caja}}uno\par dos", "uno\n\ncaja\n\ndos"),
    ],
)
def test_what_stands_in_the_text(body: str, text: str) -> None:
    assert read(body).text == text


def test_code_pages_of_the_document_and_of_fonts() -> None:
    fonts = r"\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 Mincho;}}"
    assert read(r"\f1 \'c2\'ee\'e4\'e0 {\f0 \'e1gua} {\f2 \'90\'85e} \'e0", fonts).text == "Вода água 水e а"
    assert read(r"\'8en", r"\rtf1\mac").text == "én"
    assert read(r"\'a0", r"\rtf1\pc").text == "á"
    assert read(r"\'e1", r"\rtf1\ansi\ansicpg99999").text == "á"
    assert read("niño".encode(), r"\rtf1\ansi\ansicpg65001").text == "niño"
    assert read("niño".encode("cp1252")).text == "niño"


def test_notes_headers_and_comments_follow_the_text() -> None:
    body = r"{\header Proyecto}{\footer {\field{\fldrslt 1}}}uno{\footnote\pard nota}{\*\annotation comentario}\par dos\par"
    document = read(body)
    assert document.text[: document.end] == "uno\n\ndos"
    assert document.text[document.end :] == "\n\nProyecto\n\n1\n\nnota\n\ncomentario"


def test_a_table_says_who_speaks() -> None:
    rows = [("E", r"\'bfQu\'e9 cambi\'f3\par en el ejido?"), ("R", "El agua."), ("E", r"\'bfY?"), ("R", "Nada.")]
    body = r"\pard Antes\par " + "".join(rf"\trowd\pard\intbl {a}\cell {b}\cell\row " for a, b in rows) + r"\pard Fin\par"
    document = read(body)
    assert document.text == "Antes\n\nE\t¿Qué cambió\nen el ejido?\n\nR\tEl agua.\n\nE\t¿Y?\n\nR\tNada.\n\nFin"
    assert [(turn.speaker, turn.role, document.text[turn.start : turn.end]) for turn in document.turns((), ())] == [
        ("E", "interviewer", "¿Qué cambió\nen el ejido?"),
        ("R", "respondent", "El agua."),
        ("E", "interviewer", "¿Y?"),
        ("R", "respondent", "Nada."),
    ]


def test_binary_data_is_skipped_whatever_it_holds() -> None:
    assert read(rb"uno {\pict\bin7 }{\par}}dos").text == "uno dos"


def test_nul_is_no_letter() -> None:
    assert read(r"P1: a\u0?\'00b").text == "P1: ab"


def test_groups_without_end_are_refused() -> None:
    with pytest.raises(BadTranscript, match="nested more than 1,000 deep") as caught:
        rtf.read(b"{\\rtf1 " + b"{" * 2_000_000, Path("a.rtf"))
    assert caught.value.remedy


def test_more_formatting_or_text_than_any_transcript_is_refused_before_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf, "MAXIMUM_TOKENS", 50)
    with pytest.raises(BadTranscript, match="far more formatting"):
        read(r"{\b a}" * 50)
    monkeypatch.setattr(sniffing, "MAXIMUM_CHARACTERS", 3)
    with pytest.raises(BadTranscript, match="4 characters are more"):
        read("abcd{" * 3)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_every_code_point_comes_through(text: str) -> None:
    units = text.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    assert read("".join(rf"\u{number}?" for number in numbers)).text == text


@given(st.binary(max_size=60), st.integers(0, 80))
def test_damaged_rich_text_is_read_or_refused(garbage: bytes, at: int) -> None:
    whole = rb"{\rtf1\ansi{\fonttbl{\f0\fcharset204 A;}}{\footnote n}\trowd\intbl a\cell b\cell\row\u233\'e9 P1: uno\par}"
    try:
        document = rtf.read(whole[:at] + garbage + whole[at:], Path("a.rtf"))
    except BadTranscript as problem:
        remedy, document = problem.remedy, Document("", 0)
    else:
        remedy = "none needed"
    assert remedy
    assert 0 <= document.end <= len(document.text)
