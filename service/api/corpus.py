"""Transcripts and segments."""

from typing import Annotated

from fastapi import APIRouter, Query, UploadFile
from pydantic import BaseModel

from annotations.errors import ConsentMissing, NotFound
from annotations.sessions import Session
from annotations.studies import Study
from annotations.transcripts import Segment, Transcript
from service.api.deps import TheJobs, TheWork
from service.api.jobs import JobSchema, job_schema
from service.api.paging import After, Limit, Page, page
from service.api.uploads import keep
from service.storage import corpus, studies, translations
from service.storage.transactions import Tx
from service.workflows import consent, translating

router = APIRouter(prefix="/studies/{study_id}", tags=["transcripts"])


class TranscriptSchema(BaseModel):
    """A session that has a transcript."""

    session: Session
    respondents: list[str]


@router.get("/transcripts")
def list_transcripts(study_id: str, work: TheWork) -> list[TranscriptSchema]:
    """The sessions that have a transcript, with who took part."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        register, have = studies.register(tx, study.id), set(corpus.transcript_ids(tx, study.id))
    return [
        TranscriptSchema(session=s, respondents=[p.respondent_id for p in register.of_session(s.id)])
        for s in register.sessions
        if s.id in have
    ]


@router.post("/transcripts", status_code=202)
def import_transcripts(
    study_id: str, work: TheWork, jobs: TheJobs, files: list[UploadFile], replace: Annotated[list[str] | None, Query()] = None
) -> JobSchema:
    """Upload transcripts (and the register beside them); a job imports each file by itself and reports on each.

    A changed transcript under codings is only replaced when `replace` names its session (`*`: all); the report says what is lost.
    """
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    folder = keep(work.settings, files)
    return job_schema(jobs.job(jobs.enqueue("import", {"study_id": study.id, "folder": str(folder), "replace": replace or []})))


@router.get("/transcripts/{session_id}")
def get_transcript(study_id: str, session_id: str, work: TheWork) -> Transcript:
    """The whole text with its turns; offsets are code points, end exclusive."""
    with work.store.read() as tx:
        found = corpus.transcript(tx, study_id, session_id)
        _check_shown(tx, studies.study(tx, study_id), session_id)
    return found


class TranslatedSchema(BaseModel):
    """What a translation says for a segment; `certain` when neither order nor length casts a doubt on what belongs together."""

    segment_id: str
    original: str
    translation: str
    certain: bool


@router.get("/transcripts/{session_id}/translations/{language}")
def get_translation(study_id: str, session_id: str, language: str, work: TheWork) -> list[TranslatedSchema]:
    """A session's segments beside their translation. Codings and citations are on the original."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        if language not in translations.languages(tx, study.id, session_id):
            raise NotFound(f"there is no translation of session {session_id} into {language!r}")
        _check_shown(tx, study, session_id)
        segments = corpus.segments(tx, study.id, session_id=session_id)
        said = translating.translated_segments(tx, study.id, session_id, language)
    return [
        TranslatedSchema(segment_id=s.id, original=s.text, translation=said[s.id].text, certain=said[s.id].certain)
        for s in segments
    ]


@router.get("/segments")
def list_segments(study_id: str, work: TheWork, session: str = "", limit: Limit = 100, after: After = "") -> Page[Segment]:
    """Segments in order of session and number; a page is shorter where some may not be shown any more."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        found = page(
            corpus.segments(tx, study.id, session_id=session, limit=limit + 1, after=after), limit, lambda segment: segment.id
        )
        return Page(items=consent.may_be_shown(tx, study, found.items), next=found.next)


def _check_shown(tx: Tx, study: Study, session_id: str) -> None:
    """A transcript and its translations are given whole or not at all: what is left without some words would have other offsets."""
    if any(segment_id.rsplit(".", 1)[0] == session_id for segment_id in consent.silent_ids(tx, study)):
        raise ConsentMissing(
            f"words in session {session_id} may not be shown any more: consent ended",
            remedy="take them out with `relato withdraw`; the rest of the session can be read then",
        )
