"""The rate of response: over those who were drawn, those chosen otherwise apart."""

import datetime

from annotations.studies import DomainOfChange
from annotations.validation.response_tables import response_table
from annotations.validation.responses import responses
from annotations.validation.state import Contacted, ContactKind
from tests.annotations.validation.asked import ballot, person
from tests.service.records import STUDY

DOMAINS = ("homes", "committees")
DAY = datetime.date(2024, 4, 1)


def told(validator: str, what: ContactKind) -> Contacted:
    return Contacted(validator, what, DAY, "telephone", "vera", "")


def test_the_rate_is_over_the_drawn_by_domain_and_mode() -> None:
    people = [person(f"V{n}") for n in range(1, 6)] + [person("V6", "committees"), person("V7", "committees")]
    sent = [ballot("B1", "V1"), ballot("B2", "V2", mode="telephone"), ballot("B3", "V6", mode="telephone")]
    notes = [told("V3", "invited"), told("V3", "refused"), told("V4", "unreachable"), told("V1", "refused")]
    found = responses(people, sent, notes, DOMAINS)
    homes, committees = found.lines
    assert (homes.asked, homes.answered, homes.rate) == (5, 2, 0.4)
    assert dict(homes.by_mode) == {"web": 1, "telephone": 1, "visit": 0, "workshop": 0, "paper": 0}
    assert (homes.refused, homes.unreachable, homes.no_show, homes.silent, homes.not_asked) == (
        1,
        1,
        0,
        0,
        1,
    )  # V1 answered after all
    assert (homes.invited, committees.invited) == (4, 1)
    assert committees.rate == 0.5
    assert found.rate() == 3 / 7


def test_those_chosen_on_purpose_and_on_occasions_do_not_raise_the_rate() -> None:
    people = [person("V1"), person("V2"), person("V3", chosen="purposive"), person("V4", chosen="occasion", interested=True)]
    found = responses(people, [ballot("B1", "V3"), ballot("B2", "V4", mode="workshop")], [], DOMAINS)
    assert [(one.chosen, one.asked, one.answered) for one in found.lines] == [
        ("drawn", 2, 0), ("purposive", 1, 1), ("occasion", 1, 1),
    ]  # fmt: skip
    assert found.rate() == 0
    assert found.lines[2].interested == 1


def test_a_group_that_answered_together_is_one_ballot_and_its_people_are_another_count() -> None:
    people = [person(f"V{n}", chosen="occasion") for n in range(1, 4)]
    (line,) = responses(people, [ballot("B1", "V1", "V2", "V3", mode="workshop", people=8)], [], DOMAINS).lines
    assert (line.answered, line.ballots, line.people) == (3, 1, 8)


def test_a_ballot_of_people_chosen_in_different_ways_is_in_the_line_of_each() -> None:
    people = [person("V1"), person("V2", chosen="occasion"), person("V3", chosen="occasion")]
    found = responses(people, [ballot("B1", "V2", "V1", mode="workshop")], [], DOMAINS)
    assert [(one.chosen, one.answered, one.ballots, one.people) for one in found.lines] == [
        ("drawn", 1, 1, 2),
        ("occasion", 1, 1, 2),
    ]


def test_one_person_asked_about_two_domains_is_two_validators_and_one_person() -> None:
    people = [person("V1", "homes", "R1"), person("V2", "committees", "R1"), person("V3", "committees", "R2")]
    found = responses(people, [ballot("B1", "V1"), ballot("B2", "V2")], [], DOMAINS)
    assert (found.drawn_people, found.answered_people) == (2, 1)


def test_who_withdrew_stays_in_the_denominator_and_nobody_asked_is_no_rate() -> None:
    (line,) = responses([person("V1"), person("V2")], [ballot("B1", "V2")], [], DOMAINS, withdrawn={"V1"}).lines
    assert (line.asked, line.answered, line.withdrawn, line.silent) == (2, 1, 1, 0)
    assert responses([], [], [], DOMAINS).rate() is None


def test_who_answered_two_forms_is_counted_once() -> None:
    (line,) = responses([person("V1")], [ballot("B1", "V1"), ballot("B2", "V1", mode="paper")], [], DOMAINS).lines
    assert (line.answered, line.by_mode["web"], line.by_mode["paper"]) == (1, 1, 0)


class TestTable:
    def test_in_both_languages_with_the_sum_of_the_drawn_alone(self) -> None:
        people = [person("V1"), person("V2"), person("V3"), person("V4", "committees"), person("V5", chosen="purposive")]
        found = responses(
            people,
            [ballot("B1", "V1"), ballot("B2", "V5", mode="paper")],
            [told("V2", "refused"), told("V4", "invited")],
            DOMAINS,
        )
        table = response_table(STUDY, found, "en")
        assert table.headings == (
            "Domain", "How chosen", "People chosen", "Web", "Paper", "Answered", "Response rate", "Refused",
            "Not reached or did not come", "No answer", "Not asked yet", "Ballots", "People on them",
        )  # fmt: skip
        assert table.rows == (
            ("Homes", "Drawn by lot", "3", "1", "0", "1", "33%", "1", "0", "0", "1", "1", "1"),
            ("Homes", "Added on purpose", "1", "0", "1", "1", "100%", "0", "0", "0", "0", "1", "1"),
            ("Committees", "Drawn by lot", "1", "0", "0", "0", "0%", "0", "0", "1", "0", "0", "0"),
            ("All domains", "Drawn by lot", "4", "1", "0", "1", "25%", "1", "0", "1", "1", "1", "1"),
        )
        spanish = response_table(STUDY, found, "es")
        assert spanish.rows[3][0:2] == ("Todos los dominios", "Por sorteo")
        assert spanish.rows[0][6] == "33 %"
        assert len(table.notes) == 2

    def test_a_collective_ballot_and_a_withdrawal_are_said_under_it(self) -> None:
        sent = [ballot("B1", "V1", people=6, mode="workshop")]
        table = response_table(STUDY, responses([person("V1"), person("V2")], sent, [], DOMAINS, withdrawn={"V2"}), "en")
        assert "is one ballot" in table.notes[2]
        assert table.notes[3].startswith("People who took their consent back afterwards: 1.")

    def test_domains_of_any_number(self) -> None:
        study = STUDY.__class__(
            **{**STUDY.__dict__, "domains": tuple(DomainOfChange(f"d{n}", {"es": f"D{n}"}, {}) for n in range(9))}
        )
        found = responses([person("V1", "d8")], [], [], [one.id for one in study.domains])
        assert [row[0] for row in response_table(study, found, "en").rows] == ["D8"]
