"""A story draft as a structure without a language: what is said, on which evidence, and what is not known.

``say`` names a phrase of ``annotations.changes.story_words``; numbers, names and citations are facts from the records.
A citation is the id of a segment (``S01.012``) or of a session (``S01``). Nothing is said without one.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ConfigDict

from annotations.changes.saturation import Verdict
from annotations.codings import Stance
from annotations.sessions import Capture, Method
from annotations.studies import ChangeKind, Words


@dataclass(frozen=True)
class Item:
    """One entry of an enumeration: ``name`` (or the word ``term``), how many (``number``, of which ``also``), and on what evidence."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    name: Words = field(default_factory=dict)
    term: str = ""
    number: int = 0
    also: int = 0
    by: tuple[Words, ...] = ()
    citations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """One computed statement. ``citations`` holds those of its items too and is never empty. ``people``: who tells it."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    say: str
    citations: tuple[str, ...]
    number: int = 0
    of: int = 0
    items: tuple[Item, ...] = ()
    people: tuple[Words, ...] = ()
    dates: tuple[datetime.date, ...] = ()

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"the sentence {self.say!r} cites nothing")


@dataclass(frozen=True)
class Quote:
    """Words from a segment: ``text`` is ``segment.text[start:end]``, in the language in which it was said or written down.

    ``literal``: somebody's words; otherwise the interviewer's notes. ``marked``: a coder chose it; otherwise it is the passage
    most like the rest of its section. ``linked``: no coder tied the segment to the change, its codes do (see ``story_evidence``).
    ``cut_before``, ``cut_after``: it begins or ends within a sentence. ``category`` and ``place`` are of the speaker, never a name or an affiliation.
    ``place_name``: what the study calls the place, where it says so.
    ``translations``: its words in other languages where somebody translated the session; ``unsure``: the languages of these in
    which it is not certain that they are these very words.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    segment_id: str
    start: int
    end: int
    text: str
    cut_before: bool
    cut_after: bool
    stance: Stance
    language: str
    category: Words
    place: str
    method: Method
    mode: str
    capture: Capture
    date: datetime.date | None
    literal: bool
    marked: bool
    linked: bool
    prompted: bool
    place_name: Words = field(default_factory=dict)
    translations: Words = field(default_factory=dict)
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gap:
    """Something that is not known, and what to do: which sessions or people to ask (``ask``), which question of the guide."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    say: str
    number: int = 0
    items: tuple[Item, ...] = ()
    ask: tuple[Item, ...] = ()
    questions: tuple[Words, ...] = ()
    citations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """Some sentences and the quotes that they lead to. ``key`` names it within its section and is the same in every draft."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    key: str
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Section:
    """One section of the template. ``notes``: how its evidence was counted, which is not part of the story."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Words
    paragraphs: tuple[Paragraph, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notes: tuple[Sentence, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Those of its paragraphs and of its notes."""
        return (*(sentence for paragraph in self.paragraphs for sentence in paragraph.sentences), *self.notes)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return tuple(quote for paragraph in self.paragraphs for quote in paragraph.quotes)


@dataclass(frozen=True)
class Source:
    """The cited segments of one session that people of one category said; none when only the session as a whole is cited."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    session_id: str
    categories: tuple[Words, ...]
    place: str
    method: Method
    mode: str
    capture: Capture
    language: str
    date: datetime.date | None
    segment_ids: tuple[str, ...]


@dataclass(frozen=True)
class StoryDraft:
    """A change story on the template of the house, filled from reviewed evidence alone; the start of a person's writing.

    ``place_names``: what the study calls its places, of those that it has a name for.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    kind: ChangeKind
    title: Words
    statement: Words
    domain: Words
    locations: tuple[str, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    verdict: Verdict
    place_names: Mapping[str, Words] = field(default_factory=dict)
