"""Files made to do harm: each must be read harmlessly or refused, within the limits. Large ones are made when they are asked for."""

import io
import zipfile
from collections.abc import Mapping

from service.benchmarks import fuzz_plain
from service.benchmarks.fuzz_mutations import twice
from service.benchmarks.fuzz_plain import HUGE, Made
from service.benchmarks.fuzz_seeds import packed, parts_of, seeds

W = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PASSWD = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a0 "ja">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 11))
    + b'<!ENTITY e "&a10;">]>'
)
MAIN_PART = {"docx": "word/document.xml", "odt": "content.xml", "xlsx": "xl/worksheets/sheet1.xml"}


def crafted(reader: str) -> Mapping[str, Made]:
    """The files for one reader, by what they try."""
    if reader in MAIN_PART:
        return _zipped(reader) | {"docx": _docx, "odt": _odt, "xlsx": _xlsx}[reader]()
    return fuzz_plain.anything(reader) | fuzz_plain.OF[reader]()


def _seed(reader: str) -> bytes:
    return seeds()[reader][1][-1]


def _zipped(reader: str) -> dict[str, Made]:
    """What can be wrong with every zipped document."""
    main = MAIN_PART[reader]

    def changed(**parts: bytes) -> bytes:
        return packed({**parts_of(_seed(reader)), **parts})

    def with_doctype(doctype: bytes, use: bytes) -> bytes:
        xml = parts_of(_seed(reader))[main]
        at = xml.index(b"<", 1 if xml.startswith(b"<?xml") else 0)
        words = b"\xc2\xbfQu" if b"\xc2\xbfQu" in xml else b"ENTREVISTADORA"
        return changed(**{main: xml[:at] + doctype + xml[at:].replace(words, use + words, 1)})

    return {
        **fuzz_plain.anything(reader),
        "external entity, file": lambda: with_doctype(PASSWD, b"&e;"),
        "external entity, network": lambda: with_doctype(PASSWD.replace(b"file:///etc/passwd", b"http://127.0.0.1:9/"), b"&e;"),
        "external document type": lambda: with_doctype(b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', b""),
        "parameter entity": lambda: with_doctype(b'<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>', b""),
        "billion laughs": lambda: with_doctype(LAUGHS, b"&e;"),
        "document type after 100,000 spaces": lambda: with_doctype(b" " * 100_000 + LAUGHS, b"&e;"),
        "document type in UTF-16": lambda: changed(
            **{main: _in_utf16(parts_of(with_doctype(LAUGHS, b"&e;"))[main].decode().replace("UTF-8", "UTF-16"))}
        ),
        "XInclude": lambda: with_doctype(
            b"", b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
        ),
        "zip bomb: one part of 200 MB": lambda: changed(**{main: _filled(parts_of(_seed(reader))[main], HUGE)}),
        "zip bomb: another part of 200 MB": lambda: changed(**{"media/x.bin": b"\0" * HUGE}),
        "zip bomb: declared as small": lambda: understated(changed(**{main: _filled(parts_of(_seed(reader))[main], 40_000_000)})),
        "zip bomb: 6,000 parts": lambda: changed(**{f"x{n}": b"\0" * 100 for n in range(6000)}),
        "zip bomb: parts that overlap": lambda: overlapping(main, 2000),
        "archives within archives": lambda: within(main, 30),
        "depth of 200,000": lambda: changed(**{main: _deep(parts_of(_seed(reader))[main], 200_000)}),
        "depth of 250": lambda: changed(**{main: _deep(parts_of(_seed(reader))[main], 250)}),
        "3,000,000 empty elements": lambda: changed(**{main: _flat(parts_of(_seed(reader))[main], 3_000_000)}),
        "100,000 attributes": lambda: with_doctype(b"", b"<x " + b" ".join(b'a%d=""' % n for n in range(100_000)) + b"/>"),
        "40 MB of words": lambda: with_doctype(b"", b"palabra " * 5_000_000),
        "main part twice": lambda: twice(parts_of(_seed(reader)), main, b"<x/>"),
        "no main part": lambda: packed({name: part for name, part in parts_of(_seed(reader)).items() if name != main}),
        "main part empty": lambda: changed(**{main: b""}),
        "names that climb": lambda: changed(**{"../../../../tmp/relato-was-here": b"x", "/tmp/relato-was-here": b"x"}),
        "macros": lambda: changed(
            **{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0", "xl/vbaProject.bin": b"x", "Basic/script-lc.xml": b"<x/>"}
        ),
        "encrypted": lambda: _flagged(_seed(reader)),
        "cut off": lambda: _seed(reader)[:-400],
        "cut off at the directory": lambda: _seed(reader)[: _seed(reader).index(b"PK\x01\x02")],
    }


def _in_utf16(xml: str) -> bytes:
    return xml.encode("utf-16")


def _filled(xml: bytes, size: int) -> bytes:
    """The XML with so many spaces before its last closing tag."""
    at = xml.rindex(b"</")
    return xml[:at] + b" " * size + xml[at:]


def _deep(xml: bytes, depth: int) -> bytes:
    at = xml.rindex(b"</")
    return xml[:at] + b"<x>" * depth + b"</x>" * depth + xml[at:]


def _flat(xml: bytes, count: int) -> bytes:
    at = xml.rindex(b"</")
    return xml[:at] + b"<x/>" * count + xml[at:]


def understated(archive: bytes) -> bytes:
    """Every size in the central directory says 100."""
    data, at = bytearray(archive), archive.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = (100).to_bytes(4, "little")
        at = archive.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def overlapping(name: str, count: int) -> bytes:
    """Many entries of the directory that stand for one and the same 10 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"<x>" + b" " * 10_000_000 + b"</x>", zipfile.ZIP_DEFLATED, 9)
        info = archive.infolist()[0]
        archive.filelist.extend([info] * count)
    return out.getvalue()


def within(main: str, depth: int) -> bytes:
    """Archives within archives, each in the place of the main part."""
    inner = packed({main: b"<x/>"})
    for _ in range(depth):
        inner = packed({main: inner})
    return inner


def _flagged(archive: bytes) -> bytes:
    data = bytearray(archive)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = archive.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = archive.find(mark, at + 4)
    return bytes(data)


def _docx() -> dict[str, Made]:
    def related(kind: bytes, target: bytes, mode: bytes = b' TargetMode="External"') -> bytes:
        parts = parts_of(_seed("docx"))
        name = "word/_rels/document.xml.rels"
        added = b'<Relationship Id="rIdX" Type="%s/%s" Target="%s"%s/></Relationships>' % (R, kind, target, mode)
        return packed({**parts, name: parts[name].replace(b"</Relationships>", added)})

    def body(xml: bytes) -> bytes:
        return packed(
            {
                **parts_of(_seed("docx")),
                "word/document.xml": b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (W, xml),
            }
        )

    paragraph = b"<w:p><w:r><w:t>P1: %s</w:t></w:r></w:p>"
    return {
        "external template": lambda: related(b"attachedTemplate", b"http://127.0.0.1:9/x.dotm"),
        "external header": lambda: related(b"header", b"file:///etc/passwd"),
        "external footnotes": lambda: related(b"footnotes", b"file:///etc/passwd"),
        "part that climbs": lambda: related(b"comments", b"../../../../etc/passwd", b""),
        "part that is itself": lambda: related(b"comments", b"document.xml", b""),
        "external frame": lambda: related(b"frame", b"\\\\127.0.0.1\\share\\x"),
        "embedded OLE": lambda: packed(
            {**parts_of(_seed("docx")), "word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 5000}
        ),
        "tables within tables": lambda: body(b"<w:tbl><w:tr><w:tc>" * 80 + paragraph % b"hola" + b"</w:tc></w:tr></w:tbl>" * 80),
        "text boxes within text boxes": lambda: body(
            b"<w:p><w:txbxContent>" * 120 + paragraph % b"hola" + b"</w:txbxContent></w:p>" * 120
        ),
        "200,000 paragraphs": lambda: body(paragraph % b"s\xc3\xad" * 200_000),
        "one row of 50,000 cells": lambda: body(
            b"<w:tbl><w:tr>" + b"<w:tc><w:p/></w:tc>" * 50_000 + b"</w:tr></w:tbl>" + paragraph % b"a"
        ),
        "100,000 line breaks": lambda: body(b"<w:p><w:r><w:t>P1: a</w:t>" + b"<w:br/>" * 100_000 + b"</w:r></w:p>"),
    }


def _odt() -> dict[str, Made]:
    def body(xml: bytes) -> bytes:
        parts = parts_of(_seed("odt"))
        content = parts["content.xml"]
        at = content.rindex(b"</office:text>")
        return packed({**parts, "content.xml": content[:at] + xml + content[at:]})

    return {
        "a billion spaces": lambda: body(b'<text:p>P1: a<text:s text:c="1000000000"/></text:p>'),
        "a billion spaces in small change": lambda: body(b'<text:p>P1: a<text:s text:c="99999"/></text:p>' * 10_000),
        "a million rows": lambda: body(
            b'<table:table xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><table:table-row table:number-rows-repeated="99999999">'
            b'<table:table-cell table:number-columns-repeated="99999999"><text:p>a</text:p></table:table-cell></table:table-row></table:table>'
        ),
        "spans within spans": lambda: body(
            b"<text:p>" + b"<text:span>" * 230 + b"P1: hola" + b"</text:span>" * 230 + b"</text:p>"
        ),
        "lists within lists": lambda: body(
            b"<text:list><text:list-item>" * 110 + b"<text:p>a</text:p>" + b"</text:list-item></text:list>" * 110
        ),
        "section elsewhere": lambda: body(
            b'<text:section><text:section-source xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="file:///etc/passwd"/></text:section>'
        ),
    }


def _sheet(xml: bytes, **others: bytes) -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return packed({**parts_of(_seed("xlsx")), "xl/worksheets/sheet1.xml": head + xml + b"</worksheet>", **others})


def _cell(words: bytes, place: bytes = b"A1") -> bytes:
    return b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (place, words)


HEADER = b'<row r="1">' + _cell(b"Hablante") + _cell(b"Texto", b"B1") + b"</row>"
STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'


def _second_row(cells: bytes) -> bytes:
    return _sheet(b"<sheetData>" + HEADER + b'<row r="2">' + cells + b"</row></sheetData>")


def _xlsx() -> dict[str, Made]:
    return {
        "cell of 200 MB": lambda: _second_row(_cell(b"a " * (HUGE // 2))),
        "cell of 9 MB": lambda: _second_row(_cell(b"a " * 4_500_000)),
        "the last cell of the sheet": lambda: _sheet(
            b'<dimension ref="A1:XFD1048576"/><sheetData>'
            + HEADER
            + b'<row r="1048576">'
            + _cell(b"x", b"XFD1048576")
            + b"</row></sheetData>"
        ),
        "every row ends far right": lambda: _sheet(
            b"<sheetData>"
            + b"".join(b'<row r="%d">%s</row>' % (n, _cell(b"x", b"XFD%d" % n)) for n in range(1, 2000))
            + b"</sheetData>"
        ),
        "cell beyond the sheet": lambda: _sheet(
            b'<sheetData><row r="99999999999">' + _cell(b"x", b"ZZZZZZ99999999999") + b"</row></sheetData>"
        ),
        "merged: the whole sheet": lambda: _sheet(
            b"<sheetData>" + HEADER + b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        ),
        "formulas": lambda: _sheet(
            b"<sheetData>" + HEADER + b'<row r="2"><c r="A2"><f>WEBSERVICE("http://127.0.0.1:9/")</f></c>'
            b"<c r=\"B2\"><f>cmd|'/c calc'!A1</f><v>P1</v></c></row></sheetData>"
        ),
        "link to another workbook": lambda: _sheet(
            b"<sheetData>" + HEADER + b"</sheetData>",
            **{
                "xl/externalLinks/externalLink1.xml": b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
                "xl/externalLinks/_rels/externalLink1.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                b'relationships"><Relationship Id="rId1" Type="%s/externalLinkPath" Target="file:///etc/passwd" TargetMode="External"/>'
                b"</Relationships>" % R,
            },
        ),
        "shared strings: 40 MB": lambda: _sheet(
            b"<sheetData>" + HEADER + b"</sheetData>", **{"xl/sharedStrings.xml": STRINGS % (b"<si><t>aa</t></si>" * 2_200_000)}
        ),
        "shared string that is not there": lambda: _sheet(
            b"<sheetData>" + HEADER + b'<row r="2"><c r="A2" t="s"><v>999999999</v></c></row></sheetData>'
        ),
        "300,000 rows": lambda: _sheet(
            b"<sheetData>"
            + HEADER
            + b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(2, 300_000))
            + b"</sheetData>"
        ),
    }
