"""The process in which files are read: it keeps the libraries ready, and forks one confined child for every file.

``python -I -m service.workflows.reading_child LIMITS`` answers requests from its standard input until that is closed. The keeper
itself never looks into a file. A child reads one file and ends: nothing of it is left for the next one. Only
`service.workflows.reading` starts this.
"""

import encodings
import gc
import importlib
import json
import mimetypes
import os
import pkgutil
import select
import signal
import sys
import sysconfig
import time
import traceback
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, NoReturn

from pydantic import TypeAdapter

from annotations import readers
from annotations.errors import RelatoError
from annotations.transcripts import Transcript
from service.workflows.seccomp import give_up_system_calls

if sys.platform != "win32":
    import resource

# imported before a child is confined, because a child can open no file, not even a library's
LIBRARIES = (
    *("_strptime", "base64", "bisect", "bz2", "calendar", "copy", "csv", "datetime", "decimal", "difflib", "fractions", "gzip"),
    *("hashlib", "heapq", "html.entities", "inspect", "locale", "lzma", "numbers", "operator", "pprint", "quopri", "random"),
    *("secrets", "statistics", "string", "stringprep", "textwrap", "tokenize", "unicodedata", "uuid", "weakref", "zoneinfo"),
    *("xml.dom.minidom", "xml.etree.ElementTree", "xml.parsers.expat", "xml.sax.expatreader", "xml.sax.saxutils"),
    *("charset_normalizer.md", "defusedxml.ElementTree", "docx", "lxml.etree", "lxml.html", "odf.opendocument", "odf.teletype"),
    *("odf.text", "openpyxl", "pypdfium2", "pysubs2", "striprtf.striprtf", "webvtt"),
)
WARM_UP = {
    "w.txt": "ENTREVISTADORA: ¿Qué cambió? [00:01]\nP1: La asamblea decidió (risas) que nosotros íbamos.\n",
    "w.vtt": "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v P1>The assembly decided that we would go.\n",
    "w.csv": "Hablante,Texto\nEntrevistadora,¿Qué cambió?\nP1,La asamblea decidió que nosotros íbamos.\n",
}
FOLDERS = tuple(
    f"{folder}{os.sep}" for folder in {os.path.realpath(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib")}
)
# families of audit events (https://docs.python.org/3/library/audit_events.html) that reading a file never needs
REFUSED = (
    *("compile", "os.", "socket.", "subprocess.", "shutil.", "tempfile.", "glob.", "pathlib.", "urllib.", "http."),
    *("ftplib.", "smtplib.", "imaplib.", "poplib.", "nntplib.", "telnetlib.", "pty.", "fcntl.", "mmap.", "syslog."),
    *("webbrowser.", "sqlite3.", "pickle.", "signal.", "resource.", "code.", "cpython."),
    *("ctypes.dlopen", "ctypes.dlsym", "ctypes.call"),  # not its other events: the binding to PDFium is made of them
)
LOOKING = frozenset({"open", "os.listdir", "os.scandir"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
ANSWER = 3  # where a child writes; no higher file descriptor is open in it


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may take. ``memory_bytes`` is address space, which bounds what is resident."""

    file_bytes: int = 50_000_000
    answer_bytes: int = 64_000_000
    memory_bytes: int = 1_000_000_000
    cpu_seconds: int = 60
    wall_seconds: int = 180


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child says: transcripts, or the class and the facts of the error.

    ``trace`` names code lines, never values: those would be words of the interview. ``attempts`` are the files, sockets and
    programs that were asked for and refused.
    """

    transcripts: tuple[Transcript, ...] = ()
    error: str = ""
    refused: bool = False
    message: str = ""
    where: str = ""
    remedy: str = ""
    trace: tuple[str, ...] = ()
    attempts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    """What the keeper saw of a child: why it was stopped, how it ended, what it took."""

    stopped: str  # "", "time" or "answer"
    signal: int
    seconds: float
    peak_bytes: int


ANSWERS = TypeAdapter(Answer)
ENDINGS = TypeAdapter(Ended)


def main() -> None:
    """Serve until the standard input is closed."""
    limits = Limits(**json.loads(sys.argv[1]))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    _warm_up()
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # what a library prints must not get between the answers, nor into a log
        os.dup2(nothing, stream)
    os.close(nothing)
    send_frame(answers, b"ready")
    while (options := receive_frame(requests, 10_000_000)) is not None:
        data = receive_frame(requests, limits.file_bytes)
        if data is None:
            return
        ended, answer = _read_apart(limits, json.loads(options), data, requests)
        send_frame(answers, ENDINGS.dump_json(ended))
        send_frame(answers, answer)


def send_frame(stream: IO[bytes], content: bytes) -> None:
    """Eight bytes of length, then the content."""
    stream.write(len(content).to_bytes(8, "big"))
    stream.write(content)
    stream.flush()


def receive_frame(stream: IO[bytes], maximum: int) -> bytes | None:
    """The next frame, or None when the other side is gone or announces more than ``maximum`` bytes."""
    head = stream.read(8)
    if len(head) < 8 or (length := int.from_bytes(head, "big")) > maximum:
        return None
    content = stream.read(length)
    return content if len(content) == length else None


def _warm_up() -> None:
    for module in pkgutil.walk_packages(readers.__path__, "annotations.readers."):
        importlib.import_module(module.name)
    for module in pkgutil.iter_modules(encodings.__path__, "encodings."):
        if module.name not in {"encodings.mbcs", "encodings.oem"}:  # Windows
            importlib.import_module(module.name)
    for name in LIBRARIES:
        if find_spec(name.partition(".")[0]):
            importlib.import_module(name)
    mimetypes.init()
    for name, text in WARM_UP.items():  # fetches what is fetched when it is first needed: models of languages, more modules
        readers.read_transcripts(Path(name), data=text.encode())
    gc.collect()
    gc.freeze()  # a child then shares these pages instead of copying them


def _read_apart(limits: Limits, options: dict[str, Any], data: bytes, requests: IO[bytes]) -> tuple[Ended, bytes]:
    inward, outward = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if not child:
        _read(outward, limits, options, data)
    os.close(outward)
    try:
        stopped, answer = _gather(child, inward, requests.fileno(), limits, started)
    except BaseException:  # told to end
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    os.close(inward)
    _, status, usage = os.wait4(child, 0)
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return Ended(stopped, number, time.monotonic() - started, peak), b"" if stopped or number else answer


def _gather(child: int, inward: int, requests: int, limits: Limits, started: float) -> tuple[str, bytes]:
    """What the child writes until it ends; it is killed when it takes too long, says too much, or nobody waits for it."""
    answer = bytearray()
    poll = select.poll()
    poll.register(inward, select.POLLIN)
    poll.register(requests, 0)  # only tells that the other side is gone
    while True:
        left = started + limits.wall_seconds - time.monotonic()
        ready = dict(poll.poll(max(left, 0) * 1000))
        if requests in ready:
            sys.exit()
        if not ready:
            os.kill(child, signal.SIGKILL)
            return "time", b""
        piece = os.read(inward, 1 << 20)
        answer += piece
        if not piece:
            return "", bytes(answer)
        if len(answer) > limits.answer_bytes:
            os.kill(child, signal.SIGKILL)
            return "answer", b""


def _read(outward: int, limits: Limits, options: dict[str, Any], data: bytes) -> NoReturn:
    """In the child: read, answer, end. It never returns into the keeper's loop."""
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.dup2(outward, ANSWER)
        os.closerange(ANSWER + 1, 1024)
        attempts: list[str] = []
        _confine(limits, attempts)
        said = memoryview(_answer(options, data, attempts))
        while said:
            said = said[os.write(ANSWER, said) :]
    finally:
        os._exit(0)  # without the keeper's clean-up


def _answer(options: dict[str, Any], data: bytes, attempts: list[str]) -> bytes:
    try:
        transcripts = readers.read_transcripts(Path(options.pop("name")), data=data, **options)
        return ANSWERS.dump_json(Answer(transcripts, attempts=tuple(attempts[:20])))
    except RelatoError as error:
        answer = Answer((), type(error).__name__, True, error.message, error.where, error.remedy, (), tuple(attempts[:20]))
    except BaseException as error:  # noqa: BLE001 whatever it is, it is told to the other side, where it becomes a refusal
        steps = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)][-12:]
        trace = tuple(f"{Path(code.co_filename).name}:{line} {code.co_name}" for code, line in steps)
        answer = Answer(error=type(error).__name__, trace=trace, attempts=tuple(attempts[:20]))
    return ANSWERS.dump_json(answer)


def _confine(limits: Limits, attempts: list[str]) -> None:
    """Take from this process what reading does not need. What a system does not know is left out.

    No new file descriptor can be had, and on Linux hardly a system call, so that not even a C library opens a file or a socket.
    """
    if sys.platform != "win32":
        for name, value, hard in (
            *(("RLIMIT_CORE", 0, 0), ("RLIMIT_FSIZE", 0, 0), ("RLIMIT_NPROC", 0, 0), ("RLIMIT_NOFILE", 0, 0)),
            ("RLIMIT_CPU", limits.cpu_seconds, limits.cpu_seconds + 1),  # SIGXCPU at the first, which tells why
            ("RLIMIT_AS", limits.memory_bytes, limits.memory_bytes),
        ):
            if hasattr(resource, name):
                resource.setrlimit(getattr(resource, name), (value, hard))
        signal.alarm(limits.wall_seconds + 10)  # should the keeper be gone
    os.umask(0o077)
    os.environ.clear()
    sys.excepthook = _say_nothing  # it would open source files to show a line
    sys.unraisablehook = _say_nothing
    give_up_system_calls()

    def guard(event: str, arguments: tuple[Any, ...]) -> None:
        if event in LOOKING:
            path = arguments[0]
            if isinstance(path, int) or (not _writes(event, arguments) and os.path.realpath(path or ".").startswith(FOLDERS)):
                return
        elif not event.startswith(REFUSED):
            return
        attempts.append(" ".join([event, *(str(argument)[:200] for argument in arguments[:1])]))
        raise PermissionError(1, "refused while a file is read", event)

    sys.addaudithook(guard)


def _say_nothing(*_: object) -> None:
    pass


def _writes(event: str, arguments: tuple[Any, ...]) -> bool:
    return event == "open" and bool((arguments[2] or 0) & WRITING)


if __name__ == "__main__":
    main()
