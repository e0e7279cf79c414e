"""Codes × sessions, codes × groups, codes together: in each cell people, sessions and segments, which are three counts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from annotations.analysis import DIMENSIONS, Counts, Material, Tally

COLUMNS = ("session", *(d for d in DIMENSIONS if d not in ("session", "priority")))
"""What codes are set against; against each other, the same segment has both. Headings count what is beneath them, each segment once."""


@dataclass(frozen=True)
class Matrix:
    """``cells`` by (code, column), only where there is something. ``rows``: codes and headings in order of the frame (between codes:
    those that can be applied alone), ``columns``: every value that there is, those without anything too."""

    of: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Counts]
    by_row: Mapping[str, Counts]
    by_column: Mapping[str, Counts]


def matrix(material: Material, of: str) -> Matrix:
    """Codes against one of ``COLUMNS``."""
    if of == "code":
        return together(material)
    columns = material.key(of)
    cells: dict[tuple[str, str], Tally] = defaultdict(Tally)
    by_row: dict[str, Tally] = defaultdict(Tally)
    by_column: dict[str, Tally] = defaultdict(Tally)
    for segment, person, codes in material.with_codes:
        values = tuple(columns(segment))
        for tally in (*(by_column[value] for value in values), *(by_row[code] for code in codes)):
            tally.add(person, segment.session_id)
        for pair in product(codes, values):
            cells[pair].add(person, segment.session_id)
    return Matrix(
        of=of,
        rows=_known_first(material.values("code"), (code for code, _ in cells)),
        columns=_known_first(material.values(of), (value for _, value in cells)),
        cells={pair: tally.counts for pair, tally in cells.items()},
        by_row={code: tally.counts for code, tally in by_row.items()},
        by_column={value: tally.counts for value, tally in by_column.items()},
    )


def together(material: Material) -> Matrix:
    """Which codes are on the same segment; each pair twice, as (a, b) and as (b, a), and no code beside itself."""
    counted = material.by(material.segments, lambda segment: combinations(sorted(material.targets(segment, "code")), 2))
    by_code = material.by(material.segments, lambda segment: material.targets(segment, "code"))
    rows = _known_first(tuple(material.headings), (code for pair in counted for code in pair))
    return Matrix("code", rows, rows, {**counted, **{(b, a): counts for (a, b), counts in counted.items()}}, by_code, by_code)


def pairs(found: Matrix) -> Iterator[tuple[str, str, Counts]]:
    """The pairs of codes of ``together`` once each, those of most sessions first."""
    order = {code: number for number, code in enumerate(found.rows)}
    once = [(a, b, counts) for (a, b), counts in found.cells.items() if order[a] < order[b]]
    yield from sorted(once, key=lambda one: (-one[2].sessions, -one[2].segments, order[one[0]], order[one[1]]))


def _known_first(known: tuple[str, ...], found: Iterator[str]) -> tuple[str, ...]:
    """In the known order, then what is not known of any more, and nobody in particular last."""
    others = set(found) - set(known)
    return (*known, *sorted(others - {""}), *([""] if "" in others else []))
