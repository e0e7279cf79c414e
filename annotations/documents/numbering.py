"""What cross-references say: tables and pictures are numbered in their order, headings are called by their label or words."""

from dataclasses import dataclass

from annotations.documents.labels import labels_of
from annotations.documents.records import Document, Heading, Paragraph, Picture


@dataclass(frozen=True)
class Target:
    """Something that can be referred to. ``words``: what a reference says (``Table 3``); ``number``: 0 for a heading; ``bookmark``: its
    name in a Word document."""

    words: str
    number: int
    bookmark: str


def targets_of(document: Document) -> dict[str, Target]:
    """By id, in the order of the document."""
    labels = labels_of(document.language)
    found: dict[str, Target] = {}
    counts = {"table": 0, "figure": 0}
    for part in document.parts:
        if isinstance(part, Paragraph):
            continue
        bookmark = f"_Ref{len(found) + 1:09d}"
        if isinstance(part, Heading):
            found[part.id] = Target(part.label or part.text, 0, bookmark)
            continue
        kind = "figure" if isinstance(part, Picture) else "table"
        counts[kind] += 1
        found[part.id] = Target(f"{labels[kind]} {counts[kind]}", counts[kind], bookmark)
    return found
