"""The first sheet of an Excel workbook as rows of text: nothing in it is computed, followed or fetched."""

import io
import warnings
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.errors import BadRegister, BadTranscript
from annotations.readers import archives
from annotations.readers.table_rows import DAMAGE

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_CELLS = 5_000_000
LAST_ROW = 1_048_576  # of any sheet in Excel; a row beyond it is no row
SAVE_AGAIN = "save it again as .xlsx, or export the table as CSV (UTF-8)"


def rows_of_sheet(data: bytes, path: Path, *, names: Collection[str]) -> list[tuple[int, list[str]]]:
    """Row numbers and trimmed cells of the rows that are not empty.

    The sheet is the one called as one of ``names`` (lower case), else the first. A cell is the text that Excel last showed there, a
    formula without any its own text; days are ``2024-02-12``.

    Raises
    ------
    BadRegister : not a workbook, or one too large or not as workbooks are.
    """
    try:
        with archives.opened(data, path) as archive:
            archives.check_xml(archive, path)
        return [(number, cells) for number, cells in enumerate(_rows(data, names, path), 1) if any(cells)]
    except BadTranscript as problem:
        raise BadRegister(problem.message, where=problem.where, remedy=SAVE_AGAIN) from problem
    except DAMAGE as problem:  # openpyxl has no error of its own for a workbook that is none
        raise BadRegister(
            f"not an Excel workbook that can be read ({type(problem).__name__})", where=str(path), remedy=SAVE_AGAIN
        ) from problem


def _rows(data: bytes, names: Collection[str], path: Path) -> Iterator[list[str]]:
    shown, written = _open(data, formulas=False), _open(data, formulas=True)
    cells_seen = 0
    titles = [sheet.title.strip().casefold() for sheet in shown.worksheets]
    number = next((n for n, title in enumerate(titles) if title in names), 0)
    sheets = [book.worksheets[number] for book in (shown, written)]
    for sheet in sheets:
        sheet.reset_dimensions()  # a workbook may declare any size
    for values, formulas in zip(*(sheet.iter_rows(max_row=LAST_ROW, values_only=True) for sheet in sheets), strict=True):
        cells_seen += 1 + len(values)
        if cells_seen > MOST_CELLS:
            raise BadRegister(
                "the sheet is too large", where=str(path), remedy="keep only the table, or export it as CSV (UTF-8)"
            )
        yield _texts(values, formulas)


def _open(data: bytes, *, formulas: bool) -> "Workbook":
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are not read
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=not formulas, keep_links=False)


def _texts(values: Sequence[Any], formulas: Sequence[Any]) -> list[str]:
    texts = [_text(value if value is not None else formula) for value, formula in zip_longest(values, formulas)]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(getattr(value, "text", value)).strip()
