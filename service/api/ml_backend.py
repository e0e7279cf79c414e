"""Label Studio's machine-learning backend protocol, and the hint that its webhook gives; under ``/ml/<study>``, apart from the API.

Label Studio hands over interview text, annotations, its configuration and, at ``setup``, the token of an administrator. Of all that only
the ids below are read; bodies are not kept and never logged. HTTP Basic is the only proof of identity that it can give: its password is
the setting ``label_studio_secret``, which opens nothing else.
"""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from pydantic import BaseModel, BeforeValidator, Field

from annotations.errors import NotAllowed
from service.api.deps import TheJobs, TheWork
from service.storage import studies
from service.workflows.predicting import Asked, predictions, present_version, widened

USER = "label-studio"
_basic = HTTPBasic(auto_error=False)
Given = Annotated[HTTPBasicCredentials | None, Depends(_basic)]
Words = Annotated[str, BeforeValidator(lambda value: value if isinstance(value, str) else "")]
"""What may be anything in a task that is not ours."""


def require_secret(work: TheWork, given: Given) -> None:
    """Let the request through when it carries the secret of the settings; without one nothing is let through. Raises NotAllowed."""
    secret = work.settings.label_studio_secret.get_secret_value()
    said = f"{given.username}:{given.password}" if given else ""
    if not secret or not secrets.compare_digest(said.encode(), f"{USER}:{secret}".encode()):
        raise NotAllowed(
            "Label Studio does not give the right password",
            remedy=f"set RELATO_LABEL_STUDIO_SECRET, and HTTP Basic with the user {USER} and this password in Label Studio",
        )


health_router = APIRouter(prefix="/ml/{study_id}", include_in_schema=False)
router = APIRouter(prefix="/ml/{study_id}", include_in_schema=False, dependencies=[Depends(require_secret)])


class PredictionSchema(BaseModel):
    """Of a prediction that the task has, whose it is."""

    model_version: Words = ""


class TaskDataSchema(BaseModel):
    """What is read of a task's data. The text is needed only to widen a marked stretch."""

    work_item_id: Words = ""
    model_version: Words = ""
    text: Annotated[Words, Field(repr=False)] = ""
    suggested: Annotated[Any, Field(repr=False)] = None

    def asked(self, has: frozenset[str]) -> Asked:
        choices = [one for one in self.suggested if isinstance(one, dict)] if isinstance(self.suggested, list) else None
        offered = tuple(str(choice.get("alias", "")) for choice in choices) if choices is not None else None
        return Asked(self.work_item_id, self.model_version, has, offered)


class TaskSchema(BaseModel):
    data: TaskDataSchema
    predictions: list[PredictionSchema] = []


class ContextSchema(BaseModel):
    """What a coder has just marked, in interactive use."""

    result: Annotated[list[dict[str, Any]], Field(repr=False)] = []


class ParamsSchema(BaseModel):
    context: ContextSchema | None = None


class PredictSchema(BaseModel):
    tasks: list[TaskSchema]
    params: ParamsSchema | None = None


class HintSchema(BaseModel):
    action: str = ""


@health_router.get("/health")
def health(study_id: str) -> dict[str, str]:
    """Whether the process answers. Label Studio asks without a password."""
    return {"status": "UP", "model_class": "Relato"}


@router.post("/setup")
def setup(study_id: str, work: TheWork) -> dict[str, str]:
    """The present model. The body holds an administrator's token: it is not read."""
    return {"model_version": present_version(work, study_id)}


@router.get("/versions")
def versions(study_id: str, work: TheWork) -> dict[str, list[str]]:
    """The present model."""
    return {"versions": [present_version(work, study_id)]}


@router.post("/predict")
def predict(study_id: str, work: TheWork, body: PredictSchema) -> dict[str, Any]:
    """Stored suggestions for the tasks, in their order; in interactive use the stretch that was marked, widened to whole sentences."""
    if body.params and body.params.context and body.params.context.result:
        marked = body.params.context.result
        told = [
            widened(work, study_id=study_id, item_id=t.data.work_item_id, text=t.data.text, marked=marked) for t in body.tasks
        ]
        return {"results": [{"model_version": "", "score": 1.0, "result": regions} for regions in told]}
    asked = [task.data.asked(frozenset(p.model_version for p in task.predictions)) for task in body.tasks]
    return {"results": predictions(work, study_id=study_id, asked=asked)}


@router.post("/webhook", status_code=202)
def webhook(study_id: str, work: TheWork, jobs: TheJobs, body: HintSchema | None = None) -> dict[str, str]:
    """A hint that there is something to collect; *Start training* asks for new models beside. Nothing else of it is read."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    jobs.enqueue("collect", {"study_id": study.id}, once=True)
    if body is not None and body.action == "START_TRAINING":
        jobs.enqueue("retrain", {"study_id": study.id}, once=True)
    return {"status": "ok"}
