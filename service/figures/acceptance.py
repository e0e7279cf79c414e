"""What became of suggestions, day by day: how many were accepted, changed and rejected, and the share accepted."""

import datetime
from collections.abc import Sequence
from typing import Any, Protocol

from annotations.studies import Study
from service.figures import links
from service.figures.missing import NothingToDraw
from service.figures.records import LINK, Datum, Drawing
from service.figures.rendering import LINKS
from service.figures.style import AGAINST, FOR, INK, NEUTRAL, TEXT, WIDTH, config, title_of, tooltip
from service.figures.words import Say

ACTS = ("accepted", "changed", "rejected")
HIGH, SHARE = 200, 90


class Day(Protocol):
    """What was done on one day, in UTC."""

    @property
    def day(self) -> datetime.date: ...
    @property
    def accepted(self) -> int: ...
    @property
    def changed(self) -> int: ...
    @property
    def rejected(self) -> int: ...


def answered(day: Day) -> int:
    return day.accepted + day.changed + day.rejected


def acceptance_drawing(study: Study, days: Sequence[Day], language: str) -> Drawing:
    """Raises NothingToDraw when no suggestion was answered."""
    say = Say(language)
    found = sorted((day for day in days if answered(day)), key=lambda one: one.day)
    if not found:
        raise NothingToDraw(say("no_reviews"))
    total, taken = sum(map(answered, found)), sum(day.accepted for day in found)
    counts = {"suggestions": say.n(total, "suggestions"), "days": say.n(len(found), "days"), "rate": say.percent(taken / total)}
    last = say(
        "last_day",
        date=say.date(found[-1].day),
        rate=say.percent(found[-1].accepted / answered(found[-1])),
        n=say.number(answered(found[-1])),
    )
    columns = {"day": say("day"), **{act: say(act) for act in ACTS}, "answered": say("answered"), "share": say("share")}
    subtitle = say("acceptance_sub", **counts)
    return Drawing(
        say("acceptance"), say("acceptance_alt", **counts, last=last), subtitle, columns, [_row(study, d) for d in found],
        _spec(study, found, subtitle, say), language=say.spoken,
    )  # fmt: skip


def _row(study: Study, day: Day) -> Datum:
    return {
        "day": day.day.isoformat(), "accepted": day.accepted, "changed": day.changed, "rejected": day.rejected,
        "answered": answered(day), "share": round(day.accepted / answered(day), 3),
        LINK: links.segments(study.id, act="accepted", day=day.day.isoformat()),
    }  # fmt: skip


def _spec(study: Study, days: Sequence[Day], subtitle: str, say: Say) -> dict[str, Any]:
    values = [
        {
            "day": say.short(day.day), "act": say(act), "order": number, "count": getattr(day, act),
            "said": tooltip({say("day"): say.date(day.day), say(act): getattr(day, act)}),
            "href": f"{LINKS}{links.segments(study.id, act=act, day=day.day.isoformat())}",
        }
        for day in days for number, act in enumerate(ACTS)
    ]  # fmt: skip
    shares = [
        {"day": say.short(day.day), "share": day.accepted / answered(day), "label": say.percent(day.accepted / answered(day))}
        for day in days
    ]
    order = [say.short(day.day) for day in days]
    crowded = len(days) > 12
    x = {"field": "day", "type": "ordinal", "sort": order, "title": None,
         "axis": {"labelAngle": -90 if crowded else 0, "labelOverlap": True, "grid": False}}  # fmt: skip
    wide = {"width": WIDTH - 90}
    legend = {"title": None, "orient": "top", "direction": "horizontal", "symbolType": "square"}
    colour = {
        "field": "act",
        "type": "nominal",
        "scale": {"domain": [say(act) for act in ACTS], "range": [FOR, NEUTRAL, AGAINST]},
        "legend": legend,
    }
    bars = {
        **wide, "height": HIGH, "data": {"values": values}, "mark": {"type": "bar", "size": min(60, 500 // len(days)), "stroke": "white", "strokeWidth": 1},
        "encoding": {"x": {**x, "title": say("day")}, "y": {"field": "count", "type": "quantitative", "title": say("suggestions_axis"), "axis": {"tickMinStep": 1}},
                     "color": colour, "order": {"field": "order"}, "href": {"field": "href"}, "description": {"field": "said"}},
    }  # fmt: skip
    y = {"field": "share", "type": "quantitative", "title": say("share"), "scale": {"domain": [0, 1]},
         "axis": {"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1]}}  # fmt: skip
    hidden = {**x, "axis": {"labels": False, "ticks": False, "grid": False}}
    line = {"mark": {"type": "line", "point": {"size": 50, "filled": True, "color": INK}, "color": INK, "strokeWidth": 1.5, "aria": False},
            "encoding": {"x": hidden, "y": y}}  # fmt: skip
    words = {"mark": {"type": "text", "dy": -11, "fontSize": TEXT - 1, "color": INK, "aria": False},
             "encoding": {"x": hidden, "y": y, "text": {"field": "label"}}}  # fmt: skip
    share = {**wide, "height": SHARE, "data": {"values": shares}, "layer": [line] if crowded else [line, words]}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": title_of(say("acceptance"), subtitle), "padding": 10, "config": config(),
        "vconcat": [share, bars], "resolve": {"scale": {"x": "shared"}},
    }  # fmt: skip
