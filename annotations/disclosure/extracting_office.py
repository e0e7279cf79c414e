"""Word, Excel, PowerPoint and OpenDocument files: what they show, and every other part of the archive that holds words."""

import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from annotations.disclosure.records import Part, Place, Problem, Table, Unit
from annotations.disclosure.unpacking import DAMAGE, CannotRead, local, parsed, unpacked
from annotations.disclosure.writing import PartWriter

_UNITS: dict[str, Unit] = {
    "document": "paragraph",
    "header": "header",
    "footer": "footer",
    "footnotes": "note",
    "endnotes": "note",
    "comments": "comment",
    "slide": "page",
    "notesSlide": "note",
    "content": "paragraph",
    "styles": "header",
}
# attributes that hold words; the names of fonts and styles do not
_WORDED = frozenset(
    [
        "author",
        "initials",
        "creator",
        "descr",
        "title",
        "name",
        "alt",
        "v",
        "display",
        "displayName",
        "tooltip",
        "prompt",
        "promptTitle",
        "error",
        "errorTitle",
        "userId",
        "caption",
        "Target",
        "href",
        "formula",
        "text",
        "label",
        "description",
        "value",
        "string-value",
        "target-frame-name",
        "custPr",
        "val",
    ]
)
_NAMES_NOBODY = (
    "word/styles",
    "xl/styles",
    "fontTable",
    "theme/",
    "webSettings",
    "word/numbering",
    "[Content_Types]",
    "ppt/tableStyles",
)
_PARAGRAPHS, _DELETED = frozenset({"p", "h", "si", "is"}), frozenset({"delText", "delInstrText"})
_SPACES = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "ptab": "\t",
    "s": " ",
    "line-break": "\n",
    "noBreakHyphen": "-",
    "lineBreak": "\n",
}
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".tiff", ".bmp")
_OFFICE = (".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods")
_BESIDE_CELLS = ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter", "formula")
_BINARY = (".bin", ".ole", ".doc", ".xls", ".pdf")


def read_office(data: bytes) -> tuple[list[Part], list[Table], list[Problem]]:
    """Parts, tables and what cannot be read of an archive of one of these programs.

    Raises
    ------
    CannotRead : damaged, protected or too large.
    """
    files = dict(unpacked(data))
    parts: list[Part] = []
    tables: list[Table] = []
    problems: list[Problem] = []
    if "xl/workbook.xml" in files:
        parts, tables = _workbook(data)
    shown = frozenset(text for part in parts for text in re.split(r"[\t\n]", part.text))
    for name, content in files.items():
        low = name.lower()
        if low.endswith((".xml", ".rels", ".vml")) and not any(part in name for part in _NAMES_NOBODY):
            try:
                parts += _xml_part(name, content, tables, shown) if content.strip() else []
            except CannotRead as problem:
                problems.append(Problem("unreadable", problem.reason, Place("part", name=name)))
        elif low.endswith(_PICTURES):
            problems.append(Problem("not_checked", "picture", Place("part", name=name)))
        elif low.endswith(_OFFICE):
            inner, inner_tables, inner_problems = read_office(content)
            parts, tables, problems = parts + inner, tables + inner_tables, problems + inner_problems
        elif low.endswith(_BINARY) and "printersettings" not in low:
            problems.append(Problem("not_checked", "embedded", Place("part", name=name)))
    return parts, tables, problems


def _xml_part(name: str, data: bytes, tables: list[Table], shown: frozenset[str]) -> list[Part]:
    """One part of the archive; ``shown`` is what its sheets show, which the tables of strings need not repeat."""
    root = parsed(data)
    stem = name.rsplit("/", 1)[-1].removesuffix(".xml").rstrip("0123456789")
    seen, hidden, place = PartWriter(), PartWriter(hidden=True), Place("part", name=name)
    if stem in {"core", "app", "custom", "meta"}:
        _properties(root, hidden)
    elif name.startswith("xl/worksheets/sheet"):
        for element in root.iter():
            if local(element.tag).startswith(_BESIDE_CELLS):
                hidden.add(place, element.text or "")
    elif stem in _UNITS and not name.startswith("xl/"):
        _Flow(_UNITS[stem], tables, seen).read(root)
    elif not name.startswith("xl/comments"):
        for text in dict.fromkeys(_texts(root)):
            if text not in shown:
                hidden.add(place, text)
    _attributes(root, name, hidden, shown)
    return [seen.part(), hidden.part()]


def _properties(root: etree._Element, writer: PartWriter) -> None:
    for element in root.iter():
        if element.text and element.text.strip() and local(element.tag):
            named = next((a.get("name") for a in element.iterancestors() if a.get("name")), "")
            writer.add(Place("property", name=named or local(element.tag)), element.text)


def _attributes(root: etree._Element, name: str, writer: PartWriter, shown: frozenset[str]) -> None:
    found: dict[tuple[str, str], None] = {}
    for element in root.iter():
        if isinstance(element, etree._Comment):
            writer.add(Place("part", name=name), element.text or "")
            continue
        for key, value in element.attrib.items():
            worded = local(key) in _WORDED and (local(key) != "val" or "docVar" in str(element.tag))
            worded = worded and (local(key) != "Target" or element.get("TargetMode") == "External")
            if worded and sum(sign.isalpha() for sign in value) > 1:
                found[local(key), str(value)] = None
    for key, value in found:
        if value not in shown:
            writer.add(Place("attribute", name=key, within=name), value)


def _texts(root: etree._Element) -> Iterator[str]:
    """The text of every paragraph, runs drawn together; text outside of paragraphs as it stands."""
    inside: set[etree._Element] = set()
    for element in root.iter():
        if local(element.tag) in _PARAGRAPHS and element not in inside:
            inside.update(element.iter())
            yield "".join(str(text) for text in element.itertext())
        elif element not in inside and element.text and element.text.strip() and local(element.tag):
            yield element.text


class _Flow:
    """The paragraphs and tables of one part, numbered as they come."""

    def __init__(self, unit: Unit, tables: list[Table], writer: PartWriter) -> None:
        self._unit: Unit = unit
        self._tables, self._writer = tables, writer
        self._count: Counter[str] = Counter()

    def read(self, parent: etree._Element) -> None:
        for child in parent:
            name = local(child.tag)
            if name in {"p", "h"}:
                self._paragraph(child)
            elif name in {"tbl", "table"}:
                self._table(child)
            elif name and name != "Fallback":
                self.read(child)

    def _paragraph(self, element: etree._Element) -> None:
        self._count["p"] += 1
        place = Place(self._unit, self._count["p"])
        boxes: list[etree._Element] = []
        shown, deleted = _runs(element, boxes)
        self._writer.add(place, shown)
        if deleted:
            self._writer.add(Place("deleted", self._count["p"]), deleted)
        for box in boxes:
            self.read(box)

    def _table(self, element: etree._Element) -> None:
        self._count["table"] += 1
        rows: list[tuple[str, ...]] = []
        boxes: list[etree._Element] = []
        within = f"{self._count['table']}"
        for row in (child for child in element.iter() if local(child.tag) in {"tr", "table-row"} and _of(child, element)):
            cells = []
            for cell in (child for child in row if local(child.tag) in {"tc", "table-cell", "sdt"}):
                pairs = [
                    _runs(paragraph, boxes)
                    for paragraph in cell.iter()
                    if local(paragraph.tag) in {"p", "h"} and not _in_box(paragraph, cell)
                ]
                cells.append("\n".join(shown for shown, _ in pairs))
                for deleted in (text for _, text in pairs if text):
                    self._writer.add(Place("deleted", len(rows) + 1, within=within), deleted)
            rows.append(tuple(cells))
            self._writer.row((Place("row", len(rows), within=within), cell) for cell in cells)
        self._tables.append(Table(tuple(rows), within=within))
        for box in boxes:
            self.read(box)


def _of(row: etree._Element, table: etree._Element) -> bool:
    return next((a for a in row.iterancestors() if local(a.tag) in {"tbl", "table"}), None) is table


def _in_box(paragraph: etree._Element, cell: etree._Element) -> bool:
    for ancestor in paragraph.iterancestors():
        if ancestor is cell:
            return False
        if local(ancestor.tag) == "txbxContent":
            return True
    return False


def _runs(parent: etree._Element, boxes: list[etree._Element]) -> tuple[str, str]:
    """What a paragraph shows, field codes too, and what was deleted from it."""
    if "opendocument" in str(parent.tag):
        return "".join(_open_text(parent)), ""
    shown: list[str] = []
    deleted: list[str] = []
    for child in parent.iterdescendants():
        name, around = local(child.tag), {local(ancestor.tag) for ancestor in _between(child, parent)}
        if around & {"txbxContent", "Fallback"}:
            continue
        if name == "txbxContent":
            boxes.append(child)
        elif name in _DELETED or (name == "t" and around & {"moveFrom", "del"}):
            deleted.append(child.text or "")
        elif name in {"t", "instrText"}:
            shown.append(child.text or "")
        elif name in _SPACES:
            shown.append(_SPACES[name])
    return "".join(shown), "".join(deleted)


def _open_text(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph of OpenDocument, with the notes that hang on it."""
    yield _SPACES.get(local(element.tag), "") + (element.text or "")
    for child in element:
        yield from _open_text(child)
        yield child.tail or ""


def _between(child: etree._Element, parent: etree._Element) -> Iterator[etree._Element]:
    for ancestor in child.iterancestors():
        if ancestor is parent:
            return
        yield ancestor


def _workbook(data: bytes) -> tuple[list[Part], list[Table]]:
    """Cells of all sheets, hidden ones too: what they show, and the formula where there is one."""
    import openpyxl

    writer, tables = PartWriter(), list[Table]()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is read from the parts of the archive
            formulas = openpyxl.load_workbook(io.BytesIO(data))
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        for number, sheet in enumerate(formulas.worksheets, start=1):
            writer.add(Place("sheet", number), sheet.title)
            shown = values[sheet.title]
            rows = []
            for row in sheet.iter_rows():
                cells, line = [], list[str]()
                for cell in row:
                    value = shown.cell(cell.row or 1, cell.column or 1).value
                    line.append(_shown(value))
                    place = Place("cell", name=cell.coordinate, within=f"{number}")
                    cells.append((place, line[-1]))
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        cells.append((place, cell.value))
                rows.append(tuple(line))
                writer.row(cells)
            tables.append(Table(tuple(rows), within=f"{number}"))
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.comment:
                        place = Place("comment", name=cell.coordinate, within=f"{number}")
                        writer.add(place, f"{cell.comment.author or ''}: {cell.comment.text}")
    except DAMAGE as problem:
        raise CannotRead("damaged") from problem
    return [writer.part()], tables


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return text.removesuffix(" 00:00:00")
