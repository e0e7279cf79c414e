"""What coders chose, side by side, for the supervisor who decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotations.codings import Kind, Stance
from annotations.rounds import Arm


class Choice(NamedTuple):
    """What holds of a segment in a person's judgement; ``stance`` is given for changes."""

    kind: Kind
    target: str
    stance: Stance | None = None


@dataclass(frozen=True)
class Side:
    """One coder's answer. ``coder`` is the name that is shown."""

    coder: str
    choices: frozenset[Choice]
    memo: str = ""


def is_decision(arm: Arm) -> bool:
    """Whether the supervisor decides in this arm: the sides are shown, and no suggestions."""
    return arm in ("revision", "adjudication")


def who_chose(sides: Sequence[Side]) -> dict[Choice, tuple[str, ...]]:
    """For everything that somebody chose the names of those who did, in the order of the sides."""
    chosen: dict[Choice, tuple[str, ...]] = {}
    for side in sides:
        for choice in sorted(side.choices, key=str):
            chosen[choice] = (*chosen.get(choice, ()), side.coder)
    return chosen
