"""Cold start: the frame's words decide. Head: what people decided overrules them, and nothing else does."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import check_grad

from models.classifiers import Batch, ColdStart, background_of, make_batch, middles_of
from models.embeddings import Progress
from models.heads import Head, Neighbours, apply, fit_coefficients, penalised_loss
from models.targets import Target, targets_of
from tests.models.toys import FRAME, STUDY, WordEncoder, batch_of, segment_of

TEXTS = ("El agua llega diario y sale limpia.", "La tesorera lee las cuentas del dinero.", "En la escuela estudian las niñas.")


@pytest.fixture
def targets() -> list[Target]:
    return targets_of(STUDY, FRAME)


@pytest.fixture
def batch() -> Batch:
    return batch_of(*TEXTS)


@pytest.fixture
def cold(targets: list[Target], batch: Batch) -> ColdStart:
    return ColdStart(targets, WordEncoder(), background=background_of(batch))


def test_the_code_whose_definition_it_resembles_comes_first(cold: ColdStart, batch: Batch) -> None:
    assert cold.scores(batch)[:, :3].argmax(axis=1).tolist() == [0, 1, 2]


def test_other_languages_of_the_frame_count(cold: ColdStart) -> None:
    english = batch_of("The treasurer read the accounts.", "Girls study with teachers.", language="en")
    assert cold.scores(english)[:, :3].argmax(axis=1).tolist() == [1, 2]


def test_scores_are_ratios_and_do_not_depend_on_the_company(cold: ColdStart, batch: Batch) -> None:
    together = cold.scores(batch)
    assert together.shape == (3, 6)
    assert together.min() >= 0
    assert together.max() <= 1
    for row in range(3):
        np.testing.assert_allclose(cold.scores(batch.take([row]))[0], together[row], atol=1e-6)


class FlatEncoder(WordEncoder):
    """Knows no meaning: every text has the same vector."""

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        return super().encode(["x"] * len(texts), progress=progress)


def test_an_inflected_word_is_recognised_by_its_letters(targets: list[Target]) -> None:
    flat = ColdStart(targets, FlatEncoder())
    evidence = flat.evidence(
        make_batch([segment_of("Las tuberías."), segment_of("Una maestra."), segment_of("Gallinas.")], FlatEncoder())
    )
    assert evidence[0].argmax() == 0
    assert evidence[1].argmax() == 2
    assert evidence[:2].max(axis=1).min() > 0.02
    assert evidence[2].max() == 0


def test_exclusion_notes_give_no_score(targets: list[Target], batch: Batch) -> None:
    bare = [Target(t.kind, t.id, t.name, tuple(x for x in t.texts if x.source != "exclude")) for t in targets]
    background = background_of(batch)
    with_note, without = (ColdStart(each, WordEncoder(), background=background) for each in (targets, bare))
    np.testing.assert_array_equal(with_note.scores(batch), without.scores(batch))


def test_the_guide_speaks_for_its_section(cold: ColdStart) -> None:
    encoder = WordEncoder()
    texts = [
        segment_of("Pues sí."),
        segment_of("Pues sí.", section="what"),
        segment_of("Pues sí.", question="¿Qué es diferente ahora?"),
    ]
    scores = cold.scores(make_batch(texts, encoder))
    assert scores[1, 5] > scores[0, 5]
    assert scores[2, 5] > scores[0, 5]
    np.testing.assert_array_equal(scores[0, :5], scores[1, :5])


def test_the_version_says_what_the_scores_are_made_of(targets: list[Target], batch: Batch, cold: ColdStart) -> None:
    background = background_of(batch)
    assert ColdStart(targets, WordEncoder(), background=background).version == cold.version
    assert ColdStart(targets[:-1], WordEncoder(), background=background).version != cold.version
    assert ColdStart(targets, WordEncoder(), background=background + 1).version != cold.version


def test_the_middle_of_a_study_is_where_a_score_is_one_half(targets: list[Target], cold: ColdStart) -> None:
    study = batch_of(*TEXTS, "Sale agua.", "Leyó las cuentas.")
    middles = middles_of(cold, study)
    best = cold.evidence(study)[:, :3].max(axis=1)
    assert middles["code"] == pytest.approx(0.8 * sorted(best)[2], abs=1e-4)
    tuned = ColdStart(targets, WordEncoder(), background=cold.background, middles=middles)
    assert ((tuned.scores(study)[:, :3] >= 0.5) == (cold.evidence(study)[:, :3] >= middles["code"])).all()
    assert tuned.evidence_version == cold.evidence_version
    assert tuned.version != cold.version
    np.testing.assert_array_equal(tuned.scores(study)[:, :3].argmax(axis=1), cold.scores(study)[:, :3].argmax(axis=1))
    assert middles_of(cold, study.take([])) == {}


def test_the_background_counts_a_repeated_text_once() -> None:
    once, twice = batch_of("uno", "dos"), batch_of("uno", "dos", "dos")
    np.testing.assert_allclose(background_of(once), background_of(twice), atol=1e-7)
    assert not background_of(once.take([])).any()


def test_a_target_without_texts_scores_low(batch: Batch) -> None:
    empty = ColdStart([Target("code", "x", {}, ()), *targets_of(STUDY, FRAME)], WordEncoder(), background=background_of(batch))
    assert empty.scores(batch)[:, 0].max() < 0.5


def separable(seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """80 vectors in the plane of the first two axes; target 0 is x > 0, target 1 is always absent, target 2 has one positive."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(80, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = np.stack([vectors[:, 0] > 0, np.zeros(80), np.arange(80) == 3], axis=1).astype(float)
    return vectors, np.asarray(rng.normal(size=(80, 3)), dtype=np.float32), labels


def test_a_head_learns_what_the_frame_does_not_say() -> None:
    vectors, evidence, labels = separable()
    fitted = fit_coefficients(vectors, evidence, labels)
    scores = apply(fitted, vectors, evidence)
    assert ((scores[:, 0] > 0.5) == (labels[:, 0] > 0)).mean() > 0.9
    assert fitted.weights[0, 0] > 5 * abs(fitted.weights[1, 0])


def test_targets_with_too_few_positives_keep_the_ranking_of_the_cold_start() -> None:
    vectors, evidence, labels = separable()
    evidence[:, 0] += 3 * labels[:, 0].astype(np.float32)  # the frame is worth listening to
    fitted = fit_coefficients(vectors, evidence, labels)
    scores = apply(fitted, vectors, evidence)
    assert fitted.prior > 0
    assert not fitted.weights[:, 1:].any()
    for k in (1, 2):
        np.testing.assert_array_equal(np.argsort(scores[:, k]), np.argsort(evidence[:, k]))
    assert scores[:, 1].mean() < scores[:, 0].mean()


def test_a_frame_that_misleads_loses_its_say() -> None:
    vectors, evidence, labels = separable()
    evidence -= 3 * labels.astype(np.float32)
    assert fit_coefficients(vectors, evidence, labels).prior == 0


def test_fitting_is_deterministic_and_no_label_at_all_is_fine() -> None:
    vectors, evidence, labels = separable()
    one, two = fit_coefficients(vectors, evidence, labels), fit_coefficients(vectors, evidence, labels)
    np.testing.assert_array_equal(one.weights, two.weights)
    scores = apply(fit_coefficients(vectors, evidence, np.zeros_like(labels)), vectors, evidence)
    assert scores.max() < 0.1


def test_the_gradient_is_the_slope_of_the_loss() -> None:
    """Away from the optimum, with evidence, weights and intercepts that all count; by finite differences."""
    vectors, evidence, labels = separable()
    learnt = np.array([0, 2])
    data = (vectors.astype(float), evidence.astype(float), labels, learnt)
    at = np.random.default_rng(1).normal(size=4 * 2 + 3 + 2)

    def loss(x: NDArray[np.float64]) -> float:
        return penalised_loss(x, *data)[0]

    def slope(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return penalised_loss(x, *data)[1]

    error, gradient = check_grad(loss, slope, at), slope(at)
    assert np.abs(gradient).min() > 0.1  # every part of it is looked at
    assert error < 1e-5 * np.linalg.norm(gradient)


def test_the_fit_is_the_optimum() -> None:
    """The optimum of a convex problem: nudging any number makes the penalised loss larger."""
    vectors, evidence, labels = separable()
    fitted = fit_coefficients(vectors, evidence, labels)

    def loss(shift: float, at: int) -> float:
        weights = fitted.weights.copy()
        weights[at, 0] += shift
        scores = 1 / (1 + np.exp(-(vectors @ weights + fitted.intercepts + fitted.prior * evidence)))
        return float(-(labels * np.log(scores) + (1 - labels) * np.log(1 - scores)).sum() + 0.15 * (weights**2).sum())

    for at in range(4):
        assert loss(0.3, at) > loss(0.0, at)
        assert loss(-0.3, at) > loss(0.0, at)


def test_a_head_scores_with_its_cold_start(cold: ColdStart) -> None:
    batch = batch_of(*TEXTS * 5)
    labels = np.zeros((15, 6))
    labels[:, 2] = 1  # people say: it is always the school
    vectors = cold.centred(batch.vectors)
    fitted = fit_coefficients(vectors, cold.evidence(batch), labels)
    head = Head(
        cold, fitted, Neighbours(tuple("abcdefghijklmno"), vectors, labels > 0), version="head-x", thresholds={"code": 0.5}
    )
    assert head.scores(batch)[:, :3].argmax(axis=1).tolist() == [2] * 15
    assert head.targets == cold.targets
