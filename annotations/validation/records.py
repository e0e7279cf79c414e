"""Who is asked whether stories are right, what is put to them, and what they answer.

The people are respondents of the study by their ids: names and addresses stay in the vault.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import ConfigDict

from annotations.studies import ChangeKind, Words

Vote = Literal["A", "B", "C"]
VOTES: tuple[Vote, ...] = ("A", "B", "C")
"""A: right as it is. B: can be ranked, and something is to be added. C: errors that have to be dealt with first: not ranked."""
Mode = Literal["web", "telephone", "visit", "workshop", "paper"]
MODES: tuple[Mode, ...] = ("web", "telephone", "visit", "workshop", "paper")
"""``visit``: in person, one by one or several together, outside a workshop."""
Chosen = Literal["drawn", "purposive", "occasion"]


@dataclass(frozen=True)
class Validator:
    """Somebody who is asked about one domain. ``chosen``: by lot, on purpose (``reason`` says why), or since they were at an
    ``occasion``. ``category``: their respondent group. The same person asked about two domains is two validators with one respondent."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    domain: str
    category: str
    chosen: Chosen
    respondent_id: str = ""
    stratum: str = ""
    occasion: str = ""
    interested: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Wording:
    """What is put to people of one change: the statement and summary as they stood, by language. ``story_number``: version of the text."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    kind: ChangeKind
    title: Words
    statement: Words
    summary: Words
    statement_number: int
    story_number: int = 0


@dataclass(frozen=True)
class Form:
    """The form of one domain, ``number`` counting its versions: a ballot belongs to the form that was shown, and to no other.

    ``not_shown``: changes of the domain that are not on it, with why (not saturated by then, cannot be validated …).
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    domain: str
    number: int
    wordings: tuple[Wording, ...]
    not_shown: tuple[tuple[str, str], ...] = ()
    occasion: str = ""


@dataclass(frozen=True)
class Answer:
    """What one ballot says of one change. ``rank``: 1 is the most significant, 0 not ranked; equal ranks are ties. Only what is voted
    A or B can be ranked."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    vote: Vote | None = None
    comment: str = ""
    rank: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Ballot:
    """The answers of one validator, or of several who answered together (``people`` of them, one ballot).

    ``group``: the respondent category, ``interested``: they judge work of their own. ``language``: in which the wording was read.
    ``entered_by``: empty when they filled it in themselves.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    form_id: str
    domain: str
    validators: tuple[str, ...]
    group: str
    mode: Mode
    language: str
    answers: tuple[Answer, ...]
    sent_at: datetime | None = None
    people: int = 1
    interested: bool = False
    entered_by: str = ""

    @property
    def ranks(self) -> dict[str, int]:
        """The changes that it ranks, with their ranks."""
        return {answer.change_id: answer.rank for answer in self.answers if answer.rank and answer.vote in ("A", "B")}
