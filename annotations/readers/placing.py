"""Where a text holds what looks like labels, found in one pass over its lines."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

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
    for before, now, after, next_one in _windows(_filled_lines(text, begin, found, known)):
        by_time = now.idle and ((before is not None and before.is_time) or (after is not None and after.is_time))
        if now.label is not None and (by_time or not now.idle):
            found.placed.append(_placed(now.label, now, before, after, next_one))
    return found


def _is_idle(label: Label | None, known: Collection[str]) -> bool:
    if label is None or label.layout != "alone" or label.stamped or label.key in known:
        return False
    return not (is_role_word(label.key) or stem_of(label.key) != label.key or is_name_like(label.label))


def _placed(label: Label, now: _Line, before: _Line | None, after: _Line | None, next_one: _Line | None) -> Placed:
    start, words, rest, heads = now.start, now.start + label.words, after, now.heads_block
    if label.layout == "alone" and before and before.is_time:
        label, start, heads = replace(label, stamped=True), before.start, True
    elif label.layout == "alone" and after and after.is_time:
        label, words, rest = replace(label, stamped=True), after.end, next_one
    said = rest is not None and not rest.is_time and not (rest.label and (rest.label.stamped or rest.label.layout == "timed"))
    return Placed(label, start, words, label.layout not in {"alone", "timed"} or said, heads)


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
