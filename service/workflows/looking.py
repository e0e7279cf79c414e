"""What a model says of blocks of segments: of few here, of many in several processes.

Processes and not threads: most of the work holds the interpreter's lock (measured: two threads were no faster than one). Each process
is told the model once and reads the cache of vectors itself; none has an encoder, torch or spaCy, which are slow to load. A block of which something has still to be encoded
is looked at here, where encoding takes most of the time.
"""

import gc
import pickle
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Self

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Suggestion
from annotations.errors import RelatoError
from annotations.transcripts import Segment
from models.batches import Batch, make_batch
from models.classifiers import Classifier
from models.embeddings import CachedEncoder, Encoder, Progress
from models.sentences import lists_of, tell_lists
from models.suggestions import strange_in, suggest, uncertainty

Block = Sequence[Segment]


@dataclass(frozen=True)
class Looked:
    """Segments, by their ids how doubtful each is, which are unlike anything seen, and the suggestions, in order of the segments."""

    segments: tuple[Segment, ...]
    doubt: Mapping[str, float]
    strange: frozenset[str]
    suggestions: Mapping[str, list[Suggestion]]


def look(batch: Batch, model: Classifier, *, frame_version: int, reviewed_texts: Mapping[str, str]) -> Looked:
    """What the model says of one batch; see ``models.suggestions.suggest``."""
    scores, strange = model.scores(batch), strange_in(model, batch)
    ids = [segment.id for segment in batch.segments]
    by_segment: dict[str, list[Suggestion]] = {}
    for one in suggest(
        batch, model, model.targets, frame_version=frame_version, scores=scores, reviewed_texts=reviewed_texts, strange=strange
    ):
        by_segment.setdefault(one.segment_id, []).append(one)
    return Looked(
        batch.segments,
        dict(zip(ids, uncertainty(scores, strange).tolist(), strict=True)),
        frozenset(id_ for id_, unlike in zip(ids, strange.tolist(), strict=True) if unlike),
        by_segment,
    )


def look_at_all(
    blocks: Iterable[Block],
    model: Classifier,
    encoder: Encoder,
    *,
    frame_version: int,
    reviewed_texts: Mapping[str, str],
    processes: int = 1,
    progress: Callable[[int], None] = lambda at: None,
) -> Generator[Looked, None, None]:
    """The same of each block, in order; close it when it is left in the middle, which ends its processes.

    Parameters
    ----------
    blocks : taken in the caller's thread, at most ``processes`` + 2 ahead of what is given back.
    processes : how many at once; this one alone for 1, or when the encoder has no cache.
    progress : told of how many segments the texts are encoded, while they are.

    Raises
    ------
    RelatoError : a process was ended from outside.
    """
    done = 0
    with _settled():
        answers = (
            _asked(blocks, _Task(model, frame_version, reviewed_texts, encoder.id, encoder.width, encoder.path), processes)
            if processes > 1 and isinstance(encoder, CachedEncoder)
            else ((block, None) for block in blocks)
        )
        try:
            for block, looked in answers:
                if looked is None:
                    batch = make_batch(block, encoder, progress=_scaled(progress, done, len(block)))
                    looked = look(batch, model, frame_version=frame_version, reviewed_texts=reviewed_texts)
                done += len(block)
                yield looked
        finally:
            answers.close()


def _scaled(progress: Callable[[int], None], start: int, segments: int) -> Progress:
    return lambda done, texts: progress(start + segments * done // max(texts, 1))


@contextmanager
def _settled() -> Iterator[None]:
    """One thread for each product, and cycles seldom looked for.

    Threads of a product wait for each other, busily (measured: twice the processor time). Suggestions are many small objects
    without cycles: looking for cycles among them took about a fifth of the time.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        with threadpool_limits(1, user_api="blas"):
            yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@dataclass(frozen=True, eq=False)
class _Task:
    """What a process is told before its first block: the model, and whose vectors are in which cache."""

    model: Classifier
    frame_version: int
    reviewed_texts: Mapping[str, str]
    encoder: str
    width: int
    cache: Path


def _asked(blocks: Iterable[Block], task: _Task, processes: int) -> Generator[tuple[Block, Looked | None], None, None]:
    """Each block with what a process says of it, in order; None where it does not know all vectors."""
    with _Processes(task, processes) as others:
        running: deque[tuple[Block, Future[Looked | None]]] = deque()
        for block in blocks:
            running.append((block, others.ask(block)))
            if len(running) > processes + 1:  # one more than are worked on: nobody waits for us
                yield _answer(*running.popleft())
        while running:
            yield _answer(*running.popleft())


def _answer(block: Block, future: Future[Looked | None]) -> tuple[Block, Looked | None]:
    found = future.result()
    return block, found and replace(found, segments=tuple(block))


class _Processes:
    """Processes of this module's own, each asked by one thread at a time. None outlives the context, or this process."""

    def __init__(self, task: _Task, count: int) -> None:
        told = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)  # from memory to memory: on disk a model is never a pickle
        self._all = [_Process(told) for _ in range(count)]
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        for one in self._all:
            self._idle.put(one)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="looking")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._all:
            one.kill()
        self._threads.shutdown(cancel_futures=True)
        for one in self._all:
            one.close()

    def ask(self, block: Block) -> Future[Looked | None]:
        return self._threads.submit(self._ask, block)

    def _ask(self, block: Block) -> Looked | None:
        one = self._idle.get()
        try:
            return one.ask(block)
        finally:
            self._idle.put(one)


class _Process:
    """A process that answers block after block through a pipe. It holds nothing that could be lost."""

    def __init__(self, told: bytes) -> None:
        context = get_context("spawn")  # a fork would copy locks that threads of the encoder's libraries hold
        self._told, (self._pipe, theirs) = told, context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, block: Block) -> Looked | None:
        try:
            if self._told:
                self._pipe.send_bytes(self._told)
                self._told = b""
            self._pipe.send((block, {tag: lists_of(tag) for tag in {segment.language for segment in block}}))
            found: Looked | RelatoError | None = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise RelatoError(
                "a process that was making suggestions was ended before it was done",
                remedy="see whether memory ran out, and run `relato suggest` again (with RELATO_PROCESSES=1 it needs least): what was written stays",
            ) from error
        if isinstance(found, RelatoError):
            raise found
        return found

    def kill(self) -> None:
        self._process.kill()
        self._process.join()

    def close(self) -> None:
        """After ``kill``, once nobody asks any more."""
        self._pipe.close()
        self._process.close()


def _serve(pipe: Connection) -> None:
    """What such a process does until the other end of its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is interrupted is the process that asks; it ends this one
    try:
        task: _Task = pipe.recv()
        cached = CachedEncoder(_NoEncoder(task.encoder, task.width), task.cache)
        with _settled():
            while True:
                block, lists = pipe.recv()
                tell_lists(lists)
                pipe.send(_looked(block, task, cached))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _looked(block: Block, task: _Task, cached: CachedEncoder) -> Looked | RelatoError | None:
    try:
        batch = make_batch(block, cached)
        found = look(batch, task.model, frame_version=task.frame_version, reviewed_texts=task.reviewed_texts)
    except _NotCachedError:
        return None
    except RelatoError as error:
        return error
    return replace(found, segments=())  # who asks has them


class _NotCachedError(Exception):
    """The vector of a text is not in the cache."""


class _NoEncoder:
    """In the place of an encoder where there is its cache only."""

    def __init__(self, id: str, width: int) -> None:
        self.id, self.width = id, width

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        raise _NotCachedError
