"""Verification by a third party: somebody who neither told the change, nor judged it, nor asked about it, says how far they agree.

The questions are ``annotations.verification_questions``, or the study's own; each with three answers and room for a comment. What was
answered stays with the wording that was asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict

from annotations.stories.records import PersonsAct
from annotations.studies import Words
from annotations.verification_questions import QUESTIONS

Agreement = Literal["full", "partial", "none"]
AGREEMENTS: tuple[Agreement, ...] = ("full", "partial", "none")
AGREEMENT_WORDS: Mapping[Agreement, Words] = {
    "full": {"es": "De acuerdo del todo", "en": "I agree entirely"},
    "partial": {"es": "De acuerdo en parte", "en": "I agree in part"},
    "none": {"es": "En desacuerdo", "en": "I do not agree"},
}
State = Literal["", "needed", "not_required", "done"]


@dataclass(frozen=True)
class Said:
    """The answer to one question. ``agreement`` None: not asked, or they cannot say."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    question: str
    agreement: Agreement | None = None
    comment: str = ""


@dataclass(frozen=True)
class AskedQuestion:
    """A question as one verifier was asked it. ``wording``: which of its wordings that was, 1 the first that any verifier was asked."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    text: Words
    section: str = ""
    wording: int = 1


@dataclass(frozen=True)
class Verified:
    """What one verifier said of one story. ``verifier``: who, by what they are; ``independence``: how it is known that they did not take
    part. ``statement_number``, ``story_number``: the versions that they were given. ``asked``: the questions that were answered, as worded."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    number: int
    at: datetime
    by: str
    verifier: str
    independence: str
    mode: str
    language: str
    answers: tuple[Said, ...]
    statement_number: int
    story_number: int
    asked: tuple[AskedQuestion, ...] = ()


@dataclass(frozen=True)
class Verification:
    """How verification of a change stands. ``reason`` and ``by``: of who decided last. ``waits``: it left the ranking and nobody has verified it
    or said that it need not be."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    state: State = ""
    by: str = ""
    at: datetime | None = None
    reason: str = ""
    verified: tuple[Verified, ...] = ()
    left_ranking: bool = False

    @property
    def waits(self) -> bool:
        return self.state == "needed" or (self.left_ranking and not self.state)


def verifications(acts: Sequence[PersonsAct], change_ids: Sequence[str]) -> dict[str, Verification]:
    """How each change stands, after the acts of the log of validation in order."""
    found = {one: Verification(one) for one in change_ids}
    wordings: dict[str, list[Words]] = {}
    for act in acts:
        asked = _asked(act, wordings)
        if act.subject not in found:
            continue
        one = found[act.subject]
        if act.act in _STATES:
            found[act.subject] = Verification(
                one.change_id,
                _STATES[act.act],
                act.by,
                act.at,
                act.reason,
                (*one.verified, *_verified(act, asked)),
                one.left_ranking,
            )
        elif act.act in ("cannot_validate", "can_be_validated"):
            left = act.act == "cannot_validate"
            found[act.subject] = Verification(one.change_id, one.state, one.by, one.at, one.reason, one.verified, left)
    return found


_STATES: Mapping[str, State] = {"verification_needed": "needed", "verification_not_required": "not_required", "verified": "done"}


def _verified(act: PersonsAct, asked: tuple[AskedQuestion, ...]) -> tuple[Verified, ...]:
    if act.act != "verified":
        return ()
    body: Mapping[str, Any] = act.body
    return (
        Verified(
            act.number, act.at, act.by, body["verifier"], body["independence"], body["mode"], body["language"],
            tuple(Said(**one) for one in body["answers"]), body["statement_number"], body["story_number"],
            asked,
        ),
    )  # fmt: skip


def _asked(act: PersonsAct, wordings: dict[str, list[Words]]) -> tuple[AskedQuestion, ...]:
    """The questions that a verifier answered; ``wordings`` are those of earlier acts, whichever change these were about. An act from before
    wordings were kept was about our own questions."""
    if act.act != "verified":
        return ()
    ours: dict[str, Any] = {one.id: {"text": one.text, "section": one.section} for one in QUESTIONS}
    kept: dict[str, Any] = {one["id"]: one for one in act.body.get("questions", ())}
    found = []
    for answer in act.body["answers"]:
        told = kept.get(answer["question"]) or ours.get(answer["question"])
        if told is not None:
            known = wordings.setdefault(answer["question"], [])
            if told["text"] not in known:
                known.append(told["text"])
            found.append(AskedQuestion(answer["question"], told["text"], told["section"], known.index(told["text"]) + 1))
    return tuple(found)
