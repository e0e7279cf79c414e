"""Documents as JSON: what stands in them, part by part, and the records behind it."""

import json
from typing import Any

from annotations.changes.wording import plain
from annotations.documents.layout import LYING, UPRIGHT, is_wide, share_of_width, stays_together, widths
from annotations.documents.numbering import Target, targets_of
from annotations.documents.records import Document, Heading, Paragraph, Part, Picture


def json_of(document: Document) -> bytes:
    """UTF-8. Pictures are named by their ids; their data are in the figures' own files."""
    return (json.dumps(as_values(document), ensure_ascii=False, indent=1) + "\n").encode()


def as_values(document: Document) -> dict[str, Any]:
    """Plain values: every reference with its words and number, all words on one line."""
    targets = targets_of(document)
    names = ("kind", "id", "language", "title", "subtitle", "study", "state", "state_words", "version")
    return {
        **{name: plain(getattr(document, name)) for name in names},
        "facts": [{"name": plain(name), "words": plain(words)} for name, words in document.facts],
        "parts": [_part(part, targets) for part in document.parts],
        "data": document.data,
    }


def _part(part: Part, targets: dict[str, Target]) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {"part": "heading", "id": part.id, "level": part.level, "text": plain(part.text)}
    if isinstance(part, Paragraph):
        return {
            "part": "paragraph",
            "kind": part.kind,
            "language": part.language,
            "runs": [
                {
                    "look": run.look,
                    "text": _inline(run.text) or (targets[run.target].words if run.target else ""),
                    "target": run.target,
                    "number": targets[run.target].number if run.target else 0,
                    "note": plain(run.note),
                }
                for run in part.runs
            ],
        }
    common = {"id": part.id, "caption": plain(part.caption), "number": targets[part.id].number}
    if isinstance(part, Picture):
        return {"part": "picture", **common, "alt": plain(part.alt), "note": plain(part.note), "share": share_of_width(part)}
    return {
        "part": "table",
        **common,
        "headings": [plain(one) for one in part.headings],
        "rows": [[plain(cell) for cell in row] for row in part.rows],
        "links": [
            {"row": row, "column": column, "to": [{"target": one, "text": targets[one].words} for one in linked]}
            for (row, column), linked in part.links.items()
        ],
        "numbers": list(part.numbers),
        "notes": [plain(note) for note in part.notes],
        "widths": widths(part, LYING if is_wide(part) else UPRIGHT),
        "together": stays_together(part),
    }


def _inline(text: str) -> str:
    """On one line; spaces at its ends stay, since the next words follow."""
    before, after = (" " if text[:1].isspace() else ""), (" " if text.strip() and text[-1:].isspace() else "")
    return f"{before}{plain(text)}{after}"
