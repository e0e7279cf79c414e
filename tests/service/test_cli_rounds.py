"""Rounds on the command line: each command in words, and refusals in one line."""

import json
from pathlib import Path

import yaml

from tests.conftest import SAMPLE
from tests.service.test_cli import relato

REVIEW = {"stratify_by": ["method"], "rounds": [{"number": 1, "overlap": 0.5, "drawn": 0.1}, {"number": 2}]}


def test_a_round_from_its_plan_to_its_history(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "study"
    folder.mkdir()
    for name in ("codeframe.yaml", "sessions.csv", "roster.csv", "borders.geojson", "statistics.csv"):
        (folder / name).write_text((SAMPLE / name).read_text(encoding="utf-8"), encoding="utf-8")
    study = yaml.safe_load((SAMPLE / "study.yaml").read_text(encoding="utf-8"))
    supervisor = {"id": "sol", "name": "Sol", "email": "sol@example.org", "language": "es", "role": "supervisor"}
    study |= {"review": REVIEW, "coders": [*study["coders"], supervisor]}
    (folder / "study.yaml").write_text(yaml.safe_dump(study, allow_unicode=True), encoding="utf-8")
    assert relato(home, "study", "load", str(folder / "study.yaml")).returncode == 0
    nothing = relato(home, "round", "open", "1")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr.startswith("relato: study agua-y-acuerdos has no sessions to code (import transcripts")
    assert relato(home, "import", str(SAMPLE / "transcripts" / "S17.txt")).returncode == 0
    plan = relato(home, "round", "plan", "1").stdout
    assert "50% of sessions coded by 2 people; blind: overlap; 10% seen by the supervisor anyway" in plan
    assert "individual · ines (blind), marco (blind)" in plan
    assert "later    agua-y-acuerdos · r1 · sol · f1 · revision" in plan
    assert json.loads(relato(home, "round", "open", "1", "--json").stdout)["new"] == 2
    status = relato(home, "round", "status").stdout
    assert "round 1: open, code frame version 1" in status
    assert "not opened yet: round 2" in status
    assert relato(home, "round", "adjudicate").stdout.startswith("round 1: 0 segments put before the supervisor")
    assert relato(home, "round", "history", "S17.001", "--language", "en").stdout == "Nothing stands: nobody has reviewed it.\n"
    refused = relato(home, "round", "close", "1")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "tasks were not sent" in refused.stderr
