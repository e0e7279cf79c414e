"""Saturation, stories."""

from datetime import date, datetime
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import FileResponse
from pydantic import BaseModel

from annotations.changes.history import Recorded, Step
from annotations.errors import NotFound
from service.api.deps import TheWork
from service.storage import results, studies
from service.workflows.consent import silent_ids
from service.workflows.past import saturated_on

router = APIRouter(prefix="/studies/{study_id}", tags=["results"])


class VerdictSchema(BaseModel):
    """The latest saturation verdict of a change: a proposal, with its rule and the sessions behind each number."""

    change_id: str
    number: int
    at: datetime
    body: dict[str, Any]


class StorySchema(BaseModel):
    """One version of a story draft."""

    change_id: str
    version: int
    at: datetime
    files: dict[str, str]
    body: dict[str, Any]


class PastSchema(BaseModel):
    """A change on a day: by the sessions held until its end, as they are coded today and by today's rule (`held`), and by the last
    verdict that was computed until then (`recorded`)."""

    change_id: str
    on: date
    held: Step | None
    held_since: date | None
    recorded: Recorded | None
    recorded_since: date | None


@router.get("/saturation")
def list_saturation(study_id: str, work: TheWork, on: date | None = None) -> list[VerdictSchema] | list[PastSchema]:
    """The latest verdict of every change that has one; with `on`, what was saturated at the end of that day, in two readings."""
    if on is not None:
        return [PastSchema.model_validate(one, from_attributes=True) for one in saturated_on(work, study_id, on)]
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        rows = [results.latest_verdict(tx, study.id, change.id) for change in study.changes]
        return [VerdictSchema.model_validate(row, from_attributes=True) for row in rows if row]


@router.get("/stories")
def list_stories(study_id: str, work: TheWork, change: str = "") -> list[StorySchema]:
    """Every version of every draft; one that cites somebody whose consent has ended is shown without its body and files."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        silent, rows = silent_ids(tx, study), results.stories(tx, study.id, change)
        told = [(StorySchema.model_validate(row, from_attributes=True), results.cites(row, silent)) for row in rows]
    return [one.model_copy(update={"body": {}, "files": {}}) if hidden else one for one, hidden in told]


@router.get("/stories/{change_id}/{language}.{kind}", response_class=FileResponse)
def get_story_file(study_id: str, change_id: str, language: str, kind: Literal["md", "docx"], work: TheWork) -> FileResponse:
    """The newest draft of a change as a document."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        row = results.latest_story(tx, study.id, change_id)
        hidden = row is not None and results.cites(row, silent_ids(tx, study))
    name = row.files.get(f"{language}.{kind}") if row and not hidden else None
    path = work.settings.home / name if name else None
    if path is None or not path.exists():
        raise NotFound(f"there is no draft of {change_id} in {language!r}", remedy="make one with `relato draft`")
    return FileResponse(path, filename=path.name)
