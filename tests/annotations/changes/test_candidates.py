"""Ids of proposals: the same while they share half of their segments, never given twice."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.changes.candidates import next_ids, same_as_before

SEGMENTS = st.sets(st.sampled_from("abcdefghij"), min_size=1)


def test_a_proposal_goes_on_while_it_shares_half_of_the_smaller() -> None:
    before = {"K001": ["a", "b", "c", "d"], "K002": ["x", "y"]}
    assert same_as_before([["a", "b", "c", "d", "e", "f"], ["y"]], before) == ["K001", "K002"]
    assert same_as_before([["a", "p", "q", "r"]], before) == [""]
    assert same_as_before([["a", "b", "p", "q"]], before) == ["K001"]


def test_of_two_parts_of_one_proposal_the_larger_goes_on() -> None:
    assert same_as_before([["d"], ["a", "b", "c"]], {"K001": ["a", "b", "c", "d"]}) == ["", "K001"]


def test_ids_are_never_given_again() -> None:
    assert next_ids([], 2) == ["K001", "K002"]
    assert next_ids(["K001", "K120", "other"], 1) == ["K121"]
    assert next_ids(["K999"], 1) == ["K1000"]


@given(st.lists(SEGMENTS, max_size=5), st.lists(SEGMENTS, max_size=5))
def test_no_id_goes_on_twice_and_each_one_has_half(now: list[set[str]], held: list[set[str]]) -> None:
    before = {f"K{at}": segments for at, segments in enumerate(held)}
    found = same_as_before(now, before)
    kept = [id_ for id_ in found if id_]
    assert len(kept) == len(set(kept))
    for segments, id_ in zip(now, found, strict=True):
        if id_:
            assert 2 * len(segments & before[id_]) >= min(len(segments), len(before[id_]))
    assert all(same_as_before(held, before))  # what is proposed again as it was keeps its id
