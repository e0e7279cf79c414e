"""Certified thresholds, on scores whose true recall is known, against binomial tails and against MAPIE."""

import numpy as np
import pytest
from mapie.risk_control import BinaryClassificationController  # type: ignore[import-untyped]
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import betabinom, binom

from models.certificates import Certificate
from models.targets import Target
from training.certification import (
    FEWEST_GROUPS,
    LEAST_CORRELATION,
    Evidence,
    certify,
    correlation_of,
    evidence_places,
    highest_threshold,
    passes,
)

Floats = NDArray[np.float64]
RECALL, CONFIDENCE = 0.8, 0.9


def line(count: int) -> Floats:
    return np.asarray(np.linspace(0.5, 1, count), dtype=np.float64)


def targets(count: int) -> list[Target]:
    return [Target("code", f"c{k}", {"en": f"C{k}"}, ()) for k in range(count)]


def study(
    seed: int, *, documents: int, each: int, alike: float, count: int = 20, rate: float = 0.08
) -> tuple[NDArray[np.float32], Floats, NDArray[np.str_]]:
    """Scores of positives are higher by two; each document moves all scores of a target by its own amount (sd ``alike``)."""
    rng = np.random.default_rng(seed)
    place = np.repeat(np.arange(documents), rng.poisson(each, documents) + 1)
    labels = (rng.random((place.size, count)) < rate * rng.gamma(2, 0.5, (documents, count))[place]).astype(float)
    moved = alike * rng.normal(size=(documents, count))[place]
    odds = 2 * labels - 2 + moved + rng.normal(size=labels.shape)
    return expit(odds).astype(np.float32), labels, place.astype(str)


def true_recall(thresholds: Floats, *, alike: float) -> Floats:
    """Of new documents: a positive's score is normal round 0."""
    from scipy.special import logit
    from scipy.stats import norm

    return np.asarray(norm.sf(logit(thresholds) / np.sqrt(1 + alike**2)), dtype=np.float64)


@pytest.mark.parametrize(
    ("documents", "each", "alike", "some"),
    [(400, 1, 0.0, 0.9), (40, 20, 0.5, 0.9), (13, 150, 0.0, 0.9), (13, 150, 1.0, 0.5), (9, 150, 0.7, 0.1), (9, 150, 1.0, 0.0)],
)
def test_the_recall_holds_for_new_documents_as_often_as_stated(documents: int, each: int, alike: float, some: float) -> None:
    found: list[Certificate] = []
    for seed in range(10):
        scores, labels, groups = study(seed, documents=documents, each=each, alike=alike)
        found += certify(scores, labels, groups, targets(20), recall=RECALL, confidence=CONFIDENCE, shown_at_most=1.0)
    thresholds = np.array([one.threshold for one in found if one.threshold is not None])
    assert thresholds.size >= some * len(found)
    if thresholds.size:
        assert (true_recall(thresholds, alike=alike) >= RECALL).mean() >= CONFIDENCE


def test_counting_segments_of_few_documents_as_independent_would_not_hold() -> None:
    """What the effective number is for: the plain order statistic fails here far more often than it says."""
    held = []
    for seed in range(10):
        scores, labels, _ = study(seed, documents=9, each=150, alike=1.0)
        for k in range(20):
            own = np.sort(scores[labels[:, k] > 0, k].astype(float))
            threshold = highest_threshold(own, own.size, RECALL, CONFIDENCE)
            held.append(true_recall(np.array([threshold]), alike=1.0)[0] >= RECALL)
    assert np.mean(held) < 0.8


@pytest.mark.parametrize("count", [15, 20, 40, 100, 250])
@pytest.mark.parametrize(("recall", "confidence"), [(0.8, 0.9), (0.7, 0.95), (0.9, 0.8)])
def test_a_threshold_passes_by_a_binomial_and_a_beta_binomial_tail(count: int, recall: float, confidence: float) -> None:
    for missed in range(count // 3):
        all_that_come = binom.cdf(missed, count, 1 - recall) <= 1 - confidence
        allowed = int(count * (1 - recall) + 1e-9)
        the_next = betabinom.cdf(allowed, count, missed + 1, count - missed) >= confidence
        assert passes(missed, count, recall, confidence) == (all_that_come and the_next), missed


def test_it_is_never_laxer_than_mapies_risk_control() -> None:
    """MAPIE's fixed sequence on the recall of one target, segments taken as independent."""
    rng = np.random.default_rng(7)
    for _ in range(5):
        positives = np.sort(rng.random(80))
        scores = np.concatenate([positives, 0.5 * rng.random(200)])
        labels = np.repeat([1, 0], [80, 200])
        controller = BinaryClassificationController(
            lambda x: np.column_stack([1 - x[:, 0], x[:, 0]]),
            risk="recall",
            target_level=RECALL,
            confidence_level=CONFIDENCE,
            list_predict_params=positives,
            fwer_method="fixed_sequence",
        )
        controller.calibrate(scores[:, None], labels)
        highest = float(np.max(controller.valid_predict_params))
        ours = highest_threshold(positives, 80, RECALL, CONFIDENCE)
        assert ours is not None
        wilks = positives[np.flatnonzero([binom.cdf(k, 80, 1 - RECALL) <= 1 - CONFIDENCE for k in range(80)])[-1]]
        assert ours <= highest
        assert abs(highest - wilks) <= np.diff(positives).max()


def test_fewer_than_enough_positives_or_groups_are_not_certified() -> None:
    assert highest_threshold(np.zeros(0), 0, RECALL, CONFIDENCE) is None
    assert highest_threshold(line(19), 19, RECALL, CONFIDENCE) is None
    assert highest_threshold(line(20), 20, RECALL, CONFIDENCE) == pytest.approx(line(20)[1], abs=1e-6)
    scores, labels, groups = study(1, documents=FEWEST_GROUPS - 1, each=400, alike=0.0)
    found = certify(scores, labels, groups, targets(20), recall=RECALL, confidence=CONFIDENCE, shown_at_most=1.0)
    assert not any(one.certified for one in found)
    assert all(one.transcripts == FEWEST_GROUPS - 1 for one in found)


def test_a_threshold_that_shows_nearly_everything_is_no_certificate() -> None:
    rng = np.random.default_rng(3)
    labels = (rng.random((600, 2)) < 0.2).astype(float)
    chance = rng.random(600)
    scores = np.column_stack([chance, 0.8 * labels[:, 1] + 0.2 * chance]).astype(np.float32)
    groups = np.arange(600).astype(str)
    blind, good = certify(scores, labels, groups, targets(2), recall=RECALL, confidence=CONFIDENCE)
    assert (blind.threshold, blind.more) == (None, None)
    assert good.more == 0
    assert good.threshold == pytest.approx(0.8, abs=0.1)
    anyway, _ = certify(scores, labels, groups, targets(2), recall=RECALL, confidence=CONFIDENCE, shown_at_most=1.0)
    assert anyway.threshold is not None
    assert (scores[:, 0] >= anyway.threshold).mean() > 0.7


def test_how_many_more_reviews_comes_true() -> None:
    """Ten positives in ten documents of twenty segments: what is asked for is enough, and half of it is not."""

    def reviewed(documents: int) -> tuple[NDArray[np.float32], Floats, NDArray[np.str_]]:
        labels = np.zeros((20 * documents, 1))
        labels[::20] = 1
        return (0.2 + 0.6 * labels).astype(np.float32), labels, np.repeat(np.arange(documents), 20).astype(str)

    (now,) = certify(*reviewed(10), targets(1), recall=RECALL, confidence=CONFIDENCE)
    assert (now.certified, now.positives, now.transcripts) == (False, 10, 10)
    assert now.more
    assert 100 <= now.more <= 400
    (then,) = certify(*reviewed(10 + -(-now.more // 20)), targets(1), recall=RECALL, confidence=CONFIDENCE)
    (less,) = certify(*reviewed(12), targets(1), recall=RECALL, confidence=CONFIDENCE)
    assert then.certified
    assert not less.certified


def test_of_a_target_that_nobody_used_nothing_can_be_told() -> None:
    scores, labels, groups = study(2, documents=20, each=20, alike=0.0)
    labels[:, 3] = 0
    found = certify(scores, labels, groups, targets(20), recall=RECALL, confidence=CONFIDENCE)[3]
    assert (found.target, found.positives, found.transcripts) == ("code:c3", 0, 0)
    assert (found.threshold, found.more) == (None, None)


def test_what_a_positive_is_worth() -> None:
    alone = Evidence(line(30), np.ones(30, dtype=int))
    assert alone.worth(0.7, CONFIDENCE) == pytest.approx(30)
    together = Evidence(line(30), np.full(3, 10))
    assert together.worth(1.0, 0.5) == pytest.approx(3)
    assert together.worth(1.0, CONFIDENCE) < 3
    assert Evidence(line(30), np.array([30])).worth(0.0, CONFIDENCE) == 0


def test_likeness_within_documents_is_seen() -> None:
    def found(alike: float) -> float:
        return correlation_of(evidence_places(*study(5, documents=60, each=60, alike=alike)), RECALL)

    assert found(0.0) == LEAST_CORRELATION
    assert 0.2 < found(1.0) < 0.5
    scores, labels, groups = study(5, documents=60, each=60, alike=0.0)
    assert correlation_of(evidence_places(scores, labels, np.arange(len(groups)).astype(str)), RECALL) == 1.0


def test_a_stricter_study_gets_lower_thresholds() -> None:
    scores, labels, groups = study(4, documents=200, each=10, alike=0.3)
    lax, strict = (
        [one.threshold or 0.0 for one in certify(scores, labels, groups, targets(20), recall=recall, confidence=0.9)]
        for recall in (0.7, 0.85)
    )
    assert np.all(np.array(lax) >= np.array(strict))
    assert np.any(np.array(lax) > np.array(strict))
