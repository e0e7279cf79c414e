"""The processes that Relato starts beside itself (API, worker): started in the background, found again, stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from annotations.errors import NotReady
from service.settings import Settings


def free_port(preferred: int) -> int:
    """``preferred`` when nothing listens there, else any free port."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise NotReady("no free port")


def start(settings: Settings, name: str, arguments: list[str]) -> int:
    """Start ``relato <arguments>`` in the background unless it runs; its output goes to ``home/logs``. Returns its process id."""
    running = process_id(settings, name)
    if running:
        return running
    log = settings.folder("logs") / f"{name}.log"
    env = os.environ | settings.as_environment()
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "service", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=env,
            start_new_session=True,
        )
    _pid_file(settings, name).write_text(f"{process.pid}\n{_started(process.pid)}")
    return process.pid


def process_id(settings: Settings, name: str) -> int | None:
    """The process that ``start`` started under this name, if it still runs (and is not another one with the same number)."""
    path = _pid_file(settings, name)
    if not path.exists():
        return None
    pid, _, started = path.read_text().partition("\n")
    return int(pid) if started and _started(int(pid)) == started else None


def stop(settings: Settings, name: str, *, seconds: float = 20) -> bool:
    """Ask the process to end, and end it if it does not; True when there was one."""
    pid = process_id(settings, name)
    if pid is None:
        return False
    for number in (signal.SIGTERM, signal.SIGKILL):
        os.kill(pid, number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            _reap(pid)
            if process_id(settings, name) is None:
                _pid_file(settings, name).unlink(missing_ok=True)
                return True
            time.sleep(0.1)
    return True


def answers(url: str) -> bool:
    """Whether the API answers there."""
    try:
        return httpx.get(f"{url}/health", timeout=2).status_code == 200
    except (httpx.TransportError, httpx.InvalidURL):
        return False


def wait_for(url: str, *, seconds: float = 60) -> None:
    """Wait until the API answers. Raises NotReady."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answers(url):
            return
        time.sleep(0.2)
    raise NotReady(f"{url} does not answer", remedy="look into the folder logs under RELATO_HOME")


def _pid_file(settings: Settings, name: str) -> Path:
    return settings.folder("run") / f"{name}.pid"


def _started(pid: int) -> str:
    """When the process started, as the kernel counts; empty when there is none, or only its remains."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return "" if fields[0] == "Z" else fields[19]


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass  # not a child of this process
