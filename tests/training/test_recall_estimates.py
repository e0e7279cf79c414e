"""Recall from the random share: known answers, and intervals that hold what they promise."""

import numpy as np
import pytest

from training.recall_estimates import FEWEST_CODINGS, Decided, Drawn, estimate, wilson


def sample(suggested: list[list[bool]]) -> tuple[list[Drawn], list[Decided]]:
    """One transcript per list, one segment with one coding per item."""
    drawn, decided = [], []
    for t, codings in enumerate(suggested):
        for n, hit in enumerate(codings):
            drawn.append(Drawn(f"S{t}.{n}", f"S{t}"))
            decided.append(Decided(f"S{t}.{n}", f"S{t}", "code", "water" if n % 2 else "money", hit))
    return drawn, decided


def test_recall_is_the_share_of_codings_that_had_been_suggested() -> None:
    drawn, decided = sample([[True, True, True, False]] * 10)
    report = estimate(drawn, decided, population=400, unreviewed=360, missed_elsewhere=12)
    everything = report.by["all"]
    assert (everything.codings, everything.suggested, everything.transcripts) == (40, 30, 10)
    assert everything.recall is not None
    assert everything.recall["mean"] == 0.75
    assert everything.recall["low"] <= wilson(30, 40)[0]
    assert everything.recall["high"] >= wilson(30, 40)[1]
    assert report.by["code:money"].recall == pytest.approx({"mean": 1.0, "low": wilson(20, 20)[0], "high": 1.0}, abs=1e-6)
    assert report.by["code"] == everything
    assert report.missed is not None
    assert report.missed["mean"] == pytest.approx(0.25 * 400 - 12)


def test_too_few_codings_say_how_many_more() -> None:
    drawn, decided = sample([[True, False], [True]])
    report = estimate(drawn, decided, population=30, unreviewed=27, missed_elsewhere=1)
    assert report.by["all"].recall is None
    assert report.by["all"].more == FEWEST_CODINGS - 3
    assert report.more_segments == 7
    assert report.missed is None


def test_nothing_reviewed() -> None:
    report = estimate([], [], population=30, unreviewed=30, missed_elsewhere=0)
    assert report.by["all"].codings == 0
    assert report.missed is None
    assert report.more_segments == FEWEST_CODINGS


def test_where_nothing_was_missed_the_rest_may_still_miss_some() -> None:
    drawn, decided = sample([[True] * 4] * 10)
    report = estimate(drawn, decided, population=400, unreviewed=360, missed_elsewhere=0)
    assert report.missed == {"mean": 0.0, "low": 0.0, "high": 30.0}


def test_where_all_is_reviewed_nothing_is_missed_in_the_rest() -> None:
    drawn, decided = sample([[True, False]] * 10)
    report = estimate(drawn, decided, population=20, unreviewed=0, missed_elsewhere=10)
    assert report.missed == {"mean": 0, "low": 0, "high": 0}


def test_a_segment_weighs_the_inverse_of_its_chance_to_be_drawn() -> None:
    decided = [Decided(f"A.{n}", f"A{n}", "code", "x", True, 0.5) for n in range(10)]
    decided += [Decided(f"B.{n}", f"B{n}", "code", "x", False, 0.1) for n in range(10)]
    found = estimate([], decided, population=0, unreviewed=0, missed_elsewhere=0).by["all"].recall
    assert found is not None
    assert found["mean"] == pytest.approx(20 / 120, abs=1e-6)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Transcripts differ in recall; 0.7 on average."""
    rng, held, trials = np.random.default_rng(5), 0, 150
    for _ in range(trials):
        rates = rng.beta(7, 3, size=12)
        drawn, decided = sample([list(rng.random(6) < rate) for rate in rates])
        found = estimate(drawn, decided, population=100, unreviewed=10, missed_elsewhere=0).by["all"].recall
        assert found is not None
        held += found["low"] <= 0.7 <= found["high"]
    assert held / trials >= 0.92
