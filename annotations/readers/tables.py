"""Tables (CSV, XLSX) → sessions: one row per turn, or one row per person with a column per open question.

One row per turn: a column of words (``text``, ``texto``, ``respuesta`` …) and one of speakers, of questions or of times. A column of
sessions sets several apart; a question is the interviewer's turn where it changes; translations are kept beside the turns.

One row per person: every row is a session; the header of an open question is the interviewer's turn and the cell the answer.

All other cells stand in the text too (``Age: 33``), outside of the turns. Formulas are not computed: their last value is the text, or,
where no program has computed one, the formula itself. Hidden sheets are not read.
"""

from collections.abc import Collection
from pathlib import Path

from annotations.readers.sheets import Sheet, by_turns, columns_of, sheets_of
from annotations.readers.table_rows import Row, Table, delimiter_of, head_of, refuse, rows_of_csv, tables_of_xlsx

__all__ = ["Sheet", "looks_like_table", "read_csv", "read_xlsx"]

LONGEST_HEADER = 300


def looks_like_table(text: str) -> bool:
    """True for CSV whose first row names columns that are known: of words and of who said them, or of ids.

    >>> looks_like_table("speaker;text\\nAna;hola\\nBeto;qué tal\\n"), looks_like_table("Ana: hola, qué tal\\nBeto: bien, gracias\\n")
    (True, False)
    """
    delimiter = delimiter_of(text)
    if not delimiter:
        return False
    header, *rows = head_of(text, delimiter)
    if not rows or max(map(len, header)) > LONGEST_HEADER or not all(cell.strip() for cell in header):
        return False
    width = len(header)
    cells = [Row(number, tuple([*row, *[""] * width][:width])) for number, row in enumerate(rows, start=2)]
    columns = columns_of(header)
    return by_turns(Table("", tuple(header), tuple(cells))) is not None or columns.first("respondent") is not None


def read_csv(
    text: str, path: Path, *, interviewers: Collection[str] = (), respondents: Collection[str] = ()
) -> tuple[Sheet, ...]:
    """The sessions of a CSV or TSV file.

    Raises
    ------
    BadTranscript : with file, row and column: no known layout, a row of more cells than the header has, ids that repeat.
    """
    return tuple(sheets_of(rows_of_csv(text, path), interviewers, respondents))


def read_xlsx(
    data: bytes, path: Path, *, interviewers: Collection[str] = (), respondents: Collection[str] = ()
) -> tuple[Sheet, ...]:
    """The sessions of a workbook; further sheets must have the layout of the first one, and are other sessions.

    Raises
    ------
    BadTranscript : as ``read_csv``; also a damaged workbook, and a sheet that is no such table, so that no words are lost.
    """
    tables = tables_of_xlsx(data, path)
    if not tables:
        refuse("the workbook is empty", where=str(path), remedy="save it again with its sheets")
    sheets: list[Sheet] = []
    for table in tables:
        if by_turns(table) is None and table.header != tables[0].header:
            refuse(
                "the sheet is no such table as the first one",
                where=table.where,
                remedy="save it as a file of its own, or remove it",
            )
        name = table.where.removeprefix(f"{path}: ")
        for sheet in sheets_of(table, interviewers, respondents):
            alone = not sheet.session_id and len(tables) > 1
            sheets.append(_named(sheet, name) if alone else sheet)
    _refuse_repeated(sheets, path)
    return tuple(sheets)


def _named(sheet: Sheet, name: str) -> Sheet:
    return Sheet(name, sheet.text, sheet.turns, sheet.marks, sheet.language, sheet.translations)


def _refuse_repeated(sheets: Collection[Sheet], path: Path) -> None:
    seen: set[str] = set()
    for sheet in sheets:
        if sheet.session_id in seen:
            refuse(
                f"two sheets hold a session {sheet.session_id!r}",
                where=str(path),
                remedy="put the rows of a session into one sheet, or name the sessions apart",
            )
        seen.add(sheet.session_id)
