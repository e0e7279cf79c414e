"""Jobs: begin a verb, look how far it is, cancel it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from annotations.errors import BadInput
from service.api.deps import TheJobs, TheWork
from service.api.errors import Problem, problem_of
from service.jobs.queue import Job, State
from service.storage import studies

router = APIRouter(tags=["jobs"])
Verb = Literal[
    "identify", "suggest", "send", "collect", "retrain", "question", "finetune", "saturation", "propose", "draft", "migrate"
]


class ProgressSchema(BaseModel):
    """`done` of `total` steps of the present `stage`."""

    stage: str
    done: int
    total: int


class JobSchema(BaseModel):
    id: str
    verb: str
    state: State
    params: dict[str, Any]
    progress: ProgressSchema
    result: dict[str, Any] | None
    error: Problem | None
    created_at: datetime


class VerbParams(BaseModel):
    """What some verbs take besides the study: `draft` takes `change_id`, `collect` takes `full`; `retrain`, `question`, `finetune` take `seed`; `propose` takes `suggested`."""

    model_config = ConfigDict(extra="forbid")

    change_id: str | None = None
    full: bool | None = None
    seed: int | None = None
    suggested: bool | None = None


def job_schema(job: Job) -> JobSchema:
    return JobSchema(
        id=job.id,
        verb=job.verb,
        state=job.state,
        params=job.params,
        progress=ProgressSchema(stage=job.stage, done=job.done, total=job.total),
        result=job.result,
        error=problem_of(job.error) if job.error else None,
        created_at=job.created_at,
    )


_PARAMETERS = {"draft": {"change_id"}, "collect": {"full"}, "retrain": {"seed"}, "question": {"seed"}, "finetune": {"seed"}}


@router.get("/jobs")
def list_jobs(
    jobs: TheJobs, limit: Annotated[int, Query(ge=1, le=500)] = 50, offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0
) -> list[JobSchema]:
    """The newest jobs first."""
    return [job_schema(job) for job in jobs.jobs(limit=limit, offset=offset)]


@router.get("/jobs/{job_id}")
def get_job(job_id: str, jobs: TheJobs) -> JobSchema:
    """State, progress, result or error of a job."""
    return job_schema(jobs.job(job_id))


@router.post("/jobs/{job_id}/cancel")
def cancel_job(job_id: str, jobs: TheJobs) -> JobSchema:
    """Ask a job to stop. What it has done stays; beginning it again goes on from there."""
    jobs.cancel(job_id)
    return job_schema(jobs.job(job_id))


@router.post("/studies/{study_id}/jobs/{verb}", status_code=202)
def start_job(study_id: str, verb: Verb, work: TheWork, jobs: TheJobs, params: VerbParams | None = None) -> JobSchema:
    """Begin a step of the loop. `draft` takes `change_id`, `collect` takes `full`; `retrain`, `question` and `finetune` take `seed`."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    given = params.model_dump(exclude_none=True) if params else {}
    if wrong := given.keys() - _PARAMETERS.get(verb, set()):
        raise BadInput(f"{verb} takes no {', '.join(sorted(wrong))}", remedy="leave it out")
    return job_schema(jobs.job(jobs.enqueue(verb, {"study_id": study.id, **given})))


@router.post("/studies/{study_id}/hints/collect", status_code=202)
def hint_collect(study_id: str, work: TheWork, jobs: TheJobs) -> JobSchema:
    """For Label Studio's webhook: a hint that there is something to collect. What it carries is not read."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    return job_schema(jobs.job(jobs.enqueue("collect", {"study_id": study.id}, once=True)))
