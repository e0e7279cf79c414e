"""The check measured on leaks planted in every kind of output, and on near misses."""

import pytest

from annotations.disclosure.checking import check
from annotations.disclosure.records import Finding, Output
from annotations.disclosure.reporting import render_markdown, to_json
from tests.annotations.disclosure.planted import LEAKS, NEAR, REGISTER, SECRETS, STUDY, Planted

NAMES = {"name", "name_part", "identifier", "organisation", "place_name"}


def findings(output: Output) -> list[Finding]:
    report = check([output], secrets=SECRETS, study=STUDY, register=REGISTER)
    return [finding for finding in report.findings if finding.kind in NAMES]


@pytest.mark.parametrize("planted", LEAKS, ids=lambda planted: planted.what)
def test_a_planted_leak_is_found_and_nobody_else(planted: Planted) -> None:
    assert {entity for finding in findings(planted.output) for entity in finding.entities} == set(planted.leaks)


@pytest.mark.parametrize("planted", NEAR, ids=lambda planted: planted.what)
def test_a_near_miss_stops_nothing(planted: Planted) -> None:
    assert [finding for finding in findings(planted.output) if finding.severity == "stop"] == []


def test_recall_and_precision_on_the_planted_set() -> None:
    """Measured here: recall 1.00; of the findings about these outputs, at most two only ask to look at a near miss."""
    wanted = {(number, entity) for number, planted in enumerate(LEAKS) for entity in planted.leaks}
    leaks = {(number, e) for number, planted in enumerate(LEAKS) for found in findings(planted.output) for e in found.entities}
    false = [finding for planted in NEAR for finding in findings(planted.output)]
    assert len(LEAKS) >= 80
    assert len(NEAR) >= 20
    assert leaks == wanted
    assert len(false) <= 2


@pytest.mark.parametrize("planted", LEAKS, ids=lambda planted: planted.what)
def test_no_report_prints_a_secret(planted: Planted) -> None:
    report = check([planted.output], secrets=SECRETS, study=STUDY, register=REGISTER)
    assert report.findings
    for language in ("es", "en"):
        for written in (render_markdown(report, language), to_json(report, language), repr(report)):
            again = check([Output("report.md", written.replace(r"\u", "").encode())], secrets=SECRETS)
            assert [f for f in again.findings if f.kind in NAMES] == []


def test_showing_is_asked_for() -> None:
    output = Output("Inés Quiroga.txt", "Lo dijo Inés Quiroga ayer.".encode())
    shown = check([output], secrets=SECRETS, show=True)
    assert {finding.document for finding in shown.findings} == {"Inés Quiroga.txt"}
    assert "Inés Quiroga ayer" in render_markdown(shown, "es")
    assert {finding.document for finding in check([output], secrets=SECRETS).findings} == {"[Persona A].txt"}
