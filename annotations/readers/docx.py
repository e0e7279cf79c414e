"""Word documents: every paragraph and table cell in document order, then headers, footers, notes and comments."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.parser import parse_xml
from lxml import etree  # type: ignore[import-untyped]

from annotations.errors import BadTranscript

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
# deleted or moved-away text, field codes and formatting are not text; a fallback repeats what stands beside it
NOT_TEXT = {WORD + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr", "sectPr")} | {FALLBACK}
# what the libraries raise on damaged parts; found by changing real documents at random
DAMAGE = (
    *(OpcError, zipfile.BadZipFile, zlib.error, etree.LxmlError, EOFError, OSError),
    *(LookupError, ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError, AssertionError),
)
BESIDE_THE_BODY = ("header", "footer", "footnotes", "endnotes", "comments")


def read(data: bytes, path: Path) -> tuple[str, int]:
    """The text, and where its body ends: what follows (headers, notes, comments) is nobody's turn.

    Paragraphs and table rows are set apart by an empty line, the cells of a row by a tab.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        body = "\n\n".join(_paragraphs(document.element.body))
        related = sorted(document.part.rels.values(), key=lambda relation: relation.rId)
        beside = [
            paragraph
            for kind in BESIDE_THE_BODY
            for relation in related
            if not relation.is_external and relation.reltype.endswith(f"/{kind}")
            for paragraph in _paragraphs(parse_xml(relation.target_part.blob))
        ]
    except DAMAGE as problem:
        raise BadTranscript(
            f"the document is damaged or not one that Word writes: {problem}",
            where=str(path),
            remedy="open it in a word processor and save it again as .docx",
        ) from problem
    return "\n\n".join([part for part in (body, *dict.fromkeys(beside)) if part]), len(body)


def _paragraphs(parent: etree._Element) -> Iterator[str]:
    for child in parent:
        if child.tag in NOT_TEXT:
            continue
        if child.tag == f"{WORD}p":
            boxes: list[etree._Element] = []
            yield from _filled(["".join(_pieces(child, boxes))])
            for box in boxes:
                yield from _paragraphs(box)
        elif child.tag == f"{WORD}tr":
            cells = ["\n".join(_paragraphs(cell)) for cell in child.iter(f"{WORD}tc") if _row_of(cell) is child]
            yield from _filled(["\t".join(cells)])
        else:
            yield from _paragraphs(child)


def _row_of(cell: etree._Element) -> etree._Element | None:
    """The row that a cell stands in: the rows of a table inside a cell belong to that cell."""
    return next(cell.iterancestors(f"{WORD}tr"), None)


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
