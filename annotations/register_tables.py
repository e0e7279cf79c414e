"""The tables of the register as files: columns in Spanish or English, one record per row, every row with its place."""

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from annotations.encodings import decode
from annotations.errors import BadRegister
from annotations.personal_columns import is_alias, kind_of_column, looks_personal, sounds_personal
from annotations.pseudonyms.records import IdentityKind
from annotations.register_sheets import rows_of_sheet

SPANISH_COLUMNS = {
    "sesion": "session", "fecha": "date", "metodo": "method", "modo": "mode", "lugar": "place", "idioma": "language",
    "captura": "capture", "instrumento": "instrument", "version_instrumento": "instrument_version", "minutos": "minutes",
    "inducido": "prompted", "dominio": "domains", "dominios": "domains", "domain": "domains", "respondente": "respondent",
    "etiqueta": "label", "categoria": "category", "sexo": "sex", "afiliacion": "affiliation", "referido_por": "referred_by",
    "consentimiento": "consent", "consentimiento_grabacion": "consent_recording", "consentimiento_como": "consent_how",
    "consentimiento_fecha": "consent_date", "fecha_consentimiento": "consent_date", "retirado_el": "withdrawn_on",
    "fecha_retiro": "withdrawn_on", "contacto": "contact", "fuente": "source", "proyecto": "project", "cambio": "changes",
    "cambios": "changes", "change": "changes", "resultado": "outcome", "resultado_fecha": "outcome_date",
    "version_del_instrumento": "instrument_version", "duracion_minutos": "minutes",
    "fecha_resultado": "outcome_date", "aclara": "clarifies", "aclara_sesion": "clarifies",
}  # fmt: skip
YES, NO = frozenset({"yes", "sí", "si", "true", "1", "y", "s"}), frozenset({"no", "false", "0", "n"})
UNACCENTED = str.maketrans("áéíóúüñ", "aeiouun")
ID = re.compile(r"[\w-]{1,64}")
MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """A column that names people, and what it is called."""

    kind: IdentityKind
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by English column, trimmed, and where it stands; ``personal`` is what in it names people."""

    where: str
    cells: Mapping[str, str]
    personal: tuple[tuple[IdentityKind, str], ...] = field(default=(), repr=False)

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

    def person(self, column: str) -> str:
        """The id of a person: an id that is no telephone and no official number."""
        value = self.id(column)
        if looks_personal(value):
            raise BadRegister(
                f"what stands in the column {column} looks like a telephone or an official number",
                where=self.where,
                remedy="give people ids of your own, such as R01, that say nothing about them",
            )
        return value

    def person_or_nobody(self, column: str) -> str:
        return self.person(column) if self.text(column) else ""

    def ids(self, column: str, known: Collection[str] = ()) -> tuple[str, ...]:
        """Several ids in a cell, apart by spaces, commas, semicolons, + or /; any of ``known``, when there are some."""
        found = tuple(dict.fromkeys(part for part in re.split(r"[\s,;+/|]+", self.text(column)) if part))
        for one in found:
            if not ID.fullmatch(one) or (known and one not in known):
                raise BadRegister(
                    f"{column}: {one[:40]!r} is not known",
                    where=self.where,
                    remedy=f"use {', '.join(known) or 'ids'}; several in one cell with a comma between them",
                )
        return found

    def number(self, column: str) -> int | None:
        value = self.text(column)
        if value and not re.fullmatch(r"[0-9]{1,6}", value):
            raise BadRegister(f"{column} {value[:40]!r} is not a whole number", where=self.where, remedy="use digits only")
        return int(value) if value else None

    def yes_or_no(self, column: str) -> bool | None:
        """True, False, or ``None`` for an empty cell."""
        value = self.text(column).casefold()
        if value and value not in YES | NO:
            raise BadRegister(
                f"{column} {value[:40]!r} is neither yes nor no", where=self.where, remedy="write yes, no, sí or leave it empty"
            )
        return value in YES if value else None

    def day(self, column: str) -> date | None:
        value = self.text(column)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as problem:
            raise BadRegister(
                f"{column} {value[:40]!r} is not a date",
                where=self.where,
                remedy="write it as year-month-day, such as 2024-02-12",
            ) from problem


def read_table(
    path: Path, *, columns: Collection[str], required: Collection[str], sheets: Collection[str] = (), personal: bool = False
) -> list[Row]:
    """The rows of a CSV file (``,`` or ``;`` between the cells) or of an Excel workbook. Cells are text, whatever they look like.

    Parameters
    ----------
    sheets : names of the sheet to read, in lower case; the first sheet when none is called so.
    personal : whether columns that name people (name, phone, CURP …) are taken; what they hold stands apart from the cells.
    """
    rows = _rows(path, sheets)
    if len(rows) < 2:
        raise BadRegister("the table has no rows", where=str(path), remedy=f"columns: {', '.join(columns)}; one row per record")
    number, cells = rows[0]
    header = _header(cells, f"{path}:{number}", columns, required, personal)
    return [_row(header, cells, f"{path}:{number}") for number, cells in rows[1:]]


def _rows(path: Path, sheets: Collection[str]) -> list[tuple[int, list[str]]]:
    """Line numbers and trimmed cells; lines without any are left out. The content says which kind of file it is."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise BadRegister(f"the file cannot be opened: {problem.strerror}", where=str(path), remedy="check the path") from problem
    if len(data) > MOST_BYTES:
        raise BadRegister("the file is larger than 50 MB", where=str(path), remedy="keep only the table")
    if data.startswith(b"PK\3\4"):
        return rows_of_sheet(data, path, names=sheets)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadRegister(
            "an old or a protected workbook", where=str(path), remedy="save it without password as .xlsx, or as CSV (UTF-8)"
        )
    try:
        return _rows_of_csv(decode(data), path)
    except UnicodeError as problem:
        raise BadRegister(f"not a text file: {problem}", where=str(path), remedy="export it as CSV (UTF-8)") from problem


def _rows_of_csv(text: str, path: Path) -> list[tuple[int, list[str]]]:
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
    return rows


def _header(
    cells: Sequence[str], where: str, columns: Collection[str], required: Collection[str], personal: bool
) -> list[str | PersonalColumn]:
    """English names of the columns; of one that names people what it holds."""
    plain = [re.sub(r"\((e?s)\)", r"\1", cell.casefold().translate(UNACCENTED)) for cell in cells]
    plain = [re.sub(r"[\W_]+", "_", cell).strip("_") for cell in plain]
    header: list[str | PersonalColumn] = [SPANISH_COLUMNS.get(name, name) for name in plain]
    if not set(columns) & set(map(str, header)):
        raise BadRegister("the first row names none of the columns", where=where, remedy=f"columns are {', '.join(columns)}")
    for number, (written, name) in enumerate(zip(cells, plain, strict=True)):
        if header[number] in columns:
            if header.count(header[number]) > 1:
                raise BadRegister(f"the column {header[number]!r} is given twice", where=where, remedy="remove one of them")
            continue
        kind = kind_of_column(name)
        if personal and kind:
            header[number] = PersonalColumn(kind, name)
        elif kind or sounds_personal(name):
            raise BadRegister(
                f"the column {written!r} would hold what identifies people",
                where=where,
                remedy="remove it: people are known here by a pseudonymous id; what names them may stand in the roster and in the "
                "contacts, in columns such as name, phone, email, address, curp",
            )
        else:
            raise BadRegister(
                f"the column {written!r} is not known", where=where, remedy=f"remove it; columns are {', '.join(columns)}"
            )
    missing = [name for name in required if name not in header]
    if missing:
        raise BadRegister(f"missing columns: {', '.join(missing)}", where=where, remedy="add them")
    return header


def _row(header: Sequence[str | PersonalColumn], cells: Sequence[str], where: str) -> Row:
    if any(cells[len(header) :]):
        raise BadRegister(
            f"{len(cells)} cells under {len(header)} columns", where=where, remedy="put cells that hold a comma in quotes"
        )
    named = [(column, cell) for column, cell in zip(header, cells, strict=False) if isinstance(column, PersonalColumn) and cell]
    full_name = " ".join(cell for column, cell in named if _is_part_of_name(column))
    personal = [(IdentityKind.PERSON, full_name)] if full_name else []
    personal += [(column.kind, cell) for column, cell in named if not _is_part_of_name(column)]
    known = {column: cell for column, cell in zip(header, cells, strict=False) if isinstance(column, str)}
    return Row(where, known, tuple(personal))


def _is_part_of_name(column: PersonalColumn) -> bool:
    return column.kind == IdentityKind.PERSON and not is_alias(column.name)
