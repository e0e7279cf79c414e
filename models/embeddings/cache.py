"""Vectors on disk by (encoder, text), so that only what changed is encoded."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.embeddings.protocol import Encoder, Progress

BATCH = 128
WAIT_SECONDS = 60.0
_CREATE = "CREATE TABLE IF NOT EXISTS vectors (encoder TEXT, text BLOB, vector BLOB NOT NULL, PRIMARY KEY (encoder, text)) WITHOUT ROWID"


def forget_texts(path: Path, texts: Sequence[str]) -> None:
    """Take the vectors of these texts out of a cache, of every encoder; what it does not hold is passed over."""
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as database, database:
        database.execute("PRAGMA secure_delete=ON")
        database.execute(_CREATE)
        database.executemany("DELETE FROM vectors WHERE text = ?", [(_key(text),) for text in texts])


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


class CachedEncoder:
    """An encoder that asks a SQLite file first. ``id`` and ``width`` are the inner encoder's.

    The file holds hashes and vectors, no words. Every batch is one transaction: a killed run resumes after its last batch, and
    two processes may use the same file (the later of two equal vectors is dropped). New texts are taken longest first, whole
    batches at a time, so that equal lengths meet in a batch.
    """

    def __init__(self, encoder: Encoder, path: Path, *, batch: int = BATCH) -> None:
        self._encoder, self._path, self._batch = encoder, path, batch
        self._width = encoder.width
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connected() as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute(_CREATE)

    @property
    def id(self) -> str:
        return self._encoder.id

    @property
    def width(self) -> int:
        return self._width

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        """Vectors (S, D) in the order of ``texts``. Progress counts distinct texts, those already known included."""
        keys = [_key(text) for text in texts]
        distinct = dict(zip(keys, texts, strict=True))
        with self._connected() as database:
            known = self._read(database, list(distinct))
            missing = sorted((key for key in distinct if key not in known), key=lambda key: -len(distinct[key]))
            if progress and distinct and not missing:
                progress(len(distinct), len(distinct))
            for start in range(0, len(missing), self._batch):
                batch = missing[start : start + self._batch]
                vectors = self._encoder.encode([distinct[key] for key in batch])
                self._write(database, batch, vectors)
                known.update(zip(batch, vectors, strict=True))
                if progress:
                    progress(len(known), len(distinct))
        if not keys:
            return np.zeros((0, self.width), dtype=np.float32)
        return np.stack([known[key] for key in keys])

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=WAIT_SECONDS)) as database:
            yield database

    def _read(self, database: sqlite3.Connection, keys: list[bytes]) -> dict[bytes, NDArray[np.float32]]:
        found: dict[bytes, NDArray[np.float32]] = {}
        for start in range(0, len(keys), 500):  # SQLite's oldest limit on variables is 999
            batch = keys[start : start + 500]
            marks = ",".join("?" * len(batch))
            rows = database.execute(
                f"SELECT text, vector FROM vectors WHERE encoder = ? AND text IN ({marks})", [self.id, *batch]
            )
            found.update((key, np.frombuffer(vector, dtype="<f4")) for key, vector in rows)
        return found

    def _write(self, database: sqlite3.Connection, keys: list[bytes], vectors: NDArray[np.float32]) -> None:
        rows = [(self.id, key, vector.astype("<f4").tobytes()) for key, vector in zip(keys, vectors, strict=True)]
        with database:
            database.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", rows)
