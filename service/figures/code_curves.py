"""Saturation of the code frame: codes known after each session, beside what random orders of the same sessions would have given."""

from typing import Any

from annotations.codeframe import CodeFrame
from annotations.curves import Curve, Curves
from annotations.languages import in_language
from annotations.studies import Study
from service.figures import links
from service.figures.missing import NothingToDraw
from service.figures.records import LINK, Datum, Drawing
from service.figures.rendering import LINKS
from service.figures.style import FOR, INK, NEUTRAL, QUIET, TEXT, WIDTH, config, text_width, title_of, tooltip
from service.figures.words import Say

HIGH, UPPER, BARS, WITHOUT = 230, 100, 70, 3
"""Pixels of the curve of codes, of the levels above, and of the bars of new codes; the last three sessions are told of in words."""


def curves_drawing(study: Study, frame: CodeFrame, found: Curves, language: str) -> Drawing:
    """One curve for each level of the frame, and what each session brought at the deepest. Raises NothingToDraw."""
    say = Say(language)
    levels = [c for c in (found.of(level) for level in range(1, found.levels + 1)) if c is not None and c.points]
    deepest = found.of()
    if deepest is None or not deepest.points or not deepest.codes:
        raise NothingToDraw(say("no_curves"))
    dates = [p.date for p in deepest.points if p.date]
    counts = {"sessions": say.n(len(deepest.points), "sessions"), "codes": say.number(deepest.codes)}
    subtitle = say("curves_sub", **counts, level=deepest.level, frame=say.number(deepest.codes_in_frame), period=say.period(dates),
                   confidence=say.percent(found.confidence), orders=say.number(found.orders))  # fmt: skip
    columns = {key: say(words) for key, words in _COLUMNS.items()}
    names = {code.id: in_language(code.name, language) or code.id for path in frame.paths.values() for code in path}
    rows = [row for curve in levels for row in _rows(study, curve, names, say)]
    spec = _spec(study, levels, deepest, subtitle, say)
    return Drawing(say("curves"), _alt(deepest, say), subtitle, columns, rows, spec, language=say.spoken)


_COLUMNS = {
    "level": "level_head", "number": "number", "session": "session", "date": "date", "codes": "codes_in_session", "new": "new", "known": "known",
    "low": "low", "expected": "expected", "high": "high", "names": "deepest",
}  # fmt: skip


def _rows(study: Study, curve: Curve, names: dict[str, str], say: Say) -> list[Datum]:
    return [
        {
            "level": curve.level,
            "number": at + 1,
            "session": point.session_id,
            "date": point.date.isoformat() if point.date else "",
            "codes": point.codes,
            "new": point.new,
            "known": point.known,
            "low": curve.band.low[at],
            "expected": round(curve.band.expected[at], 1),
            "high": curve.band.high[at],
            "names": "; ".join(names.get(code, code) for code in point.new_codes),
            LINK: links.session(study.id, point.session_id),
        }
        for at, point in enumerate(curve.points)
    ]


def _alt(curve: Curve, say: Say) -> str:
    half = (curve.codes + 1) // 2
    half_at = next(at for at, point in enumerate(curve.points, 1) if point.known >= half)
    slowest = next((at for at, low in enumerate(curve.band.low, 1) if low >= half), len(curve.points))
    fastest = next((at for at, high in enumerate(curve.band.high, 1) if high >= half), len(curve.points))
    last = curve.points[-WITHOUT:]
    return say(
        "curves_alt",
        half=say.n(half, "codes"),
        half_at=say.n(half_at, "sessions"),
        codes=say.n(curve.codes, "codes"),
        sessions=say.n(len(curve.points), "sessions"),
        last=say.number(len(last)),
        new=say.n(sum(p.new for p in last), "new_codes"),
        low=fastest,
        high=slowest,
    )


def _spec(study: Study, levels: list[Curve], deepest: Curve, subtitle: str, say: Say) -> dict[str, Any]:
    """The codes that are applied come first, with what each session brought; the levels above them below."""
    above = [_panel(study, curve, UPPER, say) for curve in reversed(levels) if curve is not deepest]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": title_of(say("curves"), subtitle),
        "padding": 10,
        "config": config() | {"concat": {"spacing": 20}},
        "vconcat": [_legend(say), _panel(study, deepest, HIGH, say), _bars(study, deepest, say), *above],
    }


def _values(study: Study, curve: Curve, say: Say) -> list[dict[str, Any]]:
    return [
        {
            "number": at + 1, "known": point.known, "new": point.new, "low": curve.band.low[at], "high": curve.band.high[at],
            "expected": curve.band.expected[at], "href": f"{LINKS}{links.session(study.id, point.session_id)}",
            "said": tooltip({say("session"): f"{point.session_id} ({at + 1})", say("new"): point.new, say("known"): point.known}),
        }
        for at, point in enumerate(curve.points)
    ]  # fmt: skip


def _legend(say: Say) -> dict[str, Any]:
    """Drawn by hand: a band, a broken line and a line look in it as they do in the picture."""
    layer: list[dict[str, Any]] = []
    x = 0.0
    for key, (colour, opacity, top, bottom, parts) in _KEYS.items():
        for start, end in parts:
            place = {"x": x + start, "x2": x + end, "y": top, "y2": bottom}
            layer.append({"mark": {"type": "rect", "color": colour, "opacity": opacity, "aria": False, **place}, "encoding": {}})
        words = {
            "type": "text",
            "x": x + 32,
            "y": 7,
            "align": "left",
            "baseline": "middle",
            "fontSize": TEXT,
            "color": INK,
            "text": say(key),
        }
        layer.append({"mark": {**words, "aria": False}, "encoding": {}})
        x += 32 + text_width(say(key)) + 22
    return {"width": WIDTH - 90, "height": 14, "data": {"values": [{}]}, "layer": layer}


_KEYS: dict[str, tuple[str, float, float, float, tuple[tuple[float, float], ...]]] = {
    "in_order": (FOR, 1.0, 5.8, 8.2, ((0.0, 26.0),)),
    "any_order": (INK, 1.0, 6.3, 7.7, ((0.0, 5.0), (8.0, 13.0), (16.0, 21.0), (24.0, 26.0))),
    "band": (NEUTRAL, 0.28, 1.0, 13.0, ((0.0, 26.0),)),
}
"""Colour, opacity, upper and lower edge, and from where to where it is drawn."""


def _x(curve: Curve, *, named: bool) -> dict[str, Any]:
    axis = {"tickMinStep": 1, "grid": False, "labels": named, "tickCount": 12}
    scale = {"domain": [0.4, len(curve.points) + 0.6], "nice": False, "padding": 0}
    return {"field": "number", "type": "quantitative", "title": None, "scale": scale, "axis": axis}


def _panel(study: Study, curve: Curve, high: int, say: Say) -> dict[str, Any]:
    """Line, mean and band of one level."""
    x = _x(curve, named=not curve.deepest)
    y: dict[str, Any] = {"type": "quantitative", "title": [say("known"), say("level", number=curve.level)],
                         "scale": {"domain": [0, max(curve.codes_in_frame, curve.codes) * 1.04], "nice": False},
                         "axis": {"tickCount": 5 if high == HIGH else 3, "tickMinStep": 1, "format": "d"}}  # fmt: skip
    known = {**y, "field": "known"}
    layer: list[dict[str, Any]] = [
        {"mark": {"type": "area", "color": NEUTRAL, "opacity": 0.28, "aria": False},
         "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
        {"mark": {"type": "rule", "strokeDash": [1, 3], "color": QUIET, "aria": False}, "encoding": {"y": {**y, "datum": curve.codes_in_frame}}},
        {"mark": {"type": "line", "strokeDash": [5, 3], "strokeWidth": 1.4, "color": INK, "aria": False},
         "encoding": {"x": x, "y": {**y, "field": "expected"}}},
        {"mark": {"type": "line", "strokeWidth": 2.4, "interpolate": "step-after", "color": FOR, "aria": False}, "encoding": {"x": x, "y": known}},
        {"mark": {"type": "circle", "size": 30, "opacity": 1, "color": FOR},
         "encoding": {"x": x, "y": known, "href": {"field": "href"}, "description": {"field": "said"}}},
    ]  # fmt: skip
    if high == HIGH:
        layer.append({
            "data": {"values": [{"label": say("frame_size", codes=say.n(curve.codes_in_frame, "codes"))}]},
            "mark": {"type": "text", "x": 6, "align": "left", "baseline": "top", "dy": 5, "fontSize": TEXT - 1, "color": QUIET, "aria": False},
            "encoding": {"y": {**y, "datum": curve.codes_in_frame}, "text": {"field": "label"}},
        })  # fmt: skip
    return {"width": WIDTH - 90, "height": high, "data": {"values": _values(study, curve, say)}, "layer": layer}


def _bars(study: Study, curve: Curve, say: Say) -> dict[str, Any]:
    x = _x(curve, named=True) | {"title": say("number")}
    most = max(point.new for point in curve.points)
    y = {"field": "new", "type": "quantitative", "title": [say("new"), say("level", number=curve.level)],
         "scale": {"domain": [0, most * 1.15], "nice": False}, "axis": {"tickMinStep": 1, "tickCount": 3, "format": "d"}}  # fmt: skip
    wide = max(2.0, min(16.0, 0.7 * (WIDTH - 90) / len(curve.points)))
    bars = {"mark": {"type": "bar", "width": wide, "color": FOR},
            "encoding": {"x": x, "y": y, "href": {"field": "href"}, "description": {"field": "said"}}}  # fmt: skip
    layer = [bars]
    if len(curve.points) <= 40:  # the numbers would lie over each other
        layer.append({"mark": {"type": "text", "dy": -6, "fontSize": TEXT - 1, "color": INK, "aria": False},
                      "encoding": {"x": x, "y": y, "text": {"field": "new", "type": "quantitative"}}})  # fmt: skip
    return {"width": WIDTH - 90, "height": BARS, "data": {"values": _values(study, curve, say)}, "layer": layer}
