"""Documents as one web page each, with nothing from elsewhere and no script."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from annotations.documents.json_files import as_values
from annotations.documents.labels import labels_of
from annotations.documents.records import Document, Picture

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE = Path(__file__).parent.parent / "templates" / "document.html.j2"


def html_of(document: Document) -> bytes:
    """The document as HTML 5, UTF-8. Pictures are SVG inside of it."""
    values = as_values(document)
    labels = labels_of(document.language)
    notes = numbered_notes(values["parts"])
    for part, value in zip(document.parts, values["parts"], strict=True):
        if isinstance(part, Picture):
            value["svg"] = Markup(part.svg)  # drawn by Relato itself: its words are text already
    return (
        _template()
        .render(
            doc=values,
            notes=notes,
            labels=labels,
            notice=labels[f"{document.state}_notice"],
            contents=document.kind == "report",
        )
        .encode()
    )


def numbered_notes(parts: list[dict[str, Any]]) -> list[str]:
    """The footnotes in order; each run that has one is told its number."""
    notes: list[str] = []
    for part in parts:
        for run in part.get("runs", ()):
            if run["note"]:
                notes.append(run["note"])
                run["note_number"] = len(notes)
    return notes


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
