"""Documents as Word files: a template of the house or of the study, filled by docxtpl.

Captions are SEQ fields, references are REF fields to bookmarks, footnotes are Word's own; every field says what it says already, so
that a reader is not asked to update anything.
"""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from annotations.changes.wording import plain
from annotations.documents import docx_xml
from annotations.documents.docx_notes import add_notes
from annotations.documents.house_template import HOUSE
from annotations.documents.labels import labels_of
from annotations.documents.layout import is_wide, lying, share_of_width
from annotations.documents.numbering import Target, targets_of
from annotations.documents.records import Document, Heading, Paragraph, Part, Picture
from annotations.errors import BadInput

if TYPE_CHECKING:
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

EMU_PER_TWIP = 635
_FIXED = datetime(2000, 1, 1)
_DEEPEST = 3


def docx_of(document: Document, template: Path | None = None) -> bytes:
    """The document as a Word file. ``template``: a study's own, made from the house's.

    Raises
    ------
    BadInput : the template cannot be read or filled: it says which tag is wrong.
    """
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    path = template or HOUSE
    filled, notes = _opened(path), list[str]()
    try:
        filled.render(_context(document, filled, notes), SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
    except TemplateError as problem:
        remedy = "see `docs/how-to/make-documents.md` for the tags, or begin anew from `relato document template`"
        raise BadInput(f"the template cannot be filled: {problem}", where=str(path), remedy=remedy) from problem
    _finish(filled, document)
    add_notes(filled.docx, notes)
    held = BytesIO()
    filled.docx.save(held)
    return _same_every_time(held)


def _opened(path: Path) -> "DocxTemplate":
    """Raises BadInput."""
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate

    try:
        filled = DocxTemplate(str(path))
        filled.get_docx()
    except (PackageNotFoundError, OSError, KeyError, ValueError, zipfile.BadZipFile) as problem:
        remedy = "take a .docx made from `relato document template`"
        raise BadInput("the template is no Word document that can be read", where=str(path), remedy=remedy) from problem
    return filled


@dataclass(frozen=True)
class _Filling:
    """What the parts of a document need while they are put into a template."""

    targets: dict[str, Target]
    notes: list[str]
    docx: Any

    @property
    def section(self) -> Any:
        return self.docx.sections[0]

    @property
    def width(self) -> int:
        """Room between the margins, in twentieths of a point."""
        return int((self.section.page_width - self.section.left_margin - self.section.right_margin) / EMU_PER_TWIP)

    @property
    def height(self) -> int:
        return int((self.section.page_height - self.section.top_margin - self.section.bottom_margin) / EMU_PER_TWIP)

    def parts(self, parts: Sequence[Part]) -> Iterator[dict[str, Any]]:
        """Every part; tables that are too wide for an upright page stand on pages that lie, in sections of their own."""
        before = False
        for number, (part, lies) in enumerate(zip(parts, lying(parts), strict=True), 1):
            if lies != before:
                yield self._break(lies=before)
                before = lies
            yield self.of(part, number)
        if before:
            yield self._break(lies=True)

    def _break(self, *, lies: bool) -> dict[str, Any]:
        return {"kind": "break", "section": docx_xml.section_break(self.section._sectPr.xml, lies=lies)}

    def of(self, part: Part, number: int) -> dict[str, Any]:
        if isinstance(part, Heading):
            target = self.targets[part.id]
            level = min(part.level, _DEEPEST)
            words = docx_xml.heading(part.text, target, number)
            return {"kind": f"heading{level}", "words": Markup(words)}
        if isinstance(part, Paragraph):
            return {"kind": part.kind, "words": docx_xml.runs(part.runs, self.targets, self.notes, part.language)}
        target = self.targets[part.id]
        if isinstance(part, Picture):
            caption = docx_xml.caption(target, "Figure", part.caption, number)
            return {"kind": "picture", "caption": caption, "image": self._image(part), "notes": _words(part.note)}
        caption = docx_xml.caption(target, "Table", part.caption, number)
        return {
            "kind": "table",
            "caption": caption,
            "grid": docx_xml.grid(part, self.height if is_wide(part) else self.width, self.targets),
            "notes": _words(*part.notes) or [docx_xml.words("")],
        }

    def _image(self, picture: Picture) -> Any:
        from docx.shared import Twips

        width = int(self.width * share_of_width(picture))
        inline = self.docx.part.new_pic_inline(BytesIO(picture.png), width=Twips(width))
        described = inline.docPr
        described.set("name", plain(picture.id))
        described.set("descr", plain(picture.alt))
        drawn = str(inline.xml).replace("{", "&#123;").replace("}", "&#125;")  # braces are of the template language
        return Markup(f"<w:r><w:drawing>{drawn}</w:drawing></w:r>")


def _context(document: Document, filled: "DocxTemplate", notes: list[str]) -> dict[str, Any]:
    words, labels = docx_xml.words, labels_of(document.language)
    targets = targets_of(document)
    headings = [
        (part.level, targets[part.id], part.text)
        for part in document.parts
        if isinstance(part, Heading) and part.level < _DEEPEST
    ]
    return {
        "title": words(document.title),
        "subtitle": words(document.subtitle),
        "study": words(document.study),
        "id": words(document.id),
        "language": words(document.language),
        "state": document.state,
        "state_words": words(document.state_words),
        "notice": words(labels[f"{document.state}_notice"]),
        "version": words(document.version),
        "facts": [{"name": words(name), "words": words(value)} for name, value in document.facts],
        "contents": docx_xml.contents(headings) if document.kind == "report" and headings else "",
        "parts": list(_Filling(targets, notes, filled.docx).parts(document.parts)),
        "labels": labels,
    }


def _words(*texts: str) -> list[Any]:
    return [docx_xml.words(text) for text in texts if text]


def _finish(filled: "DocxTemplate", document: Document) -> None:
    """Title and language in the file's properties, and the language of everything that says no other."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = filled.docx.core_properties
    properties.title, properties.subject = plain(document.title)[:255], plain(document.study)[:255]
    properties.author, properties.last_modified_by, properties.language = "Relato", "Relato", document.language
    properties.comments, properties.revision = "", 1
    properties.created = properties.modified = _FIXED
    for defaults in filled.docx.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr"):
        language = defaults.find(qn("w:lang"))
        if language is None:
            language = OxmlElement("w:lang")
            defaults.append(language)
        language.set(qn("w:val"), document.language)


def _same_every_time(held: BytesIO) -> bytes:
    """The package with one fixed time for all its parts."""
    made = BytesIO()
    with zipfile.ZipFile(held) as written, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in written.namelist():
            fixed.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), written.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
