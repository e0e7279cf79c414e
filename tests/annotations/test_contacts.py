"""Contacts, who named whom, and in which wave; a contact is not a respondent."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from annotations.contacts import Contact, Origin, circle, waves
from annotations.errors import BadRegister
from annotations.registers import read_register
from annotations.sessions import Register, Respondent

SESSIONS = "session,date,method,capture\nS1,,individual,recording\nS2,,collective,recording\n"
ROSTER = """\
respondent,session,label,consent,consent_recording,contact,referred_by
R1,S1,A,yes,yes,C1,
R2,S2,A,yes,yes,C3,R1
R3,S2,B,yes,yes,C3,
R4,S2,C,yes,yes,,C2
"""
CONTACTS = """\
contacto,dominios,fuente,sexo,lugar,afiliación,proyecto,referido por,cambios,resultado,fecha resultado,nombre,teléfono
C1,D1,partner,F,Arriba,union,P1,,,interviewed,2024-02-12,Rosa López,5512345678
C2,D1 D2,snowball,M,,,,R1,"CH1, CH2",no answer,2024-03-01,,
C3,D2,snowball,F,,,,C2,,interviewed,,,
"""


def read(tmp_path: Path, contacts: str = CONTACTS, roster: str = ROSTER, known: tuple[str, ...] = ()) -> Register:
    for name, text in (("sessions.csv", SESSIONS), ("roster.csv", roster), ("contacts.csv", contacts)):
        (tmp_path / name).write_text(text)
    return read_register(tmp_path / "sessions.csv", tmp_path / "roster.csv", contacts=tmp_path / "contacts.csv", known=known)


def test_contacts_lead_to_none_one_or_several_respondents(tmp_path: Path) -> None:
    register = read(tmp_path)
    assert register.contacts[0] == Contact(
        "C1", ("D1",), "partner", "F", "Arriba", "union", "P1", outcome="interviewed", outcome_on=date(2024, 2, 12)
    )
    assert register.contacts[1].changes == ("CH1", "CH2")
    assert [person.contact for person in register.respondents] == ["C1", "C3", "C3", ""]
    assert (len(register.contacts), len(register.respondents)) == (3, 4)


def test_names_of_contacts_are_apart(tmp_path: Path) -> None:
    register = read(tmp_path)
    assert [(one.owner, one.kind.value, one.value) for one in register.personal] == [
        ("C1", "person", "Rosa López"),
        ("C1", "phone", "5512345678"),
    ]
    assert "Rosa" not in str(TypeAdapter(tuple[Contact, ...]).dump_json(register.contacts))


def test_waves(tmp_path: Path) -> None:
    """C1 first; R1 is of C1's wave and names C2, who names C3 and R4; R1 also names R2, who came through C3."""
    assert read(tmp_path).waves() == {"C1": 0, "R1": 0, "C2": 1, "C3": 2, "R2": 1, "R3": 2, "R4": 2}


def test_respondents_are_named_by_respondents_also_through_contacts_who_never_took_part(tmp_path: Path) -> None:
    assert read(tmp_path).named_by() == {
        "R1": frozenset(),
        "R2": frozenset({"R1"}),
        "R3": frozenset({"R1"}),  # through C3, whom C2 named, whom R1 named
        "R4": frozenset({"R1"}),
    }


def test_a_contact_who_led_to_respondents_stands_for_them() -> None:
    register = Register(
        respondents=(Respondent("R1", contact="C1"), Respondent("R2", contact="C1"), Respondent("R3", referred_by="C1")),
        contacts=(Contact("C1"),),
    )
    assert register.named_by()["R3"] == {"R1", "R2"}
    assert register.waves()["R3"] == 1


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        ("C2,D1 D2", "C1,D1 D2", "contacts.csv:3", "the contact 'C1' is given twice"),
        ("C2,D1 D2", "R2,D1 D2", "contacts.csv:3", "'R2' is a respondent of the roster"),
        (",,R1,", ",,R9,", "contacts.csv:3", "referred_by 'R9' is nobody else"),
        (",,R1,", ",,C2,", "contacts.csv:3", "referred_by 'C2' is nobody else"),
        (",,R1,", ",,C3,", "contacts.csv:3", "the referrals go in a circle"),
        (",,R1,", ",,R3,", "contacts.csv:3", "the referrals go in a circle"),
        ("2024-03-01", "March", "contacts.csv:3", "outcome_date 'March' is not a date"),
        ("C2,D1", "doña Rosa,D1", "contacts.csv:3", "contact is not an id"),
        ("C2,D1", "55-1234-5678,D1", "contacts.csv:3", "contact looks like a telephone"),
        ("fuente", "sexo", "contacts.csv:1", "the column 'sex' is given twice"),
        ("yes,yes,C1", "yes,yes,C9", "roster.csv:2", "'C9' is no contact"),
        ("yes,yes,C1", "yes,yes,R2", "roster.csv:2", "'R2' is no contact"),
        ("yes,,C2", "yes,,C9", "roster.csv:5", "referred_by 'C9' is nobody else"),
    ],
)
def test_contradictions_are_refused_with_their_line(tmp_path: Path, old: str, new: str, where: str, message: str) -> None:
    changed = CONTACTS.replace(old, new), ROSTER.replace(old, new)
    assert changed != (CONTACTS, ROSTER)
    with pytest.raises(BadRegister) as caught:
        read(tmp_path, *changed)
    assert message in caught.value.message
    assert caught.value.where == str(tmp_path / where)
    assert caught.value.remedy


def test_those_known_from_before_may_be_named(tmp_path: Path) -> None:
    roster = ROSTER.replace("C1,", "C8,")
    register = read(tmp_path, CONTACTS.replace(",,R1,", ",,R9,"), roster, known=("R9", "C8"))
    assert (register.contacts[1].referred_by, register.respondents[0].contact) == ("R9", "C8")


def test_contacts_may_come_alone_and_be_kept_elsewhere(tmp_path: Path) -> None:
    read(tmp_path)
    alone = read_register(None, None, contacts=tmp_path / "contacts.csv", known=["R1"])
    assert (len(alone.contacts), alone.sessions) == (3, ())
    (tmp_path / "roster.csv").write_text(ROSTER.replace(",C2\n", ",\n"))
    elsewhere = read_register(tmp_path / "sessions.csv", tmp_path / "roster.csv")
    assert (elsewhere.contacts, elsewhere.waves()["R2"]) == ((), 1)


def test_somebody_cannot_become_a_contact_and_a_respondent() -> None:
    with pytest.raises(BadRegister, match="'A' is a contact and a respondent"):
        Register(contacts=(Contact("A"),)).updated(Register(respondents=(Respondent("A"),)))


@given(st.lists(st.integers(min_value=-1, max_value=30), max_size=30))
def test_a_wave_is_one_more_than_its_referrers(referrers: list[int]) -> None:
    """Each is named by somebody before it in the list, or by nobody."""
    origins = {f"C{n}": Origin(f"C{named}" if 0 <= named < n else "") for n, named in enumerate(referrers)}
    assert circle(origins) == ()
    found = waves(origins)
    assert set(found) == set(origins)
    for one, origin in origins.items():
        assert found[one] == (found[origin.referred_by] + 1 if origin.referred_by else 0)


@given(st.integers(min_value=1, max_value=9), st.integers(min_value=0, max_value=9))
def test_every_circle_is_found(length: int, tail: int) -> None:
    origins = {f"C{n}": Origin(f"C{(n + 1) % length}") for n in range(length)}
    origins |= {f"T{n}": Origin(f"T{n + 1}" if n < tail else "C0") for n in range(tail + 1)}
    assert set(circle(origins)) == {f"C{n}" for n in range(length)}
    with pytest.raises(BadRegister, match="circle"):
        waves(origins)
