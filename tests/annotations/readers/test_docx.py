"""Word documents made here, with everything in them that carries words."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from annotations.errors import BadTranscript
from annotations.readers import read_transcript
from annotations.transcripts import Mark, Transcript, Turn


def read(tmp_path: Path, document: Document) -> Transcript:
    path = tmp_path / "a.docx"
    document.save(str(path))
    return read_transcript(path)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_paragraphs_in_order_with_breaks_and_tabs(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Moderador: ¿Qué\tcambió?\nCuénteme.")
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


def test_a_document_type_is_refused_and_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secreto", encoding="utf-8")
    doctype = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    made = docx.Document()
    made.add_paragraph("P1: palabra MARCA")
    data = changed(
        made, "word/document.xml", lambda content: content.replace(b"?>", b"?>" + doctype, 1).replace(b"MARCA", b"&x;")
    )
    with pytest.raises(BadTranscript, match="document type") as caught:
        read_transcript(Path("a.docx"), data=data)
    assert "word/document.xml" in caught.value.where
    assert caught.value.remedy


def changed(document: Document, name: str, change: Callable[[bytes], bytes]) -> bytes:
    held, target = io.BytesIO(), io.BytesIO()
    document.save(held)
    with zipfile.ZipFile(held) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in source.infolist():
            archive.writestr(item.filename, change(source.read(item)) if item.filename == name else source.read(item))
    return target.getvalue()


def test_more_markup_than_any_transcript_is_not_parsed() -> None:
    body = b"<w:p/>" * 5_000_000
    made = docx.Document()
    made.add_paragraph("P1: a")
    data = changed(made, "word/document.xml", lambda content: content.replace(b"<w:body>", b"<w:body>" + body))
    assert len(data) < 1_000_000
    with pytest.raises(BadTranscript, match="far more markup"):
        read_transcript(Path("a.docx"), data=data)


def test_nesting_without_end_is_refused() -> None:
    made = docx.Document()
    made.add_paragraph("P1: a")
    deep = b"<w:sdt><w:sdtContent>" * 5_000 + b"</w:sdtContent></w:sdt>" * 5_000
    data = changed(made, "word/document.xml", lambda content: content.replace(b"<w:body>", b"<w:body>" + deep))
    with pytest.raises(BadTranscript, match="damaged"):
        read_transcript(Path("a.docx"), data=data)


def test_macros_are_refused(tmp_path: Path) -> None:
    held = io.BytesIO()
    docx.Document().save(held)
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(BadTranscript, match="macros"):
        read_transcript(tmp_path / "a.docx", data=held.getvalue())


def said(transcript: Transcript) -> list[tuple[str, str, str]]:
    return [(turn.speaker, turn.role, transcript.words_of(turn)) for turn in transcript.turns]


def table_of(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=max(map(len, rows)))
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=False):
            cell.text = text


def test_a_table_with_a_head_number_time_and_notes(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Entrevista en la parcela")
    table_of(
        made,
        [
            ["Nº", "Tiempo", "Hablante", "Transcripción", "Observaciones"],
            ["1", "00:00:03", "María de la Luz Pérez-Ríos (hija)", "¿Qué: cambió?\nCuénteme.", "mira el pozo"],
            ["2", "00:00:09", "Don Chuy", "Que ya hay agua.", ""],
            ["3", "00:00:15", "", "Y luz.", "sonríe"],
            ["4", "00:00:20", "María de la Luz Pérez-Ríos (hija)", "¿Desde cuándo?", ""],
        ],
    )
    made.add_paragraph("Fin de la grabación")
    transcript = read(tmp_path, made)
    assert said(transcript) == [
        ("María de la Luz Pérez-Ríos (hija)", "respondent", "¿Qué: cambió?\nCuénteme."),
        ("Don Chuy", "respondent", "Que ya hay agua."),
        ("Don Chuy", "respondent", "Y luz."),
        ("María de la Luz Pérez-Ríos (hija)", "respondent", "¿Desde cuándo?"),
    ]
    assert "mira el pozo" in transcript.text
    known = read_transcript(tmp_path / "a.docx", interviewers=["María de la Luz Pérez-Ríos"])
    assert [turn.role for turn in known.turns] == ["interviewer", "respondent", "respondent", "interviewer"]


def test_a_table_of_names_and_words_without_a_head(tmp_path: Path) -> None:
    made = docx.Document()
    table_of(
        made,
        [
            ["[00:01]", "Moderador/a", "¿Quién empieza?"],
            ["[00:04]", "P1 / Rosa", "Yo: en la cooperativa somos doce."],
            ["[00:09]", "P2 / Juan", "Antes éramos tres."],
            ["[00:12]", "P1 / Rosa", "Sí, tres."],
            ["[00:15]", "P2 / Juan", "Y ahora doce."],
            ["[00:18]", "Moderador/a", "¿Y las reglas?"],
        ],
    )
    assert [(speaker, role) for speaker, role, _ in said(read(tmp_path, made))] == [
        ("Moderador/a", "interviewer"),
        ("P1 / Rosa", "respondent"),
        ("P2 / Juan", "respondent"),
        ("P1 / Rosa", "respondent"),
        ("P2 / Juan", "respondent"),
        ("Moderador/a", "interviewer"),
    ]


def test_a_table_of_questions_and_answers(tmp_path: Path) -> None:
    rows = [["What changed?", "We have a clinic now."], ["Who helped?", "The council did.\nAnd Ana: she drove."]]
    expected = [
        ("", "interviewer", "What changed?"),
        ("", "respondent", "We have a clinic now."),
        ("", "interviewer", "Who helped?"),
        ("", "respondent", "The council did.\nAnd Ana: she drove."),
    ]
    headed, plain = docx.Document(), docx.Document()
    table_of(headed, [["Question", "Answer"], *rows])
    table_of(plain, [*rows, ["", "Nobody else."]])
    assert said(read(tmp_path, headed)) == expected
    assert said(read(tmp_path, plain)) == [*expected, ("", "respondent", "Nobody else.")]


def test_a_table_of_facts_before_the_interview_says_nothing(tmp_path: Path) -> None:
    made = docx.Document()
    table_of(made, [["Fecha", "3 de mayo"], ["Lugar", "El Sauz"], ["Entrevistadora", "Ana Ruiz"], ["Sexo", "Mujer"]])
    for line in ("Entrevistadora: ¿Qué cambió?", "Señora: El agua llegó en marzo.", "Entrevistadora: ¿Y luego?", "Señora: Nada."):
        made.add_paragraph(line)
    transcript = read(tmp_path, made)
    assert [words for _, _, words in said(transcript)][-4:] == ["¿Qué cambió?", "El agua llegó en marzo.", "¿Y luego?", "Nada."]
    assert "El Sauz" not in " ".join(words for speaker, _, words in said(transcript) if speaker == "Señora")


def test_a_table_around_the_text_is_its_paragraphs(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_table(rows=1, cols=1).cell(0, 0).text = "E: ¿Qué cambió?\nR: El agua.\nE: ¿Y luego?\nR: Nada."
    assert [(speaker, words) for speaker, _, words in said(read(tmp_path, made))] == [
        ("E", "¿Qué cambió?"),
        ("R", "El agua."),
        ("E", "¿Y luego?"),
        ("R", "Nada."),
    ]


def test_an_export_of_teams(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Entrevista con la cooperativa-20250514_100012-Grabación de la reunión")
    made.add_paragraph("14 de mayo de 2025, 4:00p. m.")
    made.add_paragraph("32 min 10 s")
    made.add_paragraph("Ana Ruiz comenzó la transcripción")
    for name, time, words in [
        ("Ana Ruiz", "0:03", "Buenas tardes. ¿Qué cambió en la cooperativa?"),
        ("Pérez Soto, Juan", "0:09", "Que ahora vendemos juntos."),
        ("Ana Ruiz", "1:02:15", "¿Desde cuándo?"),
        ("Pérez Soto, Juan", "1:02:20", "Desde marzo."),
    ]:
        made.add_paragraph(f"\n{name}   {time}\n{words}")
    made.add_paragraph("Ana Ruiz detuvo la transcripción")
    found = said(read(tmp_path, made))
    assert [(speaker, words) for speaker, _, words in found[:3]] == [
        ("Ana Ruiz", "Buenas tardes. ¿Qué cambió en la cooperativa?"),
        ("Pérez Soto, Juan", "Que ahora vendemos juntos."),
        ("Ana Ruiz", "¿Desde cuándo?"),
    ]
    assert found[3][2].startswith("Desde marzo.")
    assert len(found) == 4


def test_an_export_of_otter(tmp_path: Path) -> None:
    made = docx.Document()
    for line in (
        *("Interview with the growers", "Tue, May 6, 2025 3:10PM • 21:04", "SUMMARY KEYWORDS", "water, co-op, prices, harvest"),
        *("SPEAKERS", "Ana Ruiz, Speaker 2", "Ana Ruiz  00:02", "What changed for you?", "Speaker 2  00:07"),
        *(
            "We sell together now.",
            "And we keep the books.",
            "Ana Ruiz  00:31",
            "Since when?",
            "Speaker 2  00:33",
            "Since March.",
        ),
    ):
        made.add_paragraph(line)
    assert [(speaker, words) for speaker, _, words in said(read(tmp_path, made))] == [
        ("Ana Ruiz", "What changed for you?"),
        ("Speaker 2", "We sell together now.\n\nAnd we keep the books."),
        ("Ana Ruiz", "Since when?"),
        ("Speaker 2", "Since March."),
    ]


def test_exports_of_trint_and_zoom(tmp_path: Path) -> None:
    spoken = [("Ana Ruiz", "¿Qué cambió?"), ("Hablante 2", "El agua."), ("Ana Ruiz", "¿Y luego?"), ("Hablante 2", "Nada.")]
    trint, zoom = docx.Document(), docx.Document()
    for number, (name, words) in enumerate(spoken):
        trint.add_paragraph(f"[00:00:0{number}] {name}")
        trint.add_paragraph(words)
        zoom.add_paragraph(f"00:00:0{number}.120 --> 00:00:0{number}.900\n{name}: {words}")
    assert [(speaker, words) for speaker, _, words in said(read(tmp_path, trint))] == spoken
    transcript = read(tmp_path, zoom)
    assert [turn.speaker for turn in transcript.turns] == [name for name, _ in spoken]
    assert [said_words(transcript, turn) for turn in transcript.turns] == [words for _, words in spoken]


def said_words(transcript: Transcript, turn: Turn) -> str:
    """The words of a turn without its marks."""
    at, words = turn.start, ""
    for mark in [*(mark for mark in transcript.marks if turn.start <= mark.start < turn.end), Mark("time", turn.end, turn.end)]:
        words, at = words + transcript.text[at : mark.start], mark.end
    return words.strip()


def test_comments_footnotes_and_deletions_are_nobodys_turn(tmp_path: Path) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("E: ¿Qué cambió?")
    made.add_comment(paragraph.runs, text="R: esto no lo dijo nadie", author="Ana")
    answer = made.add_paragraph("R: El agua ")
    answer._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>sucia</w:delText></w:r></w:del>"))
    answer._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>limpia</w:t></w:r></w:ins>"))
    transcript = read(tmp_path, made)
    assert [words for _, _, words in said(transcript)] == ["¿Qué cambió?", "El agua limpia"]
    assert transcript.text.endswith("R: esto no lo dijo nadie")
    assert "sucia" not in transcript.text
