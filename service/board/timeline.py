"""The sessions that speak of a change on a line of time, as places to draw them at."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotations.changes.observations import Observation
from service.board.words import MONTHS

WIDTH, HEIGHT, MIDDLE, STEP, EDGE = 720, 150, 76, 13, 24
MOST_TICKS = 9


@dataclass(frozen=True)
class Dot:
    """A session: where it is drawn, and how. ``side``: for or against; ``filled``: it counts."""

    x: float
    y: float
    session_id: str
    date: datetime.date
    side: str
    filled: bool
    segment_id: str


@dataclass(frozen=True)
class Timeline:
    """``reached``: where the rule was met (None: not, or without a date). ``ticks``: months with their place."""

    dots: tuple[Dot, ...]
    ticks: tuple[tuple[float, str], ...]
    reached: float | None
    width: int = WIDTH
    height: int = HEIGHT
    middle: int = MIDDLE


def timeline(observations: Sequence[Observation], reached_on: datetime.date | None, language: str) -> Timeline | None:
    """None when no session has a date. Dots that would lie on each other are put one above the other."""
    dated = [(o.date, o) for o in observations if o.date]
    if not dated:
        return None
    days = [day for day, _ in dated] + ([reached_on] if reached_on else [])
    first, last = min(days), max(days)
    span = max(1, (last - first).days)

    def place(day: datetime.date) -> float:
        return round(EDGE + (WIDTH - 2 * EDGE) * (day - first).days / span, 1)

    dots: list[Dot] = []
    for day, one in dated:
        x, y = place(day), float(MIDDLE + (STEP if one.stance == "against" else -STEP))
        while any(abs(dot.x - x) < STEP and dot.y == y for dot in dots):
            y += STEP if one.stance == "against" else -STEP
        dots.append(Dot(x, y, one.session_id, day, one.stance, one.independent, next(iter(one.segment_ids), "")))
    return Timeline(tuple(dots), tuple(_ticks(first, last, place, language)), place(reached_on) if reached_on else None)


def _ticks(
    first: datetime.date, last: datetime.date, place: Callable[[datetime.date], float], language: str
) -> list[tuple[float, str]]:
    months = [datetime.date(at // 12, at % 12 + 1, 1) for at in range(12 * first.year + first.month, 12 * last.year + last.month)]
    some = months[:: -(-len(months) // MOST_TICKS)] if months else []
    return [(place(day), f"{MONTHS[language][day.month - 1]} {day.year}") for day in some]
