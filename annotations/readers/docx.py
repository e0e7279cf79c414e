"""Word documents: every paragraph, text box and table in document order, then headers, footers, notes and comments."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from annotations.errors import BadTranscript
from annotations.readers import archives
from annotations.readers.layouts import Document, Table, assembled

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
# deleted or moved-away text, field codes and formatting are not text; a fallback repeats what stands beside it
NOT_TEXT = {WORD + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr", "sectPr")} | {FALLBACK}
# what the libraries raise on damaged parts; found by changing real documents at random
DAMAGE = (
    *(OpcError, etree.LxmlError, *archives.ZIP_DAMAGE),
    *(LookupError, ValueError, TypeError, AttributeError, AssertionError, MemoryError),
)
BESIDE_THE_BODY = ("header", "footer", "footnotes", "endnotes", "comments")
STRICT = b"http://purl.oclc.org/ooxml/"


def read(data: bytes, path: Path) -> Document:
    """The text with its layout. Tracked insertions are text, tracked deletions are not."""
    with archives.opened(data, path) as archive:
        archives.check_xml(archive, path)
        if "_rels/.rels" in archive.namelist() and STRICT in archive.read("_rels/.rels"):
            raise BadTranscript(
                "the document is saved as Strict Open XML", where=str(path), remedy="save it as an ordinary Word document (.docx)"
            )
    try:
        document = docx.Document(io.BytesIO(data))
        related = sorted(document.part.rels.values(), key=lambda relation: relation.rId)
        beside = [
            paragraph
            for kind in BESIDE_THE_BODY
            for relation in related
            if not relation.is_external and relation.reltype.endswith(f"/{kind}")
            for paragraph in _texts(archives.parsed(relation.target_part.blob))
        ]
        return assembled(_blocks(document.element.body), beside)
    except DAMAGE as problem:
        raise BadTranscript(
            f"the document is damaged or not one that Word writes: {problem}",
            where=str(path),
            remedy="open it in a word processor and save it again as .docx",
        ) from problem


def _blocks(parent: etree._Element) -> Iterator[str | Table]:
    for child in parent:
        if child.tag in NOT_TEXT:
            continue
        if child.tag == f"{WORD}p":
            boxes: list[etree._Element] = []
            yield from _filled(["".join(_pieces(child, boxes))])
            for box in boxes:
                yield from _blocks(box)
        elif child.tag == f"{WORD}tbl":
            yield from _table(child)
        else:
            yield from _blocks(child)


def _table(table: etree._Element) -> Iterator[str | Table]:
    """A table; one that only frames the text (a cell a row) is its paragraphs."""
    rows = [[list(_texts(cell)) for cell in _within(row, "tc")] for row in _within(table, "tr")]
    if all(len(row) < 2 for row in rows):
        yield from (paragraph for row in rows for cell in row for paragraph in cell)
    else:
        yield Table(tuple(tuple("\n".join(cell) for cell in row) for row in rows))


def _within(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also in content controls; not those of a table in a cell."""
    for child in parent:
        if child.tag == f"{WORD}{name}":
            yield child
        elif child.tag not in NOT_TEXT and child.tag not in {f"{WORD}tbl", f"{WORD}tc"}:
            yield from _within(child, name)


def _texts(parent: etree._Element) -> Iterator[str]:
    """The paragraphs of a cell, a note or a header, rows of a table in it as lines."""
    for block in _blocks(parent):
        if isinstance(block, Table):
            yield from _filled("\t".join(row) for row in block.rows)
        else:
            yield block


def _filled(texts: Iterable[str]) -> Iterator[str]:
    return (text for text in texts if text.strip())


def _pieces(parent: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    for child in parent:
        if child.tag in NOT_TEXT:
            continue
        if child.tag in {f"{WORD}t", f"{MATH}t"}:
            yield child.text or ""
        elif child.tag == f"{WORD}txbxContent":
            boxes.append(child)
        elif isinstance(child.tag, str) and child.tag.startswith(WORD) and child.tag.removeprefix(WORD) in SIGNS:
            yield SIGNS[child.tag.removeprefix(WORD)]
        else:
            yield from _pieces(child, boxes)
