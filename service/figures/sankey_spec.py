"""A laid-out Sankey diagram as a Vega specification: bars, ribbons, words beside the bars; the middle column in boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.figures.records import Spec
from service.figures.rendering import LINKS
from service.figures.sankey import Flow, Laid, Node
from service.figures.style import FONT, INK, PAPER, QUIET, RULE, TEXT, config, text_width, title_of, wrapped

BAR, BESIDE, LINE = 9.0, 7.0, 15.0
WEAK = "weak"
"""The style of a ribbon that is drawn with a broken border and hardly filled."""


@dataclass(frozen=True)
class Frame:
    """Widths in pixels. ``labels``: of the words of each column; ``heads``: what stands over each column; ``keys``: colour, words and
    style of each entry of the legend."""

    width: float
    labels: tuple[float, ...]
    heads: tuple[str, ...]
    keys: tuple[tuple[str, str, str], ...] = ()


def lines_of(text: str, width: float, *, lines: int = 3) -> tuple[tuple[str, ...], float]:
    """Words of a node in lines, and how high they stand."""
    found = tuple(wrapped(text, width, lines=lines))
    return found, LINE * len(found)


def sankey_spec(laid: Laid, frame: Frame, *, title: str, subtitle: str) -> Spec:
    keys, keys_height = _keys(frame)
    top = keys_height + LINE + 12.0
    marks: list[dict[str, Any]] = [*keys, *_heads(frame, keys_height + LINE - 4)]
    marks += [_path(_ribbon(flow, laid.nodes, frame, top)) for flow in sorted(laid.flows, key=lambda one: -one.thick)]
    for node in laid.nodes.values():
        marks += _node(node, frame, top)
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": frame.width,
        "height": top + laid.height,
        "padding": 10,
        "title": title_of(title, subtitle, width=frame.width),
        "config": config(),
        "marks": marks,
    }


def _edges(frame: Frame, column: int) -> tuple[float, float]:
    """Where the ribbons of a column come in, and where they go out."""
    last = len(frame.labels) - 1
    if column == 0:
        return 0.0, frame.labels[0] + BESIDE + BAR
    if column == last:
        return frame.width - frame.labels[-1] - BESIDE - BAR, frame.width
    inner = frame.width - frame.labels[0] - frame.labels[-1] - 2 * (BESIDE + BAR)
    free = inner - sum(label + 2 * (BESIDE + BAR) for label in frame.labels[1:-1])
    left = frame.labels[0] + BESIDE + BAR + free / last * column
    left += sum(label + 2 * (BESIDE + BAR) for label in frame.labels[1:column])
    return left, left + frame.labels[column] + 2 * (BESIDE + BAR)


def _ribbon(flow: Flow, nodes: Mapping[str, Node], frame: Frame, top: float) -> dict[str, Any]:
    left = _edges(frame, nodes[flow.source].column)[1]
    right = _edges(frame, nodes[flow.target].column)[0]
    a, b, half, middle = flow.source_y + top, flow.target_y + top, flow.thick / 2, (left + right) / 2
    path = (
        f"M{left:.1f},{a - half:.1f}C{middle:.1f},{a - half:.1f} {middle:.1f},{b - half:.1f} {right:.1f},{b - half:.1f}"
        f"L{right:.1f},{b + half:.1f}C{middle:.1f},{b + half:.1f} {middle:.1f},{a + half:.1f} {left:.1f},{a + half:.1f}Z"
    )
    weak = flow.style == WEAK
    return {
        "path": path, "fill": flow.colour, "fillOpacity": 0.06 if weak else 0.38, "stroke": flow.colour,
        "strokeDash": [4, 3] if weak else [], "said": flow.said, "link": flow.link,
    }  # fmt: skip


def _path(values: Mapping[str, Any]) -> dict[str, Any]:
    enter = {key: {"value": values[key]} for key in ("path", "fill", "fillOpacity", "stroke", "strokeDash")}
    return _mark("path", enter | {"strokeWidth": {"value": 0.8}}, values["said"], values["link"])


def _mark(kind: str, enter: dict[str, Any], said: str = "", link: str = "") -> dict[str, Any]:
    mark: dict[str, Any] = {"type": kind, "encode": {"enter": enter}}
    if said:
        enter["description"] = {"value": said}
    else:
        mark["aria"] = False
    if link:
        enter["href"] = {"value": f"{LINKS}{link}"}
    return mark


def _node(node: Node, frame: Frame, top: float) -> list[dict[str, Any]]:
    left, right = _edges(frame, node.column)
    first, last = node.column == 0, node.column == len(frame.labels) - 1
    marks = []
    if not first and not last:
        box = {"x": left, "y": top + node.y - node.slot / 2 - 3, "width": right - left, "height": node.slot + 6}
        marks.append(_rect(box, PAPER, stroke=RULE))
    said, link = node.said, node.link
    if not first:
        marks.append(_bar(left, node, node.into if not last else node.bar, top, said, link))
    if not last:
        marks.append(
            _bar(right - BAR, node, node.out if not first else node.bar, top, said if first else "", link if first else "")
        )
    at = right - BAR - BESIDE if first else left + BAR + BESIDE
    return [*marks, *_words(node, at, "right" if first else "left", top)]


def _bar(x: float, node: Node, height: float, top: float, said: str, link: str) -> dict[str, Any]:
    place = {"x": x, "y": top + node.y - height / 2, "width": BAR, "height": height}
    return _rect(place, node.colour, said=said, link=link)


def _rect(place: Mapping[str, float], fill: str, *, stroke: str = "", said: str = "", link: str = "") -> dict[str, Any]:
    enter: dict[str, Any] = {key: {"value": value} for key, value in place.items()}
    enter["fill"] = {"value": fill}
    if stroke:
        enter["stroke"] = {"value": stroke}
    return _mark("rect", enter, said, link)


def _words(node: Node, x: float, align: str, top: float) -> list[dict[str, Any]]:
    first = top + node.y - LINE * (len(node.lines) - 1) / 2
    return [
        _text(line, x, first + LINE * number, align=align, bold=number == 0 and len(node.lines) > 1 and node.column == -1)
        for number, line in enumerate(node.lines)
    ]


def _text(words: str, x: float, y: float, *, align: str = "left", ink: str = INK, bold: bool = False) -> dict[str, Any]:
    enter = {
        "text": words, "x": x, "y": y, "align": align, "baseline": "middle", "fill": ink, "font": FONT, "fontSize": TEXT,
        "fontWeight": "bold" if bold else "normal",
    }  # fmt: skip
    return _mark("text", {key: {"value": value} for key, value in enter.items()})


def _heads(frame: Frame, y: float) -> list[dict[str, Any]]:
    marks = []
    for column, head in enumerate(frame.heads):
        left, right = _edges(frame, column)
        first = column == 0
        marks.append(_text(head, right if first else left, y, align="right" if first else "left", ink=QUIET, bold=True))
    return marks


def _keys(frame: Frame) -> tuple[list[dict[str, Any]], float]:
    """The legend in rows, and how high it is."""
    marks: list[dict[str, Any]] = []
    x, y = 0.0, LINE / 2
    for fill, words, style in frame.keys:
        wide = 18 + text_width(words) + 16
        if x and x + wide > frame.width:
            x, y = 0.0, y + LINE + 3
        swatch = {"x": x, "y": y - 5, "width": 12.0, "height": 10.0}
        mark = _rect(swatch, fill, stroke=fill)
        if style == WEAK:
            mark["encode"]["enter"] |= {"fillOpacity": {"value": 0.06}, "strokeDash": {"value": [3, 2]}}
        marks += [mark, _text(words, x + 18, y)]
        x += wide
    return marks, (y + LINE if frame.keys else 0.0)


def total_of(flows: Sequence[Flow]) -> float:
    return sum(flow.value for flow in flows)
