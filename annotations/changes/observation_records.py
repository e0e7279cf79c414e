"""The record of an observation: one session's evidence for or against a change, and whether it counts.

Import it from ``annotations.changes.observations``.
"""

import datetime
from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict

from annotations.changes.register_records import Override
from annotations.codings import Stance
from annotations.sessions import Capture

WhyNot = Literal["", "same_person", "referred", "prompted", "undocumented", "clarification", "affiliation", "overridden"]
Relation = Literal["supports", "differs", "denies"]


@dataclass(frozen=True)
class Observation:
    """What one session says about one change.

    ``stance``: the side that more of its coders read (with more acts when as many read both), ``against`` when they are even.
    A coder who read neither is on no side: one of two coders is enough for either stance (``Verdict.agreed_for`` counts the
    sessions where all of them read it).
    ``dissent``: at least one coder read the other stance in it too (in the counting session also: its re-contact says the other).
    ``prompted``: the session is a closed list read aloud, or every segment on this side was flagged as prompted.
    ``independent``: it counts. ``counts_with``: the session that it is one with, empty when it counts itself or not at all.
    ``why_not``: why it does not count by itself, empty when it does.
    ``coders_for`` and ``coders_against`` of ``coders_reviewed`` read it so. ``categories``: of the people whose words these are
    (of everybody in the session when the speaker is not known). ``respondents``: everybody in the session.
    ``relation``: *denies* by its stance; *differs* when it reports the change, and what people entered of it says something else than
    most sessions do on who, what, when, where, why or contributions. ``capture``: verbatim or notes.
    ``overridden``: a person says that it counts or does not, whatever the rule says; it never makes an undocumented session count.
    ``affiliations``: organisations of everybody in it. ``linked_with``: other sessions that speak of the change and share a person, a
    referral or an organisation with it, whether or not the rule counts them as one.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    session_id: str
    date: datetime.date | None
    stance: Stance
    dissent: bool
    prompted: bool
    independent: bool
    counts_with: str
    why_not: WhyNot
    segment_ids_for: tuple[str, ...]
    segment_ids_against: tuple[str, ...]
    coders_for: int
    coders_against: int
    coders_reviewed: int
    categories: tuple[str, ...]
    respondents: tuple[str, ...]
    relation: Relation = "supports"
    capture: Capture = "unknown"
    overridden: Override | None = None
    affiliations: tuple[str, ...] = ()
    linked_with: tuple[str, ...] = ()

    @property
    def segment_ids(self) -> tuple[str, ...]:
        """The segments on the side of its stance."""
        return self.segment_ids_for if self.stance == "for" else self.segment_ids_against

    @property
    def spontaneous(self) -> bool:
        """Somebody brought it up by themselves."""
        return not self.prompted


def in_time(observation: Observation) -> tuple[datetime.date, str]:
    """Sort key: session date, undated sessions last; the session id settles ties, so that the order is always the same."""
    return observation.date or datetime.date.max, observation.session_id
