"""Models: the registry, and a person's decisions about it."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from service.api.deps import TheWork
from service.workflows import drifting, promoting

router = APIRouter(prefix="/studies/{study_id}", tags=["models"])


class ModelEventSchema(BaseModel):
    """What became of a model: `entered`, `kept`, `asked`, `promoted`, `stepped_down`, `rolled_back`, `restored` or `pruned`; by a
    `job` (its verb) or a `person` (their id); why, by language (a person's own words under the empty language)."""

    event: str
    actor: str
    by: str
    reason: dict[str, str]
    at: datetime


class ModelSchema(BaseModel):
    """A model of the study. `body` holds lineage, scores with intervals, the comparison with what was in use, certificates and where
    its cards are; `waits`: it was better than what is in use, and a person decides."""

    version: str
    champion: bool
    waits: bool
    frame_version: int
    encoder: str
    body: dict[str, Any]
    created_at: datetime
    events: list[ModelEventSchema]


class DecisionSchema(BaseModel):
    """Who decides (the id of a person, not a name), and why."""

    model_config = ConfigDict(extra="forbid")

    by: str
    reason: str


class ChangedSchema(BaseModel):
    """The model in use now, and the one before."""

    study: str
    champion: str
    before: str
    changed: bool


@router.get("/models")
def list_models(study_id: str, work: TheWork) -> list[ModelSchema]:
    """Every model, oldest first."""
    return [ModelSchema.model_validate(entry) for entry in promoting.entries(work, study_id=study_id)]


@router.get("/models/drift")
def get_drift(study_id: str, work: TheWork) -> dict[str, Any]:
    """Whether new transcripts are like those that the model in use was fitted on, and whether people still take what it suggests."""
    return drifting.drift_study(work, study_id=study_id)


@router.get("/models/{version}")
def get_model(study_id: str, version: str, work: TheWork) -> ModelSchema:
    """One model."""
    return ModelSchema.model_validate(promoting.entries(work, study_id=study_id, version=version)[0])


@router.post("/models/{version}/promote")
def promote_model(study_id: str, version: str, decision: DecisionSchema, work: TheWork) -> ChangedSchema:
    """Let a model be used from now on."""
    found = promoting.promote(work, study_id=study_id, version=version, by=decision.by, reason=decision.reason)
    return ChangedSchema.model_validate(found)


@router.post("/models/rollback")
def roll_back_model(study_id: str, decision: DecisionSchema, work: TheWork) -> ChangedSchema:
    """Go back to the model that was in use before."""
    return ChangedSchema.model_validate(promoting.roll_back(work, study_id=study_id, by=decision.by, reason=decision.reason))
