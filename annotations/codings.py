"""Who said what about a segment: suggestions of machines, reviews and codings of people. Never the same record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import ConfigDict

Kind = Literal["code", "domain", "section", "change"]
Act = Literal["accepted", "changed", "rejected", "added"]
Stance = Literal["for", "against"]


@dataclass(frozen=True)
class Reason:
    """Why a machine proposes something.

    ``phrase`` of ``source`` (definition, include, example, name, question, segment) that the segment resembles, in
    ``language``; ``sentence`` of the segment that carries most of the score; ``similar`` is the id of a reviewed segment
    when ``source`` is "segment".
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    source: Literal["name", "definition", "include", "example", "question", "segment"]
    phrase: str
    sentence: str
    language: str = ""
    similar: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A model's proposed coding: what (``kind``, ``target``) about which segment, with a score in [0, 1] and reasons."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    segment_id: str
    kind: Kind
    target: str
    score: float
    model_version: str
    frame_version: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Review:
    """What a person did: to a suggestion, or beside it (``added``, then ``suggested`` is empty).

    ``changed``: a suggestion of a kind that takes one value was replaced; ``suggested`` was proposed, ``target`` was chosen.
    ``rejected``: ``target`` is empty.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: Kind
    act: Act
    suggested: str
    target: str


@dataclass(frozen=True)
class Coding:
    """coder + segment + what + round + frame version + time, and the suggestion it came from (empty when added).

    ``stance`` is given for codings of kind "change": the segment reports the change, or denies it.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    segment_id: str
    coder_id: str
    kind: Kind
    target: str
    round: int
    frame_version: int
    at: datetime
    stance: Stance | None = None
    from_suggestion: str = ""


@dataclass(frozen=True)
class Span:
    """A stretch of a segment that a coder marked. Offsets are code points into the segment's text, end exclusive."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    segment_id: str
    coder_id: str
    label: Literal["evidence", "quote", "pii"]
    start: int
    end: int
    text: str
