"""A story draft as a Markdown text and as a Word document, in the language asked for."""

import datetime
import os
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.changes.saturation import Verdict
from annotations.changes.saturation_words import explain
from annotations.changes.story_labels import LABELS
from annotations.changes.story_records import Gap, Paragraph, Quote, Section, Source, StoryDraft
from annotations.changes.story_text import attribution, foreign, gap_line, sentence_text, term, translation
from annotations.changes.wording import Pen, escape_markdown
from annotations.languages import base

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as Written

_OPEN, _CLOSE = "\ue000", "\ue001"
_FIXED = datetime.datetime(2000, 1, 1)
_GREY, _AMBER = "6B6B6B", "8A4B00"


def render_markdown(draft: StoryDraft, language: str) -> str:
    """The draft as CommonMark with tables. Words of respondents are only text: nothing in them is markup."""
    pen = Pen(language, escape=escape_markdown)
    labels = LABELS[pen.spoken]
    parts = [f"# {pen.escape(draft.change_id)} · {pen.words(draft.title)}", f"*{labels['draft']}.* {labels['notice']}"]
    parts += [labels["linked"]] if _has_linked(draft) else []
    parts.append("  \n".join(f"**{name}:** {value}" for name, value in _facts(draft, pen)))
    for section in draft.sections:
        parts += _markdown_section(section, pen)
    parts += [f"## {labels['verdict']}", *explain(_undated(draft.verdict), pen)]
    rows = [_headings(pen), ["---"] * len(_headings(pen)), *(_source(source, pen) for source in draft.sources)]
    parts += [f"## {labels['sources']}", "\n".join(f"| {' | '.join(row)} |" for row in rows)]
    return "\n\n".join(parts) + "\n"


def _markdown_section(section: Section, pen: Pen) -> list[str]:
    labels = LABELS[pen.spoken]
    parts = [f"## {pen.words(section.name)}"]
    for paragraph in section.paragraphs:
        parts.append(" ".join(_prose(paragraph, pen)))
        for quote in paragraph.quotes:
            parts.append("\n>\n".join(f"> {line}" for line in _quoted(quote, pen)))
    gaps = [gap_line(gap, pen) for gap in _due(section.gaps, pen)]
    if gaps:
        rows = []
        for gap in gaps:
            asked = " ".join(f"“{question}”" for question in gap.questions)
            asked = f" *{labels['question']}:* {asked}" if asked else ""
            rows.append(f"- ⚠ **{labels['gap']}:** {gap.text} *{labels['to_do']}:* {gap.todo}{asked}")
        parts.append("\n".join(rows))
    if section.notes:
        told = " ".join(sentence_text(sentence, pen) for sentence in section.notes)
        parts.append(f"*{labels['how_known']}:* {told}")
    return parts


def _prose(paragraph: Paragraph, pen: Pen) -> list[str]:
    """The sentences of a paragraph; the last one leads to its quotes."""
    last = len(paragraph.sentences) - 1
    return [
        sentence_text(sentence, pen, leads=bool(paragraph.quotes) and number == last)
        for number, sentence in enumerate(paragraph.sentences)
    ]


def write_docx(draft: StoryDraft, language: str, path: Path) -> None:
    """The draft as a Word document at ``path``; the same draft gives the same bytes."""
    from docx import Document

    pen = Pen(language, brackets=lambda citations: f"{_OPEN}[{', '.join(citations)}]{_CLOSE}")
    labels = LABELS[pen.spoken]
    document = Document()
    _prepare(document, draft, pen)
    document.add_heading(f"{pen.escape(draft.change_id)} · {pen.words(draft.title)}", level=0)
    notice = document.add_paragraph(style="Relato notice")
    notice.add_run(f"{labels['draft']}. ").bold = True
    notice.add_run(labels["notice"])
    if _has_linked(draft):
        document.add_paragraph(labels["linked"], style="Relato notice")
    for name, value in _facts(draft, pen):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)
    for section in draft.sections:
        _write_section(document, section, pen)
    document.add_heading(labels["verdict"], level=1)
    for text in explain(_undated(draft.verdict), pen):
        document.add_paragraph(text)
    document.add_heading(labels["sources"], level=1)
    _write_sources(document, draft, pen)
    buffer = BytesIO()
    document.save(buffer)
    _store(buffer, path)


def _write_section(document: "Document", section: Section, pen: Pen) -> None:
    labels = LABELS[pen.spoken]
    document.add_heading(pen.words(section.name), level=1)
    for paragraph in section.paragraphs:
        _add(document.add_paragraph(), " ".join(_prose(paragraph, pen)))
        for quote in paragraph.quotes:
            words, *others, source = _quoted(quote, pen)
            style = "Quote" if quote.literal else "Relato notes"
            document.add_paragraph(words, style=style).paragraph_format.keep_with_next = True
            for other in others:
                document.add_paragraph(other, style="Relato notes").paragraph_format.keep_with_next = True
            _add(document.add_paragraph(style="Relato source"), source)
    for gap in _due(section.gaps, pen):
        missing = gap_line(gap, pen)
        written = document.add_paragraph(style="Relato gap")
        written.add_run(f"{labels['gap']}: ").bold = True
        _add(written, f"{missing.text} ")
        written.add_run(f"{labels['to_do']}: ").bold = True
        written.add_run(missing.todo)
        if missing.questions:
            written.add_run(f" {labels['question']}: ").bold = True
            written.add_run(" ".join(f"“{question}”" for question in missing.questions))
    if section.notes:
        note = document.add_paragraph(style="Relato notice")
        note.add_run(f"{labels['how_known']}: ").bold = True
        _add(note, " ".join(sentence_text(sentence, pen) for sentence in section.notes))


def _facts(draft: StoryDraft, pen: Pen) -> list[tuple[str, str]]:
    """What stands at the head: kind where it is no plain change, domain, places, the statement."""
    labels = LABELS[pen.spoken]
    facts = [(labels["domain"], pen.words(draft.domain))]
    facts += (
        [(labels["locations"], pen.listed([pen.words(draft.place_names.get(place, {"": place})) for place in draft.locations]))]
        if draft.locations
        else []
    )
    name = labels[draft.kind] if draft.kind in labels else labels["statement"]
    return [*facts, (name, pen.words(draft.statement))]


def _quoted(quote: Quote, pen: Pen) -> list[str]:
    """The words as they stand, their translation where there is one, and whose they are. Notes bear no quotation marks: nobody said
    them so."""
    labels = LABELS[pen.spoken]
    text = f"{'… ' if quote.cut_before else ''}{pen.escape(quote.text)}{' …' if quote.cut_after else ''}"
    source = f"— {attribution(quote, pen)} {pen.cite([quote.segment_id])}{' ◇' if quote.linked else ''}"
    words = [f"“{text}”" if quote.literal else text]
    notes = []
    if foreign(quote, pen):
        other = translation(quote, pen)
        words += [other] if other else []
        notes = [foreign(quote, pen), *([] if other else [labels["translate"]])]
    return [*words, " · ".join([source, *notes])]


def _due(gaps: Iterable[Gap], pen: Pen) -> list[Gap]:
    """Translation is missing only in the other languages, where there is none."""
    return [gap for gap in gaps if gap.say != "translation" or gap.items[0].term == base(pen.language)]


def _undated(verdict: Verdict) -> Verdict:
    """Without days: with the kind of people heard on one of them they would tell who they are."""
    return replace(verdict, reached_on=None, sensitivity=tuple(replace(case, reached_on=None) for case in verdict.sensitivity))


def _has_linked(draft: StoryDraft) -> bool:
    return any(
        sentence.say in ("spoken_of_linked", "spoken_of_partly") for section in draft.sections for sentence in section.notes
    )


def _headings(pen: Pen) -> list[str]:
    return [LABELS[pen.spoken][name] for name in ("session", "who", "place", "capture", "source")]


def _source(source: Source, pen: Pen) -> list[str]:
    labels = LABELS[pen.spoken]
    return [
        f"{pen.escape(source.session_id)} ({term(source.method, pen)})",
        pen.listed([pen.words(category) for category in source.categories]) or labels["respondent"],
        pen.escape(source.place) or "–",
        ", ".join(filter(None, [term(f"kept_{source.capture}", pen), term(source.language, pen)])),
        ", ".join(pen.escape(one.removeprefix(f"{source.session_id}.")) for one in source.segment_ids) or labels["whole"],
    ]


def _prepare(document: "Document", draft: StoryDraft, pen: Pen) -> None:
    """Styles of the house, and properties that do not change from one writing to the next."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    document.styles["Normal"].font.size = Pt(10.5)
    looks = {"notice": (_GREY, 9, 0.0), "source": (_GREY, 9, 1.0), "notes": (_GREY, 10.5, 1.0), "gap": (_AMBER, 9.5, 0.6)}
    for name, (colour, size, indent) in looks.items():
        style = document.styles.add_style(f"Relato {name}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.color.rgb, style.font.size = RGBColor.from_string(colour), Pt(size)
        style.font.italic = name == "gap"
        style.paragraph_format.left_indent = Cm(indent)
    document.styles["Quote"].paragraph_format.left_indent = Cm(1.0)
    properties = document.core_properties
    properties.title, properties.author, properties.language = pen.words(draft.title), "Relato", pen.language
    properties.created = properties.modified = _FIXED


def _add(paragraph: "Written", text: str) -> None:
    """Write ``text``, citations small and grey."""
    from docx.shared import Pt, RGBColor

    for piece in re.split(f"({_OPEN}[^{_CLOSE}]*{_CLOSE})", text):
        run = paragraph.add_run(piece.strip(_OPEN + _CLOSE) if piece.startswith(_OPEN) else piece)
        if piece.startswith(_OPEN):
            run.font.size, run.font.color.rgb = Pt(8), RGBColor.from_string(_GREY)


def _write_sources(document: "Document", draft: StoryDraft, pen: Pen) -> None:
    from docx.shared import Pt

    rows: Sequence[Sequence[str]] = [_headings(pen), *(_source(source, pen) for source in draft.sources)]
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Light Grid Accent 1")
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, text in zip(cells, (text for row in rows for text in row), strict=True):
        cell.paragraphs[0].add_run(text).font.size = Pt(8)


def _store(buffer: BytesIO, path: Path) -> None:
    """Write the package with one fixed time for all its parts, and put it in place in one step."""
    temporary = path.with_suffix(".part")
    with zipfile.ZipFile(buffer) as written, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in written.namelist():
            fixed.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), written.read(name), zipfile.ZIP_DEFLATED)
    os.replace(temporary, path)
