"""The benchmark runs on a small scale and tells what it says it tells."""

import json

from service.benchmarks import suggesting


def test_a_small_run_has_suggestions_with_neighbours_and_every_number() -> None:
    report = suggesting.run(300, 12)
    assert (report.segments, report.codes) == (300, 12)
    assert report.suggestions > 300
    assert report.reasons > 1.5 * report.suggestions  # the frame's words, and reviewed segments
    told = json.loads(report.json())
    assert told["seconds"] == report.read + report.score + report.explain > 0
    assert told["ratio_to_product"] > 1
    assert report.peak_megabytes > 50
    assert "300 segments" in report.markdown()
