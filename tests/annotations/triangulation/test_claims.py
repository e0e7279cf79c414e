"""Numbers, directions and periods of sentences, in both languages."""

import pytest

from annotations.triangulation.claims import read_claim
from annotations.triangulation.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("1,200 households and 81.5 percent", "en", [(1200, "counted"), (81.5, "percent")]),
        ("1.200 hogares y 81,5 %", "es", [(1200, "counted"), (81.5, "percent")]),
        ("1 200 hogares", "es", [(1200, "counted")]),
        ("1.2 millones de pesos", "es", [(1_200_000, "money")]),
        ("$3,500 and 40 dollars", "en", [(3500, "money"), (40, "money")]),
        ("trescientas ocho tomas", "es", [(308, "counted")]),
        ("mil doscientos hogares", "es", [(1200, "counted")]),
        ("two hundred and sixty-four taps", "en", [(264, "counted")]),
        ("dos o tres familias", "es", [(2, "bare"), (3, "counted")]),
        ("sixty-four of every hundred", "en", [(64, "bare")]),
        ("la mitad de las familias", "es", [(50, "percent")]),
        ("two thirds of them", "en", [(200 / 3, "percent")]),
        ("una familia, an office, once a year", "en", []),
        ("una familia y el primer semestre", "es", []),
        ("for three years and six days", "en", []),
        ("CH03, 3b, S01.006 and 2nd", "en", []),
        ("19 percentage points", "en", [(19, "points")]),
        ("19 puntos porcentuales", "es", [(19, "points")]),
        ("seis familias", "fr", []),
        ("6 familias", "fr", [(6, "counted")]),
    ],
)
def test_numbers(text: str, language: str, expected: list[tuple[float, str]]) -> None:
    found = numbers_in(text, language)
    assert [one.value for one in found] == pytest.approx([value for value, _ in expected])
    assert [one.unit for one in found] == [unit for _, unit in expected]


def test_shares() -> None:
    for text, language in (
        ("264 of 308 taps", "en"),
        ("264 out of 308", "en"),
        ("264 de 308 tomas", "es"),
        ("264 tomas de las 308", "es"),
        ("De 308 tomas, pagaron 264", "es"),
        ("De trescientas ocho tomas pagaron a tiempo doscientas sesenta y cuatro", "es"),
    ):
        [one] = numbers_in(text, language)
        assert (one.value, one.of) == (264, 308), text
        assert one.share == pytest.approx(85.714, abs=0.001)


def test_ambiguous_numbers_have_both_readings() -> None:
    assert [(one.value, one.other) for one in numbers_in("1.200 hogares", "es")] == [(1200, 1.2)]
    assert [(one.value, one.other) for one in numbers_in("1.200 homes", "en")] == [(1.2, 1200)]
    assert [(one.value, one.other) for one in numbers_in("1,234,567 homes", "en")] == [(1_234_567, None)]


def test_years_citations_and_codes_are_no_numbers() -> None:
    claim = read_claim("Since 2021 [S01.006, S21.081], in March 2022 and 2019/2020, 40 percent pay.", "en")
    assert [one.number.value for one in claim.said] == [40]
    assert [(one.period.start.isoformat(), one.open) for one in claim.whens] == [
        ("2021-01-01", "since"),
        ("2022-03-01", ""),
        ("2019-01-01", ""),
    ]


def test_a_number_that_looks_like_a_year_but_counts() -> None:
    assert [one.number.value for one in read_claim("It cost 2,019 pesos and 2020 pesos.", "en").said] == [2019, 2020]


@pytest.mark.parametrize(
    ("text", "language", "roles", "years"),
    [
        ("Between 2019 and 2023 it went from 100 to 81 percent.", "en", ["from", "to"], [2019, 2023]),
        ("Pasó de 45 por ciento en 2020 a 86 por ciento en 2023.", "es", ["from", "to"], [2020, 2023]),
        ("Entre 2020 y 2023 subió de 1,200 a 2,300.", "es", ["from", "to"], [2020, 2023]),
        ("It rose by 20 percent in 2022.", "en", ["by"], [2022]),
        ("Aumentó un 20 por ciento.", "es", ["by"], [None]),
        ("It rose to 81 percent in 2022.", "en", ["to"], [2022]),
        ("In 2022, 81 percent paid.", "en", ["level"], [2022]),
        ("Down from 412 cases in 2019, it saw 260 cases in 2022.", "en", ["from", "level"], [2019, 2022]),
    ],
)
def test_roles_and_times(text: str, language: str, roles: list[str], years: list[int | None]) -> None:
    said = read_claim(text, language).said
    assert [one.role for one in said] == roles
    assert [one.when.period.start.year if one.when else None for one in said] == years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Payments rose, while complaints fell to 3.", [("up", False), ("down", False)]),
        ("Los casos no subieron; bajaron.", [("up", True), ("down", False)]),
        ("It remained at 40.", [("same", False)]),
        ("El Barrio de Abajo está bajo la loma.", []),
        ("In the fall of 2020 a well was dug.", []),
        ("Se duplicó la deuda.", [("up", False)]),
        ("Payments did not fall.", [("down", True)]),
    ],
)
def test_directions(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(one.way, one.denied) for one in read_claim(text, "en").moves] == expected


def test_movements_stay_in_their_clause() -> None:
    rose, fell = read_claim("The rate rose to 81 percent, while complaints fell by 19 percent.", "en").said
    assert rose.move is not None
    assert fell.move is not None
    assert (rose.move.way, rose.role, fell.move.way, fell.role) == ("up", "to", "down", "by")
