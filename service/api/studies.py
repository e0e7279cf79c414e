"""Studies and their code frames."""

from typing import Annotated

from fastapi import APIRouter, Query, UploadFile

from annotations.codeframe import CodeFrame
from annotations.studies import Study
from service.api.deps import TheJobs, TheWork
from service.api.jobs import JobSchema, job_schema
from service.api.uploads import keep
from service.storage import studies

router = APIRouter(prefix="/studies", tags=["studies"])


@router.get("")
def list_studies(work: TheWork) -> list[Study]:
    """All studies."""
    with work.store.read() as tx:
        return studies.studies(tx)


@router.post("", status_code=202)
def load_study(work: TheWork, jobs: TheJobs, files: list[UploadFile]) -> JobSchema:
    """Load a study: upload `study.yaml` with the code frame, session register and roster that it names."""
    folder = keep(work.settings, files)
    return job_schema(jobs.job(jobs.enqueue("load", {"path": str(folder / "study.yaml")})))


@router.get("/{study_id}")
def get_study(study_id: str, work: TheWork) -> Study:
    """One study."""
    with work.store.read() as tx:
        return studies.study(tx, study_id)


@router.get("/{study_id}/codeframe")
def get_code_frame(study_id: str, work: TheWork, version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None) -> CodeFrame:
    """The code frame of a study: the newest version, or the one asked for."""
    with work.store.read() as tx:
        return studies.frame(tx, study_id, version)
