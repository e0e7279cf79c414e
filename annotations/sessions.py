"""Who spoke, how, and captured how: sessions and people are two levels and two counts."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NoReturn

from pydantic import ConfigDict

from annotations.contacts import Contact, Origin, waves
from annotations.errors import BadRegister
from annotations.pseudonyms.records import IdentityKind

Method = Literal["individual", "collective", "focus_group", "survey", "unknown"]
Capture = Literal["recording", "notes", "unknown"]
CaptureRule = Literal["all_agreed", "one_left", "refused", "several_refused", "not_stated"]


@dataclass(frozen=True, slots=True)
class Respondent:
    """One person, known by a pseudonymous id; names live in the vault and nowhere else.

    ``contact``: the contact through whom the study came to this person. ``referred_by``: the contact or respondent who named them.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    category: str = ""
    sex: str = ""
    place: str = ""
    affiliation: str = ""
    referred_by: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """What one person agreed to. ``None`` means that nothing is documented, which is not consent."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    take_part: bool | None = None
    record: bool | None = None
    how: str = ""
    given_on: datetime.date | None = None
    withdrawn_on: datetime.date | None = None

    @property
    def holds(self) -> bool:
        """Whether this person's words may be kept."""
        return self.take_part is True and self.withdrawn_on is None

    @property
    def refused(self) -> bool:
        """Whether this person said no, at once or later."""
        return self.take_part is False or self.withdrawn_on is not None


@dataclass(frozen=True, slots=True)
class Participation:
    """One person in one session, speaking under ``label`` in its transcript. ``domains``: the session's when empty."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    session_id: str
    respondent_id: str
    label: str = ""
    consent: Consent = Consent()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """One interview, focus group or survey interview.

    ``prompted``: the answers were given to a closed list read aloud, so they are never spontaneous. ``domains``: ids of the
    study's domains of change that it was held for. ``minutes``: its length. ``clarifies``: the session whose statements this one only
    goes back to: it adds to that one, and is no observation of its own.
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
    instrument_version: str = ""
    domains: tuple[str, ...] = ()
    minutes: int | None = None
    clarifies: str = ""


@dataclass(frozen=True, slots=True)
class Personal:
    """What names a person (``owner``: a respondent or contact): for the vault only.

    The value is not shown, and there is no schema: pydantic, and so every route and every JSON body, refuses to hold it.
    """

    owner: str
    kind: IdentityKind
    value: str = field(repr=False)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> NoReturn:
        raise TypeError("what names people is sealed in the vault: it has no schema")


@dataclass(frozen=True, slots=True)
class Register:
    """Sessions, people, who took part in what, and whom the study was told of; ``annotations.registers`` reads and checks it.

    ``personal`` comes from the files and goes into the vault: it is never kept with the rest.
    """

    sessions: tuple[Session, ...] = ()
    respondents: tuple[Respondent, ...] = ()
    participations: tuple[Participation, ...] = ()
    contacts: tuple[Contact, ...] = ()
    personal: tuple[Personal, ...] = field(default=(), repr=False)

    def updated(self, other: "Register") -> "Register":
        """This register with everything that ``other`` says of its sessions and people put in the place of what was said here.

        A withdrawal that is known here stays. Raises BadRegister when together they contradict each other.
        """
        sessions = {s.id: s for s in (*self.sessions, *other.sessions)}
        respondents = {r.id: r for r in (*self.respondents, *other.respondents)}
        contacts = {c.id: c for c in (*self.contacts, *other.contacts)}
        told = {s.id for s in other.sessions}
        kept = tuple(p for p in self.participations if p.session_id not in told)
        merged = Register(
            tuple(sessions.values()),
            tuple(respondents.values()),
            (*kept, *other.with_withdrawals_of(self).participations),
            tuple(contacts.values()),
            (*(one for one in self.personal if one.owner not in {new.owner for new in other.personal}), *other.personal),
        )
        both = sorted(contacts.keys() & respondents.keys())
        if both:
            raise BadRegister(f"{both[0]!r} is a contact and a respondent", remedy="give contacts and respondents different ids")
        merged.waves()
        return merged

    def with_withdrawals_of(self, earlier: "Register") -> "Register":
        """This register, in which who withdrew in ``earlier`` has withdrawn, unless consent to the same session was given since.

        Who is not in its roster any more stays in it as somebody who withdrew: else nobody would know whose words to leave out.
        """
        before = {(p.session_id, p.respondent_id): p.consent.withdrawn_on for p in earlier.participations}
        told = {(p.session_id, p.respondent_id) for p in self.participations}
        sessions, people = {s.id for s in self.sessions}, {r.id for r in self.respondents}
        missing = [
            p
            for p in earlier.participations
            if p.consent.withdrawn_on and p.session_id in sessions and (p.session_id, p.respondent_id) not in told
        ]
        back = {p.respondent_id for p in missing} - people

        def kept(p: Participation) -> Participation:
            day = before.get((p.session_id, p.respondent_id))
            since = p.consent.given_on is not None and day is not None and p.consent.given_on > day
            if day is None or since or p.consent.withdrawn_on is not None:
                return p
            return replace(p, consent=replace(p.consent, withdrawn_on=day))

        return replace(
            self,
            respondents=(*self.respondents, *(r for r in earlier.respondents if r.id in back)),
            participations=(*map(kept, self.participations), *missing),
        )

    def with_withdrawal(self, respondent_id: str, on: datetime.date) -> "Register":
        """This register after this person has withdrawn, on that day, from every session that they have not left before."""

        def gone(p: Participation) -> Participation:
            if p.respondent_id != respondent_id or p.consent.withdrawn_on is not None:
                return p
            return replace(p, consent=replace(p.consent, withdrawn_on=on))

        return replace(self, participations=tuple(map(gone, self.participations)))

    def of_session(self, session_id: str) -> tuple[Participation, ...]:
        """Everybody who is registered for the session, also who left before it was recorded."""
        return tuple(p for p in self.participations if p.session_id == session_id)

    def stayed(self) -> tuple[Participation, ...]:
        """Without those who refused to be recorded and left the focus group: they have no label in its recording."""
        recorded = {s.id for s in self.sessions if s.method == "focus_group" and s.capture == "recording"}
        return tuple(p for p in self.participations if p.label or p.consent.record is not False or p.session_id not in recorded)

    def present(self, session_id: str) -> tuple[Participation, ...]:
        """Those of the session who did not leave before it was recorded."""
        return tuple(p for p in self.stayed() if p.session_id == session_id)

    def participants(self) -> tuple[Participation, ...]:
        """Who took part in what: without those who left, refused or withdrew; with those whose consent nobody documented."""
        return tuple(p for p in self.stayed() if not p.consent.refused)

    def refused(self) -> frozenset[str]:
        """Sessions in which somebody does not consent, or no longer does."""
        return frozenset(p.session_id for p in self.stayed() if p.consent.refused)

    def undocumented(self) -> frozenset[str]:
        """Sessions for which nobody noted whether somebody consents: unregistered ones, ones of nobody, ones with an empty cell."""
        told = {p.session_id for p in self.participations}
        silent = {p.session_id for p in self.stayed() if p.consent.take_part is None and p.consent.withdrawn_on is None}
        return frozenset(s.id for s in self.sessions if s.id not in told or s.id in silent or not s.registered)

    def without_words(self, session_id: str) -> frozenset[str]:
        """The labels under which somebody of the session speaks whose words may not be kept."""
        return frozenset(p.label for p in self.present(session_id) if p.label and not p.consent.holds)

    def closed(self) -> frozenset[str]:
        """Sessions of which nothing may be kept: nobody's consent holds, or not that of somebody whose words cannot be told apart.

        Words are told apart by a label of one's own, and in notes not at all: there all words are the note taker's.
        """
        people: dict[str, list[Participation]] = {}
        for participation in self.stayed():
            people.setdefault(participation.session_id, []).append(participation)

        def is_closed(session: Session) -> bool:
            here = people.get(session.id, [])
            mixed = any(not p.consent.holds and (not p.label or session.capture == "notes") for p in here)
            return mixed or not session.registered or not any(p.consent.holds for p in here)

        return frozenset(session.id for session in self.sessions if is_closed(session))

    def capture_rule(self, session_id: str) -> CaptureRule:
        """The rule that led to a recording or to notes, as far as the consents tell it.

        ``one_left``: one of a focus group refused to be recorded and left. ``refused`` and ``several_refused``: notes, as somebody
        of an interview, or two or more of a focus group, refused.
        """
        capture = {s.id: s.capture for s in self.sessions}.get(session_id)
        people = self.of_session(session_id)
        refusals = [p for p in people if p.consent.record is False]
        focus_group = any(s.id == session_id and s.method == "focus_group" for s in self.sessions)
        if capture == "notes" and refusals and (not focus_group or len(refusals) > 1):
            return "several_refused" if focus_group else "refused"
        if (
            capture == "recording"
            and focus_group
            and len(refusals) == 1
            and all(p.consent.record for p in self.present(session_id))
        ):
            return "one_left"
        if capture == "recording" and people and all(p.consent.record for p in people):
            return "all_agreed"
        return "not_stated"

    def waves(self) -> dict[str, int]:
        """How many referrals led to each contact and each respondent; 0 for whom the study found by itself. Raises BadRegister."""
        return waves(self.origins())

    def origins(self) -> dict[str, Origin]:
        """Where each contact and each respondent comes from."""
        contacts = {c.id: Origin(c.referred_by) for c in self.contacts}
        return {**contacts, **{r.id: Origin(r.referred_by, r.contact) for r in self.respondents}}

    def named_by(self) -> Mapping[str, frozenset[str]]:
        """For each respondent the respondents who named them: themselves, or through contacts who never became respondents."""
        contacts = {c.id: c for c in self.contacts}
        through: dict[str, set[str]] = {}
        for person in self.respondents:
            through.setdefault(person.contact, set()).add(person.id)
        people = {person.id for person in self.respondents}

        def behind(name: str) -> set[str]:
            seen: set[str] = set()
            while name and name not in seen:
                seen.add(name)
                if name in people or name in through:
                    return {name} if name in people else through[name]
                name = contacts[name].referred_by if name in contacts else ""
            return set()

        def named(person: Respondent) -> frozenset[str]:
            contact = contacts.get(person.contact)
            return frozenset(behind(person.referred_by) | behind(contact.referred_by if contact else "")) - {person.id}

        return {person.id: named(person) for person in self.respondents}

    def sessions_of_one_person(self) -> tuple[frozenset[str], ...]:
        """For every person in more than one session, those sessions."""
        found: dict[str, set[str]] = {}
        for participation in self.participations:
            found.setdefault(participation.respondent_id, set()).add(participation.session_id)
        return tuple(frozenset(sessions) for sessions in found.values() if len(sessions) > 1)
