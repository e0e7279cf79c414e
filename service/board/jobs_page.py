"""Jobs with their progress: looked at again by the page itself while one is under way; begun and cancelled here."""

from typing import Annotated, get_args

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from annotations.errors import BadInput, NotFound
from service.api.deps import TheJobs, TheWork
from service.api.jobs import Verb
from service.board.pages import Poster, Reader, go, link, page
from service.jobs.queue import VERBS as ALL
from service.jobs.queue import Job, Jobs
from service.storage import studies

router = APIRouter(prefix="/{study_id}/jobs")
SHOWN = 40
OFTEN = "collect"
VERBS: tuple[str, ...] = get_args(Verb)


@router.get("")
def list_jobs(request: Request, study_id: str, work: TheWork, jobs: TheJobs, reader: Reader, part: str = "") -> Response:
    """The newest jobs of the study; ``part``: only the table, for the page that asks again."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    found = _newest(jobs, study.id)
    return page(
        request, "jobs_part.html" if part else "jobs.html", study=study, tab="jobs", jobs=found, verbs=VERBS,
        busy=any(not job.ended for job in found), workers=len(jobs.workers()),
    )  # fmt: skip


@router.post("")
def begin(study_id: str, work: TheWork, jobs: TheJobs, reader: Poster, verb: Annotated[str, Form()] = "") -> Response:
    """Begin a step of the loop; the same one that waits already is not put there twice."""
    if verb not in VERBS:
        raise BadInput(f"there is no job {verb!r}", remedy=f"begin one of {', '.join(VERBS)}")
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    jobs.enqueue(verb, {"study_id": study.id}, once=True)
    return go(link(study.id, "jobs"))


@router.post("/{job_id}/cancel")
def cancel(study_id: str, job_id: str, work: TheWork, jobs: TheJobs, reader: Poster) -> Response:
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    _cancel(jobs, study.id, job_id)
    return go(link(study.id, "jobs"))


def _newest(jobs: Jobs, study_id: str) -> list[Job]:
    """The newest jobs; of what is done every minute only the last, or nothing else would be seen."""
    listed = [*jobs.jobs(limit=2 * SHOWN, verbs=[verb for verb in ALL if verb != OFTEN]), *jobs.jobs(limit=SHOWN, verbs=[OFTEN])]
    own = sorted((job for job in listed if _of(job, study_id)), key=lambda job: job.created_at, reverse=True)
    often = [job for job in own if job.verb == OFTEN and job.state == "done"][1:]
    return [job for job in own if job not in often][:SHOWN]


def _cancel(jobs: Jobs, study_id: str, job_id: str) -> None:
    if not _of(jobs.job(job_id), study_id):
        raise NotFound(f"there is no job {job_id!r} of study {study_id}")
    jobs.cancel(job_id)


def _of(job: Job, study_id: str) -> bool:
    """Whether a job is about this study: loading one names a file, and the study it loaded when it is done."""
    return study_id in (job.params.get("study_id"), (job.result or {}).get("study") if job.verb == "load" else None)
