"""Borders for maps: what is kept of a GeoJSON, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotations.borders import read_borders
from annotations.errors import BadInput

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def written(folder: Path, content: Any) -> Path:
    path = folder / "borders.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def feature(geometry: Any, **more: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"owner": "a name"}, "geometry": geometry, **more}


def test_only_shapes_are_kept(tmp_path: Path) -> None:
    polygon = {"type": "Polygon", "coordinates": [SQUARE]}
    point = {"type": "Point", "coordinates": [0, 0]}
    read = read_borders(
        written(tmp_path, {"type": "FeatureCollection", "features": [feature(polygon, id="Alta"), feature(point)]})
    )
    assert read == {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "id": "Alta", "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE]]}}],
    }


@pytest.mark.parametrize("kind", ["geometry", "feature", "several"])
def test_every_way_of_writing_it(tmp_path: Path, kind: str) -> None:
    several = {"type": "MultiPolygon", "coordinates": [[SQUARE]]}
    one = {"type": "Polygon", "coordinates": [SQUARE]}
    content = {"geometry": one, "feature": feature(one), "several": several}[kind]
    assert read_borders(written(tmp_path, content))["features"][0]["geometry"]["coordinates"] == [[SQUARE]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("not json", "not a GeoJSON"),
        ("[" * 100_000, "not a GeoJSON"),
        ([], "not a GeoJSON"),
        ({"type": "FeatureCollection", "features": []}, "no polygon"),
        (feature({"type": "Point", "coordinates": [0, 0]}), "no polygon"),
        ({"type": "Polygon", "coordinates": [SQUARE[:-1]]}, "not closed"),
        ({"type": "Polygon", "coordinates": []}, "without a ring"),
        ({"type": "Polygon", "coordinates": [[*SQUARE[:2], [400, 1], *SQUARE[3:]]]}, "no longitude and latitude"),
        ({"type": "Polygon", "coordinates": [[*SQUARE[:2], ["1", 1], *SQUARE[3:]]]}, "no longitude and latitude"),
        ({"type": "Polygon", "coordinates": [[*SQUARE[:2], [float("nan"), 1], *SQUARE[3:]]]}, "no longitude and latitude"),
    ],
)
def test_what_is_no_map_is_refused(tmp_path: Path, content: Any, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_borders(written(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no such file") as refused:
        read_borders(tmp_path / "none.geojson")
    assert "none.geojson" in str(refused.value)
