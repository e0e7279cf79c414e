"""Factual corrections: what somebody says on a ballot is wrong, taken up by the team, and what came of it, by whom, when and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from pydantic import ConfigDict

from annotations.documents.tables import Table
from annotations.languages import in_language
from annotations.stories.records import PersonsAct
from annotations.studies import Study
from annotations.validation.records import Ballot, Form, Mode, Vote, Wording
from annotations.validation.words import CORRECTION_WORDS, MODE_WORDS, worded

Outcome = Literal["open", "accepted", "rejected"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""Taken up and not decided; put right, in a version of the story or of the statement; left as it is, with the reason."""


@dataclass(frozen=True)
class Correction:
    """One comment of one ballot that was taken up. ``text``: what is said to be wrong, in the words of the team; ``comment``: in those of the
    ballot. ``shown_story``, ``shown_statement``: the versions that the ballot was about; ``story_number``, ``statement_number``: those that
    hold what was accepted, 0 for none. ``by``, ``at``, ``reason``: of the last decision; ``taken_up_by`` who began."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    ballot: str
    change_id: str
    outcome: Outcome
    text: str
    comment: str
    vote: Vote | None
    group: str
    interested: bool
    mode: Mode
    occasion: str
    shown_story: int
    shown_statement: int
    story_number: int
    statement_number: int
    by: str
    at: datetime
    reason: str
    taken_up_by: str


def corrections(acts: Sequence[PersonsAct], sent: Sequence[tuple[Ballot, Form]]) -> tuple[Correction, ...]:
    """How every comment that was taken up stands, in the order in which they were; of ballots that count alone."""
    known: Mapping[str, tuple[Ballot, Form]] = {ballot.id: (ballot, form) for ballot, form in sent}
    first: dict[tuple[str, str], PersonsAct] = {}
    last: dict[tuple[str, str], PersonsAct] = {}
    for act in acts:
        if act.act == "correction" and act.body["ballot"] in known:
            key = (act.body["ballot"], act.subject)
            first.setdefault(key, act)
            last[key] = act
    return tuple(_correction(first[key], act, *known[key[0]]) for key, act in last.items())


def _correction(first: PersonsAct, act: PersonsAct, ballot: Ballot, form: Form) -> Correction:
    answer = next((one for one in ballot.answers if one.change_id == act.subject), None)
    wording: Wording | None = next((one for one in form.wordings if one.change_id == act.subject), None)
    body = act.body
    return Correction(
        ballot.id, act.subject, body["outcome"], body["correction"], answer.comment if answer else "", answer.vote if answer else None,
        ballot.group, ballot.interested, ballot.mode, form.occasion, wording.story_number if wording else 0,
        wording.statement_number if wording else 0, body["story_number"], body["statement_number"], act.by, act.at, act.reason, first.by,
    )  # fmt: skip


def waiting(found: Sequence[Correction], sent: Sequence[tuple[Ballot, Form]]) -> int:
    """How many comments beside a vote of B or C, on ballots that count, nobody has taken up."""
    taken = {(one.ballot, one.change_id) for one in found}
    said = {(ballot.id, one.change_id) for ballot, _ in sent for one in ballot.answers if one.comment and one.vote in ("B", "C")}
    return len(said - taken)


def corrections_table(study: Study, found: Sequence[Correction], language: str, left: int = 0) -> Table:
    """A row for each correction: what it is about, who said it, what came of it and where, who decided and why. Not the comment itself:
    what was said on a ballot is read by the team alone. ``left``: comments that nobody has taken up."""
    say, modes = worded(CORRECTION_WORDS, language), worded(MODE_WORDS, language)
    groups = {one.id: in_language(one.name, language) for one in study.categories}

    def row(one: Correction) -> tuple[str, ...]:
        who = groups.get(one.group, one.group) + (f" ({say['interested']})" if one.interested else "")
        return (
            one.change_id, who, modes[one.mode], one.text or "—", say[one.outcome], versions_of(one, language),
            say["decided"].format(by=one.by, on=one.at.date().isoformat()), one.reason or "—",
        )  # fmt: skip

    headings = tuple(say[one] for one in ("id", "who_said", "how", "what", "outcome", "where", "who", "why"))
    return Table(
        "corrections", say["caption"], language, headings, tuple(map(row, found)), (), (say["note"], say["left"].format(n=left))
    )


def versions_of(one: Correction, language: str) -> str:
    """The versions that hold what was accepted, in words; a dash for none."""
    say = worded(CORRECTION_WORDS, language)
    told = [
        say[name].format(n=number)
        for name, number in (("story", one.story_number), ("statement", one.statement_number))
        if number
    ]
    return ", ".join(told) or "—"
