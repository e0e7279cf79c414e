"""The versioned tree of codes, in families."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pydantic import ConfigDict

ChangeOfFrame = Literal["renamed", "merged", "split", "removed", "rule"]


@dataclass(frozen=True)
class Code:
    """One code. Texts are words by language. A code with children is a heading: only leaves are applied."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Mapping[str, str]
    definition: Mapping[str, str] = field(default_factory=dict)
    include: Mapping[str, str] = field(default_factory=dict)
    exclude: Mapping[str, str] = field(default_factory=dict)
    example: Mapping[str, str] = field(default_factory=dict)
    codes: tuple["Code", ...] = ()

    def leaves(self) -> Iterator["Code"]:
        if not self.codes:
            yield self
        for child in self.codes:
            yield from child.leaves()


@dataclass(frozen=True)
class FrameChange:
    """What became of codes from one version of the frame to the next. ``annotations.frame_changes`` carries codings over.

    *renamed*: one code has another id. *merged*: ``codes`` are one code now. *split*: one code is several now, and a person says which.
    *removed*: it is no longer applied. *rule*: it is applied differently; ``note`` says how, in words by language.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: ChangeOfFrame
    codes: tuple[str, ...]
    into: tuple[str, ...] = ()
    note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CodeFrame:
    """Code families and their codes. ``annotations.codeframe_files`` reads and checks one.

    ``changes``: what became of the codes of version ``changed_from``, of the version before when that is 0.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    version: int
    families: tuple[Code, ...]
    changes: tuple[FrameChange, ...] = ()
    changed_from: int = 0

    @cached_property
    def leaves(self) -> tuple[Code, ...]:
        """The codes that can be applied, in frame order, length K."""
        return tuple(leaf for family in self.families for leaf in family.leaves())

    @cached_property
    def by_id(self) -> dict[str, Code]:
        return {leaf.id: leaf for leaf in self.leaves}

    @cached_property
    def paths(self) -> dict[str, tuple[Code, ...]]:
        """For every applicable code the headings above it and itself, from the family down."""

        def walk(code: Code, above: tuple[Code, ...]) -> Iterator[tuple[str, tuple[Code, ...]]]:
            here = (*above, code)
            if not code.codes:
                yield code.id, here
            for child in code.codes:
                yield from walk(child, here)

        return {code_id: path for family in self.families for code_id, path in walk(family, ())}

    def family_of(self, code_id: str) -> str:
        return self.paths[code_id][0].id
