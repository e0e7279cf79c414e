"""Tables as a workbook: one sheet each, what they say of themselves under the rows. No cell of it is a formula to a spreadsheet."""

import io
import re
from collections.abc import Sequence

from annotations.answer_sheets import safe
from annotations.documents.tables import Table

LONGEST = 31  # characters of a sheet's title
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """A workbook of the tables; what is a number in a column of numbers is one there too. Without any, one empty sheet."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    titles: list[str] = []
    for table in tables:
        titles.append(_title(table.id, titles))
        sheet = book.create_sheet(titles[-1])
        sheet.freeze_panes = "A2"
        sheet.append([_text(heading) for heading in table.headings])
        for row in table.rows:
            sheet.append([_cell(cell, at in table.numbers) for at, cell in enumerate(row)])
        sheet.append([])
        for note in (table.caption, *table.notes):
            sheet.append([_text(note)])
    if not tables:
        book.create_sheet("1")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(id: str, taken: Sequence[str]) -> str:
    """The id as far as a sheet's title holds it, and no other sheet's: Excel compares titles without case."""
    plain, number = _NOT_IN_A_TITLE.sub(" ", id), 1
    title = plain[:LONGEST]
    while title.casefold() in {one.casefold() for one in taken}:
        number += 1
        title = f"{plain[: LONGEST - 1 - len(str(number))]} {number}"
    return title


def _cell(cell: str, is_number: bool) -> str | int | float:
    if is_number and _NUMBER.fullmatch(cell):
        return float(cell) if "." in cell else int(cell)
    return _text(cell)


def _text(cell: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("", safe(cell)))
