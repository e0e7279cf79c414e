"""What identifies people, without the names; decisions about it; and who withdrew."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from service.api.deps import TheJobs, TheWork
from service.api.jobs import JobSchema, job_schema
from service.storage import identity, outdated, studies, withdrawals

router = APIRouter(prefix="/studies/{study_id}", tags=["identity"])


class IdentitySchema(BaseModel):
    """Somebody or something that is named; the names stay in the vault. `sessions`: how often it is named in each."""

    id: str
    kind: str
    letter: str
    state: Literal["proposed", "confirmed", "rejected"]
    decided_by: str
    decided_at: datetime | None
    sessions: dict[str, int]


class DecisionSchema(BaseModel):
    """`confirmed`: replaced wherever it stands; `rejected`: it identifies nobody and stays as it is."""

    model_config = ConfigDict(extra="forbid")

    id: str
    state: Literal["confirmed", "rejected"]


class DecisionsSchema(BaseModel):
    """What a person decided."""

    model_config = ConfigDict(extra="forbid")

    by: Annotated[str, Field(min_length=1)]
    decisions: list[DecisionSchema]


class WithdrawingSchema(BaseModel):
    """Who withdraws, who enters it, and on which day it was said (today when left out)."""

    model_config = ConfigDict(extra="forbid")

    respondent_id: str
    by: str = ""
    on: date | None = None


class WithdrawalSchema(BaseModel):
    """That somebody withdrew and how much was removed; nothing of what was said."""

    respondent_id: str
    at: datetime
    by: str
    body: dict[str, Any]


class WithdrawalsSchema(BaseModel):
    """`tasks_waiting`: tasks in Label Studio that are still to be removed; the next collecting does it."""

    withdrawals: list[WithdrawalSchema]
    tasks_waiting: int


@router.get("/identities")
def list_identities(study_id: str, work: TheWork, state: str = "") -> list[IdentitySchema]:
    """What was found to identify somebody."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        rows, named = identity.rows(tx, study.id), identity.named(tx, study.id)
    return [
        IdentitySchema.model_validate(
            {
                "id": row.id,
                "kind": row.kind,
                "letter": row.body["letter"],
                "state": row.state,
                "decided_by": row.decided_by,
                "decided_at": row.decided_at,
                "sessions": named.get(row.id, {}),
            }
        )
        for row in rows
        if not state or row.state == state
    ]


@router.post("/identities/decisions", status_code=202)
def decide_identities(study_id: str, decisions: DecisionsSchema, work: TheWork, jobs: TheJobs) -> JobSchema:
    """Take in decisions about what was found; everything that is shown changes with them."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    params = {"study_id": study.id, "by": decisions.by, "decisions": {d.id: d.state for d in decisions.decisions}}
    return job_schema(jobs.job(jobs.enqueue("decide", params)))


@router.get("/withdrawals")
def list_withdrawals(study_id: str, work: TheWork) -> WithdrawalsSchema:
    """Who withdrew, and what is still to be done about it."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        rows = withdrawals.withdrawals(tx, study.id)
        waiting = len(outdated.removals(tx, study.id))
    return WithdrawalsSchema(
        withdrawals=[WithdrawalSchema.model_validate(row, from_attributes=True) for row in rows], tasks_waiting=waiting
    )


@router.post("/withdrawals", status_code=202)
def withdraw(study_id: str, who: WithdrawingSchema, work: TheWork, jobs: TheJobs) -> JobSchema:
    """Somebody takes their consent back: their words are removed everywhere."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    on = who.on.isoformat() if who.on else ""
    params = {"study_id": study.id, "respondent_id": who.respondent_id, "by": who.by, "on": on}
    return job_schema(jobs.job(jobs.enqueue("withdraw", params)))
