"""Vectors on disk by (encoder, text), so that only what changed is encoded.

A SQLite file says in which row of which data file a text's vector lies; a data file (``<name>.<number>.f32``, one per encoder)
is nothing but rows of D little-endian float32, read through a memory map. There are hashes in them and no words. Rows are
written under SQLite's write lock, before the transaction that names them: a killed process leaves rows that nobody knows, which
the next one overwrites, and several processes take turns. Rows are never given to another text; a forgotten one is zeros for ever.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.embeddings.protocol import Encoder, Progress

BATCH = 128
WAIT_SECONDS = 60.0
MAPPED = 1 << 28
"""Bytes of the SQLite file that are read through a memory map: looking up is many small reads."""
DEAR = 12
"""Looking one text up costs about as much as reading so many rows of the table from its beginning to its end (measured)."""
REMEMBERED = 5_000_000
"""Rows of a table up to which it is read into memory: 40 bytes each."""
_VARIABLES = 500  # SQLite's oldest limit on variables is 999
_CREATE = (
    "CREATE TABLE IF NOT EXISTS encoders (number INTEGER PRIMARY KEY, id TEXT UNIQUE, width INTEGER, rows INTEGER)",
    "CREATE TABLE IF NOT EXISTS places (encoder INTEGER, text BLOB, row INTEGER, PRIMARY KEY (encoder, text)) WITHOUT ROWID",
)
_BEFORE = "vectors"
"""The table of Relato 0.1: vectors within SQLite. Read where it is, never written."""


def forget_texts(path: Path, texts: Sequence[str]) -> None:
    """Overwrite the vectors of these texts in a cache, of every encoder, and forget where they were."""
    if not path.exists():
        return
    keys = [(_key(text),) for text in texts]
    with closing(_open(path)) as database, _writing(database):
        for number, width, end in database.execute("SELECT number, width, rows FROM encoders").fetchall():
            rows = [row for key in keys for (row,) in database.execute(f"{_WHERE} AND text = ?", (number, *key))]
            nothing = np.zeros((1, width), dtype="<f4")
            _put(_data(path, number), [(row, nothing) for row in rows])
            _cut(_data(path, number), end * width * 4)
        database.executemany("DELETE FROM places WHERE text = ?", keys)
        if _has_old(database):
            database.executemany(f"DELETE FROM {_BEFORE} WHERE text = ?", keys)


_WHERE = "SELECT row FROM places WHERE encoder = ?"


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _data(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}.{number}.f32")


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    database.execute("PRAGMA secure_delete=ON")
    database.execute(f"PRAGMA mmap_size={MAPPED}")
    for statement in _CREATE:
        database.execute(statement)
    return database


@contextmanager
def _writing(database: sqlite3.Connection) -> Iterator[None]:
    """The write lock from the beginning: nobody else writes rows meanwhile."""
    database.execute("BEGIN IMMEDIATE")
    with database:
        yield


def _has_old(database: sqlite3.Connection) -> bool:
    return bool(database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_BEFORE,)).fetchone())


def _put(file: Path, blocks: Sequence[tuple[int, NDArray[np.float32]]]) -> None:
    """Write blocks of rows (R, D) from the given rows on, and see them on the disk."""
    if not blocks:
        return
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        for row, vectors in blocks:
            data, at = memoryview(np.ascontiguousarray(vectors, dtype="<f4").tobytes()), row * vectors.shape[1] * 4
            while data:
                written = os.pwrite(descriptor, data, at)
                data, at = data[written:], at + written
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cut(file: Path, size: int) -> None:
    """Take off what a killed writer left beyond the rows that are known."""
    if file.exists() and file.stat().st_size > size:
        os.truncate(file, size)


class CachedEncoder:
    """An encoder that asks a cache first. ``id`` and ``width`` are the inner encoder's.

    Every batch is kept at once: a killed run resumes after its last batch, and two processes may use the same cache (the later of
    two equal vectors is dropped). New texts are taken longest first, whole batches at a time.
    """

    def __init__(self, encoder: Encoder, path: Path, *, batch: int = BATCH) -> None:
        self._encoder, self._path, self._batch = encoder, path, batch
        self._width = encoder.width
        path.parent.mkdir(parents=True, exist_ok=True)
        self._index, self._asked = Index(), 0
        with closing(_open(path)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("INSERT OR IGNORE INTO encoders (id, width, rows) VALUES (?, ?, 0)", (encoder.id, encoder.width))
            (self._number,) = database.execute("SELECT number FROM encoders WHERE id = ?", (encoder.id,)).fetchone()

    @property
    def id(self) -> str:
        return self._encoder.id

    @property
    def width(self) -> int:
        return self._width

    @property
    def path(self) -> Path:
        """Where the cache is: what another process needs to read it."""
        return self._path

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        """Vectors (S, D) in the order of ``texts``. Progress counts distinct texts, those already known included."""
        keys = [_key(text) for text in texts]
        distinct = dict(zip(keys, texts, strict=True))
        at = {key: row for row, key in enumerate(distinct)}
        vectors = np.zeros((len(distinct), self._width), dtype=np.float32)
        with closing(_open(self._path)) as database:
            known = self._read(database, at, vectors)
            missing = sorted((key for key in distinct if key not in known), key=lambda key: -len(distinct[key]))
            if progress and distinct and not missing:
                progress(len(distinct), len(distinct))
            for start in range(0, len(missing), self._batch):
                batch = missing[start : start + self._batch]
                new = self._encoder.encode([distinct[key] for key in batch])
                self._write(database, batch, new)
                vectors[[at[key] for key in batch]] = new
                if progress:
                    progress(len(distinct) - len(missing) + start + len(batch), len(distinct))
        return vectors if len(at) == len(keys) else vectors[np.fromiter(map(at.__getitem__, keys), np.int64, len(keys))]

    def uncached(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (S, D) of texts that nobody will ask for again, such as searches: nothing is kept."""
        return self._encoder.encode(texts)

    def count(self) -> int:
        """How many texts were ever given a vector with this encoder: it grows whenever there is a new one."""
        with closing(_open(self._path)) as database:
            (rows,) = database.execute("SELECT rows FROM encoders WHERE number = ?", (self._number,)).fetchone()
        return int(rows)

    def known(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Vectors (S, D) of the texts that were encoded before, zeros for the others, and which those are (S,): nothing is encoded."""
        keys = [_key(text) for text in texts]
        at = {key: row for row, key in enumerate(dict.fromkeys(keys))}
        vectors = np.zeros((len(at), self._width), dtype=np.float32)
        with closing(_open(self._path)) as database:
            there = self._read(database, at, vectors)
        rows = np.fromiter(map(at.__getitem__, keys), np.int64, len(keys))
        return vectors[rows], np.fromiter((key in there for key in keys), np.bool_, len(keys))

    def _read(self, database: sqlite3.Connection, at: dict[bytes, int], vectors: NDArray[np.float32]) -> set[bytes]:
        """Fill in what is known, and say which. A row of zeros was forgotten between the two looks: not known."""
        keys = list(at)
        rows = self._rows(database, keys)
        known = set(keys)
        if (rows >= 0).any():
            file = _data(self._path, self._number)  # a killed writer may have left a part of a row at its end
            shape = (file.stat().st_size // (4 * self._width), self._width)
            data = np.asarray(np.memmap(file, dtype="<f4", mode="r", shape=shape))
            if (rows >= 0).all() and rows.max() < len(data):
                np.take(data, rows, axis=0, out=vectors, mode="clip")  # no copy in between
            else:
                vectors[rows >= 0] = data[rows[rows >= 0]]
        doubtful = np.flatnonzero(vectors[:, 0] == 0)
        gone = doubtful[~vectors[doubtful].any(axis=1)]
        if (rows[gone] >= 0).any():
            self._index = Index()  # forgotten since: it may have another row by the next time
        known -= {keys[n] for n in gone.tolist()}
        return known | self._read_old(database, {key: row for key, row in at.items() if key not in known}, vectors)

    def _rows(self, database: sqlite3.Connection, keys: list[bytes]) -> NDArray[np.int64]:
        """Where the vectors lie, (S,); -1 for texts that are not there. Who asks for a good part of a table reads it once, and
        remembers: a text keeps its row as long as it has one."""
        rows = self._index.rows(keys)
        missing = [n for n, row in enumerate(rows.tolist()) if row < 0]
        (end,) = database.execute("SELECT rows FROM encoders WHERE number = ?", (self._number,)).fetchone()
        self._asked += len(missing)
        if DEAR * self._asked > end > self._index.end and end <= REMEMBERED:
            self._asked = 0
            table = database.execute("SELECT text, row FROM places WHERE encoder = ?", (self._number,))
            self._index = Index.of(table, end)
            rows = self._index.rows(keys)
            missing = [n for n, row in enumerate(rows.tolist()) if row < 0]
        place = {keys[n]: n for n in missing}
        for batch, marks in _batches(sorted(place)):  # neighbours in the table come one after the other
            sql = f"SELECT text, row FROM places WHERE encoder = ? AND text IN ({marks})"
            for key, row in database.execute(sql, [self._number, *batch]):
                rows[place[key]] = row
        return rows

    def _read_old(self, database: sqlite3.Connection, at: dict[bytes, int], vectors: NDArray[np.float32]) -> set[bytes]:
        if not _has_old(database):
            return set()
        found: dict[bytes, bytes] = {}
        for batch, marks in _batches(list(at)):
            sql = f"SELECT text, vector FROM {_BEFORE} WHERE encoder = ? AND text IN ({marks})"
            found.update(database.execute(sql, [self.id, *batch]))
        for key, vector in found.items():
            vectors[at[key]] = np.frombuffer(vector, dtype="<f4")
        return set(found)

    def _write(self, database: sqlite3.Connection, keys: list[bytes], vectors: NDArray[np.float32]) -> None:
        """Under the lock, look again: what another process has written meanwhile keeps its row, so that none is lost sight of."""
        with _writing(database):
            (end,) = database.execute("SELECT rows FROM encoders WHERE number = ?", (self._number,)).fetchone()
            there: dict[bytes, int] = {}
            for batch, marks in _batches(keys):
                sql = f"SELECT text, row FROM places WHERE encoder = ? AND text IN ({marks})"
                there.update(database.execute(sql, [self._number, *batch]))
            new = [n for n, key in enumerate(keys) if key not in there]
            again = [(there[key], vectors[n : n + 1]) for n, key in enumerate(keys) if key in there]
            _put(_data(self._path, self._number), [(end, vectors[new]), *again] if new else again)
            places = [(self._number, keys[n], end + row) for row, n in enumerate(new)]
            database.executemany("INSERT INTO places VALUES (?, ?, ?)", places)
            database.execute("UPDATE encoders SET rows = rows + ? WHERE number = ?", (len(new), self._number))


@dataclass(frozen=True, eq=False)
class Index:
    """A table in memory: the hashes of N texts, ascending, as four numbers each (N, 4), and their rows (N,), all below ``end``."""

    hashes: NDArray[np.uint64] = field(default_factory=lambda: np.zeros((0, 4), np.uint64))
    places: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    end: int = 0

    @classmethod
    def of(cls, table: Iterable[tuple[bytes, int]], end: int) -> "Index":
        keys: list[bytes] = []
        places: list[int] = []
        for key, row in table:
            keys.append(key)
            places.append(row)
        hashes = _numbers(keys)
        order = np.argsort(hashes[:, 0], kind="stable")
        return cls(hashes[order], np.array(places, np.int64)[order], end)

    def rows(self, keys: Sequence[bytes]) -> NDArray[np.int64]:
        """(S,), -1 for those that are not in it. Of two texts with the same first number only the first is found."""
        if not len(self.places):
            return np.full(len(keys), -1, np.int64)
        wanted = _numbers(keys)
        at = np.minimum(np.searchsorted(self.hashes[:, 0], wanted[:, 0]), len(self.places) - 1)
        return np.where((self.hashes[at] == wanted).all(axis=1), self.places[at], -1)


def _numbers(keys: Sequence[bytes]) -> NDArray[np.uint64]:
    return np.frombuffer(b"".join(keys), dtype="<u8").reshape(-1, 4)


def _batches(keys: list[bytes]) -> Iterator[tuple[list[bytes], str]]:
    for start in range(0, len(keys), _VARIABLES):
        batch = keys[start : start + _VARIABLES]
        yield batch, ",".join("?" * len(batch))
