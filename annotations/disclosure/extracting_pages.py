"""PDF files, web pages and XML."""

import io
import re
from html.parser import HTMLParser

from annotations.disclosure.records import Part, Place, Problem, Table
from annotations.disclosure.unpacking import CannotRead, local, parsed
from annotations.disclosure.writing import PartWriter

Read = tuple[list[Part], list[Table], list[Problem]]
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_WORDED = frozenset(
    [
        "alt",
        "title",
        "href",
        "src",
        "content",
        "placeholder",
        "value",
        "summary",
        "aria-label",
        "label",
        "datetime",
        "cite",
        "data",
    ]
)
_VOID = frozenset(["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"])


def read_pdf(data: bytes) -> Read:
    """Text of the pages, in two orders where they differ; properties, notes, links, bookmarks, fields.

    Raises
    ------
    CannotRead : damaged, or protected by a password.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    damage = (
        PdfminerException,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        RuntimeError,
        AssertionError,
        OverflowError,
    )
    pages, hidden, problems, tables = PartWriter(), PartWriter(hidden=True), list[Problem](), list[Table]()
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for number, page in enumerate(pdf.pages, start=1):
                place = Place("page", number)
                text = page.extract_text() or ""
                pages.add(place, text)
                flow = page.extract_text(use_text_flow=True) or ""
                if flow != text:
                    hidden.add(place, flow)
                if page.images or (page.curves and not text.strip()):
                    problems.append(Problem("not_checked" if text.strip() else "unreadable", "picture", place))
                for note in page.annots:
                    for key in ("contents", "title", "uri"):
                        hidden.add(Place("annotation", number), str(note.get(key) or ""))
            for key, value in (pdf.metadata or {}).items():
                hidden.add(Place("property", name=str(key)), _words(value))
            _catalog(pdf.doc, hidden, problems)
            if not pdf.pages:
                raise CannotRead("damaged")
    except damage as problem:
        causes = (problem, problem.__cause__, problem.__context__, *problem.args)
        locked = any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in causes)
        raise CannotRead("password" if locked else "damaged") from problem
    return [pages.part(), hidden.part()], tables, problems


def _catalog(document: object, writer: PartWriter, problems: list[Problem]) -> None:
    """What the catalog of a PDF holds beside pages: XMP, bookmarks, fields of forms; attached files are not opened."""
    from pdfminer.pdftypes import PDFStream, resolve1

    catalog = getattr(document, "catalog", {})
    metadata = resolve1(catalog.get("Metadata"))
    if isinstance(metadata, PDFStream):
        for text in re.findall(r">([^<>]+)<", metadata.get_data().decode("utf-8", "replace")):
            writer.add(Place("property", name="XMP"), text)
    names = resolve1(catalog.get("Names"))
    if isinstance(names, dict) and "EmbeddedFiles" in names:
        problems.append(Problem("not_checked", "embedded"))
    todo, seen = [catalog.get("Outlines"), catalog.get("AcroForm")], 0
    while todo and seen < 10_000:
        seen += 1
        item = resolve1(todo.pop())
        if isinstance(item, list):
            todo += item
        elif isinstance(item, dict):
            for key in ("Title", "T", "V", "TU", "DV"):
                writer.add(Place("bookmark" if key == "Title" else "annotation"), _words(resolve1(item.get(key))))
            todo += [item[key] for key in ("First", "Next", "Fields", "Kids") if key in item]


def _words(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-16" if value[:2] in {b"\xfe\xff", b"\xff\xfe"} else "latin-1", "replace")
    return "" if value is None else str(value)


def read_xml(text: str) -> Read:
    """Text between the tags, attributes and comments of an XML file (REFI-QDA, SVG …)."""
    root = parsed(text.encode())
    writer = PartWriter()
    for element in root.iter():
        place = Place("line", int(element.sourceline or 0))
        writer.add(place, "".join(map(str, element.itertext())) if local(element.tag) in {"text", "p"} else element.text or "")
        writer.add(place, element.tail or "")
        for key, value in element.attrib.items():
            if sum(sign.isalpha() for sign in value) > 1 and local(key) not in {"guid", "style", "class", "d"}:
                writer.add(Place("attribute", int(element.sourceline or 0), local(key)), str(value))
    return [writer.part()], [], []


def read_html(text: str) -> Read:
    """What a web page shows, and what it holds besides: attributes, comments, scripts."""
    page = _Page()
    page.feed(text)
    page.close()
    page.end_block()
    return [page.shown.part(), page.hidden.part()], page.tables, []


class _Page(HTMLParser):
    """Blocks of text: a tag within a line does not part a word, any other does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown, self.hidden, self.tables = PartWriter(), PartWriter(hidden=True), list[Table]()
        self._text: list[str] = []
        self._line = 1
        self._row: list[str] | None = None
        self._rows: list[tuple[str, ...]] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._text.append("\n")
        elif tag not in _INLINE:
            self.end_block()
        if tag == "tr":
            self._row = []
        self._script = tag in {"script", "style"}
        for key, value in attrs:
            if value and (key in _WORDED or key.startswith("data-")):
                self.hidden.add(Place("attribute", self.getpos()[0], key), value)

    def handle_endtag(self, tag: str) -> None:
        self._script = False
        if tag in {"td", "th"} and self._row is not None:
            self._row.append("".join(self._text).strip())
            self._text = []
        elif tag == "tr" and self._row is not None:
            place = Place("line", self.getpos()[0])
            self.shown.row((place, cell) for cell in self._row)
            self._rows.append(tuple(self._row))
            self._row = None
        elif tag not in _INLINE and tag not in _VOID:
            self.end_block()
        if tag == "table" and self._rows:
            self.tables.append(Table(tuple(self._rows), within=str(len(self.tables) + 1)))
            self._rows = []

    def handle_data(self, data: str) -> None:
        if self._script:
            self.hidden.add(Place("line", self.getpos()[0]), data)
            return
        if not self._text:
            self._line = self.getpos()[0]
        self._text.append(data)

    def handle_comment(self, data: str) -> None:
        self.hidden.add(Place("comment", self.getpos()[0]), data)

    def end_block(self) -> None:
        if self._row is None:
            self.shown.add(Place("line", self._line), "".join(self._text))
            self._text = []
        elif self._text:
            self._text.append(" ")
