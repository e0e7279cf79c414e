"""A small fit stays on one core, and afterwards all is as it was."""

import pytest
from threadpoolctl import threadpool_info  # type: ignore[import-untyped]

from models.threads import FEW, cores_for


def threads() -> list[int]:
    import scipy.linalg  # noqa: F401  (with a library of its own)

    return [each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"]


@pytest.mark.parametrize("segments", [1, FEW, FEW + 1])
def test_cores_by_size(segments: int) -> None:
    before = threads()
    assert before
    with cores_for(segments):
        assert threads() == ([1] * len(before) if segments <= FEW else before)
    assert threads() == before
