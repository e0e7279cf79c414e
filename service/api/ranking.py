"""The ranking: which changes matter most, by domain and respondent group, and the criteria behind it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from annotations.documents.tables import Table
from annotations.ranking.records import Result, Totals, Unranked
from annotations.ranking.sheets import as_xlsx
from annotations.studies import Criterion, Words
from service.api.deps import TheWork
from service.workflows import criteria, ranking
from service.workflows.criteria import ReasonToReview
from service.workflows.work import Work

router = APIRouter(prefix="/studies/{study_id}/ranking", tags=["ranking"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rule = Annotated[Unranked, Query(description="How ballots are read that rank some of what they could rank")]
Language = Annotated[str, Query(description="Of the words; empty: the study's first")]
Frequency = Annotated[bool, Query(description="How many ballots name each criterion, instead of a mark")]


class RankingSchema(BaseModel):
    """`results`: one for each domain and set of changes shown, never added up. `totals`: what is behind all of them."""

    totals: Totals
    results: list[Result]


class SuggestedSchema(BaseModel):
    """What was proposed. `open`: proposals that nobody has decided about."""

    study: str
    reasons: int
    with_proposal: int
    without_proposal: int
    proposals: int
    open: int


class _Act(BaseModel):
    model_config = ConfigDict(extra="forbid")

    by: Annotated[str, Field(min_length=1)]
    why: str = ""


class CriterionDecisionSchema(_Act):
    """What a person decides of one reason. `none`: it names none of the criteria; then `criterion` is left out."""

    decision: Literal["accept", "reject", "add", "remove", "none"]
    criterion: str = ""


class CriterionSchema(_Act):
    """A criterion that the study does not have yet."""

    id: str
    name: Words
    definition: Words = {}


@router.get("")
def get_ranking(study_id: str, work: TheWork, unranked: Rule = "last") -> RankingSchema:
    """Where changes stand among all, by group and by wording; who differs; how far ballots agree."""
    _, found, totals = ranking.results(work, study_id, unranked=unranked)
    return RankingSchema(totals=totals, results=list(found))


@router.get("/tables")
def get_ranking_tables(study_id: str, work: TheWork, language: Language = "", unranked: Rule = "last") -> list[Table]:
    """The same as tables to be read."""
    return ranking.result_tables(work, study_id, _spoken(work, study_id, language), unranked=unranked)


@router.get("/tables.xlsx", response_class=Response)
def get_ranking_workbook(study_id: str, work: TheWork, language: Language = "", unranked: Rule = "last") -> Response:
    """The tables of results and of criteria as a workbook."""
    spoken = _spoken(work, study_id, language)
    tables = ranking.result_tables(work, study_id, spoken, unranked=unranked)
    for frequency in (False, True):
        tables += ranking.criteria_tables(work, study_id, spoken, frequency=frequency)
    return Response(as_xlsx(tables), media_type=XLSX)


@router.get("/criteria")
def list_criteria(study_id: str, work: TheWork) -> list[Criterion]:
    """The criteria of the study, and those that people named since."""
    return list(criteria.vocabulary(work, study_id)[1].values())


@router.post("/criteria", status_code=201)
def name_criterion(study_id: str, given: CriterionSchema, work: TheWork) -> Criterion:
    """Name a criterion: reasons can be coded with it from now on."""
    return criteria.name_criterion(
        work, study_id=study_id, by=given.by, criterion_id=given.id, name=given.name, definition=given.definition, why=given.why
    )


@router.get("/criteria/tables")
def get_criteria_tables(study_id: str, work: TheWork, language: Language = "", frequency: Frequency = False) -> list[Table]:
    """Criteria by respondent group, domain by domain, as people found them in the reasons."""
    return ranking.criteria_tables(work, study_id, _spoken(work, study_id, language), frequency=frequency)


@router.get("/reasons")
def list_reasons(study_id: str, work: TheWork, domain: str = "") -> list[ReasonToReview]:
    """Why ballots rank changes where they do, with what people found in it and what is proposed."""
    return criteria.reasons(work, study_id, domain)


@router.post("/reasons/suggestions")
def suggest_criteria(study_id: str, work: TheWork) -> SuggestedSchema:
    """Propose criteria for every reason, in the place of earlier proposals. Decisions stay."""
    return SuggestedSchema.model_validate(criteria.suggest(work, study_id=study_id))


@router.post("/reasons/{ballot_id}/{change_id}", status_code=201)
def decide_criterion(
    study_id: str, ballot_id: str, change_id: str, given: CriterionDecisionSchema, work: TheWork
) -> ReasonToReview:
    """Decide which criterion a reason names; how the reason stands after it."""
    values = {"study_id": study_id, "by": given.by, "ballot_id": ballot_id, "change_id": change_id, "why": given.why}
    if given.decision == "none":
        criteria.none(work, **values)
    else:
        getattr(criteria, given.decision)(work, criterion=given.criterion, **values)
    return next(one for one in criteria.reasons(work, study_id) if one.reason.id == f"{ballot_id}/{change_id}")


def _spoken(work: Work, study_id: str, language: str) -> str:
    return language or criteria.vocabulary(work, study_id)[0].languages[0]
