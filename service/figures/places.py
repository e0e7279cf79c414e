"""Where people were heard: a map with borders, where the study has them, and a circle at every place with coordinates."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.languages import in_language
from annotations.sessions import Register
from annotations.studies import Study
from service.figures import links
from service.figures.map_labels import Extent, beside, on_paper
from service.figures.missing import NothingToDraw
from service.figures.people import heard
from service.figures.records import LINK, Datum, Drawing
from service.figures.rendering import LINKS
from service.figures.style import FOR, INK, PAPER, QUIET, TEXT, WIDTH, config, title_of, tooltip
from service.figures.words import Say

HIGH = 470
KM_A_DEGREE = 111.32
WIDE_SPAN = 60.0
"""Degrees of latitude from which on a conformal map would stretch the edges too much."""
_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class _Spot:
    """A place of the study with what was counted there."""

    id: str
    name: str
    latitude: float | None
    longitude: float | None
    people: int
    sessions: tuple[str, ...]


def map_drawing(
    study: Study, register: Register, sessions: Iterable[str], borders: Mapping[str, Any] | None, language: str
) -> Drawing:
    """The map. A place without anybody is there too, as an empty circle. Raises NothingToDraw when no place has coordinates."""
    say = Say(language)
    spots = _spots(study, register, sessions, language)
    drawn = [s for s in spots if s.latitude is not None and s.longitude is not None]
    if not drawn:
        raise NothingToDraw(say("no_places"))
    left_out = [f"{s.name} ({say.number(s.people)})" for s in spots if s not in drawn and s.people]
    also = say("unplaced", items=say.listed(left_out)) if left_out else ""
    people = heard(register, sessions)
    among = {one for person in people for one in person.sessions}
    dates = [s.date for s in register.sessions if s.id in among and s.date]
    counts = {"people": say.n(sum(s.people for s in drawn), "people"), "places": say.n(len(drawn), "places"), "also": also}
    subtitle = say("map_sub", **counts, sessions=say.n(_sessions_at(people, drawn), "sessions"), period=say.period(dates))
    items = [f"{s.name} ({say.number(s.people)})" for s in sorted(drawn, key=lambda s: (-s.people, s.name))]
    alt = say("map_alt", places=counts["places"], items=say.listed(items, 12), also=also)
    columns = {"place": say("place"), "people": say("people_head"), "sessions": say("sessions_head"),
               "latitude": say("latitude"), "longitude": say("longitude")}  # fmt: skip
    return Drawing(
        say("map"), alt, subtitle, columns, [_row(study, s) for s in spots], _spec(study, drawn, borders, subtitle, say)
    )


def _spots(study: Study, register: Register, sessions: Iterable[str], language: str) -> list[_Spot]:
    people = heard(register, sessions)
    known = {p.id: p for p in study.places}
    ids = [*known, *sorted({place for person in people for place in person.places} - set(known))]
    found = []
    for one in ids:
        there = [person for person in people if one in person.places]
        place = known.get(one)
        found.append(
            _Spot(
                one,
                (in_language(place.name, language) if place else "") or one,
                place.latitude if place else None,
                place.longitude if place else None,
                len(there),
                tuple(sorted({session for person in there for session in person.sessions})),
            )
        )
    return found


def _sessions_at(people: Sequence[Any], drawn: Sequence[_Spot]) -> int:
    ids = {s.id for s in drawn}
    return len({one for person in people if ids & set(person.places) for one in person.sessions})


def _row(study: Study, spot: _Spot) -> Datum:
    return {
        "place": spot.name, "people": spot.people, "sessions": len(spot.sessions),
        "latitude": "" if spot.latitude is None else spot.latitude, "longitude": "" if spot.longitude is None else spot.longitude,
        LINK: links.segments(study.id, session=spot.sessions) if spot.people else "",
    }  # fmt: skip


def _spec(study: Study, drawn: Sequence[_Spot], borders: Mapping[str, Any] | None, subtitle: str, say: Say) -> dict[str, Any]:
    shapes = rewound(borders) if borders else []
    west, south, east, north = _extent(drawn, shapes)
    layers: list[dict[str, Any]] = []
    if shapes:
        mark = {"type": "geoshape", "fill": "#EEF1F4", "stroke": QUIET, "strokeWidth": 0.8, "aria": False}
        layers.append({"data": {"values": shapes}, "mark": mark})
    layers += [
        {"data": {"values": [_corners(west, south, east, north)]}, "mark": {"type": "geoshape", "fill": None, "aria": False}}
    ]
    layers += _scale_bar(west, south, east, north, say)
    layers += _circles(study, drawn, (west, south, east, north), say)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH, "height": HIGH, "padding": 10,
        "title": title_of(say("map"), subtitle),
        "config": config(),
        "projection": {"type": "equalEarth" if north - south > WIDE_SPAN or east - west > 2 * WIDE_SPAN else "mercator"},
        "layer": layers,
    }  # fmt: skip


def _circles(study: Study, drawn: Sequence[_Spot], extent: Extent, say: Say) -> list[dict[str, Any]]:
    most = max(s.people for s in drawn) or 1
    spots = sorted(drawn, key=lambda s: (-s.people, s.id))
    areas = [max(20.0, 2460 * s.people / most) if s.people else 60.0 for s in spots]
    labels = [f"{s.name} ({say.number(s.people)})" for s in spots]
    points = [(s.longitude or 0.0, s.latitude or 0.0) for s in spots]
    sides = beside([on_paper(x, y, extent, WIDTH, HIGH) for x, y in points], [math.sqrt(a / math.pi) for a in areas], labels)
    values = [
        {
            "longitude": x, "latitude": y, "size": area, "label": label, "fill": FOR if s.people else PAPER, **side,
            "said": tooltip({say("place"): s.name, say("people_head"): s.people, say("sessions_head"): len(s.sessions)}),
            "href": f"{LINKS}{links.segments(study.id, session=s.sessions)}" if s.people else None,
        }
        for s, (x, y), area, label, side in zip(spots, points, areas, labels, sides, strict=True)
    ]  # fmt: skip
    at = {"longitude": {"field": "longitude", "type": "quantitative"}, "latitude": {"field": "latitude", "type": "quantitative"}}
    circle = {
        "mark": {"type": "circle", "stroke": FOR, "strokeWidth": 1.5, "fillOpacity": 0.55, "opacity": 1},
        "encoding": {
            **at,
            "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
            "description": {"field": "said", "type": "nominal"},
            "href": {"field": "href", "type": "nominal"},
        },
    }
    words = [_label(at, halo, side) for halo in (True, False) for side in ("left", "right", "center")]
    return [{"data": {"values": values}, "layer": [circle, *words]}]


def _label(at: Mapping[str, Any], halo: bool, side: str) -> dict[str, Any]:
    mark: dict[str, Any] = {"type": "text", "baseline": "middle", "align": side, "fontSize": TEXT, "aria": False,
                            "dx": {"expr": "datum.dx"}, "dy": {"expr": "datum.dy"}, "color": INK}  # fmt: skip
    if halo:
        mark |= {"stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round"}
    chosen = [{"filter": f"datum.side == '{side}'"}]
    return {"transform": chosen, "mark": mark, "encoding": {**at, "text": {"field": "label", "type": "nominal"}}}


def rewound(borders: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The polygons of a GeoJSON, each ring the way round that Vega wants: the outer one clockwise (RFC 7946 has it the other way,
    and then everything but the area is filled)."""
    found = []
    for feature in borders.get("features", []):
        geometry = feature.get("geometry") or {}
        kind, given = geometry.get("type"), geometry.get("coordinates", [])
        polygons = [given] if kind == "Polygon" else given if kind == "MultiPolygon" else []
        turned = [[_turned(ring, outer=number == 0) for number, ring in enumerate(polygon)] for polygon in polygons]
        if turned:
            found.append({"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": turned}})
    return found


def _turned(ring: Sequence[Sequence[float]], *, outer: bool) -> list[list[float]]:
    points = [[float(point[0]), float(point[1])] for point in ring]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))
    clockwise = area < 0
    return points if clockwise == outer else points[::-1]


def _extent(drawn: Sequence[_Spot], shapes: Sequence[Mapping[str, Any]]) -> Extent:
    """West, south, east and north of everything, with room round it for circles and words."""
    points = [(s.longitude, s.latitude) for s in drawn if s.longitude is not None and s.latitude is not None]
    points += [(x, y) for shape in shapes for polygon in shape["geometry"]["coordinates"] for ring in polygon for x, y in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(max(xs) - min(xs), 0.05), max(max(ys) - min(ys), 0.05)
    room = 0.06 * max(wide, high)
    return min(xs) - room, max(-85.0, min(ys) - 2 * room), max(xs) + room, min(85.0, max(ys) + room)


def _corners(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """What the map is fitted to: nothing is drawn there."""
    return {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "MultiPoint", "coordinates": [[west, south], [east, north]]},
    }


def _scale_bar(west: float, south: float, east: float, north: float, say: Say) -> list[dict[str, Any]]:
    """A line so many kilometres long, along the parallel where it stands; none on a map of half the world."""
    a_degree = KM_A_DEGREE * math.cos(math.radians(south))
    fits = [km for km in _KM if km <= (east - west) * a_degree / 4]
    if north - south > WIDE_SPAN or not fits:
        return []
    km, at = fits[-1], south + (north - south) * 0.03
    start = west + (east - west) * 0.02
    end = start + km / a_degree
    line = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[start, at], [end, at]]}}
    where = {"longitude": {"datum": (start + end) / 2}, "latitude": {"datum": at}}
    return [
        {"data": {"values": [line]}, "mark": {"type": "geoshape", "filled": False, "stroke": INK, "strokeWidth": 2, "aria": False}},
        {"data": {"values": [{}]}, "mark": {"type": "text", "dy": -9, "color": INK, "fontSize": TEXT, "aria": False},
         "encoding": {**where, "text": {"value": say("km", n=say.number(km))}}},
    ]  # fmt: skip
