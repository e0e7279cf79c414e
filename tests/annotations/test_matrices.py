"""Codes beside sessions, groups and each other, counted by hand; and what holds of every matrix."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.analysis import Counts
from annotations.codings import Coding
from annotations.matrices import COLUMNS, matrix, pairs
from tests.annotations.meadow import SAID, coding, meadow, segments

CODES = ("fees", "debt", "dust", "fair", "safe")
some_codings = st.lists(
    st.builds(lambda n, code: coding(segments()[n].id, "code", code), st.integers(0, len(SAID) - 1), st.sampled_from(CODES)),
    max_size=30,
)


def test_codes_beside_sessions() -> None:
    found = matrix(meadow(), "session")
    assert found.rows == ("theme", "money", "fees", "debt", "dust", "priority", "fair", "safe")
    assert found.columns == ("S1", "S2", "G1", "V1", "W1")
    assert {value: found.cells.get(("fees", value)) for value in found.columns} == {
        "S1": Counts(1, 1, 1), "S2": None, "G1": Counts(1, 1, 1), "V1": Counts(1, 1, 1), "W1": None,
    }  # fmt: skip
    assert found.cells["dust", "G1"] == Counts(1, 1, 2, 1)
    assert found.cells["theme", "G1"] == Counts(1, 1, 2, 1), "G1.002 has fees and dust: one segment of the family"
    assert found.by_row["fees"] == Counts(2, 3, 3), "R1 said it twice: three segments, two people"
    assert found.by_column["S2"] == Counts(1, 1, 1), "S2.001 has no code"
    assert "safe" not in found.by_row


def test_codes_beside_groups_and_who_nobody_knows() -> None:
    found = matrix(meadow(), "category")
    assert found.columns == ("household", "committee", "partner", "")
    assert found.cells["dust", ""] == Counts(0, 1, 1, 1)
    assert found.cells["fees", "household"] == Counts(2, 3, 3)


def test_codes_together() -> None:
    found = matrix(meadow(), "code")
    assert list(pairs(found)) == [("fees", "dust", Counts(1, 1, 1)), ("debt", "dust", Counts(1, 1, 1))]
    assert found.cells["dust", "fees"] == Counts(1, 1, 1)
    assert ("dust", "dust") not in found.cells


def test_a_code_that_the_frame_no_longer_has_is_shown_last() -> None:
    assert matrix(meadow(coding("S1.001", "code", "gold")), "session").rows[-1] == "gold"
    assert matrix(meadow(coding("S1.001", "code", "gold"), coding("S1.001", "code", "fees")), "code").rows[-1] == "gold"


@given(some_codings, st.sampled_from([of for of in COLUMNS if of != "code"]))
def test_totals_are_counted_not_added(codings: list[Coding], of: str) -> None:
    found = matrix(meadow(*codings, coding("W1.002", "code", "safe")), of)
    for (code, value), counts in found.cells.items():
        total, beside = found.by_row[code], found.by_column[value]
        assert all(part <= whole for part, whole in zip(counts.numbers, total.numbers, strict=True))
        assert all(part <= whole for part, whole in zip(counts.numbers, beside.numbers, strict=True))
    if of in ("session", "category", "method", "place"):  # a segment has one of these
        for code, total in found.by_row.items():
            assert (
                sum(found.cells[code, value].segments for value in found.columns if (code, value) in found.cells)
                == total.segments
            )


@given(some_codings, st.randoms())
def test_order_does_not_matter(codings: list[Coding], random: object) -> None:
    shuffled = list(codings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    last = coding("W1.002", "code", "safe")
    for of in COLUMNS:
        one, other = matrix(meadow(*codings, last), of), matrix(meadow(last, *shuffled), of)
        assert (one.cells, one.by_row, one.by_column, one.rows) == (other.cells, other.by_row, other.by_column, other.rows)


@given(some_codings)
def test_together_is_the_same_both_ways(codings: list[Coding]) -> None:
    found = matrix(meadow(*codings, coding("W1.002", "code", "safe")), "code")
    assert all(found.cells[b, a] == counts for (a, b), counts in found.cells.items())
    assert all(counts.segments <= found.by_row[a].segments for (a, _), counts in found.cells.items())
