"""Who said what about a segment: suggestions of machines, reviews and codings of people. Never the same record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pydantic import ConfigDict

Kind = Literal["code", "domain", "section", "change"]
Act = Literal["accepted", "changed", "rejected", "added", "left", "kept", "dropped", "decided"]
PLANTED = "planted"
"""Stands for the model version wherever a suggestion was put among the others that is known to be wrong."""
Stance = Literal["for", "against"]
Strength = Literal["likely", "possible"]
Mark = Literal["knowledge_only", "no_change"]
"""What a machine hints about a whole segment: knowledge without anything done differently, or that nothing changed. No coding."""


@dataclass(frozen=True)
class Reason:
    """Why a machine proposes something.

    ``phrase`` of ``source`` (definition, include, example, name, question, segment) that the segment resembles, in
    ``language``; ``sentence`` of the segment that carries most of the score; ``similar`` is the id of a reviewed segment
    when ``source`` is "segment". ``phrases``: the phrase of that source in every language that the code frame has it in, by
    language; empty where there is one only.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    source: Literal["name", "definition", "include", "example", "question", "segment"]
    phrase: str
    sentence: str
    language: str = ""
    similar: str = ""
    phrases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """A model's proposed coding: what (``kind``, ``target``) about which segment, with a score in [0, 1] and reasons.

    ``strength``: *likely*, its score reaches the balanced threshold; *possible*, it does not, but the study's stated recall of
    this target is certified down to there. ``certified``: the target has a certificate.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    segment_id: str
    kind: Kind
    target: str
    score: float
    model_version: str
    frame_version: int
    reasons: tuple[Reason, ...] = ()
    strength: Strength = "likely"
    certified: bool = False


@dataclass(frozen=True)
class Review:
    """What a person did: to a suggestion, or beside it (``added``, then ``suggested`` is empty).

    ``changed``: a suggestion of a kind that takes one value was replaced; ``suggested`` was proposed, ``target`` was chosen.
    ``rejected``: ``target`` is empty. ``left``: it was shown as possible, not chosen to begin with, and stayed so; nobody has
    said that it does not apply, and ``target`` is empty. ``kept``, ``dropped``: what became of a coding that was carried over
    from the round before. ``decided``: the supervisor says that it holds. ``planted``: the suggestion was known to be wrong and
    was put among the others to see whether it is noticed.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: Kind
    act: Act
    suggested: str
    target: str
    planted: bool = False


@dataclass(frozen=True)
class Coding:
    """coder + segment + what + round + frame version + time, and the model whose suggestion it came from (empty when added;
    ``PLANTED`` when the suggestion was known to be wrong).

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
