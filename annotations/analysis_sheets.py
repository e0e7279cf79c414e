"""Plan rows and matrices as workbooks and CSV. No cell of them is a formula to a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotations.analysis import Counts, Material
from annotations.analysis_plan import RowResult
from annotations.analysis_words import Naming
from annotations.answer_sheets import safe
from annotations.matrices import Matrix, pairs
from annotations.transcripts import Segment

Cell = str | int | None
Table = Iterable[Sequence[Cell]]
COUNTS = ("people", "sessions", "segments")
MAXIMUM = 31
"""Letters of a sheet's title."""


def plan_xlsx(results: Sequence[RowResult], material: Material, naming: Naming) -> bytes:
    """A workbook: the plan with its counts, its criteria, its breakdowns, and a sheet with the segments of each row."""
    word = naming.word
    tables: dict[str, Table] = {
        word("plan"): _plan(results, naming),
        word("steps"): _steps(results, naming),
        word("breakdowns"): _breakdowns(results, naming),
        word("cross"): _cross(results, naming),
    }
    for result in results:
        tables[_title(result.row.id, tables)] = segments_table(result.segment_ids, material, naming)
    return workbook(tables)


def segments_csv(ids: Iterable[str], material: Material, naming: Naming) -> str:
    """Segments with who said them and where, one a row."""
    return _csv(segments_table(ids, material, naming))


def matrix_xlsx(found: Matrix, naming: Naming) -> bytes:
    """A workbook: the matrix with three columns for each value, and the same as a list."""
    return workbook({naming.word(found.of): matrix_table(found, naming), naming.word("segments"): matrix_list(found, naming)})


def matrix_csv(found: Matrix, naming: Naming) -> str:
    """The matrix as a list: code, value, and the three counts."""
    return _csv(matrix_list(found, naming))


def matrix_table(found: Matrix, naming: Naming) -> Iterator[list[Cell]]:
    """Codes as rows; people, sessions and segments of each value as columns beside each other; totals count each segment once."""
    word, values = naming.word, [naming.value(found.of, value) for value in found.columns]
    heads = [f"{value}: {word(name)}" for value in (word("total"), *values) for name in COUNTS]
    yield [word("code"), word("name"), *heads]
    for code in found.rows:
        cells = [found.by_row.get(code), *(found.cells.get((code, value)) for value in found.columns)]
        yield [code, naming.value("code", code), *(number for one in cells for number in _numbers(one))]
    totals = (found.by_column.get(value) for value in found.columns)
    yield [None, word("total"), *[None] * len(COUNTS), *(number for one in totals for number in _numbers(one))]


def matrix_list(found: Matrix, naming: Naming) -> Iterator[list[Cell]]:
    word = naming.word
    of = word("with") if found.of == "code" else word(found.of)
    yield [word("code"), word("name"), of, f"{of}: {word('name')}", *map(word, COUNTS)]
    cells = (
        pairs(found)
        if found.of == "code"
        else ((c, v, found.cells[c, v]) for c in found.rows for v in found.columns if (c, v) in found.cells)
    )
    for code, value, counts in cells:
        yield [code, naming.value("code", code), value, naming.value(found.of, value), *_numbers(counts)]


def segments_table(ids: Iterable[str], material: Material, naming: Naming) -> Iterator[list[Cell]]:
    """Who said what, where: a header, then one row for each segment."""
    word = naming.word
    known: Mapping[str, Segment] = {segment.id: segment for segment in material.segments}
    heads = (
        "segment",
        "session",
        "date",
        "method",
        "instrument",
        "place",
        "respondent",
        "category",
        "language",
        "asked_question",
        "said",
    )
    changes = [f"{word('change')}: {word(stance)}" for stance in ("for", "against")]
    yield [*map(word, heads), word("domains"), word("sections"), word("codes"), *changes]
    for segment in (known[one] for one in ids):
        session, said_by = material.sessions[segment.session_id], material.said_by.get(segment.id, "")
        yield [
            segment.id, session.id, session.date.isoformat() if session.date else "", naming.value("method", session.method),
            session.instrument, naming.value("place", session.place), said_by or segment.speaker,
            naming.value("category", material.category(segment)), segment.language or session.language, segment.question, segment.text,
            *(", ".join(naming.value(kind, one) for one in sorted(material.targets(segment, kind))) for kind in ("domain", "section", "code")),
            *(", ".join(naming.value("change", c) for c, side in sorted(material.stances.get(segment.id, ())) if side == stance)
              for stance in ("for", "against")),
        ]  # fmt: skip


def workbook(tables: Mapping[str, Table]) -> bytes:
    """An XLSX with one sheet for each table, by its title."""
    import openpyxl
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook(write_only=True)
    for title, table in tables.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for row in table:
            sheet.append([ILLEGAL_CHARACTERS_RE.sub("", safe(cell)) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(table: Table) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([safe(cell) if isinstance(cell, str) else cell for cell in row] for row in table)
    return out.getvalue()


def _numbers(counts: Counts | None) -> list[Cell]:
    counts = counts or Counts()
    return [counts.people, counts.sessions, counts.segments]


def _plan(results: Sequence[RowResult], naming: Naming) -> Iterator[list[Cell]]:
    word = naming.word
    yield [*map(word, ("row", "question", *COUNTS, "unnamed", "unread", "absent", "was_not_asked", "strategy", "elsewhere"))]
    for result in results:
        row = result.row
        absent = ", ".join(f"{word(name)}: {naming.asked(name, (value,))}" for name, value in result.absent)
        yield [
            row.id, naming.question(row), *_numbers(result.counts), result.counts.unnamed, ", ".join(result.unread), absent,
            naming.asked("not_asked", row.not_asked), naming.text(row.strategy), naming.text(row.elsewhere),
        ]  # fmt: skip


def _steps(results: Sequence[RowResult], naming: Naming) -> Iterator[list[Cell]]:
    word = naming.word
    yield [*map(word, ("row", "criterion", "asked", *COUNTS, "unnamed", "unsure"))]
    for result in results:
        for step in result.steps:
            said = [word(step.criterion), naming.asked(step.criterion, step.asked)] if step.criterion else [word("all"), ""]
            yield [result.row.id, *said, *_numbers(step.left), step.left.unnamed, step.unsure]


def _breakdowns(results: Sequence[RowResult], naming: Naming) -> Iterator[list[Cell]]:
    word = naming.word
    yield [*map(word, ("row", "dimension", "value", "name", *COUNTS, "unnamed", "note"))]
    for result in results:
        for dimension, values in result.breakdowns.items():
            for value, counts in values.items():
                note = word("was_not_asked") if dimension == "category" and value in result.row.not_asked else ""
                named = naming.value(dimension, value)
                yield [result.row.id, word(dimension), value, named, *_numbers(counts), counts.unnamed, note]


def _cross(results: Sequence[RowResult], naming: Naming) -> Iterator[list[Cell]]:
    word = naming.word
    yield [*map(word, ("row", "category", "section", *COUNTS))]
    for result in results:
        for (category, section), counts in result.cross.items():
            yield [result.row.id, naming.value("category", category), naming.value("section", section), *_numbers(counts)]


def _title(row_id: str, taken: Mapping[str, object]) -> str:
    """A title for a sheet that Excel takes and no other sheet has."""
    plain = re.sub(r"[\[\]:*?/\\']", "-", row_id)[: MAXIMUM - 4] or "-"
    used = {title.casefold() for title in taken}
    return next(title for title in (plain, *(f"{plain} {n}" for n in range(2, 1000))) if title.casefold() not in used)
