"""The versions of a story: their list, one of them as it read, two of them compared, and what a newer draft would change."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from annotations.stories.words import told_act
from service.api.deps import TheWork
from service.board.naming import category_names
from service.board.pages import Reader, page
from service.board.story_reading import helpers, line_of, reading_of
from service.workflows import stories
from service.workflows.documents import Kind, file_of, stem_of, story_of

TYPES: dict[Kind, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
router = APIRouter(prefix="/{study_id}/stories/{change_id}")


@router.get("/versions")
def versions(request: Request, study_id: str, change_id: str, work: TheWork, reader: Reader) -> Response:
    """Every version, the newest first."""
    line, found = line_of(work, study_id, change_id), stories.versions(work, study_id, change_id)
    reading = reading_of(work, study_id, "", reader.language)
    return page(
        request, "story_versions.html", study=reading.study, tab="stories", line=line, versions=found[::-1],
        acts=stories.history(work, study_id, change_id)[::-1], told_act=lambda act: told_act(act, reader.language),
    )  # fmt: skip


@router.get("/versions/{number}")
def version(
    request: Request, study_id: str, change_id: str, number: int, work: TheWork, reader: Reader, text: str = ""
) -> Response:
    """One version as it read: nothing can be done with it."""
    line, made = line_of(work, study_id, change_id), stories.version(work, study_id, change_id, number)
    reading = reading_of(work, study_id, text, reader.language, made.text)
    return page(
        request, "story_version.html", study=reading.study, tab="stories", line=line, version=made,
        sections=reading.sections(made.text), categories=category_names(reading.study), **helpers(reading),
    )  # fmt: skip


@router.get("/document.{kind}")
def document(study_id: str, change_id: str, kind: Kind, work: TheWork, reader: Reader, text: str = "") -> Response:
    """The story as it reads now, as a file; one that is not signed says on every page that it is a draft."""
    reading = reading_of(work, study_id, text, reader.language)
    made = story_of(work, reading.study.id, change_id, reading.tongue)
    named = {"Content-Disposition": f'attachment; filename="{stem_of(made)}.{kind}"'}
    return Response(file_of(made, kind), media_type=TYPES[kind], headers=named)


@router.get("/difference")
def difference(
    request: Request, study_id: str, change_id: str, work: TheWork, reader: Reader, a: int, b: int, text: str = ""
) -> Response:
    """What is other in version ``b`` than in version ``a``, word for word."""
    line, found = line_of(work, study_id, change_id), stories.versions(work, study_id, change_id)
    changes = stories.difference(work, study_id, change_id, a, b)
    reading = reading_of(work, study_id, text, reader.language)
    names = {section.id: section.name for one in found for section in one.text.sections}
    return page(
        request, "story_difference.html", study=reading.study, tab="stories", line=line, a=a, b=b, changes=changes,
        versions=found, names=names, **helpers(reading),
    )  # fmt: skip


@router.get("/draft")
def draft(request: Request, study_id: str, change_id: str, work: TheWork, reader: Reader, text: str = "") -> Response:
    """The text and a newer draft side by side."""
    line, state = line_of(work, study_id, change_id), stories.current(work, study_id, change_id)
    reading = reading_of(work, study_id, text, reader.language)
    names = {section.id: section.name for section in state.version.text.sections}
    return page(
        request, "story_draft.html", study=reading.study, tab="stories", line=line, state=state, proposal=state.proposal,
        names=names, **helpers(reading),
    )  # fmt: skip
