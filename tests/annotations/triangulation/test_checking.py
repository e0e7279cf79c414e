"""What the number check says of sentences whose truth against a series is known."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.triangulation.checking import check_claim, stated_in
from annotations.triangulation.records import DataPoint
from annotations.triangulation.series import series_of
from tests.annotations.triangulation.points import CASES, MONEY, PAID, point

HERE = ("Alta",)


def kinds(claim: str, language: str, points: tuple[DataPoint, ...], known: tuple[DataPoint, ...] = ()) -> list[str]:
    return sorted(one.kind for one in check_claim(claim, language, points, known or points, HERE))


@pytest.mark.parametrize(
    ("language", "claim"),
    [
        ("en", "The rate rose to 81 percent in 2023 [S01.006]."),
        ("es", "La tasa subió a 81 por ciento en 2023 [S01.006]."),
        ("es", "En 2023 el pago aumentó hasta el 81 %."),
        ("en", "By 2023 it had increased to eighty-one percent."),
    ],
)
def test_a_headline_that_rises_while_its_figure_falls(language: str, claim: str) -> None:
    """The number is right, the direction is not: exactly what a reader passes over."""
    assert kinds(claim, language, PAID) == ["agrees", "direction_differs"]


@pytest.mark.parametrize(
    ("claim", "language", "expected"),
    [
        ("From 100 in 2020 to 81 percent in 2023.", "en", ["agrees", "agrees"]),
        ("Entre 2020 y 2023 bajó de 100 a 81 por ciento.", "es", ["agrees", "agrees", "direction_agrees"]),
        ("Desde 2020 el pago a tiempo subió de 60 por ciento a 81 por ciento en 2023.", "es", ["agrees", "differs", "direction_differs"]),
        ("In 2021 it was 95 percent.", "en", ["differs"]),
        ("In 2021 it was about 95 percent.", "en", ["agrees"]),
        ("En 2021 era de más de 90 por ciento.", "es", ["agrees"]),
        ("En 2021 era de menos de 90 por ciento.", "es", ["differs"]),
        ("In 2022 it was 92 percent.", "en", ["not_in_series"]),
        ("Pagan 249 de 308 tomas en 2023.", "es", ["agrees"]),
        ("De 308 tomas, en 2023 pagaron a tiempo 150.", "es", ["differs"]),
        ("249 of 412 households paid in 2023.", "en", ["differs"]),
        ("It fell by 19 points between 2020 and 2023.", "en", ["change_agrees", "direction_agrees"]),
        ("It fell by 30 points between 2020 and 2023.", "en", ["change_differs", "direction_agrees"]),
        ("El pago no bajó.", "es", ["direction_differs"]),
        ("Payments rose.", "en", ["direction_differs"]),
        ("People pay on time.", "en", ["nothing_to_check"]),
        ("They pay 50 pesos in 2023.", "en", ["unit_differs"]),
    ],
)  # fmt: skip
def test_of_a_share(claim: str, language: str, expected: list[str]) -> None:
    assert kinds(claim, language, PAID) == expected


@pytest.mark.parametrize(
    ("claim", "language", "expected"),
    [
        ("In 2019 there were 1,200 casos.", "en", ["agrees"]),
        ("En 2019 hubo 1.200 casos.", "es", ["agrees"]),
        ("En 2019 hubo 1,2 casos.", "es", ["differs"]),
        ("Los casos bajaron a la mitad.", "es", ["change_agrees", "direction_agrees"]),
        ("Los casos se redujeron un 50 por ciento.", "es", ["change_agrees", "direction_agrees"]),
        ("Los casos se duplicaron.", "es", ["change_differs"]),
        ("En 2019 hubo tres talleres.", "es", ["not_in_series"]),
        ("En 2019 hubo 700 casos.", "es", ["differs"]),
        ("Eran cuatro, cinco a la semana.", "es", ["not_in_series", "not_in_series"]),
    ],
)
def test_of_a_count(claim: str, language: str, expected: list[str]) -> None:
    assert kinds(claim, language, CASES) == expected


def test_money() -> None:
    assert kinds("La partida pasó de 260 mil pesos en 2022 a 410,000 pesos en 2023.", "es", MONEY) == ["agrees", "agrees"]
    assert kinds("The budget was $500,000 in 2023.", "en", MONEY) == ["differs"]


def test_what_hinders_comparing_is_said() -> None:
    changing = (point("D1", 97, "2020", "118 tomas"), point("D2", 86, "2023", "308 tomas"))
    assert kinds("86 percent in 2023.", "en", changing) == ["agrees", "denominators_change"]
    two = (point("D1", 86, "2023"), point("D2", 70, "2023", source="Ayuntamiento"))
    assert kinds("86 percent in 2023.", "en", two) == ["agrees", "sources_disagree"]
    [far] = [one for one in check_claim("86 % in 2023", "en", two[:1], two[:1], ("Baja", "Media")) if one.kind == "other_place"]
    assert (far.place, far.places, far.speaks) == ("Alta", ("Baja", "Media"), "note")


def test_another_total_is_said() -> None:
    assert kinds("200 de 247 tomas pagan a tiempo en 2023.", "es", PAID) == ["agrees", "denominator_differs"]


def test_periods_are_never_averaged() -> None:
    halves = (point("D1", 60, "2022-S1"), point("D2", 100, "2022-S2"))
    [finding] = check_claim("In 2022 it was 80 percent.", "en", halves, halves, HERE)
    assert (finding.kind, finding.because) == ("not_in_series", "finer")
    assert kinds("En el segundo semestre de 2022 fue 100 por ciento.", "es", halves) == ["agrees"]


def test_a_number_without_a_period_is_compared_with_what_was_attached() -> None:
    assert kinds("81 percent pay.", "en", PAID[2:], PAID) == ["agrees"]
    assert kinds("81 percent pay.", "en", PAID[:1], PAID) == ["differs"]


def test_of_several_series_a_number_belongs_to_the_one_that_it_fits() -> None:
    both = (*PAID, *CASES)
    assert "differs" not in kinds("En 2019 hubo 1200 casos y en 2023 pagó el 81 por ciento.", "es", both)


def test_ratios_are_percentages() -> None:
    ratio = (point("D1", 0.81, "2023", unit="proporción"),)
    assert kinds("81 por ciento en 2023.", "es", ratio) == ["agrees"]


@given(value=st.integers(1, 99), said=st.integers(1, 99))
def test_it_agrees_exactly_when_the_numbers_are_the_same(value: int, said: int) -> None:
    points = (point("D1", value, "2023"),)
    expected = "agrees" if value == said else "differs"
    assert kinds(f"In 2023, {said} percent paid.", "en", points) == [expected]
    assert kinds(f"En 2023 pagó el {said} %.", "es", points) == [expected]


@given(first=st.integers(1, 99), last=st.integers(1, 99))
def test_direction_is_of_the_series(first: int, last: int) -> None:
    points = (point("D1", first, "2020"), point("D2", last, "2023"))
    rose = kinds("Payments rose between 2020 and 2023.", "en", points)
    assert rose == ["direction_agrees" if last > first else "direction_differs"]
    kept = kinds("Payments did not rise between 2020 and 2023.", "en", points)
    assert kept == ["direction_differs" if last > first else "direction_agrees"]


@given(st.text(max_size=300), st.sampled_from(["es", "en", "fr", ""]))
def test_no_sentence_breaks_it(claim: str, language: str) -> None:
    for one in check_claim(claim, language, (*PAID, *CASES, *MONEY)):
        assert 0 <= one.start <= one.end <= len(claim)


def test_numbers_to_draw() -> None:
    [series] = series_of(PAID)
    drawn = stated_in("De 60 por ciento subió a 81 por ciento en 2023, con 3 talleres y 50 pesos [S01.081].", "es", series)
    assert [(one.value, one.when.start.year if one.when else None) for one in drawn] == [(60.0, 2023), (81.0, 2023)]


def test_findings_against_come_first() -> None:
    found = check_claim("In 2023 it rose to 81 percent.", "en", PAID, PAID, ("Baja",))
    assert [one.speaks for one in found] == ["against", "for", "note"]
    assert found[0].quoted == "rose"
    assert dict(found[0].values) == {"2021": 92, "2023": 81}
    assert dataclasses.replace(found[0]) == found[0]
