"""The benchmark of the board on a small study: it finds the pages by itself, and every page that a link leads to answers."""

import json
from pathlib import Path

import pytest

from service.benchmarks import board
from service.benchmarks.board import Kind, Report, kind_of


def test_every_page_that_a_link_leads_to_answers(tmp_path: Path) -> None:
    report = board.run(4, 12, 2, home=tmp_path)
    found = {kind.name: kind for kind in report.kinds}
    assert {
        "(overview)",
        "sessions",
        "sessions/*",
        "segments?session",
        "changes",
        "changes/*",
        "curves",
        "agreement",
        "jobs",
    } <= found.keys()
    assert {name: kind.example for name, kind in found.items() if kind.status != 200} == {}
    assert all(kind.requests == 2 and 0 < kind.p50 <= kind.p95 <= kind.slowest for kind in report.kinds)
    assert found["sessions/*"].addresses == 4
    again = board.run(4, 12, 2, home=tmp_path)
    assert again.entered == 0
    assert json.loads(again.json())["segments"] == 48


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/board/water", "(overview)"),
        ("/board/water?x=1", "(overview)?x"),
        ("/board/water/sessions/S1", "sessions/*"),
        ("/board/water/figures/flows.svg", "figures/*.svg"),
        ("/board/water/segments?session=S1&code=a", "segments?code&session"),
    ],
)
def test_addresses_that_differ_in_what_they_name_are_of_one_kind(address: str, kind: str) -> None:
    assert kind_of(address) == kind


def test_what_is_slow_or_wrong_is_marked() -> None:
    def kind(name: str, p95: float, status: int) -> Kind:
        return Kind(name, 1, 2, 0.01, p95, p95, p95, p95, 1.0, "/", status)

    report = Report(1, 1, 0.0, 0.0, (kind("fast", 0.3, 200), kind("slow", 0.31, 200), kind("gone", 0.01, 404)))
    assert [one.name for one in report.slow] == ["slow", "gone"]
    lines = report.markdown().splitlines()
    assert [line.split("|")[10].strip() for line in lines if "`" in line] == ["", "SLOW", "status 404"]
