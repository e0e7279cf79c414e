"""How the house's Word template is made: ``python -m annotations.documents.house_template`` writes it anew.

A study may have its own: take this one, change its styles, headers and fixed words in Word, keep the tags in double braces.
"""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

HOUSE = Path(__file__).parent.parent / "templates" / "document.docx"
FONT, INK, QUIET, AMBER, LINE = "Arial", "1B2A38", "52606D", "8A4B00", "9AA5B1"
_PARAGRAPHS: dict[str, dict[str, Any]] = {
    # name of the style: size, colour, indent in cm, italic, space after in points
    "Relato state": {"size": 10.5, "colour": AMBER, "bold": True, "after": 8},
    "Relato fact": {"size": 10, "after": 2},
    "Relato statement": {"size": 12, "bold": True, "before": 10, "after": 8},
    "Relato attribution": {"size": 10, "colour": QUIET, "indent": 1.0, "after": 6},
    "Relato translation": {"size": 10, "colour": QUIET, "indent": 1.0, "after": 8},
    "Relato notice": {"size": 9.5, "colour": QUIET, "after": 6},
    "Relato gap": {"size": 10, "colour": AMBER, "indent": 0.6, "italic": True, "after": 6},
    "Relato note": {"size": 8.5, "colour": QUIET, "after": 4},
    "Relato figure": {"size": 10, "after": 2, "next": True},
    "Relato cell": {"size": 8.5, "after": 0},
}
_KINDS = {
    "statement": "Relato statement", "text": "Normal", "quote": "Quote", "attribution": "Relato attribution", "translation": "Relato translation", "notice": "Relato notice", "gap": "Relato gap",
    "note": "Relato note", "bullet": "List Bullet",
}  # fmt: skip


def house_template() -> bytes:
    """The template as bytes."""
    import docx

    document = docx.Document()
    _page(document)
    _styles(document)
    _header(document)
    _body(document)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _page(document: "Document") -> None:
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)


def _styles(document: "Document") -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    normal = document.styles["Normal"]
    _look(normal, size=10.5, colour=INK, after=6)
    normal.paragraph_format.line_spacing = 1.15
    for name, size, before in (("Title", 22, 0), ("Heading 1", 15, 18), ("Heading 2", 12.5, 14), ("Heading 3", 11, 10)):
        _look(document.styles[name], size=size, colour=INK, bold=True, after=5)
        document.styles[name].paragraph_format.space_before = Pt(before)
        document.styles[name].paragraph_format.keep_with_next = True
    for borders in document.styles["Title"].element.xpath(".//w:pBdr"):
        borders.getparent().remove(borders)
    _look(document.styles["Subtitle"], size=11.5, colour=QUIET, after=8)
    _look(document.styles["Quote"], size=10.5, colour=INK, italic=True, indent=1.0, after=3, next=True)
    _look(document.styles["Caption"], size=9.5, colour=INK, bold=True, after=3)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    document.styles["Caption"].paragraph_format.space_before = Pt(8)
    for name in ("Header", "Footer"):
        _look(document.styles[name], size=8.5, colour=QUIET, after=0)
    for name, look in _PARAGRAPHS.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(_w("styleId"), name.title().replace(" ", ""))
        style.base_style = normal
        _look(style, **look)
    for level in (1, 2):
        style = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(_w("styleId"), f"TOC{level}")
        style.base_style = normal
        style.paragraph_format.left_indent, style.paragraph_format.space_after = Cm(0.6 * (level - 1)), Pt(2)
    note = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    note.element.set(_w("styleId"), "FootnoteText")
    note.base_style = normal
    _look(note, size=8.5, after=2)
    for name, points, colour in (("Relato citation", 8, QUIET), ("Relato reference", None, "1F4E79")):
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.element.set(_w("styleId"), name.title().replace(" ", ""))
        _font(style, size=points, colour=colour)
    reference = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    reference.element.set(_w("styleId"), "FootnoteReference")
    reference.font.superscript = True
    _table_style(document)


def _look(style: Any, *, size: float, colour: str = INK, bold: bool = False, italic: bool = False, indent: float = 0.0,
          before: float = 0, after: float = 6, next: bool = False) -> None:  # fmt: skip
    from docx.shared import Cm, Pt

    _font(style, size=size, colour=colour)
    style.font.bold, style.font.italic = bold or None, italic or None
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if indent:
        style.paragraph_format.left_indent = Cm(indent)
    style.paragraph_format.keep_with_next = next or None


def _font(style: Any, *, size: float | None, colour: str) -> None:
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.color.rgb = FONT, RGBColor.from_string(colour)
    if size:
        style.font.size = Pt(size)
    fonts = style.element.rPr.rFonts
    for spacing in style.element.rPr.findall(_w("spacing")):
        style.element.rPr.remove(spacing)
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(_w(name), None)
    fonts.set(_w("cs"), FONT)


def _table_style(document: "Document") -> None:
    """Lines between rows, the first one on a tint; made by hand, since python-docx makes no table styles."""
    from docx.oxml import parse_xml

    def border(side: str, size: int) -> str:
        return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{LINE}"/>'

    lines = border("top", 8) + border("bottom", 8) + border("insideH", 4)
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))
    )
    document.styles.element.append(
        parse_xml(
            f'<w:style xmlns:w="{_NS}" w:type="table" w:customStyle="1" w:styleId="RelatoTable"><w:name w:val="Relato table"/>'
            f'<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:tblPr><w:tblBorders>{lines}</w:tblBorders>'
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E8EDF2"/></w:tcPr>'
            "</w:tblStylePr></w:style>"
        )
    )


def _header(document: "Document") -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    section = document.sections[0]
    width = Cm(21.0 - 2 * 2.3)
    for paragraph in (section.header.paragraphs[0], section.footer.paragraphs[0]):
        paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        paragraph.style.paragraph_format.tab_stops.clear_all()
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.add_run("{{ study }} · {{ id }}\t")
    head.add_run("{{ state_words }}").bold = True
    foot.add_run("{{ version }}\t{{ labels.page }} ")
    _field(foot, "PAGE")
    foot.add_run(" {{ labels.of }} ")
    _field(foot, "NUMPAGES")


def _body(document: "Document") -> None:
    def say(text: str, style: str = "Normal") -> None:
        document.add_paragraph(text, style=style)

    say("{{ title }}", "Title")
    say("{%p if subtitle %}")
    say("{{ subtitle }}", "Subtitle")
    say("{%p endif %}")
    say("{%p if notice %}")
    say("{{ notice }}", "Relato state")
    say("{%p endif %}")
    say("{%p for fact in facts %}")
    fact = document.add_paragraph(style="Relato fact")
    fact.add_run("{{ fact.name }}:").bold = True
    fact.add_run(" {{ fact.words }}")
    say("{%p endfor %}")
    say("{%p if contents %}")
    say("{{ labels.contents }}", "Heading 1")
    say("{{p contents }}")
    say("{%p endif %}")
    say("{%p for part in parts %}")
    for level in (1, 2, 3):
        _when(document, f"heading{level}", [("{{r part.words }}", f"Heading {level}")])
    for kind, style in _KINDS.items():
        _when(document, kind, [("{{r part.words }}", style)])
    note = [("{%p for note in part.notes %}", "Normal"), ("{{ note }}", "Relato note"), ("{%p endfor %}", "Normal")]
    _when(document, "break", [("{{p part.section }}", "Normal")])
    _when(document, "picture", [("{{r part.image }}", "Relato figure"), ("{{r part.caption }}", "Caption"), *note])
    _when(document, "table", [("{{r part.caption }}", "Caption"), ("{{p part.grid }}", "Normal"), *note])
    say("{%p endfor %}")


def _when(document: "Document", kind: str, paragraphs: list[tuple[str, str]]) -> None:
    document.add_paragraph(f"{{%p if part.kind == '{kind}' %}}")
    for text, style in paragraphs:
        document.add_paragraph(text, style=style)
    document.add_paragraph("{%p endif %}")


def _field(paragraph: "Paragraph", instruction: str) -> None:
    from docx.oxml import parse_xml

    made = f'<w:fldSimple xmlns:w="{_NS}" w:instr=" {instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(made))


_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _w(name: str) -> str:
    return f"{{{_NS}}}{name}"


if __name__ == "__main__":
    HOUSE.parent.mkdir(exist_ok=True)
    HOUSE.write_bytes(house_template())
