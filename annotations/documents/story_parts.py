"""The text of a story as parts of a document: its sections in their order, quotes with their translations, footnotes for data."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotations.changes.story_text import attribution
from annotations.changes.wording import Pen
from annotations.documents.records import Heading, Paragraph, Part, Picture, Run
from annotations.documents.story_words import story_words
from annotations.documents.tables import Table
from annotations.languages import base, in_language
from annotations.stories.records import Block, StoryText

_CITED = re.compile(r"\s*\[[\w.\-]*\d[\w.\-]*(?:,\s*[\w.\-]+)*\]")
LONG = 60
"""Words after which a paragraph of sentences ends."""


@dataclass(frozen=True)
class Notes:
    """What stands beside the words: ``data`` by block (empty: the statement), footnotes; ``kept``: why gaps stay, by block."""

    data: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)


def story_parts(
    text: StoryText,
    language: str,
    notes: Notes,
    *,
    level: int = 1,
    tables: Sequence[Table] = (),
    pictures: Sequence[Picture] = (),
) -> list[Part]:
    """Statement, sections, then pictures and tables of the story. ``level``: of the headings of its sections."""
    words, pen = story_words(language), Pen(language)
    statement = Run(pen.words(text.statement))
    parts: list[Part] = [Paragraph((statement, *_footnotes(notes.data.get("", ()))), "statement")]
    for section in text.sections:
        if section.blocks:
            parts.append(Heading(f"{text.change_id}.{section.id}", pen.words(section.name), level))
            parts += block_parts(section.blocks, pen, notes)
    if tables or pictures:
        parts.append(Heading(f"{text.change_id}.data", words["in_numbers"], level))
        parts += [Paragraph(_with_reference(words["see_data"], "{table}", table.id)) for table in tables[:1]]
        parts += [Paragraph(_with_reference(words["see_figure"], "{figure}", picture.id)) for picture in pictures]
        parts += [*tables, *pictures]
    return parts


def block_parts(blocks: Sequence[Block], pen: Pen, notes: Notes) -> Iterator[Part]:
    """Sentences that follow each other are a paragraph, until it is long."""
    held: list[Run] = []
    for block in blocks:
        if block.kind == "sentence":
            runs = list(_sentence(block, pen, notes))
            if runs:
                held += [Run(" ")] if held else []
                held += runs
            if sum(len(run.text.split()) for run in held if run.look != "citation") >= LONG:
                yield Paragraph(tuple(held))
                held = []
            continue
        if held:
            yield Paragraph(tuple(held))
            held = []
        yield from _quote(block, pen, notes) if block.kind == "quote" else _gap(block, pen, notes)
    if held:
        yield Paragraph(tuple(held))


def _sentence(block: Block, pen: Pen, notes: Notes) -> Iterator[Run]:
    text = in_language(block.text, pen.language)
    if not text.strip():
        return
    yield from _cited(text)
    yield from _marks(block, pen)
    yield from _footnotes(notes.data.get(block.id, ()))


def _quote(block: Block, pen: Pen, notes: Notes) -> Iterator[Part]:
    quote, words = block.quote, story_words(pen.language)
    if quote is None or not quote.text.strip():
        return
    cut = ("… " if quote.cut_before else "", " …" if quote.cut_after else "")
    said = f"{cut[0]}{quote.text.strip()}{cut[1]}"
    other = base(quote.language) not in ("", base(pen.language))
    yield Paragraph((Run(f"“{said}”" if quote.literal else said),), "quote", quote.language if other else "")
    from_whom = (
        Run(f"— {attribution(quote, pen)}"),
        Run(f" [{quote.segment_id}]", "citation"),
        *_footnotes(notes.data.get(block.id, ())),
    )
    yield Paragraph(from_whom, "attribution")
    if other:
        translated = block.text.get(pen.language) or block.text.get(base(pen.language)) or ""
        shown = _cited(translated) if translated.strip() else iter([Run(words["untranslated"])])
        unsure = [Run(f" {words['unsure']}", "mark")] if block.origin == "draft" and pen.language in quote.unsure else []
        yield Paragraph((Run(f"{words['translation']}: ", "emphasis"), *shown, *unsure, *_marks(block, pen)), "translation")


def _gap(block: Block, pen: Pen, notes: Notes) -> Iterator[Part]:
    words, text = story_words(pen.language), in_language(block.text, pen.language)
    if not text.strip():
        return
    runs = [Run(f"{words['missing']} ", "strong"), *_cited(text), *_marks(block, pen)]
    if block.id in notes.kept:
        runs.append(Run(f" {words['kept'].format(reason=notes.kept[block.id])}"))
    yield Paragraph(tuple(runs), "gap")


def _cited(text: str) -> Iterator[Run]:
    """The words of a block, its citations small."""
    at = 0
    for found in _CITED.finditer(text):
        if text[at : found.start()]:
            yield Run(text[at : found.start()])
        yield Run(f" {found[0].strip()}", "citation")
        at = found.end()
    if text[at:]:
        yield Run(text[at:])


def _marks(block: Block, pen: Pen) -> Iterator[Run]:
    """Where the words of another language are newer, or those of a model are still as it gave them, that is said."""
    words = story_words(pen.language)
    if block.kind != "quote" and not (block.text.get(pen.language) or block.text.get(base(pen.language))):
        yield Run(f" {words['untranslated']}", "mark")
    elif {pen.language, base(pen.language)} & set(block.outdated):
        yield Run(f" {words['outdated']}", "mark")
    if block.origin == "model":
        yield Run(f" {words['machine'].format(by=block.by)}", "mark")
    if block.own:
        yield Run(f" {words['own']}", "mark")


def _footnotes(notes: Iterable[str]) -> tuple[Run, ...]:
    return tuple(Run("", note=note) for note in notes)


def _with_reference(phrase: str, place: str, target: str) -> tuple[Run, ...]:
    before, after = phrase.split(place)
    return tuple(run for run in (Run(before), Run(look="reference", target=target), Run(after)) if run.text or run.target)
