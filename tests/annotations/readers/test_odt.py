"""OpenDocument texts, written by hand."""

import io
import zipfile
from pathlib import Path

import pytest

from annotations.errors import BadTranscript
from annotations.readers import odt, read_transcript
from annotations.readers.layouts import Document

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in [("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style")]
)


def odt_of(body: str, *, before: str = "", styles: str = "", manifest: str = "<m/>") -> bytes:
    held = io.BytesIO()
    content = f"{before}<office:document-content {NAMES}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", f"<office:document-styles {NAMES}>{styles}</office:document-styles>")
        archive.writestr("META-INF/manifest.xml", manifest)
    return held.getvalue()


def read(body: str, **parts: str) -> Document:
    return odt.read(odt_of(body, **parts), Path("a.odt"))


def test_an_interview_becomes_turns() -> None:
    body = "".join(
        f"<text:p>{line}</text:p>"
        for line in ("Interviewer: What changed?", "Rosa: The <text:span>water</text:span>.", "Interviewer: Since?", "Rosa: May.")
    )
    transcript = read_transcript(Path("a.odt"), data=odt_of(body))
    assert [(turn.speaker, turn.role, transcript.words_of(turn)) for turn in transcript.turns] == [
        ("Interviewer", "interviewer", "What changed?"),
        ("Rosa", "respondent", "The water."),
        ("Interviewer", "interviewer", "Since?"),
        ("Rosa", "respondent", "May."),
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:h>Uno</text:h><text:p/><text:p>dos</text:p>", "Uno\n\ndos"),
        ("<text:p>a<text:s/>b<text:s text:c='3'/>c<text:tab/>d<text:line-break/>e</text:p>", "a b   c\td\ne"),
        ("<text:p>a\n  b \t c</text:p>", "a b c"),  # white space of the file is one space
        ("<text:p>a<text:s text:c='999999999'/>b</text:p>", "a" + " " * 80 + "b"),
        ("<text:list><text:list-item><text:p>uno</text:p></text:list-item></text:list>", "uno"),
        (
            "<text:tracked-changes><text:deletion><text:p>borrado</text:p></text:deletion></text:tracked-changes><text:p>uno</text:p>",
            "uno",
        ),
        (
            "<text:p>uno<draw:frame><draw:text-box><text:p>caja</text:p></draw:text-box></draw:frame> dos</text:p>",
            "uno dos\n\ncaja",
        ),
        ("<text:section><text:p>🙂 e\u0301</text:p></text:section>", "🙂 e\u0301"),
    ],
)
def test_what_stands_in_the_text(body: str, text: str) -> None:
    assert read(body).text == text


def test_notes_headers_and_comments_follow_the_text() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>nota</text:p></text:note-body></text:note>"
    )
    comment = "<office:annotation><text:p>comentario</text:p></office:annotation>"
    header = "<office:master-styles><style:header><text:p>Proyecto</text:p></style:header></office:master-styles>"
    document = read(f"<text:p>uno{note}{comment} dos</text:p>", styles=header)
    assert document.text[: document.end] == "uno dos"
    assert document.text[document.end :] == "\n\nProyecto\n\nnota\n\ncomentario"


def test_a_table_says_who_speaks() -> None:
    rows = [("Quién", "Texto"), ("Ana", "¿Qué cambió?"), ("Rosa", "El agua."), ("", "Y la luz.")]
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    document = read(f"<text:p>Antes</text:p><table:table>{cells}</table:table>")
    turns = document.turns(["Ana"], ())
    assert [(turn.speaker, turn.role, document.text[turn.start : turn.end]) for turn in turns] == [
        ("Ana", "interviewer", "¿Qué cambió?"),
        ("Rosa", "respondent", "El agua."),
        ("Rosa", "respondent", "Y la luz."),
    ]


def test_a_document_type_is_refused() -> None:
    laughs = '<!DOCTYPE o [<!ENTITY a "ja"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(BadTranscript, match="document type") as caught:
        read("<text:p>&b;</text:p>", before=laughs)
    assert "content.xml" in caught.value.where


def test_a_password_is_asked_to_be_taken_off() -> None:
    manifest = "<manifest:manifest xmlns:manifest='m'><manifest:encryption-data/></manifest:manifest>"
    with pytest.raises(BadTranscript, match="protected by a password") as caught:
        read("<text:p>a</text:p>", manifest=manifest)
    assert "without the password" in caught.value.remedy


@pytest.mark.parametrize(
    "body", ["<text:p>", "<text:section>" * 5_000 + "</text:section>" * 5_000, "<text:p><text:s text:c='x'/></text:p>"]
)
def test_damage_is_refused(body: str) -> None:
    with pytest.raises(BadTranscript, match="damaged") as caught:
        read(body)
    assert caught.value.remedy


def test_a_text_without_a_body_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("content.xml", "<a/>")
    with pytest.raises(BadTranscript, match="it has no text"):
        odt.read(held.getvalue(), Path("a.odt"))
