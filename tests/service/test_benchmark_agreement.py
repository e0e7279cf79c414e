"""The benchmark of agreement on a small study: its figures are the libraries', and its ratio is what it says."""

import json

import pytest

from service.benchmarks import agreement


def test_the_figures_are_the_libraries_and_the_ratio_is_theirs_to_ours() -> None:
    report = agreement.run(400, 6, 3, 100)
    assert report.off < 1e-9
    assert report.slices == 12
    assert report.ratio == pytest.approx(report.libraries_one * 6 * 101 * 12 / report.tables)
    assert report.ratio > 1
    assert json.loads(report.json())["codes"] == 6
    assert "400 segments × 6 codes × 3 coders" in report.markdown()
