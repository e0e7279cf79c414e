"""Colours that everybody can tell apart, and words that fit."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from service.figures.style import AGAINST, FOR, INK, NEUTRAL, PALETTE, QUIET, colour, contrast, text_width, wrapped

# Machado, Oliveira & Fernandes (2009), severity 1: linear RGB as seen without red, and without green cones.
PROTAN = np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]])
DEUTAN = np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]])
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.95047, 1.0, 1.08883])


def _linear(hexadecimal: str) -> NDArray[np.float64]:
    parts = np.array([int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.asarray(np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4))


def _lab(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y, z = np.cbrt(np.maximum(TO_XYZ @ linear / WHITE, 0.008856))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _apart(one: str, other: str, eyes: NDArray[np.float64]) -> float:
    a, b = (_lab(np.clip(eyes @ _linear(c), 0, 1)) for c in (one, other))
    return float(np.linalg.norm(a - b))


@pytest.mark.parametrize("shade", [*PALETTE, FOR, AGAINST, NEUTRAL])
def test_every_colour_stands_out_from_paper(shade: str) -> None:
    assert contrast(shade) >= 3.0


@pytest.mark.parametrize("shade", [INK, QUIET])
def test_words_can_be_read(shade: str) -> None:
    assert contrast(shade) >= 4.5


@pytest.mark.parametrize("eyes", [np.eye(3), PROTAN, DEUTAN])
def test_colours_differ_for_colour_blind_readers(eyes: NDArray[np.float64]) -> None:
    for one, other in combinations(PALETTE, 2):
        assert _apart(one, other, eyes) > 10, (one, other)


def test_contrast_of_known_pairs() -> None:
    assert contrast("#FFFFFF") == 1.0
    assert contrast("#777777") == pytest.approx(4.48, abs=0.01)


def test_colours_begin_again() -> None:
    assert colour(len(PALETTE)) == colour(0)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), max_size=60), st.integers(60, 300)
)
def test_lines_fit_and_say_what_was_given(word: str, width: int) -> None:
    text = " ".join(filter(None, ["uno", word, "dos"]))
    lines = wrapped(text, width, lines=99)
    assert all(text_width(line) <= width for line in lines)
    assert all("…" in line or line in text for line in lines)
