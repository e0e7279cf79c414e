"""Saturation curves as a workbook: what each session brought, every rule of the grid, how often each code was met, what is unheard."""

import io
from collections.abc import Mapping, Sequence

from annotations.answer_sheets import safe
from annotations.curve_words import slice_name
from annotations.curves import Curve
from annotations.languages import base

Cell = str | int | float | None
Table = list[list[Cell]]
PART: tuple[Cell, ...] = ("part", "level", "applied codes")
TITLES: Mapping[str, Mapping[str, str]] = {
    "en": {"sessions": "sessions", "rules": "rules", "codes": "codes", "unheard": "unheard"},
    "es": {"sessions": "sesiones", "rules": "reglas", "codes": "codigos", "unheard": "por escuchar"},
}
SPANISH = {
    "part": "parte", "level": "nivel", "applied codes": "codigos que se aplican", "number": "numero", "session": "sesion", "date": "fecha",
    "codes": "codigos", "new": "nuevos", "known": "conocidos", "low": "desde", "median": "mediana", "high": "hasta",
    "expected": "esperados", "new codes": "codigos nuevos", "base": "base", "run": "corrida", "threshold": "umbral",
    "in order": "en orden", "never": "nunca", "never from": "nunca desde", "never to": "nunca hasta", "earliest": "primera",
    "latest": "ultima", "code": "codigo", "name": "nombre", "sessions": "sesiones", "codes in frame": "codigos del marco",
    "codes at least": "codigos al menos", "surely at least": "con seguridad al menos", "known share": "parte conocida",
    "known share from": "parte conocida desde", "known share to": "parte conocida hasta", "next on average": "siguiente en promedio",
    "next at most": "siguiente a lo mas", "with confidence": "con confianza",
}  # fmt: skip


def tables(curves: Sequence[Curve], names: Mapping[str, str], language: str) -> dict[str, Table]:
    """Every table with its header row, by its title in the language."""
    tag = base(language) if base(language) in TITLES else "en"
    made = {
        "sessions": _sessions(curves, language),
        "rules": _rules(curves, language),
        "codes": _codes(curves, names, language),
        "unheard": _unheard(curves, language),
    }
    return {TITLES[tag][key]: [_header(table[0], tag), *table[1:]] for key, table in made.items()}


def as_xlsx(curves: Sequence[Curve], names: Mapping[str, str], language: str) -> bytes:
    """A workbook with one sheet for each table. No cell is a formula to a spreadsheet."""
    import openpyxl
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook(write_only=True)
    for title, table in tables(curves, names, language).items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for row in table:
            sheet.append([ILLEGAL_CHARACTERS_RE.sub("", safe(cell)) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _header(cells: Sequence[Cell], tag: str) -> list[Cell]:
    return [SPANISH[str(cell)] for cell in cells] if tag == "es" else list(cells)


def _part(curve: Curve, language: str) -> list[Cell]:
    return [slice_name(curve.slice, language), curve.level, "x" if curve.deepest else ""]


def _sessions(curves: Sequence[Curve], language: str) -> Table:
    head = ("number", "session", "date", "codes", "new", "known", "low", "median", "high", "expected", "new codes")
    rows: Table = [[*PART, *head]]
    for curve in curves:
        for n, point in enumerate(curve.points):
            day = point.date.isoformat() if point.date else None
            own: list[Cell] = [n + 1, point.session_id, day, point.codes, point.new, point.known]
            band: list[Cell] = [curve.band.low[n], curve.band.median[n], curve.band.high[n], curve.band.expected[n]]
            rows.append([*_part(curve, language), *own, *band, " ".join(point.new_codes)[:30_000]])
    return rows


def _rules(curves: Sequence[Curve], language: str) -> Table:
    head = ("base", "run", "threshold", "in order", "never", "never from", "never to", "earliest", "median", "latest")
    rows: Table = [[*PART, *head]]
    for curve in curves:
        for s in curve.grid:
            over: list[Cell] = [s.never, s.never_low, s.never_high, s.earliest, s.median, s.latest]
            rows.append([*_part(curve, language), s.base, s.run, s.threshold, s.written or None, *over])
    return rows


def _codes(curves: Sequence[Curve], names: Mapping[str, str], language: str) -> Table:
    rows: Table = [[*PART, "code", "name", "sessions"]]
    for curve in curves:
        rows += [[*_part(curve, language), code, names.get(code, code), sessions] for code, sessions in curve.most]
    return rows


def _unheard(curves: Sequence[Curve], language: str) -> Table:
    head = (
        "sessions",
        "codes",
        "codes in frame",
        "codes at least",
        "surely at least",
        "known share",
        "known share from",
        "known share to",
    )
    rows: Table = [[*PART, *head, "next on average", "next at most", "with confidence"]]
    for curve in curves:
        u = curve.unheard
        counts: list[Cell] = [len(curve.points), curve.codes, curve.codes_in_frame, u.codes.value, u.codes.low]
        share: list[Cell] = [u.coverage.value, u.coverage.low, u.coverage.high]
        rows.append([*_part(curve, language), *counts, *share, u.next_expected, u.next_at_most, u.next_confidence])
    return rows
