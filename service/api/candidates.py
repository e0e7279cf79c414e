"""Changes that were proposed and wait for a person to decide about them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from annotations.changes.candidates import Candidate
from annotations.changes.register import Entry
from annotations.codings import Stance
from annotations.studies import ChangeKind
from service.api.deps import TheWork
from service.storage.candidates import Kept
from service.workflows import deciding_candidates

router = APIRouter(prefix="/studies/{study_id}/candidates", tags=["changes"])
CandidateId = Annotated[str, Path(max_length=40)]
Words = dict[str, str]


class KeptSchema(BaseModel):
    """A candidate and what became of it; `change_id`: the change it was entered as or joined to."""

    candidate: Candidate
    state: Literal["open", "entered", "merged", "dismissed", "gone"]
    change_id: str


class EnteredSchema(BaseModel):
    """The change that has the candidate's segments now."""

    candidate_id: str
    change_id: str


class EnterSchema(BaseModel):
    """`into`: join it to this change, which its segments report (`for`) or deny (`against`); else a new change is entered.

    `without`: segments that do not belong to it. `title` and `domain`: the candidate's when empty.
    """

    model_config = ConfigDict(extra="forbid")

    by: str = Field(min_length=1, max_length=200)
    reason: str = Field("", max_length=2000)
    into: str = ""
    stance: Stance = "for"
    without: list[str] = []
    change_id: str = ""
    title: Words = {}
    statement: Words = {}
    domain: str = ""
    kind: ChangeKind = "change"


class DecisionSchema(BaseModel):
    """Who decides, and why."""

    model_config = ConfigDict(extra="forbid")

    by: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=2000)


@router.get("")
def list_candidates(study_id: str, work: TheWork, everything: bool = False) -> list[KeptSchema]:
    """What waits for a decision (`everything`: all that was ever proposed); of most sessions first, denials beside theirs."""
    return [_schema(kept) for kept in deciding_candidates.proposed(work, study_id=study_id, everything=everything)]


@router.get("/{candidate_id}")
def get_candidate(study_id: str, candidate_id: CandidateId, work: TheWork) -> KeptSchema:
    """One proposal. Its segments are the study's; their texts are read there."""
    return _schema(deciding_candidates.one_proposed(work, study_id=study_id, candidate_id=candidate_id))


@router.post("/{candidate_id}/enter")
def enter_candidate(study_id: str, candidate_id: CandidateId, work: TheWork, body: EnterSchema) -> EnteredSchema:
    """Enter it as a change, or join it to one, with its segments. 409 when somebody has decided about it."""
    entry: Entry = deciding_candidates.enter_candidate(work, study_id=study_id, candidate_id=candidate_id, **body.model_dump())
    return EnteredSchema(candidate_id=candidate_id, change_id=entry.change.id)


@router.post("/{candidate_id}/dismiss")
def dismiss_candidate(study_id: str, candidate_id: CandidateId, work: TheWork, body: DecisionSchema) -> KeptSchema:
    """Say that it is no change."""
    return _schema(deciding_candidates.dismiss(work, study_id=study_id, candidate_id=candidate_id, **body.model_dump()))


@router.post("/{candidate_id}/reopen")
def reopen_candidate(study_id: str, candidate_id: CandidateId, work: TheWork, body: DecisionSchema) -> KeptSchema:
    """Take a dismissal back."""
    found = deciding_candidates.reopen_candidate(work, study_id=study_id, candidate_id=candidate_id, **body.model_dump())
    return _schema(found)


def _schema(kept: Kept) -> KeptSchema:
    return KeptSchema(candidate=kept.candidate, state=kept.state, change_id=kept.change_id)
