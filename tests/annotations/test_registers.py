"""The register's two tables, in both languages, and every way in which they can be wrong."""

from datetime import date
from pathlib import Path

import pytest

from annotations.errors import BadRegister
from annotations.registers import read_register
from annotations.sessions import Consent, Participation, Register, Respondent, Session

SESSIONS = """\
session,date,method,mode,place,language,capture,instrument,prompted
S1,2024-02-12,individual,in_person,"Las Pilas, Viejas",es,recording,guide-1,no
S2,2024-02-13,focus_group,remote,,en,recording,guide-1,yes
S3,,individual,,,es,notes,,
"""
ROSTER = """\
respondent,session,label,category,sex,place,affiliation,referred_by,consent,consent_recording,consent_how
R1,S1,DOÑA,member,F,Las Pilas,=1+1,,yes,yes,signed
R2,S2,P1,,M,,,R1,yes,yes,aloud
R3,S2,P2,,F,,,,yes,,aloud
R1,S2,P3,member,,,,,yes,yes,aloud
R4,S3,,,,,,,yes,no,aloud
"""


def read(tmp_path: Path, sessions: str | bytes = SESSIONS, roster: str | bytes = ROSTER, **known: list[str]) -> Register:
    for name, content in (("sessions.csv", sessions), ("roster.csv", roster)):
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_register(tmp_path / "sessions.csv", tmp_path / "roster.csv", **known)


def test_sessions_people_and_who_took_part(tmp_path: Path) -> None:
    register = read(tmp_path)
    assert register.sessions[0] == Session(
        "S1", date(2024, 2, 12), "individual", "in_person", "Las Pilas, Viejas", "es", "recording", "guide-1", False
    )
    assert register.sessions[1].prompted
    assert register.sessions[2].date is None
    assert register.respondents[0] == Respondent("R1", "member", "F", "Las Pilas", "=1+1")
    assert register.respondents[1].referred_by == "R1"
    assert [p.respondent_id for p in register.of_session("S2")] == ["R2", "R3", "R1"]
    assert register.participations[2] == Participation("S2", "R3", "P2", Consent(True, None, "aloud"))
    assert register.participations[4].consent.record is False


SPANISH_SESSIONS = "Sesión;Fecha;Método;Captura;Inducido\r\nS1;2024-02-12;Grupo focal;Grabación;Sí\r\n\r\n"
SPANISH_ROSTER = (
    "respondente;sesion;etiqueta;Categoría;consentimiento;consentimiento grabación\r\nR1;S1;Señora;Peón;sí;no\r\nR2;S1;;;SI;1\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_spanish_headers_semicolons_and_windows(tmp_path: Path, encoding: str) -> None:
    roster = SPANISH_ROSTER.replace("Señora", "")
    register = read(tmp_path, SPANISH_SESSIONS.encode(encoding), roster.encode(encoding))
    session = register.sessions[0]
    assert (session.method, session.capture, session.prompted) == ("focus_group", "recording", True)
    assert register.respondents[0].category == "Peón"
    assert [p.consent for p in register.participations] == [Consent(True, False), Consent(True, True)]


def test_somebody_known_from_before_may_have_referred(tmp_path: Path) -> None:
    assert read(tmp_path, roster=ROSTER.replace(",,R1,", ",,R9,"), known=["R9"]).respondents[1].referred_by == "R9"


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        ("R4,S3", "R4,S9", "roster.csv:6", "session 'S9' has no row"),
        ("R3,S2", "R2,S2", "roster.csv:4", "sex of 'R2' is 'F' here and 'M'"),
        ("R3,S2,P2,,F", "R2,S2,P2,,M", "roster.csv:4", "'R2' is twice in session 'S2'"),
        ("P2", " p1", "roster.csv:4", "two people of session 'S2' have the label 'p1'"),
        ("R1,S2,P3,member", "R1,S2,P3,leader", "roster.csv:5", "category of 'R1' is 'leader' here and 'member'"),
        (",,R1,", ",,R7,", "roster.csv:3", "referred_by 'R7' is nobody else"),
        (",,R1,", ",,R2,", "roster.csv:3", "referred_by 'R2' is nobody else"),
        ("R1,S1", "Rosa López,S1", "roster.csv:2", "column respondent is not an id"),
        ("yes,yes,signed", "maybe,yes,signed", "roster.csv:2", "'maybe' is neither yes nor no"),
        ("yes,yes,signed", "yes,no,signed", "roster.csv:2", "'S1' is captured as a recording although R1 refused"),
        ("yes,,aloud", "yes,no,aloud", "roster.csv:4", "'R3' refused to be recorded but has the label 'P2'"),
        ("yes,yes,aloud", "yes,no,aloud", "roster.csv:5", "although R2, R1 refused"),
        ("affiliation", "name", "roster.csv:1", "would hold what identifies people"),
        ("affiliation", "Teléfono", "roster.csv:1", "would hold what identifies people"),
        ("affiliation", "apellido_paterno", "roster.csv:1", "would hold what identifies people"),
        ("affiliation", "E-mail", "roster.csv:1", "would hold what identifies people"),
        ("affiliation", "shoe", "roster.csv:1", "the column 'shoe' is not known"),
        ("affiliation", "sexo", "roster.csv:1", "the column 'sex' is given twice"),
        ("consent,", "consent_how,", "roster.csv:1", "given twice"),
        ("R2,S2", "R2,S2,extra", "roster.csv:3", "12 cells under 11 columns"),
        ("R2,S2,P1", 'R2,S2,"P1"x', "roster.csv:3", "not CSV"),
        ("S3,,individual", "S1,,individual", "sessions.csv:4", "the session 'S1' is given twice"),
        ("2024-02-13", "13/02/2024", "sessions.csv:3", "'13/02/2024' is not a date"),
        ("focus_group", "group chat", "sessions.csv:3", "method 'group chat' is not known"),
        ("notes", "video", "sessions.csv:4", "capture 'video' is not known"),
        ("date,method", "mode2,method", "sessions.csv:1", "the column 'mode2' is not known"),
    ],
)
def test_contradictions_are_refused_with_their_line(tmp_path: Path, old: str, new: str, where: str, message: str) -> None:
    with pytest.raises(BadRegister) as caught:
        read(tmp_path, SESSIONS.replace(old, new), ROSTER.replace(old, new))
    assert caught.value.where == str(tmp_path / where)
    assert message in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("sessions", "message"),
    [
        ("", "no rows"),
        ("session,date,method,capture\n", "no rows"),
        ("session,method\nS1,\n", "missing columns: date, capture"),
        (b"\0\1\2", "not a text file"),
    ],
)
def test_tables_that_are_none(tmp_path: Path, sessions: str | bytes, message: str) -> None:
    with pytest.raises(BadRegister, match=message):
        read(tmp_path, sessions)


def test_a_missing_table(tmp_path: Path) -> None:
    with pytest.raises(BadRegister, match="cannot be opened"):
        read_register(tmp_path / "a.csv", tmp_path / "b.csv")


def test_lines_are_counted_through_cells_of_several_lines(tmp_path: Path) -> None:
    with pytest.raises(BadRegister) as caught:
        read(tmp_path, SESSIONS.replace("Las Pilas, Viejas", "Las\nPilas").replace("notes", "video"))
    assert caught.value.where.endswith("sessions.csv:5")


def test_one_refusal_in_a_focus_group_means_that_this_person_left(tmp_path: Path) -> None:
    register = read(tmp_path, roster=ROSTER.replace("R3,S2,P2,,F,,,,yes,,", "R3,S2,,,F,,,,no,no,"))
    assert register.of_session("S2")[1].consent == Consent(False, False, "aloud")
