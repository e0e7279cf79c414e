"""Stories, findings and report annexes as documents, made when they are asked for; nothing is kept."""

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import Response

from annotations.documents.records import Document
from annotations.documents.report_words import Annex
from service.api.deps import TheWork
from service.figures.for_documents import StudyPictures
from service.workflows.documents import Kind, file_of, languages_of, stem_of, story_of
from service.workflows.reports import reports_of

router = APIRouter(prefix="/studies/{study_id}/documents", tags=["documents"])
TYPES: dict[Kind, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
Citations = Annotated[bool, Query(description="With the ids of segments in the text.")]
Figures = Annotated[bool, Query(description="With the figures drawn.")]


@router.get("/stories/{change_id}.{language}.{kind}", response_class=Response)
def get_story_document(
    study_id: str, change_id: str, language: str, kind: Kind, work: TheWork, citations: Citations = True, figures: Figures = True
) -> Response:
    """The story of a change as it reads now, or its newest draft where nobody has opened it."""
    languages_of(work, study_id, [language])
    document = story_of(work, study_id, change_id, language, StudyPictures(work, study_id) if figures else None)
    return _answer(document, kind, citations)


@router.get("/report.{language}.{kind}", response_class=Response)
def get_report(
    study_id: str,
    language: str,
    kind: Kind,
    work: TheWork,
    only: Annotated[list[Literal["findings"] | Annex] | None, Query()] = None,
    stories: bool = True,
    citations: Citations = True,
    figures: Figures = True,
) -> Response:
    """The findings by domain and the annexes of the report, put together now. `only`: these parts, all when it is left out."""
    wanted = languages_of(work, study_id, [language])
    pictures = StudyPictures(work, study_id) if figures else None
    [document] = reports_of(work, study_id, wanted, only=only or (), stories=stories, pictures=pictures)
    return _answer(document, kind, citations)


def _answer(document: Document, kind: Kind, citations: bool) -> Response:
    """To be saved, not shown: a browser is not to run what is in it."""
    content = file_of(document if citations else document.without_citations(), kind)
    name = f"{stem_of(document)}.{kind}"
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=TYPES[kind], headers=headers)
