"""The command line as a person uses it: no worker needed, errors in one line, outcomes in words or JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

from service.settings import Settings
from service.storage.transactions import Store
from tests.conftest import SAMPLE
from tests.service.hamlet import G1, NAMES, S1, SAID_BY_R4, Place, found_in_files


def relato(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"RELATO_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-P", "-m", "service", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_verb_runs_without_a_worker_and_says_what_came_of_it(tmp_path: Path) -> None:
    loaded = relato(tmp_path, "study", "load", str(SAMPLE / "study.yaml"))
    assert (loaded.returncode, loaded.stdout.split(":")[0]) == (0, "study agua-y-acuerdos")
    again = relato(tmp_path, "study", "load", str(SAMPLE / "study.yaml"), "--json")
    assert json.loads(again.stdout)["frame_is_new"] is False
    assert relato(tmp_path, "study", "list").stdout == "agua-y-acuerdos\n"
    assert relato(tmp_path, "job", "list").stdout.count("done      load 3/3") == 2


def test_a_refusal_is_one_line_with_file_place_and_remedy(tmp_path: Path) -> None:
    bad = tmp_path / "study.yaml"
    bad.write_text("id: x\nname: {en: X}\n")
    done = relato(tmp_path / "home", "study", "load", str(bad))
    assert done.returncode == 1
    assert done.stdout == ""
    last = done.stderr.strip().splitlines()
    assert any(line.startswith(f"relato: {bad}") for line in last)
    assert "Traceback" not in done.stderr


def test_a_key_is_shown_once_and_kept_as_a_hash(tmp_path: Path) -> None:
    key = relato(tmp_path, "key", "new", "tests").stdout.strip()
    assert key.startswith("relato_")
    assert key.encode() not in (tmp_path / "relato.sqlite3").read_bytes()


def test_state_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    relato(tmp_path / "home", "study", "list")
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0


def test_names_are_told_only_when_asked_for(tmp_path: Path) -> None:
    home, place = tmp_path / "home", Place(tmp_path / "hamlet", Settings(home=tmp_path / "home"), Store("sqlite://"))
    place.write(S1=S1, S9=S1, G1=G1)
    place.write_tables()
    assert relato(home, "study", "load", str(place.folder / "study.yaml")).returncode == 0
    done = relato(home, "import", str(place.transcripts))
    assert done.returncode == 1  # one file was refused
    assert "S9.txt: refused." in done.stdout
    assert "S1.txt: imported, session S1, 6 turns of 2 speakers" in done.stdout
    listed = relato(home, "identity", "list")
    assert "Xóchitl Barragán" in relato(home, "identity", "list", "--names").stdout
    left = relato(home, "withdraw", "R4", "--by", "Marta")
    assert "R4 has withdrawn from G1; removed: " in left.stdout
    assert "delete the source files and recordings" in left.stdout
    told = "".join(run.stdout + run.stderr for run in (done, listed, left))
    assert [name for name in NAMES if name in told] == []
    assert found_in_files(home, (*NAMES, *SAID_BY_R4)) == set()
    other = os.environ | {"RELATO_HOME": str(home), "RELATO_VAULT_KEY": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI="}
    command = [sys.executable, "-P", "-m", "service", "identity", "list"]
    locked = subprocess.run(command, env=other, capture_output=True, text=True, timeout=60, check=False)
    assert (locked.returncode, locked.stdout) == (1, "")
    assert locked.stderr.startswith("relato: The key of the vault is not the one that sealed it.")


def test_a_bad_setting_is_named(tmp_path: Path) -> None:
    environment = os.environ | {"RELATO_HOME": str(tmp_path), "RELATO_API_PORT": "abc"}
    command = [sys.executable, "-P", "-m", "service", "study", "list"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("relato: RELATO_API_PORT: ")
    assert "docs/reference/settings.md" in done.stderr
