"""The register of local actors: the changes in which they take part, and what people decided about approaching them."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from annotations.actors import Engagement, LocalActor
from annotations.documents.tables import Table
from service.api.deps import TheWork
from service.workflows import actors

router = APIRouter(prefix="/studies/{study_id}/local-actors", tags=["actors"])


class EngagementSchema(BaseModel):
    """What is decided of an actor in a domain. `actor`: its code, or what it is called. `horizon`: until when; `lead`: who leads."""

    model_config = ConfigDict(extra="forbid")

    by: Annotated[str, Field(min_length=1)]
    reason: str
    actor: str
    domain: str
    approach: str = ""
    horizon: str = ""
    lead: str = ""
    aliases: list[str] = []


@router.get("")
def list_local_actors(study_id: str, work: TheWork) -> list[LocalActor]:
    """By domain, the local actors that take part in its changes or about which somebody decided. Projects are not among them."""
    return actors.actors(work, study_id)


@router.get("/tables")
def local_actors_tables(
    study_id: str, work: TheWork, language: Annotated[str, Query(description="Of the words; empty: the study's first")] = ""
) -> list[Table]:
    """The register in words, one table for each domain."""
    return actors.tables(work, study_id, language)


@router.post("", status_code=201)
def describe_local_actor(study_id: str, given: EngagementSchema, work: TheWork) -> Engagement:
    """Decide how a local actor is approached in a domain, instead of what was decided before."""
    return actors.describe_actor(work, study_id=study_id, **given.model_dump())
