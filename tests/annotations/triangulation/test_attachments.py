"""Attachments put together from the log, and how they read in a table."""

from datetime import UTC, datetime
from typing import Any

import pytest

from annotations.errors import Conflict, NotFound
from annotations.stories.records import PersonsAct
from annotations.triangulation.attachments import attachments_of
from annotations.triangulation.checking import check_claim
from annotations.triangulation.tables import attachment_table
from annotations.triangulation.words import point_words, value_words, worded
from tests.annotations.triangulation.points import PAID, point

NOON = datetime(2024, 5, 3, 12, tzinfo=UTC)


def act(number: int, name: str, subject: str = "CH1", reason: str = "", **body: Any) -> PersonsAct:
    return PersonsAct(number, NOON, "bea", name, subject, body, reason)


def attached(number: int = 1, verdict: str = "contradicts", subject: str = "CH1", id_: str = "A1") -> PersonsAct:
    return act(number, "data_attached", subject, "baja", id=id_, points=["D1", "D3"], block="b2", text_number=3, claim="Subió a 81 [S1.002].",
               language="es", verdict=verdict)  # fmt: skip


def test_a_contradiction_blocks_until_it_is_answered() -> None:
    [one] = attachments_of([attached()])
    assert (one.blocks_signing, one.points, one.block, one.text_number, one.by, one.reason) == (
        True,
        ("D1", "D3"),
        "b2",
        3,
        "bea",
        "baja",
    )
    [answered] = attachments_of([attached(), act(2, "story_comment"), act(3, "data_answered", id="A1", answer="se reescribió")])
    assert (answered.blocks_signing, answered.answer, answered.answered_by) == (False, "se reescribió", "bea")
    [withdrawn] = attachments_of([attached(), act(2, "data_withdrawn", reason="otra serie", id="A1")])
    assert (withdrawn.blocks_signing, withdrawn.withdrawn) == (False, True)


@pytest.mark.parametrize("verdict", ["supports", "context", "cannot_tell"])
def test_other_verdicts_do_not_block(verdict: str) -> None:
    [one] = attachments_of([attached(verdict=verdict)])
    assert not one.blocks_signing
    with pytest.raises(Conflict, match="is no contradiction"):
        attachments_of([attached(verdict=verdict), act(2, "data_answered", id="A1", answer="x")])


def test_what_cannot_be() -> None:
    with pytest.raises(NotFound):
        attachments_of([act(1, "data_answered", id="A1", answer="x")])
    done = [attached(), act(2, "data_answered", id="A1", answer="x")]
    with pytest.raises(Conflict, match="answered by bea"):
        attachments_of([*done, act(3, "data_answered", id="A1", answer="y")])
    with pytest.raises(Conflict, match="withdrawn"):
        attachments_of([attached(), act(2, "data_withdrawn", id="A1"), act(3, "data_answered", id="A1", answer="y")])


def test_of_one_change_or_of_all() -> None:
    log = [attached(), attached(2, "context", "CH2", "A2")]
    assert [one.id for one in attachments_of(log)] == ["A1", "A2"]
    assert [one.id for one in attachments_of(log, "CH2")] == ["A2"]


def test_the_table_keeps_denominators_verdict_and_answer() -> None:
    found = attachments_of(
        [attached(), act(2, "data_answered", id="A1", answer="se reescribió"), attached(3, "context", "CH2", "A2")]
    )
    for language, verdict, open_ in (("es", "contradice", "–"), ("en", "contradicts", "–")):
        table = attachment_table([(one, PAID[:1]) for one in found], {"CH1": "Pago"}, language)
        first, second = table.rows
        assert first[0] == "CH1 Pago"
        assert first[3] == verdict
        assert first[5] == "se reescribió"
        assert second[5] == open_
        assert "308 tomas" in first[2]
        assert "100" in first[2]
    [open_one] = attachments_of([attached()])
    assert attachment_table([(open_one, PAID[:1])], {}, "en").rows[0][5] == "not answered yet"


def test_values_as_each_language_writes_them() -> None:
    assert value_words(81.0, "%", "en") == "81%"
    assert value_words(81.5, "%", "es") == "81.5\N{NO-BREAK SPACE}%"
    assert value_words(410_000, "pesos", "es") == "410\N{NARROW NO-BREAK SPACE}000 pesos"
    assert value_words(410_000, "pesos", "en") == "410,000 pesos"


def test_a_finding_reads_as_a_sentence_in_both_languages() -> None:
    found = check_claim("Subió a 81 por ciento en 2023.", "es", PAID)
    told = [worded(one, "es") for one in found]
    assert (
        told[0]
        == "«Subió» va en otro sentido que «Pago a tiempo» (Alta), que bajó: 92\N{NO-BREAK SPACE}% (2021); 81\N{NO-BREAK SPACE}% (2023)."
    )
    assert (
        worded(found[0], "en")
        == "“Subió” goes the other way than “Pago a tiempo” (Alta), which went down: 92% (2021); 81% (2023)."
    )
    assert worded(found[0], "fr") == worded(found[0], "en")


def test_every_kind_of_finding_has_words() -> None:
    from typing import get_args

    from annotations.triangulation.checking import Finding, FindingKind

    for kind in get_args(FindingKind):
        for because in ("", "finer", "counts_unclear"):
            one = Finding(kind, "note", "s", "Pago", "%", "Alta", values=(("2020", 1.0),), quoted="x", way="up", places=("Baja",), because=because, listed=("308",))  # fmt: skip
            for language in ("es", "en"):
                assert "{" not in worded(one, language)


def test_a_point_on_one_line() -> None:
    told = point_words(point("D1", 81, "2023"), "es")
    assert (
        told
        == "Pago a tiempo, Alta: 81\N{NO-BREAK SPACE}% (2023), de 308 tomas. Fuente: Comité, consultada el 2 de mayo de 2024."
    )
