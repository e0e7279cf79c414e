"""A block as a line of text, and sections of stories as a workbook."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotations.analysis_sheets import Cell, workbook
from annotations.languages import in_language
from annotations.stories.records import Block
from annotations.stories.state_records import SectionRow, Speaker
from annotations.stories.words import GAP, OUTDATED, QUOTATION, SECTION_HEADINGS, SECTIONS_TITLE, STATES, spoken


def worded(block: Block, language: str) -> str:
    """A block as one line of text in one language, with its citations; a quote in its own words where it is not translated.

    >>> worded(Block("b1", "gap", {"en": "Who decided?"}), "en")
    'Gap: Who decided?'
    """
    words: Mapping[str, str] = block.text
    said = in_language(words, language)
    if block.quote is not None:
        said = words.get(language) or block.quote.text
        said = f"{'…' if block.quote.cut_before else ''}{said}{'…' if block.quote.cut_after else ''}"
        return f"{QUOTATION[spoken(language)].format(words=said)} [{block.quote.segment_id}]"
    return GAP[spoken(language)].format(words=said) if block.kind == "gap" and said else said


def sections_xlsx(rows: Sequence[SectionRow], language: str) -> bytes:
    """A workbook with one row for each section of each story."""
    return workbook({SECTIONS_TITLE[spoken(language)]: sections_table(rows, language)})


def sections_table(rows: Iterable[SectionRow], language: str) -> Iterator[list[Cell]]:
    """A header, then one row for each section of each story."""
    yield list(SECTION_HEADINGS[spoken(language)])
    for row in rows:
        yield [
            row.change_id,
            row.title,
            row.kind,
            row.domain,
            ", ".join(row.secondary_domains),
            row.section,
            row.name,
            row.text,
            row.version,
            STATES[spoken(language)][row.state],
            row.at.date().isoformat() if row.at else "",
            ", ".join(row.citations),
            row.quotes,
            row.gaps,
            OUTDATED[spoken(language)] if row.outdated else "",
            "; ".join(told_speaker(speaker, language) for speaker in row.speakers),
            ", ".join(row.places),
            ", ".join(row.groups),
            ", ".join(row.projects),
        ]


def told_speaker(speaker: Speaker, language: str) -> str:
    """Session, role and place.

    >>> told_speaker(Speaker("S01", {"en": "Farmer"}, "Tanok"), "en")
    'S01 Farmer, Tanok'
    """
    return " ".join(
        filter(None, [speaker.session_id, ", ".join(filter(None, [in_language(speaker.category, language), speaker.place]))])
    )
