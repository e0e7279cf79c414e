"""Whom to ask next about a change, and through whom: a proposal with the reason of each line; a person decides."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import ConfigDict

from annotations.changes.elements import folded
from annotations.changes.observation_records import Observation
from annotations.changes.saturation import Verdict
from annotations.codeframe import CodeFrame
from annotations.codings import Coding
from annotations.contacts import Contact
from annotations.sessions import Register, Respondent
from annotations.studies import Change, SaturationRule, Study

Reason = Literal["named_for_it", "of_its_domain", "new_place", "other_side", "independent"]
"""Somebody said that they know of this change; they speak to its domain; nobody of their place counts for it yet; they were named by
somebody who denies it; they do not depend on anybody who counts for it."""


@dataclass(frozen=True)
class SilentCategory:
    """Respondents of a category of the roster of whom no counting session reports the change. ``heard``: their reviewed sessions, which
    said nothing of it; ``unreviewed``: their sessions that nobody has reviewed yet."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    category: str
    heard: tuple[str, ...]
    unreviewed: tuple[str, ...]
    deny: tuple[str, ...]


@dataclass(frozen=True)
class NextContact:
    """A contact who has not been asked. ``through``: who named them (a contact or respondent), empty when the study found them;
    ``named_by``: the respondents behind that.

    ``counts_with``: the sessions that they would count as one with under the study's rule, as they are of one referral chain or
    organisation; empty when they would be an observation of their own.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    contact_id: str
    through: str
    named_by: tuple[str, ...]
    source: str
    place: str
    domains: tuple[str, ...]
    reasons: tuple[Reason, ...]
    counts_with: tuple[str, ...]

    @property
    def independent(self) -> bool:
        return not self.counts_with


@dataclass(frozen=True)
class NextSessions:
    """What is asked for, and where it may be found. ``review_first``: sessions of its domain that are imported and not reviewed: reading
    them costs less than another interview. ``silent_groups``: codes of the study's groups family that no passage of this change has."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    independent: int
    categories: int
    review_first: tuple[str, ...]
    silent_categories: tuple[SilentCategory, ...]
    silent_groups: tuple[str, ...]
    contacts: tuple[NextContact, ...]


def not_asked(register: Register) -> dict[str, frozenset[str]]:
    """Contacts of whom nothing has come yet, by id, with the respondents who named them, directly or through other contacts."""
    came = {person.contact for person in register.respondents}
    waiting = [c for c in register.contacts if not c.outcome and c.outcome_on is None and c.id not in came]
    as_people = tuple(Respondent(f"contact {c.id}", referred_by=c.referred_by) for c in waiting)  # no id has a space
    named_by = replace(register, respondents=(*register.respondents, *as_people)).named_by()
    return {c.id: named_by[person.id] for c, person in zip(waiting, as_people, strict=True)}


def next_sessions(
    change: Change,
    study: Study,
    frame: CodeFrame,
    register: Register,
    verdict: Verdict,
    observations: Sequence[Observation],
    codings: Sequence[Coding],
    waiting: Mapping[str, frozenset[str]],
) -> NextSessions:
    """Whom to ask next about ``change``.

    Parameters
    ----------
    codings : in force; those of the segments that speak of the change say which groups are spoken of.
    waiting : the contacts who have not been asked (``not_asked``).
    """
    domains = {change.domain, *change.secondary_domains}
    of_domain = {s.id for s in register.sessions if not s.domains or domains & set(s.domains)}
    unreviewed = set(verdict.missing.unreviewed)
    speaking = {segment_id for o in observations for segment_id in o.segment_ids_for}
    spoken_of = {c.target for c in codings if c.kind == "code" and c.segment_id in speaking}
    groups = [code for code, path in frame.paths.items() if study.groups_family and path[0].id == study.groups_family]
    heard_in = _places(register, {o.session_id for o in observations if o.independent and o.stance == "for"})
    contacts = [
        _contact(c, waiting[c.id], change, heard_in, study.saturation, observations) for c in register.contacts if c.id in waiting
    ]
    return NextSessions(
        change_id=change.id,
        independent=verdict.missing.independent,
        categories=verdict.missing.categories,
        review_first=tuple(s for s in verdict.missing.unreviewed if s in of_domain),
        silent_categories=_silent(study, register, of_domain, unreviewed, verdict, observations),
        silent_groups=tuple(code for code in groups if code not in spoken_of),
        contacts=tuple(sorted((c for c in contacts if c is not None), key=_first)),
    )


def _silent(
    study: Study,
    register: Register,
    of_domain: Collection[str],
    unreviewed: Collection[str],
    verdict: Verdict,
    observations: Sequence[Observation],
) -> tuple[SilentCategory, ...]:
    """Categories without a counting report; those that were heard most and said nothing first."""
    people = {person.id: person.category for person in register.respondents}
    sessions: dict[str, set[str]] = {category.id: set() for category in study.categories}
    for one in register.participants():
        if people.get(one.respondent_id) and one.session_id in of_domain:
            sessions.setdefault(people[one.respondent_id], set()).add(one.session_id)
    against = {o.session_id for o in observations if o.stance == "against"}
    speaking = {o.session_id for o in observations}
    found = [
        SilentCategory(
            category=category,
            heard=tuple(sorted(held - set(unreviewed) - speaking)),
            unreviewed=tuple(sorted(held & set(unreviewed))),
            deny=tuple(sorted(held & against)),
        )
        for category, held in sessions.items()
        if category not in verdict.categories
    ]
    return tuple(sorted(found, key=lambda s: (-len(s.heard), s.category)))


def _contact(
    contact: Contact,
    named_by: frozenset[str],
    change: Change,
    heard_in: Collection[str],
    rule: SaturationRule,
    observations: Sequence[Observation],
) -> NextContact | None:
    """What speaks for asking this contact about the change; None when they were named for something else."""
    domains = {change.domain, *change.secondary_domains}
    about_it, of_domain = change.id in contact.changes, bool(domains & set(contact.domains))
    if not (about_it or of_domain) and (contact.changes or contact.domains):
        return None
    for_it = [o for o in observations if o.stance == "for" and (o.independent or o.counts_with)]
    tied = {o.counts_with or o.session_id for o in for_it if _depends(contact, named_by, o, rule)}
    denied = any(named_by & set(o.respondents) for o in observations if o.stance == "against")
    given: list[tuple[bool, Reason]] = [
        (about_it, "named_for_it"),
        (of_domain, "of_its_domain"),
        (bool(contact.place) and folded(contact.place) not in heard_in, "new_place"),
        (denied, "other_side"),
        (not tied, "independent"),
    ]
    return NextContact(
        contact_id=contact.id,
        through=contact.referred_by,
        named_by=tuple(sorted(named_by)),
        source=contact.source,
        place=contact.place,
        domains=contact.domains,
        reasons=tuple(reason for holds, reason in given if holds),
        counts_with=tuple(sorted(tied)),
    )


def _depends(contact: Contact, named_by: frozenset[str], o: Observation, rule: SaturationRule) -> bool:
    referred = rule.merge_referrals and bool(named_by & set(o.respondents))
    colleague = rule.merge_affiliations and folded(contact.affiliation) in {folded(name) for name in o.affiliations}
    return referred or (colleague and bool(contact.affiliation))


def _places(register: Register, sessions: Collection[str]) -> set[str]:
    return {folded(session.place) for session in register.sessions if session.id in sessions} - {""}


def _first(contact: NextContact) -> tuple[object, ...]:
    """Those who would count and were named for this change first."""
    return (
        not contact.independent,
        "named_for_it" not in contact.reasons,
        "of_its_domain" not in contact.reasons,
        "new_place" not in contact.reasons,
        contact.contact_id,
    )
