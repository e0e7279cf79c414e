"""How tables are laid out: how wide their columns are, whether they stay on one page, whether the page lies on its side."""

import struct
from collections.abc import Sequence

from annotations.documents.records import Heading, Paragraph, Part, Picture
from annotations.documents.tables import Table

UPRIGHT, LYING = 9200, 14200
"""Room between the margins of a page, in twentieths of a point."""
LETTER, SIDES, MOST = 104, 170, 240
"""What a letter of a cell is wide at most, and a cell beside its words, in twentieths of a point; letters after which a cell asks for no more room."""
TALLEST = 1.2
"""A picture is at most so many times as high as the page is wide between its margins."""
LINES, LEAD = 16, 2
"""A cell of more lines is very high; so many sentences go with a table onto a page that lies."""
ROWS_TOGETHER, LETTERS_TOGETHER = 12, 1200
"""A table of no more rows and letters stays on one page."""


def widths(table: Table, total: int) -> list[int]:
    """The width of each column, ``total`` twentieths of a point in all: none narrower than its longest word if that can be, what is left by how much they hold.

    >>> widths(Table("t", "", "en", ("Change", "n"), (("a long story about water", "3"),)), 1000)
    [678, 322]
    """
    columns, least = list(zip(table.headings, *table.rows, strict=True)), _least(table)
    often = [min(sorted(len(cell) for cell in cells)[len(cells) * 3 // 4], MOST) for cells in columns]
    wanted = [max(0, LETTER * letters + SIDES - narrow) for letters, narrow in zip(often, least, strict=True)]
    left = total - sum(least)
    if left <= 0:
        made = [total * narrow // sum(least) for narrow in least]
    else:
        share = min(1.0, left / sum(wanted)) if sum(wanted) else 0.0
        made = [narrow + int(more * share) for narrow, more in zip(least, wanted, strict=True)]
        made = [total * width // sum(made) for width in made]
    return [made[0] + total - sum(made), *made[1:]]


def is_wide(table: Table) -> bool:
    """Whether it needs a page that lies: its words do not fit side by side on an upright one, or some cell becomes very high."""
    if sum(_least(table)) > UPRIGHT:
        return True
    rooms = [width - SIDES for width in widths(table, UPRIGHT)]
    return any(len(cell) * LETTER > LINES * room for row in table.rows for cell, room in zip(row, rooms, strict=True))


def lying(parts: Sequence[Part]) -> list[bool]:
    """Of each part, whether it stands on a page that lies: wide tables, with the headings and sentences just before them."""
    found = [isinstance(part, Table) and is_wide(part) for part in parts]
    for place in [place for place, wide in enumerate(found) if wide]:
        before = place
        while before > 0 and isinstance(parts[before - 1], Paragraph) and place - before < LEAD:
            before -= 1
        while before > 0 and isinstance(parts[before - 1], Heading):
            before -= 1
            found[before:place] = [True] * (place - before)
    return found


def stays_together(table: Table) -> bool:
    """Whether it is short enough to stand on one page."""
    return len(table.rows) <= ROWS_TOGETHER and sum(len(cell) for row in table.rows for cell in row) <= LETTERS_TOGETHER


def _least(table: Table) -> list[int]:
    """What each column needs for its longest word."""
    columns = zip(table.headings, *table.rows, strict=True)
    return [LETTER * max(2, *(len(word) for cell in cells for word in (cell.split() or [""]))) + SIDES for cells in columns]


def share_of_width(picture: Picture) -> float:
    """How much of the width between the margins a picture takes, so that it fits on a page with its caption; in (0, 1]."""
    width, height = struct.unpack(">II", picture.png[16:24])
    return float(min(1.0, TALLEST * width / height))
