"""A label is what at least half of those who reviewed a segment said."""

from datetime import UTC, datetime
from itertools import permutations

import numpy as np

from annotations.codings import Coding, Kind
from models.batches import make_batch
from models.targets import targets_of
from tests.models.toys import FRAME, STUDY, WordEncoder, segment_of
from training.datasets import from_codings

TARGETS = targets_of(STUDY, FRAME)
BATCH = make_batch(
    [segment_of("Dos.", session="S2", number=1), segment_of("Uno.", number=1), segment_of("Nada.", number=2), segment_of("No leído.", number=3)],
    WordEncoder(),
)  # fmt: skip


def coding(segment_id: str, coder_id: str, target: str, kind: Kind = "code", round: int = 1) -> Coding:
    return Coding(segment_id, coder_id, kind, target, round, 3, datetime(2026, 1, 1, tzinfo=UTC))


CODINGS = [
    coding("S1.001", "a", "water"),
    coding("S1.001", "a", "water", round=2),  # the same coder again is no second voice
    coding("S1.001", "b", "money"),
    coding("S1.001", "c", "money"),
    coding("S2.001", "a", "homes", "domain"),
    coding("S2.001", "a", "gone from the frame"),
    coding("S2.001", "a", "X1", "change"),
    coding("S2.001", "b", "money"),  # has not finished reviewing it
    coding("S1.003", "a", "water"),  # nobody finished reviewing it
]
REVIEWED_BY = [
    ("S1.001", "a"),
    ("S1.001", "b"),
    ("S1.001", "c"),
    ("S2.001", "a"),
    ("S1.002", "a"),
    ("S1.002", "b"),
    ("S9.001", "a"),
]


def test_labels_by_segment_id_with_negatives_and_groups() -> None:
    found = from_codings(BATCH, TARGETS, CODINGS, REVIEWED_BY)
    assert [s.id for s in found.segments] == ["S1.001", "S1.002", "S2.001"]
    assert found.labels.tolist() == [[0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 0, 0]]
    assert found.groups.tolist() == ["S1", "S1", "S2"]
    np.testing.assert_array_equal(found.vectors, BATCH.vectors[[1, 2, 0]])


def test_half_is_enough() -> None:
    found = from_codings(BATCH, TARGETS, [coding("S1.001", "a", "water")], [("S1.001", "a"), ("S1.001", "b")])
    assert found.labels[0].tolist() == [1, 0, 0, 0, 0, 0]


def test_the_hash_is_of_the_content_not_of_the_order() -> None:
    one = from_codings(BATCH, TARGETS, CODINGS, REVIEWED_BY)
    other = from_codings(BATCH.take([3, 2, 1, 0]), TARGETS, CODINGS[::-1], REVIEWED_BY[::-1])
    assert one.data_hash == other.data_hash
    assert from_codings(BATCH, TARGETS, CODINGS[:2], REVIEWED_BY).data_hash != one.data_hash
    assert from_codings(BATCH, TARGETS, CODINGS, REVIEWED_BY[:4]).data_hash != one.data_hash


def test_nothing_reviewed() -> None:
    assert from_codings(BATCH, TARGETS, CODINGS, []).labels.shape == (0, 6)


def test_sessions_that_share_a_person_stay_together() -> None:
    """Linked by a chain, through a session that nobody reviewed; a person in one session only links nothing."""
    linked = from_codings(BATCH, TARGETS, CODINGS, REVIEWED_BY, together=[["S8"], {"S2", "S9"}, ("S9", "S1")])
    assert linked.groups.tolist() == ["S1", "S1", "S1"]
    apart = from_codings(BATCH, TARGETS, CODINGS, REVIEWED_BY, together=[{"S2", "S9"}, ("S1", "S8"), ["S2"], []])
    assert apart.groups.tolist() == ["S1", "S1", "S2"]


def test_chains_are_followed_in_any_order() -> None:
    links = [{"a", "b"}, {"c", "d"}, {"e", "f"}, {"b", "c"}]
    batch = make_batch([segment_of("Uno.", session=session) for session in "abcdef"], WordEncoder())
    for order in permutations(links):
        found = from_codings(batch, TARGETS, [], [(f"{session}.001", "x") for session in "abcdef"], together=order)
        assert found.groups.tolist() == ["a", "a", "a", "a", "e", "e"]


def test_the_hash_changes_with_the_groups_and_only_with_them() -> None:
    alone, linked, other, idle = (
        from_codings(BATCH, TARGETS, CODINGS, REVIEWED_BY, together=each)
        for each in ((), [{"S1", "S2"}], [("S2", "S9"), ("S1", "S9")], [{"S1", "S9"}])
    )
    assert linked.data_hash == other.data_hash != alone.data_hash == idle.data_hash
