"""Texts and their parts. Offsets are Unicode code points into ``Transcript.text``, end exclusive."""

from dataclasses import dataclass
from typing import Literal, Self

from pydantic import ConfigDict

SpeakerRole = Literal["interviewer", "respondent"]
MarkKind = Literal["time", "inaudible", "nonverbal"]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the spaces around it; of nothing but spaces, one that is empty (``start`` not before ``end``).

    >>> trimmed("a  bc ", 1, 6)
    (3, 5)
    """
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that nobody said: a time, ``[inaudible]``, ``(risas)``. It stays in the text and is not embedded."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: MarkKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's stretch: ``text[start:end]`` are the words, without the speaker's label.

    ``language`` is given where it is not the transcript's.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    speaker: str
    role: SpeakerRole
    start: int
    end: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The whole text of one session, as read; nothing of the source is left out of ``text``.

    ``translates``: it is a translation, which stood beside the original in its file, turn by turn.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    session_id: str
    text: str
    turns: tuple[Turn, ...]
    language: str
    source: str
    source_hash: str
    marks: tuple[Mark, ...] = ()
    translates: bool = False

    def words_of(self, turn: Turn) -> str:
        return self.text[turn.start : turn.end]


@dataclass(frozen=True, slots=True)
class Segment:
    """The unit that is coded: (part of) one respondent turn, with the question it answers.

    ``number`` counts the segments of the session from 1; ``id`` is ``<session>.<number>``, the form of every citation.
    ``before`` and ``after`` are neighbouring turns for context, never part of the coded text.
    ``section`` is the story section that the guide's question feeds, empty when unknown.
    ``repetition`` counts how often the guide's block about one change has begun (1 is the first change), 0 outside of a block.
    ``marks`` lie within the segment: their offsets count from its ``start``.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    session_id: str
    number: int
    start: int
    end: int
    text: str
    speaker: str
    language: str = ""
    question: str = ""
    question_id: str = ""
    section: str = ""
    before: str = ""
    after: str = ""
    repetition: int = 0
    marks: tuple[Mark, ...] = ()

    @property
    def words(self) -> str:
        """What was said: the text without its marks, which is what encoders see.

        >>> Segment("S1", 1, 0, 15, "Sí [risas] pues", "P1", marks=(Mark("nonverbal", 3, 10),)).words
        'Sí pues'
        """
        if not self.marks:
            return self.text
        borders = [0, *(at for mark in self.marks for at in (mark.start, mark.end)), len(self.text)]
        return " ".join(" ".join(self.text[a:b] for a, b in zip(borders[::2], borders[1::2], strict=True)).split())

    @property
    def id(self) -> str:
        return f"{self.session_id}.{self.number:03d}"

    def check(self, transcript: Transcript) -> Self:
        """Return self, or raise ``ValueError`` when the offsets do not read back as the text."""
        if transcript.text[self.start : self.end] != self.text:
            raise ValueError(f"segment {self.id}: text[{self.start}:{self.end}] is not the segment's text")
        return self
