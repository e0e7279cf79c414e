"""What the findings are put together from: changes with their stories, what passages are coded with, what answers which question."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotations.codeframe import CodeFrame
from annotations.documents.register_tables import Registered
from annotations.documents.story_document import Telling
from annotations.studies import Change, PlanRow, Study


@dataclass(frozen=True)
class Rank:
    """The place of a change among ``of`` that stood on the same ballots, of which ``ballots`` rank; ``tied``: another has the same place.
    ``since``: the change is another one now than when it was put to people: moved, worded anew, split."""

    place: int
    of: int
    ballots: int
    tied: bool = False
    since: bool = False


@dataclass(frozen=True)
class Dissenting:
    """Of one set of changes of a domain, how many of the kinds of people that rank put another one first than all together, and the id
    of the table of who differs."""

    domain: str
    number: int
    of: int
    table: str


@dataclass(frozen=True)
class Found:
    """A change that is followed or not decided yet, with its story; None where nobody has made one."""

    registered: Registered
    telling: Telling | None = None
    ranks: tuple[Rank, ...] = ()

    @property
    def change(self) -> Change:
        return self.registered.change

    @property
    def id(self) -> str:
        return self.change.id


@dataclass(frozen=True)
class Answer:
    """A row of the analysis plan with the passages that answer it."""

    row: PlanRow
    segment_ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Touching:
    """A limitation as a sentence: the changes or the domain that it touches; neither: all findings."""

    sentence: str
    changes: tuple[str, ...] = ()
    domain: str = ""


@dataclass(frozen=True)
class Findings:
    """All of it. ``codes``: by passage that may be shown, what it is coded with. ``left_out``: changes that were dropped or merged.

    ``told``, ``limited``, ``ranked``: whether the stories, the table of limitations and the tables of the ranking stand in the same document,
    so that they can be referred to.
    """

    study: Study
    frame: CodeFrame
    changes: tuple[Found, ...]
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    limits: tuple[Touching, ...] = ()
    left_out: int = 0
    dissent: tuple[Dissenting, ...] = ()
    told: bool = False
    limited: bool = False
    ranked: bool = False
