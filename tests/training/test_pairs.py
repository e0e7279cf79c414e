"""Pairs: wanted is the overlap of the codes, rare codes are met as often as common ones, the seed decides everything."""

import numpy as np

from models.batches import make_batch
from models.targets import targets_of
from tests.models.toys import FRAME, STUDY, WordEncoder, segment_of
from training.datasets import Reviewed
from training.pairs import overlap, pairs_of

CODES = [[0], [0], [0], [0], [0], [0], [0, 1], [1], [], [2]]


def _reviewed() -> Reviewed:
    targets = targets_of(STUDY, FRAME)
    labels = np.zeros((len(CODES), len(targets)))
    for row, codes in enumerate(CODES):
        labels[row, codes] = 1
    segments = [segment_of(f"respuesta {row}", number=row + 1) for row in range(len(CODES))]
    return Reviewed(make_batch(segments, WordEncoder()), tuple(targets), labels)


def test_what_is_wanted_is_the_overlap_of_the_codes() -> None:
    reviewed = _reviewed()
    pairs = pairs_of(reviewed, 400, seed=1)
    segments = [(a, b, w) for a, b, w in zip(pairs.left, pairs.right, pairs.wanted, strict=True) if b < len(CODES)]
    assert {(6, 7), (0, 6)} <= {(a, b) for a, b, _ in segments}
    for a, b, wanted in segments:
        assert a != b
        assert wanted == np.float32(overlap(reviewed.labels[a], reviewed.labels[b]))
    assert {float(w) for a, b, w in segments if {a, b} == {6, 7}} == {0.5}


def test_a_text_of_the_frame_is_near_to_who_carries_its_code_and_far_from_others() -> None:
    reviewed = _reviewed()
    pairs = pairs_of(reviewed, 400, seed=1)
    owners = {text.text: k for k, target in enumerate(reviewed.targets) for text in target.texts}
    frame = [(a, b, w) for a, b, w in zip(pairs.left, pairs.right, pairs.wanted, strict=True) if b >= len(CODES)]
    assert len(frame) > 150
    for a, b, wanted in frame:
        assert wanted == reviewed.labels[a, owners[pairs.texts[b]]]
    sources = {text.source for target in reviewed.targets for text in target.texts if text.text in pairs.texts[len(CODES) :]}
    assert {"name", "definition", "example"} <= sources


def test_rare_codes_are_met_as_often_as_common_ones() -> None:
    left = pairs_of(_reviewed(), 600, seed=1).left
    assert 140 < (left == 9).sum() < 260  # the only carrier of its code: a third of all draws


def test_the_seed_decides_and_without_codes_there_is_nothing() -> None:
    first, same, other = (pairs_of(_reviewed(), 50, seed=seed) for seed in (1, 1, 2))
    assert (first.left == same.left).all()
    assert (first.right == same.right).all()
    assert not ((first.left == other.left).all() and (first.right == other.right).all())
    empty = _reviewed()
    none = Reviewed(empty.batch, empty.targets, np.zeros_like(empty.labels))
    assert pairs_of(none, 50, seed=1).left.size == 0
