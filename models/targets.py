"""What can be suggested: the codes of the frame, the domains of change, the sections of the story; each with its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from annotations.codeframe import Code, CodeFrame
from annotations.codings import Kind
from annotations.studies import DomainOfChange, StorySection, Study, Words

Source = Literal["name", "definition", "include", "exclude", "example"]


@dataclass(frozen=True)
class TargetText:
    """One text about a target, in one language, and which part of the frame it is."""

    source: Source
    language: str
    text: str


@dataclass(frozen=True)
class Target:
    """Something that a segment can be coded with. ``id`` is unique among the targets of its kind.

    ``ancestors``: the names of the headings above it, which say what it is about but not what it is.
    """

    kind: Kind
    id: str
    name: Words
    texts: tuple[TargetText, ...]
    ancestors: tuple[TargetText, ...] = ()

    @property
    def key(self) -> str:
        """Unique among all targets."""
        return f"{self.kind}:{self.id}"


def targets_of(study: Study, frame: CodeFrame) -> list[Target]:
    """The targets, length K: codes in frame order, then domains, then sections. Changes are not proposed by a machine."""
    codes = [_of_code(leaf, frame.paths[leaf.id][:-1]) for leaf in frame.leaves]
    domains = [_of_part("domain", domain) for domain in study.domains]
    sections = [_of_part("section", section) for section in study.sections]
    return [*codes, *domains, *sections]


def _texts(source: Source, words: Words) -> list[TargetText]:
    return [TargetText(source, language, text.strip()) for language, text in words.items() if text.strip()]


def _of_code(code: Code, above: Sequence[Code]) -> Target:
    texts = [
        *_texts("name", code.name),
        *_texts("definition", code.definition),
        *_texts("include", code.include),
        *_texts("exclude", code.exclude),
        *_texts("example", code.example),
    ]
    ancestors = [text for heading in above for text in _texts("name", heading.name)]
    return Target("code", code.id, code.name, tuple(texts), tuple(ancestors))


def _of_part(kind: Kind, part: DomainOfChange | StorySection) -> Target:
    texts = [*_texts("name", part.name), *_texts("definition", part.definition), *_texts("example", part.example)]
    return Target(kind, part.id, part.name, tuple(texts))
