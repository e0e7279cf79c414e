"""What people decide, from the sheet to the entities."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import BadInput
from annotations.pseudonyms import decisions
from annotations.pseudonyms.deciding import decided
from annotations.pseudonyms.decisions import Row
from annotations.pseudonyms.records import Entity, IdentityKind, Mention
from annotations.pseudonyms.resolving import SEVERAL_TEXTS, resolve

K = IdentityKind
ANA = Entity("E0001", K.PERSON, "A", ("Ana Ruiz", "Ana"))
EVA = Entity("E0002", K.PERSON, "B", ("Eva",))
SITC = Entity("E0003", K.ORGANISATION, "A", ("SITC",), noun="union")
ALL = (ANA, EVA, SITC)


def sheet(*rows: str, header: str = "id,decision,target,generic") -> bytes:
    return "\n".join((header, *rows)).encode()


def after(*rows: str, texts: dict[str, set[str]] | None = None) -> dict[str, Entity]:
    return {e.id: e for e in decided(ALL, decisions.read(sheet(*rows), "d.csv"), texts=texts)}


def test_rows_count_and_show_a_place() -> None:
    texts = {"S1": "Ayer vino Ana Ruiz.\nAna no habló.", "S2": "Ana"}
    found = {
        "S1": [Mention(10, 18, K.PERSON, "Ana Ruiz"), Mention(20, 23, K.PERSON, "Ana")],
        "S2": [Mention(0, 3, K.PERSON, "Ana")],
    }
    resolution = resolve(found)
    (row,) = decisions.rows(resolution.entities, found, resolution.of, texts)
    assert (row.count, row.context) == (3, "…Ayer vino »Ana Ruiz«. Ana no habló.…")
    assert "Ana" not in repr(row)


def test_a_name_alone_in_two_texts_is_in_doubt() -> None:
    found = {"S1": [Mention(0, 3, K.PERSON, "Eva")], "S2": [Mention(0, 3, K.PERSON, "Eva")]}
    (row,) = decisions.rows([EVA], found, {"S1": ["E0002"], "S2": ["E0002"]}, {"S1": "Eva", "S2": "Eva"})
    assert row.entity.doubt == SEVERAL_TEXTS


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sheet_that_was_written_is_read(language: str) -> None:
    text = decisions.written([Row(ANA, 3, "vino »Ana«")], language)
    header, cells = csv.reader(io.StringIO(text))
    cells[header.index("decision")] = "confirmar"
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([header, cells])
    (decision,) = decisions.read(out.getvalue().encode("utf-8-sig"), "d.csv")
    assert (decision.entity_id, decision.verdict) == ("E0001", "confirm")


def test_rows_without_a_decision_are_left_out() -> None:
    assert decisions.read(sheet("E0001,,,[x]"), "d.csv") == ()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=20))
def test_no_cell_is_a_formula(form: str) -> None:
    entity = Entity("E0001", K.PERSON, "A", (form,))
    _, cells = csv.reader(io.StringIO(decisions.written([Row(entity, 1, form)], "en"), newline=""))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_confirm_and_reject() -> None:
    now = after("E0001,confirm,,", "E0002,Rechazar,,", "E0003,confirmar,,el sindicato")
    assert [now[i].state for i in ("E0001", "E0002", "E0003")] == ["confirmed", "rejected", "confirmed"]
    assert now["E0003"].generic == "[el sindicato]"


def test_merge_keeps_the_letter_taken() -> None:
    now = after("E0002,merge,E0001,")
    assert now["E0001"].forms == ("Ana Ruiz", "Ana", "Eva")
    assert now["E0002"].forms == ()
    found = {"S1": [Mention(0, 3, K.PERSON, "Eva"), Mention(4, 9, K.PERSON, "Lucía")]}
    resolution = resolve(found, known=list(now.values()))
    assert [resolution.entity(i).letter for i in resolution.of["S1"]] == ["A", "C"]


def test_split_by_forms_and_by_session() -> None:
    now = after("E0001,separar,,")
    assert (now["E0001"].forms, now["E0004"].forms, now["E0004"].letter) == (("Ana Ruiz",), ("Ana",), "C")
    now = after("E0002,split,sesión,", texts={"E0002": {"S2", "S1"}})
    assert [(now[i].scope, now[i].letter) for i in ("E0002", "E0004")] == [("S1", "B"), ("S2", "C")]


def test_another_kind_gets_a_letter_of_that_kind() -> None:
    now = after("E0002,kind,Empresa,")
    assert (now["E0002"].kind, now["E0002"].noun, now["E0002"].letter) == (K.ORGANISATION, "company", "B")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (sheet("E0001,maybe,,"), r"d\.csv:2: the decision is not one"),
        (sheet("E0001,confirm,,", "E0001,reject,,"), r"d\.csv:3: E0001 is decided twice"),
        (sheet(",confirm,,"), r"d\.csv:2: a decision without an id"),
        (sheet("E0001,merge,,"), r"d\.csv:2: merge into what"),
        (sheet("E0001,merge,E0001,"), r"d\.csv:2: merge into what"),
        (sheet("E0001,kind,animal,"), r"d\.csv:2: there is no such kind"),
        (sheet("E0001,split,letters,"), r"d\.csv:2: split by what"),
        (sheet("E0001,confirm,,[Persona B]"), r"d\.csv:2: the generic words look like"),
        (sheet("E0001,confirm,,[a][b]"), r"d\.csv:2: the generic words cannot"),
        (sheet("x", header="id,kind"), r"d\.csv:1: missing columns: decision"),
        (sheet('E0001,"confirm'), r"d\.csv:\d: not CSV"),
        (b"", r"d\.csv: the sheet is empty"),
    ],
)
def test_a_bad_sheet_is_refused_with_its_place(data: bytes, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        decisions.read(data, "d.csv")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("E0009,confirm,,", "there is no entity E0009"),
        ("E0001,merge,E0009,", "there is no entity E0009"),
        ("E0001,confirm,,[la señora ANA]", "the generic words hold the name"),
        ("E0002,split,,", "E0002 has nothing to split"),
    ],
)
def test_a_decision_that_cannot_be_done_changes_nothing(row: str, message: str) -> None:
    with pytest.raises(BadInput, match=rf"d\.csv:2: {message}"):
        after(row)
