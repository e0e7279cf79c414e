"""Files made to do harm, and a few hundred changed ones, through the Reader that the import uses."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from annotations.errors import BadTranscript
from service.benchmarks import fuzzing
from service.benchmarks.fuzz_crafted import crafted
from service.benchmarks.fuzz_seeds import seeds
from service.benchmarks.fuzzing import Row, cause_of, made
from service.workflows.reading import Reader
from service.workflows.reading_child import Limits
from service.workflows.reading_verdicts import Reading

# slow ones that only the benchmark tries: they take seconds, or are stopped by a limit
SLOW = frozenset(
    {
        *("200 MB unpacked", "400,000 different labels", "100,000 voices", "1,000,000 cues", "1,000,000 labels", "100,000 cues"),
        *("shared strings: 40 MB", "200,000 paragraphs", "2,000 times the same page", "3,000,000 letters", "100,000 respondents"),
        *(
            "3,000,000 empty elements",
            "40 MB of words",
            "a line of 200 MB",
            "a line of 4 MB",
            "cues that overlap",
            "300,000 rows",
        ),
        *("1,000,000 rows", "3,000,000 pages", "a cue of 4 MB", "SubRip, no numbers", "no empty lines", "cell of 9 MB"),
        *(
            "fonts, 100,000",
            "object data",
            "a million characters \\u",
            "packed 200 MB, twice",
            "zip bomb: another part of 200 MB",
        ),
    }
)


@pytest.mark.parametrize("kind", fuzzing.READERS)
def test_files_made_to_do_harm(kind: str) -> None:
    """Each is read or refused with a remedy, within the limits; none makes the reader crash, reach out, or give wrong records."""
    suffix, _ = seeds()[kind]
    limits = Limits(cpu_seconds=20, wall_seconds=40)
    tried = {what: make for what, make in crafted(kind).items() if what not in SLOW}
    with Reader(limits=limits) as reader, ThreadPoolExecutor(2) as threads:
        readings = threads.map(lambda make: reader.attempt(f"S01{suffix}", make()[: limits.file_bytes]), tried.values())
        causes = dict(zip(tried, map(cause_of, readings), strict=True))
    assert {what: cause for what, cause in causes.items() if cause} == {}


@pytest.mark.parametrize(
    ("kind", "what", "message"),
    [
        ("docx", "zip bomb: one part of 200 MB", "unpacks to"),
        ("docx", "external entity, file", "document type"),
        ("docx", "billion laughs", "document type"),
        ("odt", "external entity, network", "document type"),
        ("xlsx", "external document type", "document type"),
        ("docx", "macros", "macros"),
        ("xlsx", "encrypted", "encrypted"),
        ("pdf", "encrypted", "password"),
    ],
)
def test_known_harm_is_named(reader: Reader, kind: str, what: str, message: str) -> None:
    suffix, _ = seeds()[kind]
    reading = reader.attempt(f"S01{suffix}", crafted(kind)[what]())
    assert reading.outcome == "refused"
    assert reading.error is not None
    assert message in reading.error.message
    assert reading.error.remedy


@pytest.mark.parametrize("what", ["external template", "external header", "external footnotes", "embedded OLE"])
def test_what_is_outside_of_a_document_stays_outside(reader: Reader, what: str) -> None:
    """The words are read; what the document points to is not."""
    reading = reader.attempt("S01.docx", crafted("docx")[what]())
    assert reading.outcome in {"read", "refused"}
    assert all("root:" not in transcript.text for transcript in reading.transcripts)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(workers=1) as opened:
        yield opened


def test_a_small_run(tmp_path: Path) -> None:
    told: list[int] = []
    report = fuzzing.run(count=15, seed=7, folder=tmp_path, crafted_too=False, told=lambda row: told.append(row.inputs))
    assert report.failed == 0, [row.causes for row in report.rows]
    assert [row.reader for row in report.rows] == list(fuzzing.READERS)
    assert all(row.inputs == 15 == row.read + row.refused + row.stopped for row in report.rows)
    assert all(row.read for row in report.rows)
    assert all(row.refused for row in report.rows)
    assert len(told) == 15 * len(fuzzing.READERS)
    assert "| docx | 15 |" in report.table()


def test_inputs_follow_from_the_seed() -> None:
    assert [made(kind, f"1:{kind}:5") for kind in fuzzing.READERS] == [made(kind, f"1:{kind}:5") for kind in fuzzing.READERS]
    assert made("txt", "1:txt:5") != made("txt", "2:txt:5")
    assert made("docx", "crafted cut off") == crafted("docx")["cut off"]()


def test_what_counts_as_a_failure() -> None:
    told = BadTranscript("x", where="S01.txt", remedy="y")
    assert cause_of(Reading("read")) == ""
    assert cause_of(Reading("refused", error=told)) == ""
    assert "without saying" in cause_of(Reading("refused", error=BadTranscript("x", where="S01.txt")))
    assert cause_of(Reading("failed", error=told, trace=("a.py:1 f", "b.py:2 g"))) == "x [b.py:2 g < a.py:1 f]"
    assert "memory" in cause_of(Reading("read", peak_bytes=1_000_000_001))


def test_failures_are_kept(tmp_path: Path) -> None:
    """When no answer is short enough every reading is stopped, and the input lies there to be tried again."""
    row: list[Row] = []
    limits = Limits(answer_bytes=1)
    report = fuzzing.run(["csv"], 3, 1, tmp_path, crafted_too=False, workers=1, limits=limits, told=row.append)
    assert (report.rows[0].stopped, report.failed) == (3, 0)
    kept = sorted(path.name for path in (tmp_path / "csv").iterdir())
    assert [Path(name).suffix for name in kept] == [".bin", ".txt"] * (len(kept) // 2)
    name = (tmp_path / "csv" / kept[1]).read_text().splitlines()[0]
    assert (tmp_path / "csv" / kept[0]).read_bytes() == made("csv", name)
