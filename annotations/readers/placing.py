"""Where a text holds what looks like labels, found in one pass over its lines."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from math import inf

from annotations.readers.labels import TIME_LINE, Label, is_name_like, label_of
from annotations.readers.roles import is_role_word, stem_of
from annotations.readers.unlabelled import is_stage, lines_of

WEAK = frozenset({"dash", "bracket", "alone"})  # layouts that speech has too: they count where most of the file has them
LONGEST_SHORT, MOST_REMEMBERED = 80, 50_000  # lines of a word or two recur


@dataclass(frozen=True, slots=True)
class Placed:
    """A label-like beginning in the text: it takes ``text[start:words]``; ``followed``: words come before the next one."""

    label: Label
    start: int
    words: int
    followed: bool = True
    heads_block: bool = True

    @property
    def weak(self) -> bool:
        return self.label.layout in WEAK and not (self.label.layout == "alone" and self.label.stamped)


@dataclass(slots=True)
class Scan:
    """``filled`` lines hold words, ``blocks`` of them are set apart by empty lines; ``stages`` are lines that a program wrote."""

    placed: list[Placed] = field(default_factory=list)
    stages: list[tuple[int, int]] = field(default_factory=list)
    filled: int = 0
    blocks: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    label: Label | None
    is_time: bool
    heads_block: bool
    idle: bool  # a line of its own that names nobody: a label only where a time stands beside it


def scan(text: str, begin: int = 0, *, known: Collection[str] = ()) -> Scan:
    """What looks like a label in ``text[begin:]``; a time on the line before or after a name belongs to it.

    Parameters
    ----------
    known : keys of labels that the register names.
    """
    found = Scan()
    above: dict[int, Placed] = {}  # by where the line starts: names below a time, and names above one
    below: dict[int, Placed] = {}
    for before, now, after, next_one in _windows(_filled_lines(text, begin, found, known)):
        if now.label is None:
            continue
        if now.label.layout == "alone" and before and before.is_time:
            above[now.start] = Placed(replace(now.label, stamped=True), before.start, now.start + now.label.words, _says(after))
        if now.label.layout == "alone" and after and after.is_time:
            below[now.start] = Placed(replace(now.label, stamped=True), now.start, after.end, _says(next_one), now.heads_block)
        if not now.idle:
            followed = now.label.layout not in {"alone", "timed"} or _says(after)
            found.placed.append(Placed(now.label, now.start, now.start + now.label.words, followed, now.heads_block))
    if above or below:
        beside = above if _kinds(above) <= _kinds(below) or not below else below
        kept = [one for one in found.placed if one.start not in beside]
        found.placed = sorted([*kept, *beside.values()], key=lambda one: one.words)
    return found


def _kinds(placed: Mapping[int, Placed]) -> float:
    """How many different labels there are; names are fewer than the words that stand on the other side of the times."""
    return len({one.label.key for one in placed.values()}) if placed else inf


def _says(line: _Line | None) -> bool:
    """True for a line of words: no time, and no label with a time."""
    return line is not None and not line.is_time and not (line.label and (line.label.stamped or line.label.layout == "timed"))


def _is_idle(label: Label | None, known: Collection[str]) -> bool:
    if label is None or label.layout != "alone" or label.stamped or label.key in known:
        return False
    return not (is_role_word(label.key) or stem_of(label.key) != label.key or is_name_like(label.label))


def _filled_lines(text: str, begin: int, found: Scan, known: Collection[str]) -> Iterator[_Line]:
    remembered: dict[str, tuple[Label | None, bool]] = {}
    empty_before = True
    for start, line in lines_of(text):
        if start < begin:
            continue
        if not line or line.isspace():
            empty_before = True
            continue
        found.filled += 1
        found.blocks += empty_before
        if line in remembered:
            label, idle = remembered[line]
        else:
            label = label_of(line)
            idle = _is_idle(label, known)
            if len(line) <= LONGEST_SHORT and len(remembered) < MOST_REMEMBERED:
                remembered[line] = label, idle
        if is_stage(line):
            found.stages.append((start, start + len(line)))
        is_time = label is None and len(line) <= LONGEST_SHORT and TIME_LINE.match(line) is not None
        yield _Line(start, start + len(line), label, is_time, empty_before, idle)
        empty_before = False


def _windows(lines: Iterable[_Line]) -> Iterator[tuple[_Line | None, _Line, _Line | None, _Line | None]]:
    """Every line with the one before it and the two after it."""
    before: _Line | None = None
    now: _Line | None = None
    after: _Line | None = None
    for next_one in chain[_Line | None](lines, (None, None)):
        if now is not None:
            yield before, now, after, next_one
        before, now, after = now, after, next_one
