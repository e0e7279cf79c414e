"""What goes into the check and what comes out of it. No ``repr`` shows a secret, so that no log can."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import ConfigDict

from annotations.pseudonyms.records import Entity, EntityState
from annotations.pseudonyms.replacements import WORDS, replacement

Severity = Literal["stop", "look"]
FindingKind = Literal[
    "name",
    "name_part",
    "identifier",
    "organisation",
    "place_name",
    "printed_and_masked",
    "same_mask",
    "two_masks",
    "beside_mask",
    "combination",
    "combination_across",
    "small_cell",
    "recoverable_cell",
    "quote_elsewhere",
    "quote_public",
    "unreadable",
    "not_checked",
]
Unit = Literal[
    "document",
    "file_name",
    "page",
    "paragraph",
    "row",
    "line",
    "cell",
    "sheet",
    "comment",
    "header",
    "footer",
    "note",
    "deleted",
    "property",
    "attribute",
    "key",
    "part",
    "annotation",
    "bookmark",
]
ASKED = frozenset({"place", "organisation", "brand"})


@dataclass(frozen=True, slots=True)
class Output:
    """A file about to be published. ``scope`` is the text whose masks it uses (a story's id), empty for the study's own masks."""

    name: str
    data: bytes = field(repr=False)
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Public:
    """Material that anybody can find already: a web page, a press article, a law case."""

    name: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Secret:
    """What stands behind a mask. ``kind`` is an ``IdentityKind`` or ``brand``; ``forms`` are its spellings.

    ``masks``: by scope, the words that replace it there (``""`` is the study); in every language in which something is published.
    """

    entity_id: str
    kind: str
    forms: tuple[str, ...] = field(repr=False)
    masks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    state: EntityState = "confirmed"

    @property
    def severity(self) -> Severity:
        """What is only asked about is no leak before somebody has confirmed it."""
        return "look" if self.kind in ASKED and self.state == "proposed" else "stop"


def secret_of(entity: Entity, *, scope: str = "", languages: Iterable[str] = tuple(WORDS)) -> Secret:
    """The secret of an entity of the vault, with its masks in ``languages``.

    >>> from annotations.pseudonyms.records import IdentityKind
    >>> secret_of(Entity("E1", IdentityKind.ORGANISATION, "B", ("Aceros",), noun="company")).masks[""]
    ('[Company B]', '[Empresa B]')
    """
    masks = tuple(dict.fromkeys(replacement(entity, language) for language in languages))
    return Secret(entity.id, str(entity.kind), entity.forms, {scope: masks}, entity.state)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a document: the third page, the cell B4 of a sheet, the property ``author``."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    unit: Unit
    number: int = 0
    name: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """``text[start:end]`` of a part stands at ``place``. Pieces of one ``block`` belong together: the cells of a row."""

    start: int
    end: int
    place: Place
    block: int


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text of a document. ``hidden``: a reader of the document does not see it, whoever opens the file can."""

    text: str = field(repr=False)
    pieces: tuple[Piece, ...]
    hidden: bool = False

    def piece(self, offset: int) -> Piece:
        return self.pieces[max(0, bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1)]

    def place(self, offset: int) -> Place:
        return self.piece(offset).place


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as they are shown, row by row, and where each row and column stands."""

    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    within: str = ""
    first_row: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of a document that cannot be checked: a finding in itself."""

    kind: Literal["unreadable", "not_checked"]
    reason: str
    place: Place = Place("document")


@dataclass(frozen=True, slots=True)
class Document:
    """All text of one output."""

    name: str
    scope: str
    parts: tuple[Part, ...] = ()
    tables: tuple[Table, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def characters(self) -> int:
        return sum(len(part.text) for part in self.parts[1:])


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to look at. Everything in it is masked already, unless the check was asked to show.

    ``combination``: attribute and value; ``count``: how many respondents it fits; ``without``: how many, when one of them is left out.
    ``others``: where else, in words of ``document · place``. ``times``: how often the same thing occurs in this document.
    ``accepted``: who lets it pass, and why.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: FindingKind
    severity: Severity
    document: str
    place: Place
    excerpt: str = ""
    entities: tuple[str, ...] = ()
    respondents: tuple[str, ...] = ()
    combination: tuple[tuple[str, str], ...] = ()
    count: int = 0
    without: tuple[tuple[str, int], ...] = ()
    others: tuple[tuple[str, Place], ...] = ()
    times: int = 1
    reason: str = ""
    accepted: str = ""

    @property
    def key(self) -> str:
        """The same for the same finding in the next check: made of masked words alone, so that nobody can guess a name from it."""
        facts = (self.kind, self.document, self.place, self.excerpt, self.entities, self.combination, self.others, self.reason)
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Checked:
    """A document that was checked."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    document: str
    characters: int


@dataclass(frozen=True)
class Report:
    """All findings, those that stop publication first. ``not_searched``: entities whose forms are too short to be searched for."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    findings: tuple[Finding, ...]
    checked: tuple[Checked, ...]
    k: int
    secrets: int
    not_searched: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        return any(finding.severity == "stop" and not finding.accepted for finding in self.findings)

    @property
    def exit_code(self) -> int:
        return int(self.stops)
