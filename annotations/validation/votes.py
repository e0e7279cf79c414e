"""What people said of each change in the first stage: how many A, B and C, and their comments."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ConfigDict

from annotations.validation.records import VOTES, Ballot, Form, Vote


@dataclass(frozen=True)
class Comment:
    """What a ballot says of a change in its own words; ``ballot`` it stands on."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    ballot: str
    group: str
    vote: Vote
    text: str


@dataclass(frozen=True)
class Votes:
    """The votes on one change as one form worded it. ``ballots``: that voted; ``counts``: by vote; ``interested``: ballots among them of
    people who judge work of their own."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    form_id: str
    statement_number: int
    ballots: int
    counts: Mapping[Vote, int]
    interested: int
    comments: tuple[Comment, ...]


def votes(sent: Sequence[tuple[Ballot, Form]]) -> tuple[Votes, ...]:
    """Form by form, in the order in which changes stand on it; votes on different wordings are not put together."""
    forms = {form.id: form for _, form in sent}
    found = []
    for form in forms.values():
        ballots = [ballot for ballot, its in sent if its.id == form.id]
        for wording in form.wordings:
            said = [(b, one) for b in ballots for one in b.answers if one.change_id == wording.change_id and one.vote]
            counts = Counter(answer.vote for _, answer in said)
            comments = tuple(
                Comment(b.id, b.group, answer.vote, answer.comment) for b, answer in said if answer.comment and answer.vote
            )
            found.append(
                Votes(
                    wording.change_id, form.id, wording.statement_number, len(said), {vote: counts[vote] for vote in VOTES},
                    sum(b.interested for b, _ in said), comments,
                )
            )  # fmt: skip
    return tuple(found)
