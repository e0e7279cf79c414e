"""What becomes of codings when the code frame changes: carried over where the change says how, shown to a person where it does not.

One step is the ``changes`` of one version. A code that a step does not mention stays as it is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType

from annotations.codeframe import ChangeOfFrame, CodeFrame, FrameChange
from annotations.errors import NotFound
from annotations.label_studio.decisions import Choice

__all__ = [
    "NOTHING_CHANGED", "ChangeOfFrame", "Fate", "FrameChange", "Migrated", "Move", "changes_between", "composed", "concerning", "fates",
    "migrate", "migrate_by",
]  # fmt: skip

LOOK_AGAIN: tuple[ChangeOfFrame, ...] = ("split", "removed", "rule")


@dataclass(frozen=True)
class Fate:
    """What stands for a code after some changes (nothing when ``to`` is empty), which those were, and which a person must look at."""

    to: str
    changes: tuple[FrameChange, ...] = ()

    @property
    def again(self) -> tuple[FrameChange, ...]:
        return tuple(change for change in self.changes if change.kind in LOOK_AGAIN)


NOTHING_CHANGED: Mapping[str, Fate] = MappingProxyType({})


@dataclass(frozen=True)
class Move:
    """One choice and what stands for it now (None: nothing, until a person has looked), with the changes that did it."""

    before: Choice
    after: Choice | None
    changes: tuple[FrameChange, ...]


@dataclass(frozen=True)
class Migrated:
    """``choices`` as they stand under the new frame; ``again``: the changes for which a person must look; ``moves``: the choices
    that changes concerned.
    """

    choices: frozenset[Choice]
    again: tuple[FrameChange, ...]
    moves: tuple[Move, ...] = ()


def fates(changes: Sequence[FrameChange]) -> dict[str, Fate]:
    """The fate of every code that one step mentions.

    A code that was split stands for itself where it is one of its own parts, else nothing does. A rule holds for what is merged
    or renamed into its codes in the same step too.

    >>> fates([FrameChange("split", ("water",), ("quality", "price"))])["water"].to
    ''
    """
    found: dict[str, Fate] = {}
    rules = [change for change in changes if change.kind == "rule"]
    for change in changes:
        for code in change.codes:
            if change.kind != "rule":
                kept = code if code in change.into else ""
                found[code] = Fate(change.into[0] if change.kind in ("renamed", "merged") else kept, (change,))
    for rule in rules:
        for code in rule.codes:
            reached = {code, *(old for old, fate in found.items() if fate.to == code)}
            for old in reached:
                fate = found.get(old, Fate(old))
                found[old] = Fate(fate.to, (*fate.changes, rule))
    return found


def composed(steps: Iterable[Mapping[str, Fate]]) -> dict[str, Fate]:
    """The fates of several steps, one after the other, as those of one."""
    return reduce(_after, steps, {})


def _after(first: Mapping[str, Fate], second: Mapping[str, Fate]) -> dict[str, Fate]:
    found = {}
    for code in {**first, **second}:
        fate = first.get(code, Fate(code))
        then = second.get(fate.to, Fate(fate.to)) if fate.to else Fate("")
        found[code] = Fate(then.to, fate.changes + then.changes)
    return found


def migrate(choices: Collection[Choice], changes: Sequence[FrameChange]) -> Migrated:
    """The choices under the version that one step leads to. Renamed and merged codes need no person; split and removed ones and
    those with a new rule do.
    """
    return migrate_by(choices, fates(changes))


def migrate_by(choices: Collection[Choice], by: Mapping[str, Fate]) -> Migrated:
    """The choices after the given fates. Choices of another kind than "code" stay as they are."""
    stand: set[Choice] = set()
    moves: list[Move] = []
    for choice in sorted(choices, key=lambda c: (c.kind, c.target, c.stance or "")):
        fate = by.get(choice.target) if choice.kind == "code" else None
        if fate is None:
            stand.add(choice)
            continue
        after = choice._replace(target=fate.to) if fate.to else None
        moves.append(Move(choice, after, fate.changes))
        if after is not None:
            stand.add(after)
    again = _once(change for move in moves for change in move.changes if change.kind in LOOK_AGAIN)
    return Migrated(frozenset(stand), again, tuple(moves))


def concerning(choices: Collection[Choice], changes: Iterable[FrameChange]) -> tuple[FrameChange, ...]:
    """Those of the changes that say something about these choices, made before or after them."""
    codes = {choice.target for choice in choices if choice.kind == "code"}
    return tuple(change for change in changes if codes & {*change.codes, *change.into})


def changes_between(frames: Sequence[CodeFrame], old: int, new: int) -> tuple[tuple[FrameChange, ...], ...]:
    """The steps from version ``old`` to version ``new``, oldest first; none when they are the same. Raises NotFound.

    ``frames``: all versions that there are. A version that does not say what it was changed from was changed from the one before.
    """
    by_version = {frame.version: frame for frame in frames}
    versions = sorted(by_version)
    steps: list[tuple[FrameChange, ...]] = []
    for version in (old, new):
        if version not in by_version:
            raise NotFound(
                f"there is no version {version} of the code frame", remedy=f"versions: {', '.join(map(str, versions))}"
            )
    here = new
    while here > old and here in by_version:
        frame = by_version[here]
        steps.append(frame.changes)
        here = frame.changed_from or max((v for v in versions if v < here), default=0)
    if here != old:
        raise NotFound(
            f"version {new} of the code frame was not made from version {old}",
            remedy=f"versions: {', '.join(map(str, versions))}",
        )
    return tuple(reversed(steps))


def _once(changes: Iterable[FrameChange]) -> tuple[FrameChange, ...]:
    """Each change once, in order; a change holds words, which cannot be hashed."""
    seen: list[FrameChange] = []
    for change in changes:
        if change not in seen:
            seen.append(change)
    return tuple(seen)
