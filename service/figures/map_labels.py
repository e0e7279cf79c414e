"""On which side of its circle the name of a place stands, so that names lie over each other as little as can be."""

import math
from collections.abc import Sequence
from typing import Any

from service.figures.style import TEXT, text_width

Extent = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""
Box = tuple[float, float, float, float]
_SIDES = (("left", 1.0, 0.0), ("right", -1.0, 0.0), ("center", 0.0, -1.0), ("center", 0.0, 1.0))
"""How a name is aligned, and to which side of the circle it goes."""


def on_paper(longitude: float, latitude: float, extent: Extent, width: float, height: float) -> tuple[float, float]:
    """About where a point comes to lie when the extent is fitted into so many pixels, on Mercator's map."""
    west, south, east, north = extent
    top, bottom = _stretched(north), _stretched(south)
    scale = min(width / max(1e-9, math.radians(east - west)), height / max(1e-9, top - bottom))
    left = (width - math.radians(east - west) * scale) / 2
    return left + math.radians(longitude - west) * scale, (top - _stretched(latitude)) * scale


def _stretched(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(max(-85.0, min(85.0, latitude))) / 2))


def beside(points: Sequence[tuple[float, float]], radii: Sequence[float], labels: Sequence[str]) -> list[dict[str, Any]]:
    """For every circle the side of its name (``side``, ``dx``, ``dy``); a name that would lie over another has none and is not drawn:
    it is in the table. Earlier ones choose first.

    >>> beside([(0, 0), (200, 0)], [5, 5], ["one", "two"])[0]["side"]
    'left'
    """
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(points, radii, strict=True)]
    found = []
    for number, ((x, y), r, label) in enumerate(zip(points, radii, labels, strict=True)):
        others = taken[:number] + taken[number + 1 :]
        for side, right, down in _SIDES:
            dx, dy = right * (r + 6), down * (r + 10)
            box = _box(x + dx, y + dy, side, text_width(label))
            if not any(_over(box, other) for other in others):
                taken.append(box)
                found.append({"side": side, "dx": dx, "dy": dy})
                break
        else:
            found.append({"side": "", "dx": 0.0, "dy": 0.0})
    return found


def _box(x: float, y: float, side: str, wide: float) -> Box:
    left = x if side == "left" else x - wide if side == "right" else x - wide / 2
    return left, y - TEXT * 0.6, left + wide, y + TEXT * 0.6


def _over(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
