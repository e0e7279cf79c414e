"""Who spoke, how, and captured how: sessions and people are two levels and two counts."""

import datetime
from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict

Method = Literal["individual", "collective", "focus_group", "survey", "unknown"]
Capture = Literal["recording", "notes", "unknown"]


@dataclass(frozen=True, slots=True)
class Respondent:
    """One person, known by a pseudonymous id; names live in the vault and nowhere else."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    category: str = ""
    sex: str = ""
    place: str = ""
    affiliation: str = ""
    referred_by: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """What one person agreed to. ``None`` means that nothing is documented, which is not consent."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    take_part: bool | None = None
    record: bool | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Participation:
    """One person in one session, speaking under ``label`` in its transcript."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    session_id: str
    respondent_id: str
    label: str = ""
    consent: Consent = Consent()


@dataclass(frozen=True, slots=True)
class Session:
    """One interview, focus group or survey interview.

    ``prompted``: the answers were given to a closed list read aloud, so they are never spontaneous.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    date: datetime.date | None = None
    method: Method = "unknown"
    mode: str = ""
    place: str = ""
    language: str = ""
    capture: Capture = "unknown"
    instrument: str = ""
    prompted: bool = False
    registered: bool = True


@dataclass(frozen=True, slots=True)
class Register:
    """Sessions, people, and who took part in what; ``annotations.registers`` reads and checks it."""

    sessions: tuple[Session, ...] = ()
    respondents: tuple[Respondent, ...] = ()
    participations: tuple[Participation, ...] = ()

    def updated(self, other: "Register") -> "Register":
        """This register with everything that ``other`` says of its sessions and people put in the place of what was said here."""
        sessions = {s.id: s for s in (*self.sessions, *other.sessions)}
        respondents = {r.id: r for r in (*self.respondents, *other.respondents)}
        told = {s.id for s in other.sessions}
        kept = tuple(p for p in self.participations if p.session_id not in told)
        return Register(tuple(sessions.values()), tuple(respondents.values()), (*kept, *other.participations))

    def refused(self) -> frozenset[str]:
        """Sessions in which somebody does not consent, or no longer does."""
        return frozenset(p.session_id for p in self.participations if p.consent.take_part is False)

    def sessions_of_one_person(self) -> tuple[frozenset[str], ...]:
        """For every person in more than one session, those sessions."""
        found: dict[str, set[str]] = {}
        for participation in self.participations:
            found.setdefault(participation.respondent_id, set()).add(participation.session_id)
        return tuple(frozenset(sessions) for sessions in found.values() if len(sessions) > 1)

    def of_session(self, session_id: str) -> tuple[Participation, ...]:
        return tuple(p for p in self.participations if p.session_id == session_id)
