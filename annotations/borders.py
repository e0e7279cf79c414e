"""Borders for maps: a GeoJSON file beside the study. Only shapes are kept, whatever else is written in the file."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotations.errors import BadInput

MOST = 200_000
"""Points: more than a map of a report can show."""
_REMEDY = "give polygons in degrees of longitude and latitude (RFC 7946, WGS 84)"


def read_borders(path: Path) -> dict[str, Any]:
    """A FeatureCollection of polygons with an ``id`` each and nothing else.

    Raises
    ------
    BadInput : there is no such file, it is no GeoJSON, has no polygon, or what is not a place on the earth.
    """
    try:
        read = json.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise BadInput(
            "there is no such file", where=str(path), remedy="correct `borders:` in the study, or leave it out"
        ) from None
    except (ValueError, RecursionError):
        raise BadInput("not a GeoJSON file", where=str(path), remedy=_REMEDY) from None
    features = [_feature(one, f"{path}: feature {number}") for number, one in enumerate(_features(read, str(path)), 1)]
    shapes = [feature for feature in features if feature is not None]
    if not shapes:
        raise BadInput("there is no polygon in it", where=str(path), remedy=_REMEDY)
    if sum(len(ring) for shape in shapes for polygon in shape["geometry"]["coordinates"] for ring in polygon) > MOST:
        raise BadInput(f"more than {MOST:,} points", where=str(path), remedy="simplify the borders")
    return {"type": "FeatureCollection", "features": shapes}


def _features(read: object, where: str) -> Iterator[Any]:
    if not isinstance(read, dict):
        raise BadInput("not a GeoJSON file", where=where, remedy=_REMEDY)
    if read.get("type") == "FeatureCollection" and isinstance(read.get("features"), list):
        yield from read["features"]
    elif read.get("type") == "Feature":
        yield read
    else:
        yield {"type": "Feature", "geometry": read}


def _feature(feature: object, where: str) -> dict[str, Any] | None:
    """The shape of a feature; None of a point or a line."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(geometry, dict):
        return None
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        return None
    polygons = [given] if kind == "Polygon" else given
    checked = [[_ring(ring, where) for ring in _listed(polygon, where)] for polygon in _listed(polygons, where)]
    return {
        "type": "Feature",
        "id": str(feature.get("id") or ""),
        "geometry": {"type": "MultiPolygon", "coordinates": checked},
    }


def _listed(value: object, where: str) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise BadInput("a polygon without a ring", where=where, remedy=_REMEDY)
    return value


def _ring(ring: object, where: str) -> list[list[float]]:
    points = [_point(point, where) for point in _listed(ring, where)]
    if len(points) < 4 or points[0] != points[-1]:
        raise BadInput("a ring that is not closed", where=where, remedy="the last point of a ring is its first one again")
    return points


def _point(point: object, where: str) -> list[float]:
    if (
        isinstance(point, list)
        and len(point) >= 2
        and all(isinstance(x, int | float) and not isinstance(x, bool) for x in point[:2])
    ):
        longitude, latitude = float(point[0]), float(point[1])
        if math.isfinite(longitude) and abs(longitude) <= 180 and abs(latitude) <= 90:
            return [longitude, latitude]
    raise BadInput(f"{point!r} is no longitude and latitude", where=where, remedy=_REMEDY)
