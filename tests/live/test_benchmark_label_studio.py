"""The benchmark runs on a small scale and tells what it says it tells."""

from pathlib import Path

import pytest

from service.benchmarks import label_studio
from service.settings import Settings

pytestmark = pytest.mark.live


def test_a_small_run_has_every_number(label_studio_executable: Path, label_studio_template: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, label_studio_executable=label_studio_executable)
    report = label_studio.run(settings, 40, 12, 1, template=label_studio_template, pause=0)
    assert set(report.seconds) == set(label_studio.NAMES)
    assert report.counts["bytes of JSON"] > 40_000
    assert min(seconds for turns in report.seconds.values() for seconds in turns) > 0
    assert "| `relato collect` |" in report.markdown()
