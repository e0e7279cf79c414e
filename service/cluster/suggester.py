"""One part of a corpus → its file of suggestions: the same in one process and on any machine of a cluster."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotations.codings import Suggestion
from models.batches import make_batch
from models.portable import Loaded, load_portable
from models.suggestions import suggest
from service.cluster.parts import Part, rows_of, segments_of
from service.workflows.work import write_whole

FORMAT = 1
FACTS = b"relato"
"""Where in a file's own metadata it says what it was made of."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a part. ``skipped``: its file was there already, made of the same rows by the same model."""

    name: str
    segments: int
    suggestions: int
    skipped: bool


class Suggester:
    """A model out of a portable folder, at work on parts."""

    def __init__(self, model: Path, out: Path) -> None:
        self._model, self._out = model, out
        self._loaded: Loaded | None = None

    def __call__(self, part: Part) -> Done:
        """Write the part's file unless it is there. A file of that name is whole: it appears all at once."""
        loaded = self._load()
        rows = rows_of(part)
        facts = _facts(loaded, rows)
        path = self._out / part.name
        known = suggestions_in(path, facts)
        if known is not None:
            return Done(part.name, len(rows), known, True)
        table = _table(loaded, rows, facts)
        import pyarrow.parquet as pq

        write_whole(path, lambda file: pq.write_table(table, file, compression="zstd"))
        return Done(part.name, len(rows), table.num_rows, False)

    def _load(self) -> Loaded:
        if self._loaded is None:
            self._loaded = load_portable(self._model)
        return self._loaded


def suggestions_in(path: Path, facts: bytes) -> int | None:
    """The number of suggestions in a part's file; None when it is not there, not whole, or made of something else."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as found:
            made_of = (found.schema_arrow.metadata or {}).get(FACTS)
            return int(found.metadata.num_rows) if made_of == facts else None
    except (OSError, pa.ArrowException):
        return None


def _facts(loaded: Loaded, rows: Sequence[dict[str, str]]) -> bytes:
    about = loaded.about
    facts = {
        "format": FORMAT,
        "model_version": about.version,
        "frame_version": about.frame_version,
        "encoder": about.encoder,
        "first_look": about.first_look,
        "input": hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest(),
    }
    return json.dumps(facts, sort_keys=True).encode()


def _schema(facts: bytes) -> Any:
    import pyarrow as pa

    text = pa.string()
    reason = pa.struct(
        {"source": text, "phrase": text, "sentence": text, "language": text, "similar": text, "phrases": pa.map_(text, text)}
    )
    columns = {
        "id": text,
        "kind": text,
        "target": text,
        "score": pa.float64(),
        "strength": text,
        "certified": pa.bool_(),
        "reasons": pa.list_(reason),
        "model_version": text,
        "frame_version": pa.int64(),
        "encoder": text,
        "first_look": pa.bool_(),
    }
    return pa.schema(list(columns.items()), metadata={FACTS: facts})


def _table(loaded: Loaded, rows: list[dict[str, str]], facts: bytes) -> Any:
    import pyarrow as pa

    about, segments = loaded.about, list(segments_of(rows))
    ids = {segment.id: row["id"] for segment, row in zip(segments, rows, strict=True)}
    found = suggest(
        make_batch(segments, loaded.encoder),
        loaded.classifier,
        loaded.classifier.targets,
        frame_version=about.frame_version,
        reviewed_texts=about.reviewed_texts,
    )
    same = {"encoder": about.encoder, "first_look": about.first_look}
    return pa.Table.from_pylist(
        [{**_row(one, ids[one.segment_id], about.first_look), **same} for one in found], schema=_schema(facts)
    )


def _row(one: Suggestion, id: str, first_look: bool) -> dict[str, Any]:
    return {
        "id": id,
        "kind": one.kind,
        "target": one.target,
        "score": one.score,
        "strength": one.strength,
        "certified": one.certified and not first_look,
        "reasons": [
            {
                "source": r.source,
                "phrase": r.phrase,
                "sentence": r.sentence,
                "language": r.language,
                "similar": r.similar,
                "phrases": list(r.phrases.items()),
            }
            for r in one.reasons
        ],
        "model_version": one.model_version,
        "frame_version": one.frame_version,
    }
