"""How far coders agree on each code: alpha with its interval, blind and assisted apart."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotations.agreement_report import Part, Report
from annotations.agreement_tables import Row
from annotations.agreement_words import RELY, TENTATIVE
from annotations.codeframe import CodeFrame
from annotations.languages import in_language
from annotations.studies import Study
from service.figures import links
from service.figures.missing import NothingToDraw
from service.figures.records import LINK, Datum, Drawing
from service.figures.rendering import LINKS
from service.figures.style import AGAINST, FOR, PAPER, QUIET, TEXT, WIDTH, config, title_of, tooltip, wrapped
from service.figures.words import Say

ROW, LABEL = 19, 230


def agreement_drawing(study: Study, frame: CodeFrame, report: Report, language: str) -> Drawing:
    """The latest round that was coded blind, beside what was coded with suggestions in it. Raises NothingToDraw."""
    say = Say(language)
    parts = _parts(report)
    by_arm = {part.arm: _of_codes(part) for part in parts}
    known = [row for rows in by_arm.values() for row in rows if row.alpha.value is not None]
    if not known:
        raise NothingToDraw(say("no_agreement"))
    names = {code.id: in_language(code.name, language) or code.id for path in frame.paths.values() for code in path}
    families = {key: in_language(path[0].name, language) or path[0].id for key, path in frame.paths.items()}
    main = next(iter(by_arm))
    order = _order(by_arm[main])
    undefined = [names.get(r.target, r.target) for r in by_arm[main] if r.alpha.value is None]
    round_, units = parts[0].round, max(row.units for row in by_arm[main])
    thin = any(row.alpha.value is not None and row.alpha.low is None for row in by_arm[main])
    how = [
        say(main) + ".",
        *([say("no_interval")] if thin else []),
        *([say("undefined", items=say.listed(undefined, 6))] if undefined else []),
    ]
    subtitle = say(
        "agreement_sub",
        confidence=say.percent(report.confidence),
        units=say.n(units, "segments"),
        round=round_,
        how=" ".join(how),
    )
    rows = [_row(study, arm, row, names, families, say) for arm, found in by_arm.items() for row in found]
    columns = {key: say(words) for key, words in _COLUMNS.items()}
    return Drawing(
        say("agreement"), _alt(by_arm[main], names, say), subtitle, columns, rows,
        _spec(study, by_arm, order, names, subtitle, say), language=say.spoken,
    )  # fmt: skip


_COLUMNS = {
    "family": "family", "code": "code", "arm": "arm", "segments": "units_head", "alpha": "alpha", "low": "interval_low",
    "high": "interval_high", "percent": "percent", "ac1": "ac1",
}  # fmt: skip


def _parts(report: Report) -> list[Part]:
    """Of the latest round with anything judged by two, the blind part first."""
    judged = [part for part in report.parts if part.rows]
    blind = [part.round for part in judged if part.arm == "blind"]
    latest = max(blind or [part.round for part in judged], default=0)
    return sorted((part for part in judged if part.round == latest), key=lambda part: part.arm != "blind")


def _of_codes(part: Part) -> list[Row]:
    """The codes that are applied, of all coders together, all reviewed segments, all languages."""
    return [
        row
        for row in part.rows
        if row.kind == "code" and row.target and not row.heading and row.coders == part.coders and not row.language
        and row.units_of == "reviewed"
    ]  # fmt: skip


def _order(rows: Sequence[Row]) -> list[str]:
    known = [row for row in rows if row.alpha.value is not None]
    return [row.target for row in sorted(known, key=lambda row: (-(row.alpha.value or 0.0), row.target))]


def _row(study: Study, arm: str, row: Row, names: Mapping[str, str], families: Mapping[str, str], say: Say) -> Datum:
    def figure(value: float | None) -> float | str:
        return "" if value is None else round(value, 3)

    return {
        "family": families.get(row.target, ""), "code": names.get(row.target, row.target), "arm": say(f"{arm}_key"), "segments": row.units,
        "alpha": figure(row.alpha.value), "low": figure(row.alpha.low), "high": figure(row.alpha.high),
        "percent": figure(row.percent.value), "ac1": figure(row.ac1.value), LINK: links.segments(study.id, code=row.target),
    }  # fmt: skip


def _alt(rows: Sequence[Row], names: Mapping[str, str], say: Say) -> str:
    known = sorted((row for row in rows if row.alpha.value is not None), key=lambda row: -(row.alpha.value or 0.0))
    lows = [row.alpha.low for row in known]
    rely = sum(low is not None and low >= RELY for low in lows)
    tentative = sum(low is not None and TENTATIVE <= low < RELY for low in lows)

    def named(row: Row) -> str:
        return f"{names.get(row.target, row.target)} ({row.alpha.value or 0.0:.2f})"

    return say("agreement_alt", codes=say.n(len(known), "codes"), rely=rely, high=f"{RELY:.3f}", tentative=tentative, low_line=f"{TENTATIVE:.3f}",
               not_=len(known) - rely - tentative, best=named(known[0]), worst=named(known[-1]))  # fmt: skip


def _spec(
    study: Study, by_arm: Mapping[str, Sequence[Row]], order: Sequence[str], names: Mapping[str, str], subtitle: str, say: Say
) -> dict[str, Any]:
    shown = {one: wrapped(names.get(one, one), LABEL, lines=1)[0] for one in order}
    found = [value for rows in by_arm.values() for row in rows for value in (row.alpha.value, row.alpha.low) if value is not None]
    scale = {"domain": [max(-1.0, min([0.0, *found])), 1.0]}
    x = {
        "field": "alpha",
        "type": "quantitative",
        "title": say("alpha"),
        "scale": scale,
        "axis": {"orient": "top", "tickCount": 6},
    }
    y = {"field": "code", "type": "nominal", "sort": list(order), "title": None, "scale": {"padding": 0},
         "axis": {"domain": False, "ticks": False, "grid": True, "labelExpr": f"{json.dumps(shown, ensure_ascii=False)}[datum.value]"}}  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": title_of(say("agreement"), subtitle), "padding": 10, "config": config(), "width": WIDTH - LABEL - 20,
        "height": {"step": _step(by_arm)}, "data": {"values": list(_values(study, by_arm, names, say))},
        "layer": [_lines(x, say), *_marks(x, y, [say(f"{arm}_key") for arm in by_arm])],
    }  # fmt: skip


def _step(by_arm: Mapping[str, Sequence[Row]]) -> int:
    """How high a row is: two ways of coding stand under each other in it."""
    return ROW if len(by_arm) == 1 else ROW + 7


def _values(study: Study, by_arm: Mapping[str, Sequence[Row]], names: Mapping[str, str], say: Say) -> Iterator[dict[str, Any]]:
    main = next(iter(by_arm.values()))
    rows = {row.target for row in main if row.alpha.value is not None}
    for number, (arm, found) in enumerate(by_arm.items()):
        aside = 0 if len(by_arm) == 1 else -4 if number == 0 else 4
        for row in found:
            if row.alpha.value is None or row.target not in rows:
                continue
            low, high = ("" if value is None else f"{value:.2f}" for value in (row.alpha.low, row.alpha.high))
            said = {
                say("code"): names.get(row.target, row.target),
                say("arm"): say(f"{arm}_key"),
                say("alpha"): f"{row.alpha.value:.2f}",
            }
            yield {
                "code": row.target, "alpha": row.alpha.value, "low": row.alpha.low, "high": row.alpha.high, "arm": say(f"{arm}_key"),
                "shift": _step(by_arm) / 2 + aside, "said": tooltip({**said, say("interval_low"): low, say("interval_high"): high}),
                "href": f"{LINKS}{links.segments(study.id, code=row.target)}",
            }  # fmt: skip


def _marks(x: Mapping[str, Any], y: Mapping[str, Any], keys: list[str]) -> list[dict[str, Any]]:
    """The intervals, and over them the dots: full for the first way of coding, empty for the other."""
    legend = {"title": None, "orient": "bottom", "direction": "horizontal", "symbolSize": 70} if len(keys) > 1 else None
    colour = {"field": "arm", "type": "nominal", "scale": {"domain": keys, "range": [FOR, AGAINST]}, "legend": legend}
    fill = {**colour, "scale": {"domain": keys, "range": [FOR, PAPER]}}
    offset = {"field": "shift", "type": "quantitative", "scale": None}
    interval = {
        "transform": [{"filter": "datum.low != null"}], "mark": {"type": "rule", "strokeWidth": 1.6, "aria": False},
        "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y, "yOffset": offset, "stroke": colour},
    }  # fmt: skip
    dots = {
        "mark": {"type": "point", "size": 55, "opacity": 1, "strokeWidth": 1.6},
        "encoding": {"x": x, "y": y, "yOffset": offset, "stroke": colour, "fill": fill, "href": {"field": "href"}, "description": {"field": "said"}},
    }  # fmt: skip
    return [interval, dots]


def _lines(x: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """From where data can be relied on, and from where conclusions are tentative."""
    marked = [
        {"at": RELY, "label": say("rely_line"), "align": "left"},
        {"at": TENTATIVE, "label": say("tentative_line"), "align": "right"},
    ]
    place = {**x, "field": "at"}
    rule = {"mark": {"type": "rule", "strokeDash": [4, 3], "color": QUIET, "aria": False}, "encoding": {"x": place}}
    words = [
        {"transform": [{"filter": f"datum.align == '{side}'"}],
         "mark": {"type": "text", "align": side, "dx": 4 if side == "left" else -4, "y": {"expr": "height + 12"}, "fontSize": TEXT - 1, "color": QUIET, "aria": False},
         "encoding": {"x": place, "text": {"field": "label"}}}
        for side in ("left", "right")
    ]  # fmt: skip
    return {"data": {"values": marked}, "layer": [rule, *words]}
