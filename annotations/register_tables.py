"""The two tables of the register as files: columns in Spanish or English, one record per row, every row with its place."""

import csv
import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from annotations.encodings import decode
from annotations.errors import BadRegister

SPANISH_COLUMNS = {
    "sesion": "session",
    "fecha": "date",
    "metodo": "method",
    "modo": "mode",
    "lugar": "place",
    "idioma": "language",
    "captura": "capture",
    "instrumento": "instrument",
    "inducido": "prompted",
    "respondente": "respondent",
    "etiqueta": "label",
    "categoria": "category",
    "sexo": "sex",
    "afiliacion": "affiliation",
    "referido_por": "referred_by",
    "consentimiento": "consent",
    "consentimiento_grabacion": "consent_recording",
    "consentimiento_como": "consent_how",
}
_PERSONAL = (
    "name names nombre nombres apellido apellidos surname surnames lastname firstname fullname telefono tel phone mobile celular "
    "movil whatsapp email mail correo direccion address domicilio curp rfc nss"
)
PERSONAL_WORDS = frozenset(_PERSONAL.split())
YES, NO = frozenset({"yes", "sí", "si", "true", "1", "y", "s"}), frozenset({"no", "false", "0", "n"})
UNACCENTED = str.maketrans("áéíóúüñ", "aeiouun")
ID = re.compile(r"[\w-]{1,64}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by English column, trimmed, and where it stands."""

    where: str
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def id(self, column: str) -> str:
        value = self.text(column)
        if not ID.fullmatch(value):
            raise BadRegister(
                f"what stands in the column {column} is not an id",
                where=self.where,
                remedy="use 1 to 64 letters, digits, - and _; never a person's name",
            )
        return value

    def yes_or_no(self, column: str) -> bool | None:
        """True, False, or ``None`` for an empty cell."""
        value = self.text(column).casefold()
        if value and value not in YES | NO:
            raise BadRegister(
                f"{column} {value!r} is neither yes nor no", where=self.where, remedy="write yes, no, sí or leave it empty"
            )
        return value in YES if value else None

    def day(self, column: str) -> date | None:
        value = self.text(column)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as problem:
            raise BadRegister(
                f"{column} {value!r} is not a date", where=self.where, remedy="write it as year-month-day, such as 2024-02-12"
            ) from problem


def read_table(path: Path, *, columns: Collection[str], required: Collection[str]) -> list[Row]:
    """The rows of a CSV file with ``,`` or ``;`` between the cells. Cells are text, whatever they look like."""
    try:
        text = decode(path.read_bytes())
    except OSError as problem:
        raise BadRegister(f"the file cannot be opened: {problem.strerror}", where=str(path), remedy="check the path") from problem
    except UnicodeError as problem:
        raise BadRegister(f"not a text file: {problem}", where=str(path), remedy="export it as CSV (UTF-8)") from problem
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as problem:
        raise BadRegister(f"not CSV: {problem}", where=f"{path}:{line}", remedy="check the quotes in this row") from problem
    if len(rows) < 2:
        raise BadRegister("the table has no rows", where=str(path), remedy=f"columns: {', '.join(columns)}; one row per record")
    header = _header(rows[0][1], f"{path}:{rows[0][0]}", columns, required)
    return [_row(header, cells, f"{path}:{line}") for line, cells in rows[1:]]


def _header(cells: list[str], where: str, columns: Collection[str], required: Collection[str]) -> list[str]:
    plain = [re.sub(r"[\s.-]+", "_", cell.casefold().translate(UNACCENTED)) for cell in cells]
    header = [SPANISH_COLUMNS.get(name, name) for name in plain]
    for written, name in zip(cells, header, strict=True):
        if name not in columns and PERSONAL_WORDS & set(name.split("_")):
            raise BadRegister(
                f"the column {written!r} would hold what identifies people",
                where=where,
                remedy="names belong in the vault: remove the column, people are known here by a pseudonymous id",
            )
        if name not in columns:
            raise BadRegister(
                f"the column {written!r} is not known", where=where, remedy=f"remove it; columns are {', '.join(columns)}"
            )
        if header.count(name) > 1:
            raise BadRegister(f"the column {name!r} is given twice", where=where, remedy="remove one of them")
    missing = [name for name in required if name not in header]
    if missing:
        raise BadRegister(f"missing columns: {', '.join(missing)}", where=where, remedy="add them")
    return header


def _row(header: list[str], cells: list[str], where: str) -> Row:
    if any(cells[len(header) :]):
        raise BadRegister(
            f"{len(cells)} cells under {len(header)} columns", where=where, remedy="put cells that hold a comma in quotes"
        )
    return Row(where, dict(zip(header, cells, strict=False)))
