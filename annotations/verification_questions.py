"""What a third party is asked who verifies a story: the five questions of the method, where a study does not word its own."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ConfigDict


@dataclass(frozen=True)
class VerificationQuestion:
    """``section``: of the story's template that it asks about; empty: the story as a whole. ``optional``: a verifier need not be asked it;
    otherwise an answer, or a comment why there is none, is wanted."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    text: Mapping[str, str]
    section: str = ""
    optional: bool = True


QUESTIONS = (
    VerificationQuestion(
        "change",
        {
            "es": "¿Qué tan de acuerdo está con lo que la historia cuenta que cambió?",
            "en": "How far do you agree with what the story says has changed?",
        },
        "change_description",
    ),
    VerificationQuestion(
        "contribution",
        {
            "es": "¿Qué tan de acuerdo está con quiénes contribuyeron al cambio, según la historia, y cómo?",
            "en": "How far do you agree with what it says about who contributed to the change, and how?",
        },
        "contribution",
    ),
    VerificationQuestion(
        "groups",
        {
            "es": "¿Qué tan de acuerdo está con lo que cuenta de cómo vivieron el cambio los grupos más vulnerables?",
            "en": "How far do you agree with what it says about how the most vulnerable groups lived the change?",
        },
        "groups_at_risk",
    ),
    VerificationQuestion(
        "significance",
        {
            "es": "¿Qué tan de acuerdo está con la importancia que la historia le da al cambio?",
            "en": "How far do you agree with the importance that the story gives to the change?",
        },
        "significance",
    ),
    VerificationQuestion(
        "sustainability",
        {
            "es": "¿Qué tan de acuerdo está con lo que dice sobre si el cambio va a durar?",
            "en": "How far do you agree with what it says about whether the change will last?",
        },
        "sustainability",
    ),
)
"""As the method has them. A verifier can be asked fewer: those that they can speak to."""


def asked_of(own: Sequence[VerificationQuestion], sections: Sequence[str]) -> tuple[VerificationQuestion, ...]:
    """The study's own questions; else those of ours whose section its template has, and the one about the change itself."""
    if own:
        return tuple(own)
    return tuple(one for one in QUESTIONS if one.id == "change" or not sections or one.section in sections)


def wording_of(questions: Sequence[VerificationQuestion]) -> str:
    """A fingerprint of how the questions are worded: who enters answers says which wording was asked."""
    told = [(one.id, one.section, sorted(one.text.items()), one.optional) for one in questions]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]
