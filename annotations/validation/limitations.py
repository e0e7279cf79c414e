"""What limits the findings, as counted facts: each with its number, of how many, and where it comes from. Words are made of them in
``annotations.validation.limitation_words``; which finding they touch is said by the domain."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import ConfigDict

from annotations.sessions import Register
from annotations.validation.responses import Responses
from annotations.validation.state import Contacted, Draw

FactKind = Literal[
    "contacts_from", "contacts_ended", "not_asked", "not_asked_yet", "response", "small_response", "refused", "unreachable", "no_show", "silent",
    "purposive", "late_authorisation", "no_authorisation", "all_drawn", "withdrawn",
]  # fmt: skip
SMALL = 5
"""Fewer answers than this of those drawn in a domain are said to be few."""


@dataclass(frozen=True)
class Fact:
    """``number`` of ``of``. ``what``: the source or outcome that is counted, in the study's own words. ``source``: the register of contacts, the draws,
    the ballots or the notes on contacts. ``domain`` empty: of the whole study. ``days``: how long an authorisation took."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: FactKind
    number: int
    of: int
    source: Literal["contacts", "draws", "ballots", "contact notes", "sessions"]
    domain: str = ""
    what: str = ""
    days: int = 0


def facts(register: Register, responses: Responses, contacts: Sequence[Contacted], draws: Sequence[Draw]) -> tuple[Fact, ...]:
    """In the order of the field: who was found through whom, who was not reached, who answered."""
    return (*_of_contacts(register), *_of_draws(draws), *_of_responses(responses), *_of_authorisations(contacts))


def _of_contacts(register: Register) -> list[Fact]:
    total = len(register.contacts)
    sources = Counter(one.source for one in register.contacts if one.source)
    reached = {one.contact for one in register.respondents}
    ended = Counter(one.outcome for one in register.contacts if one.outcome and one.id not in reached)
    found = [Fact("contacts_from", count, total, "contacts", what=source) for source, count in sources.most_common()]
    found += [Fact("contacts_ended", count, total, "contacts", what=outcome) for outcome, count in ended.most_common()]
    silent = sum(not one.outcome and one.id not in reached for one in register.contacts)
    return found + ([Fact("not_asked", silent, total, "contacts")] if silent else [])


def _of_draws(draws: Sequence[Draw]) -> list[Fact]:
    last = {one.domain: one for one in draws}
    whole = [one for one in last.values() if one.frame and len(one.frame) <= one.size]
    return [Fact("all_drawn", len(one.frame), len(one.frame), "draws", one.domain) for one in whole]


def _of_responses(responses: Responses) -> list[Fact]:
    found = []
    for line in responses.lines:
        if line.chosen == "purposive":
            found.append(Fact("purposive", line.answered, line.asked, "ballots", line.domain))
        if line.chosen != "drawn":
            continue
        if line.not_asked:
            found.append(Fact("not_asked_yet", line.not_asked, line.asked, "contact notes", line.domain))
        if not line.invited:
            continue
        found.append(Fact("response", line.answered, line.asked, "ballots", line.domain))
        if line.answered < min(SMALL, line.asked):
            found.append(Fact("small_response", line.answered, line.asked, "ballots", line.domain))
        ends: tuple[tuple[FactKind, int], ...] = (
            ("refused", line.refused), ("unreachable", line.unreachable), ("no_show", line.no_show), ("silent", line.silent),
            ("withdrawn", line.withdrawn),
        )  # fmt: skip
        found += [
            Fact(kind, count, line.asked, "ballots" if kind == "silent" else "contact notes", line.domain)
            for kind, count in ends
            if count
        ]
    return found


def _of_authorisations(contacts: Sequence[Contacted]) -> list[Fact]:
    """How long those took who had to be let answer, and who never was."""
    asked: dict[str, date] = {}
    given: dict[str, date] = {}
    for one in contacts:
        if one.what == "authorisation_asked":
            asked.setdefault(one.validator_id, one.on)
        if one.what == "authorisation_given" and one.validator_id in asked:
            given.setdefault(one.validator_id, one.on)
    if not asked:
        return []
    days = [(given[one] - asked[one]).days for one in given]
    found = [Fact("late_authorisation", len(given), len(asked), "contact notes", days=max(days))] if days else []
    none = len(asked) - len(given)
    return found + ([Fact("no_authorisation", none, len(asked), "contact notes")] if none else [])
