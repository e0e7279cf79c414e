"""Verification by a third party: somebody who neither told the change, nor judged it, nor asked about it, says how far they agree.

Five questions, one for the story as a whole and one for each thing that it tells; each with three answers and room for a comment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict

from annotations.stories.records import PersonsAct
from annotations.studies import Words

Agreement = Literal["full", "partial", "none"]
AGREEMENTS: tuple[Agreement, ...] = ("full", "partial", "none")
AGREEMENT_WORDS: Mapping[Agreement, Words] = {
    "full": {"es": "De acuerdo del todo", "en": "I agree entirely"},
    "partial": {"es": "De acuerdo en parte", "en": "I agree in part"},
    "none": {"es": "En desacuerdo", "en": "I do not agree"},
}
State = Literal["", "needed", "not_required", "done"]


@dataclass(frozen=True)
class VerificationQuestion:
    """``section``: of the story's template that it asks about."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    section: str
    text: Words


QUESTIONS = (
    VerificationQuestion(
        "change",
        "change_description",
        {
            "es": "¿Qué tan de acuerdo está con lo que la historia cuenta que cambió?",
            "en": "How far do you agree with what the story says has changed?",
        },
    ),
    VerificationQuestion(
        "contribution",
        "contribution",
        {
            "es": "¿Qué tan de acuerdo está con quiénes contribuyeron al cambio, según la historia, y cómo?",
            "en": "How far do you agree with what it says about who contributed to the change, and how?",
        },
    ),
    VerificationQuestion(
        "groups",
        "groups_at_risk",
        {
            "es": "¿Qué tan de acuerdo está con lo que cuenta de cómo vivieron el cambio los grupos más vulnerables?",
            "en": "How far do you agree with what it says about how the most vulnerable groups lived the change?",
        },
    ),
    VerificationQuestion(
        "significance",
        "significance",
        {
            "es": "¿Qué tan de acuerdo está con la importancia que la historia le da al cambio?",
            "en": "How far do you agree with the importance that the story gives to the change?",
        },
    ),
    VerificationQuestion(
        "sustainability",
        "sustainability",
        {
            "es": "¿Qué tan de acuerdo está con lo que dice sobre si el cambio va a durar?",
            "en": "How far do you agree with what it says about whether the change will last?",
        },
    ),
)
"""As the method has them. A verifier can be asked fewer: those that they can speak to."""


@dataclass(frozen=True)
class Said:
    """The answer to one question. ``agreement`` None: not asked, or they cannot say."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    question: str
    agreement: Agreement | None = None
    comment: str = ""


@dataclass(frozen=True)
class Verified:
    """What one verifier said of one story. ``verifier``: who, by what they are; ``independence``: how it is known that they did not take
    part. ``statement_number``, ``story_number``: the versions that they were given."""

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
    for act in acts:
        if act.subject not in found:
            continue
        one = found[act.subject]
        if act.act in _STATES:
            found[act.subject] = Verification(
                one.change_id, _STATES[act.act], act.by, act.at, act.reason, (*one.verified, *_verified(act)), one.left_ranking
            )
        elif act.act in ("cannot_validate", "can_be_validated"):
            left = act.act == "cannot_validate"
            found[act.subject] = Verification(one.change_id, one.state, one.by, one.at, one.reason, one.verified, left)
    return found


_STATES: Mapping[str, State] = {"verification_needed": "needed", "verification_not_required": "not_required", "verified": "done"}


def _verified(act: PersonsAct) -> tuple[Verified, ...]:
    if act.act != "verified":
        return ()
    body: Mapping[str, Any] = act.body
    return (
        Verified(
            act.number, act.at, act.by, body["verifier"], body["independence"], body["mode"], body["language"],
            tuple(Said(**one) for one in body["answers"]), body["statement_number"], body["story_number"],
        ),
    )  # fmt: skip
