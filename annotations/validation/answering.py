"""The rules of a ballot: what may be answered, and what is still missing before it can be sent.

Every change of the form is voted A, B or C. C closes the ranking of that change for that ballot and asks for a comment. Only what is
voted A or B can be ranked; equal ranks are ties, and what is left without a rank is not ranked: partial rankings are allowed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from unicodedata import category

from pydantic import ConfigDict

from annotations.errors import BadInput, NotFound
from annotations.validation.records import VOTES, Answer, Ballot, Form, Wording

LONGEST = 5000  # characters of a comment or a reason
MIXED = "mixed"
"""The group of a ballot that people of several categories filled in together."""
Remark = Literal["c_without_comment", "not_ranked", "ties", "top_without_reason"]


@dataclass(frozen=True)
class Missing:
    """What keeps a ballot from being sent: the change that has no vote yet."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    what: Literal["no_vote"] = "no_vote"


def languages_of(form: Form) -> tuple[str, ...]:
    """The languages in which every statement of the form is worded, in the order of the first."""
    if not form.wordings:
        return ()
    first, *others = [wording.statement for wording in form.wordings]
    return tuple(language for language in first if first[language] and all(words.get(language) for words in others))


def wording_of(form: Form, change_id: str) -> Wording:
    """Raises NotFound."""
    for wording in form.wordings:
        if wording.change_id == change_id:
            return wording
    known = ", ".join(wording.change_id for wording in form.wordings)
    raise NotFound(f"{change_id!r} is not on the form {form.id}", remedy=f"answer about {known}")


def empty(form: Form) -> tuple[Answer, ...]:
    """Nothing answered yet, in the order of the form."""
    return tuple(Answer(wording.change_id) for wording in form.wordings)


def merged(form: Form, answers: Sequence[Answer], given: Sequence[Answer], *, strict: bool = False) -> tuple[Answer, ...]:
    """The answers with those that are given in their place, in the order of the form.

    A vote of C takes the rank away, and the reason for it; when ``strict``, a rank beside a C is refused instead: who enters answers
    for others has misread something.

    Raises
    ------
    NotFound : a change that is not on the form. BadInput : a vote or rank that there is not, one change twice, a text that is too long.
    """
    if len({answer.change_id for answer in given}) < len(given):
        raise BadInput("one change is answered twice", remedy="give one answer for each change")
    new = {answer.change_id: _checked(form, answer, strict) for answer in given}
    before = {answer.change_id: answer for answer in answers}
    return tuple(new.get(one.change_id) or before.get(one.change_id) or one for one in empty(form))


def missing(form: Form, answers: Sequence[Answer]) -> tuple[Missing, ...]:
    """What is to be answered before the ballot can be sent."""
    voted = {answer.change_id for answer in answers if answer.vote}
    return tuple(Missing(wording.change_id) for wording in form.wordings if wording.change_id not in voted)


def rankable(answers: Sequence[Answer]) -> tuple[str, ...]:
    """The changes that this ballot may rank: those voted A or B."""
    return tuple(answer.change_id for answer in answers if answer.vote in ("A", "B"))


def remarks(answers: Sequence[Answer]) -> tuple[tuple[Remark, tuple[str, ...]], ...]:
    """What is allowed and worth asking about before sending: a C without a comment, changes without a rank, ties, first places without
    a reason; each with the changes that it is about."""
    ranked = [answer for answer in answers if answer.rank and answer.vote in ("A", "B")]
    ranks = [answer.rank for answer in ranked]
    found: dict[Remark, list[str]] = {
        "c_without_comment": [one.change_id for one in answers if one.vote == "C" and not one.comment],
        "not_ranked": [one.change_id for one in answers if one.vote in ("A", "B") and not one.rank],
        "ties": [one.change_id for one in ranked if ranks.count(one.rank) > 1],
        "top_without_reason": [one.change_id for one in ranked if one.rank == min(ranks) and not one.reason],
    }
    return tuple((what, tuple(changes)) for what, changes in found.items() if changes)


def clean(text: str) -> str:
    """The text without what no keyboard writes (control characters, halves of characters), each line break as one character.

    >>> clean(" agua\\r\\nlimpia\\x00 ")
    'agua\\nlimpia'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or category(one) not in ("Cc", "Cs")).strip()


def without_words(ballot: Ballot) -> Ballot:
    """The ballot without anything that was written in it."""
    return replace(ballot, answers=tuple(replace(answer, comment="", reason="") for answer in ballot.answers))


def _checked(form: Form, answer: Answer, strict: bool) -> Answer:
    wording_of(form, answer.change_id)
    if answer.vote is not None and answer.vote not in VOTES:
        raise BadInput(f"{answer.vote!r} is no vote", where=answer.change_id, remedy=f"use {', '.join(VOTES)}")
    if not 0 <= answer.rank <= len(form.wordings):
        raise BadInput(
            f"{answer.rank} is no rank", where=answer.change_id, remedy=f"use 1 to {len(form.wordings)}, or 0 for not ranked"
        )
    answer = replace(answer, comment=clean(answer.comment), reason=clean(answer.reason))
    if max(len(answer.comment), len(answer.reason)) > LONGEST:
        raise BadInput("the text is too long", where=answer.change_id, remedy=f"write {LONGEST} characters at most")
    if answer.vote == "C" and answer.rank and strict:
        raise BadInput(
            "a change that is voted C is not ranked", where=answer.change_id, remedy="take the rank away, or check the vote"
        )
    if answer.rank and answer.vote is None and strict:
        raise BadInput("a rank without a vote", where=answer.change_id, remedy="say A or B")
    return replace(answer, rank=0, reason="") if answer.vote not in ("A", "B") else answer
