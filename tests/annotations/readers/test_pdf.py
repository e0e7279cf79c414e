"""Small PDFs, made by hand, in the shapes that printed transcripts have."""

import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import BadTranscript
from annotations.readers import pdf as pdf_reader
from annotations.readers import read_transcript, sniffing
from annotations.readers.layouts import Document
from tests.annotations.readers.small_pdf import HEIGHT, Placed, pdf, prose

PICTURE = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n\0\nendstream"
OVER_THE_PAGE = "q 595 0 0 842 0 0 cm /Im1 Do Q\n"
LONG = (
    "R: Antes caminábamos dos horas por el agua y ahora la tenemos en la casa,",
    "porque la asamblea decidió que la bomba y el camino eran lo primero y todos",
    "pusimos algo. Ahora nos toca cuidarla.",
)


def read(*pages: list[Placed]) -> Document:
    return pdf_reader.read(pdf(pages), Path("a.pdf"))


def test_an_interview_becomes_turns() -> None:
    data = pdf([prose(["E: ¿Qué cambió en el ejido?", *LONG, "E: ¿Y la luz?", "R: También (€20)."])])
    transcript = read_transcript(Path("a.pdf"), data=data)
    assert [(turn.speaker, turn.role, transcript.words_of(turn)) for turn in transcript.turns] == [
        ("E", "interviewer", "¿Qué cambió en el ejido?"),
        ("R", "respondent", " ".join(LONG).removeprefix("R: ")),
        ("E", "interviewer", "¿Y la luz?"),
        ("R", "respondent", "También (€20)."),
    ]


def test_wrapped_lines_are_joined_also_over_pages_and_short_ones_are_not() -> None:
    document = read(prose(["Título", "", *LONG[:2]]), prose([LONG[2], "", "Otro párrafo."]))
    assert document.text == "Título\n\n" + " ".join(LONG) + "\n\nOtro párrafo."


@pytest.mark.parametrize(
    ("cut", "rest", "whole"),
    [
        ("trans-", "porte público", "transporte público"),
        ("físico-", "química aplicada", "físico-química aplicada"),  # stands so elsewhere
        ("2019-", "2020 fue", "2019-2020 fue"),
        ("Ibero-", "América entera", "Ibero-América entera"),
        ("pe-", "pero no", "pe- pero no"),  # somebody began a word again
        ("agua-", "luz y gas", "agua-luz y gas"),  # both are words of the text
    ],
)
def test_words_that_a_line_cuts_in_two(cut: str, rest: str, whole: str) -> None:
    start = "R: hablamos del agua, de la luz, de la físico-química y de lo demás que hay "
    text = read(prose([start + cut, rest + " y así seguimos."])).text
    assert text == f"{start}{whole} y así seguimos."


def test_what_pages_repeat_follows_the_text_once() -> None:
    pages = [
        [(72, 810, "Proyecto Agua – Entrevista 3"), *prose(["E: ¿Y?", *LONG], top=760), (290, 30, f"{number}/3")]
        for number in (1, 2, 3)
    ]
    document = read(*pages)
    body = "E: ¿Y?\n" + " ".join(LONG)
    assert document.text[: document.end] == "\n".join([body] * 3)
    assert document.text[document.end :] == "\n\nProyecto Agua – Entrevista 3\n\n1/3\n\n2/3\n\n3/3"


def test_turns_at_the_edge_of_pages_are_no_headers() -> None:
    page = prose(["E: ¿Sí?", "", *LONG, "", "E: ¿Sí?"])
    assert read(page, page).text.count("E: ¿Sí?") == 4


def test_columns_are_read_one_after_the_other() -> None:
    left = [f"palabras de la izquierda número {number}" for number in range(6)]
    right = [f"palabras de la derecha número {number}" for number in range(6)]
    across: list[Placed] = [(72, 800, "Un título que va de lado a lado de la página, por encima de las dos columnas")]
    rows = [piece for pair in zip(prose(left, top=760), prose(right, x=320, top=760), strict=True) for piece in pair]
    text = " ".join(read(across + rows).text.split())
    assert text == " ".join([across[0][2], *left, *right])


def test_a_column_of_labels_stays_beside_the_words() -> None:
    said = [
        ("E", "¿Qué cambió en el ejido desde entonces?"),
        ("R", "El agua, que ya llega hasta la casa."),
        ("E", "¿Y la luz, también llegó?"),
    ]
    said += [
        ("R", "También, y el camino de la escuela."),
        ("E", "¿Quién ayudó con las obras?"),
        ("R", "La asamblea y nadie más."),
    ]
    labels, words = prose([label for label, _ in said]), prose([words for _, words in said], x=200)
    text = read(labels + words).text
    assert text.split("\n") == [f"{label}\t{words}" for label, words in said]


def test_pages_that_are_pictures_are_refused_by_number() -> None:
    scan = pdf([[]], drawn=OVER_THE_PAGE, objects=[PICTURE])
    with pytest.raises(BadTranscript, match="no text layer: its pages are pictures") as caught:
        pdf_reader.read(scan, Path("a.pdf"))
    assert "OCR" in caught.value.remedy
    mixed = pdf([prose(LONG), []], drawn=OVER_THE_PAGE, objects=[PICTURE])
    with pytest.raises(BadTranscript, match="without a text layer: 2"):
        pdf_reader.read(mixed, Path("a.pdf"))


def test_a_password_is_asked_to_be_taken_off() -> None:
    locked = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'11' * 32}> >> /ID [<00> <00>]"
    with pytest.raises(BadTranscript, match="protected by a password") as caught:
        pdf_reader.read(pdf([prose(LONG)], trailer=locked), Path("a.pdf"))
    assert caught.value.remedy == "save it without one"


def test_more_pages_or_letters_than_a_session_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf([prose(LONG)] * 3)
    monkeypatch.setattr(pdf_reader, "MAXIMUM_PAGES", 2)
    with pytest.raises(BadTranscript, match="3 pages"):
        pdf_reader.read(data, Path("a.pdf"))
    monkeypatch.setattr(pdf_reader, "MAXIMUM_PAGES", 3)
    monkeypatch.setattr(sniffing, "MAXIMUM_CHARACTERS", 100)
    with pytest.raises(BadTranscript, match="characters are more than one session"):
        pdf_reader.read(data, Path("a.pdf"))


def test_a_page_that_unpacks_to_more_than_any_transcript_is_not_parsed() -> None:
    packed = zlib.compress(zlib.compress(b" " * (pdf_reader.LARGEST_STREAM + 1)))
    stream = b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    with pytest.raises(BadTranscript, match="unpacks to far more"):
        pdf_reader.read(pdf([prose(LONG)], objects=[stream]), Path("a.pdf"))


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=30), st.integers(0, 1_500), st.integers(0, 60))
def test_a_damaged_pdf_is_read_or_refused(garbage: bytes, at: int, cut: int) -> None:
    whole = pdf([[*prose(LONG), (72, HEIGHT - 20, "1/1")]])
    try:
        document = pdf_reader.read(whole[:at] + garbage + whole[at + cut :], Path("a.pdf"))
    except BadTranscript as problem:
        remedy, document = problem.remedy, Document("", 0)
    else:
        remedy = "none needed"
    assert remedy
    assert 0 <= document.end <= len(document.text)
