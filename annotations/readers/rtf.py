"""Rich text: paragraphs, tables, text boxes, then headers, footers, notes and comments. Pictures and objects are skipped.

The tables of code pages and of destinations that hold no text are those of striprtf. Its reader is not used: it drops notes, headers
and text boxes, breaks characters outside of the basic plane in two, and writes ``|`` between cells.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from striprtf.striprtf import charset_map, destinations

from annotations.errors import BadTranscript
from annotations.readers.layouts import Document, Row, Table, assembled

Place = Literal["body", "box", "beside", "fonts", "nowhere"]

DEEPEST_GROUP = 1_000
LONGEST_SKIP = 1_000
TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)"
)
NAMED_PAGES = {10000: "mac_roman", 65001: "utf-8", 708: "cp864", 42: "cp1252", 0: "cp1252"}
CHARACTER_SETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
BREAKS = frozenset({"par", "sect", "page", "column"})
SIGNS = {
    **{"line": "\n", "softline": "\n", "tab": "\t", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002"},
    **{"qmspace": "\u2005", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
    **{"zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f", "nestcell": "\t"},
}
SYMBOLS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "{": "{", "}": "}", "\\": "\\"}
BESIDE = frozenset("footnote annotation header headerl headerr headerf footer footerl footerr footerf".split())
BOXES = frozenset({"shptxt", "dptxbxtext"})
# groups around text that others would skip; of "upr" the plain half is skipped, as the half in Unicode follows
FRAMES = frozenset("shp shpgrp shpinst do ud mmath moMath moMathPara mr field result".split())
NOWHERE = destinations - BESIDE - BOXES - FRAMES | {"upr", "fldinst", "pntext", "shprslt", "deltamoved", "listtext"} - {"listtext"}


@dataclass(slots=True)
class _Group:
    place: Place = "body"
    skipped_after_unicode: int = 1
    font: int | None = None
    deleted: bool = False


@dataclass(slots=True)
class _Written:
    """Text as it comes in, broken into paragraphs; ``cells`` and ``rows`` are those of the table that is being read."""

    line: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    blocks: list[str | Table] = field(default_factory=list)

    def end_paragraph(self, in_table: bool) -> None:
        text = "".join(self.line)
        self.line.clear()
        if in_table:
            self.cell.append(text)
        elif text.strip():
            self.end_table()
            self.blocks.append(text)

    def end_cell(self) -> None:
        self.end_paragraph(in_table=True)
        self.cells.append("\n".join(filter(str.strip, self.cell)))
        self.cell.clear()

    def end_row(self) -> None:
        if self.cells:
            self.rows.append(tuple(self.cells))
        self.cells.clear()

    def end_table(self) -> None:
        self.end_row()
        if all(len(row) < 2 for row in self.rows):
            self.blocks += [paragraph for row in self.rows for cell in row for paragraph in cell.split("\n") if paragraph.strip()]
        else:
            self.blocks.append(Table(tuple(self.rows)))
        self.rows.clear()

    def finished(self) -> list[str | Table]:
        self.end_paragraph(in_table=bool(self.cell))
        if self.cell:
            self.end_cell()
        self.end_table()
        return self.blocks
