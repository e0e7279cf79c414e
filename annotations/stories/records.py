"""The text of a story as people work on it: sections of blocks, each worded in the languages of the study and citing its segments.

A citation stands in the text itself, in square brackets: ``… since 2021 [S01.006, S21]``; so it survives whatever is done to
the words around it. It names a segment or a session.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict

from annotations.changes.story_records import Quote
from annotations.studies import ChangeKind, Words

Origin = Literal["draft", "person", "model"]
BlockKind = Literal["sentence", "quote", "gap"]
_CITED = re.compile(r"\[([\w.\-]+(?:,\s*[\w.\-]+)*)\]")


def citations_in(text: str) -> tuple[str, ...]:
    """What a text cites, in order, each once.

    >>> citations_in("Since 2021 they read it out [S01.006, S21], it is said [S01.006].")
    ('S01.006', 'S21')
    """
    return tuple(dict.fromkeys(one.strip() for found in _CITED.finditer(text) for one in found[1].split(",")))


@dataclass(frozen=True)
class Block:
    """A sentence or paragraph, a quote, or a gap.

    ``id`` is never used again in the story. ``text``: the words by language, with their citations; of a quote, its translations
    alone, since the original stands in ``quote``. ``origin``: who worded it last, ``by``: which person or which model. ``source``:
    the part of the draft that it was made of, empty where a person wrote it. ``outdated``: languages whose words are older than
    those of another. ``own``: the writer's own judgement, that cites nothing on purpose.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    kind: BlockKind
    text: Words
    origin: Origin = "draft"
    by: str = ""
    quote: Quote | None = None
    source: str = ""
    outdated: tuple[str, ...] = ()
    own: bool = False

    @property
    def citations(self) -> tuple[str, ...]:
        """The segments and sessions behind it, in order."""
        quoted = (self.quote.segment_id,) if self.quote else ()
        return tuple(dict.fromkeys([*quoted, *(one for text in self.text.values() for one in citations_in(text))]))


@dataclass(frozen=True)
class TextSection:
    """One section of the template and its blocks in order."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Words
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class StoryText:
    """A story as it reads at one moment. ``statement_number``: the version of the register's statement that it carries;
    ``draft_version``: the draft that it was last brought up to; ``next_block``: the number that the next new block gets."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    kind: ChangeKind
    title: Words
    statement: Words
    statement_number: int
    domain: Words
    locations: tuple[str, ...]
    sections: tuple[TextSection, ...]
    draft_version: int
    next_block: int = 1

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for section in self.sections for block in section.blocks)

    @property
    def citations(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for block in self.blocks for one in block.citations))


@dataclass(frozen=True)
class StoryVersion:
    """One version of a story's text: ``number`` counts from 1 for each change."""

    number: int
    at: datetime
    by: str
    reason: str
    text: StoryText


@dataclass(frozen=True)
class PersonsAct:
    """What a person did, written down and never changed: ``act`` on ``subject`` (a change, a domain, a ballot), with its ``body`` and why."""

    number: int
    at: datetime
    by: str
    act: str
    subject: str
    body: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
