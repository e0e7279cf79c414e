"""Tables of the sample: on a sample of known numbers, on any register, and as people read them."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.contacts import Contact
from annotations.sample_table_text import as_csv, as_frame, as_rows, safe_cell
from annotations.sample_tables import (
    TABLES,
    Counts,
    Dimension,
    SampleTable,
    Several,
    TableName,
    Unit,
    Value,
    counts_of,
    sample_table,
    table_of,
)
from annotations.sessions import Capture, Consent, Method, Participation, Register, Respondent, Session
from annotations.studies import DomainOfChange, RespondentCategory, Study

DOMAINS = ("D1", "D2", "D3", "D4", "D5")
STUDY = Study(
    "s", {"en": "S"}, {"en": "S"}, ("es", "en"), coders=(), sections=(),
    domains=tuple(DomainOfChange(d, {"es": f"Dominio {d}", "en": f"Domain {d}"}, {"en": d}) for d in DOMAINS),
    categories=(RespondentCategory("union", {"es": "sindicato", "en": "trade union"}),),
)  # fmt: skip


def spread(**numbers: int) -> Iterator[str]:
    """Each word as many times as said."""
    return (word for word, number in numbers.items() for _ in range(number))


def n(table: SampleTable, row: Value | None = None, group: int = 0, column: Value | None = None) -> int:
    return len(table.ids(row, group, column))


def totals(table: SampleTable, group: int) -> Mapping[Value, int]:
    return {column: n(table, None, group, column) for column in table.columns[group]}


CONTACTS = {  # by partner, by snowball, women, men
    "D1": (68, 31, 45, 54), "D2": (42, 10, 19, 33), "D3": (32, 12, 21, 23), "D4": (19, 10, 24, 5), "D5": (34, 12, 25, 21),
}  # fmt: skip
PARTICIPANTS = {  # interviews, groups, surveys, of them remote, women; sessions held as groups, interviews of two
    "D1": (65, 17, 0, 44, 33, 3, 15), "D2": (22, 5, 0, 24, 7, 1, 5), "D3": (44, 4, 0, 16, 21, 1, 5), "D4": (24, 0, 0, 24, 22, 0, 5),
    "D5": (37, 34, 0, 31, 30, 6, 3), "D1 D4": (0, 8, 52, 0, 27, 2, 0),
}  # fmt: skip
KINDS = {  # kinds of respondents by domain
    "D1": (2, 4, 35, 0, 2, 0, 29, 10, 0), "D2": (1, 1, 0, 4, 12, 0, 1, 8, 0), "D3": (18, 23, 0, 0, 0, 0, 7, 0, 0),
    "D4": (0, 2, 3, 1, 0, 7, 10, 1, 0), "D5": (10, 43, 0, 1, 4, 0, 13, 0, 0), "D1 D4": (0, 0, 0, 0, 0, 0, 0, 0, 60),
}  # fmt: skip


def held(domain: str) -> Iterator[tuple[Method, str, int]]:
    """Method, mode and number of people of every session of a domain."""
    interviews, in_groups, surveys, remote, _, groups, pairs = PARTICIPANTS[domain]
    near = interviews + in_groups + surveys - remote >= in_groups
    for number in range(groups):
        yield "focus_group", "in_person" if near else "remote", in_groups // groups + (number < in_groups % groups)
    far = remote - (0 if near else in_groups)
    for mode, people in (("remote", far), ("in_person", interviews - far)):
        twos = min(pairs, people // 2)
        pairs -= twos
        yield from (("collective", mode, 2) for _ in range(twos))
        yield from (("individual", mode, 1) for _ in range(people - 2 * twos))
    yield from (("survey", "in_person", 1) for _ in range(surveys))


def published() -> Register:
    contacts: list[Contact] = []
    for domain, (partner, snowball, women, men) in CONTACTS.items():
        for source, sex in zip(spread(partner=partner, snowball=snowball), spread(F=women, M=men), strict=True):
            contacts.append(Contact(f"C{len(contacts)}", (domain,), source, sex))
    sessions: list[Session] = []
    people: list[Respondent] = []
    parts: list[Participation] = []
    for domain, (interviews, in_groups, surveys, _, women, *_) in PARTICIPANTS.items():
        sexes = spread(F=women, M=interviews + in_groups + surveys - women)
        kinds = spread(**{f"K{kind}": number for kind, number in enumerate(KINDS[domain])})
        for method, mode, size in held(domain):
            sessions.append(Session(f"S{len(sessions)}", method=method, mode=mode, domains=tuple(domain.split())))
            for number in range(size):
                people.append(Respondent(f"R{len(people)}", next(kinds), next(sexes)))
                parts.append(Participation(sessions[-1].id, people[-1].id, f"P{number}", Consent(True, True)))
    return Register(tuple(sessions), tuple(people), tuple(parts), tuple(contacts))


class TestKnownNumbers:
    """The margins of a published sample of 270 contacts and 312 participants, with people made up behind them."""

    def test_contacts(self) -> None:
        table = sample_table(published(), "contacts", domains=DOMAINS)
        assert {row[0]: n(table, row) for row in table.rows} == {"D1": 99, "D2": 52, "D3": 44, "D4": 29, "D5": 46}
        assert totals(table, 0) == {("partner",): 195, ("snowball",): 75}
        assert totals(table, 1) == {("F",): 134, ("M",): 136}
        assert n(table, ("D4",), 1, ("F",)) == 24

    def test_participants(self) -> None:
        """The published totals of 135 remote and 139 women are not the sums of its rows, and cannot come out here."""
        table = sample_table(published(), "participants", domains=DOMAINS)
        assert [n(table, row) for row in table.rows] == [82, 27, 48, 24, 71, 60]
        assert table.rows[-1] == ("D1", "D4")
        methods = totals(table, 0)
        assert methods[("individual",)] + methods[("collective",)] == 192
        assert (methods[("focus_group",)], methods[("survey",)], n(table)) == (68, 52, 312)
        assert totals(table, 1) == {("in_person",): 173, ("remote",): 139}
        assert totals(table, 2) == {("F",): 140, ("M",): 172}

    def test_sessions_are_another_count(self) -> None:
        register = published()
        table = sample_table(register, "sessions", domains=DOMAINS)
        methods = totals(table, 0)
        assert methods[("individual",)] + methods[("collective",)] == 159
        assert (methods[("focus_group",)], methods[("survey",)], n(table)) == (13, 52, 224)
        assert counts_of(register) == Counts(270, 312, 312, 224, 0, 0, 0, 0)

    def test_kinds_of_respondents(self) -> None:
        register = published()
        first = sample_table(register, "respondent_types", domains=DOMAINS, several="first")
        assert [n(first, row) for row in first.rows] == [31, 73, 38, 6, 18, 7, 60, 19, 60]
        assert list(totals(first, 0).values()) == [142, 27, 48, 24, 71]
        together = sample_table(register, "respondent_types", domains=DOMAINS)
        assert list(totals(together, 0).values()) == [82, 27, 48, 24, 71, 60]
        assert n(together) == n(first) == 312


WORDS = st.sampled_from(["", "a", "A", "b", "=x", "á"])
SOME_DOMAINS = st.lists(st.sampled_from(["D1", "D2", "D9"]), max_size=3).map(tuple)
CONSENTS = st.builds(
    Consent, st.sampled_from([True, False, None]), st.sampled_from([True, False, None]),
    withdrawn_on=st.sampled_from([None, None, date(2024, 1, 1)]),
)  # fmt: skip


@st.composite
def registers(draw: st.DrawFn) -> Register:
    methods, captures = st.sampled_from(get_args(Method)), st.sampled_from(get_args(Capture))
    sessions = [
        Session(f"S{i}", method=draw(methods), mode=draw(WORDS), capture=draw(captures), domains=draw(SOME_DOMAINS))
        for i in range(draw(st.integers(0, 5)))
    ]
    contacts = [
        Contact(
            f"C{i}", draw(SOME_DOMAINS), draw(WORDS), draw(WORDS), outcome=draw(WORDS), referred_by=f"C{i - 1}" if i % 2 else ""
        )
        for i in range(draw(st.integers(0, 5)))
    ]
    people = [Respondent(f"R{i}", draw(WORDS), draw(WORDS)) for i in range(draw(st.integers(0, 5)))]
    pairs = [(s.id, r.id) for s in sessions for r in people]
    present = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=12)) if pairs else []
    parts = [Participation(s, r, draw(WORDS), draw(CONSENTS), draw(SOME_DOMAINS)) for s, r in present]
    return Register(tuple(sessions), tuple(people), tuple(parts), tuple(contacts))


@given(registers(), st.sampled_from(get_args(Unit)), st.data(), st.sampled_from(get_args(Several)))
def test_rows_columns_and_totals_agree(register: Register, unit: Unit, data: st.DataObject, several: Several) -> None:
    dimensions = st.sampled_from(get_args(Dimension))
    by, across = data.draw(dimensions), data.draw(st.lists(dimensions, min_size=1, max_size=3, unique=True))
    table = table_of(register, unit, by, across, domains=("D1", "D2"), several=several)
    assert sum(n(table, row) for row in table.rows) == n(table) == len(set(table.ids()))
    for group in range(len(across)):
        for row in table.rows:
            assert sum(n(table, row, group, column) for column in table.columns[group]) == n(table, row)
        for column in table.columns[group]:
            assert sum(n(table, row, group, column) for row in table.rows) == n(table, None, group, column)
        assert sum(totals(table, group).values()) == n(table)
    for (row, group, column), ids in table.cells().items():
        assert ids == table.ids(row, group, column)
    counts = counts_of(register)
    assert n(table) == getattr(counts, unit)
    assert counts.participants + counts.refused + counts.left + counts.withdrew == len(register.participations)


@given(registers(), st.sampled_from(list(TABLES)), st.sampled_from(["es", "en", "es-MX", "nah"]))
def test_what_is_read_adds_up_too(register: Register, name: TableName, language: str) -> None:
    table = sample_table(register, name, domains=DOMAINS)
    heading, *rows, total = as_rows(table, STUDY, language)
    assert {len(row) for row in (heading, *rows, total)} == {2 + sum(map(len, table.columns))}
    for at in range(1, len(heading)):
        assert sum(int(row[at]) for row in rows) == total[at]
    assert total[1] == len(table.ids())


def small() -> Register:
    """Two sessions; R1 in both, R3 withdrew, R4 left the group, R5 refused."""
    yes = Consent(True, True)
    return Register(
        (
            Session("S1", method="individual", mode="in_person", capture="notes", domains=("D2", "D1")),
            Session("S2", method="focus_group", mode="Remote", capture="recording", domains=("D1",)),
            Session("S3", method="unknown"),
            Session("S4", registered=False),
        ),
        (
            Respondent("R1", "union", "F", referred_by="C2"),
            Respondent("R2", "=1+1", "f"),
            Respondent("R3"),
            Respondent("R4"),
            Respondent("R5"),
        ),
        (
            Participation("S1", "R1", "", Consent(None, True)),
            Participation("S2", "R1", "P1", yes, ("D3",)),
            Participation("S2", "R2", "P2", yes),
            Participation("S2", "R3", "P3", replace(yes, withdrawn_on=date(2024, 1, 1))),
            Participation("S2", "R4", "", Consent(True, False)),
            Participation("S3", "R5", "X", Consent(False)),
        ),
        (Contact("C1", ("D1",), "partner"), Contact("C2", ("D1", "D2"), "snowball", referred_by="C1", outcome="no answer")),
    )


def test_four_counts() -> None:
    assert counts_of(small()) == Counts(
        contacts=2, respondents=2, participants=3, sessions=2, refused=1, left=1, withdrew=1, undocumented=1
    )


def test_every_cell_knows_whom_it_counts() -> None:
    table = sample_table(small(), "participants", domains=("D1", "D2"))
    assert table.rows == (("D1",), ("D2",), ("D3",), ("D1", "D2"))
    assert table.ids(("D1", "D2")) == ("S1/R1",)
    assert table.ids(("D3",), 0, ("focus_group",)) == ("S2/R1",)
    assert table.columns[1:] == ((("Remote",), ("in_person",)), (("F",),))  # F and f are one
    assert sample_table(small(), "participants", several="first").ids(("D2",)) == ("S1/R1",)


def test_a_person_of_several_sessions_counts_once_as_a_respondent() -> None:
    table = sample_table(small(), "respondent_types", domains=DOMAINS)
    assert table.ids(("union",), 0, ("D1", "D2", "D3")) == ("R1",)
    assert n(table) == 2


def test_what_came_to_nothing_is_counted_too() -> None:
    table = sample_table(small(), "outcomes")
    assert (table.ids(("snowball",), 0, ("no answer",)), table.ids(("partner",), 0, ())) == (("C2",), ("C1",))
    assert sample_table(small(), "contacts").ids(None, 2, ("1",)) == ("C2",)


def test_headings_in_both_languages() -> None:
    table = sample_table(small(), "sessions", domains=("D1",))
    english, spanish = as_rows(table, STUDY, "en"), as_rows(table, STUDY, "es-MX")
    assert english[0] == [
        *("Domain", "Sessions", "Method: individual interview", "Method: focus group", "Mode: remote", "Mode: in person"),
        *("Capture: recording", "Capture: notes"),
    ]
    assert spanish[0][:4] == ["Dominio", "Sesiones", "Método: entrevista individual", "Método: grupo focal"]
    assert [row[0] for row in spanish[1:]] == ["Dominio D1", "Dominio D1, Dominio D2", "Total"]
    assert as_rows(sample_table(small(), "respondent_types"), STUDY, "es")[2][0] == "sindicato"


def test_percentages_stand_only_in_what_is_read() -> None:
    table = sample_table(small(), "participants", domains=("D1",), several="first")
    rows = as_rows(table, STUDY, "en", percentages=True)
    assert rows[-1][:4] == ["Total", 3, "1 (33%)", "2 (67%)"]


def test_no_cell_is_a_formula() -> None:
    text = as_csv(sample_table(small(), "respondent_types"), STUDY, "en")
    assert [row[0] for row in csv.reader(io.StringIO(text, newline=""))] == [
        "Kind of respondent",
        "'=1+1",
        "trade union",
        "Total",
    ]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r1", " =1"])
def test_risky_cells_are_text(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_a_frame_has_the_same_numbers() -> None:
    table = sample_table(small(), "participants", domains=DOMAINS)
    frame = as_frame(table, STUDY, "es")
    assert frame.index.name == "Dominio"
    assert frame.loc["Total", "Participantes"] == 3
    assert frame.drop("Total").sum().to_dict() == frame.T["Total"].to_dict()
