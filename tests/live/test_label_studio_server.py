import json
import os
import signal
import socket
import stat
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from annotations.errors import Conflict, LabelStudioError, NotReady
from annotations.label_studio.client import LabelStudio
from service import label_studio_server
from tests.live.conftest import LiveLabelStudio, free_port

pytestmark = pytest.mark.live


def test_starting_again_finds_the_one_that_runs(label_studio: LiveLabelStudio) -> None:
    again = label_studio_server.start(label_studio.home, free_port(), executable=label_studio.executable)
    assert (again.url, again.token) == (label_studio.url, label_studio.token)
    label_studio_server.wait_ready(again.url, timeout=5)


def test_killed_it_starts_again_with_its_data(label_studio: LiveLabelStudio) -> None:
    before = label_studio_server.start(label_studio.home, free_port(), executable=label_studio.executable)
    with LabelStudio(label_studio.url, label_studio.token) as admin:
        project = admin.ensure_project("Survives", "<View><Text name='text' value='$text'/></View>", "")
    os.killpg(before.pid, signal.SIGKILL)
    os.waitpid(before.pid, 0)
    port = urlsplit(label_studio.url).port or 0
    after = label_studio_server.start(label_studio.home, port, executable=label_studio.executable)
    label_studio_server.wait_ready(after.url, pid=after.pid)
    assert (after.url, after.token) == (before.url, before.token)
    assert after.pid != before.pid
    with LabelStudio(after.url, after.token) as admin:
        assert project in [known.id for known in admin.projects()]


def test_secrets_and_data_are_the_owners_alone(label_studio: LiveLabelStudio) -> None:
    folder = label_studio.home / "label-studio"
    for path in (folder / "credentials.json", folder / "data" / "label_studio.sqlite3"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert label_studio.token not in (folder / "server.log").read_text()


def test_a_pid_file_of_another_program_is_not_believed(tmp_path: Path) -> None:
    folder = tmp_path / "label-studio"
    folder.mkdir()
    (folder / "server.pid").write_text(json.dumps({"pid": os.getpid(), "port": 8080}))
    assert label_studio_server.stop(tmp_path) is False
    assert not (folder / "server.pid").exists()


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"pid": 999999999, "port": 1}'])
def test_a_broken_or_stale_pid_file_means_not_running(tmp_path: Path, content: str) -> None:
    (tmp_path / "label-studio").mkdir()
    (tmp_path / "label-studio" / "server.pid").write_text(content)
    assert label_studio_server.stop(tmp_path) is False


def test_a_taken_port_is_refused(tmp_path: Path, label_studio_executable: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Conflict, match="taken"):
            label_studio_server.start(tmp_path, taken.getsockname()[1], executable=label_studio_executable)


def test_a_missing_installation_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="make setup"):
        label_studio_server.start(tmp_path, free_port(), executable=tmp_path / "nothing")


def test_a_server_that_ends_while_booting_is_told_at_once(tmp_path: Path) -> None:
    broken = tmp_path / "label-studio-broken"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o700)
    server = label_studio_server.start(tmp_path, free_port(), executable=broken)
    with pytest.raises(LabelStudioError, match="ended while it started"):
        label_studio_server.wait_ready(server.url, 20, pid=server.pid)
    assert label_studio_server.stop(tmp_path) is False
