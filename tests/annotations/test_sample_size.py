"""How much has to be coded twice: against made-up coders, and out of range."""

import numpy as np
import pytest

from annotations.agreement import coefficients, sums
from annotations.errors import BadInput
from annotations.sample_size import segments_needed, transcripts_needed, variance_of_one


@pytest.mark.parametrize(("kappa", "prevalence"), [(0.6, 0.3), (0.8, 0.1), (0.4, 0.5)])
def test_the_variance_is_that_of_made_up_coders(kappa: float, prevalence: float) -> None:
    """Pairs of judgements that agree by the common correlation model, 2,000 studies of 400 segments."""
    chance = np.random.default_rng(5)
    same = chance.random((2000, 400)) < kappa
    first, own = (chance.random((2, 2000, 400)) < prevalence).astype(np.int8)
    second = np.where(same, first, own)
    values = np.stack([first, second], axis=2).transpose(1, 2, 0)
    found = coefficients(sums(values, 2, np.zeros(400, dtype=np.intp), 1), "kappa")[0]
    assert np.mean(found) == pytest.approx(kappa, abs=0.01)
    assert np.var(found) * 400 == pytest.approx(variance_of_one(kappa, prevalence), rel=0.08)


def test_by_hand() -> None:
    """(1 − .6)[(1 − .6)(1 − 1.2) + .6 × 1.4 / (2 × .21)] = .768; times (1.96 / .1)² is 295.03."""
    assert variance_of_one(0.6, 0.3) == pytest.approx(0.768)
    assert segments_needed(0.6, 0.3, 0.1) == 296
    assert segments_needed(0.6, 0.3, 0.1, per_transcript=11, likeness=0.1) == 591


def test_rarer_codes_and_narrower_intervals_need_more() -> None:
    assert segments_needed(0.7, 0.02, 0.1) > 4 * segments_needed(0.7, 0.2, 0.1)
    assert segments_needed(0.7, 0.2, 0.05) == pytest.approx(4 * segments_needed(0.7, 0.2, 0.1), rel=0.02)
    assert transcripts_needed(10, 0.1, 0.1) == 10


@pytest.mark.parametrize(
    "wrong",
    [{"kappa": 1.0}, {"prevalence": 0.0}, {"half_width": 0.0}, {"confidence": 1.0}, {"per_transcript": 0.0}, {"likeness": 2.0}],
)
def test_out_of_range_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BadInput, match=next(iter(wrong))):
        segments_needed(**({"kappa": 0.5, "prevalence": 0.2, "half_width": 0.1} | wrong))
