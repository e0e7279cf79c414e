"""What a model says of batches of segments, some of them at once: numbers are computed while the next batch is being read.

Threads and not processes: products of matrices and reading leave the interpreter to others, and the model is in memory once.
"""

import gc
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from annotations.codings import Suggestion
from annotations.transcripts import Segment
from models.batches import Batch
from models.classifiers import Classifier
from models.suggestions import strange_in, suggest, uncertainty

AT_ONCE = 2


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


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Suggestions are many small objects without cycles: looking for cycles among them took about a fifth of the time (measured)."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def look_at_all(
    batches: Iterable[Batch], model: Classifier, *, frame_version: int, reviewed_texts: Mapping[str, str]
) -> Iterator[Looked]:
    """The same of each batch, in order. Batches are taken in the caller's thread, at most ``AT_ONCE`` + 1 ahead of what is given back."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    # Threads of our own are enough: those of a product wait for each other, busily (measured: twice the processor time)
    with threadpool_limits(1, user_api="blas"), _seldom_collected(), ThreadPoolExecutor(AT_ONCE) as pool:
        running: deque[Future[Looked]] = deque()
        for batch in batches:
            running.append(pool.submit(look, batch, model, frame_version=frame_version, reviewed_texts=reviewed_texts))
            if len(running) > AT_ONCE:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
