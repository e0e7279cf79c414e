"""CSV sheets in which a person answers: written so that no spreadsheet computes a cell, read back as the person saved them."""

import csv
import io
from collections.abc import Iterator

from annotations.encodings import decode
from annotations.errors import BadInput

FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def safe(cell: str) -> str:
    """The cell as text, whatever it begins with: a spreadsheet computes what begins with ``=``, ``+``, ``-`` or ``@``.

    >>> safe("=1+1"), plain(safe("=1+1")), safe("1+1")
    ("'=1+1", '=1+1', '1+1')
    """
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def plain(cell: str) -> str:
    """What ``safe`` was given, without spaces around it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def rows_of(data: bytes, name: str) -> Iterator[tuple[str, list[str]]]:
    """Each row with its place (``name:line``), the header first; commas or semicolons, whichever the first line has more of.

    Raises
    ------
    BadInput : not a text file, or not CSV.
    """
    try:
        lines = decode(data)
    except UnicodeError as problem:
        raise BadInput("not a text file", where=name, remedy="save the sheet as CSV (UTF-8)") from problem
    first = lines.partition("\n")[0]
    table = csv.reader(io.StringIO(lines, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
    try:
        for cells in table:
            yield f"{name}:{table.line_num}", cells
    except csv.Error as problem:
        raise BadInput(
            f"not CSV: {problem}", where=f"{name}:{table.line_num}", remedy="check the quotes in this row"
        ) from problem
