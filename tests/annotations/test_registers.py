"""The register's two tables, in both languages, and every way in which they can be wrong."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from annotations.errors import BadRegister
from annotations.pseudonyms.records import IdentityKind
from annotations.register_tables import read_table
from annotations.registers import REQUIRED_OF_ROSTER, ROSTER_COLUMNS, read_register
from annotations.sessions import Consent, Participation, Personal, Register, Respondent, Session

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


def read(
    tmp_path: Path,
    sessions: str | bytes = SESSIONS,
    roster: str | bytes = ROSTER,
    *,
    known: Sequence[str] = (),
    domains: Sequence[str] = (),
) -> Register:
    for name, content in (("sessions.csv", sessions), ("roster.csv", roster)):
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_register(tmp_path / "sessions.csv", tmp_path / "roster.csv", known=known, domains=domains)


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
        (",,R1,", ",,doña Rosa,", "roster.csv:3", "referred_by is not an id"),
        ("R3,S2", "5512345678,S2", "roster.csv:4", "respondent looks like a telephone"),
        ("R3,S2", "GODE561231HDFRRN09,S2", "roster.csv:4", "respondent looks like a telephone"),
        ("DOÑA,member,F,Las Pilas,=1+1,,", "DOÑA,member,F,Las Pilas,=1+1,R2,", "roster.csv:2", "the referrals go in a circle"),
        ("R1,S1", "Rosa López,S1", "roster.csv:2", "column respondent is not an id"),
        ("yes,yes,signed", "maybe,yes,signed", "roster.csv:2", "'maybe' is neither yes nor no"),
        ("yes,yes,signed", "yes,no,signed", "roster.csv:2", "'S1' is captured as a recording although R1 refused"),
        ("yes,,aloud", "yes,no,aloud", "roster.csv:4", "'R3' refused to be recorded but has the label 'P2'"),
        ("yes,yes,aloud", "yes,no,aloud", "roster.csv:5", "although R2, R1 refused"),
        ("affiliation", "nombre_del_proyecto", "roster.csv:1", "would hold what identifies people"),
        ("language", "name", "sessions.csv:1", "would hold what identifies people"),
        ("language", "Teléfono", "sessions.csv:1", "would hold what identifies people"),
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
        ("S1,2024-02-12,individual,recording\nS2,,,\n", "the first row names none of the columns"),
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


FULL_SESSIONS = """\
session,date,method,capture,dominios,minutos,versión del instrumento
S1,2024-02-12,individual,recording,"D1, D4",45,v2
S2,2024-02-13,individual,recording,D1 D1,,
"""
FULL_ROSTER = """\
respondent,session,label,consent,consent_recording,consent_date,retirado el,dominio,referred_by
R1,S1,DOÑA,yes,yes,2024-02-10,2024-03-01,D4,
R2,S2,DON,yes,yes,2024-02-13,,,R1
"""


def test_domains_versions_lengths_and_days_of_consent(tmp_path: Path) -> None:
    register = read(tmp_path, FULL_SESSIONS, FULL_ROSTER, domains=["D1", "D4"])
    assert [(s.domains, s.minutes, s.instrument_version) for s in register.sessions] == [
        (("D1", "D4"), 45, "v2"),
        (("D1",), None, ""),
    ]
    withdrawn, holding = register.participations
    assert withdrawn.consent == Consent(True, True, "", date(2024, 2, 10), date(2024, 3, 1))
    assert (withdrawn.domains, holding.domains) == (("D4",), ())


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        ('"D1, D4"', "D9", "sessions.csv:2", "domains: 'D9' is not known"),
        (",D4,", ",D4;D9,", "roster.csv:2", "domains: 'D9' is not known"),
        (",45,", ",three quarters,", "sessions.csv:2", "minutes 'three quarters' is not a whole number"),
        ("2024-03-01", "2024-02-09", "roster.csv:2", "withdrawn on 2024-02-09, before it was given on 2024-02-10"),
        ("2024-03-01", "yes", "roster.csv:2", "withdrawn_on 'yes' is not a date"),
    ],
)
def test_new_columns_are_checked(tmp_path: Path, old: str, new: str, where: str, message: str) -> None:
    with pytest.raises(BadRegister) as caught:
        read(tmp_path, FULL_SESSIONS.replace(old, new), FULL_ROSTER.replace(old, new), domains=["D1", "D4"])
    assert (caught.value.where, message in caught.value.message) == (str(tmp_path / where), True)


NAMED_ROSTER = """\
respondent;session;label;consent;consent_recording;Nombre(s);Apellido paterno;Alias;Teléfono;WhatsApp;Correo electrónico;CURP
R1;S1;DOÑA;yes;yes;María;de los Ángeles;Lencha;+52 55 1234 5678;=1+1;m@example.org;GODE561231HDFRRN09
R2;S2;DON;yes;yes;;;;;<b>x</b>;;
"""


def test_what_names_people_stands_apart(tmp_path: Path) -> None:
    register = read(tmp_path, FULL_SESSIONS, NAMED_ROSTER)
    assert [(one.owner, one.kind.value, one.value) for one in register.personal] == [
        ("R1", "person", "María de los Ángeles"),
        ("R1", "person", "Lencha"),
        ("R1", "phone", "+52 55 1234 5678"),
        ("R1", "phone", "=1+1"),
        ("R1", "email", "m@example.org"),
        ("R1", "curp", "GODE561231HDFRRN09"),
        ("R2", "phone", "<b>x</b>"),
    ]
    shown = f"{register} {register.personal} {register.personal[0]!r}"
    assert "María" not in shown
    assert "1234" not in shown
    assert register.respondents == (Respondent("R1"), Respondent("R2"))


def test_what_names_people_has_no_schema() -> None:
    for record in (Personal, Register):
        with pytest.raises(TypeError, match="sealed in the vault"):
            TypeAdapter(record)


def test_records_of_earlier_versions_load() -> None:
    session = {"id": "S1", "date": "2024-02-12", "method": "individual", "mode": "", "place": "", "language": "es"}
    rest = {"capture": "notes", "instrument": "guide-1", "prompted": False, "registered": True}
    assert TypeAdapter(Session).validate_python({**session, **rest}).domains == ()
    person = {"id": "R1", "category": "", "sex": "", "place": "", "affiliation": "", "referred_by": ""}
    assert TypeAdapter(Respondent).validate_python(person) == Respondent("R1")
    consent = {"take_part": True, "record": None, "how": ""}
    part = {"session_id": "S1", "respondent_id": "R1", "label": "", "consent": consent}
    assert TypeAdapter(Participation).validate_python(part) == Participation("S1", "R1", consent=Consent(True))


class TestRegister:
    """Whose words may be kept, and who counts."""

    group = Session("G", method="focus_group", capture="recording")
    alone = Session("A", method="individual", capture="recording")
    notes = Session("N", method="individual", capture="notes")
    yes, no, silent = Consent(True, True), Consent(False, False), Consent(None, True)
    withdrawn = Consent(True, True, withdrawn_on=date(2024, 5, 1))

    def of(self, *parts: Participation) -> Register:
        people = tuple(Respondent(one) for one in dict.fromkeys(p.respondent_id for p in parts))
        return Register((self.group, self.alone, self.notes), people, parts)

    def test_one_who_left_the_group_is_no_participant_and_closes_nothing(self) -> None:
        register = self.of(Participation("G", "R1", "P1", self.yes), Participation("G", "R2", "", self.no))
        assert [p.respondent_id for p in register.present("G")] == ["R1"]
        assert [p.respondent_id for p in register.participants()] == ["R1"]
        assert register.refused() == frozenset()
        assert "G" not in register.closed() | register.undocumented()
        assert register.capture_rule("G") == "one_left"

    @pytest.mark.parametrize("consent", [no, silent, withdrawn])
    def test_words_that_can_be_told_apart_go_and_the_rest_stays(self, consent: Consent) -> None:
        register = self.of(Participation("G", "R1", "P1", self.yes), Participation("G", "R2", "P2", consent))
        assert register.without_words("G") == {"P2"}
        assert "G" not in register.closed()
        assert ("G" in register.refused()) == (consent != self.silent)
        assert ("G" in register.undocumented()) == (consent == self.silent)
        assert [p.respondent_id for p in register.participants()] == ["R1", "R2"][: 2 if consent == self.silent else 1]

    @pytest.mark.parametrize("consent", [no, silent, withdrawn])
    def test_words_that_cannot_be_told_apart_close_the_session(self, consent: Consent) -> None:
        unlabelled = Consent(consent.take_part, True, withdrawn_on=consent.withdrawn_on)
        register = self.of(
            Participation("G", "R1", "P1", self.yes),
            Participation("G", "R2", "", unlabelled),
            Participation("A", "R3", "E", consent),
            Participation("N", "R4", "P1", self.yes),
            Participation("N", "R5", "P2", consent),
        )
        assert register.closed() == {"G", "A", "N"}

    def test_nobody_registered_is_nobody_who_consents(self) -> None:
        register = Register(
            (self.alone, Session("U", registered=False)), participations=(Participation("U", "R", "E", self.yes),)
        )
        assert register.closed() == register.undocumented() == {"A", "U"}

    @pytest.mark.parametrize(
        ("session", "consents", "rule"),
        [
            (alone, [yes], "all_agreed"),
            (alone, [yes, silent], "all_agreed"),
            (alone, [Consent(True)], "not_stated"),
            (alone, [], "not_stated"),
            (notes, [no], "refused"),
            (notes, [yes], "not_stated"),
            (Session("N", method="focus_group", capture="notes"), [no, yes, no], "several_refused"),
            (Session("N", method="focus_group", capture="notes"), [no, yes], "not_stated"),
        ],
    )
    def test_the_rule_that_led_to_a_recording_or_to_notes(self, session: Session, consents: list[Consent], rule: str) -> None:
        parts = tuple(Participation(session.id, f"R{n}", f"P{n}", consent) for n, consent in enumerate(consents))
        assert Register((session,), (), parts).capture_rule(session.id) == rule

    def test_withdrawal_stays_through_a_table_that_does_not_know_it(self) -> None:
        before = self.of(Participation("A", "R1", "E", self.yes), Participation("G", "R1", "P1", self.yes))
        after = before.with_withdrawal("R1", date(2024, 5, 1))
        assert after.refused() == {"A", "G"}
        again = after.updated(self.of(Participation("A", "R1", "E", self.yes)))
        assert again.of_session("A")[0].consent.withdrawn_on == date(2024, 5, 1)
        without = Register(before.sessions, before.respondents, ()).with_withdrawals_of(after)
        assert without.refused() == {"A", "G"}  # their row was taken out of the roster
        assert Register((Session("Z"),)).with_withdrawals_of(after).participations == ()
        anew = Consent(True, True, given_on=date(2024, 5, 2))
        assert after.updated(self.of(Participation("A", "R1", "E", anew))).of_session("A")[0].consent == anew

    def test_nothing_else_changes_when_somebody_withdraws(self) -> None:
        before = self.of(Participation("A", "R1", "E", self.withdrawn), Participation("G", "R2", "P1", self.yes))
        assert before.with_withdrawal("R1", date(2025, 1, 1)) == before

    def test_an_update_that_closes_a_circle_is_refused(self) -> None:
        before = Register(respondents=(Respondent("R1"), Respondent("R2", referred_by="R1")))
        with pytest.raises(BadRegister, match="circle"):
            before.updated(Register(respondents=(Respondent("R1", referred_by="R2"),)))

    def test_names_of_an_update_replace_those_of_the_same_person(self) -> None:
        old, new = Personal("R1", IdentityKind.PHONE, "1"), Personal("R1", IdentityKind.PHONE, "2")
        other = Personal("R2", IdentityKind.PHONE, "3")
        assert Register(personal=(old, other)).updated(Register(personal=(new,))).personal == (other, new)
        assert Register(personal=(old, other)).updated(Register()).personal == (old, other)


class TestWorkbooks:
    """The same tables as Excel writes them."""

    def workbook(self, path: Path, **sheets: str) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, table in sheets.items():
            sheet = book.create_sheet(title)
            for line in csv.reader(io.StringIO(table)):
                sheet.append(line)
        book.save(path)
        return path

    def test_one_workbook_holds_all_tables(self, tmp_path: Path) -> None:
        book = self.workbook(tmp_path / "campo.csv", Notas="hola\n", Participantes=ROSTER, Sesiones=SESSIONS)
        expected = read(tmp_path)
        assert read_register(book, book) == expected

    def test_without_a_sheet_of_that_name_the_first_is_read(self, tmp_path: Path) -> None:
        roster = self.workbook(tmp_path / "roster.xlsx", Hoja1=ROSTER, Hoja2="x\n")
        (tmp_path / "sessions.csv").write_text(SESSIONS)
        assert read_register(tmp_path / "sessions.csv", roster) == read(tmp_path)

    def test_days_numbers_and_truths_of_excel(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        for row in (
            ["Sesión", "Fecha", "Método", "Captura", "Minutos", "Inducido", "Lugar"],
            [1, datetime(2024, 2, 12), "colectiva", "notas", 45.0, True, "=1+1"],
            [],
            [2, date(2024, 2, 13), None, None, None, False, "<script>"],
        ):
            book.active.append(row)
        book.save(tmp_path / "sessions.xlsx")
        (tmp_path / "roster.csv").write_text("respondent,session,label,consent,consent_recording\nR1,1,,yes,no\n")
        first, second = read_register(tmp_path / "sessions.xlsx", tmp_path / "roster.csv").sessions
        assert first == Session("1", date(2024, 2, 12), "collective", "", "=1+1", "", "notes", prompted=True, minutes=45)
        assert second == Session("2", date(2024, 2, 13), place="<script>")

    def test_errors_name_the_row_of_the_sheet(self, tmp_path: Path) -> None:
        roster = self.workbook(tmp_path / "roster.xlsx", Hoja1=ROSTER.replace("R3,S2", "R3,S9").replace("R2,S2", "\n\nR2,S2"))
        (tmp_path / "sessions.csv").write_text(SESSIONS)
        with pytest.raises(BadRegister) as caught:
            read_register(tmp_path / "sessions.csv", roster)
        assert caught.value.where == f"{roster}:6"

    @pytest.mark.parametrize("damage", ["cut", "garbled", "empty", "declares", "far"])
    def test_workbooks_that_are_none(self, tmp_path: Path, damage: str) -> None:
        good = self.workbook(tmp_path / "good.xlsx", roster=ROSTER).read_bytes()
        bad = tmp_path / "roster.xlsx"
        bad.write_bytes(good[: len(good) // 2] if damage == "cut" else good)
        if damage != "cut":
            with zipfile.ZipFile(tmp_path / "good.xlsx") as source, zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as target:
                for name in source.namelist():
                    target.writestr(name, self._damaged(damage, name, source.read(name)))
        (tmp_path / "sessions.csv").write_text(SESSIONS)
        with pytest.raises(BadRegister) as caught:
            read_register(tmp_path / "sessions.csv", bad)
        assert str(bad) in caught.value.where
        assert caught.value.remedy

    def _damaged(self, damage: str, name: str, content: bytes) -> bytes:
        if not name.startswith("xl/worksheets"):
            return content
        return {
            "garbled": content[:200],
            "empty": b"",
            "declares": content.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', 1),
            "far": re.sub(
                rb'<row r="2".*</row>', b'<row r="999999999999"><c r="A999999999999" t="n"><v>1</v></c></row>', content
            ),
        }[damage]

    def test_the_old_format_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(BadRegister, match="an old or a protected workbook"):
            read(tmp_path, sessions=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def good_workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in csv.reader(io.StringIO(ROSTER)):
        book.active.append(line)
    book.save(out)
    return out.getvalue()


GOOD = good_workbook()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.data())
def test_damaged_workbooks_are_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    """Bytes of one part, or of the archive, are replaced, cut or put in; nothing but our own error ever comes out."""

    def damaged(content: bytes) -> bytes:
        start = data.draw(st.integers(0, len(content)))
        return content[:start] + data.draw(st.binary(max_size=8)) + content[start + data.draw(st.integers(0, 40)) :]

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(out, "w") as target:
        chosen = data.draw(st.sampled_from(["", *source.namelist()]))
        for name in source.namelist():
            target.writestr(name, damaged(source.read(name)) if name == chosen else source.read(name))
    path = tmp_path / "roster.xlsx"
    path.write_bytes(out.getvalue() if chosen else damaged(GOOD))
    refusal = None
    try:
        read_table(path, columns=ROSTER_COLUMNS, required=REQUIRED_OF_ROSTER, personal=True)
    except BadRegister as problem:
        refusal = problem
    assert refusal is None or (refusal.where.startswith(str(path)) and refusal.remedy)
