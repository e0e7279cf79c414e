"""Pieces of WordprocessingML: runs, fields, bookmarks, tables. Whatever comes from outside becomes text and nothing else."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from annotations.changes.wording import plain
from annotations.documents.layout import stays_together, widths
from annotations.documents.numbering import Target
from annotations.documents.records import Run
from annotations.documents.tables import Table

_STYLES = {"citation": "RelatoCitation", "mark": "RelatoCitation", "strong": "Strong", "emphasis": "Emphasis"}
_LOOK = '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'


def text(words: str) -> str:
    """Words as XML; a brace as a number, so that no template language ever sees one of ours.

    >>> text("a < b {{ c }}")
    'a &lt; b &#123;&#123; c &#125;&#125;'
    """
    safe = plain(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return safe.replace("{", "&#123;").replace("}", "&#125;")


def words(value: str) -> Markup:
    """Words for a place of the template where a word stands."""
    return Markup(text(value))


def run(value: str, style: str = "", language: str = "") -> str:
    """A run in a character style; spaces at its ends stay. ``language``: of its words when it is not the document's."""
    inside = "".join([f'<w:rStyle w:val="{style}"/>' if style else "", f'<w:lang w:val="{text(language)}"/>' if language else ""])
    edges = (" " if value[:1].isspace() else "", " " if value.strip() and value[-1:].isspace() else "")
    return f'<w:r>{_properties(inside)}<w:t xml:space="preserve">{edges[0]}{text(value)}{edges[1]}</w:t></w:r>'


def field(instruction: str, result: str, style: str = "") -> str:
    """A field with what it says now, so that nothing has to be updated to read it."""
    properties = _properties(f'<w:rStyle w:val="{style}"/>' if style else "")

    def mark(kind: str) -> str:
        return f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r>{properties}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return mark("begin") + code + mark("separate") + run(result, style) + mark("end")


def bookmarked(inside: str, target: Target, number: int) -> str:
    name = target.bookmark
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'


def heading(value: str, target: Target, number: int) -> str:
    """The words of a heading, bookmarked where references say them."""
    before, _, after = value.partition(target.words)
    around = [run(one) if one else "" for one in (before, after)]
    return around[0] + bookmarked(run(target.words), target, number) + around[1]


def runs(given: Iterable[Run], targets: Mapping[str, Target], notes: list[str], language: str = "") -> Markup:
    """Runs as XML. Footnotes are appended to ``notes``; they are numbered from 1."""
    made = []
    for one in given:
        if one.look == "reference":
            target = targets[one.target]
            made.append(field(f"REF {target.bookmark} \\h", one.text or target.words, "RelatoReference"))
        elif one.text:
            made.append(run(one.text, _STYLES.get(one.look, ""), language))
        if one.note:
            notes.append(one.note)
            reference = f'<w:footnoteReference w:id="{len(notes)}"/>'
            made.append(f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{reference}</w:r>')
    return Markup("".join(made))


def caption(target: Target, kind: str, value: str, number: int) -> Markup:
    """``Table 3. Words``: the number is a SEQ field, label and number are what references say."""
    label = target.words.removesuffix(str(target.number))
    inside = run(label) + field(f"SEQ {kind} \\* ARABIC", str(target.number))
    return Markup(bookmarked(inside, target, number) + run(f". {value}"))


def contents(headings: Sequence[tuple[int, Target, str]]) -> Markup:
    """A table of contents of two levels without page numbers, which lead to the headings: it is never out of date."""
    code = '<w:instrText xml:space="preserve"> TOC \\o "1-2" \\n \\h \\z </w:instrText>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>{code}</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines = []
    for place, (level, target, said) in enumerate(headings):
        link = f'<w:hyperlink w:anchor="{target.bookmark}" w:history="1">{run(said)}</w:hyperlink>'
        inside = (begin if place == 0 else "") + link + (end if place == len(headings) - 1 else "")
        lines.append(f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{inside}</w:p>')
    return Markup("".join(lines))


def grid(table: Table, total: int, targets: Mapping[str, Target]) -> Markup:
    """The table, ``total`` twentieths of a point wide: its first row is repeated on every page, no row is torn apart."""
    columns, together = widths(table, total), stays_together(table)
    described = f'<w:tblCaption w:val="{text(table.caption)}"/>'
    properties = f'<w:tblPr><w:tblStyle w:val="RelatoTable"/><w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    made = [f"<w:tbl>{properties}{_LOOK}{described}</w:tblPr>"]
    made += ["<w:tblGrid>", *(f'<w:gridCol w:w="{one}"/>' for one in columns), "</w:tblGrid>"]
    for place, row in enumerate((table.headings, *table.rows)):
        made.append(f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if place == 0 else ''}</w:trPr>")
        for column, cell in enumerate(row):
            right = '<w:jc w:val="right"/>' if column in table.numbers else ""
            next_ = "<w:keepNext/>" if place == 0 or (together and (place < len(table.rows) or table.notes)) else ""
            paragraph = f'<w:p><w:pPr><w:pStyle w:val="RelatoCell"/>{next_}{right}</w:pPr>{_cell(cell, table.links.get((place - 1, column), ()), targets)}</w:p>'
            made.append(f'<w:tc><w:tcPr><w:tcW w:w="{columns[column]}" w:type="dxa"/></w:tcPr>{paragraph}</w:tc>')
        made.append("</w:tr>")
    return Markup("".join([*made, "</w:tbl>"]))


def _cell(value: str, linked: Sequence[str], targets: Mapping[str, Target]) -> str:
    """Words, or references in the place of words."""
    if not linked:
        return run(value)
    return run(", ").join(field(f"REF {targets[one].bookmark} \\h", targets[one].words, "RelatoReference") for one in linked)


def _properties(inside: str) -> str:
    return f"<w:rPr>{inside}</w:rPr>" if inside else ""


def section_break(section: str, *, lies: bool) -> Markup:
    """A paragraph that ends a section of upright or lying pages. ``section``: the properties of the document's own section, as XML."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    made = parse_xml(section)
    size = made.find(qn("w:pgSz"))
    if lies and size is not None:
        width, height = size.get(qn("w:w")), size.get(qn("w:h"))
        size.set(qn("w:w"), height)
        size.set(qn("w:h"), width)
        size.set(qn("w:orient"), "landscape")
    return Markup(f'<w:p><w:pPr><w:pStyle w:val="RelatoCell"/>{made.xml}</w:pPr></w:p>')
