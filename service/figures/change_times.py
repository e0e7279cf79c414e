"""When each change was heard of: a row for each change, a mark for each session, and the day on which the rule was met."""

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

from annotations.changes.observations import Observation
from annotations.changes.saturation import Verdict
from annotations.languages import in_language
from annotations.studies import Occasion, SaturationRule, Study
from service.figures import links
from service.figures.missing import NothingToDraw
from service.figures.records import LINK, Datum, Drawing
from service.figures.rendering import LINKS
from service.figures.style import AGAINST, FOR, INK, NEUTRAL, PAPER, QUIET, TEXT, WIDTH, config, title_of, tooltip, wrapped
from service.figures.words import Say

ROW, LABEL = 40, 215
_SHAPES = {
    "counts": ("circle", FOR, FOR),
    "counts_not": ("circle", NEUTRAL, PAPER),
    "denies": ("M-0.8,-0.8L0.8,0.8M0.8,-0.8L-0.8,0.8", AGAINST, AGAINST),
    "met": ("M0,-1.3L0,1.3", INK, INK),
}
"""Shape, border and filling of what stands in a row: told apart by shape, and by colour besides."""
_SHIFTS = (0, 9, -9, 14, -14)
"""Pixels up and down, of sessions of the same day."""
Judged = tuple[Verdict, Sequence[Observation]]
_COLUMNS = {
    "change_id": "change", "title": "change", "session": "session", "date": "date", "observation": "observation", "counts": "counts_head",
    "why_not": "why_not", "rule_met": "met",
}  # fmt: skip


def timeline_drawing(study: Study, judged: Sequence[Judged], language: str) -> Drawing:
    """``judged``: the changes of the register that are neither dropped nor merged. Raises NothingToDraw."""
    say = Say(language)
    shown = sorted(((v, o) for v, o in judged if o), key=_first)
    if not any(o.date for _, found in shown for o in found):
        raise NothingToDraw(say("undated_all" if shown else "no_observations"))
    columns = {key: say(words) for key, words in _COLUMNS.items()} | {"change_id": "id"}
    rows = [row for v, found in shown for row in _rows(study, v, found, language, say)]
    subtitle = _subtitle(shown, study.saturation, say)
    return Drawing(
        say("timeline"),
        _alt(shown, language, say),
        subtitle,
        columns,
        rows,
        _spec(study, shown, subtitle, language, say),
        language=say.spoken,
    )


def _first(one: Judged) -> tuple[bool, datetime.date, datetime.date, str]:
    """Those that meet the rule first come first, then those heard of first."""
    v, found = one
    never = datetime.date.max
    return v.state != "saturated", v.reached_on or never, min((o.date for o in found if o.date), default=never), v.change_id


def _kind(o: Observation) -> str:
    return "denies" if o.stance == "against" else "counts" if o.independent else "counts_not"


def _rows(study: Study, v: Verdict, found: Sequence[Observation], language: str, say: Say) -> list[Datum]:
    return [
        {
            "change_id": v.change_id,
            "title": in_language(v.title, language),
            "session": o.session_id,
            "date": o.date.isoformat() if o.date else "",
            "observation": say("denies" if o.stance == "against" else "counts" if o.independent else "counts_not"),
            "counts": say("yes" if o.independent else "no"),
            "why_not": say(o.why_not) if o.why_not else "",
            "rule_met": v.reached_on.isoformat() if v.reached_on else "",
            LINK: links.segments(study.id, ids=",".join(o.segment_ids)),
        }
        for o in found
    ]


def _subtitle(shown: Sequence[Judged], rule: SaturationRule, say: Say) -> str:
    sessions = {o.session_id for _, found in shown for o in found}
    dates = [o.date for _, found in shown for o in found if o.date]
    undated = sorted({o.session_id for _, found in shown for o in found if o.date is None})
    first = say("timeline_sub", changes=say.n(len(shown), "changes"), sessions=say.n(len(sessions), "sessions"), period=say.period(dates),
                rule=rule_in_words(rule, say))  # fmt: skip
    return f"{first} {say('undated', items=say.listed(undated, 8))}" if undated else first


def rule_in_words(rule: SaturationRule, say: Say) -> str:
    key = "rule_kinds" if rule.minimum_categories > 1 else "rule"
    noun = say.counted["sessions"][0 if rule.minimum_independent == 1 else 1]
    return say(key, n=rule.minimum_independent, sessions=noun, k=rule.minimum_categories)


def _alt(shown: Sequence[Judged], language: str, say: Say) -> str:
    met = sorted(v.reached_on for v, _ in shown if v.state == "saturated" and v.reached_on)
    contested = [in_language(v.title, language) or v.change_id for v, _ in shown if v.contested]
    when = say("when", first=say.date(met[0]), last=say.date(met[-1])) if met else ""
    told = say("contested_are", items=say.listed(contested)) if contested else ""
    number = sum(v.state == "saturated" for v, _ in shown)
    return say("timeline_alt", changes=say.n(len(shown), "changes"), met=say.number(number), when=when, contested=told)


def _spec(study: Study, shown: Sequence[Judged], subtitle: str, language: str, say: Say) -> dict[str, Any]:
    order = [v.change_id for v, _ in shown]
    lines = {v.change_id: wrapped(in_language(v.title, language) or v.change_id, LABEL) for v, _ in shown}
    dates = [o.date for _, found in shown for o in found if o.date] + [one.date for one in study.occasions]
    pad = datetime.timedelta(days=max(1, (max(dates) - min(dates)).days // 25))
    scale = {"domain": [_at(min(dates) - pad), _at(max(dates) + pad)], "nice": False}
    axis = {
        "format": "%-d %b %Y" if (max(dates) - min(dates)).days < 400 else "%b %Y",
        "labelOverlap": True,
        "grid": True,
        "tickCount": 8,
    }
    x = {"field": "date", "type": "temporal", "title": say("date"), "scale": scale, "axis": axis}
    labels = f"{json.dumps(lines, ensure_ascii=False)}[datum.value]"
    y = {"field": "change", "type": "nominal", "sort": order, "title": None, "scale": {"padding": 0},
         "axis": {"labelExpr": labels, "grid": True, "domain": False, "ticks": False, "labelLineHeight": 13, "labelPadding": 8,
                  "labelOffset": _middle(lines)}}  # fmt: skip
    layers = [*_met(study, shown, x, y, say), _marks(study, shown, x, y, say)]
    if study.occasions:
        layers = [*_occasions(study.occasions, x, language), *layers]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": title_of(say("timeline"), subtitle),
        "padding": 10, "width": WIDTH - LABEL - 30, "height": {"step": ROW}, "config": config(), "layer": layers,
        "resolve": {"legend": {"shape": "shared"}},
    }  # fmt: skip


def _at(date: datetime.date) -> dict[str, int]:
    return {"year": date.year, "month": date.month, "date": date.day}


def _middle(lines: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Vega puts the first of several lines in the middle of the row: they all are moved up."""
    up = [
        {
            "test": f"indexof({json.dumps([one for one, words in lines.items() if len(words) == count])}, datum.value) >= 0",
            "value": -6.5 * (count - 1),
        }
        for count in range(2, 1 + max(map(len, lines.values())))
    ]
    return {"condition": up, "value": 0}


def _marks(study: Study, shown: Sequence[Judged], x: dict[str, Any], y: dict[str, Any], say: Say) -> dict[str, Any]:
    values = []
    for v, found in shown:
        seen: dict[datetime.date, int] = {}
        for o in found:
            if o.date is None:
                continue
            seen[o.date] = seen.get(o.date, 0) + 1
            values.append(
                {
                    "change": v.change_id, "date": o.date.isoformat(), "kind": say(_kind(o)), "shift": ROW / 2 + _SHIFTS[(seen[o.date] - 1) % len(_SHIFTS)],
                    "said": tooltip({say("change"): v.change_id, say("session"): o.session_id, say("date"): o.date.isoformat(),
                                     say("observation"): say(_kind(o)), say("why_not"): say(o.why_not) if o.why_not else ""}),
                    "href": f"{LINKS}{links.segments(study.id, ids=','.join(o.segment_ids))}",
                }
            )  # fmt: skip
    kinds = [say(kind) for kind in _SHAPES]
    values.sort(key=lambda value: kinds.index(str(value["kind"])))  # a cross is drawn over a circle, not under it

    def each(values: Sequence[str]) -> dict[str, Any]:
        return {"field": "kind", "type": "nominal", "scale": {"domain": kinds, "range": list(values)}, "legend": legend}

    legend = {
        "title": None,
        "orient": "top",
        "direction": "horizontal",
        "symbolSize": 90,
        "offset": 26 if study.occasions else 8,
        "columnPadding": 18,
    }
    return {
        "data": {"values": values},
        "mark": {"type": "point", "size": 90, "strokeWidth": 2.2, "opacity": 1},
        "encoding": {
            "x": x, "y": y, "yOffset": {"field": "shift", "type": "quantitative", "scale": None},
            "shape": each([shape for shape, _, _ in _SHAPES.values()]),
            "stroke": each([stroke for _, stroke, _ in _SHAPES.values()]),
            "fill": each([fill for _, _, fill in _SHAPES.values()]),
            "href": {"field": "href"}, "description": {"field": "said"},
        },
    }  # fmt: skip


def _met(study: Study, shown: Sequence[Judged], x: dict[str, Any], y: dict[str, Any], say: Say) -> list[dict[str, Any]]:
    """From the day on which the rule was met the row is drawn thick; in it stands how many sessions count."""
    values = [
        {"change": v.change_id, "date": v.reached_on.isoformat(), "label": say("met"), "href": f"{LINKS}{links.change(study.id, v.change_id)}",
         "said": tooltip({say("change"): v.change_id, say("met"): v.reached_on.isoformat()})}
        for v, _ in shown
        if v.state == "saturated" and v.reached_on
    ]  # fmt: skip
    if not values:
        return []
    end = x["scale"]["domain"][1]
    band = {
        "data": {"values": values}, "mark": {"type": "bar", "height": 12, "color": FOR, "opacity": 0.16},
        "encoding": {"x": x, "x2": {"datum": end}, "y": y, "href": {"field": "href"}, "description": {"field": "said"}},
    }  # fmt: skip
    tick = {
        "data": {"values": values}, "mark": {"type": "tick", "thickness": 3, "size": 26, "color": INK, "opacity": 1, "aria": False},
        "encoding": {"x": x, "y": y},
    }  # fmt: skip
    return [band, tick]


def _occasions(occasions: Sequence[Occasion], x: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """Days on which changes could be ranked, as broken lines with their names over the rows; the last name stands left of its line."""
    ordered = sorted(occasions, key=lambda one: one.date)
    values = [
        {"date": one.date.isoformat(), "label": in_language(one.name, language) or one.id, "row": number}
        for number, one in enumerate(ordered)
    ]
    rule = {"mark": {"type": "rule", "strokeDash": [4, 3], "color": QUIET, "aria": False}, "encoding": {"x": x}}
    return [{"data": {"values": values}, "layer": [rule, *(_named(side, len(values), x) for side in ("left", "right"))]}]


def _named(side: str, several: int, x: dict[str, Any]) -> dict[str, Any]:
    chosen = f"datum.row == {several - 1}" if side == "right" else f"datum.row < {several - 1}"
    mark = {"type": "text", "align": side, "baseline": "bottom", "dx": 0, "fontSize": TEXT - 1, "color": QUIET, "aria": False,
            "y": {"expr": f"-4 - 14 * ({several - 1} - datum.row) % 2"}}  # fmt: skip
    return {"transform": [{"filter": chosen}], "mark": mark, "encoding": {"x": x, "text": {"field": "label"}}}
