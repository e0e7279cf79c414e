"""Tables that count so few people in a cell that they single them out, or that hide a cell which their totals give away."""

import re
from collections.abc import Sequence

from annotations.disclosure.attributes import Attribute, Combination, Value, Vocabulary, within
from annotations.disclosure.combinations import severity_of
from annotations.disclosure.covering import Cover
from annotations.disclosure.extracting import column_name
from annotations.disclosure.folding import folded_words, words_of
from annotations.disclosure.records import Document, Finding, Place, Table

_COUNT = re.compile(r"\d{1,6}")
_SUPPRESSED = re.compile(r"[<≤]\s?=?\s?\d{1,2}|\*{1,3}|\[\s?\*\s?\]")
_TOTALS = frozenset(["total", "totales", "totals", "suma", "sum", "all", "todos", "todas"])
_PEOPLE = frozenset(
    [
        "n",
        "personas",
        "persona",
        "participantes",
        "informantes",
        "entrevistadas",
        "entrevistados",
        "respondents",
        "respondent",
        "people",
        "participants",
        "persons",
        "interviewees",
        "casos",
        "cases",
        "numero",
        "number",
        "count",
        "total",
        "totales",
    ]
)
_MOST_COLUMNS = 200


class _Grid:
    """A table by its headings: what its rows and columns say about people."""

    def __init__(self, table: Table, vocabulary: Vocabulary) -> None:
        self.rows = table.rows
        filled = [at for at, row in enumerate(table.rows) if sum(bool(cell.strip()) for cell in row) > 1]
        self.head = filled[0] if filled else 0
        heading = table.rows[self.head] if table.rows else ()
        self.columns = [_pairs(cell, vocabulary) for cell in heading[:_MOST_COLUMNS]]
        self.names = [folded_words(cell) for cell in heading[:_MOST_COLUMNS]]

    def is_total(self, row: Sequence[str], column: int) -> bool:
        label = next((cell for cell in row if cell.strip() and not _COUNT.fullmatch(cell.strip())), "")
        return bool(_TOTALS & set(folded_words(label))) or bool(_TOTALS & set(self.names[column]))

    def label(self, row: Sequence[str]) -> str:
        """What stands in the row beside its numbers."""
        return "\t".join(cell for cell in row if cell.strip() and not _COUNT.fullmatch(cell.strip()))


def small_cells(document: Document, shown: str, vocabulary: Vocabulary, k: int, cover: Cover) -> list[Finding]:
    """Cells of 1 to ``k`` - 1 people, and hidden ones that can be computed."""
    found: list[Finding] = []
    for table in document.tables:
        if len(table.rows) < 2:
            continue
        grid = _Grid(table, vocabulary)
        found += _small(table, grid, shown, vocabulary, k, cover)
        found += [
            Finding("recoverable_cell", "stop", shown, _place(table, row, column, cover), cover.text(grid.label(table.rows[row])))
            for row, column in _recoverable(grid)
        ]
    return found


def _small(table: Table, grid: _Grid, shown: str, vocabulary: Vocabulary, k: int, cover: Cover) -> list[Finding]:
    found = []
    for number, row in enumerate(table.rows[grid.head + 1 :], start=grid.head + 1):
        if not any(_COUNT.fullmatch(cell.strip()) and 0 < int(cell) < k for cell in row):
            continue
        of_row = _pairs(grid.label(row), vocabulary)
        for column, cell in enumerate(row[: len(grid.columns)]):
            if not _COUNT.fullmatch(cell.strip()) or not 0 < int(cell) < k or grid.is_total(row, column):
                continue
            pairs = tuple(dict(of_row + grid.columns[column]).items())
            of_people = bool(_PEOPLE & set(grid.names[column]))
            if len(pairs) < 2 and not (pairs and of_people):
                continue
            combination: Combination = pairs
            found.append(
                Finding(
                    kind="small_cell",
                    severity=severity_of(combination, int(cell)),
                    document=shown,
                    place=_place(table, number, column, cover),
                    excerpt=cover.text(" | ".join([*row[:1], table.rows[grid.head][column], cell])),
                    combination=tuple((name, cover.text(vocabulary.show(name, value))) for name, value in combination),
                    count=int(cell),
                )
            )
    return found


def _recoverable(grid: _Grid) -> list[tuple[int, int]]:
    """Hidden cells that are the only ones in a row or a column whose total is given."""
    width = len(grid.columns)
    body = range(grid.head + 1, len(grid.rows))
    hidden = {
        (r, c) for r in body for c in range(min(width, len(grid.rows[r]))) if _SUPPRESSED.fullmatch(grid.rows[r][c].strip())
    }
    total_columns = {c for c in range(width) if _TOTALS & set(grid.names[c])}
    total_rows = {r for r in body if _TOTALS & set(folded_words(grid.label(grid.rows[r])))}
    found = []
    for r, c in sorted(hidden):
        alone_in_row = sum((r, other) in hidden for other in range(width)) == 1 and any(
            _is_count(grid, r, t) for t in total_columns
        )
        alone_in_column = sum((other, c) in hidden for other in body) == 1 and any(_is_count(grid, t, c) for t in total_rows)
        if alone_in_row or alone_in_column:
            found.append((r, c))
    return found


def _is_count(grid: _Grid, row: int, column: int) -> bool:
    return column < len(grid.rows[row]) and bool(_COUNT.fullmatch(grid.rows[row][column].strip()))


def _pairs(text: str, vocabulary: Vocabulary) -> tuple[tuple[Attribute, Value], ...]:
    """What a heading says about people; of several values of one attribute it says none."""
    named = vocabulary.named(words_of(text))
    return tuple((name, values[0]) for name, values in within(named, 0, len(text) + 1).items() if len(values) == 1)


def _place(table: Table, row: int, column: int, cover: Cover) -> Place:
    return cover.place(Place("cell", name=f"{column_name(column + 1)}{table.first_row + row}", within=table.within))
