"""The code frame as a YAML file: nested codes, a flat list with parents, or both."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

from annotations.codeframe import Code, CodeFrame, FrameChange
from annotations.errors import BadCodeFrame
from annotations.frame_checks import check_against, check_changes
from annotations.yaml_files import Places, Step, path_of, read_yaml_with_places

ID = re.compile(r"[a-z0-9-]{1,40}")
RARE_LINE_ENDS = frozenset("\x85\u2028\u2029\ufeff")
Steps = tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class ListedCode(Code):
    """A code of the flat list; ``parent`` is the id of a family or of another code."""

    parent: str


@dataclass(frozen=True)
class FrameFile:
    """The file: ``families`` with nested ``codes``, and beside them a flat list of ``codes`` with parents."""

    version: int
    families: tuple[Code, ...]
    codes: tuple[ListedCode, ...] = ()
    changed_from: int = 0
    changes: tuple[FrameChange, ...] = ()


def read_code_frame(path: Path, *, before: CodeFrame | None = None) -> CodeFrame:
    """Read and check a code frame; with ``before``, the version in force, also what it says has changed since.

    Raises
    ------
    BadCodeFrame : not YAML, not a frame, ids that are malformed, given twice or parents of themselves, parents that do not
        exist, codes without a name, families without codes, fewer than two codes to apply; changes that cannot be, or that
        leave out a code of ``before`` that is no longer there. Names file and line.
    """
    file, places = read_yaml_with_places(path, FrameFile, BadCodeFrame)
    steps = _steps_by_id(file, places)
    _check_parents(file, places, steps)
    below: dict[str, list[ListedCode]] = {}
    for code in file.codes:
        below.setdefault(code.parent, []).append(code)
    families = tuple(_grown(family, below) for family in file.families)
    frame = CodeFrame(file.version, families, file.changes, file.changed_from)
    for family in frame.families:
        if not family.codes:
            raise BadCodeFrame(
                f"the family {family.id!r} has no codes",
                where=places.of(steps[family.id]),
                remedy="add codes under it, or remove it",
            )
    if len(frame.leaves) < 2:
        raise BadCodeFrame(
            f"{len(frame.leaves)} codes can be applied, at least 2 are needed", where=str(path), remedy="add codes"
        )
    check_changes(frame, places)
    if before is not None and before.version < frame.version:
        check_against(before, frame, places)
    return frame


def write_code_frame(frame: CodeFrame) -> str:
    """The frame as YAML, nested; ``read_code_frame`` reads the same frame back."""
    document: dict[str, object] = {"version": frame.version, "families": [_plain(family) for family in frame.families]}
    if frame.changed_from:
        document["changed_from"] = frame.changed_from
    if frame.changes:
        document["changes"] = [_plain_change(change) for change in frame.changes]
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


class _Dumper(yaml.SafeDumper):
    """The safe dumper, but rare line ends stand escaped in quotes: otherwise they would be read back as spaces."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if RARE_LINE_ENDS & set(text) else None)


_Dumper.add_representer(str, _text)


def _plain(code: Code) -> dict[str, object]:
    texts = {f.name: dict(getattr(code, f.name)) for f in fields(Code) if f.name not in {"id", "codes"}}
    filled = {name: words for name, words in texts.items() if words}
    return {"id": code.id, **filled, **({"codes": [_plain(child) for child in code.codes]} if code.codes else {})}


def _plain_change(change: FrameChange) -> dict[str, object]:
    given = {"codes": list(change.codes), "into": list(change.into), "note": dict(change.note)}
    return {"kind": change.kind, **{name: value for name, value in given.items() if value}}


def _grown(code: Code, below: Mapping[str, list[ListedCode]]) -> Code:
    """The code with its nested codes and those of the flat list that name it as parent."""
    children = tuple(_grown(child, below) for child in (*code.codes, *below.get(code.id, ())))
    return Code(**{f.name: getattr(code, f.name) for f in fields(Code) if f.name != "codes"}, codes=children)


def _walk(code: Code, steps: Steps) -> Iterator[tuple[Steps, Code]]:
    yield steps, code
    for number, child in enumerate(code.codes):
        yield from _walk(child, (*steps, "codes", number))


def _steps_by_id(file: FrameFile, places: Places) -> dict[str, Steps]:
    """The way to every code, after checking its id and name."""
    found: dict[str, Steps] = {}
    tops = [("families", n, code) for n, code in enumerate(file.families)] + [("codes", n, c) for n, c in enumerate(file.codes)]
    for steps, code in (part for name, number, top in tops for part in _walk(top, (name, number))):
        if not ID.fullmatch(code.id):
            raise BadCodeFrame(
                f"{path_of(steps)}.id {code.id!r} is not an id",
                where=places.of((*steps, "id")),
                remedy="use 1 to 40 of a-z, 0-9 and -",
            )
        if code.id in found:
            raise BadCodeFrame(
                f"the id {code.id!r} is given twice: {path_of(found[code.id])} ({places.of((*found[code.id], 'id'))}) and "
                f"{path_of(steps)}",
                where=places.of((*steps, "id")),
                remedy="give one of them another id",
            )
        if not any(words.strip() for words in code.name.values()):
            raise BadCodeFrame(
                f"the code {code.id!r} has no name",
                where=places.of((*steps, "name")),
                remedy="name it in a language of the study",
            )
        found[code.id] = steps
    return found


def _check_parents(file: FrameFile, places: Places, steps: Mapping[str, Steps]) -> None:
    above = {child.id: code.id for top in (*file.families, *file.codes) for _, code in _walk(top, ()) for child in code.codes}
    above |= {code.id: code.parent for code in file.codes}
    for code in file.codes:
        if code.parent not in steps:
            raise BadCodeFrame(
                f"the parent {code.parent!r} of {code.id!r} does not exist",
                where=places.of((*steps[code.id], "parent")),
                remedy="name the id of a family or of a code",
            )
        chain = [code.id]
        while (parent := above.get(chain[-1])) is not None:
            if parent in chain:
                cycle = chain[chain.index(parent) :]
                raise BadCodeFrame(
                    f"a cycle of parents: {' → '.join([*cycle, parent])}",
                    where=places.of((*steps[cycle[0]], "parent")),
                    remedy="give one of them a family as parent",
                )
            chain.append(parent)
