"""Where the link to the board leads: to the API that runs, never to one that has stopped."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.processes import free_port
from service.settings import Settings
from service.workflows.letting_in import address


def noted(settings: Settings, pid: int, started: str) -> None:
    """As ``relato up`` notes the API that it has started."""
    folder = settings.folder("run")
    (folder / "api.json").write_text(json.dumps({"port": 4711, "key": "k"}))
    (folder / "api.pid").write_text(f"{pid}\n{started}")


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", api_port=free_port(8000))


def test_the_port_that_was_noted_counts_as_long_as_the_process_runs(here: Settings) -> None:
    mine = Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19]
    noted(here, os.getpid(), mine)
    assert address(here) == "http://127.0.0.1:4711"
    noted(here, os.getpid(), "1")  # another process has the number by now
    assert address(here) == f"http://127.0.0.1:{here.api_port}"
    (here.folder("run") / "api.pid").write_text("")  # killed while it was noted
    assert address(here) == f"http://127.0.0.1:{here.api_port}"


def test_it_is_said_when_nothing_answers_there(here: Settings) -> None:
    noted(here, 1, "gone")
    made = CliRunner().invoke(app, ["board", "link", "ana"], env=here.as_environment())
    assert made.exit_code == 0, made.output
    assert made.stdout.startswith(f"http://127.0.0.1:{here.api_port}/board/-/sign-in#")
    assert f"Nothing answers at http://127.0.0.1:{here.api_port}" in made.stderr
    told = CliRunner().invoke(app, ["board", "link", "ana", "--url", "https://relato.example"], env=here.as_environment())
    assert told.stderr == ""
