"""OpenDocument texts: every paragraph, text box and table in document order, then headers, footers, notes and comments."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from annotations.errors import BadTranscript
from annotations.readers import archives
from annotations.readers.layouts import Document, Table, assembled

_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, DRAW, STYLE = (f"{{{_OPEN}{name}:1.0}}" for name in ("office", "text", "table", "drawing", "style"))
SPACES = re.compile(r"[ \t\r\n]+")
LONGEST_RUN_OF_SPACES = 80
PARAGRAPHS = {f"{TEXT}p", f"{TEXT}h"}
# what was deleted, declarations, and what tells about the text
NOT_TEXT = {
    *(TEXT + name for name in ("tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "note-citation")),
    *(OFFICE + name for name in ("forms", "event-listeners", "binary-data")),
    *(TABLE + name for name in ("desc", "title")),
    *("{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}" + name for name in ("title", "desc")),
}
APART = {f"{TEXT}note", f"{OFFICE}annotation"}
BOXES = {DRAW + name for name in ("text-box", "custom-shape", "rect", "ellipse", "circle", "caption")}
IN_PAGES = ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
DAMAGE = (etree.LxmlError, *archives.ZIP_DAMAGE, TypeError, AttributeError, MemoryError)


def read(data: bytes, path: Path) -> Document:
    """The text with its layout. Tracked insertions are text, tracked deletions are not."""
    with archives.opened(data, path) as archive:
        archives.check_xml(archive, path)
        content = archive.read("content.xml")
        styles = archive.read("styles.xml") if "styles.xml" in archive.namelist() else b""
    try:
        body = archives.parsed(content).find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise ValueError("it has no text")
        pages = archives.parsed(styles) if styles else etree.Element("none")
        apart: list[etree._Element] = [part for name in IN_PAGES for part in pages.iter(STYLE + name)]
        blocks = list(_blocks(body, apart))
        beside: list[str] = []
        for part in apart:  # a note within a note is found while the list is walked
            beside += _texts(part, apart)
        return assembled(blocks, beside)
    except DAMAGE as problem:
        raise BadTranscript(
            f"the document is damaged or not an OpenDocument text: {problem}",
            where=str(path),
            remedy="open it in a word processor and save it again as .odt or .docx",
        ) from problem


def _blocks(parent: etree._Element, apart: list[etree._Element]) -> Iterator[str | Table]:
    for child in parent:
        if child.tag in NOT_TEXT:
            continue
        if child.tag in APART:
            apart.append(child)
        elif child.tag in PARAGRAPHS:
            boxes: list[etree._Element] = []
            yield from _filled(["".join(_pieces(child, boxes, apart))])
            for box in boxes:
                yield from _blocks(box, apart)
        elif child.tag == f"{TABLE}table":
            yield from _table(child, apart)
        else:
            yield from _blocks(child, apart)


def _table(table: etree._Element, apart: list[etree._Element]) -> Iterator[str | Table]:
    """A table; one that only frames the text (a cell a row) is its paragraphs."""
    rows = [[list(_texts(cell, apart)) for cell in _cells(row)] for row in _rows(table)]
    if all(len(row) < 2 for row in rows):
        yield from (paragraph for row in rows for cell in row for paragraph in cell)
    else:
        yield Table(tuple(tuple("\n".join(cell) for cell in row) for row in rows))


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in {TABLE + name for name in ("table-rows", "table-header-rows", "table-row-group")}:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row; one that is covered by its neighbour stays as an empty one, so that columns keep their place."""
    return (cell for cell in row if cell.tag in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})


def _texts(parent: etree._Element, apart: list[etree._Element]) -> Iterator[str]:
    for block in _blocks(parent, apart):
        if isinstance(block, Table):
            yield from _filled("\t".join(row) for row in block.rows)
        else:
            yield block


def _filled(texts: Iterable[str]) -> Iterator[str]:
    return (text for text in texts if text.strip())


def _pieces(parent: etree._Element, boxes: list[etree._Element], apart: list[etree._Element]) -> Iterator[str]:
    yield SPACES.sub(" ", parent.text or "")
    for child in parent:
        if child.tag in APART:
            apart.append(child)
        elif child.tag in BOXES or child.tag == f"{TABLE}table":
            boxes.append(child)
        elif child.tag == f"{TEXT}s":
            yield " " * _count(child.get(f"{TEXT}c", "1"))
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif child.tag not in NOT_TEXT:
            yield from _pieces(child, boxes, apart)
        yield SPACES.sub(" ", child.tail or "")


def _count(said: str) -> int:
    return min(max(int(said), 0), LONGEST_RUN_OF_SPACES)
