"""A head learns what the frame does not say, keeps what it says of targets that nobody used, and is the same every time."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from models.batches import Batch, make_batch
from models.classifiers import ColdStart, Head, background_of
from models.heads import Coefficients, apply, fit_coefficients
from models.lexical import counts, fit_lexicon
from models.targets import targets_of
from tests.models.toys import FRAME, STUDY, WordEncoder, segment_of
from tests.training.toys import reviewed_of
from training.datasets import Reviewed
from training.fitting import fit_head, held_out_scores

SESSIONS, EACH = 8, 12


@pytest.fixture(scope="module")
def study() -> tuple[Reviewed, ColdStart]:
    return reviewed_of(sessions=SESSIONS, each=EACH)


def fitted_to(reviewed: Reviewed, cold: ColdStart, labels: NDArray[np.float64] | None = None) -> Coefficients:
    return fit_coefficients(reviewed.batch, cold, reviewed.labels if labels is None else labels, reviewed.groups)


def asked(*texts: str, question: str = "") -> Batch:
    segments = [segment_of(text, session="S99", number=i, question=question) for i, text in enumerate(texts, start=1)]
    return make_batch(segments, WordEncoder())


def test_a_head_learns_what_the_frame_does_not_say(study: tuple[Reviewed, ColdStart]) -> None:
    reviewed, cold = study
    new = asked("pozo calle", "recibo gente", "maestra ayer", "calle gente")
    scores = apply(fitted_to(reviewed, cold), new, cold)[:, :3]
    assert scores[:3].argmax(axis=1).tolist() == [0, 1, 2]
    assert scores[:3].max(axis=1).min() > 0.6
    assert scores[3].max() < 0.4


class FlatEncoder(WordEncoder):
    """Knows no meaning: every text has the same vector."""

    def encode(self, texts, *, progress=None):  # type: ignore[no-untyped-def]
        return super().encode(["x"] * len(texts), progress=progress)


def test_words_are_learnt_where_the_encoder_sees_nothing(study: tuple[Reviewed, ColdStart]) -> None:
    segments = study[0].segments
    batch = make_batch(segments, FlatEncoder())
    cold = ColdStart(study[0].targets, FlatEncoder(), background=background_of(batch))
    reviewed = replace(study[0], batch=batch)
    new = make_batch([segment_of("el pozo", session="X"), segment_of("el recibo", session="X")], FlatEncoder())
    assert apply(fitted_to(reviewed, cold), new, cold)[:, :3].argmax(axis=1).tolist() == [0, 1]


def test_the_question_is_learnt_from(study: tuple[Reviewed, ColdStart]) -> None:
    rows = range(40)
    segments = [
        segment_of("Pues sí, cómo no.", session=f"S{i % 8}", number=i, question="¿Y la fiesta?" if i % 2 else "¿Y la calle?")
        for i in rows
    ]
    batch = make_batch(segments, WordEncoder())
    labels = np.zeros((40, 6))
    labels[1::2, 0] = labels[::2, 1] = 1
    cold = ColdStart(study[0].targets, WordEncoder(), background=background_of(batch))
    fitted = fit_coefficients(batch, cold, labels, np.array([s.session_id for s in segments]))
    found = [
        apply(fitted, asked("Pues sí.", question=question), cold)[0, :2].argmax()
        for question in ("¿Y la fiesta?", "¿Y la calle?")
    ]
    assert found == [0, 1]


def test_a_target_without_positives_keeps_the_order_of_the_frame(study: tuple[Reviewed, ColdStart]) -> None:
    reviewed, cold = study
    labels = reviewed.labels.copy()
    labels[:, 2] = 0
    fitted = fitted_to(reviewed, cold, labels)
    assert not fitted.weights[:, 2].any()
    assert fitted.learnt is not None
    assert not fitted.learnt.words[:, 2].any()
    assert not fitted.learnt.questions[:, 2].any()
    new = asked("La escuela donde estudian las maestras.", "En la escuela.", "Nada que ver.")
    scores = apply(replace(fitted, learnt=replace(fitted.learnt, parts=0 * fitted.learnt.parts), prior=1.0), new, cold)[:, 2]
    assert np.argsort(scores).tolist() == np.argsort(cold.evidence(new)[:, 2]).tolist()


def test_no_label_at_all_is_fine(study: tuple[Reviewed, ColdStart]) -> None:
    reviewed, cold = study
    scores = apply(fitted_to(reviewed, cold, 0 * reviewed.labels), reviewed.batch, cold)
    assert np.isfinite(scores).all()
    assert scores.max() < 0.1


def test_a_single_transcript_or_segment_is_fine(study: tuple[Reviewed, ColdStart]) -> None:
    reviewed, cold = study
    for rows in ([0], list(range(EACH))):
        one = reviewed.take(rows)
        assert np.isfinite(apply(fitted_to(one, cold), reviewed.batch, cold)).all()
        assert np.isfinite(held_out_scores(one, cold, seed=1)).all()


def test_fitting_again_gives_the_same_numbers(study: tuple[Reviewed, ColdStart]) -> None:
    one, two = fitted_to(*study), fitted_to(*study)
    np.testing.assert_array_equal(one.weights, two.weights)
    np.testing.assert_array_equal(apply(one, study[0].batch, study[1]), apply(two, study[0].batch, study[1]))


def test_nothing_that_was_seen_before_changes_a_fit(study: tuple[Reviewed, ColdStart]) -> None:
    """A cold start that has scored and been fitted over, and one that was just made."""
    reviewed, cold = study
    cold.scores(reviewed.batch)
    fresh = ColdStart(cold.targets, WordEncoder(), background=cold.background)
    warm, new = fitted_to(reviewed, cold), fitted_to(reviewed, fresh)
    np.testing.assert_array_equal(warm.weights, new.weights)
    np.testing.assert_array_equal(apply(warm, reviewed.batch, cold), apply(new, reviewed.batch, fresh))


def test_what_reviews_say_is_a_ridge_regression_written_plainly(study: tuple[Reviewed, ColdStart]) -> None:
    """In double precision, with the whole matrix of likenesses; all that is learnt of it afterwards is one factor."""
    reviewed, cold = study
    fitted = fitted_to(reviewed, cold)
    words = [segment.words for segment in reviewed.segments]
    lexicon = fit_lexicon(counts(words))
    v, q, w = (
        np.asarray(x, np.float64)
        for x in (cold.centred(reviewed.vectors), cold.centred(reviewed.batch.questions), lexicon.transform(words).toarray())
    )
    alphas = np.linalg.solve(1 + v @ v.T + 0.3 * q @ q.T + w @ w.T + np.eye(len(v)), reviewed.labels)
    assert fitted.learnt is not None
    learnt = [(fitted.weights, v.T @ alphas), (fitted.learnt.questions, 0.3 * q.T @ alphas), (fitted.learnt.words, w.T @ alphas)]
    factor = float((fitted.weights * (v.T @ alphas)).sum() / ((v.T @ alphas) ** 2).sum())
    for found, plain in learnt:
        np.testing.assert_allclose(found, factor * plain, atol=1e-4)


def test_a_score_does_not_depend_on_the_company(study: tuple[Reviewed, ColdStart]) -> None:
    reviewed, cold = study
    head = fit_head(reviewed, cold, version="head-x", thresholds={"code": 0.5})
    together = head.scores(reviewed.batch)
    for row in (0, 7, 50):
        np.testing.assert_allclose(head.scores(reviewed.batch.take([row]))[0], together[row], atol=1e-5)


def test_held_out_scores_did_not_see_the_transcript(study: tuple[Reviewed, ColdStart]) -> None:
    """Other labels in one transcript change the scores of others, and not its own."""
    reviewed, cold = study
    there = reviewed.groups == "S03"
    labels = reviewed.labels.copy()
    labels[there] = 1 - labels[there]
    folds = SESSIONS  # each transcript apart
    before = held_out_scores(reviewed, cold, seed=1, folds=folds)
    after = held_out_scores(replace(reviewed, labels=labels), cold, seed=1, folds=folds)
    np.testing.assert_array_equal(after[there], before[there])
    assert np.abs(after[~there] - before[~there]).max() > 0.01


def test_held_out_scores_are_chances(study: tuple[Reviewed, ColdStart]) -> None:
    reviewed, cold = study
    scores = held_out_scores(reviewed, cold, seed=1)[:, :3]
    assert scores.mean() == pytest.approx(reviewed.labels[:, :3].mean(), abs=0.03)
    assert reviewed.labels[:, :3][scores > 0.6].mean() > 0.8


def test_labels_by_lot_are_not_believed() -> None:
    reviewed, cold = reviewed_of(sessions=SESSIONS, each=EACH, telling=False)
    scores = held_out_scores(reviewed, cold, seed=1)[:, :3]
    assert scores.std(axis=0).max() < 0.15


def test_a_head_scores_with_its_cold_start(study: tuple[Reviewed, ColdStart]) -> None:
    reviewed, cold = study
    head = fit_head(reviewed, cold, version="head-x", thresholds={"code": 0.5})
    assert isinstance(head, Head)
    assert head.targets == tuple(targets_of(STUDY, FRAME))
    assert head.weights.shape == (WordEncoder.width, 6)
    assert head.neighbours.ids[0] == reviewed.segments[0].id
