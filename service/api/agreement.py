"""How far coders agree."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from annotations.agreement_report import Report
from annotations.agreement_sheets import as_xlsx
from annotations.sample_size import segments_needed
from service.api.deps import TheWork
from service.workflows import agreeing

router = APIRouter(prefix="/studies/{study_id}", tags=["agreement"])
Round = Annotated[int, Query(ge=0, description="Only this round; 0: all")]
Arm = Annotated[Literal["", "blind", "assisted"], Query(description="Only what was coded in this way")]
Replicates = Annotated[int, Query(ge=100, le=2_000)]
Seed = Annotated[int, Query(ge=0, le=2**31)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SampleSizeSchema(BaseModel):
    """Segments that two coders have to code."""

    segments: int


@router.get("/agreement")
def get_agreement(
    study_id: str, work: TheWork, round: Round = 0, arm: Arm = "", replicates: Replicates = 1000, seed: Seed = 1
) -> Report:
    """Agreement of the reviews that stand: one part for each round and way of coding, and coders beside the supervisor.

    Parts in which suggestions were shown are ``inflated``: they are no reliability.
    """
    found = agreeing.agreement(work, study_id=study_id, round_=round, arm=arm, replicates=replicates, seed=seed)
    return found.report


@router.get("/agreement.xlsx", response_class=Response)
def get_agreement_workbook(
    study_id: str,
    work: TheWork,
    language: str = "",
    round: Round = 0,
    arm: Arm = "",
    replicates: Replicates = 1000,
    seed: Seed = 1,
) -> Response:
    """The same as a workbook, with every table."""
    found = agreeing.agreement(
        work, study_id=study_id, round_=round, arm=arm, replicates=replicates, seed=seed, language=language
    )
    return Response(as_xlsx(found.report, found.names, found.coders, language or found.language), media_type=XLSX)


@router.get("/agreement/sample-size")
def get_sample_size(
    kappa: float, prevalence: float, half_width: float = 0.1, per_transcript: float = 1.0, likeness: float = 0.0
) -> SampleSizeSchema:
    """How many segments two coders have to code to know kappa of a code to a precision."""
    need = segments_needed(kappa, prevalence, half_width, per_transcript=per_transcript, likeness=likeness)
    return SampleSizeSchema(segments=need)
