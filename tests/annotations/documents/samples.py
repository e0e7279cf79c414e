"""A document with one of everything, and words that would be markup, fields or formulas if anybody read them so."""

import struct
import zlib

from annotations.documents.records import Document, DocumentKind, Heading, Paragraph, Picture, Run, State
from annotations.documents.tables import Table

HOSTILE = (
    '=1+1 {{ title }} {% raw %} {_{ }_} #panic("x") $x$ *b* <script>alert(1)</script> <w:instrText>INCLUDETEXT</w:instrText> '
    "& [l](http://e.org) \\ `c` @SUM(A1)"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><rect width="4" height="2"/></svg>'


def png(width: int = 4, height: int = 2) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + b"\xff" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def table(id_: str = "t1", rows: int = 3, columns: int = 3, **more: object) -> Table:
    headings = tuple(f"h{n}" for n in range(columns))
    cells = tuple(tuple(f"{id_}r{row}c{n}" for n in range(columns)) for row in range(rows))
    return Table(id_, f"Things of {id_}", "en", headings, cells, **more)  # type: ignore[arg-type]


def wide(id_: str = "wide") -> Table:
    """Thirteen columns of long words: they do not fit on an upright page."""
    return Table(id_, "Wide", "en", tuple("abcdefghijklm"), (("extraordinarily",) * 13,))


def document(
    language: str = "en", kind: DocumentKind = "report", state: State = "draft", hostile: str = HOSTILE, **more: object
) -> Document:
    parts = (
        Heading("h1", f"First {hostile}", 1),
        Paragraph(
            (
                Run("See "),
                Run(look="reference", target="t1"),
                Run(" and "),
                Run(look="reference", target="f1"),
                Run(", in "),
                Run(look="reference", target="h2"),
                Run(", it rose", note=f"Clinic {hostile}"),
                Run(" [S01.006]", "citation"),
                Run("."),
            )
        ),
        Paragraph((Run(f"“{hostile}”"),), "quote", "es"),
        Paragraph((Run("— teacher"),), "attribution"),
        Paragraph((Run("The statement"),), "statement"),
        Paragraph((Run("A translation"),), "translation"),
        Paragraph((Run("Not known"),), "gap"),
        Paragraph((Run("Mind this"),), "notice"),
        Paragraph((Run("2021. Under it", note="Second note"),), "note"),
        Paragraph((Run("one", "strong"), Run(" two", "emphasis"), Run(" [marked]", "mark")), "bullet"),
        Heading("h2", "Second", 2),
        table("t1", notes=(f"Counted {hostile}",), numbers=(1,)),
        wide(),
        Picture("f1", f"A figure {hostile}", f"Bars {hostile}", "Its note", png(), SVG),
        Table("t2", hostile, language, ("a", hostile), ((hostile, "1"), ("", "2"))),
    )
    given = {
        "kind": kind, "id": "CH1", "language": language, "title": f"Title {hostile}", "subtitle": "A story", "study": "Study & co",
        "state": state, "state_words": "DRAFT – NOT SIGNED", "version": "Version 3", "facts": (("Domain", hostile),), "parts": parts,
    }  # fmt: skip
    return Document(**(given | more))  # type: ignore[arg-type]
