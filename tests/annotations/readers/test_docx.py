"""Word documents made here, with everything in them that carries words."""

import io
import re
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from annotations.readers import read_transcript
from annotations.transcripts import Transcript


def read(tmp_path: Path, document: Document) -> Transcript:
    path = tmp_path / "a.docx"
    document.save(str(path))
    return read_transcript(path)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_paragraphs_in_order_with_breaks_and_tabs(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Moderador – ¿Qué\tcambió?\nCuénteme.")
    made.add_paragraph("P3 (mujer): Nada 🙂.")
    made.add_paragraph("")
    made.add_paragraph("Y sigo.")
    made.add_paragraph("P3: Eso.")
    transcript = read(tmp_path, made)
    assert [(turn.speaker, turn.role, transcript.words_of(turn)) for turn in transcript.turns] == [
        ("Moderador", "interviewer", "¿Qué\tcambió?\nCuénteme."),
        ("P3", "respondent", "Nada 🙂.\n\nY sigo."),
        ("P3", "respondent", "Eso."),
    ]


def test_no_word_is_lost_wherever_it_stands(tmp_path: Path) -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "cabecera uno"
    made.sections[0].footer.paragraphs[0].text = "pie dos"
    paragraph = made.add_paragraph("P1: párrafo ")
    paragraph.add_run("negrita").bold = True
    made.add_comment(paragraph.runs, text="comentario tres", author="A")
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["P2:", "celda cuatro", "P1:", "celda cinco"], strict=True):
        cell.text = text
    table.cell(1, 1).add_table(rows=1, cols=1).cell(0, 0).text = "anidada seis"
    for inner in (
        "<w:ins w:id='1' w:author='A'><w:r><w:t>insertada</w:t></w:r></w:ins>",
        "<w:hyperlink><w:r><w:t>enlace</w:t></w:r></w:hyperlink>",
        "<w:sdt><w:sdtContent><w:r><w:t>control</w:t></w:r></w:sdtContent></w:sdt>",
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>recuadro</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
        "<w:del w:id='2' w:author='A'><w:r><w:delText>borrada</w:delText></w:r></w:del>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
    ):
        made.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))
    transcript = read(tmp_path, made)
    expected = (
        "P1 párrafo negrita P2 celda cuatro P1 celda cinco anidada seis insertada enlace control recuadro "
        "cabecera uno pie dos comentario tres"
    )
    assert words(transcript.text) == expected.split()
    spoken = " ".join(transcript.words_of(turn) for turn in transcript.turns)
    assert "recuadro" in spoken
    assert "cabecera" not in spoken
    assert "comentario" not in spoken


def test_a_table_with_one_row_per_turn(tmp_path: Path) -> None:
    made = docx.Document()
    table = made.add_table(rows=0, cols=2)
    for label, text in [("E", "¿Qué cambió?"), ("R", "Nada."), ("E", "¿De veras?"), ("R", "De veras.")]:
        row = table.add_row()
        row.cells[0].text, row.cells[1].text = label, text
    transcript = read(tmp_path, made)
    assert [(turn.speaker, turn.role, transcript.words_of(turn)) for turn in transcript.turns] == [
        ("E", "interviewer", "¿Qué cambió?"),
        ("R", "respondent", "Nada."),
        ("E", "interviewer", "¿De veras?"),
        ("R", "respondent", "De veras."),
    ]


def test_a_document_without_speakers_is_one_turn_per_paragraph(tmp_path: Path) -> None:
    made = docx.Document()
    for text in ("Uno.", "Dos.", "Tres."):
        made.add_paragraph(text)
    transcript = read(tmp_path, made)
    assert [(turn.speaker, transcript.words_of(turn)) for turn in transcript.turns] == [("", "Uno."), ("", "Dos."), ("", "Tres.")]


def test_entities_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secreto", encoding="utf-8")
    made = docx.Document()
    made.add_paragraph("P1: palabra MARCA")
    held = io.BytesIO()
    made.save(held)
    import zipfile

    path = tmp_path / "a.docx"
    with zipfile.ZipFile(held) as source, zipfile.ZipFile(path, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == "word/document.xml":
                doctype = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
                content = content.replace(b"?>", b"?>" + doctype, 1).replace(b"MARCA", b"&x;")
            target.writestr(item, content)
    assert "secreto" not in read_transcript(path).text
