"""A report on agreement as tables: CSV of the figures, XLSX of everything. No cell of it is a formula to a spreadsheet."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from annotations.agreement_intervals import Estimate
from annotations.agreement_report import Report
from annotations.agreement_tables import Row
from annotations.agreement_words import Names, name_of, words_of
from annotations.answer_sheets import safe
from annotations.languages import base
from annotations.sample_size import transcripts_needed

Cell = str | int | float | None
Table = list[list[Cell]]
FIGURES = ("percent", "kappa", "ac1", "alpha", "sets", "identical")
TITLES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "figures": "figures", "spans": "stretches", "confusions": "confusions", "drift": "over time", "shifts": "codes over time",
        "supervisor": "beside supervisor", "directions": "codes beside supervisor",
    },
    "es": {
        "figures": "cifras", "spans": "fragmentos", "confusions": "confusiones", "drift": "en el tiempo",
        "shifts": "codigos en el tiempo", "supervisor": "junto a supervision", "directions": "codigos y supervision",
    },
}  # fmt: skip
SPANISH = {
    "round": "ronda", "arm": "manera", "inflated": "inflado", "kind": "tipo", "level": "nivel", "code": "codigo", "name": "nombre", "heading": "familia",
    "coders": "personas", "language": "idioma", "units": "denominador", "segments": "segmentos", "transcripts": "transcripciones",
    "codes used": "codigos usados", "given": "dado", "paradox": "paradoja de prevalencia", "percent": "porcentaje", "kappa": "kappa",
    "ac1": "AC1", "alpha": "alfa", "sets": "alfa MASI", "identical": "conjuntos identicos", "from": "desde", "to": "hasta",
    "transcripts for target": "transcripciones para el objetivo", "label": "etiqueta", "marked": "marcado", "one": "uno", "other": "otro",
    "weight": "peso", "segment ids": "segmentos citados", "who": "quien", "coder": "persona", "since": "desde cuando", "until": "hasta cuando", "early": "antes",
    "late": "despues", "change": "cambio", "basis": "base", "both": "ambos", "coder only": "solo la persona",
    "supervisor only": "solo la supervision",
}  # fmt: skip


def tables(report: Report, names: Names, coders: Mapping[str, str], language: str, *, target: float = 0.1) -> dict[str, Table]:
    """Every table with its header row, by its title in the language."""
    tag = base(language) if base(language) in TITLES else "en"
    words = words_of(tag)
    made = {
        "figures": _figures(report, names, coders, words, target),
        "spans": _spans(report, coders),
        "confusions": _confusions(report, names, coders, words),
        "drift": _drift(report, coders),
        "shifts": _shifts(report, names, coders, words),
        "supervisor": _supervisor(report, names, coders, words, target),
        "directions": _directions(report, names, coders, words),
    }
    return {TITLES[tag][title]: [_header(table[0], tag), *table[1:]] for title, table in made.items()}


def as_csv(report: Report, names: Names, coders: Mapping[str, str], language: str, *, target: float = 0.1) -> str:
    """The figures, one row each."""
    out = io.StringIO(newline="")
    figures = next(iter(tables(report, names, coders, language, target=target).values()))
    csv.writer(out).writerows([_safe(cell) for cell in row] for row in figures)
    return out.getvalue()


def as_xlsx(report: Report, names: Names, coders: Mapping[str, str], language: str, *, target: float = 0.1) -> bytes:
    """A workbook with one sheet for each table."""
    import openpyxl
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook(write_only=True)
    for title, table in tables(report, names, coders, language, target=target).items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for row in table:
            sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in map(_safe, row)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    return safe(cell) if isinstance(cell, str) else round(cell, 4) if isinstance(cell, float) else cell


def _header(cells: Sequence[Cell], tag: str) -> list[Cell]:
    """The column names; "kappa from" is made of two words of ours."""
    if tag == "en":
        return list(cells)
    return [" ".join(SPANISH.get(word, word) for word in _parts(str(cell))) for cell in cells]


def _parts(name: str) -> list[str]:
    first, _, last = name.rpartition(" ")
    return [name] if name in SPANISH or last not in ("from", "to") else [first, last]


def _people(who: Sequence[str], coders: Mapping[str, str]) -> str:
    return " / ".join(coders.get(coder) or coder for coder in who)


def _estimate(found: Estimate | None) -> list[Cell]:
    return [None, None, None] if found is None else [found.value, found.low, found.high]


def _with_interval(*names: str) -> list[Cell]:
    return [f"{name}{part}" for name in names for part in ("", " from", " to")]


ROW: tuple[Cell, ...] = (
    "kind", "level", "code", "name", "heading", "coders", "language", "units", "segments", "transcripts", "codes used", "given", "paradox",
    *_with_interval(*FIGURES), "transcripts for target",
)  # fmt: skip


def _row(row: Row, names: Names, coders: Mapping[str, str], words: Mapping[str, str], target: float) -> list[Cell]:
    one = row.sets if not row.target else row.alpha
    half = one.half_width if one else None
    need = transcripts_needed(row.transcripts, half, target) if half is not None else None
    name = name_of(row.kind, row.target, names, words) if row.target else words[row.kind]
    head: list[Cell] = [
        row.kind,
        row.level,
        row.target,
        name,
        "x" if row.heading else "",
        _people(row.coders, coders),
        row.language,
        words[row.units_of],
    ]
    head += [row.units, row.transcripts, row.variables, row.given, "x" if row.paradox else ""]
    return [*head, *(cell for figure in FIGURES for cell in _estimate(getattr(row, figure))), need]


def _figures(report: Report, names: Names, coders: Mapping[str, str], words: Mapping[str, str], target: float) -> Table:
    rows: Table = [["round", "arm", "inflated", *ROW]]
    for part in report.parts:
        mark: list[Cell] = [part.round, part.arm, "x" if part.inflated else ""]
        rows += [[*mark, *_row(row, names, coders, words, target)] for row in part.rows]
    return rows


def _spans(report: Report, coders: Mapping[str, str]) -> Table:
    rows: Table = [["round", "arm", "label", "coders", "units", "segments", "transcripts", "marked", *_with_interval("alpha")]]
    for part in report.parts:
        for row in part.spans:
            head: list[Cell] = [part.round, part.arm, row.label, _people(row.coders, coders), row.units_of, row.units]
            rows.append([*head, row.transcripts, row.marked, *_estimate(row.alpha)])
    return rows


def _confusions(report: Report, names: Names, coders: Mapping[str, str], words: Mapping[str, str]) -> Table:
    rows: Table = [["round", "arm", "kind", "one", "other", "weight", "segments", "who", "segment ids"]]
    for part in report.parts:
        for one in part.confusions:
            who = "; ".join(f"{_people(people, coders)}: {count}" for *people, count in _by(one.by))
            named = [name_of(one.kind, key, names, words) if key else "" for key in (one.one, one.other)]
            rows.append([part.round, part.arm, one.kind, *named, one.weight, len(one.units), who, " ".join(one.units)[:30_000]])
    return rows


def _by(found: Sequence[tuple[str, str, int]]) -> Iterator[tuple[str, str, int]]:
    yield from sorted(found, key=lambda one: (-one[2], one[0], one[1]))


def _drift(report: Report, coders: Mapping[str, str]) -> Table:
    rows: Table = [["round", "arm", "coder", "since", "until", "transcripts", "segments", *_with_interval("percent", "kappa")]]
    for part in report.parts:
        for drift in part.drifts:
            for w in drift.windows:
                days: list[Cell] = [_moment(w.since), _moment(w.until), w.transcripts, w.units]
                head: list[Cell] = [part.round, part.arm, _people([drift.coder], coders), *days]
                rows.append([*head, *_estimate(w.percent), *_estimate(w.kappa)])
    return rows


def _moment(seconds: float) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="minutes")


def _shifts(report: Report, names: Names, coders: Mapping[str, str], words: Mapping[str, str]) -> Table:
    rows: Table = [["round", "arm", "coder", "code", "name", "early", "late", *_with_interval("change")]]
    for part in report.parts:
        for drift in part.drifts:
            for shift in drift.shifts:
                head: list[Cell] = [part.round, part.arm, _people([drift.coder], coders), shift.target]
                name = name_of(shift.kind, shift.target, names, words)
                rows.append([*head, name, shift.early, shift.late, *_estimate(shift.change)])
    return rows


def _supervisor(report: Report, names: Names, coders: Mapping[str, str], words: Mapping[str, str], target: float) -> Table:
    rows: Table = [["round", "arm", "coder", "basis", *ROW]]
    for one in report.supervised:
        mark: list[Cell] = [one.round, one.arm, _people([one.coder], coders), words[one.basis]]
        rows += [[*mark, *_row(row, names, coders, words, target)] for row in one.rows]
    return rows


def _directions(report: Report, names: Names, coders: Mapping[str, str], words: Mapping[str, str]) -> Table:
    rows: Table = [["round", "arm", "coder", "basis", "kind", "code", "name", "both", "coder only", "supervisor only"]]
    for one in report.supervised:
        mark: list[Cell] = [one.round, one.arm, _people([one.coder], coders), words[one.basis]]
        for d in one.directions:
            name = name_of(d.kind, d.target, names, words)
            rows.append([*mark, d.kind, d.target, name, d.both, d.coder_only, d.supervisor_only])
    return rows
