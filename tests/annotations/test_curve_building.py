"""Curves of a small made-up study: which sessions and codes belong to which part, at which level, in which order."""

import datetime
import io
from dataclasses import replace

import openpyxl
import pytest
from pydantic import TypeAdapter

from annotations.codeframe import Code, CodeFrame
from annotations.codings import Coding, Kind
from annotations.curve_building import at_level, curves, levels
from annotations.curve_sheets import as_xlsx
from annotations.curve_words import WORDS, in_words
from annotations.curves import Curve, Curves, SliceKind
from annotations.sessions import Participation, Register, Respondent, Session
from annotations.studies import DomainOfChange, Place, RespondentCategory, Study
from annotations.transcripts import Segment

NOON = datetime.datetime(2024, 3, 1, 12, tzinfo=datetime.UTC)
FRAME = CodeFrame(
    1,
    (
        Code("theme", {"es": "Temas"}, codes=(Code("water", {"es": "Agua"}, codes=(Code("pipes", {}), Code("wells", {}))), Code("roads", {}))),
        Code("actor", {}, codes=(Code("mayor", {}), Code("nuns", {}))),
    ),
)  # fmt: skip
STUDY = Study(
    "hills", {"en": "Hills"}, {}, ("es", "en"), (DomainOfChange("homes", {"es": "Casas"}, {}), DomainOfChange("farms", {}, {})), (), (),
    categories=(RespondentCategory("old", {"es": "Mayores"}), RespondentCategory("young", {})),
    places=(Place("Top", {"es": "La cumbre"}),),
)  # fmt: skip
SESSIONS = (
    Session("B", datetime.date(2024, 2, 2), place="Top", language="es", domains=("farms",)),
    Session("A", datetime.date(2024, 2, 3), "focus_group", place="Valley", language="es"),
    Session("C", None, place="Valley", language="en"),
    Session("D", datetime.date(2024, 2, 1), place="Valley", language="es"),
)
REGISTER = Register(
    SESSIONS,
    (Respondent("R1", "old"), Respondent("R2", "young"), Respondent("R3", "old"), Respondent("R4", "old")),
    (
        Participation("A", "R1", "ONE"),
        Participation("A", "R2", "TWO"),
        Participation("B", "R3", "THREE"),
        Participation("C", "R4", "X"),
    ),
)
SEGMENTS = tuple(
    Segment(session, number, 0, 1, "x", speaker, language)
    for session, number, speaker, language in (
        ("A", 1, "ONE", ""), ("A", 2, "TWO", "en"), ("A", 3, "?", ""), ("B", 1, "THREE", ""), ("B", 2, "NOBODY", ""), ("C", 1, "X", ""),
        ("D", 1, "Y", ""),
    )
)  # fmt: skip


def given(segment: str, target: str, kind: Kind = "code", coder: str = "ines") -> Coding:
    return Coding(segment, coder, kind, target, 1, 1, NOON)


CODINGS = (
    given("A.001", "pipes"), given("A.001", "mayor"), given("A.002", "wells"), given("A.003", "roads"), given("A.001", "homes", "domain"),
    given("B.001", "pipes"), given("B.001", "pipes", coder="luz"), given("B.002", "nuns", coder="luz"), given("C.001", "roads"),
    given("D.001", "wells"), given("A.001", "gone"), given("A.001", "CH1", "change"), given("A.001", "description", "section"),
)  # fmt: skip


def made(counted: tuple[str, ...] = ("A", "B", "C"), register: Register = REGISTER) -> Curves:
    return curves(STUDY, FRAME, register, SEGMENTS, CODINGS, counted, orders=50)


def one(found: Curves, kind: SliceKind = "all", id_: str = "", level: int = 0) -> Curve:
    curve = found.of(level, kind, id_)
    assert curve is not None
    return curve


def told(curve: Curve) -> list[tuple[str, tuple[str, ...]]]:
    return [(point.session_id, point.new_codes) for point in curve.points]


def test_sessions_come_by_date_and_those_without_one_last_and_what_nobody_read_is_left_out() -> None:
    found = made()
    assert (found.sessions, found.undated, found.unreviewed) == (("B", "A", "C"), ("C",), ("D",))
    assert told(one(found)) == [("B", ("pipes", "nuns")), ("A", ("wells", "roads", "mayor")), ("C", ())]
    assert [(p.codes, p.known, p.date) for p in one(found).points] == [
        (2, 2, datetime.date(2024, 2, 2)), (4, 5, datetime.date(2024, 2, 3)), (1, 5, None),
    ]  # fmt: skip


def test_at_a_higher_level_a_code_is_what_it_belongs_to() -> None:
    assert levels(FRAME) == 3
    assert at_level(FRAME, 2) == {"pipes": "water", "wells": "water", "roads": "roads", "mayor": "mayor", "nuns": "nuns"}
    found = made()
    assert told(one(found, level=1)) == [("B", ("theme", "actor")), ("A", ()), ("C", ())]
    assert told(one(found, level=2)) == [("B", ("water", "nuns")), ("A", ("roads", "mayor")), ("C", ())]
    assert [(c.level, c.deepest, c.codes, c.codes_in_frame) for c in found.curves if c.slice.kind == "all"] == [
        (1, False, 2, 2), (2, False, 4, 4), (3, True, 5, 5),
    ]  # fmt: skip


def test_codes_are_counted_by_the_sessions_that_have_them() -> None:
    curve = one(made())
    assert curve.most == (("pipes", 2), ("roads", 2), ("wells", 1), ("mayor", 1), ("nuns", 1))
    assert curve.in_sessions == (3, 2, 0)
    assert [curve.in_at_least(n) for n in (0, 1, 2, 3, 9)] == [5, 5, 2, 0, 0]


def test_each_part_has_its_own_sessions_and_codes() -> None:
    """B was held for farms and nobody spoke of them; the unknown speaker of A is nobody's, that of B can only be an old one."""
    found = made()
    assert told(one(found, "family", "actor")) == [("B", ("nuns",)), ("A", ("mayor",)), ("C", ())]
    assert one(found, "family", "actor").codes_in_frame == 2
    assert told(one(found, "domain", "homes")) == [("A", ("pipes", "mayor"))]
    assert told(one(found, "domain", "farms")) == [("B", ())]
    assert told(one(found, "group", "old")) == [("B", ("pipes", "nuns")), ("A", ("mayor",)), ("C", ("roads",))]
    assert told(one(found, "group", "young")) == [("A", ("wells",))]
    assert told(one(found, "place", "Valley")) == [("A", ("pipes", "wells", "roads", "mayor")), ("C", ())]
    assert told(one(found, "language", "en")) == [("A", ("wells",)), ("C", ("roads",))]
    assert told(one(found, "language", "es")) == [("B", ("pipes", "nuns")), ("A", ("roads", "mayor"))]
    assert found.of(1, "family", "actor") is None
    assert one(found, "place", "Top").slice.name == {"es": "La cumbre"}


def test_one_place_or_language_alone_is_no_part() -> None:
    register = replace(REGISTER, sessions=tuple(replace(s, place="Top") for s in SESSIONS))
    assert not [c for c in made(register=register).curves if c.slice.kind == "place"]
    assert not [c for c in made(("B",)).curves if c.slice.kind in ("place", "language", "group")]


def test_a_study_in_which_nothing_was_read_has_curves_of_nothing() -> None:
    found = made(())
    assert (found.sessions, set(found.unreviewed)) == ((), {"A", "B", "C", "D"})
    assert [c.codes for c in found.curves if c.slice.kind == "all"] == [0, 0, 0]
    assert in_words(found, found.curves, "es") == WORDS["es"]["nothing"]


def test_a_session_outside_of_the_register_counts_and_comes_last() -> None:
    extra = Segment("Z", 1, 0, 1, "x", "P")
    found = curves(STUDY, FRAME, REGISTER, (*SEGMENTS, extra), (*CODINGS, given("Z.001", "nuns")), ("A", "Z"), orders=20)
    assert found.sessions == ("A", "Z")
    assert told(one(found))[1] == ("Z", ("nuns",))


def test_the_order_of_collection_is_told_apart_from_a_random_one() -> None:
    """Half of the sessions say the same, and were held first."""
    sessions = tuple(Session(f"S{n:02d}", datetime.date(2024, 1, n + 1)) for n in range(20))
    codes = [f"c{n}" for n in range(11)]
    frame = CodeFrame(1, (Code("theme", {}, codes=tuple(Code(code, {}) for code in codes)),))
    segments = tuple(Segment(s.id, 1, 0, 1, "x", "P") for s in sessions)
    said = tuple(given(f"S{n:02d}.001", codes[0] if n < 10 else codes[n - 9]) for n in range(20))
    study = replace(STUDY, domains=())
    found = one(curves(study, frame, Register(sessions), segments, said, [s.id for s in sessions], orders=200))
    assert found.outside > 8
    assert "was no random one" in in_words(replace(made(), curves=()), [found], "en")
    mixed = tuple(given(f"S{n:02d}.001", codes[0] if n % 2 else codes[n // 2 + 1]) for n in range(20))
    assert one(curves(study, frame, Register(sessions), segments, mixed, [s.id for s in sessions], orders=200)).outside == 0


def test_curves_read_back_from_json_as_they_were() -> None:
    adapter = TypeAdapter(Curves)
    found = made()
    assert adapter.validate_json(adapter.dump_json(found)) == found
    assert adapter.validate_python(adapter.dump_python(found, mode="json")) == found


@pytest.mark.parametrize("language", ["es", "en"])
def test_they_are_told_in_both_languages_and_never_with_a_yes(language: str) -> None:
    found = made(("A", "B", "C", "D"))
    text = in_words(found, found.curves, language)
    assert "{" not in text
    assert {"es": "familia: Temas", "en": "family: Temas"}[language] in text
    for word in ("saturated", "saturación alcanzada", "saturado", "100.0%)"):
        assert word not in text
    assert set(WORDS["es"]) == set(WORDS["en"])


@pytest.mark.parametrize(
    ("language", "titles"),
    [("es", ["sesiones", "reglas", "codigos", "por escuchar"]), ("en", ["sessions", "rules", "codes", "unheard"])],
)
def test_the_workbook_has_every_table_and_no_formula(language: str, titles: list[str]) -> None:
    found = made()
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(found.curves, {"pipes": "=1+1"}, language)))
    assert book.sheetnames == titles
    rules = list(book[titles[1]].values)
    assert len(rules) == 1 + 12 * len(found.curves)
    codes = list(book[titles[2]].values)
    assert ("'=1+1") in {row[4] for row in codes}
    sessions = list(book[titles[0]].values)
    assert len(sessions) == 1 + sum(len(c.points) for c in found.curves)
    assert len({len(row) for row in sessions}) == 1
