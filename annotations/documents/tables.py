"""A table as it is to be read: worded in one language, computed, with where its numbers come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """``headings`` and ``rows`` are words in ``language``; ``numbers``: the columns that are set flush right, from 0. ``notes`` say how it was
    counted and stand under it. A cell that is empty is unknown; what does not apply is a dash. ``links``: by (row, column) from 0, the parts of
    the document that a cell refers to; its words are then what references to them say, with commas.
    """

    id: str
    caption: str
    language: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    links: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headings) for row in self.rows):
            raise ValueError(f"a row of the table {self.id} has not as many cells as it has headings")
