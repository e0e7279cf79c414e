"""A corpus in Parquet as parts: what is worked on, and skipped, whole."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from annotations.errors import BadInput
from annotations.transcripts import Segment

NEEDED = ("id", "text")
OPTIONAL = ("language", "question", "section", "question_id", "speaker", "before", "after")
SESSION = "session"
READ_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Part:
    """``rows`` rows of ``file`` from row ``start`` on; ``name`` is that of the file it becomes."""

    name: str
    file: str
    start: int
    rows: int


def parts_of(corpus: Path, rows: int) -> list[Part]:
    """The parts of a Parquet file, or of all ``.parquet`` files below a folder (names that begin with _ or . left out), in order.

    Nothing but the files' footers is read. Raises ``BadInput`` for a file that is no Parquet, or has not the columns.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts: list[Part] = []
    for file in _files(corpus):
        try:
            with pq.ParquetFile(file) as found:
                schema, total = found.schema_arrow, found.metadata.num_rows
        except (OSError, pa.ArrowException) as error:
            raise BadInput("not a Parquet file that can be read", where=str(file), remedy="write it again") from error
        _check_columns(file, schema)
        for start in range(0, total, rows):
            parts.append(Part(f"part-{len(parts):06d}.parquet", str(file), start, min(rows, total - start)))
    return parts


def _files(corpus: Path) -> list[Path]:
    remedy = "name a Parquet file, or a folder of them"
    if corpus.is_file():
        return [corpus]
    below = sorted(file for file in corpus.rglob("*.parquet") if file.is_file())
    files = [file for file in below if not any(name.startswith(("_", ".")) for name in file.relative_to(corpus).parts)]
    if not files:
        raise BadInput("no Parquet file", where=str(corpus), remedy=remedy)
    return files


def _check_columns(file: Path, schema: Any) -> None:
    import pyarrow as pa

    for name in NEEDED:
        if name not in schema.names:
            raise BadInput(
                f"no column {name!r}", where=str(file), remedy=f"columns are {', '.join((*NEEDED, SESSION, *OPTIONAL))}"
            )
    for name in {*NEEDED, *OPTIONAL, SESSION} & set(schema.names):
        kind = schema.field(name).type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
            raise BadInput(f"column {name!r} is {kind}, not text", where=str(file), remedy="write it as strings")


def check_ids(corpus: Path) -> int:
    """The number of rows; raises ``BadInput`` when an id is missing or stands twice. Eight bytes of memory a row."""
    import pandas as pd
    import pyarrow.parquet as pq

    hashes = []
    for file in _files(corpus):
        with pq.ParquetFile(file) as found:
            at = 0
            for batch in found.iter_batches(READ_ROWS, columns=["id"]):
                ids = batch.column(0).cast("string").to_pandas()
                if ids.isna().any() or (ids == "").any():
                    row = at + int((ids.isna() | (ids == "")).to_numpy().argmax())
                    raise BadInput("a row without an id", where=f"{file}, row {row + 1}", remedy="give each row an id of its own")
                hashes.append(pd.util.hash_array(ids.to_numpy(dtype=object), categorize=False))
                at += len(ids)
    found_hashes = np.concatenate(hashes) if hashes else np.zeros(0, np.uint64)
    found_hashes.sort()
    doubled = set(found_hashes[:-1][found_hashes[1:] == found_hashes[:-1]].tolist())
    if doubled:
        _refuse_doubled(corpus, doubled)
    return len(found_hashes)


def _refuse_doubled(corpus: Path, hashes: set[int]) -> None:
    """Look at the ids themselves: two ids may share a hash."""
    import pandas as pd
    import pyarrow.parquet as pq

    seen: set[str] = set()
    for file in _files(corpus):
        with pq.ParquetFile(file) as found:
            for batch in found.iter_batches(READ_ROWS, columns=["id"]):
                ids = batch.column(0).cast("string").to_numpy(zero_copy_only=False).astype(object)
                for id, digest in zip(ids, pd.util.hash_array(ids, categorize=False).tolist(), strict=True):
                    if digest in hashes and id in seen:
                        raise BadInput(f"id {id!r} stands twice", where=str(file), remedy="give each row an id of its own")
                    if digest in hashes:
                        seen.add(id)


def rows_of(part: Part) -> list[dict[str, str]]:
    """The rows of a part, in order, with the columns that are known; what is missing is "". Memory: a few thousand rows."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(part.file, pre_buffer=False) as found:
        columns = [name for name in (*NEEDED, SESSION, *OPTIONAL) if name in found.schema_arrow.names]
        groups, skip = _row_groups(found.metadata, part)
        rows: list[dict[str, str]] = []
        for batch in found.iter_batches(READ_ROWS, row_groups=groups, columns=columns):
            kept = batch.slice(skip, part.rows - len(rows)) if skip < batch.num_rows else batch.slice(0, 0)
            skip = max(0, skip - batch.num_rows)
            rows += [{name: value or "" for name, value in row.items()} for row in kept.to_pylist()]
            if len(rows) == part.rows:
                break
    if len(rows) != part.rows:
        raise BadInput("the file has changed meanwhile", where=part.file, remedy="begin again")
    for number, row in enumerate(rows, start=part.start + 1):
        if not row["text"].strip():
            raise BadInput("a row without text", where=f"{part.file}, row {number}", remedy="leave it out")
    return rows


def _row_groups(metadata: Any, part: Part) -> tuple[list[int], int]:
    """The row groups that hold the part, and how many of their rows come before it."""
    groups: list[int] = []
    before = skip = 0
    for group in range(metadata.num_row_groups):
        after = before + metadata.row_group(group).num_rows
        if before < part.start + part.rows and after > part.start:
            if not groups:
                skip = part.start - before
            groups.append(group)
        before = after
    return groups, skip


def segments_of(rows: list[dict[str, str]]) -> Iterator[Segment]:
    """A segment for each row. Where the id is that of a segment of a study (``S1.003``) the segment has it; else ``id + ".000"``,
    which no segment has.
    """
    for row in rows:
        session, number = _session_and_number(row["id"])
        given = {name: row.get(name, "") for name in OPTIONAL}
        speaker = given.pop("speaker")
        segment = Segment(session, number, 0, len(row["text"]), row["text"], speaker)
        yield replace(segment, **given)  # type: ignore[arg-type]  # all of them are strings


def _session_and_number(id: str) -> tuple[str, int]:
    session, _, number = id.rpartition(".")
    if session and number.isascii() and number.isdigit() and int(number) > 0 and f"{int(number):03d}" == number:
        return session, int(number)
    return id, 0
