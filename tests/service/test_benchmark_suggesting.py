"""The benchmark runs on a small scale and tells what it says it tells."""

import json

from service.benchmarks import suggesting


def test_a_small_run_has_suggestions_with_neighbours_and_every_number() -> None:
    report = suggesting.run(300, 12)
    assert (report.segments, report.codes) == (300, 12)
    assert report.sentences > 600
    assert report.cold.suggestions > 300
    assert report.cold.reasons == report.cold.suggestions  # the frame's words
    assert report.head.suggestions > 300
    assert report.head.reasons > 1.5 * report.head.suggestions  # and reviewed segments
    assert min(report.cold.seconds, report.head.processor_seconds, report.product, report.store) > 0
    assert report.peak_megabytes > 50
    told = json.loads(report.json())
    assert told["head"]["suggestions"] == report.head.suggestions
    assert "300 segments" in report.markdown()
    assert f"| suggestions | {report.cold.suggestions:,} | {report.head.suggestions:,} |" in report.markdown()
