"""A Sankey diagram laid out: columns of nodes with bars as high as what passes through them, and ribbons between the bars.

Whatever flows is counted by the caller; a bar is as high as the larger of what comes in and what goes out. A node is never lower
than its words, so labels do not lie over each other however small a number is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

SWEEPS = 8


@dataclass(frozen=True)
class Node:
    """``lines`` of words; ``height`` they need at least, in pixels. ``x``, ``y`` (of its middle) and ``into``, ``out`` are placed."""

    id: str
    column: int
    lines: tuple[str, ...]
    height: float
    colour: str
    said: str = ""
    link: str = ""
    y: float = 0.0
    into: float = 0.0
    out: float = 0.0

    @property
    def bar(self) -> float:
        return max(self.into, self.out)

    @property
    def slot(self) -> float:
        return max(self.bar, self.height)


@dataclass(frozen=True)
class Flow:
    """So much from one node to another, which is in a later column. ``above``: of the ribbon at both ends, ``thick`` as it is drawn."""

    source: str
    target: str
    value: float
    colour: str
    said: str = ""
    link: str = ""
    style: str = ""
    thick: float = 0.0
    source_y: float = 0.0
    target_y: float = 0.0


@dataclass(frozen=True)
class Laid:
    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    height: float


def laid_out(nodes: Sequence[Node], flows: Iterable[Flow], *, tall: float, gap: float = 12.0) -> Laid:
    """Nodes placed so that ribbons cross little, and ribbons placed at their bars.

    Parameters
    ----------
    tall : pixels of bar for the column through which most flows, before gaps and words.
    gap : pixels between two nodes of a column, at least.

    Returns
    -------
    Everything placed; ``height`` is of the highest column, from 0. The order of the nodes given decides where nothing else does.
    """
    flowing = [flow for flow in flows if flow.value > 0]
    into, out = _sums(flowing, "target"), _sums(flowing, "source")
    columns: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        columns[node.column].append(node)
    most = max((sum(max(into[n.id], out[n.id]) for n in column) for column in columns.values()), default=0.0)
    scale = tall / most if most else 0.0
    sized = {n.id: replace(n, into=into[n.id] * scale, out=out[n.id] * scale) for n in nodes}
    order = _ordered({c: [n.id for n in own] for c, own in sorted(columns.items())}, flowing)
    height = max((_height([sized[i] for i in ids], gap) for ids in order.values()), default=0.0)
    for ids in order.values():
        top = (height - _height([sized[i] for i in ids], gap)) / 2
        for one in ids:
            sized[one] = replace(sized[one], y=top + sized[one].slot / 2)
            top += sized[one].slot + gap
    return Laid(sized, _placed(flowing, sized, scale), height)


def _sums(flows: Iterable[Flow], end: str) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for flow in flows:
        found[flow.target if end == "target" else flow.source] += flow.value
    return found


def _height(nodes: Sequence[Node], gap: float) -> float:
    return sum(n.slot for n in nodes) + gap * max(0, len(nodes) - 1)


def _ordered(columns: Mapping[int, list[str]], flows: Sequence[Flow]) -> dict[int, list[str]]:
    """Each column in the order of where its nodes' neighbours stand, to and fro; the arrangement with the fewest crossings seen."""
    beside: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for flow in flows:
        beside[flow.source].append((flow.target, flow.value))
        beside[flow.target].append((flow.source, flow.value))
    order = {column: list(ids) for column, ids in columns.items()}
    best, fewest = {c: list(i) for c, i in order.items()}, _crossings(order, flows)
    turns = list(order)
    for sweep in range(SWEEPS):
        for column in turns if sweep % 2 == 0 else reversed(turns):
            place = {one: number / max(1, len(ids) - 1) for ids in order.values() for number, one in enumerate(ids)}
            own = set(order[column])
            order[column].sort(key=lambda one: _middle([(place[o], v) for o, v in beside[one] if o not in own], place[one]))
        crossed = _crossings(order, flows)
        if crossed < fewest:
            best, fewest = {c: list(i) for c, i in order.items()}, crossed
    return best


def _middle(places: Sequence[tuple[float, float]], own: float) -> float:
    weight = sum(value for _, value in places)
    return sum(place * value for place, value in places) / weight if weight else own


def _crossings(order: Mapping[int, Sequence[str]], flows: Sequence[Flow]) -> float:
    """How much crosses how much: the product of what two crossing ribbons carry, over all pairs."""
    place = {one: (column, number) for column, ids in order.items() for number, one in enumerate(ids)}
    ends = sorted((place[f.source], place[f.target], f.value) for f in flows)
    return sum(
        v * w
        for n, (a, b, v) in enumerate(ends)
        for c, d, w in ends[n + 1 :]
        if a[0] == c[0] and b[0] == d[0] and (a[1] - c[1]) * (b[1] - d[1]) < 0
    )


def _placed(flows: Sequence[Flow], nodes: Mapping[str, Node], scale: float) -> tuple[Flow, ...]:
    """Ribbons at their bars, at each bar in the order of where they come from or go to."""
    ends: dict[int, list[float]] = {n: [0.0, 0.0] for n in range(len(flows))}
    for side in (0, 1):
        at = {i: n.y - (n.out if side == 0 else n.into) / 2 for i, n in nodes.items()}
        far = [(nodes[f.target].y if side == 0 else nodes[f.source].y, n) for n, f in enumerate(flows)]
        for _, number in sorted(far):
            one = flows[number].source if side == 0 else flows[number].target
            thick = flows[number].value * scale
            ends[number][side] = at[one] + thick / 2
            at[one] += thick
    return tuple(replace(f, thick=f.value * scale, source_y=ends[n][0], target_y=ends[n][1]) for n, f in enumerate(flows))
