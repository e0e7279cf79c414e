"""Documents as Markdown (CommonMark with tables and footnotes). Words from outside are escaped: nothing in them is markup."""

import re
from typing import Any

from annotations.changes.wording import escape_markdown
from annotations.documents.html_files import numbered_notes
from annotations.documents.json_files import as_values
from annotations.documents.labels import labels_of
from annotations.documents.records import Document

_BEFORE = {"statement": "", "quote": "> ", "attribution": "> ", "gap": "⚠ ", "bullet": "- ", "translation": "> "}


def markdown_of(document: Document, pictures: str = "") -> bytes:
    """The document as UTF-8. ``pictures``: what stands before the names of its pictures' files, which are ``ID.png``."""
    values, labels = as_values(document), labels_of(document.language)
    notes = numbered_notes(values["parts"])
    say = escape_markdown
    lines = [f"# {say(values['title'])}", f"*{say(values['state_words'])}* · {say(values['version'])} · {say(values['study'])}"]
    lines += [f"**{labels[f'{document.state}_notice']}**"] if labels[f"{document.state}_notice"] else []
    lines += [say(values["subtitle"])] if values["subtitle"] else []
    lines += ["  \n".join(f"**{say(fact['name'])}:** {say(fact['words'])}" for fact in values["facts"])] if document.facts else []
    wanted = _targets(values["parts"])
    for part in values["parts"]:
        made = _part(part, labels, pictures)
        if part.get("id") in wanted:
            made[0] = f'<a id="{_anchor(part["id"])}"></a>\n\n{made[0]}'
        if part.get("kind") in ("attribution", "translation") and lines[-1].startswith("> "):
            lines[-1] += f"\n>\n{made[0]}"  # one quotation, not two
        else:
            lines += made
    lines += [f"[^{number}]: {say(note)}" for number, note in enumerate(notes, 1)]
    return ("\n\n".join(lines) + "\n").encode()


def _targets(parts: list[dict[str, Any]]) -> set[str]:
    """What is referred to: Markdown has no anchors of its own."""
    runs = {run["target"] for part in parts for run in part.get("runs", ())}
    return runs | {one["target"] for part in parts for link in part.get("links", ()) for one in link["to"]}


def _anchor(id_: str) -> str:
    return re.sub(r"[^\w.-]", "-", id_)


def _part(part: dict[str, Any], labels: Any, pictures: str) -> list[str]:
    say = escape_markdown
    if part["part"] == "heading":
        return [f"{'#' * min(part['level'] + 1, 6)} {say(part['text'])}"]
    if part["part"] == "paragraph":
        words = "".join(_run(run) for run in part["runs"]).strip()
        return [f"{_BEFORE.get(part['kind'], '')}{_no_marker(words)}"]
    if part["part"] == "picture":
        caption = f"**{labels['figure']} {part['number']}.** {say(part['caption'])}"
        image = f"![{say(part['alt'])}]({pictures}{part['id']}.png)"
        return [image, caption, *([say(part["note"])] if part["note"] else [])]
    said = [[say(cell) for cell in row] for row in (part["headings"], *part["rows"])]
    for link in part["links"]:
        said[link["row"] + 1][link["column"]] = ", ".join(
            f"[{say(one['text'])}](#{_anchor(one['target'])})" for one in link["to"]
        )
    cells = [f"| {' | '.join(cell or ' ' for cell in row)} |" for row in said]
    rule = "|" + "|".join(" ---: " if column in part["numbers"] else " --- " for column in range(len(part["headings"]))) + "|"
    caption = f"**{labels['table']} {part['number']}.** {say(part['caption'])}"
    return [caption, "\n".join([cells[0], rule, *cells[1:]]), *(say(note) for note in part["notes"])]


def _no_marker(words: str) -> str:
    """What begins like an entry of a list or a rule is not one.

    >>> _no_marker("2021. They opened it."), _no_marker("- said she"), _no_marker("+1")
    ('2021\\\\. They opened it.', '\\\\- said she', '\\\\+1')
    """
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", words)


def _run(run: dict[str, Any]) -> str:
    text = run["text"]
    stripped = text.strip()
    words = escape_markdown(stripped)
    if words and run["look"] in ("strong", "emphasis"):
        mark = "**" if run["look"] == "strong" else "*"
        words = f"{mark}{words}{mark}"
    if words and run["target"]:
        words = f"[{words}](#{_anchor(run['target'])})"
    spaced = f"{' ' if text[:1].isspace() else ''}{words}{' ' if stripped and text[-1:].isspace() else ''}"
    return spaced + (f"[^{run['note_number']}]" if run["note"] else "")
