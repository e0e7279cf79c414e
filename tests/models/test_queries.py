"""The queue: every segment once, no near-duplicates side by side, a random share that knows nothing of the model."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.queries import BATCH, SAME, Candidates, Place, Wish, draw_number, queue
from models.query_words import why_in_words

WIDTH = 32


def unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def candidates(
    *, size: int, copies: int = 0, share: float = 0.1, reviewed: int = 5, targets: int = 6, seed: int = 1
) -> Candidates:
    """``size`` segments of random directions, of which ``copies`` say nearly the same as the first."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(size, WIDTH))
    if copies:
        vectors[:copies] = vectors[0] + 0.01 * rng.normal(size=(copies, WIDTH))
    numbers = np.array([draw_number("study", f"S1.{row:05d}") for row in range(size)])
    return Candidates(
        scores=rng.beta(0.5, 2, size=(size, targets)).astype(np.float32),
        vectors=unit(vectors),
        reviewed=unit(rng.normal(size=(reviewed, WIDTH))) if reviewed else np.zeros((0, WIDTH), np.float32),
        positives=np.full(targets, 50.0),
        rare=np.zeros(targets, np.bool_),
        drawn=np.where(numbers < share, numbers, np.nan),
        strange=np.zeros(size, np.bool_),
    )


def chosen(places: list[Place]) -> list[int]:
    return [place.row for place in places if place.strategy != "random"]


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 160), st.integers(0, 60), st.sampled_from([0.0, 0.1, 0.5, 1.0]), st.integers(0, 3), st.integers(1, 5),
    st.integers(0, 10**6),
)  # fmt: skip
def test_every_segment_has_one_place_and_the_same_again(
    size: int, copies: int, share: float, reviewed: int, targets: int, seed: int
) -> None:
    found = candidates(size=size, copies=min(copies, size), share=share, reviewed=reviewed, targets=targets, seed=seed)
    places = queue(found, seed=seed)
    assert sorted(place.row for place in places) == list(range(size))
    assert queue(found, seed=seed) == places
    assert all((place.strategy == "random") == bool(np.isfinite(found.drawn[place.row])) for place in places)


@pytest.mark.parametrize("wish", ["uncertainty", "diversity", "rare"])
def test_no_batch_holds_two_that_say_the_same_while_others_are_left(wish: Wish) -> None:
    found = candidates(size=1200, copies=300, share=0.0)
    found.scores[:300] = 0.5  # all that the model doubts most, and what the rare code wants most, says the same
    found = replace(found, rare=np.ones(6, np.bool_), positives=np.zeros(6))
    rows = chosen(queue(found, mixture={wish: 1.0}))
    for start in range(0, 850, BATCH):
        batch = found.vectors[rows[start : start + BATCH]]
        assert np.triu(batch @ batch.T, 1).max() < SAME
    assert sum(row < 300 for row in rows[:900]) == 1


def test_where_all_say_the_same_all_are_queued_all_the_same() -> None:
    found = candidates(size=200, copies=200, share=0.0)
    assert sorted(chosen(queue(found))) == list(range(200))


def test_what_resembles_a_reviewed_segment_comes_last() -> None:
    found = candidates(size=100, copies=20, share=0.0)
    rows = chosen(queue(replace(found, reviewed=found.vectors[:1])))
    assert set(rows[-20:]) == set(range(20))


def test_the_random_share_does_not_depend_on_the_model_and_is_spread_evenly() -> None:
    first, other = candidates(size=1000, seed=1), candidates(size=1000, seed=2)
    places = [[(at, p.row) for at, p in enumerate(queue(each)) if p.strategy == "random"] for each in (first, other)]
    assert places[0] == places[1]
    drawn = int(np.isfinite(first.drawn).sum())
    for end in range(100, 1001, 100):
        assert sum(at < end for at, _ in places[0]) == end * drawn // 1000
    numbers = [first.drawn[row] for _, row in places[0]]
    assert numbers == sorted(numbers)


def test_draw_numbers_are_uniform() -> None:
    numbers = np.array([draw_number("study", f"S{i // 100}.{i % 100:03d}") for i in range(20_000)])
    counts = np.histogram(numbers, bins=20, range=(0, 1))[0]
    assert ((counts - 1000) ** 2 / 1000).sum() < 43.8  # chi-square with 19 degrees of freedom, p = 0.001
    assert abs(np.corrcoef(numbers[:-1], numbers[1:])[0, 1]) < 0.03
    assert draw_number("study", "S1.001") != draw_number("other", "S1.001")


def test_strange_text_comes_early() -> None:
    found = candidates(size=500, share=0.0)
    found.strange[[400, 450, 499]] = True
    assert {400, 450, 499} <= set(chosen(queue(found))[:12])


def test_the_best_candidates_of_each_rare_code_come_first_and_are_named() -> None:
    found = candidates(size=400, share=0.0)
    found.scores[:] = 0.01
    found.scores[7, 2], found.scores[8, 4], found.scores[9, 1] = 0.2, 0.1, 0.9
    found = replace(found, rare=np.array([False, False, True, False, True, False]))
    places = [place for place in queue(found, mixture={"rare": 1.0})][:2]
    assert {(place.row, place.targets) for place in places} == {(7, (2,)), (8, (4,))}


def test_the_model_is_said_to_be_uncertain_between_the_two_that_are_nearest_to_even() -> None:
    found = candidates(size=50, share=0.0)
    found.scores[:] = 0.01
    found.scores[3] = [0.9, 0.5, 0.01, 0.45, 0.2, 0.0]
    first = queue(found, mixture={"uncertainty": 1.0})[0]
    assert (first.row, first.strategy, first.targets) == (3, "uncertainty", (1, 3))


def test_a_mixture_without_shares_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        queue(candidates(size=3, share=0.0), mixture={"rare": 0.0})


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "el modelo duda si es «A»"),
        ("en-GB", "the model is uncertain about “A”"),
        ("pt", "the model is uncertain about “A”"),
    ],
)
def test_why_in_words(language: str, said: str) -> None:
    assert why_in_words("uncertainty", ["A"], language) == said
    for strategy in ("uncertainty", "diversity", "rare", "random"):
        assert "{" not in why_in_words(strategy, ["A", "B"], language)
