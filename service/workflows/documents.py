"""relato document story: the story of a change as documents for people, with whom it rests on, its data and its signatures."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal, get_args

from pydantic import TypeAdapter

from annotations.documents.docx_files import docx_of
from annotations.documents.html_files import html_of
from annotations.documents.json_files import json_of
from annotations.documents.markdown_files import markdown_of
from annotations.documents.pdf_files import pdf_of
from annotations.documents.records import Document, Picture
from annotations.documents.story_document import story_document
from annotations.errors import BadInput
from annotations.stories.records import StoryText
from service.storage import studies
from service.workflows.disclosing import check_files
from service.workflows.story_telling import Pictures, told_of
from service.workflows.work import Outcome, Work, write_whole

Kind = Literal["docx", "pdf", "html", "md", "json"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_text = TypeAdapter(StoryText)


def write_story(
    work: Work, *, study_id: str, change_id: str, languages: Sequence[str] = (), kinds: Sequence[str] = ("docx",), folder: Path,
    template: Path | None = None, pictures: Pictures | None = None, citations: bool = True,
) -> Outcome:  # fmt: skip
    """Write the story of a change into ``folder``, in each language (default: the study's) and kind. ``citations``: whether the ids of
    segments stand in the text.

    Raises
    ------
    NotFound : no such change, or neither a text nor a draft of it. BadInput : no such kind or language; a template that cannot be filled.
    """
    checked = kinds_of(kinds)
    made = [story_of(work, study_id, change_id, language, pictures) for language in languages_of(work, study_id, languages)]
    return written(work, study_id, made, checked, folder, template, citations=citations)


def story_of(work: Work, study_id: str, change_id: str, language: str, pictures: Pictures | None = None) -> Document:
    """The document of a story as it reads now, or of its newest draft where nobody has opened it. Raises NotFound."""
    told = told_of(work, study_id, change_id, language, pictures)
    data = {"number": told.number, "draft": told.draft, "text": _text.dump_python(told.text, mode="json")}
    return replace(story_document(told, language), data=data)


def kinds_of(wanted: Sequence[str]) -> list[Kind]:
    """Those asked for, each once. Raises BadInput."""
    if unknown := [one for one in wanted if one not in KINDS] or ([""] if not wanted else []):
        raise BadInput(f"documents are not written as {', '.join(map(repr, unknown))}", remedy=f"use one of {', '.join(KINDS)}")
    return [kind for kind in KINDS if kind in wanted]


def file_of(document: Document, kind: Kind, template: Path | None = None, prefix: str = "") -> bytes:
    """The document as one file. ``prefix``: of the names of the pictures that a Markdown file needs beside it."""
    if kind == "docx":
        return docx_of(document, template)
    if kind == "md":
        return markdown_of(document, prefix)
    return {"pdf": pdf_of, "html": html_of, "json": json_of}[kind](document)


def written(
    work: Work, study_id: str, documents: Iterable[Document], kinds: Sequence[Kind], folder: Path, template: Path | None, *,
    citations: bool = True,
) -> Outcome:  # fmt: skip
    """Make everything first, then write it; what the check of disclosure says of it goes with the outcome: of each document in the
    first of the kinds, as all of them hold the same words."""
    made: dict[str, bytes] = {}
    for one in documents:
        document = one if citations else one.without_citations()
        stem = stem_of(document)
        for kind in kinds:
            made[f"{stem}.{kind}"] = file_of(document, kind, template, f"{stem}-")
        if "md" in kinds:
            drawn = [part for part in document.parts if isinstance(part, Picture)]
            made |= {f"{stem}-{picture.id}.png": picture.png for picture in drawn}
    folder.mkdir(parents=True, exist_ok=True)
    files = [write_whole(folder / name, partial(_put, content)) for name, content in made.items()]
    report, _ = check_files(
        work, study_id=study_id, files=[file for file in files if file.suffix == f".{kinds[0]}"], as_json=True
    )
    found = json.loads(report)["findings"]
    stops = sum(one["severity"] == "stop" and not one.get("accepted") for one in found)
    return {"files": [str(file) for file in files], "disclosure": {"stops": stops, "to_look_at": len(found) - stops}}


def stem_of(document: Document) -> str:
    """What files of a document are called, so that the check of disclosure knows whose masks are in them."""
    number = document.data.get("number")
    return f"{document.id}-v{number}.{document.language}" if number is not None else f"{document.id}.{document.language}"


def _put(content: bytes, file: BinaryIO) -> int:
    return file.write(content)


def languages_of(work: Work, study_id: str, wanted: Sequence[str]) -> list[str]:
    """Those asked for, each once, else the study's. Raises BadInput, NotFound."""
    with work.store.read() as tx:
        known = studies.study(tx, study_id).languages
    if unknown := [one for one in wanted if one not in known]:
        raise BadInput(f"the study is not in {', '.join(unknown)}", remedy=f"use {', '.join(known)}")
    return list(dict.fromkeys(wanted)) or list(known)
