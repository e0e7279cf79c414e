"""A real Label Studio for the tests marked ``live``: booted once, kept as a template, copied for every run."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from service import label_studio_server
from service.label_studio_server import LabelStudioServer

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class LiveLabelStudio:
    """A running Label Studio: where it answers, its administrator's token, where it lives, what started it."""

    url: str
    token: str
    home: Path
    executable: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def label_studio_executable() -> Path:
    executable = Path(os.environ.get("RELATO_LABEL_STUDIO") or ROOT / ".venv-ls/bin/label-studio")
    assert executable.exists(), f"{executable} is missing: run `make setup`, or choose -m 'not live'"
    return executable


@pytest.fixture(scope="session")
def label_studio_template(label_studio_executable: Path) -> Path:
    """A home whose Label Studio has been booted once and stopped: to be copied."""
    return _template(label_studio_executable)


@pytest.fixture(scope="session")
def label_studio(
    label_studio_executable: Path, label_studio_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveLabelStudio]:
    home = tmp_path_factory.mktemp("label-studio-home")
    shutil.copytree(label_studio_template, home, dirs_exist_ok=True)
    server = _started(home, label_studio_executable)
    yield LiveLabelStudio(server.url, server.token, home, label_studio_executable)
    label_studio_server.stop(home)


def _template(executable: Path) -> Path:
    """A home after its first boot, made when there is none for this version."""
    cache = Path(os.environ.get("RELATO_TEST_CACHE") or Path(tempfile.gettempdir()) / f"relato-test-cache-{os.getuid()}")
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    version = next(
        (found.name for found in executable.parents[1].glob("lib/python*/site-packages/label_studio-*.dist-info")), "unknown"
    )
    template = cache / version.removesuffix(".dist-info")
    if not template.exists():
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            home = Path(folder) / "home"
            _started(home, executable)
            label_studio_server.stop(home)
            try:
                home.rename(template)
            except OSError:
                assert template.exists()  # another run was quicker
    return template


def _started(home: Path, executable: Path) -> LabelStudioServer:
    server = label_studio_server.start(home, free_port(), executable=executable)
    label_studio_server.wait_ready(server.url, pid=server.pid)
    return server
