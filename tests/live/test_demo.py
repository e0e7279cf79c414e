"""The whole loop as `relato demo` runs it: real processes, real Label Studio, real encoder, on seven sessions of the sample."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.settings import Settings
from service.storage import corpus, review, studies
from service.storage.transactions import Store
from tests.conftest import SAMPLE

pytestmark = pytest.mark.live
SESSIONS = ["S01", "S02", "S05", "S08", "S17", "S21", "S03"]
NOT_READ_YET = "S03"
SHARED = {"S01", "S02", "S08", "S17"}  # both coders may have these


def small_sample(folder: Path) -> Path:
    """The sample study with seven of its sessions, in all three formats; nobody has reviewed the last one. Two reports suffice."""
    study = yaml.safe_load((SAMPLE / "study.yaml").read_text())
    for coder in (one for one in study["coders"] if one.get("role") != "supervisor"):
        coder["sessions"] = [s for s in coder["sessions"] if s in SESSIONS]
    study["saturation"] |= {"minimum_independent": 2, "minimum_categories": 1}
    (folder / "transcripts").mkdir(parents=True)
    (folder / "study.yaml").write_text(yaml.safe_dump(study, allow_unicode=True))
    for name in ("codeframe.yaml", "identity.yaml", "borders.geojson", "statistics.csv", "claims.yaml"):
        shutil.copy(SAMPLE / name, folder)
    for name, column in (("sessions.csv", 0), ("roster.csv", 1)):
        head, *rows = (SAMPLE / name).read_text().splitlines()
        kept = [row for row in rows if row.split(",")[column] in SESSIONS]
        (folder / name).write_text("\n".join([head, *kept]) + "\n")
    for path in (SAMPLE / "transcripts").iterdir():
        if path.stem in SESSIONS:
            shutil.copy(path, folder / "transcripts")
    for path in (SAMPLE / "reviews").rglob("*.yaml"):
        if path.stem in SESSIONS and path.stem != NOT_READ_YET:
            (folder / "reviews" / path.parent.name).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / "reviews" / path.parent.name)
    return folder


def run_demo(home: Path, study: Path, executable: Path) -> dict[str, Any]:
    environment = {"RELATO_HOME": str(home), "RELATO_LABEL_STUDIO_EXECUTABLE": str(executable), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-m", "service", "demo", "--folder", str(study)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    summary: dict[str, Any] = json.loads((home / "demo" / "summary.json").read_text())
    return summary


def test_the_summary_is_true_and_a_second_run_changes_nothing(
    label_studio_template: Path, label_studio_executable: Path, tmp_path: Path
) -> None:
    study, home = small_sample(tmp_path / "study"), tmp_path / "home"
    shutil.copytree(label_studio_template, home / "demo")
    summary = run_demo(home, study, label_studio_executable)

    store = Store(Settings(home=home / "demo").database_url)
    with store.read() as tx:
        segments = corpus.segments(tx, "agua-y-acuerdos")
        register = studies.register(tx, "agua-y-acuerdos")
        log = review.log(tx, "agua-y-acuerdos")
        items = review.work_items(tx, "agua-y-acuerdos")
        codings = review.codings(tx, "agua-y-acuerdos")
    store.close()
    assert summary["sessions"] == len(SESSIONS) == len({s.session_id for s in segments})
    assert summary["respondents"] == len(register.respondents) == 7
    assert summary["segments"] == len(segments)
    assert summary["tasks"] == len(items) > len(segments)  # three sessions are coded by both
    assert summary["codings"] == len(codings) > 300
    assert summary["log_entries"] == len(log)
    assert summary["collected_twice_changed"] == 0
    put_before_supervisor = [i for i in items if i.arm == "adjudication"]
    assert {(i.coder_id, i.state) for i in put_before_supervisor} == {("elena", "pushed")}
    coded = [i for i in items if i.arm != "adjudication"]
    blind = {i.segment_id.split(".")[0] for i in coded if i.arm == "blind"}
    assert blind < SHARED
    assert len(blind) == 3  # the share of 0.375 of seven, rounded up
    for segment in segments:
        arms = [(i.arm, i.coder_id) for i in coded if i.segment_id == segment.id]
        assert len(set(arms)) == (2 if segment.session_id in blind else 1)
        assert {arm for arm, _ in arms} == {"blind" if segment.session_id in blind else "assisted"}
    assert {i.state for i in coded if i.segment_id.startswith(NOT_READ_YET)} == {"pushed"}
    assert {i.state for i in coded if not i.segment_id.startswith(NOT_READ_YET)} == {"reviewed"}
    assert set(summary["models"]["scores"]) == {"cold_start", "head", "difference"}
    for of_model in summary["models"]["scores"].values():
        assert all(value["low"] <= value["mean"] <= value["high"] for value in of_model.values())
    # Known from reading: six people tell of the accounts (two of them the same person's committee); nobody here sold a truck.
    assert summary["changes"]["CH01"]["sessions_for"][:2] == ["S01", "S02"]
    assert summary["changes"]["CH01"]["state"] == "saturated"
    assert summary["changes"]["CH10"]["state"] == "candidate"
    assert any("CH01" in path for path in summary["stories"])
    assert all(Path(path).stat().st_size > 2000 for path in summary["stories"])

    assert {Path(path).name.split("-")[0] for path in summary["stories"]} == set(summary["texts"])
    assert all(Path(path).stat().st_size > 10_000 for path in summary["documents"])
    assert summary["contradicted"] == {"CH01": ["A1"]}  # of the sample's claims the only one whose sessions are all here

    again = run_demo(home, study, label_studio_executable)
    assert again == summary
