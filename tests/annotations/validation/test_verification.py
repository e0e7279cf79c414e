"""Verification by third parties: its questions, and how a change stands after the acts."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from annotations.stories.records import PersonsAct
from annotations.validation.verification import AGREEMENT_WORDS, AGREEMENTS, Said, verifications
from annotations.validation.vote_tables import verification_table
from annotations.verification_questions import QUESTIONS, VerificationQuestion, asked_of, wording_of
from tests.annotations.validation.asked import NOON
from tests.service.records import STUDY

ANSWERS: dict[str, Any] = {
    "verifier": "school inspector", "independence": "of another district", "mode": "telephone", "language": "es",
    "answers": [{"question": "change", "agreement": "full", "comment": ""}, {"question": "groups", "agreement": "none", "comment": "no"}],
    "statement_number": 2, "story_number": 3,
}  # fmt: skip


def acts(*told: tuple[str, str]) -> list[PersonsAct]:
    return [
        PersonsAct(n, NOON + timedelta(days=n), "vera", act, subject, ANSWERS if act == "verified" else {}, f"why {n}")
        for n, (act, subject) in enumerate(told, 1)
    ]


def test_five_questions_in_two_languages_with_three_answers() -> None:
    assert [one.id for one in QUESTIONS] == ["change", "contribution", "groups", "significance", "sustainability"]
    assert all(set(one.text) == {"es", "en"} and one.section for one in QUESTIONS)
    assert all(set(AGREEMENT_WORDS[one]) == {"es", "en"} for one in AGREEMENTS)


def test_nothing_decided_is_not_the_same_as_not_required() -> None:
    found = verifications(acts(("verification_not_required", "CH1")), ["CH1", "CH2"])
    assert (found["CH1"].state, found["CH1"].by, found["CH1"].reason, found["CH1"].waits) == (
        "not_required",
        "vera",
        "why 1",
        False,
    )
    assert (found["CH2"].state, found["CH2"].at, found["CH2"].waits) == ("", None, False)


def test_what_left_the_ranking_waits_until_it_is_verified_or_need_not_be() -> None:
    assert verifications(acts(("cannot_validate", "CH1")), ["CH1"])["CH1"].waits
    done = verifications(acts(("cannot_validate", "CH1"), ("verified", "CH1")), ["CH1"])["CH1"]
    assert (done.waits, done.state, done.left_ranking) == (False, "done", True)
    assert not verifications(acts(("cannot_validate", "CH1"), ("verification_not_required", "CH1")), ["CH1"])["CH1"].waits
    assert not verifications(acts(("cannot_validate", "CH1"), ("can_be_validated", "CH1")), ["CH1"])["CH1"].left_ranking


def test_what_verifiers_said_stays_with_the_versions_they_were_given() -> None:
    told = acts(("verification_needed", "CH1"), ("verified", "CH1"), ("verification_needed", "CH1"), ("verified", "CH1"))
    found = verifications(told, ["CH1"])["CH1"]
    assert [one.number for one in found.verified] == [2, 4]
    assert found.verified[0].answers == (Said("change", "full"), Said("groups", "none", "no"))
    assert (found.verified[0].statement_number, found.verified[0].story_number) == (2, 3)


def test_answers_stay_with_the_wording_that_was_asked() -> None:
    told = acts(("verified", "CH1"), ("verified", "CH2"), ("verified", "CH1"), ("verified", "CH1"))
    own = [
        {"id": "change", "section": "", "text": {"es": "¿Fue así?"}},
        {"id": "groups", "section": "", "text": {"es": "¿Y a quiénes?"}},
    ]
    told[2] = replace(told[2], body=ANSWERS | {"questions": own})
    told[3] = replace(told[3], body=ANSWERS | {"questions": own[:1]})
    first, second, third = verifications(told, ["CH1"])["CH1"].verified
    assert [(one.id, one.text["en"], one.wording) for one in first.asked] == [
        ("change", QUESTIONS[0].text["en"], 1), ("groups", QUESTIONS[2].text["en"], 1),
    ]  # fmt: skip
    assert [(one.id, one.text, one.wording) for one in second.asked] == [
        ("change", {"es": "¿Fue así?"}, 2), ("groups", {"es": "¿Y a quiénes?"}, 2),
    ]  # fmt: skip
    assert third.asked[0] == second.asked[0]


def test_the_questions_of_a_study_and_of_the_method() -> None:
    own = (VerificationQuestion("own", {"es": "¿Sí?"}),)
    assert asked_of(own, ["contribution"]) == own
    assert [one.id for one in asked_of((), ["contribution"])] == ["change", "contribution"]
    assert asked_of((), []) == QUESTIONS
    assert wording_of(own) != wording_of((replace(own[0], text={"es": "¿No?"}),)) != wording_of(QUESTIONS)


def test_the_table_of_the_report() -> None:
    found = list(verifications(acts(("cannot_validate", "CH1"), ("verified", "CH1")), ["CH1"]).values())
    table = verification_table(STUDY, found, "en")
    assert table.rows == (("CH1", "Open accounts", "done", "vera, 2024-05-13", "why 2", "1", "1", "0", "1"),)
    waiting = list(verifications(acts(("cannot_validate", "CH1")), ["CH1"]).values())
    assert verification_table(STUDY, waiting, "es").rows[0][2:6] == (
        "salió del ordenamiento y espera verificación", "—", "—", "0",
    )  # fmt: skip
    assert verification_table(STUDY, list(verifications([], ["CH1"]).values()), "en").rows[0][2] == "not decided"
