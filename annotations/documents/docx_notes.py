"""Footnotes of a Word file: python-docx knows none, so the part that holds them is made here."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.documents import docx_xml

if TYPE_CHECKING:
    from docx.document import Document

_NAME, _KIND = "/word/footnotes.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def add_notes(document: "Document", notes: Sequence[str]) -> None:
    """Put the footnotes 1 … n into the file; those of the template itself are dropped, since their numbers are ours."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    if not notes:
        return
    texts = "".join(_note(number, note) for number, note in enumerate(notes, 1))
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{_NS}">{_LINES}{texts}</w:footnotes>'
    relations = document.part.rels
    for key in [key for key, relation in relations.items() if relation.reltype == _RELATION]:
        del relations[key]
    package = document.part.package
    if package is None:
        raise ValueError("the document is in no package")
    document.part.relate_to(Part(PackURI(_NAME), _KIND, xml.encode(), package), _RELATION)


def _note(number: int, note: str) -> str:
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    return (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{mark}'
        f"{docx_xml.run(' ' + note)}</w:p></w:footnote>"
    )
