"""The fast ways give what the plain ones give."""

import numpy as np
from numpy.typing import NDArray

from models.letters import Letters
from models.lexical import counts, fit_lexicon
from models.likenesses import Owned, centred, distinct, unit


def drawn(rows: int, width: int, seed: int) -> NDArray[np.float32]:
    return unit(np.random.default_rng(seed).normal(size=(rows, width)).astype(np.float32))


def test_likeness_is_the_mean_of_the_largest_and_of_the_average_cosine() -> None:
    texts, segments, owners = drawn(7, 16, 1), drawn(5, 16, 2), np.array([0, 0, 1, 3, 3, 3, 3])
    expected = np.zeros((5, 4), np.float32)
    for k in (0, 1, 3):
        cosines = segments @ texts[owners == k].T
        expected[:, k] = (cosines.max(axis=1) + cosines.mean(axis=1)) / 2
    whole = Owned(texts, owners, 4)
    np.testing.assert_allclose(whole.likeness(segments), expected, atol=1e-6)
    first = np.array([True, False, True, True, False, True, False])
    parts = [Owned(texts[some], owners[some], 4).cosines(segments) for some in (first, ~first)]
    np.testing.assert_allclose(parts[0].with_texts_of(parts[1]).likeness(), expected, atol=1e-6)


def test_no_text_is_like_nothing() -> None:
    assert (Owned(np.zeros((0, 16), np.float32), np.zeros(0, int), 3).likeness(drawn(2, 16, 1)) == 0).all()


def test_centred_vectors_have_length_one_and_zeros_stay() -> None:
    vectors = np.concatenate([drawn(3, 8, 1), np.zeros((1, 8), np.float32)])
    middle = vectors[:3].mean(axis=0)
    found = centred(vectors, middle)
    away = vectors[:3] - middle
    np.testing.assert_allclose(found[:3], away / np.linalg.norm(away, axis=1, keepdims=True), atol=1e-6)
    assert not found[3].any()


def test_distinct_rows_and_their_places() -> None:
    two = drawn(2, 4, 1)
    found, which = distinct(two[[1, 0, 1]])
    assert (found[which] == two[[1, 0, 1]]).all()
    assert len(found) == 2


def test_letters_remembered_from_earlier_texts_change_nothing() -> None:
    documents = ["Agua limpia todos los días", "Las cuentas de la tesorería", "ÁRBOLES y niñas 2021"]
    texts = ["el agua, LIMPIA", "arboles; tesorera 20210", "´ a´b \x1c de", ""]
    known = Letters(documents)
    known.likeness(documents)
    np.testing.assert_array_equal(known.likeness(texts), Letters(documents).likeness(texts))


def test_words_times_weights_whether_common_or_not() -> None:
    texts = [f"agua agua limpia {n} escuela{n % 7}" for n in range(200)]
    lexicon = fit_lexicon(counts(texts))
    weights = np.random.default_rng(1).normal(size=(len(lexicon.idf), 5)).astype(np.float32)
    words = lexicon.transform(["agua escuela3 algo", "nada", "limpia 17 agua"])
    np.testing.assert_allclose(
        words.toarray(), lexicon.weigh(counts(["agua escuela3 algo", "nada", "limpia 17 agua"])).toarray(), atol=1e-6
    )
    np.testing.assert_allclose(lexicon.times(words, weights), words @ weights, atol=1e-5)
