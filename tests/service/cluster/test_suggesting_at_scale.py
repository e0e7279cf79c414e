"""From Parquet to Parquet with the real encoder: the study's own suggestions, over Ray as in one process, and after a kill."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from annotations.errors import BadInput, Conflict
from service.cluster.suggesting import suggest_at_scale
from service.storage import machines
from service.workflows.suggesting import suggest_study
from service.workflows.work import Outcome
from tests.service.cluster.corpus import NO_RAY, Scene, parts_in, rows_in, scene_in, segment_rows, write_corpus


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return scene_in(tmp_path_factory.mktemp("scale"))


@pytest.fixture(scope="module")
def done(scene: Scene) -> Outcome:
    return _here(scene, scene.folder / "one")


def _here(scene: Scene, out: Path, *, rows: int = 3) -> Outcome:
    return suggest_at_scale(scene.work, study_id="", corpus_at=scene.corpus, out=out, processes=1, address="", rows=rows)


def test_the_suggestions_are_those_of_the_study(scene: Scene, done: Outcome) -> None:
    ordinary = suggest_study(scene.work, study_id="")
    assert done["model"] == ordinary["model"]
    with scene.work.store.read() as tx:
        kept = machines.suggestions(tx, "agua-y-acuerdos", model_version=ordinary["model"])
    expected = {(s.segment_id, s.kind, s.target): s for found in kept.values() for s in found}
    found = {(row["id"], row["kind"], row["target"]): row for row in rows_in(scene.folder / "one")}
    assert len(expected) > 5
    assert found.keys() == expected.keys()
    for key, row in found.items():
        one = expected[key]
        assert row["score"] == pytest.approx(one.score, abs=2e-4)  # the encoder met the texts in other company
        assert (row["strength"], row["certified"], row["model_version"]) == (one.strength, one.certified, one.model_version)
        assert [reason["phrase"] for reason in row["reasons"]] == [reason.phrase for reason in one.reasons]
        assert row["first_look"] is False


def test_ray_writes_the_same_files(scene: Scene, done: Outcome) -> None:
    out = scene.folder / "ray"
    ran = scene.relato("suggest", "--cluster", str(scene.corpus), str(out), "--processes", "2", "--rows", "3", "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["segments"] == done["segments"]
    assert list(parts_in(out)) == list(parts_in(scene.folder / "one"))
    assert rows_in(out) == rows_in(scene.folder / "one")


def test_what_is_there_is_not_done_again_and_what_changed_is(scene: Scene, tmp_path: Path) -> None:
    out, rows = tmp_path / "out", segment_rows(scene.work)
    changing = Scene(scene.work, tmp_path)
    write_corpus(changing.corpus, rows)
    _here(changing, out)
    before = parts_in(out)
    assert _here(changing, out)["skipped_parts"] == len(before)
    (out / "part-000000.parquet").write_bytes(before["part-000000.parquet"][:-40])  # half of a file
    (out / ".part-000001.parquet.abc").write_bytes(b"half")
    assert _here(changing, out)["skipped_parts"] == len(before) - 1
    assert parts_in(out) == before
    assert not list(out.glob(".part-*"))
    write_corpus(changing.corpus, [*rows[:4], {**rows[4], "text": "Mi hijo cambió el medidor y paga el agua."}])
    again = _here(changing, out)
    assert again["segments"] == 5
    assert {row["id"] for row in rows_in(out)} <= {row["id"] for row in rows[:5]}  # parts of the longer corpus are gone
    assert json.loads((out / "_manifest.json").read_text())["complete"]


def test_killed_in_the_middle_it_goes_on_where_it_was(scene: Scene, done: Outcome, tmp_path: Path) -> None:
    """kill -9 between two parts, again and again: in the end every part is there once, as without a kill."""
    out, kills = tmp_path / "out", 0
    command = scene.command("suggest", "--cluster", str(scene.corpus), str(out), "--processes", "1", "--rows", "3")
    total = len(parts_in(scene.folder / "one"))
    while kills < 2:
        have = len(parts_in(out))
        process = subprocess.Popen(command, env=scene.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 120
        while len(parts_in(out)) == have and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        if process.poll() is not None:
            assert process.returncode == 0, process.communicate()[1]
            break  # it was faster than we could look
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        kills += 1
        assert not json.loads((out / "_manifest.json").read_text())["complete"]
    have = len(parts_in(out))
    assert kills
    assert 0 < have
    last = _here(scene, out)
    assert last["skipped_parts"] == have
    assert len(parts_in(out)) == total
    assert rows_in(out) == rows_in(scene.folder / "one")


def test_without_ray_one_process_works_and_two_say_what_to_do(scene: Scene, tmp_path: Path) -> None:
    asked = ("suggest", "--cluster", str(scene.corpus), str(tmp_path / "out"), "--processes")
    refused = scene.relato(*asked, "2", before=NO_RAY)
    assert refused.returncode == 1
    assert "relato[cluster]" in refused.stderr
    assert "--processes 1" in refused.stderr
    ran = scene.relato(*asked, "1", before=NO_RAY)
    assert ran.returncode == 0, ran.stderr


def test_another_models_folder_is_refused(scene: Scene, done: Outcome, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "_manifest.json").write_text(json.dumps({"study": "agua-y-acuerdos", "model": "head-0123456789"}))
    with pytest.raises(Conflict, match="head-0123456789"):
        _here(scene, out)
    (out / "_manifest.json").unlink()
    (out / "somebody.txt").write_text("else's")
    with pytest.raises(Conflict, match=r"somebody\.txt"):
        _here(scene, out)
    with pytest.raises(BadInput, match="one folder"):
        _here(scene, scene.corpus)
