"""CSV and XLSX files → header and rows of text. Formulas are not computed; nothing outside of the file is read."""

import csv
import datetime
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NoReturn
from xml.etree.ElementTree import ParseError

from annotations.encodings import with_plain_line_ends
from annotations.errors import BadTranscript
from annotations.readers import archives

DELIMITERS = (";", "\t", ",", "|")
MAXIMUM_ROWS, MAXIMUM_COLUMNS = 100_000, 1_000
MAXIMUM_CELL, MAXIMUM_CHARACTERS = 1_000_000, 20_000_000
SHEET_ROWS = 1_048_576  # of a spreadsheet program
MAXIMUM_PADDING = 20_000_000  # empty cells that rows far to the right make
HEAD_CHARACTERS, HEAD_ROWS, SAME_WIDTH = 65_536, 30, 0.9
DOCUMENT_TYPE_WITHIN = 65_536  # bytes
SEPARATOR_LINE = re.compile(r'"?sep=([;,|\t])"?\n', re.IGNORECASE)  # Excel writes it for itself
# what openpyxl and the libraries under it raise on damaged workbooks
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, ParseError, SyntaxError, EOFError, OSError, LookupError, ValueError, TypeError),
    *(AttributeError, NotImplementedError, RuntimeError, AssertionError, ArithmeticError),
)


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` is the row in the file, from 1; ``cells`` are as many as the header has."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``where`` is the file, with the sheet of a workbook; ``above`` is what stands over the header."""

    where: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    above: str = ""


def refuse(problem: str, *, where: str, remedy: str) -> NoReturn:
    raise BadTranscript(problem, where=where, remedy=remedy)


def delimiter_of(text: str) -> str:
    """The sign between the columns: the one that makes the most columns of the same number in nearly all rows; else empty."""
    best, most = "", 1
    for delimiter in DELIMITERS:
        width = _common_width(text, delimiter)
        if width > most:
            best, most = delimiter, width
    return best


def head_of(text: str, delimiter: str) -> list[list[str]]:
    """The first rows; as far as they can be read."""
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text[:HEAD_CHARACTERS], newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in cells):
                rows.append(cells)
            if len(rows) == HEAD_ROWS:
                break
    except csv.Error:
        pass
    return rows[:-1] if len(text) > HEAD_CHARACTERS and len(rows) > 1 and len(rows) < HEAD_ROWS else rows


def _common_width(text: str, delimiter: str) -> int:
    widths = [len(cells) for cells in head_of(text, delimiter)]
    if not widths:
        return 0
    common = max(set(widths), key=widths.count)
    return common if widths.count(common) >= SAME_WIDTH * len(widths) or (len(widths) < 10 and widths[0] == common) else 0


def rows_of_csv(text: str, path: Path) -> Table:
    """The table of a CSV or TSV file, whichever of ``; , | ⇥`` is between its columns."""
    given = SEPARATOR_LINE.match(text)
    delimiter = given[1] if given else delimiter_of(text)
    if not delimiter:
        refuse(
            "no table: its rows have no columns in common",
            where=str(path),
            remedy="separate the columns by commas, semicolons or tabs, and put quotation marks around cells that hold them",
        )
    csv.field_size_limit(MAXIMUM_CELL)  # one for the whole process: whoever reads CSV sets their own first
    reader = csv.reader(io.StringIO(text[given.end() if given else 0 :], newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num + bool(given), cells) for cells in islice(reader, MAXIMUM_ROWS + 2)]
    except csv.Error as problem:
        remedy = "check the quotation marks in and before this row: one inside of a cell is written twice"
        if "limit" in str(problem):
            problem, remedy = (
                csv.Error(f"a cell has more than {MAXIMUM_CELL:,} characters"),
                "split the cell, or close the quotation mark before it",
            )
        raise BadTranscript(str(problem), where=f"{path}:{reader.line_num}", remedy=remedy) from problem
    return _table(rows, str(path))


def tables_of_xlsx(data: bytes, path: Path) -> list[Table]:
    """The tables of a workbook's visible sheets that hold anything, in order; every sheet is one table."""
    with archives.opened(data, path) as archive:
        for part in archive.infolist():
            if b"<!DOCTYPE" in archives.beginning_of(archive, part.filename, DOCUMENT_TYPE_WITHIN).upper():
                refuse("the workbook declares a document type", where=str(path), remedy="save it again as .xlsx")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of validations and styles that are not read
            return [_table(rows, f"{path}: {name}") for name, rows in _sheets(data, path)]
    except DAMAGE as problem:
        raise BadTranscript(
            f"the workbook is damaged: {problem}", where=str(path), remedy="open it in a spreadsheet program and save it again"
        ) from problem


def _sheets(data: bytes, path: Path) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    import openpyxl

    values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    for sheet, written in zip(values.worksheets, formulas.worksheets, strict=True):
        if sheet.sheet_state != "visible":
            continue
        for one in (sheet, written):
            one.reset_dimensions()  # what the sheet says about its size may be wrong
        rows = list(_rows(sheet.iter_rows(values_only=True), written.iter_rows(values_only=True), f"{path}: {sheet.title}"))
        if rows:
            yield sheet.title, rows


def _rows(
    values: Iterable[Sequence[object]], formulas: Iterable[Sequence[object]], where: str
) -> Iterator[tuple[int, list[str]]]:
    padding = 0
    for number, (row, written) in enumerate(zip(values, formulas, strict=False), start=1):
        padding += len(row) + 1
        if padding > MAXIMUM_PADDING or number > SHEET_ROWS:
            refuse(
                "the sheet is far larger than what it holds", where=f"{where}:{number}", remedy="copy the table to a new sheet"
            )
        # a formula that no program has computed stands in the file as its own text
        cells = [_as_text(value if value is not None else formula) for value, formula in zip(row, written, strict=False)]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, cells


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    text = value if isinstance(value, str) else str(getattr(value, "text", value))
    return with_plain_line_ends(text.replace("_x000D_\n", "\n").replace("_x000D_", "\n")).strip()


def _table(rows: Sequence[tuple[int, list[str]]], where: str) -> Table:
    """Header and rows, once the table is known to be within the limits."""
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    at = next((at for at, (_, cells) in enumerate(filled) if sum(bool(cell.strip()) for cell in cells) > 1), None)
    if at is None:
        refuse("no table: no row has two columns", where=where, remedy="put one column per header into the first row")
    if len(filled) > MAXIMUM_ROWS:
        refuse(f"more than {MAXIMUM_ROWS:,} rows", where=where, remedy="split the table into several files")
    header = [cell.strip() for cell in filled[at][1]]
    while header and not header[-1]:
        header.pop()
    if len(header) > MAXIMUM_COLUMNS:
        refuse(
            f"more than {MAXIMUM_COLUMNS:,} columns",
            where=f"{where}:{filled[at][0]}",
            remedy="remove the columns that nobody reads",
        )
    if sum(len(cell) for _, cells in filled for cell in cells) > MAXIMUM_CHARACTERS:
        refuse(f"more than {MAXIMUM_CHARACTERS:,} characters", where=where, remedy="split the table into several files")
    above = "\n".join(" ".join(cell.strip() for cell in cells if cell.strip()) for _, cells in filled[:at])
    return Table(where, tuple(header), tuple(_row(number, cells, header, where) for number, cells in filled[at + 1 :]), above)


def _row(number: int, cells: Sequence[str], header: Sequence[str], where: str) -> Row:
    for column, cell in enumerate(cells, start=1):
        if len(cell) > MAXIMUM_CELL:
            problem = f"the cell has {len(cell):,} characters, more than the {MAXIMUM_CELL:,} that are read"
            refuse(problem, where=f"{where}:{number}:{column}", remedy="split it into several cells")
        if cell.strip() and (column > len(header) or not header[column - 1]):
            refuse(
                "the cell stands under no header",
                where=f"{where}:{number}:{column}",
                remedy="write a header over its column, or quotation marks around a cell that holds the separating sign",
            )
    padded = [*(cell.strip() for cell in cells[: len(header)]), *[""] * (len(header) - len(cells))]
    return Row(number, tuple(padded))
