"""Texts from elsewhere are strange, one in a hundred of one's own is."""

from pathlib import Path

import numpy as np
import pytest

from models.familiarity import NOTHING, RATE, SAMPLE, Familiarity, Vectors, read_familiarity


def drawn(seed: int, count: int, *, topics: int = 8, where: int = 0) -> Vectors:
    """Unit vectors round the topics of one study; studies of another ``where`` have topics of their own."""
    rng, centres = np.random.default_rng(seed), np.random.default_rng(1000 + where).normal(size=(topics, 32))
    found = centres[rng.integers(0, topics, count)] + 0.6 * rng.normal(size=(count, 32))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def test_about_the_stated_share_of_ones_own_and_most_of_another_study_are_strange() -> None:
    shares = [Familiarity.fit(drawn(seed, 2000)).strange(drawn(seed + 100, 2000)).mean() for seed in range(10)]
    assert np.mean(shares) == pytest.approx(RATE, abs=0.004)
    assert Familiarity.fit(drawn(1, 2000)).strange(drawn(2, 500, where=1)).mean() > 0.95


def test_the_rate_is_what_is_asked() -> None:
    assert Familiarity.fit(drawn(1, 2000), rate=0.1).strange(drawn(2, 4000)).mean() == pytest.approx(0.1, abs=0.03)


def test_a_transcript_of_its_own_kind_does_not_vouch_for_itself() -> None:
    """Each transcript speaks of its own topic. Segment by segment nothing is strange; a new transcript is as strange as these."""
    vectors = np.concatenate([drawn(n, 20, topics=1, where=n) for n in range(40)])
    groups = np.repeat([f"S{n}" for n in range(40)], 20)
    fresh = np.concatenate([drawn(n, 20, topics=1, where=n) for n in range(100, 140)])
    assert Familiarity.fit(vectors).strange(fresh).mean() > 0.5
    assert Familiarity.fit(vectors, groups).strange(fresh).mean() < 0.1


def test_of_few_segments_nothing_can_be_said() -> None:
    known = Familiarity.fit(drawn(1, 98))
    assert known.least == NOTHING
    assert not known.strange(-drawn(2, 50, where=3)).any()
    assert Familiarity.fit(drawn(1, 99)).least > NOTHING


@pytest.mark.parametrize("count", [0, 300])
def test_no_text_is_strange_always(count: int) -> None:
    known = Familiarity.fit(np.concatenate([drawn(1, count), np.zeros((3, 32), np.float32)]))
    assert known.strange(np.zeros((2, 32), np.float32)).tolist() == [True, True]
    assert len(known.sample) == count


def test_it_is_small_and_the_same_each_time(tmp_path: Path) -> None:
    known, again = (Familiarity.fit(drawn(1, 3000)) for _ in range(2))
    assert known.sample.shape == (SAMPLE, 32)
    np.testing.assert_array_equal(known.sample, again.sample)
    np.savez(tmp_path / "seen.npz", sample=known.sample, least=known.least)
    read = read_familiarity(tmp_path / "seen.npz")
    assert read.least == known.least == again.least
    np.testing.assert_array_equal(read.strange(drawn(2, 200)), known.strange(drawn(2, 200)))


def test_many_rows_are_the_same_as_few() -> None:
    known, texts = Familiarity.fit(drawn(1, 500)), drawn(2, 5000)
    np.testing.assert_allclose(known.nearness(texts)[4500:], known.nearness(texts[4500:]), atol=1e-6)
