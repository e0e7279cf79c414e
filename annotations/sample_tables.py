"""Who was asked, who took part, and what they are: tables whose rows, columns and totals agree, as all are counted from one list.

Contacts, respondents (people), participants (a person in a session) and sessions are four counts, and every table is of one of them.
What is counted stands in exactly one row, and in exactly one column of each group of columns. Somebody of several domains stands
in a row of that combination, or with the first domain named; never in two rows.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import ConfigDict

from annotations.sessions import Capture, Method, Participation, Register, Session

Unit = Literal["contacts", "respondents", "participants", "sessions"]
Dimension = Literal[
    "domains", "source", "sex", "place", "affiliation", "project", "outcome", "wave", "category", "method", "mode", "capture",
    "language", "instrument",
]  # fmt: skip
TableName = Literal["contacts", "outcomes", "participants", "sessions", "respondent_types"]
Several = Literal["together", "first"]
Value = tuple[str, ...]  # words of the study's own; none when it is not stated, several for a combination of domains
Fact = dict[Dimension, Value]
TABLES: Mapping[TableName, tuple[Unit, Dimension, tuple[Dimension, ...]]] = {
    "contacts": ("contacts", "domains", ("source", "sex", "wave")),
    "outcomes": ("contacts", "source", ("outcome",)),
    "participants": ("participants", "domains", ("method", "mode", "sex")),
    "sessions": ("sessions", "domains", ("method", "mode", "capture")),
    "respondent_types": ("respondents", "category", ("domains", "sex")),
}
_DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)


@dataclass(frozen=True, slots=True)
class Counts:
    """Four counts that are never mixed, and what is not in them.

    ``participants``: people in sessions, so that a person counts once in each. ``refused``, ``left`` (a focus group, before it was
    recorded) and ``withdrew`` are people in sessions who are not counted; ``undocumented`` are counted.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    contacts: int
    respondents: int
    participants: int
    sessions: int
    refused: int
    left: int
    withdrew: int
    undocumented: int


@dataclass(frozen=True, slots=True)
class Counted:
    """One of what is counted: its row, and its column in each group. A participant's id is ``session/respondent``."""

    id: str
    row: Value
    columns: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class SampleTable:
    """``by`` tells the rows, ``across`` the groups of columns. All numbers are lengths of ``ids``, of which ``counted`` holds each once."""

    name: str
    unit: Unit
    by: Dimension
    across: tuple[Dimension, ...]
    rows: tuple[Value, ...]
    columns: tuple[tuple[Value, ...], ...]
    counted: tuple[Counted, ...]

    def ids(self, row: Value | None = None, group: int = 0, column: Value | None = None) -> tuple[str, ...]:
        """Who is behind a cell; of all rows or all columns where none is given. ``group``: which group of columns."""
        return tuple(
            one.id for one in self.counted if (row is None or one.row == row) and (column is None or one.columns[group] == column)
        )

    def cells(self) -> Mapping[tuple[Value, int, Value], tuple[str, ...]]:
        """The ids of every cell that is not empty, by row, group and column."""
        found: dict[tuple[Value, int, Value], list[str]] = {}
        for one in self.counted:
            for group, column in enumerate(one.columns):
                found.setdefault((one.row, group, column), []).append(one.id)
        return {place: tuple(ids) for place, ids in found.items()}


def counts_of(register: Register) -> Counts:
    """How many there are of each."""
    stayed, people = register.stayed(), register.participants()
    withdrew = sum(p.consent.withdrawn_on is not None for p in stayed)
    return Counts(
        contacts=len(register.contacts),
        respondents=len({p.respondent_id for p in people}),
        participants=len(people),
        sessions=len(_held(register)),
        refused=sum(p.consent.refused for p in stayed) - withdrew,
        left=len(register.participations) - len(stayed),
        withdrew=withdrew,
        undocumented=sum(p.consent.take_part is None for p in people),
    )


def sample_table(
    register: Register, name: TableName, *, domains: Sequence[str] = (), several: Several = "together"
) -> SampleTable:
    """One of the tables of ``TABLES``. ``domains``: the study's, in its order; all of them stand in the table, empty or not."""
    unit, by, across = TABLES[name]
    return table_of(register, unit, by, across, name=name, domains=domains, several=several)


def table_of(
    register: Register,
    unit: Unit,
    by: Dimension,
    across: Sequence[Dimension],
    *,
    name: str = "",
    domains: Sequence[str] = (),
    several: Several = "together",
) -> SampleTable:
    """Any table: ``unit`` counted by one dimension in the rows and by others in the columns.

    Words that differ only in capitals, accents and spaces are one value, spelled as the first of them in the alphabet. What a unit
    does not have (the outcome of a session) is not stated for any of it.

    Parameters
    ----------
    several : where what belongs to several domains is counted: ``together``, as a combination of its own, or with the ``first``.
    """
    facts = _FACTS[unit](register)
    for fact in facts.values():
        named = fact.get("domains", ())
        fact["domains"] = named[:1] if several == "first" else tuple(sorted(set(named), key=lambda one: _place(one, domains)))
    plain = {
        dimension: _spellings(dimension, (fact.get(dimension, ()) for fact in facts.values())) for dimension in {by, *across}
    }

    def value(fact: Fact, dimension: Dimension) -> Value:
        return plain[dimension][fact.get(dimension, ())]

    counted = tuple(Counted(one, value(fact, by), tuple(value(fact, d) for d in across)) for one, fact in facts.items())
    rows = _in_order(by, (one.row for one in counted), domains)
    columns = tuple(_in_order(d, (one.columns[n] for one in counted), domains) for n, d in enumerate(across))
    return SampleTable(name or unit, unit, by, tuple(across), rows, columns, counted)


def _told(**words: str) -> Fact:
    return {dimension: (words[dimension],) if words[dimension] else () for dimension in _DIMENSIONS if dimension in words}


def _held(register: Register) -> tuple[Session, ...]:
    """Registered sessions, without those from which everybody refused, left or withdrew."""
    told, there = {p.session_id for p in register.participations}, {p.session_id for p in register.participants()}
    return tuple(s for s in register.sessions if s.registered and (s.id in there or s.id not in told))


def _of_session(session: Session) -> Fact:
    instrument = " ".join(part for part in (session.instrument, session.instrument_version) if part)
    method, capture = ("" if word == "unknown" else word for word in (session.method, session.capture))
    return _told(
        method=method, capture=capture, mode=session.mode, place=session.place, language=session.language, instrument=instrument
    )


def _contacts(register: Register) -> dict[str, Fact]:
    waves = register.waves()
    return {
        c.id: {
            **_told(source=c.source, sex=c.sex, place=c.place, affiliation=c.affiliation, project=c.project, outcome=c.outcome),
            "wave": (str(waves[c.id]),),
            "domains": c.domains,
        }
        for c in register.contacts
    }


def _people(register: Register) -> dict[str, Fact]:
    """Everybody of the roster, whether they took part or not."""
    waves = register.waves()
    return {
        r.id: {**_told(category=r.category, sex=r.sex, place=r.place, affiliation=r.affiliation), "wave": (str(waves[r.id]),)}
        for r in register.respondents
    }


def _participants(register: Register) -> dict[str, Fact]:
    sessions, people = {session.id: session for session in register.sessions}, _people(register)

    def fact(part: Participation) -> Fact:
        session = sessions.get(part.session_id, Session(part.session_id))
        return {**_of_session(session), **people.get(part.respondent_id, {}), "domains": part.domains or session.domains}

    return {f"{part.session_id}/{part.respondent_id}": fact(part) for part in register.participants()}


def _respondents(register: Register) -> dict[str, Fact]:
    """People who took part, with the domains of all their sessions."""
    people, found = _people(register), dict[str, Fact]()
    for part, fact in zip(register.participants(), _participants(register).values(), strict=True):
        person = found.setdefault(part.respondent_id, {**people.get(part.respondent_id, {}), "domains": ()})
        person["domains"] += fact["domains"]
    return found


def _sessions(register: Register) -> dict[str, Fact]:
    return {session.id: {**_of_session(session), "domains": session.domains} for session in _held(register)}


_FACTS: Mapping[Unit, Callable[[Register], dict[str, Fact]]] = {
    "contacts": _contacts,
    "respondents": _respondents,
    "participants": _participants,
    "sessions": _sessions,
}


def _spellings(dimension: Dimension, values: Iterable[Value]) -> dict[Value, Value]:
    """Each value as it is shown: one spelling for all that differ only in capitals, accents and spaces. Ids stay what they are."""
    alike: dict[tuple[str, ...], set[Value]] = {}
    for value in values:
        alike.setdefault(value if dimension == "domains" else tuple(map(_plain, value)), set()).add(value)
    return {value: min(same) for same in alike.values() for value in same}


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.replace("_", " ")).casefold()
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _place(word: str, known: Sequence[str]) -> tuple[int, str]:
    return known.index(word) if word in known else len(known), word


def _in_order(dimension: Dimension, values: Iterable[Value], domains: Sequence[str]) -> tuple[Value, ...]:
    """In the study's order, else by the alphabet; combinations after single ones, what is not stated last."""
    orders: dict[Dimension, Sequence[str]] = {"domains": domains, "method": get_args(Method), "capture": get_args(Capture)}
    known = orders.get(dimension, [str(wave) for wave in range(100)] if dimension == "wave" else ())
    found = {*values, *((domain,) for domain in domains if dimension == "domains")}
    return tuple(sorted(found, key=lambda value: (not value, len(value), [_place(word, known) for word in value])))
