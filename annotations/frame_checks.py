"""What a new version of the code frame says it has changed: checked by itself, and against the version before."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NoReturn

from annotations.codeframe import Code, CodeFrame, FrameChange
from annotations.errors import BadCodeFrame
from annotations.yaml_files import Places, Step, path_of

ALIKE = 0.7  # names that share so much of their letters are probably of the same code
MOVES = ("renamed", "merged", "split", "removed")


def check_changes(frame: CodeFrame, places: Places) -> None:
    """Check what can be seen without the version before. Raises BadCodeFrame."""
    if frame.changed_from and not 0 < frame.changed_from < frame.version:
        _refuse(
            f"changed_from {frame.changed_from} is not earlier than version {frame.version}", ("changed_from",), places,
            "give the number of the version that was in force before",
        )  # fmt: skip
    told: dict[tuple[str, bool], int] = {}
    for number, change in enumerate(frame.changes):
        _check_shape(change, number, places)
        for place, code in enumerate(change.into):
            if code not in frame.by_id:
                _refuse(
                    f"{code!r} cannot be applied in this version", ("changes", number, "into", place), places,
                    "name a code without codes below it, or add it to the frame",
                )  # fmt: skip
        for place, code in enumerate(change.codes):
            key = (code, change.kind == "rule")
            if key in told:
                _refuse(
                    f"what becomes of {code!r} is told twice, first in changes[{told[key]}]",
                    ("changes", number, "codes", place), places, "remove one of them",
                )  # fmt: skip
            told[key] = number
            _check_stays(frame, change, code, ("changes", number, "codes", place), places)


def _check_shape(change: FrameChange, number: int, places: Places) -> None:
    """How many codes on each side, and words where they are needed."""
    codes, into = len(change.codes), len(change.into)
    fits, remedy = {
        "renamed": (codes == 1 and into == 1, "renamed takes one code, into one: {kind: renamed, codes: [old], into: [new]}"),
        "merged": (codes >= 1 and into == 1, "merged takes codes, into one: {kind: merged, codes: [a, b], into: [a]}"),
        "split": (codes == 1 and into >= 2, "split takes one code, into two or more: {kind: split, codes: [a], into: [b, c]}"),
        "removed": (codes >= 1 and into == 0, "removed takes codes and no into: {kind: removed, codes: [a]}"),
        "rule": (codes >= 1 and into == 0, "rule takes codes and no into: {kind: rule, codes: [a], note: {en: what holds now}}"),
    }[change.kind]
    if not fits or len(set(change.into)) < into or len(set(change.codes)) < codes:
        _refuse(f"changes[{number}]: {codes} codes into {into} is no {change.kind!r}", ("changes", number), places, remedy)
    if change.kind == "rule" and not any(words.strip() for words in change.note.values()):
        _refuse(
            f"changes[{number}]: a new rule without words", ("changes", number), places,
            "say in note what coders do differently now: it is shown to them",
        )  # fmt: skip


def _check_stays(frame: CodeFrame, change: FrameChange, code: str, steps: tuple[Step, ...], places: Places) -> None:
    """Whether a code that is spoken of is in this version as far as the change says so."""
    there = code in frame.by_id
    if change.kind == "rule" and not there:
        _refuse(f"{code!r} has a new rule and cannot be applied in this version", steps, places, "name a code of this version")
    if change.kind != "rule" and there and code not in change.into:
        _refuse(
            f"{code!r} is {change.kind} and still in this version", steps, places,
            "take it out of the frame, or out of changes" if change.kind != "split" else "name it in into too, or take it out",
        )  # fmt: skip
    if change.kind == "renamed" and code in change.into:
        _refuse(
            f"{code!r} is renamed to itself", steps, places,
            "only ids are renamed here; a name can be corrected in the frame without a word",
        )  # fmt: skip


def check_against(before: CodeFrame, frame: CodeFrame, places: Places) -> None:
    """Check against the version in force: what is told is about its codes, and no code of it is left out. Raises BadCodeFrame."""
    if frame.changed_from and frame.changed_from != before.version:
        _refuse(
            f"changed from version {frame.changed_from}, and version {before.version} is in force", ("changed_from",), places,
            f"say what has changed since version {before.version}",
        )  # fmt: skip
    for number, change in enumerate(frame.changes):
        for place, code in enumerate(change.codes):
            if code not in before.by_id:
                _refuse(
                    f"version {before.version} has no code {code!r} that could be {'changed' if change.kind == 'rule' else change.kind}",
                    ("changes", number, "codes", place), places, "name a code of that version; new codes need no mention",
                )  # fmt: skip
        if change.kind == "renamed" and change.into[0] in before.by_id:
            _refuse(
                f"{change.into[0]!r} is a code of version {before.version} already", ("changes", number, "into", 0), places,
                f"write {{kind: merged, codes: [{change.codes[0]}], into: [{change.into[0]}]}}, or take another id",
            )  # fmt: skip
        if change.kind == "merged" and len(change.codes) == 1 and change.into[0] not in before.by_id:
            _refuse(
                f"one code cannot be merged into {change.into[0]!r}, which is new", ("changes", number), places,
                f"write {{kind: renamed, codes: [{change.codes[0]}], into: [{change.into[0]}]}}",
            )  # fmt: skip
    told = {code for change in frame.changes if change.kind in MOVES for code in change.codes}
    gone = [leaf for leaf in before.leaves if leaf.id not in frame.by_id and leaf.id not in told]
    if gone:
        more = f", and {len(gone) - 5} more" if len(gone) > 5 else ""
        _refuse(
            f"version {before.version} has {', '.join(repr(leaf.id) for leaf in gone[:5])}{more}, which version {frame.version} "
            "neither has nor mentions in changes",
            ("changes",), places, "; ".join(f"write {_proposed(leaf, before, frame)}" for leaf in gone[:5]),
        )  # fmt: skip


def _proposed(leaf: Code, before: CodeFrame, frame: CodeFrame) -> str:
    """The change that probably happened to a code that is gone, as it is written."""
    new = [code for code in frame.leaves if code.id not in before.by_id]
    likest = max(new, key=lambda code: _alike(leaf, code), default=None)
    if likest is not None and _alike(leaf, likest) >= ALIKE:
        return f"{{kind: renamed, codes: [{leaf.id}], into: [{likest.id}]}}"
    below = next((top for top in _all(frame) if top.id == leaf.id), None)
    parts = [code.id for code in below.leaves()] if below else []
    if len(parts) > 1:
        return f"{{kind: split, codes: [{leaf.id}], into: [{', '.join(parts)}]}}"
    return f"{{kind: removed, codes: [{leaf.id}]}}"


def _all(frame: CodeFrame) -> Iterator[Code]:
    def walk(code: Code) -> Iterator[Code]:
        yield code
        for child in code.codes:
            yield from walk(child)

    for family in frame.families:
        yield from walk(family)


def _alike(one: Code, other: Code) -> float:
    shared = [
        (words.casefold(), other.name[language].casefold()) for language, words in one.name.items() if language in other.name
    ]
    pairs = [*shared, (one.id, other.id)]
    return max(SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in pairs)


def _refuse(message: str, steps: tuple[Step, ...], places: Places, remedy: str) -> NoReturn:
    raise BadCodeFrame(f"{path_of(steps)}: {message}", where=places.of(steps), remedy=remedy)
