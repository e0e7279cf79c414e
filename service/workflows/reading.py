"""Files are read in a process of their own, under limits: a file can refuse itself, and do nothing else.

What this bounds, and on which system, stands in docs/explanation/reading-safely.md.
"""

import json
import os
import queue
import signal
import stat
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from annotations.errors import BadInput, BadTranscript, NotReady
from annotations.transcripts import Transcript
from service.workflows.reading_child import ENDINGS, Ended, Limits, receive_frame, send_frame
from service.workflows.reading_verdicts import Reading, given_up, judged
from service.workflows.work import Progress, silent

PROGRAM = "service.workflows.reading_child"
PATIENCE = 0.2  # seconds between two looks at whether the reading was cancelled
AGAIN = "import it once more; if it is refused again, save its text alone as .txt"
AHEAD = 4  # files that are read before their turn, for each worker


@dataclass(frozen=True, slots=True)
class File:
    """One file to read, and what is known of it; the last four are those of ``read_transcripts``.

    ``within`` is the folder that the file must lie in once links are followed; its own folder when not given.
    """

    path: Path
    within: Path | None = None
    session_id: str = ""
    language: str = ""
    interviewers: Collection[str] = ()
    respondents: Collection[str] = ()


class Reader:
    """Reads files, ``workers`` at a time; use it as a context manager. One reader may be used by one thread at a time.

    Whatever a file does to the process that reads it, the outcome is a refusal of this file, and the next one is read.
    """

    def __init__(self, *, workers: int = 2, limits: Limits | None = None, program: str = PROGRAM) -> None:
        self.limits, self._program = limits or Limits(), program
        self._workers = workers
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reading")
        self._idle: queue.LifoQueue[_Keeper] = queue.LifoQueue()
        self._keepers: set[_Keeper] = set()
        self._lock = threading.Lock()
        self._run = 0  # counts how often everything was stopped

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop()
        self._threads.shutdown()

    def read(
        self,
        path: Path,
        *,
        within: Path | None = None,
        session_id: str = "",
        language: str = "",
        interviewers: Collection[str] = (),
        respondents: Collection[str] = (),
    ) -> tuple[Transcript, ...]:
        """The transcripts of one file. Raises ``BadTranscript`` (or another ``BadInput``) with where and remedy."""
        file = File(path, within, session_id, language, interviewers, respondents)
        (_, outcome) = next(self.read_all([file]))
        if isinstance(outcome, BadInput):
            raise outcome
        return outcome

    def read_all(
        self, files: Iterable[File], *, progress: Progress = silent
    ) -> Iterator[tuple[File, tuple[Transcript, ...] | BadInput]]:
        """Every file in the order given, with its transcripts or with the reason why it is refused.

        ``progress`` is called several times a second. When it raises, or the loop is left, the files in the middle of being
        read are given up at once.
        """
        todo = list(files)
        left, waiting = iter(todo), deque[tuple[File, Future[Reading]]]()
        try:
            for number in range(len(todo)):
                for file in islice(left, AHEAD * self._workers - len(waiting)):
                    waiting.append((file, self._threads.submit(self._read, file, self._run)))
                progress("read", number, len(todo))
                while not wait([waiting[0][1]], timeout=PATIENCE).done:
                    progress("read", number, len(todo))
                file, future = waiting.popleft()
                reading = future.result()
                yield file, reading.transcripts if reading.error is None else reading.error
            progress("read", len(todo), len(todo))
        finally:
            if waiting:  # left in the middle
                for _, future in waiting:
                    future.cancel()
                self._stop()
                wait([future for _, future in waiting])  # a process that a thread was just starting is ended by it

    def attempt(self, name: str, data: bytes, *, file: File | None = None, _run: int | None = None) -> Reading:
        """Read bytes as the content of a file of this name. Never raises for what the bytes are."""
        known = file or File(Path(name))
        options = {
            "name": name,
            "session_id": known.session_id,
            "language": known.language,
            "interviewers": sorted(known.interviewers),
            "respondents": sorted(known.respondents),
        }
        run = self._run if _run is None else _run
        for _ in range(2):  # when it is not this file that ended the keeper, a second one reads it
            ended, said = self._ask(run, json.dumps(options).encode(), data)
            if ended is not None:
                return replace(judged(name, data, ended, said, self.limits), seconds=ended.seconds, peak_bytes=ended.peak_bytes)
        return given_up(name, "failed", "the process that reads was ended from outside", AGAIN)

    def _ask(self, run: int, options: bytes, data: bytes) -> tuple[Ended | None, bytes]:
        keeper = self._take(run)
        try:
            ended, said = keeper.ask(options, data)
        except NotReady:
            self._forget(keeper)
            raise
        if ended is None:
            self._forget(keeper)
        else:
            self._give_back(keeper)
        return ended, said

    def _read(self, file: File, run: int) -> Reading:
        try:
            data = read_bounded(file.path, within=file.within or file.path.parent, maximum=self.limits.file_bytes)
        except BadTranscript as error:
            return Reading("refused", error=error)
        return self.attempt(printable(file.path), data, file=file, _run=run)

    def _take(self, run: int) -> "_Keeper":
        if run != self._run:
            raise CancelledError
        try:
            keeper = self._idle.get_nowait()
        except queue.Empty:
            keeper = _Keeper(self._program, self.limits)
        with self._lock:
            if run == self._run:
                self._keepers.add(keeper)
                return keeper
        keeper.kill()
        raise CancelledError

    def _give_back(self, keeper: "_Keeper") -> None:
        with self._lock:
            if keeper in self._keepers:  # and not ended meanwhile
                self._idle.put(keeper)

    def _forget(self, keeper: "_Keeper") -> None:
        keeper.kill()
        with self._lock:
            self._keepers.discard(keeper)

    def _stop(self) -> None:
        """End every process, in the middle of a file too; what is read next begins with new ones."""
        with self._lock:
            self._run += 1
            keepers, self._keepers, self._idle = self._keepers, set(), queue.LifoQueue()
        for keeper in keepers:
            keeper.kill()


class _Keeper:
    """The process that `service.workflows.reading_child` describes, with a pipe to it and one from it."""

    def __init__(self, program: str, limits: Limits) -> None:
        self._limits, self._ending, self._ready, self._ended = limits, threading.Lock(), False, False
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-m", program, json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=os.sep,
            env={"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},  # no keys, and no threads to fork
            start_new_session=True,  # Ctrl-C reaches us only, and we end it with all that it started
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise NotReady("the process that reads files has no pipes")
        self._requests, self._answers = self._process.stdin, self._process.stdout

    def ask(self, options: bytes, data: bytes) -> tuple[Ended | None, bytes]:
        """How the child ended and what it said; None when the keeper itself is gone.

        Raises
        ------
        NotReady : the keeper did not even start.
        """
        watch = threading.Timer(self._limits.wall_seconds + 30, self.kill)  # should the keeper hang, which it has no reason to
        watch.start()
        try:
            self._wait_until_ready()
            send_frame(self._requests, options)
            send_frame(self._requests, data)
            ended, said = receive_frame(self._answers, 10_000), receive_frame(self._answers, 2 * self._limits.answer_bytes)
        except (OSError, ValueError):  # broken pipe, or closed by kill
            return None, b""
        finally:
            watch.cancel()
        return (None, b"") if ended is None or said is None else (ENDINGS.validate_json(ended), said)

    def _wait_until_ready(self) -> None:
        self._ready = self._ready or receive_frame(self._answers, 100) == b"ready"
        if not (self._ready or self._ended or self._process.wait() < 0):  # ended by a signal: it would have started
            raise NotReady("the process that reads files does not start", remedy="look into the log of the worker")

    def kill(self) -> None:
        """End the keeper and its child at once; no zombie is left. May be called by any thread, more than once."""
        with self._ending:
            self._ended = True
            if self._process.poll() is None:
                self._process.terminate()  # it ends its child first
                try:
                    self._process.wait(2)
                except subprocess.TimeoutExpired:
                    os.killpg(self._process.pid, signal.SIGKILL)
                    self._process.wait()
            for stream in (self._requests, self._answers):
                with suppress(OSError):
                    stream.close()


def read_bounded(path: Path, *, within: Path, maximum: int) -> bytes:
    """The bytes of a regular file that lies in the folder ``within``, links followed, and is not larger than ``maximum``."""
    where = printable(path)
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(within.resolve(strict=True)):
            raise BadTranscript("this is a link to outside of the folder", where=where, remedy="put the file itself there")
        if not stat.S_ISREG(real.stat().st_mode):  # before opening: to open a device or a pipe can do something
            raise BadTranscript("this is no file", where=where, remedy="take it out of the folder")
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(real, flags), "rb") as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):  # put there in between
                raise BadTranscript("this is no file", where=where, remedy="take it out of the folder")
            data = opened.read(maximum + 1)
    except (OSError, RuntimeError) as problem:  # RuntimeError: links in a circle
        reason = (problem.strerror if isinstance(problem, OSError) else None) or "a link that leads nowhere"
        raise BadTranscript(
            f"the file cannot be opened: {reason}", where=where, remedy="check the path and the permissions"
        ) from problem
    if len(data) > maximum:
        raise BadTranscript(
            f"the file has more than the {maximum:,} bytes that are read",
            where=where,
            remedy="remove pictures and sound from it, or save the text alone",
        )
    return data


def printable(path: Path) -> str:
    """The path as text that every system can store, also when its name is in another encoding."""
    return os.fsencode(path).decode("utf-8", "replace")
