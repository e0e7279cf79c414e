"""How a number that identifies is described, and the check digits that several of them share."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from annotations.pseudonyms.records import IdentityKind


@dataclass(frozen=True, slots=True)
class Number:
    """A number that identifies.

    ``pattern``: what it looks like; the group ``id``, if there is one, is what identifies. ``check``: whether the characters (without
    spaces and hyphens, in capitals) are one. ``cue``: what is said close before it; without it a number that fails the check, or
    has none, is left alone unless ``alone``. ``proved``: the score of one that passes the check where no cue stands.
    """

    name: str
    kind: IdentityKind
    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None = None
    cue: re.Pattern[str] | None = None
    alone: bool = False
    proved: float = 0.6


def cue(*words: str) -> re.Pattern[str]:
    """One of these, and at most a few words after it."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)[^\n]{{0,40}}\Z", re.IGNORECASE)


def luhn(digits: str) -> bool:
    """The check of payment cards and many numbers of social security (ISO/IEC 7812-1).

    >>> luhn("79927398713"), luhn("79927398710")
    (True, False)
    """
    if not digits.isdigit():
        return False
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
