"""One saturation curve as places to draw it at: the order of collection, the band of other orders, the mean of all of them."""

from dataclasses import dataclass

from annotations.curves import Curve

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 320, 44, 14, 14, 40
TICKS = 8


@dataclass(frozen=True)
class Drawn:
    """``line`` and ``band`` are points of SVG, ``mean`` and ``dots`` places; ``x_ticks`` and ``y_ticks`` places with their numbers."""

    line: str
    band: str
    mean: tuple[tuple[float, float], ...]
    dots: tuple[tuple[float, float, str, int], ...]
    x_ticks: tuple[tuple[float, int], ...]
    y_ticks: tuple[tuple[float, int], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


def drawn(curve: Curve) -> Drawn | None:
    """None for a curve without a session."""
    count = len(curve.points)
    if not count:
        return None
    top = max([1, curve.codes, *curve.band.high])

    def x(number: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (number - 0.5) / count, 1)

    def y(codes: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * codes / top, 1)

    dots = tuple((x(n), y(point.known), point.session_id, point.known) for n, point in enumerate(curve.points, 1))
    high = [f"{x(n)},{y(codes)}" for n, codes in enumerate(curve.band.high, 1)]
    low = [f"{x(n)},{y(codes)}" for n, codes in enumerate(curve.band.low, 1)]
    return Drawn(
        line=" ".join(f"{at},{up}" for at, up, _, _ in dots),
        band=" ".join([*high, *reversed(low)]),
        mean=tuple((x(n), y(codes)) for n, codes in enumerate(curve.band.expected, 1)),
        dots=dots,
        x_ticks=tuple((x(n), n) for n in _some(1, count)),
        y_ticks=tuple((y(n), n) for n in _some(0, top)),
    )


def _some(first: int, last: int) -> range:
    """Round numbers from ``first`` to ``last``, not many of them.

    >>> list(_some(0, 43)), list(_some(1, 5))
    ([0, 10, 20, 30, 40], [1, 2, 3, 4, 5])
    """
    step = next(s * 10**power for power in range(9) for s in (1, 2, 5, 10) if (last - first) / (s * 10**power) <= TICKS)
    return range(first, last + 1, step) if step == 1 or first == 0 else range(step, last + 1, step)
