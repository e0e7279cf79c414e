"""The process that reads, with a reader that does harm: what a file could do to a reader that has a hole.

The content of a file names the harm. Started by test_reading as a program of its own.
"""

import ctypes
import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from annotations import readers
from annotations.transcripts import Mark, Transcript, Turn
from service.workflows import reading_child

LIBC = ctypes.CDLL(None)
# looked up before the child is confined, as a C library has its own
C_OPEN, C_SOCKET, C_KILL, C_FORK, C_LIMIT = LIBC.open, LIBC.socket, LIBC.kill, LIBC.fork, LIBC.prlimit
RLIMIT_NOFILE, MANY = 7, (ctypes.c_ulong * 2)(100, 100)


def _spin() -> str:
    while True:
        pass


def _fill() -> str:
    kept = []
    while True:
        kept.append(bytearray(50_000_000))


def _recurse() -> str:
    return _recurse() + "x"


def _open_quietly() -> str:
    try:
        return Path("/etc/passwd").read_text()
    except OSError:
        return "P1: nada"


def _fork() -> str:
    return str(os.fork())


def _print() -> str:
    print("not an answer" * 1000, flush=True)  # noqa: T201 that is the harm
    return "P1: hola"


def _environment() -> str:
    return f"P1: {sorted(os.environ)}"


HARMS: dict[str, Callable[[], object]] = {
    "nothing": lambda: "P1: hola",
    "sleep": lambda: time.sleep(600),
    "spin": _spin,
    "fill": _fill,
    "recurse": _recurse,
    "crash": lambda: ctypes.string_at(0),
    "exit": lambda: os._exit(3),
    "raise": lambda: dict[str, str]()["a"],
    "interrupt": lambda: sys.exit(2),
    "open": lambda: Path("/etc/passwd").read_text(),
    "open quietly": _open_quietly,
    "write": lambda: Path("/tmp/relato-was-here").write_text("x"),
    "list": lambda: os.listdir("/"),
    "socket": lambda: socket.create_connection(("127.0.0.1", 9)),
    "name": lambda: socket.getaddrinfo("example.org", 80),
    "program": lambda: subprocess.run(["/bin/true"], check=False),
    "shell": lambda: os.system("true"),
    "fork": _fork,
    "evaluate": lambda: eval("1 + 1"),
    "library": lambda: ctypes.CDLL("libm.so.6"),
    "C open": lambda: f"P1: {C_OPEN(b'/etc/passwd', 0)}",
    "C socket": lambda: f"P1: {C_SOCKET(socket.AF_INET, socket.SOCK_STREAM, 0)}",
    "C kill": lambda: f"P1: {C_KILL(os.getppid(), 9)}",
    "C limit": lambda: f"P1: {C_LIMIT(0, RLIMIT_NOFILE, ctypes.byref(MANY), None)}",
    "C fork": lambda: f"P1: {C_FORK()}",
    "print": _print,
    "environment": _environment,
    "much": lambda: "P1: " + "a" * 2_000_000,
}
FORGED: dict[str, Callable[[Transcript], Transcript]] = {
    "another file": lambda t: replace(t, source="S02.txt"),
    "another hash": lambda t: replace(t, source_hash="0" * 64),
    "out of the text": lambda t: replace(t, turns=(Turn("P1", "respondent", 0, 100),)),
    "backwards": lambda t: replace(t, turns=(Turn("P1", "respondent", 3, 2),)),
    "overlapping": lambda t: replace(t, turns=(Turn("P1", "respondent", 0, 3), Turn("P2", "respondent", 2, 4))),
    "mark out of the text": lambda t: replace(t, marks=(Mark("time", 0, 100),)),
    "NUL": lambda t: replace(t, text="P1: \0xyz"),
    "half of a pair": lambda t: replace(t, text="P1: \ud83d"),
}


def read_transcripts(path: Path, *, data: bytes, **_: object) -> tuple[Transcript, ...]:
    if path.name.startswith("w."):  # what every process reads first
        return ()
    harm = data.decode()
    text = str(HARMS[harm]() if harm in HARMS else "P1: hola")
    turns = (Turn("P1", "respondent", 4, len(text)),)
    transcript = Transcript(path.stem, text, turns, "", path.name, hashlib.sha256(data).hexdigest())
    return (FORGED[harm](transcript) if harm in FORGED else transcript,)


if __name__ == "__main__":
    readers.read_transcripts = read_transcripts  # type: ignore[assignment]
    reading_child.main()
