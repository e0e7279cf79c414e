"""Tables made here: one row per turn, one row per person, and everything that a table can have wrong."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import BadTranscript
from annotations.readers import table_rows
from annotations.readers.sheets import Sheet
from annotations.readers.tables import looks_like_table, read_csv, read_xlsx

PATH = Path("x/a.csv")


def said(sheet: Sheet) -> list[tuple[str, str, str]]:
    return [(turn.speaker, turn.role[0], sheet.text[turn.start : turn.end]) for turn in sheet.turns]


def workbook(*rows: Sequence[object], title: str = "Hoja1", **more: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = title
    for row in rows:
        first.append(list(row))
    for name, others in more.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(list(row))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


TURNS = 'Sesión;Hablante;Tiempo;Texto;Notas\nS1;Entrevistadora;00:00:01;¿Qué cambió?;\nS1;Rosa;00:00:05;"Nada; [risas] de ""nada"".";baja la voz\n;;;Y ya.;\nS2;Rosa;;Otra cosa.;\n'


def test_one_row_per_turn_with_sessions_times_and_notes() -> None:
    first, second = read_csv(TURNS, PATH)
    assert (first.session_id, second.session_id) == ("S1", "S2")
    assert said(first) == [
        ("Entrevistadora", "i", "¿Qué cambió?"),
        ("Rosa", "r", 'Nada; [risas] de "nada".'),
        ("Rosa", "r", "Y ya."),
    ]
    assert said(second) == [("Rosa", "r", "Otra cosa.")]
    assert [(mark.kind, first.text[mark.start : mark.end]) for mark in first.marks] == [
        ("time", "[00:00:01]"),
        ("time", "[00:00:05]"),
        ("nonverbal", "[risas]"),
    ]
    assert "Notas: baja la voz" in first.text
    assert "Rosa: Nada; [risas]" in first.text


@pytest.mark.parametrize(
    "header", ["speaker,text", "SPEAKER,Text", "Hablante,Texto", " Locutor ,Transcripción", "rol,intervención"]
)
def test_headers_in_both_languages(header: str) -> None:
    (sheet,) = read_csv(f"{header}\nModeradora,¿Sí?\nP1,Pues sí.\n", PATH)
    assert said(sheet) == [("Moderadora", "i", "¿Sí?"), ("P1", "r", "Pues sí.")]
    assert sheet.session_id == ""


def test_roles_in_a_column() -> None:
    (sheet,) = read_csv("speaker,role,text\nAna,interviewer,So.\nBeto,respondent,What?\n", PATH)
    assert [(speaker, role) for speaker, role, _ in said(sheet)] == [("Ana", "i"), ("Beto", "r")]


def test_questions_in_a_column_are_asked_once() -> None:
    (sheet,) = read_csv(
        "session,question,answer\nS1,¿Qué cambió?,El agua.\nS1,¿Qué cambió?,Y la luz.\nS1,¿Por qué?,No sé.\n", PATH
    )
    assert [(role, words) for _, role, words in said(sheet)] == [
        *(("i", "¿Qué cambió?"), ("r", "El agua."), ("r", "Y la luz.")),
        *(("i", "¿Por qué?"), ("r", "No sé.")),
    ]


def test_translations_stand_beside_their_turns() -> None:
    (sheet,) = read_csv("speaker;text;Traducción al inglés;language\nP1;Nada.;Nothing.;es\nP2;Amo.;;nah\n", PATH)
    assert sheet.translations == {"en": ("Nothing.", "")}
    assert [turn.language for turn in sheet.turns] == ["es", "nah"]
    assert "Nothing" not in sheet.text
    (sheet,) = read_csv("speaker;text;language\nP1;Nada.;español\nP2;Sí.;es\n", PATH)
    assert (sheet.language, [turn.language for turn in sheet.turns]) == ("es", ["", ""])


ANSWERS: list[Sequence[object]] = [
    ["Folio", "Edad", "Sexo", "Nombre completo", "¿Qué cambió en su comunidad?", "Comentarios"],
    ["E-1", 33, "M", "Ana María Ruiz de la Peña", "Llegó el agua y ya no vamos al río.", None],
    ["E-2", None, "F", "Beto Gil", "Nada (risas)", "Gracias por venir hasta acá."],
    ["E-3", 57, "F", "Lupe", "-", None],
]


def test_one_row_per_person() -> None:
    one, two, three = read_xlsx(workbook(*ANSWERS), PATH)
    assert [sheet.session_id for sheet in (one, two, three)] == ["E-1", "E-2", "E-3"]
    assert said(one) == [("Q", "i", "¿Qué cambió en su comunidad?"), ("", "r", "Llegó el agua y ya no vamos al río.")]
    assert said(two)[1:] == [("", "r", "Nada (risas)"), ("Q", "i", "Comentarios"), ("", "r", "Gracias por venir hasta acá.")]
    assert said(three) == []
    assert one.text.startswith("Folio: E-1\nEdad: 33\nSexo: M\nNombre completo: Ana María Ruiz de la Peña\n\n")
    assert [two.text[mark.start : mark.end] for mark in two.marks] == ["(risas)"]


def test_rows_without_an_id_are_numbered() -> None:
    sheets = read_csv("edad,¿Qué cambió?\n33,Llegó el agua al fin.\n40,Nada cambió por aquí.\n", PATH)
    assert [sheet.session_id for sheet in sheets] == ["001", "002"]


def test_facts_are_no_answers() -> None:
    text = "id,dirección,acuerdo,¿Por qué?\n" + "".join(
        f"{n},Calle {n} de Mayo número {n} colonia Centro,Muy de acuerdo con lo que dice,Porque sí {n}.\n" for n in range(6)
    )
    assert [words for _, role, words in said(read_csv(text, PATH)[0]) if role == "i"] == ["¿Por qué?"]


def test_formulas_are_never_computed(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [
        ["speaker", "text"],
        ["Ana", '=HYPERLINK("http://a.org";"x")'],
        ["Beto", "=cmd|' /C calc'!A0"],
    ]
    (sheet,) = read_xlsx(workbook(*rows), PATH)
    assert [words for _, _, words in said(sheet)] == ['=HYPERLINK("http://a.org";"x")', "=cmd|' /C calc'!A0"]
    (sheet,) = read_csv("speaker,text\nAna,=1+1\nBeto,@SUM(A1)\n", PATH)
    assert [words for _, _, words in said(sheet)] == ["=1+1", "@SUM(A1)"]


def test_sheets_of_one_layout_are_sessions() -> None:
    turns: list[list[object]] = [["speaker", "text"], ["Ana", "Hola."]]
    assert [sheet.session_id for sheet in read_xlsx(workbook(*turns, title="G1", G2=turns), PATH)] == ["G1", "G2"]


def test_hidden_sheets_are_not_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(["speaker", "text"], ["Ana", "Hola."], listas=[["a", "b"], [1, 2]])))
    book["listas"].sheet_state = "hidden"
    held = io.BytesIO()
    book.save(held)
    assert len(read_xlsx(held.getvalue(), PATH)) == 1


def test_a_title_above_the_header_stays_in_the_text() -> None:
    (sheet,) = read_xlsx(workbook(["Encuesta 2023"], [], ["speaker", "text"], ["Ana", "Hola."]), PATH)
    assert sheet.text.startswith("Encuesta 2023\n\nAna: Hola.")
    assert said(sheet) == [("Ana", "r", "Hola.")]


@pytest.mark.parametrize(
    ("text", "problem", "place"),
    [
        ("speaker,text\nAna,hola, qué tal\n", "under no header", ":2:3"),
        ("session,speaker,text\n,Ana,hola\n", "names no session", ":2:1"),
        ("id,¿Qué?\n1,nada de nada por aquí\n1,algo de algo por allá\n", "stands in row 2 too", ":3:1"),
        ("id,¿Qué?\n1,nada de nada por aquí\n,algo de algo por allá\n", "no id", ":3:1"),
        ("id,edad\n1,33\n2,34\n", "no column holds", ""),
        ("speaker,text\n", "no rows", ""),
        ("hola\nqué tal\n", "no columns in common", ""),
        ('speaker,text\nAna,"hola\nBeto,qué\n', "unexpected end", ":3"),
        ('speaker,text\nAna,"hola" qué\n', "expected after", ":2"),
    ],
)
def test_tables_that_are_refused(text: str, problem: str, place: str) -> None:
    with pytest.raises(BadTranscript, match=problem) as caught:
        read_csv(text, PATH)
    assert caught.value.where == f"x/a.csv{place}"
    assert caught.value.remedy


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, limit, problem in [
        ("MAXIMUM_ROWS", 1, "more than 1 rows"),
        ("MAXIMUM_COLUMNS", 1, "more than 1 columns"),
        ("MAXIMUM_CELL", 10, "more than the 10|more than 10"),
        ("MAXIMUM_CHARACTERS", 30, "more than 30 characters"),
    ]:
        with monkeypatch.context() as patch:
            patch.setattr(table_rows, name, limit)
            with pytest.raises(BadTranscript, match=problem):
                read_csv("speaker,text\nAna,hola qué tal\nBeto,pues bien\n", PATH)
    with pytest.raises(BadTranscript, match="more than 1,000,000 characters") as caught:
        read_csv(f'speaker,text\nAna,"{"a" * 1_000_001}"\n', PATH)
    assert caught.value.where == "x/a.csv:2"


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if name.endswith(part) else content)
    return held.getvalue()


SMALL = workbook(["speaker", "text"], ["Ana", "Hola."])


@pytest.mark.parametrize("size", [b"A1:XFD1048576", b"A1:A1"])
def test_dimensions_that_lie(size: bytes) -> None:
    lying = changed(SMALL, "sheet1.xml", b"A1:B2", size)
    assert lying != SMALL
    (sheet,) = read_xlsx(lying, PATH)
    assert said(sheet) == [("Ana", "r", "Hola.")]


@pytest.mark.parametrize(("old", "new"), [(b'r="B2"', b'r="XFD2"'), (b'<row r="2"', b'<row r="9999999999"')])
def test_cells_far_away_are_refused_soon(old: bytes, new: bytes) -> None:
    far = changed(SMALL, "sheet1.xml", old, new)
    assert far != SMALL
    with pytest.raises(BadTranscript, match="no header|far larger") as caught:
        read_xlsx(far, PATH)
    assert caught.value.remedy


def test_entities_are_refused() -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet'
    with pytest.raises(BadTranscript, match="document type"):
        read_xlsx(changed(SMALL, "sheet1.xml", b"<worksheet", doctype), PATH)


@given(st.integers(0, len(SMALL)), st.binary(max_size=8), st.integers(0, 40))
def test_damaged_workbooks_are_refused_or_read_but_never_crash(at: int, put: bytes, gone: int) -> None:
    outcome: tuple[Sheet, ...] | BadTranscript
    try:
        outcome = read_xlsx(SMALL[:at] + put + SMALL[at + gone :], PATH)
    except BadTranscript as refusal:
        outcome = refusal
    assert outcome.remedy and outcome.where.startswith("x/a.csv") if isinstance(outcome, BadTranscript) else outcome


@pytest.mark.parametrize(
    ("text", "is_table"),
    [
        (TURNS, True),
        ("speaker,text\nAna,hola\n", True),
        ("id\tedad\tcomentario\n1\t33\tnada\n", True),
        ("sep=;\nspeaker;text\nAna;hola\n", False),
        ("E\t¿Qué cambió?\nR\tNada.\nE\t¿Y?\nR\tEso.\n", False),
        ("Ana: hola, qué tal\nBeto: bien, gracias\n", False),
        ("Hola, Ana.\nPues mire, yo creo.\n", False),
        ("speaker,text\n", False),
        ("", False),
    ],
)
def test_what_looks_like_a_table(text: str, is_table: bool) -> None:
    assert looks_like_table(text) is is_table


CELLS = st.text(st.sampled_from("añ🙂,;\"'\n\t |=[]()risas?¿.\u00a0e\u0301"), max_size=12)


@given(
    st.lists(st.tuples(st.sampled_from(["P1", "P2", "Moderadora", ""]), CELLS), min_size=1, max_size=8), st.sampled_from(",;\t|")
)
def test_every_cell_reads_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    held = io.StringIO()
    writer = csv.writer(held, delimiter=delimiter, lineterminator="\n")
    writer.writerows([("speaker", "text", "x"), ("Moderadora", "¿así?", "y"), *((*row, "z") for row in rows)])
    (sheet,) = read_csv(held.getvalue(), PATH)
    words = [words.strip() for _, words in rows if any(sign.isalnum() for sign in words)]
    assert [words for _, _, words in said(sheet)] == ["¿así?", *words]
    last = 0
    for mark in sheet.marks:
        assert last <= mark.start < mark.end <= len(sheet.text)
        last = mark.end
