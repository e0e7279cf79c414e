"""A draft as the first text of a story: every sentence, quote and gap a block with its citations in the words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotations.changes.story_records import Gap, Quote, Section, Sentence, StoryDraft
from annotations.changes.story_text import gap_line, sentence_text
from annotations.changes.wording import Pen
from annotations.stories.records import Block, BlockKind, StoryText, TextSection
from annotations.studies import Words


def text_of(draft: StoryDraft, languages: Sequence[str], statement_number: int, draft_version: int) -> StoryText:
    """The draft as a text in all ``languages``. ``source`` of a block is the same for the same part of a later draft."""
    maker = _Maker([Pen(language) for language in languages])
    return StoryText(
        change_id=draft.change_id,
        kind=draft.kind,
        title=draft.title,
        statement=draft.statement,
        statement_number=statement_number,
        domain=draft.domain,
        locations=draft.locations,
        sections=tuple(maker.section(section) for section in draft.sections),
        draft_version=draft_version,
        next_block=maker.made + 1,
    )


@dataclass
class _Maker:
    """Numbers the blocks of one text."""

    pens: Sequence[Pen]
    made: int = 0
    sources: set[str] = field(default_factory=set)

    def section(self, section: Section) -> TextSection:
        """The counts in a section's notes stay in the draft: they are no part of the story."""
        blocks = []
        for paragraph in section.paragraphs:
            for number, sentence in enumerate(paragraph.sentences):
                leads = bool(paragraph.quotes) and sentence is paragraph.sentences[-1]
                name = paragraph.key if not number else f"{paragraph.key}:{sentence.say}"
                blocks.append(self._block("sentence", f"{section.id}/{name}", _each(self.pens, sentence, leads)))
            blocks += [self._quote(section.id, quote) for quote in paragraph.quotes]
        blocks += [self._gap(section.id, gap) for gap in section.gaps]
        return TextSection(section.id, section.name, tuple(blocks))

    def _quote(self, section_id: str, quote: Quote) -> Block:
        return self._block("quote", f"{section_id}/quote:{quote.segment_id}:{quote.start}:{quote.end}", quote.translations, quote)

    def _gap(self, section_id: str, gap: Gap) -> Block:
        return self._block("gap", f"{section_id}/gap:{gap.say}", {p.language: _question(gap, p) for p in self.pens})

    def _block(self, kind: BlockKind, source: str, text: Words, quote: Quote | None = None) -> Block:
        self.made += 1
        source = next(name for name in _names(source) if name not in self.sources)
        self.sources.add(source)
        return Block(f"b{self.made}", kind, text, quote=quote, source=source)


def _names(source: str) -> Iterable[str]:
    yield source
    number = 2
    while True:
        yield f"{source}:{number}"
        number += 1


def _each(pens: Iterable[Pen], sentence: Sentence, leads: bool) -> Words:
    return {pen.language: sentence_text(sentence, pen, leads=leads) for pen in pens}


def _question(gap: Gap, pen: Pen) -> str:
    """The question to ask next before what is missing."""
    line = gap_line(gap, pen)
    return " ".join(filter(None, [*line.questions[:1], line.text, line.todo]))
