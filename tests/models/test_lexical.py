"""Features of words by hand: beginnings cross inflections, accents and case do not count, order counts for pairs only."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.lexical import counts, fit_lexicon, parted, words_in


def likeness(one: str, two: str) -> float:
    found = fit_lexicon(counts([one, two, "otra cosa"])).transform([one, two])
    return float((found @ found.T)[0, 1])


def test_accents_and_case_do_not_count() -> None:
    assert likeness("Maíz, TEJÍAMOS", "maiz tejiamos") > 0.999


def test_inflections_share_their_beginning() -> None:
    assert 0.1 < likeness("tortilla", "tortillería") < 0.9
    assert likeness("tortilla", "comal") == 0


def test_pairs_keep_the_order() -> None:
    assert 0.3 < likeness("vida buena", "buena vida") < 0.99


def test_a_word_is_counted_as_often_as_it_is_there() -> None:
    assert sorted(counts(["sol sol luna"]).data.tolist()) == [1, 1, 1, 2]  # luna, two pairs, sol


def test_a_word_in_every_text_weighs_least() -> None:
    lexicon = fit_lexicon(counts(["el sol", "el mar", "el río"]))
    assert lexicon.idf.min() == 1
    assert (lexicon.idf == 1).sum() == 1


def test_nothing_shared_is_a_row_of_zeros() -> None:
    found = fit_lexicon(counts(["uno dos"])).transform(["", "tres", "uno"])
    np.testing.assert_allclose(np.asarray(found.power(2).sum(axis=1)).ravel(), [0, 0, 1], atol=1e-6)
    assert fit_lexicon(counts([])).transform(["uno"]).shape == (1, 0)


def test_common_and_rare_features_together_are_cosines() -> None:
    texts = [f"casa número {n % 7} del pueblo {n % 3} y {n}" for n in range(60)]
    words = fit_lexicon(counts(texts)).transform(texts)
    full, rare = parted(words)
    alike = full @ full.T + (rare @ rare.T).toarray()
    np.testing.assert_allclose(alike, (words @ words.T).toarray(), atol=1e-6)
    np.testing.assert_allclose(np.diag(alike), 1, atol=1e-6)
    assert np.diff(rare.tocsc().indptr).max() <= 1 < (full > 0).sum(axis=0).min()


@given(st.text(max_size=60))
def test_words_are_what_a_plain_search_for_them_finds(text: str) -> None:
    assert words_in(text) == re.findall(r"\w+", text)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_every_text_can_be_counted_in_any_company(texts: list[str]) -> None:
    whole = counts(texts)
    for row, text in enumerate(texts):
        np.testing.assert_array_equal((whole[row] - counts([text])).count_nonzero(), 0)
