"""The benchmark runs on a small scale and tells what it says it tells."""

import json

from service.benchmarks import refitting


def test_a_small_run_tells_every_part_and_the_ratio() -> None:
    report = refitting.run(120, 6, repeats=1)
    assert set(report.spent) == set(refitting.PARTS)
    assert report.total[0] == sum(wall for wall, _ in report.spent.values()) > 0
    assert report.spent["fit"][1] > report.spent["score"][1] > 0
    told = json.loads(report.json())
    assert (told["segments"], told["codes"]) == (120, 6)
    assert told["ratio_of_baseline"] == report.baseline[1] / report.total[1] > 0
    assert "120 reviewed segments × 6 codes" in report.markdown()
    assert all(name in report.markdown() for name in refitting.PARTS.values())
