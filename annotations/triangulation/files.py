"""Data points as CSV or XLSX: columns in Spanish or English, one point a row; ``indicador_en``: the same words in English.

A file is taken whole or refused whole, every fault with its row.
"""

import math
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from annotations.encodings import decode
from annotations.errors import BadInput, BadTranscript
from annotations.readers.table_rows import Table, rows_of_csv, tables_of_xlsx
from annotations.triangulation.checking import counts_shares
from annotations.triangulation.names import NAMED
from annotations.triangulation.periods import REMEDY, period_of
from annotations.triangulation.records import DataPoint

LANGUAGE = "language"
COLUMNS = ("indicator", "value", "unit", "place", "period", "denominator", "source", "retrieved", "caveat")
OPTIONAL = ("caveat",)
MAY_BE_EMPTY = ("denominator", "caveat")
NAMES: Mapping[str, str] = {
    "indicador": "indicator", "valor": "value", "unidad": "unit", "lugar": "place", "periodo": "period", "denominador": "denominator",
    "fuente": "source", "consultado": "retrieved", "consultada": "retrieved", "consultado_el": "retrieved", "fecha_de_consulta": "retrieved",
    "idioma": "language", "lengua": "language", "retrieved_on": "retrieved", "salvedad": "caveat", "advertencia": "caveat", "nota": "caveat", "note": "caveat", "caveats": "caveat",
}  # fmt: skip
UNACCENTED = str.maketrans("áéíóúüñ", "aeiouun")
MOST_BYTES, MOST_SIGNS, MOST_FAULTS = 20_000_000, 500, 20
_OTHER = re.compile(r"(.+)_([a-z]{2,3})")
Key = tuple[str, str, str, str, str]


def read_points(path: Path) -> list[DataPoint]:
    """The points of a file in its order, without ids yet.

    Raises
    ------
    BadInput : no table, columns that are missing or not known, a value that is no number or could be two, a period or a day that is none,
        a share without saying of what, a point that stands twice. All faults are named, up to twenty.
    """
    table = _table(path)
    header = _header(table)
    faults: list[str] = []
    found: dict[Key, tuple[int, DataPoint]] = {}
    for row in table.rows:
        point, wrong = _point(dict(zip(header, row.cells, strict=True)), plain=path.suffix.lower() != ".xlsx")
        if point is not None and (twin := found.get(key_of(point))):
            wrong = [f"the same indicator, unit, place, period and source as in row {twin[0]}"]
        faults += [f"row {row.number}: {one}" for one in wrong]
        if point is not None:
            found.setdefault(key_of(point), (row.number, point))
    if faults:
        more = f"; and {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
        raise BadInput(
            "; ".join(faults[:MOST_FAULTS]) + more, where=table.where, remedy="correct them; nothing of the file was taken"
        )
    if not found:
        raise BadInput("the table has no rows", where=table.where, remedy="write one point a row")
    return [point for _, point in found.values()]


def key_of(point: DataPoint) -> Key:
    """What makes it the same point, whatever its value: a file that gives another value for it corrects it."""
    return point.indicator, point.unit, point.place, point.period, point.source


def checked(point: DataPoint) -> list[str]:
    """What is wrong with a point."""
    wrong = [f"{name} is empty" for name in COLUMNS if name not in MAY_BE_EMPTY and getattr(point, name) == ""]
    wrong += [
        f"{name} is longer than {MOST_SIGNS} signs"
        for name in COLUMNS
        if isinstance(value := getattr(point, name), str) and len(value) > MOST_SIGNS
    ]
    wrong += [f"{name} is no column whose words stand in other languages" for name in point.names if name not in NAMED]
    wrong += [
        f"{name} in {language} is longer than {MOST_SIGNS} signs"
        for name, said in point.names.items()
        for language, words in said.items()
        if len(words) > MOST_SIGNS
    ]
    if point.language and not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", point.language, re.IGNORECASE):
        wrong.append(f"language: {point.language[:20]!r} is none; write it as es or en")
    if not math.isfinite(point.value):
        wrong.append("the value is no number")
    try:
        period_of(point.period)
    except BadInput as problem:
        wrong.append(f"period: {problem.message}: {REMEDY}")
    if counts_shares(point.unit) and not point.denominator:
        wrong.append("a share without a denominator: say of what it is counted")
    return wrong


def _table(path: Path) -> Table:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise BadInput(f"the file cannot be opened: {problem.strerror}", where=str(path), remedy="check the path") from problem
    if len(data) > MOST_BYTES:
        raise BadInput("the file is larger than 20 MB", where=str(path), remedy="keep only the table")
    try:
        if not data.startswith(b"PK\3\4"):
            return rows_of_csv(decode(data), path)
        tables = tables_of_xlsx(data, path)
    except UnicodeError as problem:
        raise BadInput(f"not a text file: {problem}", where=str(path), remedy="export it as CSV (UTF-8) or XLSX") from problem
    except BadTranscript as problem:
        raise BadInput(problem.message, where=problem.where, remedy=problem.remedy) from problem
    if not tables:
        raise BadInput("the workbook is empty", where=str(path), remedy=_remedy())
    return max(tables, key=lambda one: len(set(COLUMNS) & {_named(cell) for cell in one.header}))


def _header(table: Table) -> list[str]:
    names = [_named(cell) for cell in table.header]
    wrong = [
        f"the column {written!r} is not known"
        for written, name in zip(table.header, names, strict=True)
        if name not in (*COLUMNS, LANGUAGE) and _in_other(name) is None
    ]
    wrong += [f"the column {name} is missing" for name in COLUMNS if name not in names and name not in OPTIONAL]
    wrong += [f"the column {name} is given twice" for name in dict.fromkeys(names) if names.count(name) > 1]
    if wrong:
        raise BadInput("; ".join(wrong), where=table.where, remedy=_remedy())
    return names


def _remedy() -> str:
    spanish = "indicador, valor, unidad, lugar, periodo, denominador, fuente, consultado, salvedad"
    return f"columns are {', '.join(COLUMNS)}; in Spanish: {spanish}; their words in another language too: indicator_en, indicador_es"


def _named(cell: str) -> str:
    plain = re.sub(r"[\W_]+", "_", cell.casefold().translate(UNACCENTED)).strip("_")
    other = _OTHER.fullmatch(plain)
    if plain not in NAMES and other and NAMES.get(other[1], other[1]) in NAMED:
        return f"{NAMES.get(other[1], other[1])}_{other[2]}"
    return NAMES.get(plain, plain)


def _in_other(name: str) -> tuple[str, str] | None:
    """Column and language of a heading such as ``indicator_en``."""
    found = _OTHER.fullmatch(name)
    return (found[1], found[2]) if found and found[1] in NAMED else None


def _point(cells: Mapping[str, str], *, plain: bool) -> tuple[DataPoint | None, list[str]]:
    """``plain``: the file is text, so that 1.200 may be two numbers."""
    told = {name: " ".join(cells.get(name, "").split()) for name in COLUMNS}
    wrong: list[str] = []
    value, day = 0.0, date.min
    try:
        value = number_of(told["value"], plain=plain)
    except ValueError as problem:
        wrong.append(f"value: {problem}")
    try:
        day = date.fromisoformat(told["retrieved"])
    except ValueError:
        wrong.append(f"retrieved: {told['retrieved'][:40]!r} is no date; write it as year-month-day")
    words = {name: told[name] for name in COLUMNS if name not in ("value", "retrieved")}
    names: dict[str, dict[str, str]] = {}
    for name, said in cells.items():
        if (other := _in_other(name)) and said.strip():
            names.setdefault(other[0], {})[other[1]] = " ".join(said.split())
    language = " ".join(cells.get(LANGUAGE, "").split()).casefold()
    point = DataPoint(id="", value=value, retrieved=day, **words, names=names, language=language)
    wrong += checked(point)
    return (None, wrong) if wrong else (point, [])


def number_of(written: str, *, plain: bool = True) -> float:
    """A number as tables write it. Raises ValueError for what is none, and for what may be two (``1.200``).

    >>> number_of("81,5"), number_of("1 200"), number_of("1,234,567.5"), number_of("-3")
    (81.5, 1200.0, 1234567.5, -3.0)
    """
    text = re.sub(r"[\s\u00a0\u202f]", "", written).replace("−", "-")
    if re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", text) and (plain or "," in text):
        raise ValueError(
            f"{written[:40]!r} may be {text.replace(',', '.')} or {re.sub('[.,]', '', text)}; write it without the sign between thousands"
        )
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text) and text.count(".") + text.count(",") > 1:
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text) and text.count(".") + text.count(",") > 1:
        text = text.replace(",", "")
    text = text.replace(",", ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", text):
        raise ValueError(f"{written[:40]!r} is no number; the unit has its own column")
    return float(text)
