"""The numbers of `relato bench embed` that do not depend on the machine."""

import numpy as np
import pytest

from service.benchmarks.embedding import rank_correlation


def test_rank_correlation_sees_the_same_order_and_none() -> None:
    chance = np.random.default_rng(3)
    some = chance.normal(size=(60, 8)).astype(np.float32)
    turned = some @ np.linalg.qr(chance.normal(size=(8, 8)))[0].astype(np.float32)
    assert rank_correlation(some, turned) == pytest.approx(1, abs=1e-4)
    assert abs(rank_correlation(some, chance.normal(size=(60, 8)).astype(np.float32))) < 0.2
