"""A document before it is a file: headings, paragraphs, pictures and tables in one language, the same for every format.

All words in it are text: no format reads markup, fields or formulas out of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from annotations.documents.tables import Table

Look = Literal["plain", "strong", "emphasis", "citation", "mark", "reference"]
ParagraphKind = Literal[
    "statement", "text", "quote", "attribution", "translation", "notice", "gap", "note", "bullet",
]  # fmt: skip
DocumentKind = Literal["story", "report"]
State = Literal["draft", "in_review", "signed"]


@dataclass(frozen=True)
class Run:
    """Some words that look alike. ``citation``: of segments and sessions; ``mark``: what Relato says of the words before it. ``reference``: the words are those of the heading, table or picture whose id is ``target``, and lead
    there. ``note``: a footnote behind them."""

    text: str = ""
    look: Look = "plain"
    target: str = ""
    note: str = ""


@dataclass(frozen=True)
class Heading:
    """``level`` counts from 1; ``id`` is its own in the document, so that others can refer to it. ``label``: the words of it that references
    say (a number, the id of a change); all of them when empty."""

    id: str
    text: str
    level: int = 1
    label: str = ""

    def __post_init__(self) -> None:
        if self.label not in self.text:
            raise ValueError(f"the heading {self.text!r} does not say its label {self.label!r}")


@dataclass(frozen=True)
class Paragraph:
    """Runs of one kind. ``language``: of the words where it is another than the document's (a quote)."""

    runs: tuple[Run, ...]
    kind: ParagraphKind = "text"
    language: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Picture:
    """A figure: ``png`` for DOCX, ``svg`` for pages and PDF, ``alt`` for who cannot see it, ``note``: what is counted and where it is from."""

    id: str
    caption: str
    alt: str
    note: str
    png: bytes = field(repr=False)
    svg: str = field(repr=False)


Part = Heading | Paragraph | Picture | Table


@dataclass(frozen=True)
class Document:
    """``facts``: what stands under the title, name and words (domain, places, version …). ``state`` and ``state_words``: whether it is a
    draft, in the machine's words and the reader's; ``version``: of what was written, in words. ``data``: the records behind it, for JSON.
    """

    kind: DocumentKind
    id: str
    language: str
    title: str
    subtitle: str
    study: str
    state: State
    state_words: str
    version: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    data: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = [part.id for part in self.parts if not isinstance(part, Paragraph)]
        if len(ids) != len(set(ids)):
            raise ValueError(f"two parts of {self.id} have one id: {sorted(one for one in ids if ids.count(one) > 1)}")
        linked = {
            target for part in self.parts if isinstance(part, Table) for targets in part.links.values() for target in targets
        }
        if missing := ({run.target for run in self.runs if run.look == "reference"} | linked) - set(ids):
            raise ValueError(f"{self.id} refers to {', '.join(sorted(missing))}, which is not in it")

    @property
    def runs(self) -> Iterator[Run]:
        return (run for part in self.parts if isinstance(part, Paragraph) for run in part.runs)

    def without_citations(self) -> "Document":
        """For readers who cannot look them up; what is cited stays in the table of sources."""

        def plain(part: Part) -> Part:
            if not isinstance(part, Paragraph):
                return part
            return replace(part, runs=tuple(run for run in part.runs if run.look != "citation" or run.note))

        return replace(self, parts=tuple(plain(part) for part in self.parts))
