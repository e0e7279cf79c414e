"""How many processor cores linear algebra may use."""

from collections.abc import Iterator
from contextlib import contextmanager

FEW = 10_000
"""Segments up to which a fit stays on one core. There the threads of a larger number mostly wait for each other, burning their cores
while they do: on a machine with other work a fit on two cores took longer than on one."""


@contextmanager
def cores_for(segments: int) -> Iterator[None]:
    """Within it, matrices of so many segments are worked on by one core, or by all; and small ones the same way on every machine."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(1 if segments <= FEW else None, user_api="blas"):
        yield
