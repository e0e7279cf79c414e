"""Small interviews in every format that is read, made here; what the fuzzing changes. Two runs make the same bytes."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache

TURNS = (
    ("ENTREVISTADORA", "¿Qué cambió desde que llegó el pozo al barrio? [00:00:12]"),
    ("P1", "Pues… antes íbamos por agua hasta el río (risas); ahora mi niña alcanza a ir a la escuela."),
    ("ENTREVISTADORA", "¿Quién decidió eso?"),
    ("P2 (mujer)", "La asamblea: 42 votos contra 3. Señor Núñez dijo que «ya era hora» [inaudible] y así quedó 👍."),
    ("Interviewer", "And what did you do then?"),
    ("P1", "I asked the neighbours, and we wrote a letter — nobody answered."),
)
SCHEMA = b"http://schemas.openxmlformats.org"
WHEN = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?")


@cache
def seeds() -> Mapping[str, tuple[str, tuple[bytes, ...]]]:
    """For every reader the suffix of its files and the documents to begin from."""
    makers: Mapping[str, tuple[str, Callable[[], tuple[bytes, ...]]]] = {
        "docx": (".docx", _docx),
        "odt": (".odt", _odt),
        "rtf": (".rtf", _rtf),
        "txt": (".txt", _txt),
        "vtt": (".vtt", _vtt),
        "srt": (".srt", _srt),
        "pdf": (".pdf", lambda: (pdf(), pdf(packed=True))),
        "csv": (".csv", _csv),
        "xlsx": (".xlsx", _xlsx),
    }
    return {name: (suffix, make()) for name, (suffix, make) in makers.items()}


def parts_of(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive that does not tell when it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method, 1)
    return out.getvalue()


def _without_time(archive: bytes) -> bytes:
    return packed({name: WHEN.sub(b"2024-01-01T00:00:00", content) for name, content in parts_of(archive).items()})


def _docx() -> tuple[bytes, ...]:
    import docx

    by_paragraph, by_row = docx.Document(), docx.Document()
    by_paragraph.add_heading("Entrevista 3")
    table = by_row.add_table(rows=0, cols=2)
    for speaker, words in TURNS:
        paragraph = by_paragraph.add_paragraph()
        paragraph.add_run(f"{speaker}: ").bold = True
        paragraph.add_run(words)
        cells = table.add_row().cells
        cells[0].text, cells[1].text = speaker, words
    by_paragraph.sections[0].header.paragraphs[0].text = "Confidencial"
    by_paragraph.add_comment(by_paragraph.paragraphs[1].runs, text="una nota", author="A", initials="A")
    return tuple(_light(document) for document in (by_paragraph, by_row))


def _light(document: object) -> bytes:
    """Without the many styles of the library's template, so that a document is read in a few milliseconds."""
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    parts = parts_of(out.getvalue())
    styles = parts["word/styles.xml"]
    parts["word/styles.xml"] = styles[: styles.index(b"<w:latentStyles")] + b"</w:styles>"
    for name in ("word/stylesWithEffects.xml", "word/theme/theme1.xml", "word/numbering.xml", "docProps/thumbnail.jpeg"):
        parts.pop(name, None)
        relation = re.compile(rb'<Relationship [^>]*"%s"[^>]*/>' % name.removeprefix("word/").encode())
        for rels in ("word/_rels/document.xml.rels", "_rels/.rels"):
            parts[rels] = relation.sub(b"", parts[rels])
    return _without_time(packed(parts))


def _odt() -> tuple[bytes, ...]:
    from odf.opendocument import OpenDocumentText
    from odf.table import Table, TableCell, TableRow
    from odf.text import H, P

    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Entrevista 3"))
    table = Table(name="Turnos")
    for speaker, words in TURNS:
        document.text.addElement(P(text=f"{speaker}: {words}"))
        row = TableRow()
        for cell_text in (speaker, words):
            cell = TableCell()
            cell.addElement(P(text=cell_text))
            row.addElement(cell)
        table.addElement(row)
    first = io.BytesIO()
    document.write(first)
    document.text.addElement(table)
    second = io.BytesIO()
    document.write(second)
    return _without_time(first.getvalue()), _without_time(second.getvalue())


def _rtf() -> tuple[bytes, ...]:
    def escaped(words: str) -> str:
        units = memoryview(words.encode("utf-16-le")).cast("H")
        return "".join(chr(unit) if unit < 128 else f"\\u{unit - 65536 if unit > 32767 else unit}?" for unit in units)

    plain = "\\par\n".join(f"{{\\b {speaker}:}} {escaped(words)}" for speaker, words in TURNS)
    ansi = "\\par\n".join(f"{speaker}:\\tab {words}" for speaker, words in TURNS).encode("cp1252", "replace")
    coded = re.sub(rb"[\x80-\xff]", lambda found: b"\\'%02x" % found[0][0], ansi)
    head = b"{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss Arial;}}{\\colortbl;\\red0\\green0\\blue0;}\n"
    return head + plain.encode("ascii") + b"\\par}", head + b"{\\*\\generator X;}\\pard\\f0\\fs24 " + coded + b"\\par}"


def _txt() -> tuple[bytes, ...]:
    text = "Entrevista 3\n\n" + "\n\n".join(f"{speaker}: {words}" for speaker, words in TURNS)
    timed = "\n".join(f"[00:{n:02}:41] Speaker {n % 2 + 1}\n{words}\n" for n, (_, words) in enumerate(TURNS))
    return (
        text.encode(),
        text.replace("\n", "\r\n").encode("cp1252", "ignore"),
        text.encode("utf-16"),
        b"\xef\xbb\xbf" + timed.encode(),
    )


def _vtt() -> tuple[bytes, ...]:
    voices = "\n\n".join(
        f"{n}\n00:{n:02}:00.000 --> 00:{n:02}:59.500 align:start\n<v {speaker}>{words}</v>"
        for n, (speaker, words) in enumerate(TURNS)
    )
    zoom = "\n\n".join(f"00:{n:02}:00.000 --> 00:{n:02}:59.500\n{speaker}: {words}" for n, (speaker, words) in enumerate(TURNS))
    return f"WEBVTT\n\nNOTE una nota\n\n{voices}\n".encode(), f"WEBVTT - título\n\nSTYLE\n::cue {{}}\n\n{zoom}\n".encode()


def _srt() -> tuple[bytes, ...]:
    cues = "\n\n".join(
        f"{n + 1}\n00:{n:02}:00,000 --> 00:{n:02}:59,500\n<i>{speaker}</i>: {words}" for n, (speaker, words) in enumerate(TURNS)
    )
    return cues.encode(), cues.replace("\n", "\r\n").encode("cp1252", "ignore")


def pdf(*, packed: bool = False, extra: bytes = b"", catalog: bytes = b"", pages: bytes = b"[3 0 R]") -> bytes:
    """A PDF of one page; ``extra`` objects and entries of the catalog can be put into it."""
    lines = b"".join(b"(%s: %s) Tj T*\n" % (who.encode(), _pdf_text(words)) for who, words in TURNS)
    content = b"BT /F1 10 Tf 14 TL 40 760 Td\n" + lines + b"ET"
    filtered = b""
    if packed:
        content, filtered = zlib.compress(content, 9), b"/Filter /FlateDecode "
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids %s /Count 1 >>" % pages,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< %s/Length %d >>\nstream\n%s\nendstream" % (filtered, len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    out, places = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    out += extra
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        start,
    )


def _pdf_text(words: str) -> bytes:
    return re.sub(rb"([()\\])", rb"\\\1", words.encode("cp1252", "replace"))


def _csv() -> tuple[bytes, ...]:
    turns = _table([("Tiempo", "Hablante", "Texto"), *((f"00:0{n}:00", who, words) for n, (who, words) in enumerate(TURNS))])
    header = ("ID", "Sexo", "¿Qué cambió en su vida?", "¿Por qué es importante para usted?")
    answers = _table([header, *((f"R{n}", "M", words, words[::-1]) for n, (_, words) in enumerate(TURNS))], delimiter=";")
    return turns.encode(), answers.encode("cp1252", "replace"), turns.replace(",", "\t").encode("utf-16")


def _table(rows: list[tuple[str, ...]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def _xlsx() -> tuple[bytes, ...]:
    import openpyxl

    turns, answers = openpyxl.Workbook(), openpyxl.Workbook()
    sheet, other = turns.worksheets[0], answers.worksheets[0]
    sheet.append(("Tiempo", "Hablante", "Texto"))
    other.append(("ID", "Edad", "¿Qué cambió en su vida?", "¿Por qué es importante para usted?"))
    for number, (speaker, words) in enumerate(TURNS):
        sheet.append((f"00:0{number}:00", speaker, words))
        other.append((f"R{number}", 40 + number, words, words[::-1]))
    made = []
    for book in (turns, answers):
        out = io.BytesIO()
        book.save(out)
        made.append(_without_time(out.getvalue()))
    return made[0], _with_shared_strings(made[1])


def _with_shared_strings(archive: bytes) -> bytes:
    """As Excel writes it: the words of the cells in a part of their own."""
    parts, words = parts_of(archive), list[bytes]()

    def shared(found: re.Match[bytes]) -> bytes:
        words.append(found[2])
        return b'%s t="s"><v>%d</v></c>' % (found[1], len(words) - 1)

    sheet, kinds, relations = "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    parts[sheet] = re.sub(rb'(<c [^>]*?) t="inlineStr"[^>]*><is>(.*?)</is></c>', shared, parts[sheet])
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="%s/spreadsheetml/2006/main">%s</sst>' % (
        SCHEMA,
        b"".join(b"<si>%s</si>" % word for word in words),
    )
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    parts[kinds] = parts[kinds].replace(b"</Types>", override)
    relation = (
        b'<Relationship Id="rId9" Type="%s/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>' % SCHEMA
    )
    parts[relations] = parts[relations].replace(b"</Relationships>", relation + b"</Relationships>")
    return packed(parts)
