"""Reading apart: what a file, or a reader with a hole, can and cannot do."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from annotations.errors import BadTranscript, NotReady, SuffixMismatch
from annotations.readers import read_transcripts
from annotations.transcripts import Mark, Transcript, Turn
from service.benchmarks.fuzz_seeds import seeds
from service.workflows.reading import File, Reader, printable, read_bounded
from service.workflows.reading_child import Limits
from service.workflows.reading_verdicts import fault
from tests.service import hostile_reading

SEEDS = seeds()
LIMITS = Limits(cpu_seconds=1, wall_seconds=2, memory_bytes=400_000_000, answer_bytes=1_000_000)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as opened:
        yield opened


@pytest.fixture(scope="module")
def hostile() -> Iterator[Reader]:
    """A reader whose child does what the content of the file says."""
    with Reader(workers=1, limits=LIMITS, program=hostile_reading.__name__) as opened:
        yield opened


def written(folder: Path, **contents: str) -> list[File]:
    for name, content in contents.items():
        (folder / f"{name}.txt").write_text(content)
    return [File(folder / f"{name}.txt") for name in contents]


def children() -> list[int]:
    """The processes that this one has started and that are still there, dead or alive."""
    tasks = Path("/proc/self/task")
    return [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]


@pytest.mark.parametrize("kind", sorted(SEEDS))
def test_reads_what_the_readers_read(reader: Reader, tmp_path: Path, kind: str) -> None:
    """The same records as without a child: no module or model of a library is missing there."""
    suffix, documents = SEEDS[kind]
    for data in documents:
        path = tmp_path / f"S01{suffix}"
        path.write_bytes(data)
        assert reader.read(path) == read_transcripts(path, data=data)


def test_what_is_known_reaches_the_reader(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("Marta: ¿Y luego?\nJuana: Nos fuimos.\nMarta: ¿Cómo?\nJuana: A pie.\n")
    (transcript,) = reader.read(path, session_id="S07", language="es", interviewers={"Juana"}, respondents={"Marta"})
    assert (transcript.session_id, transcript.language) == ("S07", "es")
    assert {turn.speaker: turn.role for turn in transcript.turns} == {"Marta": "respondent", "Juana": "interviewer"}


def test_a_folder_in_order_with_refusals_in_between(reader: Reader, tmp_path: Path) -> None:
    files = written(tmp_path, **{f"S{n:02}": "P1: hola\nP2: sí\n" if n % 3 else "\0\0" for n in range(20)})
    told: list[tuple[str, int, int]] = []
    outcomes = list(reader.read_all(files, progress=lambda *step: told.append(step)))
    assert [file for file, _ in outcomes] == files
    assert [isinstance(outcome, BadTranscript) for _, outcome in outcomes] == [n % 3 == 0 for n in range(20)]
    assert told[0] == ("read", 0, 20)
    assert told[-1] == ("read", 20, 20)


def test_a_refusal_keeps_its_class_and_its_facts(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "S01.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with pytest.raises(SuffixMismatch) as caught:
        reader.read(path)
    assert caught.value.where == str(path)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        ("sleep", "more than 1 seconds"),
        ("spin", "more than 1 seconds"),
        ("fill", "more than 400 MB of memory"),
        ("recurse", "RecursionError at hostile_reading.py"),
        ("crash", "Segmentation fault"),
        ("exit", "no answer"),
        ("raise", "KeyError at hostile_reading.py"),
        ("interrupt", "SystemExit at hostile_reading.py"),
        ("open", "outside of itself (open /etc/passwd)"),
        ("open quietly", "outside of itself (open /etc/passwd)"),
        ("write", "outside of itself (open /tmp/relato-was-here)"),
        ("list", "outside of itself (os.listdir /)"),
        ("socket", "outside of itself (socket."),
        ("name", "outside of itself (socket.getaddrinfo example.org)"),
        ("program", "outside of itself (subprocess.Popen /bin/true)"),
        ("shell", "outside of itself (os.system"),
        ("fork", "outside of itself (os.fork)"),
        ("evaluate", "outside of itself (compile"),
        ("library", "outside of itself (ctypes.dlopen libm.so.6)"),
        ("much", "more turns and text"),
        ("another file", "another file's transcript"),
        ("another hash", "another file's transcript"),
        ("out of the text", "lies outside of the text"),
        ("backwards", "lies outside of the text"),
        ("overlapping", "overlaps another one"),
        ("mark out of the text", "mark lies outside"),
        ("NUL", "NUL"),
        ("half of a pair", "PydanticSerializationError"),
    ],
)
def test_harm_is_a_refusal_of_that_file_alone(hostile: Reader, tmp_path: Path, harm: str, message: str) -> None:
    bad, good = written(tmp_path, S01=harm, S02="nothing")
    with pytest.raises(BadTranscript) as caught:
        hostile.read(bad.path)
    assert message in caught.value.message
    assert caught.value.where == str(bad.path)
    assert caught.value.remedy
    assert hostile.read(good.path)[0].text == "P1: hola"
    assert not Path("/tmp/relato-was-here").exists()


@pytest.mark.parametrize(
    ("harm", "text"),
    [
        *(("C open", "P1: -1"), ("C socket", "P1: -1"), ("C kill", "P1: -1"), ("C fork", "P1: -1"), ("C limit", "P1: -1")),
        *(("environment", "P1: []"), ("print", "P1: hola")),
    ],
)
def test_below_python_too(hostile: Reader, tmp_path: Path, harm: str, text: str) -> None:
    """The kernel gives a C library no file, no socket, no process and no higher limit; no key is in the environment; what is printed goes nowhere."""
    (file,) = written(tmp_path, S01=harm)
    assert hostile.read(file.path)[0].text == text


def test_memory_is_measured_and_bounded(hostile: Reader) -> None:
    filled, light = hostile.attempt("S01.txt", b"fill"), hostile.attempt("S01.txt", b"nothing")
    assert light.peak_bytes < 150_000_000 < filled.peak_bytes < 400_000_000


class Cancelled(Exception):
    """The job was cancelled."""


def test_cancelled_in_the_middle_of_a_file(tmp_path: Path) -> None:
    before = children()
    with Reader(limits=Limits(), program=hostile_reading.__name__) as reader:
        files = written(tmp_path, S01="nothing", S02="sleep", S03="spin", S04="sleep")
        started = time.monotonic()

        def progress(stage: str, done: int, total: int) -> None:
            if done == 1 and time.monotonic() > started + 1.5:
                raise Cancelled

        with pytest.raises(Cancelled):
            list(reader.read_all(files, progress=progress))
        assert time.monotonic() < started + 5
        assert children() == before
        assert reader.read(files[0].path)[0].text == "P1: hola"  # and it can be used again
    assert children() == before


def test_killed_from_outside(tmp_path: Path) -> None:
    """As the kernel does when memory is short: once is made good, twice by the same file is a refusal of that file."""
    bad, good = written(tmp_path, S01="sleep", S02="nothing")
    others, done = set(children()), threading.Event()

    def kill_until_done() -> None:
        while not done.wait(0.1):
            for pid in set(children()) - others:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    with Reader(workers=1, limits=LIMITS, program=hostile_reading.__name__) as reader:
        assert reader.read(good.path)
        for pid in set(children()) - others:
            os.kill(pid, signal.SIGKILL)
        assert reader.read(good.path)
        killer = threading.Thread(target=kill_until_done)
        killer.start()
        try:
            with pytest.raises(BadTranscript, match="ended from outside"):
                reader.read(bad.path)
        finally:
            done.set()
            killer.join()
        assert reader.read(good.path)


def test_ctrl_c_in_the_middle_of_a_file(tmp_path: Path) -> None:
    """It is given up then, and not when its time is over."""
    (file,) = written(tmp_path, S01="sleep")
    patient = replace(LIMITS, wall_seconds=60)
    with Reader(workers=1, limits=patient, program=hostile_reading.__name__) as reader:
        timer = threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        started = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            reader.read(file.path)
        assert time.monotonic() < started + 30
        timer.join()


def test_left_early(hostile: Reader, tmp_path: Path) -> None:
    files = written(tmp_path, S01="nothing", S02="sleep")
    for file, _ in hostile.read_all(files):
        assert file == files[0]
        break
    assert hostile.read(files[0].path)


def test_a_program_that_does_not_start() -> None:
    with Reader(program="service.no_such_program") as reader, pytest.raises(NotReady, match="does not start"):
        reader.attempt("S01.txt", b"P1: hola")


def test_only_files_of_the_folder_are_opened(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "secret.txt"
    folder.mkdir()
    outside.write_text("P1: secreto")
    (folder / "inside.txt").write_text("P1: hola")
    (folder / "link.txt").symlink_to("inside.txt")
    (folder / "escape.txt").symlink_to("../secret.txt")
    (folder / "circle.txt").symlink_to("circle.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "up").symlink_to("..", target_is_directory=True)
    os.mkfifo(folder / "pipe.txt")
    with (folder / "sparse.txt").open("wb") as sparse:
        sparse.truncate(10**12)
    assert read_bounded(folder / "link.txt", within=folder, maximum=100) == b"P1: hola"
    refused = {
        "escape.txt": "link to outside",
        "circle.txt": "cannot be opened",
        "device.txt": "link to outside",
        "pipe.txt": "no file",
    }
    refused |= {
        "up/secret.txt": "link to outside",
        "up": "link to outside",
        "sparse.txt": "more than the 100 bytes",
        "x": "No such file",
    }
    for name, message in refused.items():
        with pytest.raises(BadTranscript, match=message) as caught:
            read_bounded(folder / name, within=folder, maximum=100)
        assert caught.value.where == str(folder / name)
        assert caught.value.remedy
    with pytest.raises(BadTranscript, match="no file"):
        read_bounded(Path("/dev/zero"), within=Path("/dev"), maximum=100)


def test_a_name_in_another_encoding(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("Mu\xf1oz.txt".encode("cp1252"))
    path.write_text("P1: hola\nP2: sí\n")
    (transcript,) = reader.read(path)
    assert transcript.source == printable(path).rsplit("/", 1)[1] == "Mu\ufffdoz.txt"


def test_faults() -> None:
    turn, mark = Turn("P1", "respondent", 4, 8), Mark("time", 0, 2)
    good = Transcript("S01", "P1: hola", (turn,), "es", "S01.txt", "", (mark,))
    assert fault(good) == ""
    assert fault(Transcript("S01", "P1: hola", (turn, turn), "es", "S01.txt", ""))
    assert fault(Transcript("S01", "P1: hol", (turn,), "es", "S01.txt", ""))
    assert fault(Transcript("S01", "P1: hola", (turn,), "es", "S01.txt", "", (Mark("time", 5, 9),)))
    assert fault(Transcript("S01", "P1: hola", (), "es", "S01.txt", ""))
    assert fault(Transcript("S01", "P1: hola", (Turn("P\0", "respondent", 4, 8),), "es", "S01.txt", ""))
