"""The chart of a series: its points, the claim's numbers, what hinders comparing; nothing in it but what was counted."""

import pytest

from annotations.triangulation.records import DataPoint
from annotations.triangulation.series import Series, series_of
from service.figures.rendering import png_of, svg_of
from service.figures.series import series_drawing
from tests.annotations.triangulation.points import PAID, point

CLAIM = "Desde 2020 subió de 60 por ciento a 81 por ciento en 2023 [S1.001]."


def one(*points: DataPoint) -> Series:
    [found] = series_of(points)
    return found


@pytest.mark.parametrize("language", ["es", "en"])
def test_points_and_the_claims_own_numbers(language: str) -> None:
    made = series_drawing(one(*PAID), language, CLAIM, "es")
    svg = svg_of(made, linked=False)
    for shown in ("2020", "2021", "2023", "81 por ciento", "60 por ciento"):
        assert shown in svg
    assert "60 por ciento" in made.alt
    assert "Alta" in made.title
    assert [row["value"] for row in made.data] == [100, 92, 81]
    assert set(made.columns) == set(made.data[0])
    assert "<a " not in svg
    assert png_of(svg, 1.0).startswith(b"\x89PNG")


def test_a_series_without_a_claim_and_of_one_point_and_of_noughts() -> None:
    for points in ((PAID[0],), (point("D1", 0, "2022", ""), point("D2", 0, "2023", "")), (point("D1", -3, "2022", ""),)):
        assert "<svg" in svg_of(series_drawing(one(*points), "en"))


def test_a_broken_line_where_the_points_cannot_be_compared() -> None:
    changing = one(point("D1", 97, "2020", "118 tomas"), point("D2", 86, "2023", "308 tomas"))
    assert "stroke-dasharray" in svg_of(series_drawing(changing, "es"))
    assert "stroke-dasharray" not in svg_of(series_drawing(one(*PAID), "es"))
    assert "118 tomas; 308 tomas" in series_drawing(changing, "es").note


def test_a_number_without_a_time_is_a_line_across() -> None:
    made = series_drawing(one(*PAID), "en", "81 percent pay.", "en")
    assert "stroke-dasharray" in svg_of(made)
    assert "the story: 81 percent" in svg_of(made)


def test_hostile_words_are_words() -> None:
    bad = one(point("D1", 1, "2022", "", indicator="<script>alert(1)</script>", unit='"};', place="{{7*7}}"))
    svg = svg_of(series_drawing(bad, "en"))
    assert "<script" not in svg
    assert "{{7*7}}" in svg
