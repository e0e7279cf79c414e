"""Results and criteria as tables in Spanish and English, and as a workbook."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from annotations.documents.tables import Table
from annotations.ranking.criteria import criteria_folded
from annotations.ranking.criteria_tables import criteria_table, top_reasons
from annotations.ranking.results import Sent, aggregate, reasons_of, totals
from annotations.ranking.sheets import as_xlsx
from annotations.ranking.tables import result_tables
from annotations.ranking.words import WORDS
from annotations.stories.records import PersonsAct
from annotations.studies import Criterion, DomainOfChange, Occasion, RespondentCategory, Study
from tests.annotations.ranking.cast import cast, form, many

STUDY = Study(
    id="s",
    name={"en": "S"},
    description={"en": "S"},
    languages=("es", "en"),
    domains=(DomainOfChange("d1", {"es": "Comités", "en": "Committees"}, {}), DomainOfChange("d2", {"es": "Casas", "en": "Homes"}, {})),
    sections=(),
    coders=(),
    categories=(RespondentCategory("g", {"es": "vecina", "en": "neighbour"}),),
    occasions=(Occasion("fair", {"es": "Feria", "en": "Fair"}, date(2024, 5, 1)),),
    criteria=(Criterion("reach", {"es": "Alcance", "en": "Reach"}), Criterion("peace", {"es": "Paz", "en": "Peace"})),
)  # fmt: skip
TITLES = {"A": {"es": "Cuentas", "en": "Accounts"}}


def tables(sent: list[Sent], language: str = "en", **more: object) -> dict[str, Table]:
    made = result_tables(STUDY, aggregate(sent, **more), totals(sent), TITLES, language)  # type: ignore[arg-type]
    return {one.id: one for one in made}


def notes(table: Table) -> str:
    return "\n".join(table.notes)


def test_places_with_scores_ranks_votes_and_how_it_was_counted() -> None:
    shown = form(occasion="fair")
    others = [cast("1 2 2", shown, people=4), cast("C 1 -", shown), cast("1 B2 3", shown, group="h")]
    found = tables([*many(2, "1 2 3", shown), *others])
    places = found["ranking-places-d1-1"]
    assert places.caption == "Ranking of changes: Committees"
    assert places.headings[:3] == ("Place", "Change", "Score")
    assert places.rows[0] == ("1", "A Accounts", "1.00", "1.0", "4", "4 (100%)", "0", "4", "0", "1", "1")
    assert places.rows[1][:2] == ("2", "B")
    assert places.rows[1][7:10] == ("4", "1", "0")
    told = notes(places)
    assert "Ballots: 5, of people: 8; ballots that rank: 5. By mode: telephone 5." in told
    assert "on the forms d1-1 (Fair)" in told
    assert "Ballots that leave something unranked that they could rank: 1. It counts as tied after all that they rank." in told
    assert "The other way to read them gives the same first two places." in told
    assert "of the 4 of 5 ballots that rank every change" in told
    assert "A: 4 of 5 ballots could rank it, the others vote it C." in told
    assert "B: " not in told


def test_what_changes_the_result_is_said() -> None:
    shown = form("AB")
    told = notes(
        tables(
            [
                *many(5, "2 1", shown, group="g"),
                cast("1 2", shown, group="h"),
                cast("1 2", shown, group="i"),
                cast("2 1", form("AB", number=2, statement="worded anew"), group="g", interested=True),
            ],
        )["ranking-places-d1-1"]
    )
    assert "with groups alike, A is first, and the first two places are A, B. Largest group: neighbour, 5 of 7 ballots." in told
    assert "Ballots of people who judge work of their own: 1." in told
    assert "Worded differently on different forms: A, B. By form: d1-1 (7 rankings) B, A; d1-2 (0 rankings) –." in told
    left = notes(tables([cast("1 2 3"), cast("1 2 3")], left_out={"C": "nobody can check it"})["ranking-places-d1-1"])
    assert "C left the ranking after it was shown: nobody can check it." in left


def test_groups_beside_each_other_with_ballots_and_people_apart() -> None:
    sent = [
        cast("1 2 3", people=9),
        cast("2 1 3", group="mixed"),
        cast("2 1 3", group=""),
        cast("3 2 1", group="x", interested=True),
    ]
    rows = {row[0]: row[1:] for row in tables(sent)["ranking-groups-d1-1"].rows}
    assert rows["neighbour"] == ("1", "9", "1", "A", "B", "–")
    assert rows["mixed"][3] == rows["not stated"][3] == "B"
    assert rows["Those who judge work of their own"][3] == "C"
    assert rows["All"][:5] == ("3", "11", "3", "B", "A")
    assert rows["All, groups alike"][3:5] == ("B", "A")


def test_dissent_and_pairs() -> None:
    sent = [*many(3, "1 2 3", form()), cast("3 2 1", group="h"), cast("1 2 3", group="h"), cast("1 2 C")]
    found = tables(sent)
    assert found["ranking-dissent-d1-1"].rows == (
        ("ballots put first", "h", "C", "1", "1", "2"), ("ballots put last what is first among all", "h", "A", "1", "1", "2"),
    )  # fmt: skip
    assert notes(found["ranking-dissent-d1-1"]) == "First among all: A. The first two places of all: A, B."
    pairs = found["ranking-pairs-d1-1"]
    assert pairs.headings == ("Change", "A", "B", "C")
    assert pairs.rows[0] == ("A Accounts", "–", "5:1", "4:1")
    assert "A is put before every other change by more ballots than after it" in notes(pairs)
    nobody = tables(many(2, "1 2 3", form()))["ranking-dissent-d1-1"]
    said = "Nobody differs: every group and every ballot puts first what is among the first two places of all."
    assert (nobody.headings, nobody.rows) == (("Who differs",), ((said,),)), "a sentence, not headings with nothing beneath"
    tied = tables([cast("1 2 3"), cast("3 2 1")])["ranking-dissent-d1-1"]
    assert (tied.rows, tied.notes) == ((("All changes share the first place.",),), ())


def test_sets_of_one_domain_are_named_and_a_single_change_is_not_ranked() -> None:
    found = tables([*many(2, "1 2 3", form()), cast("1", form("A", number=2)), cast("1 2", form("AB", domain="d2"))])
    assert found["ranking-places-d1-1"].caption == "Ranking of changes: Committees (set: A, B, C)"
    assert found["ranking-places-d2-3"].caption == "Ranking of changes: Homes"
    assert [id for id in found if id.endswith("d1-2")] == ["ranking-places-d1-2"]
    assert found["ranking-places-d1-2"].notes[-1] == "One change alone cannot be ranked: only the votes are given."
    assert [row[1:4] for row in found["ranking-summary"].rows] == [
        ("A, B, C", "A Accounts", "B"), ("A", "–", "–"), ("A, B", "A Accounts", "B"),
    ]  # fmt: skip


def test_the_summary_says_that_people_over_domains_are_fewer_than_rankings() -> None:
    sent = [cast("1 2 3", who=["V1"]), cast("1 2 3", form(domain="d2"), who=["V1"]), cast("1 2 3", who=["V2"], people=3)]
    assert "3 rankings were sent, by 2 different people and 2 more who answered in groups; 1 of them" in notes(
        tables(sent)["ranking-summary"]
    )


def test_spanish_has_the_same_words_and_the_same_numbers() -> None:
    assert WORDS["es"].keys() == WORDS["en"].keys()
    for key in (one for one in WORDS["en"] if one.endswith("_heads")):
        assert len(WORDS["es"][key].split("|")) == len(WORDS["en"][key].split("|"))
    sent = [*many(2, "1 2 3", form()), cast("3 - -", group="h")]
    english, spanish = tables(sent), tables(sent, "es-MX")
    assert spanish["ranking-places-d1-1"].caption == "Orden de los cambios: Comités"
    assert spanish["ranking-places-d1-1"].rows[0][1] == "A Cuentas"
    for id, table in english.items():
        assert [[row[at] for at in table.numbers] for row in table.rows] == [
            [row[at] for at in table.numbers] for row in spanish[id].rows
        ]
    assert tables(sent, "pt")["ranking-places-d1-1"].headings[0] == "Place"  # English where there are no words


def test_no_ballot_no_table() -> None:
    assert tables([]) == {}


def act(number: int, what: str, subject: str, **body: object) -> PersonsAct:
    return PersonsAct(number, datetime(2024, 6, number, tzinfo=UTC), "vera", what, subject, body)


class TestCriteria:
    @pytest.fixture
    def sent(self) -> list[Sent]:
        told = {"A": "it reaches all of us and we live in peace", "B": "peace at last", "C": "because"}
        return [
            cast("1 2 3", group="g", reasons=told),
            cast("1 2 3", group="g", reasons={"A": "everybody"}),
            cast("1 2 3", group="h", reasons={"A": "for everybody"}),
            cast("1 2 3", group="g", reasons={"A": "our work"}, interested=True),
        ]

    def acts(self, sent: list[Sent]) -> list[PersonsAct]:
        first, second, third, own = (ballot.id for ballot, _ in sent)
        return [
            act(1, "criterion_accepted", first, change="A", criterion="reach"),
            act(2, "criterion_added", first, change="A", criterion="peace"),
            act(3, "criterion_added", first, change="B", criterion="peace"),
            act(4, "criterion_rejected", second, change="A", criterion="peace"),
            act(5, "criterion_added", second, change="A", criterion="reach"),
            act(6, "criterion_none", third, change="A"),
            act(7, "drawn", "d1"),
            act(8, "criterion_added", own, change="A", criterion="peace"),
        ]

    def table(self, sent: list[Sent], acts: list[PersonsAct], *, frequency: bool = False, language: str = "en") -> Table:
        results = aggregate(sent)
        found = top_reasons(reasons_of(sent), {ballot.id: (ballot, shown) for ballot, shown in sent}, results)
        state = criteria_folded(STUDY.criteria, acts)
        return criteria_table(STUDY, "d1", found, state, results[0].top, language, frequency=frequency)

    def test_marks_say_who_and_not_how_often(self, sent: list[Sent]) -> None:
        found = self.table(sent, self.acts(sent))
        assert found.headings == ("Criterion", "h", "neighbour", "neighbour (own work)", "Groups")
        assert found.rows == (("Peace", "", "×", "×", "2"), ("Reach", "", "×", "", "1"))
        told = notes(found)
        assert "it does not say how often it was named" in told
        assert "first two places (A, B); ballots with reasons looked at: 4" in told
        assert "Reasons that name none of the criteria: 1." in told
        assert "not looked at" not in told

    def test_frequencies_are_ballots_each_once(self, sent: list[Sent]) -> None:
        found = self.table(sent, self.acts(sent), frequency=True, language="es")
        assert found.headings == ("Criterio", "h", "vecina", "vecina (trabajo propio)", "Grupos", "Boletas")
        assert found.rows == (("Paz", "", "1", "1", "2", "2"), ("Alcance", "", "2", "", "1", "2"))
        assert "Los números son boletas" in notes(found)

    def test_what_nobody_has_looked_at_is_said_and_the_third_place_is_left_out(self, sent: list[Sent]) -> None:
        found = self.table(sent, [])
        assert found.rows == ()
        assert "Reasons that nobody has looked at yet: 5." in notes(found)  # and not the one of C

    def test_the_last_act_holds_and_a_decision_can_be_taken_back(self) -> None:
        acts = [
            act(1, "criterion_accepted", "B1", change="A", criterion="reach"),
            act(2, "criterion_rejected", "B1", change="A", criterion="reach"),
            act(3, "criterion_added", "B1", change="B", criterion="peace"),
            act(4, "criterion_removed", "B1", change="B", criterion="peace"),
            act(5, "criterion_added", "B2", change="A", criterion="peace"),
            act(6, "criterion_none", "B2", change="A"),
            act(7, "criterion_named", "new", name={"en": "New"}),
            act(8, "criterion_named", "reach", name={"en": "Another"}),
        ]
        state = criteria_folded(STUDY.criteria, acts)
        assert [state.of(one) for one in ("B1/A", "B1/B", "B2/A")] == [(), (), ()]
        assert not state.coded["B1/A", "reach"].holds
        assert (state.coded["B1/A", "reach"].by, state.coded["B1/A", "reach"].suggested) == ("vera", True)
        assert state.reviewed == {"B1/A", "B1/B", "B2/A"}
        assert (state.is_open("B1/B", "peace"), state.is_open("B2/A", "reach"), state.is_open("B1/A", "reach")) == (
            True,
            False,
            False,
        )
        assert [one.name for one in state.criteria.values()] == [
            {"es": "Alcance", "en": "Reach"},
            {"es": "Paz", "en": "Peace"},
            {"en": "New"},
        ]


def test_a_workbook_whose_cells_are_numbers_and_never_formulas() -> None:
    made = Table(
        "criteria-a/b:very-long-name-of-a-domain-indeed",
        "=1+1",
        "en",
        ("=A", "N"),
        (("=2+2", "3"), ("\x07x", "0.50")),
        (1,),
        ("+n",),
    )
    again = Table("CRITERIA-a b very-long-name-of-a-domain-indeed", "c", "en", ("a",), (("-",),))
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx([made, again])))
    first, second = book.worksheets
    assert [len(sheet.title) <= 31 for sheet in book.worksheets] == [True, True]
    assert first.title.casefold() != second.title.casefold()
    values = [[cell.value for cell in row] for row in first.iter_rows()]
    assert values[:3] == [["'=A", "N"], ["'=2+2", 3], ["x", 0.5]]
    assert [row[0] for row in values[4:]] == ["'=1+1", "'+n"]
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    assert len(openpyxl.load_workbook(io.BytesIO(as_xlsx([]))).worksheets) == 1
