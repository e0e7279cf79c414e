"""YAML files → records, with the line of everything that is wrong."""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from annotations.errors import RelatoError

T = TypeVar("T")
Step = str | int
PROBLEMS_SHOWN = 5
MAXIMUM_NODES = 500_000
REMEDIES = {
    "missing": "add it",
    "unexpected_keyword_argument": "remove it, or correct its spelling",
    "extra_forbidden": "remove it, or correct its spelling",
    "string_type": "write text, in quotes where it looks like a number",
    "literal_error": "use one of the values named",
}


class _Loader(yaml.SafeLoader):
    """The safe loader with the scalars of YAML 1.2: ``no`` is a language, ``12:30`` and ``2024-01-31`` stay text."""


_Loader.yaml_implicit_resolvers = {
    first: kept
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    if (kept := [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] in {"null", "merge"}])
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789"))


@dataclass(frozen=True)
class Places:
    """Where in a YAML file the parts of a record stand."""

    path: Path
    root: yaml.Node

    def of(self, steps: Sequence[Step]) -> str:
        """``file:line`` of the part that the steps lead to, or of the last part on the way that exists."""
        node = mark = self.root
        for step in steps:
            below = _below(node, step)
            if below is None:
                break
            mark, node = below
        return f"{self.path}:{mark.start_mark.line + 1}"


def read_yaml(path: Path, kind: type[T], error: type[RelatoError]) -> T:
    """Read ``kind`` from a YAML file, or raise ``error`` with file, line and path of the first problems."""
    return read_yaml_with_places(path, kind, error)[0]


def read_yaml_with_places(path: Path, kind: type[T], error: type[RelatoError]) -> tuple[T, Places]:
    """Like ``read_yaml``, with the places of all parts, for checks across them."""
    root, data = _parsed(path, error)
    places = Places(path, root)
    try:
        return TypeAdapter(kind).validate_python(data), places
    except ValidationError as problem:
        raise _refusal(problem, places, error) from problem


def _parsed(path: Path, error: type[RelatoError]) -> tuple[yaml.Node, object]:
    text = _text_of(path, error)
    try:
        root = yaml.compose(text, Loader=_Loader)
        if root is None:
            raise error("the file is empty", where=str(path), remedy="check that it is the right file")
        _check_nodes(root, path, error)
        return root, yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        message = ", ".join(filter(None, (problem.context, problem.problem)))
        raise error(f"not YAML: {message}", where=where, remedy="check indentation, quotes and colons there") from problem
    except (yaml.YAMLError, ValueError) as problem:
        raise error(f"not YAML: {problem}", where=str(path), remedy="save it as plain text in UTF-8") from problem
    except RecursionError as problem:
        raise error("nested too deeply", where=str(path), remedy="check the brackets") from problem


def path_of(steps: Sequence[Step]) -> str:
    """The steps as they are written.

    >>> path_of(["families", 1, "codes", 3, "name"])
    'families[1].codes[3].name'
    """
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def _text_of(path: Path, error: type[RelatoError]) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise error(f"the file cannot be opened: {problem.strerror}", where=str(path), remedy="check the path") from problem
    except UnicodeDecodeError as problem:
        raise error(
            f"not UTF-8 from byte {problem.start} on", where=str(path), remedy="save it as plain text in UTF-8"
        ) from problem


def _check_nodes(root: yaml.Node, path: Path, error: type[RelatoError]) -> None:
    """Refuse duplicate keys, a part that contains itself, and aliases that unfold beyond all measure."""
    sizes: dict[int, int] = {}
    open_nodes: set[int] = set()
    stack: list[tuple[yaml.Node, tuple[Step, ...], bool]] = [(root, (), False)]
    while stack:
        node, steps, done = stack.pop()
        if done:
            open_nodes.discard(id(node))
            sizes[id(node)] = 1 + sum(sizes[id(child)] for _, child in _children(node))
        elif id(node) in open_nodes:
            where = f"{path}:{node.start_mark.line + 1}"
            raise error(
                f"{path_of(steps)} contains itself (a cycle)", where=where, remedy="replace the alias (*…) by its own text"
            )
        elif id(node) not in sizes:
            _check_keys(node, steps, path, error)
            open_nodes.add(id(node))
            stack.append((node, steps, True))
            stack.extend((child, (*steps, step), False) for step, child in _children(node))
    if sizes[id(root)] > MAXIMUM_NODES:
        raise error(f"more than {MAXIMUM_NODES:,} parts once aliases are unfolded", where=str(path), remedy="use fewer aliases")


def _check_keys(node: yaml.Node, steps: Sequence[Step], path: Path, error: type[RelatoError]) -> None:
    lines: dict[Hashable, int] = {}
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise error("a key must be a word", where=f"{path}:{line}", remedy="check the brackets")
        if key.value in lines:
            raise error(
                f"{path_of([*steps, key.value])} is given twice, first in line {lines[key.value]}",
                where=f"{path}:{line}",
                remedy="remove one of them",
            )
        lines[key.value] = line


def _children(node: yaml.Node) -> Iterator[tuple[Step, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from enumerate(node.value)


def _below(node: yaml.Node, step: Step) -> tuple[yaml.Node, yaml.Node] | None:
    """The node whose line names the step, and the node it leads to."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _refusal(problem: ValidationError, places: Places, error: type[RelatoError]) -> RelatoError:
    found = problem.errors(include_url=False, include_context=False)
    told = [(places.of(one["loc"]), f"{path_of(one['loc']) or 'the file'}: {one['msg']}") for one in found[:PROBLEMS_SHOWN]]
    where, message = told[0]
    lines = [message, *(f"{place}: {words}" for place, words in told[1:])]
    if len(found) > PROBLEMS_SHOWN:
        lines.append(f"and {len(found) - PROBLEMS_SHOWN} more")
    remedy = REMEDIES.get(found[0]["type"], "correct it in the file")
    return error("\n".join(lines), where=where, remedy=remedy)
