"""A Label Studio of our own beside Relato: started in its own environment and process group, found again, stopped.

Everything it keeps lies in ``home/label-studio``: ``data`` (its database; made at the first start, which takes a minute, and kept),
``credentials.json``, ``server.log``, ``server.pid``. It listens on 127.0.0.1 alone and calls nobody but, where it is told to, us.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network
from pathlib import Path

import httpx

from annotations.errors import Conflict, LabelStudioError, NotReady

ADMIN = "admin@relato.example"
STEP = 0.5
_children: dict[int, subprocess.Popen[bytes]] = {}  # of this process: an ended child must be waited for, or it stays a zombie


@dataclass(frozen=True, slots=True)
class LabelStudioServer:
    """A started Label Studio and its administrator; it may still be booting: ``wait_ready``."""

    url: str
    pid: int
    email: str
    password: str
    token: str


def start(home: Path, port: int, *, executable: Path, calls: str = "") -> LabelStudioServer:
    """Start Label Studio on ``port``, or return the one that this home has running already (on the port it has).

    Parameters
    ----------
    executable : ``label-studio`` in the virtual environment of its own.
    calls : the one address (IPv4) that its webhooks and requests for predictions may go to; by default those go to no private one.

    Raises
    ------
    NotReady : there is no such executable.
    Conflict : somebody else listens on the port (Label Studio itself would silently take another one).
    """
    folder = home / "label-studio"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if running := _running(folder):
        return running
    if not executable.exists():
        raise NotReady("Label Studio is not installed.", where=str(executable), remedy="run `make setup`")
    _check_free(port)
    command = [str(executable), "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)]
    credentials = _credentials(folder)
    with (folder / "server.log").open("ab") as log:
        child = subprocess.Popen(
            command, cwd=folder, env=_environment(folder, port, credentials, calls), stdin=subprocess.DEVNULL, stdout=log,
            stderr=subprocess.STDOUT, start_new_session=True, umask=0o077,
        )  # fmt: skip
    _children[child.pid] = child
    (folder / "server.pid").write_text(json.dumps({"pid": child.pid, "port": port}))
    return LabelStudioServer(url=_url(port), pid=child.pid, **credentials)


def wait_ready(
    url: str, timeout: float = 240.0, on_progress: Callable[[float], None] | None = None, *, pid: int | None = None
) -> None:
    """Return when Label Studio answers; ``on_progress`` hears the seconds waited. A process ``pid`` that ended is told at once."""
    began = time.monotonic()
    while not is_up(url):
        waited = time.monotonic() - began
        if pid is not None and not _alive(pid):
            raise LabelStudioError("Label Studio ended while it started.", where=url, remedy="see label-studio/server.log")
        if waited > timeout:
            raise LabelStudioError(
                f"Label Studio is not up after {waited:.0f} s.", where=url, remedy="see label-studio/server.log"
            )
        if on_progress:
            on_progress(waited)
        time.sleep(STEP)


def is_up(url: str) -> bool:
    try:
        answer = httpx.get(f"{url}/health", timeout=5, trust_env=False)
    except httpx.HTTPError:
        return False
    return answer.is_success and '"UP"' in answer.text


def stop(home: Path, *, patience: float = 15.0) -> bool:
    """Stop this home's Label Studio and everything that it started; whether one was running."""
    folder = home / "label-studio"
    running = _running(folder)
    if running:
        for signal_number in (signal.SIGTERM, signal.SIGKILL):
            _signal(running.pid, signal_number)
            if _ended(running.pid, patience):
                break
    (folder / "server.pid").unlink(missing_ok=True)
    return running is not None


def running(home: Path) -> LabelStudioServer | None:
    """The Label Studio that this home has running, if any."""
    return _running(home / "label-studio")


def _running(folder: Path) -> LabelStudioServer | None:
    """The server of the pid file, unless that process ended or its number now belongs to another program."""
    try:
        noted = json.loads((folder / "server.pid").read_text())
        pid, port = int(noted["pid"]), int(noted["port"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    command = _command_line(pid) if _alive(pid) else ""
    if "label-studio" not in command or f"--port {port}" not in command:
        return None
    return LabelStudioServer(url=_url(port), pid=pid, **_credentials(folder))


def _alive(pid: int) -> bool:
    if pid in _children:
        return _children[pid].poll() is None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's process: certainly not ours
        return False
    return True


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except FileNotFoundError:  # no /proc here (macOS)
        return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout


def _signal(pid: int, signal_number: signal.Signals) -> None:
    try:
        os.killpg(pid, signal_number)
    except ProcessLookupError:
        return


def _ended(pid: int, patience: float) -> bool:
    until = time.monotonic() + patience
    while _alive(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    _children.pop(pid, None)
    return True


def _credentials(folder: Path) -> dict[str, str]:
    """The administrator's, made once: Label Studio reads them at its first start only."""
    path = folder / "credentials.json"
    if not path.exists():
        made = {"email": ADMIN, "password": secrets.token_urlsafe(18), "token": secrets.token_hex(20)}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(made, file)
    read = json.loads(path.read_text())
    return {name: str(read[name]) for name in ("email", "password", "token")}


def _environment(folder: Path, port: int, credentials: dict[str, str], calls: str) -> dict[str, str]:
    """Ours without other Python's and Label Studio's settings, and nothing that calls home."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LABEL_STUDIO_", "PYTHON", "VIRTUAL_ENV", "DJANGO_"))
    }
    silent = ("SENTRY_DSN", "LABEL_STUDIO_SENTRY_DSN", "LABEL_STUDIO_FRONTEND_SENTRY_DSN")
    off = (
        "COLLECT_ANALYTICS",
        "LABEL_STUDIO_COLLECT_ANALYTICS",
        "LABEL_STUDIO_LATEST_VERSION_CHECK",
        "LABEL_STUDIO_ENABLE_LOCAL_FILES_STORAGE",
    )
    return {
        **inherited,
        **dict.fromkeys(silent, ""),
        **dict.fromkeys(off, "false"),
        **(_calling_only(calls) if calls else {}),
        "LABEL_STUDIO_BASE_DATA_DIR": str((folder / "data").resolve()),
        "LABEL_STUDIO_USERNAME": credentials["email"],
        "LABEL_STUDIO_PASSWORD": credentials["password"],
        "LABEL_STUDIO_USER_TOKEN": credentials["token"],
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
        "LABEL_STUDIO_HOST": _url(port),
        "LABEL_STUDIO_SENTRY_RATE": "0",
        "LABEL_STUDIO_FRONTEND_SENTRY_RATE": "0",
        "LOG_LEVEL": "INFO",
    }


def _calling_only(address: str) -> dict[str, str]:
    """Label Studio knows addresses that it may not call; these are all but one."""
    others = [str(net) for net in IPv4Network("0.0.0.0/0").address_exclude(IPv4Network(address))]
    return {
        "LABEL_STUDIO_USE_DEFAULT_BANNED_SUBNETS": "false",
        "LABEL_STUDIO_USER_ADDITIONAL_BANNED_SUBNETS": ",".join([*others, "::/0"]),
    }


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Conflict(f"Port {port} is taken.", where="Label Studio", remedy="choose another port") from None


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"
