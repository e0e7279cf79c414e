"""Small documents with something in every corner, built for the tests."""

import io
import zipfile
from collections.abc import Sequence

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.comments import Comment


def word(
    *paragraphs: str,
    table: Sequence[Sequence[str]] = (),
    comment: tuple[str, str] = ("", ""),
    header: str = "",
    footer: str = "",
    author: str = "Relato",
    deleted: str = "",
    alt: str = "",
    split: Sequence[str] = (),
) -> bytes:
    """A document; ``comment`` is text and author, ``split`` are runs of one paragraph."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if split:
        paragraph = document.add_paragraph()
        for text in split:
            paragraph.add_run(text)
    if table:
        cells = document.add_table(len(table), len(table[0]))
        for r, row in enumerate(table):
            for c, text in enumerate(row):
                cells.cell(r, c).text = text
    if comment[0]:
        document.add_comment(document.add_paragraph("x").runs, comment[0], author=comment[1], initials="X")
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    document.core_properties.author = author
    if deleted:
        _delete(document.add_paragraph("texto ")._p, deleted)
    if alt:
        properties = OxmlElement("wp:docPr")
        properties.set("id", "7")
        properties.set("descr", alt)
        document.add_paragraph("figura").runs[0]._r.append(properties)
    return saved(document)


def with_note(text: str) -> bytes:
    """A document whose footnotes are a part of their own."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = (
        f'<w:footnotes xmlns:w="{space}"><w:footnote w:id="1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    return with_file(word("Un texto."), "word/footnotes.xml", notes.encode())


def with_file(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with one more file in it."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def _delete(paragraph: object, text: str) -> None:
    deletion, run, words = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    deletion.set(qn("w:author"), "alguien")
    words.text = text
    run.append(words)
    deletion.append(run)
    paragraph.append(deletion)  # type: ignore[attr-defined]


def excel(
    rows: Sequence[Sequence[object]],
    *,
    sheet: str = "Datos",
    comment: str = "",
    hidden: str = "",
    author: str = "Relato",
    header: str = "",
) -> bytes:
    """A workbook; ``hidden`` is a cell of a hidden sheet."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(list(row))
    if comment:
        page["A1"].comment = Comment(comment, "Relato")
    if hidden:
        other = book.create_sheet("h")
        other.sheet_state = "hidden"
        other["C3"] = hidden
    book.properties.creator = author
    page.oddHeader.center.text = header
    return saved(book)


def pdf(*lines: str, author: str = "") -> bytes:
    """One page of text."""
    drawn = "".join(f"({line}) Tj 0 -16 Td " for line in lines)
    content = f"BT /F1 12 Tf 72 720 Td {drawn}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Author ({author}) /Producer (Relato) >>".encode("latin-1"),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % at for at in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + table + end
