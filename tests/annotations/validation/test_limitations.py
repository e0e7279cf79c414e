"""What limits the findings: counted from the registers, each with its numbers and where they come from."""

import datetime

import pytest

from annotations.contacts import Contact
from annotations.sessions import Register, Respondent
from annotations.studies import Study
from annotations.validation.limitation_words import SENTENCES, SOURCE_WORDS, sentence
from annotations.validation.limitations import Fact, facts
from annotations.validation.responses import responses
from annotations.validation.state import Contacted, ContactKind, Draw
from tests.annotations.validation.asked import NOON, ballot, person
from tests.service.records import STUDY

NOBODY = responses([], [], [], [])


def told(validator: str, what: ContactKind, day: int) -> Contacted:
    return Contacted(validator, what, datetime.date(2024, 4, day), "", "vera", "")


def drawn(domain: str, frame: int, size: int) -> Draw:
    return Draw(1, NOON, "vera", domain, 1, size, (), (), tuple(f"R{n}" for n in range(frame)), (), ())


def test_contacts_by_where_they_came_from_and_what_became_of_them() -> None:
    contacts = (
        Contact("C1", source="partner", outcome="interviewed"),
        Contact("C2", source="partner", outcome="refused"),
        Contact("C3", source="snowball", outcome="no answer"),
        Contact("C4", source="partner", outcome="refused"),
        Contact("C5", source="partner"),
    )
    found = facts(Register(respondents=(Respondent("R1", contact="C1"),), contacts=contacts), NOBODY, [], [])
    assert [(one.kind, one.what, one.number, one.of) for one in found] == [
        ("contacts_from", "partner", 4, 5),
        ("contacts_from", "snowball", 1, 5),
        ("contacts_ended", "refused", 2, 5),
        ("contacts_ended", "no answer", 1, 5),
        ("not_asked", "", 1, 5),
    ]


def test_responses_and_how_few_they_are() -> None:
    people = [person(f"V{n}") for n in range(1, 8)] + [person("V8", chosen="purposive")]
    notes = [told("V2", "refused", 1), told("V3", "unreachable", 1), told("V4", "no_show", 1), told("V5", "invited", 1)]
    notes.append(told("V6", "reminded", 1))
    found = facts(Register(), responses(people, [ballot("B1", "V1")], notes, ["homes"]), notes, [])
    assert [(one.kind, one.number, one.of, one.source) for one in found] == [
        ("not_asked_yet", 1, 7, "contact notes"),
        ("response", 1, 7, "ballots"),
        ("small_response", 1, 7, "ballots"),
        ("refused", 1, 7, "contact notes"),
        ("unreachable", 1, 7, "contact notes"),
        ("no_show", 1, 7, "contact notes"),
        ("silent", 2, 7, "ballots"),
        ("purposive", 0, 1, "ballots"),
    ]


def test_everybody_of_a_small_frame_answering_is_not_a_small_response() -> None:
    found = facts(Register(), responses([person("V1")], [ballot("B1", "V1")], [], ["homes"]), [], [drawn("homes", 1, 12)])
    assert [one.kind for one in found] == ["all_drawn", "response"]


def test_who_was_not_asked_has_not_kept_silent() -> None:
    found = facts(Register(), responses([person("V1"), person("V2")], [], [], ["homes"]), [], [])
    assert [(one.kind, one.number, one.of) for one in found] == [("not_asked_yet", 2, 2)]


def test_only_the_last_draw_of_a_domain_says_whether_all_were_drawn() -> None:
    assert facts(Register(), NOBODY, [], [drawn("homes", 5, 12), drawn("homes", 20, 12)]) == ()


def test_how_long_authorisations_took() -> None:
    notes = [
        told("V1", "authorisation_asked", 1), told("V1", "authorisation_given", 24), told("V2", "authorisation_asked", 2),
        told("V2", "authorisation_given", 5), told("V3", "authorisation_asked", 2), told("V4", "authorisation_given", 2),
    ]  # fmt: skip
    late, none = facts(Register(), NOBODY, notes, [])
    assert (late.kind, late.number, late.of, late.days) == ("late_authorisation", 2, 3, 23)
    assert (none.kind, none.number, none.of) == ("no_authorisation", 1, 3)


@pytest.mark.parametrize("kind", SENTENCES)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_fact_has_its_sentence_with_its_numbers_and_source(kind: str, language: str) -> None:
    fact = Fact(kind, 31, 70, "ballots", "homes", "partner", 23)  # type: ignore[arg-type]
    said = sentence(fact, STUDY, language)
    assert "{" not in said
    assert said.endswith(f"[{SOURCE_WORDS['ballots'][language]}]")
    assert "70" in said or "31" in said


def test_a_sentence_in_each_language() -> None:
    study: Study = STUDY
    fact = Fact("response", 31, 70, "ballots", "homes")
    assert sentence(fact, study, "en") == "Homes: 31 of the 70 people drawn answered (44%). [ballots]"
    assert sentence(fact, study, "es") == "Homes: respondieron 31 de las 70 personas sorteadas (44 %). [boletas]"
