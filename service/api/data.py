"""Statistics beside stories: the points, the series they make, and what stands beside which claim."""

import shutil
from datetime import date
from typing import Annotated

from fastapi import APIRouter, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from annotations.triangulation.checking import Finding
from annotations.triangulation.records import Attachment, DataPoint, Verdict
from annotations.triangulation.series import Series
from annotations.triangulation.words import worded
from service.api.deps import TheWork
from service.api.uploads import keep
from service.workflows import triangulation
from service.workflows.triangulation import Judged

router = APIRouter(prefix="/studies/{study_id}/data", tags=["data"])
Who = Annotated[str, Field(min_length=1, max_length=200)]
Why = Annotated[str, Field(min_length=1, max_length=2000)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")

    by: Who


class NewPointSchema(_Body):
    """A point as it is typed. A share needs its `denominator`. `language`: of its words; `names`: by column, the same in other languages."""

    indicator: str
    value: float
    unit: str
    place: str
    period: str
    denominator: str = ""
    source: str
    retrieved: date
    caveat: str = ""
    language: str = ""
    names: dict[str, dict[str, str]] = {}


class CorrectionSchema(_Body):
    """Another point is put in the place of this one; what is not given stays."""

    reason: Why
    value: float | None = None
    denominator: str | None = None
    source: str | None = None
    retrieved: date | None = None
    caveat: str | None = None


class ReasonSchema(_Body):
    """Who does it, and why."""

    reason: Why


class TakenSchema(BaseModel):
    """What became of a file. `corrected`: old id → new id; `named`: got words in other languages; `attachments`: those that rest on a corrected point."""

    file: str
    points: int
    added: list[str]
    corrected: dict[str, str]
    unchanged: int
    named: list[str]
    attachments: list[str]


class SeriesSchema(BaseModel):
    """One indicator in one unit of one place, through time. `denominators`: of what its points are counted; `sources_disagree`: periods."""

    id: str
    indicator: str
    unit: str
    place: str
    points: list[DataPoint]
    denominators: list[str]
    sources_disagree: list[str]


class ClaimSchema(BaseModel):
    """`block`: of the story's current text; empty: the statement of the change."""

    model_config = ConfigDict(extra="forbid")

    points: Annotated[list[str], Field(min_length=1, max_length=500)]
    block: str = ""
    language: str = ""


class NewAttachmentSchema(ClaimSchema):
    by: Who
    verdict: Verdict
    reason: Why


class AnswerSchema(_Body):
    """What was made of a contradiction."""

    answer: Why


class FindingSchema(BaseModel):
    """A proposal of the number check, and how it reads."""

    finding: Finding
    words: dict[str, str]


class JudgedSchema(BaseModel):
    """An attachment with its points and what the number check proposes. `reworded`: the claim reads otherwise now."""

    attachment: Attachment
    blocks_signing: bool
    points: list[DataPoint]
    findings: list[FindingSchema]
    reworded: bool
    corrected: list[str]


@router.get("/points")
def list_points(study_id: str, work: TheWork) -> list[DataPoint]:
    """The points that count now."""
    return list(triangulation.points(work, study_id))


@router.post("/points", status_code=201)
def add_point(study_id: str, work: TheWork, body: NewPointSchema) -> DataPoint:
    """Enter one."""
    return triangulation.add_point(work, study_id=study_id, **body.model_dump())


@router.post("/files")
def import_points(study_id: str, work: TheWork, file: UploadFile, by: str) -> TakenSchema:
    """Take in a CSV or XLSX file, whole or not at all; each fault is named with its row."""
    folder = keep(work.settings, [file])
    try:
        [kept] = folder.iterdir()
        outcome = triangulation.import_points(work, study_id=study_id, file=kept, by=by)
    finally:
        shutil.rmtree(folder)
    return TakenSchema.model_validate(outcome)


@router.post("/points/{point_id}/correct")
def correct_point(study_id: str, point_id: str, work: TheWork, body: CorrectionSchema) -> DataPoint:
    """The point that counts from now on."""
    return triangulation.correct_point(work, study_id=study_id, point_id=point_id, **body.model_dump())


@router.post("/points/{point_id}/remove", status_code=204)
def remove_point(study_id: str, point_id: str, work: TheWork, body: ReasonSchema) -> None:
    """It counts no more, and stays readable where it stands beside a claim."""
    triangulation.remove_point(work, study_id=study_id, point_id=point_id, by=body.by, reason=body.reason)


@router.get("/series")
def list_series(study_id: str, work: TheWork) -> list[SeriesSchema]:
    """The points as series."""
    return [_series(one) for one in triangulation.series(work, study_id)]


@router.get("/attachments")
def list_attachments(study_id: str, work: TheWork, change_id: str = "", everything: bool = False) -> list[JudgedSchema]:
    """What stands beside the claims of a change, or of all; `everything`: also what was withdrawn."""
    return [_judged(one) for one in triangulation.judged(work, study_id, change_id, everything=everything)]


@router.post("/changes/{change_id}/check")
def check(study_id: str, change_id: str, work: TheWork, body: ClaimSchema) -> list[FindingSchema]:
    """What the number check says of a claim with these points. Nothing is kept."""
    found = triangulation.check(
        work, study_id=study_id, change_id=change_id, points=body.points, block=body.block, language=body.language
    )
    return [_finding(one) for one in found]


@router.post("/changes/{change_id}/attachments", status_code=201)
def attach(study_id: str, change_id: str, work: TheWork, body: NewAttachmentSchema) -> Attachment:
    """Put points beside a claim, with a person's verdict and reason."""
    return triangulation.attach(work, study_id=study_id, change_id=change_id, **body.model_dump())


@router.post("/changes/{change_id}/attachments/{attachment_id}/answer")
def answer(study_id: str, change_id: str, attachment_id: str, work: TheWork, body: AnswerSchema) -> Attachment:
    """Answer a contradiction, so that the story can be signed."""
    return triangulation.answer(
        work, study_id=study_id, change_id=change_id, attachment_id=attachment_id, by=body.by, answer=body.answer
    )


@router.post("/changes/{change_id}/attachments/{attachment_id}/withdraw")
def withdraw(study_id: str, change_id: str, attachment_id: str, work: TheWork, body: ReasonSchema) -> Attachment:
    """Take it back; it stays in the log."""
    return triangulation.withdraw_attachment(
        work, study_id=study_id, change_id=change_id, attachment_id=attachment_id, by=body.by, reason=body.reason
    )


def _series(one: Series) -> SeriesSchema:
    return SeriesSchema(
        id=one.id, indicator=one.indicator, unit=one.unit, place=one.place, points=list(one.points),
        denominators=list(one.denominators), sources_disagree=list(one.sources_disagree),
    )  # fmt: skip


def _finding(one: Finding) -> FindingSchema:
    return FindingSchema(finding=one, words={language: worded(one, language) for language in ("es", "en")})


def _judged(one: Judged) -> JudgedSchema:
    return JudgedSchema(
        attachment=one.attachment, blocks_signing=one.attachment.blocks_signing, points=list(one.points),
        findings=[_finding(finding) for finding in one.findings], reworded=one.reworded, corrected=list(one.corrected),
    )  # fmt: skip
