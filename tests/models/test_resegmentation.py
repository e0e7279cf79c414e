"""Segments keep their numbers where text and speaker are unchanged; no number is ever used twice."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.transcripts import Segment
from models.resegmentation import carry_over, common


def said(*texts: str, speaker: str = "ANA", first: int = 1) -> list[Segment]:
    return [Segment("S1", first + i, 10 * i, 10 * i + len(text), text, speaker) for i, text in enumerate(texts)]


def test_nothing_changed() -> None:
    old = said("Sí.", "No.", "Sí.")
    carried = carry_over(old, said("Sí.", "No.", "Sí."), highest=3)
    assert carried.segments == carried.kept == tuple(old)
    assert carried.new == carried.gone == ()


def test_an_answer_put_in_between_takes_the_next_free_number() -> None:
    carried = carry_over(said("Sí.", "No."), said("Sí.", "A veces.", "No."), highest=40)
    assert [s.id for s in carried.segments] == ["S1.001", "S1.041", "S1.002"]
    assert [s.text for s in carried.new] == ["A veces."]
    assert carried.gone == ()


def test_kept_segments_are_the_new_ones_in_all_but_the_number() -> None:
    moved = Segment("S1", 1, 500, 503, "Sí.", "ANA", question="¿Y?", before="E: ¿Y?")
    (kept,) = carry_over(said("Nunca.", "Sí."), [moved], highest=2).kept
    assert (kept.number, kept.start, kept.question, kept.before) == (2, 500, "¿Y?", "E: ¿Y?")


def test_another_speaker_is_another_segment() -> None:
    carried = carry_over(said("Sí."), said("Sí.", speaker="LUIS"), highest=1)
    assert ([s.number for s in carried.new], [s.number for s in carried.gone]) == ([2], [1])


def test_numbers_of_an_earlier_change_stay_where_they_are() -> None:
    old = [*said("Uno.", first=1), *said("Dos.", first=9), *said("Tres.", first=3)]
    carried = carry_over(old, said("Uno.", "Dos y medio.", "Tres."), highest=9)
    assert [s.number for s in carried.segments] == [1, 10, 3]
    assert [s.number for s in carried.gone] == [9]


def test_everything_is_gone_or_new() -> None:
    assert carry_over(said("Uno."), [], highest=1).gone == tuple(said("Uno."))
    assert [s.number for s in carry_over([], said("Uno."), highest=0).new] == [1]


def longest(a: str, b: str) -> int:
    """The textbook table."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


@given(a=st.text("abc", max_size=30), b=st.text("abcd", max_size=30))
def test_the_common_subsequence_is_one_and_as_long_as_any(a: str, b: str) -> None:
    pairs = common(a, b)
    assert len(pairs) == longest(a, b)
    assert all(a[i] == b[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in itertools.pairwise(pairs))


@given(
    a=st.lists(st.sampled_from(["Sí.", "No.", "Ya."]), max_size=12),
    b=st.lists(st.sampled_from(["Sí.", "No.", "Ya."]), max_size=12),
)
def test_no_number_is_used_twice(a: list[str], b: list[str]) -> None:
    old = said(*a)
    carried = carry_over(old, said(*b), highest=len(a) + 5)
    numbers = [s.number for s in carried.segments]
    assert len(set(numbers)) == len(b)
    assert [s.text for s in carried.segments] == b
    by_number = {s.number: s.text for s in old}
    assert all(by_number[s.number] == s.text for s in carried.kept)
    assert all(s.number > len(a) + 5 for s in carried.new)
    assert sorted(s.number for s in (*carried.kept, *carried.gone)) == sorted(by_number)


@pytest.mark.parametrize("between", ["No.", "other"])
def test_thousands_of_equal_answers_are_no_trouble(between: str) -> None:
    old = said("first", *["No."] * 6000)
    began = time.perf_counter()
    carried = carry_over(old, said(between, *["No.", "Sí."] * 4000), highest=len(old))
    assert len(carried.kept) >= 4000
    assert time.perf_counter() - began < 10
