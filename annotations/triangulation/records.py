"""A data point and what somebody says of a claim with it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import ConfigDict

from annotations.studies import Words

Verdict = Literal["supports", "context", "contradicts", "cannot_tell"]
VERDICTS: tuple[Verdict, ...] = ("supports", "context", "contradicts", "cannot_tell")


@dataclass(frozen=True)
class DataPoint:
    """One number from outside the interviews.

    ``period`` as the source writes it (``2021``, ``2021-03``, ``2019/2020``, ``2024-Q1``); ``denominator``: of what it is counted, in words
    or as a number; ``caveat``: what the source or the analyst warns of. ``language``: of these words, empty where nobody said; ``names``:
    by column, the same words in other languages. Points of one ``indicator``, ``unit`` and ``place`` are a series.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    indicator: str
    value: float
    unit: str
    place: str
    period: str
    denominator: str
    source: str
    retrieved: datetime.date
    caveat: str = ""
    names: Mapping[str, Words] = field(default_factory=dict, hash=False)
    language: str = ""


@dataclass(frozen=True)
class Attachment:
    """Data points put beside a claim of a story, with a verdict and the reason for it.

    ``claim`` is the sentence as it stood, in ``block`` of version ``text_number`` (empty block: the statement). A contradiction stops the
    signing of the story until ``answer`` says what was made of it. ``language``: of the claim.
    """

    id: str
    change_id: str
    points: tuple[str, ...]
    block: str
    text_number: int
    claim: str
    verdict: Verdict
    reason: str
    by: str
    at: datetime.datetime
    answer: str = ""
    answered_by: str = ""
    withdrawn: bool = False
    language: str = ""

    @property
    def blocks_signing(self) -> bool:
        return self.verdict == "contradicts" and not self.answer and not self.withdrawn
