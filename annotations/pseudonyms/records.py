"""What was found, whom it stands for, and what is to be done about it. No ``repr`` shows a name, so that no log can."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict

EntityState = Literal["proposed", "confirmed", "rejected"]
Action = Literal["mask", "ask", "keep"]


class IdentityKind(StrEnum):
    """What identifies. The values are stored: never rename one."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    HANDLE = "handle"
    ADDRESS = "address"
    BIRTH_DATE = "birth_date"
    CURP = "curp"
    RFC = "rfc"
    NSS = "nss"
    PLATE = "plate"
    ID_NUMBER = "id_number"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text that identifies: ``text[start:end]``, code points, end exclusive.

    ``score`` in [0, 1] orders mentions that overlap; it is no probability. ``by`` names the rule that found it. ``noun`` narrows the
    kind where the words around say so (``company`` for an organisation).
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    start: int
    end: int
    kind: IdentityKind
    text: str = field(repr=False)
    score: float = 1.0
    by: str = ""
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that mentions stand for.

    ``letter`` is its own within its kind, for ever. ``forms`` are the ways it is written, longest first. ``generic`` replaces the words
    made of kind and letter (``[el sindicato]``). ``scope`` holds it to one text: a *Juan* who is not the *Juan* of other
    sessions. ``doubt`` says why a person should look twice.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    kind: IdentityKind
    letter: str
    forms: tuple[str, ...] = field(repr=False)
    state: EntityState = "proposed"
    noun: str = ""
    generic: str = field(default="", repr=False)
    scope: str = ""
    doubt: str = ""


_ASK = frozenset({IdentityKind.PLACE, IdentityKind.ORGANISATION})


@dataclass(frozen=True, slots=True)
class Policy:
    """What is done with each kind: ``mask`` from the first proposal on, ``ask`` first, or ``keep``.

    By default what points at a person directly is masked at once; places and organisations are asked about.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    actions: Mapping[IdentityKind, Action] = field(default_factory=dict)

    def action(self, kind: IdentityKind) -> Action:
        return self.actions.get(kind, "ask" if kind in _ASK else "mask")

    def masks(self, entity: Entity) -> bool:
        """Whether this entity is replaced in what is stored now.

        >>> ana = Entity("E1", IdentityKind.PERSON, "A", ("Ana",))
        >>> Policy().masks(ana), Policy({IdentityKind.PERSON: "ask"}).masks(ana)
        (True, False)
        """
        action = self.action(entity.kind)
        return action != "keep" and (entity.state == "confirmed" or (action == "mask" and entity.state == "proposed"))

    def undecided(self, entity: Entity) -> bool:
        """Whether a person still has to look at this entity."""
        return entity.state == "proposed" and self.action(entity.kind) != "keep"
