import pytest

from annotations.changes.story_years import named_years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("catorce de marzo del dos mil veintiuno", [(2021, 3)]),
        ("Veintiuno. Principios del veintiuno, por Semana Santa.", [(2021, 0)]),
        ("Agosto del mismo año, del veintiuno", [(2021, 8)]),
        ("this would be late '22", [(2022, 0)]),
        ("in twenty twenty-one, or March 2020", [(2021, 0), (2020, 3)]),
        ("el veinte de abril, como el veinte por ciento", []),
        ("pagué 2,021 pesos y 20210 más; 2019% y v2019", []),
        ("En mayo llovía. 2019 fue seco.", [(2019, 0)]),
        ("por eso en el dieciocho", [(2018, 0)]),
        ("", []),
    ],
)
def test_years_as_people_say_them(text: str, years: list[tuple[int, int]]) -> None:
    assert [(named.year, named.month) for named in named_years(text)] == years


def test_a_year_after_the_session_is_a_plan() -> None:
    assert [named.year for named in named_years("en 2024 o en 2025", until=2024)] == [2024]


def test_places_are_code_points_of_the_text() -> None:
    text = "🌧 ¿fue en el veintidós?"
    (named,) = named_years(text)
    assert text[named.start : named.end] == "en el veintidós"
