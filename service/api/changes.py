"""The register of changes: what is in it, and every act on it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from annotations.changes.priorities import PriorityLine
from annotations.changes.register import (
    ChangeAct,
    Element,
    ElementReport,
    Entry,
    Link,
    Override,
    PriorityEvidence,
    StatementVersion,
    Status,
)
from annotations.codings import Stance
from annotations.studies import Change, ChangeKind, Words
from service.api.deps import TheWork
from service.api.paging import Limit, Page, page
from service.storage import changes as acts_in_sql
from service.storage import studies
from service.workflows import changes
from service.workflows.change_checks import entry as entry_of
from service.workflows.changes import Part
from service.workflows.priorities import priorities
from service.workflows.work import Work

router = APIRouter(prefix="/studies/{study_id}", tags=["changes"])


class ChangeSchema(BaseModel):
    """A change and what became of it. `links`, `overrides`, `elements`: what people said of segments and sessions, as it counts now.
    `priority_evidence`: the passages cited for its priorities, as far as they may be shown."""

    id: str
    change: Change
    status: Status
    merged_into: str
    split_from: str
    entered_at: datetime
    statements: list[StatementVersion]
    links: list[Link]
    overrides: list[Override]
    elements: list[ElementReport]
    priority_evidence: list[PriorityEvidence]


class _Act(BaseModel):
    model_config = ConfigDict(extra="forbid")

    by: Annotated[str, Field(min_length=1)]
    reason: str = ""


class EnteringSchema(_Act):
    """A new change. `id`: the next one when it is empty. `segments`: those that report it or deny it."""

    id: str = ""
    title: Words
    statement: Words
    domain: str
    kind: ChangeKind = "change"
    secondary_domains: list[str] = []
    contributed: list[str] = []
    addressed: list[str] = []
    priorities: list[str] = []
    segments: dict[str, Stance] = {}


class RestatingSchema(_Act):
    """Other words; languages that are not given keep theirs."""

    title: Words = {}
    statement: Words = {}


class DescribingSchema(_Act):
    """What is left out stays."""

    kind: ChangeKind | None = None
    domain: str | None = None
    secondary_domains: list[str] | None = None
    contributed: list[str] | None = None
    addressed: list[str] | None = None
    priorities: list[str] | None = None


class DecisionOnChangeSchema(_Act):
    """`reopened` takes back that it was pursued, dropped or merged."""

    decision: Literal["pursued", "dropped", "reopened"]


class MergingSchema(_Act):
    """What was coded with the one counts for the other."""

    into: str


class PartSchema(BaseModel):
    """Segments that report another change: one that there is (`id`), or a new one (`title`)."""

    model_config = ConfigDict(extra="forbid")

    segments: list[str]
    id: str = ""
    title: Words = {}
    statement: Words = {}
    domain: str = ""


class SplittingSchema(_Act):
    """The parts that are taken out of the change."""

    parts: list[PartSchema]


class LinkingSchema(_Act):
    """By segment: it reports the change (for), denies it (against), or has nothing to do with it (null), whatever coders chose."""

    segments: dict[str, Stance | None]


class CitingSchema(_Act):
    """The passages, instead of those before; none takes them back."""

    segments: list[str]


class CountingSchema(_Act):
    """`counts` null: as the rule says."""

    counts: bool | None


class SayingSchema(_Act):
    """What a session says of an element of the change. `id`: of the one that it replaces."""

    session: str
    element: Element
    value: str
    order: Annotated[int, Field(ge=0)] = 0
    segments: list[str] = []
    id: str = ""


@router.get("/changes")
def list_changes(study_id: str, work: TheWork, everything: bool = False) -> list[ChangeSchema]:
    """The changes of the register; with `everything` also what was dropped or merged."""
    _, register, silent = changes.register_shown(work, study_id=study_id)
    found = [entry for entry in register.entries.values() if everything or entry.is_current]
    return [ChangeSchema.model_validate(changes.told(entry, register, silent)) for entry in found]


@router.get("/change-acts")
def list_change_acts(study_id: str, work: TheWork, change: str = "", limit: Limit = 100, after: int = 0) -> Page[ChangeAct]:
    """Who did what to the register when, and why; of one change when asked. `after`: the number of the last one seen."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        acts = entry_of(acts_in_sql.register(tx, study.id), change).acts if change else acts_in_sql.acts(tx, study.id)
    return page([act for act in acts if act.number > after], limit, lambda act: str(act.number))


@router.post("/changes", status_code=201)
def enter_change(study_id: str, given: EnteringSchema, work: TheWork) -> ChangeSchema:
    """Enter a change: a candidate until somebody decides."""
    values = given.model_dump()
    return _told(work, study_id, changes.enter(work, study_id=study_id, change_id=values.pop("id"), **values))


@router.get("/priorities")
def list_priorities(study_id: str, work: TheWork) -> list[PriorityLine]:
    """Which changes serve each priority; then those that projects pursue without a change, then those that nobody pursues."""
    return priorities(work, study_id=study_id)[2]


@router.get("/changes/{change_id}")
def get_change(study_id: str, change_id: str, work: TheWork) -> ChangeSchema:
    """One change, dropped and merged ones too."""
    _, register, silent = changes.register_shown(work, study_id=study_id)
    return ChangeSchema.model_validate(changes.told(entry_of(register, change_id), register, silent))


@router.patch("/changes/{change_id}")
def describe_change(study_id: str, change_id: str, given: DescribingSchema, work: TheWork) -> ChangeSchema:
    """Set what a change belongs to."""
    return _told(work, study_id, changes.describe(work, study_id=study_id, change_id=change_id, **given.model_dump()))


@router.post("/changes/{change_id}/statements")
def restate_change(study_id: str, change_id: str, given: RestatingSchema, work: TheWork) -> ChangeSchema:
    """Word a change anew; earlier wordings stay readable."""
    return _told(work, study_id, changes.restate(work, study_id=study_id, change_id=change_id, **given.model_dump()))


@router.post("/changes/{change_id}/decisions")
def decide_on_change(study_id: str, change_id: str, given: DecisionOnChangeSchema, work: TheWork) -> ChangeSchema:
    """Pursue a change, drop it, or open it again."""
    verb = {"pursued": changes.pursue, "dropped": changes.drop, "reopened": changes.reopen}[given.decision]
    return _told(work, study_id, verb(work, study_id=study_id, change_id=change_id, by=given.by, reason=given.reason))


@router.post("/changes/{change_id}/merge")
def merge_change(study_id: str, change_id: str, given: MergingSchema, work: TheWork) -> ChangeSchema:
    """Merge a change into another."""
    return _told(work, study_id, changes.merge(work, study_id=study_id, change_id=change_id, **given.model_dump()))


@router.post("/changes/{change_id}/split")
def split_change(study_id: str, change_id: str, given: SplittingSchema, work: TheWork) -> list[ChangeSchema]:
    """Take segments out of a change that report another; the changes that they report."""
    parts = [Part(tuple(part.segments), part.id, part.title, part.statement, part.domain) for part in given.parts]
    found = changes.split(work, study_id=study_id, change_id=change_id, by=given.by, parts=parts, reason=given.reason)
    return [_told(work, study_id, one) for one in found]


@router.post("/changes/{change_id}/links")
def link_segments(study_id: str, change_id: str, given: LinkingSchema, work: TheWork) -> ChangeSchema:
    """Say that segments report or deny a change, or have nothing to do with it: as if all coders had said so."""
    sides = {segment_id: side for segment_id, side in given.segments.items() if side is not None}
    away = [segment_id for segment_id, side in given.segments.items() if side is None]
    found = changes.say_of_segments(
        work, study_id=study_id, by=given.by, change_id=change_id, linked=sides, unlinked=away, reason=given.reason
    )
    return _told(work, study_id, found)


@router.put("/changes/{change_id}/priorities/{priority}")
def cite_priority(study_id: str, change_id: str, priority: str, given: CitingSchema, work: TheWork) -> ChangeSchema:
    """Cite passages of the change's evidence that say that it serves a priority that it belongs to."""
    values: dict[str, Any] = given.model_dump()
    return _told(work, study_id, changes.cite_priority(work, study_id=study_id, change_id=change_id, priority=priority, **values))


@router.put("/changes/{change_id}/sessions/{session_id}")
def count_session(study_id: str, change_id: str, session_id: str, given: CountingSchema, work: TheWork) -> ChangeSchema:
    """Say that a session counts for a change or does not, whatever the rule says."""
    values: dict[str, Any] = given.model_dump()
    return _told(work, study_id, changes.count(work, study_id=study_id, change_id=change_id, session=session_id, **values))


@router.post("/changes/{change_id}/elements", status_code=201)
def enter_element(study_id: str, change_id: str, given: SayingSchema, work: TheWork) -> ChangeSchema:
    """Enter what a session says of one element of a change."""
    values = given.model_dump()
    element_id = values.pop("id")
    found = changes.report_element(work, study_id=study_id, change_id=change_id, element_id=element_id, **values)
    return _told(work, study_id, found)


@router.delete("/changes/{change_id}/elements/{element_id}")
def remove_element(study_id: str, change_id: str, element_id: str, by: str, work: TheWork, reason: str = "") -> ChangeSchema:
    """Take back what was entered of an element."""
    found = changes.remove_element(work, study_id=study_id, by=by, change_id=change_id, element_id=element_id, reason=reason)
    return _told(work, study_id, found)


def _told(work: Work, study_id: str, entry: Entry) -> ChangeSchema:
    _, register, silent = changes.register_shown(work, study_id=study_id)
    return ChangeSchema.model_validate(changes.told(entry, register, silent))
