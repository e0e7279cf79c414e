"""A series of statistics as a chart, with the numbers of a claim drawn in: what the sentence says beside what was counted."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from annotations.errors import NotFound
from annotations.triangulation.attachments import attachments_of
from annotations.triangulation.checking import Stated, stated_in, unit_of, value_of
from annotations.triangulation.periods import Period, period_of
from annotations.triangulation.records import Attachment, DataPoint
from annotations.triangulation.series import Series, told_in
from annotations.triangulation.words import value_words
from service.figures.records import Drawing, Figure, Spec
from service.figures.rendering import png_of, svg_of
from service.figures.series_words import SeriesWords, said
from service.figures.sheets import as_csv
from service.figures.style import AGAINST, FOR, INK, TEXT, WIDTH, config, title_of, tooltip, wrapped
from service.storage import act_logs, studies
from service.workflows.statistics import series
from service.workflows.triangulation import ClaimLine
from service.workflows.work import Work, write_whole

HEIGHT = 240
_COLUMNS = ("period", "value", "unit", "place", "denominator", "source", "retrieved", "caveat", "id")


def series_figure(
    work: Work, study_id: str, series_id: str, language: str, *, claim: Attachment | ClaimLine | None = None, titled: bool = True
) -> Figure:
    """The chart of one series; with ``claim`` the numbers of that claim in it. Raises NotFound."""
    found = next((one for one in series(work, study_id) if one.id == series_id), None)
    if found is None:
        raise NotFound(f"there is no series {series_id!r}", remedy="look with `relato data series`")
    words = "" if claim is None else claim.text if isinstance(claim, ClaimLine) else claim.claim
    made = series_drawing(found, language, words, claim.language if claim else "")
    svg = svg_of(made, titled=titled, linked=False)
    name = f"series-{series_id}"
    return Figure(name, language, made.title, made.alt, made.note, svg, dict(made.columns), [dict(row) for row in made.data])


def write_series(work: Work, study_id: str, series_id: str, language: str, folder: Path, *, attachment_id: str = "") -> str:
    """Write ``series-ID.LANGUAGE.svg``, ``.png``, ``.csv`` and ``.txt``; a line of what was written. Raises NotFound."""
    claim = None
    if attachment_id:
        with work.store.read() as tx:
            found = attachments_of(act_logs.acts(tx, studies.study(tx, study_id).id, "story"))
        claim = next((one for one in found if one.id == attachment_id), None)
        if claim is None:
            raise NotFound(f"there is no attachment {attachment_id!r}", remedy="look with `relato data attachments`")
    made = series_figure(work, study_id, series_id, language, claim=claim)
    words = f"{made.title}\n\n{made.alt}\n\n{made.note}\n"
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, content in {
        "svg": made.svg.encode(),
        "png": png_of(made.svg),
        "csv": as_csv(made),
        "txt": words.encode(),
    }.items():
        write_whole(folder / f"{made.name}.{language}.{suffix}", partial(_written, content))
    return f"{folder / made.name}.{language}: svg, png, csv, txt"


def _written(content: bytes, file: BinaryIO) -> int:
    return file.write(content)


def series_drawing(of: Series, language: str, claim: str = "", claim_language: str = "") -> Drawing:
    """``claim``: a sentence in ``claim_language``, whose numbers are drawn where they have the unit of the series."""
    spoken = said(language)
    stated = stated_in(claim, claim_language or language, of) if claim else ()
    told = told_in(of, language)
    note = _note(told, stated, spoken, language)
    title = f"{told.indicator}, {told.place}"
    columns = {key: spoken(key) for key in _COLUMNS}
    rows = [_row(point) for point in told.points]
    return Drawing(title, _alt(told, stated, spoken, language), note, columns, rows, _spec(of, stated, title, note, spoken, language),
                   language=spoken.spoken)  # fmt: skip


def _row(point: DataPoint) -> dict[str, Any]:
    words = {key: getattr(point, key) for key in _COLUMNS if key not in ("value", "retrieved")}
    return {**words, "value": point.value, "retrieved": point.retrieved.isoformat()}


def _note(of: Series, stated: Sequence[Stated], spoken: SeriesWords, language: str) -> str:
    parts = [spoken("unit_is", unit=of.unit)]
    if of.denominators_change:
        parts.append(spoken("denominators", listed="; ".join(one or "–" for one in of.denominators)))
    elif of.denominators[0]:
        parts.append(spoken("of", denominator=of.denominators[0]))
    parts += [spoken("disagree", listed=", ".join(of.sources_disagree))] if of.sources_disagree else []
    if stated:
        parts.append(
            spoken(
                "claimed_is",
                listed="; ".join(f"“{one.quoted}”" if spoken.spoken == "en" else f"«{one.quoted}»" for one in stated),
            )
        )
    parts.append(spoken("sources", listed="; ".join(of.sources)))
    return " ".join(parts)


def _alt(of: Series, stated: Sequence[Stated], spoken: SeriesWords, language: str) -> str:
    values = "; ".join(f"{point.period}: {value_words(point.value, of.unit, language)}" for point in of.points[:12])
    more = spoken("and_more", n=len(of.points) - 12) if len(of.points) > 12 else ""
    told = spoken("alt", series=f"{of.indicator}, {of.place}", values=f"{values}{more}")
    return f"{told} {spoken('alt_claimed', listed='; '.join(one.quoted for one in stated))}" if stated else told


def _spec(of: Series, stated: Sequence[Stated], title: str, note: str, spoken: SeriesWords, language: str) -> Spec:
    """Time runs as it does, from the middle of each period; values from 0, so that a small change looks small."""
    drawn = [(_middle(period_of(point.period)), point) for point in of.points]
    times = [at for at, _ in drawn] + [_middle(one.when) for one in stated if one.when]
    pad = max(0.5, (max(times) - min(times)) * 0.08)
    labels = {str(at): point.period for at, point in drawn}
    axis = {"values": sorted({at for at, _ in drawn}), "labelExpr": f"{json.dumps(labels, ensure_ascii=False)}[datum.value]",
            "labelOverlap": True, "grid": False}  # fmt: skip
    x = {"field": "at", "type": "quantitative", "title": spoken("period"), "axis": axis,
         "scale": {"domain": [min(times) - pad, max(times) + pad], "nice": False, "zero": False}}  # fmt: skip
    highest = max([*(value_of(of, point) for point in of.points), *(one.value for one in stated)])
    lowest = min([0.0, *(value_of(of, point) for point in of.points)])
    scale = {"zero": True, "nice": True} if highest > lowest else {"domain": [lowest, lowest + 1]}
    y = {"field": "value", "type": "quantitative", "title": "%" if unit_of(of) == "percent" else told_in(of, language).unit, "scale": scale,
         "axis": {"tickCount": 6}}  # fmt: skip
    values = [_mark(of, at, point, spoken, language) for at, point in drawn]
    broken = {"strokeDash": [5, 4]} if of.denominators_change or of.sources_disagree else {}
    layers: list[Spec] = [
        {"mark": {"type": "line", "color": FOR, "strokeWidth": 2, "aria": False, **broken}, "encoding": {"x": x, "y": y}},
        {"mark": {"type": "point", "filled": True, "size": 70, "color": FOR, "opacity": 1},
         "encoding": {"x": x, "y": y, "description": {"field": "said"}}},
        {"mark": {"type": "text", "dy": -12, "fontSize": TEXT, "color": INK, "aria": False}, "encoding": {"x": x, "y": y, "text": {"field": "label"}}},
    ]  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "title": title_of(title, note), "padding": 10,
        "width": WIDTH - 120, "height": HEIGHT, "config": config(), "data": {"values": values},
        "layer": [*layers, *_claimed(of, stated, x, y, max(times) + pad, spoken)],
    }  # fmt: skip


def _mark(of: Series, at: float, point: DataPoint, spoken: SeriesWords, language: str) -> dict[str, Any]:
    label = value_words(value_of(of, point), "%" if unit_of(of) == "percent" else "", language)
    told = {
        spoken("period"): point.period,
        spoken("value"): label,
        spoken("denominator"): point.denominator,
        spoken("source"): point.source,
    }
    return {"at": at, "value": value_of(of, point), "label": label, "said": tooltip(told)}


def _claimed(of: Series, stated: Sequence[Stated], x: Spec, y: Spec, end: float, spoken: SeriesWords) -> list[Spec]:
    """A diamond where the claim names a time; a broken line across where it names none. In words too, not by colour alone."""
    words = {"type": "text", "color": AGAINST, "fontSize": TEXT, "aria": False, "lineHeight": 13}
    diamond = {
        "type": "point",
        "shape": "diamond",
        "size": 170,
        "strokeWidth": 2.2,
        "color": AGAINST,
        "filled": False,
        "opacity": 1,
        "aria": False,
    }
    rule = {"type": "rule", "strokeDash": [2, 3], "strokeWidth": 1.6, "color": AGAINST, "aria": False}
    labelled = {"x": x, "y": y, "text": {"field": "label"}}
    groups: dict[str, list[Spec]] = {"over": [], "under": [], "across": []}
    for one in stated:
        there = [value_of(of, point) for point in of.points if one.when and period_of(point.period) == one.when]
        group = "across" if one.when is None else "over" if there and one.value > max(there) else "under"
        label = wrapped(spoken("claimed", quoted=one.quoted), 220, lines=2)
        groups[group].append({"value": one.value, "at": _middle(one.when) if one.when else end, "label": label})
    found: list[Spec] = []
    for group, marks in (("over", {"dy": -16}), ("under", {"dy": 20}), ("across", {"align": "right", "dy": 14, "dx": -4})):
        if groups[group]:
            shape = {"mark": rule, "encoding": {"y": y}} if group == "across" else {"mark": diamond, "encoding": {"x": x, "y": y}}
            found.append({"data": {"values": groups[group]}, "layer": [shape, {"mark": words | marks, "encoding": labelled}]})
    return found


def _middle(period: Period) -> float:
    """As a year with a fraction."""
    days = (period.start.toordinal() + period.end.toordinal()) / 2
    year = (
        period.start.year
        if period.start.year == period.end.year
        else int(period.start.year + (days - period.start.toordinal()) / 365.25)
    )
    first = period.start.replace(year=year, month=1, day=1).toordinal()
    return round(year + (days - first) / 365.25, 3)
