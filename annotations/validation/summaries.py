"""What is told of a story beside its statement: its sentences as people worded them, without quotes, gaps and citations."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from annotations.stories.records import StoryText

_CITATION = re.compile(r"\s*\[[\w.\-]+(?:,\s*[\w.\-]+)*\]")


@dataclass(frozen=True)
class Part:
    """One sentence or paragraph of a summary, by language, and the segments and sessions that it rests on."""

    section: str
    text: dict[str, str]
    cites: tuple[str, ...]


def without_citations(text: str) -> str:
    """The words alone.

    >>> without_citations("They read it out [S01.006, S21], since 2021 [S02].")
    'They read it out, since 2021.'
    """
    return _CITATION.sub("", text).strip()


def summary_of(text: StoryText, *, leave_out: Collection[str] = ("data_collection",)) -> tuple[Part, ...]:
    """The sentences of the story in order, section by section; ``leave_out``: ids of sections that tell nothing of the change.

    Not those that only lead to a quote, and not the statement: it stands above.
    """
    found = []
    for section in text.sections:
        if section.id in leave_out:
            continue
        for block in section.blocks:
            words = {language: without_citations(said) for language, said in block.text.items()}
            told = {one: said for one, said in words.items() if not said.endswith(":") and said != text.statement.get(one)}
            if block.kind == "sentence" and any(told.values()):
                found.append(Part(section.id, told, block.citations))
    return tuple(found)
