"""Periods in order, and points as series."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import BadInput
from annotations.triangulation.periods import period_of
from annotations.triangulation.series import counted_of, series_of
from tests.annotations.triangulation.points import PAID, point


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-03", "2021-03-01", "2021-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021-03-15", "2021-03-15", "2021-03-15"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-T4", "2024-10-01", "2024-12-31"),
        ("2024-S2", "2024-07-01", "2024-12-31"),
        ("H1 2024", "2024-01-01", "2024-06-30"),
        ("2019/2020", "2019-01-01", "2020-12-31"),
        ("2019/20", "2019-01-01", "2020-12-31"),
        (" 2019 – 2021 ", "2019-01-01", "2021-12-31"),
        ("2019-21", "2019-01-01", "2021-12-31"),
    ],
)
def test_periods(written: str, start: str, end: str) -> None:
    found = period_of(written)
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


@pytest.mark.parametrize("written", ["", "last year", "2021-02-30", "2024-S3", "2024-Q5", "2023/2020", "21", "2021-00", "20215"])
def test_no_periods(written: str) -> None:
    with pytest.raises(BadInput, match="is no period"):
        period_of(written)


@given(st.text(max_size=20))
def test_anything_else_is_refused_or_read(written: str) -> None:
    try:
        found = period_of(written)
    except BadInput:
        return
    assert found.start <= found.end


def test_points_of_one_indicator_unit_and_place_are_a_series_in_order() -> None:
    other = point("X1", 5, "2020", place="Baja")
    first, second = series_of([PAID[2], other, PAID[0], PAID[1]])
    assert [one.id for one in first.points] == ["D1", "D2", "D3"]
    assert (second.place, second.points) == ("Baja", (other,))
    assert first.id != second.id
    assert series_of(PAID)[0].id == first.id


def test_what_cannot_be_compared() -> None:
    [one] = series_of(
        [
            point("D1", 97, "2020", "118 tomas"),
            point("D2", 86, "2021", "308 tomas"),
            point("D3", 80, "2021", "308 tomas", source="B"),
        ]
    )
    assert one.denominators == ("118 tomas", "308 tomas")
    assert one.denominators_change
    assert one.sources_disagree == ("2021",)
    [same] = series_of(PAID)
    assert not same.denominators_change
    assert same.sources_disagree == ()


@pytest.mark.parametrize(
    ("words", "number"), [("412 households", 412), ("1,200", 1200), ("1.200 hogares", 1200), ("households", None), ("", None)]
)
def test_denominators(words: str, number: float | None) -> None:
    assert counted_of(words) == number
