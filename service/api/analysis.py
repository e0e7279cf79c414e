"""The analysis plan executed, and the matrices of codes."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from annotations.analysis import Counts
from annotations.analysis_html import plan_html, quotes
from annotations.analysis_plan import RowResult
from annotations.analysis_sheets import matrix_xlsx, plan_xlsx
from annotations.analysis_words import Naming
from annotations.matrices import pairs
from service.api.deps import TheWork
from service.workflows import analysing

router = APIRouter(prefix="/studies/{study_id}", tags=["analysis"])
Offset = Annotated[int, Query(ge=0, le=2**31)]
Limit = Annotated[int, Query(ge=0, le=1000)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CountsSchema(BaseModel):
    """People, sessions and segments: three counts of the same segments. ``unnamed`` segments are nobody's in particular."""

    people: int
    sessions: int
    segments: int
    unnamed: int


class StepSchema(BaseModel):
    """What was left after one criterion; ``unsure`` segments were left out since it is not known who says them."""

    criterion: str
    asked: list[str]
    left: CountsSchema
    unsure: int


class PlanRowSchema(BaseModel):
    """One row of the plan with its counts. An empty one says why: by ``steps``, ``absent``, ``unread`` and ``not_asked``."""

    id: str
    question: dict[str, str]
    strategy: dict[str, str]
    elsewhere: dict[str, str]
    counts: CountsSchema
    steps: list[StepSchema]
    breakdowns: dict[str, dict[str, CountsSchema]]
    not_asked: list[str]
    absent: list[tuple[str, str]]
    unread: list[str]


class QuotedSchema(BaseModel):
    """A segment with who said it and where."""

    segment_id: str
    session_id: str
    date: date | None
    place: str
    method: str
    respondent: str
    category: str
    text: str
    coded: list[str]


class SegmentsOfRowSchema(PlanRowSchema):
    """The same with its segments: those after ``offset``, at most ``limit``."""

    segments: list[QuotedSchema]


class CellSchema(CountsSchema):
    """A code, or heading, beside one value."""

    code: str
    value: str


class MatrixSchema(BaseModel):
    """``cells`` only where there is something; totals count each segment once. Between codes each pair once."""

    of: str
    codes: list[str]
    values: list[str]
    cells: list[CellSchema]
    by_code: dict[str, CountsSchema]
    by_value: dict[str, CountsSchema]


@router.get("/plan")
def list_plan(study_id: str, work: TheWork) -> list[PlanRowSchema]:
    """Every row of the analysis plan, executed on what people have said up to now."""
    return [PlanRowSchema.model_validate(_told(result)) for result in analysing.results(analysing.fresh(work, study_id=study_id))]


@router.get("/plan.xlsx", response_class=Response)
def get_plan_workbook(study_id: str, work: TheWork, language: str = "") -> Response:
    """The plan with its criteria, its breakdowns and all its segments as a workbook."""
    of = analysing.fresh(work, study_id=study_id)
    naming = Naming(of.study, of.frame, language or of.study.languages[0])
    return Response(plan_xlsx(analysing.results(of), of, naming), media_type=XLSX)


@router.get("/plan.html", response_class=Response)
def get_plan_page(study_id: str, work: TheWork, language: str = "") -> Response:
    """The same as a page that stands by itself."""
    of = analysing.fresh(work, study_id=study_id)
    naming = Naming(of.study, of.frame, language or of.study.languages[0])
    return Response(plan_html(analysing.results(of), of, naming), media_type="text/html; charset=utf-8")


@router.get("/plan/{row_id}")
def get_plan_row(
    study_id: str, row_id: str, work: TheWork, language: str = "", offset: Offset = 0, limit: Limit = 200
) -> SegmentsOfRowSchema:
    """One row with its segments: who said them, and where."""
    of = analysing.fresh(work, study_id=study_id)
    (result,) = analysing.results(of, [row_id])
    naming = Naming(of.study, of.frame, language or of.study.languages[0])
    quoted = [
        QuotedSchema(
            segment_id=one.segment.id, session_id=one.session.id, date=one.session.date, place=one.session.place,
            method=one.session.method, respondent=one.respondent, category=of.category(one.segment), text=one.segment.text,
            coded=list(one.said_of),
        )
        for one in quotes(result.segment_ids[offset : offset + limit], of, naming)
    ]  # fmt: skip
    return SegmentsOfRowSchema.model_validate({**_told(result), "segments": quoted})


@router.get("/matrices/{of}.xlsx", response_class=Response)
def get_matrix_workbook(study_id: str, of: str, work: TheWork, language: str = "") -> Response:
    """The same as a workbook: three columns for each value."""
    analysing.check_columns(of)
    known = analysing.fresh(work, study_id=study_id)
    naming = Naming(known.study, known.frame, language or known.study.languages[0])
    return Response(matrix_xlsx(analysing.one_matrix(known, of), naming), media_type=XLSX)


@router.get("/matrices/{of}")
def get_matrix(study_id: str, of: str, work: TheWork) -> MatrixSchema:
    """Codes beside session, category, place, language, method, domain, section or change, or beside each other (code)."""
    analysing.check_columns(of)
    found = analysing.one_matrix(analysing.fresh(work, study_id=study_id), of)
    cells = pairs(found) if of == "code" else ((code, value, counts) for (code, value), counts in found.cells.items())
    return MatrixSchema(
        of=of,
        codes=list(found.rows),
        values=list(found.columns),
        cells=[CellSchema(code=code, value=value, **_numbers(counts)) for code, value, counts in cells],
        by_code={code: CountsSchema(**_numbers(counts)) for code, counts in found.by_row.items()},
        by_value={value: CountsSchema(**_numbers(counts)) for value, counts in found.by_column.items()},
    )


def _numbers(counts: Counts) -> dict[str, int]:
    return dict(zip(("people", "sessions", "segments", "unnamed"), counts.numbers, strict=True))


def _told(result: RowResult) -> dict[str, object]:
    body, row = analysing.dumped(result), result.row
    parts = {name: body[name] for name in ("counts", "steps", "breakdowns", "absent", "unread")}
    words = {"question": dict(row.question), "strategy": dict(row.strategy), "elsewhere": dict(row.elsewhere)}
    return {"id": row.id, "not_asked": list(row.not_asked), **words, **parts}
