"""One change: what it says, how far it is saturated and why, who says what of it, and everything that people can do with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

from fastapi import APIRouter, Request
from fastapi.responses import Response

from annotations.changes.assessments import ChangeDetail
from annotations.changes.observations import Observation
from annotations.changes.register import ELEMENTS, ChangeRegister, ElementReport, Entry, PriorityEvidence
from annotations.changes.saturation_words import explain
from annotations.changes.wording import Pen
from annotations.codeframe import CodeFrame
from annotations.errors import NotFound
from annotations.sessions import Register
from annotations.studies import ChangeKind, Study, Words
from annotations.transcripts import Segment
from service.api.deps import TheWork
from service.board.naming import category_names
from service.board.pages import Reader, page
from service.board.timeline import timeline
from service.storage import changes as changes_in_sql
from service.storage import corpus, studies
from service.workflows import assessments
from service.workflows.assessments import Read
from service.workflows.change_checks import evidence_shown
from service.workflows.consent import may_be_shown, silent_ids
from service.workflows.work import Work

router = APIRouter(prefix="/{study_id}/changes")
QUOTED = 320
"""Signs of a segment that are shown where many are."""


@dataclass(frozen=True)
class Shown:
    """Everything that the page of a change shows."""

    study: Study
    frame: CodeFrame
    people: Register
    register: ChangeRegister
    entry: Entry
    read: Read[ChangeDetail] | None
    segments: Mapping[str, Segment]
    elements: tuple[ElementReport, ...]
    cited: Mapping[str, PriorityEvidence]

    @property
    def observations(self) -> tuple[Observation, ...]:
        return self.read.body.observations if self.read else ()


def shown(work: Work, study_id: str, change_id: str) -> Shown:
    """Raises NotFound for a change that was never entered."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        register = changes_in_sql.register(tx, study.id)
        entry = register.entries.get(change_id) or _from_file(study, register, change_id)
        read = assessments.change(tx, study.id, change_id)
        said = read.body.observations if read else ()
        ids = _distinct(id_ for one in said for id_ in (*one.segment_ids_for, *one.segment_ids_against))
        return Shown(
            study,
            studies.frame(tx, study.id),
            studies.register(tx, study.id),
            register,
            entry,
            read,
            {segment.id: segment for segment in may_be_shown(tx, study, corpus.segments(tx, study.id, ids=ids))},
            register.elements(change_id),
            {one.priority: one for one in evidence_shown(register, change_id, silent_ids(tx, study))},
        )


def _from_file(study: Study, register: ChangeRegister, change_id: str) -> Entry:
    """A change of a study that was loaded before there was a register, about which nobody has done anything. Raises NotFound."""
    if register.entries:
        raise NotFound(f"there is no change {change_id!r} in the register", where=study.id)
    return Entry(study.change(change_id), "candidate", "", "", (), datetime.min.replace(tzinfo=UTC), ())


@router.get("/{change_id}")
def show(request: Request, study_id: str, change_id: str, work: TheWork, reader: Reader) -> Response:
    one = shown(work, study_id, change_id)
    detail = one.read.body if one.read else None
    verdict = detail.verdict if detail else None
    others = [c for c in one.register.current() if c.id != change_id]
    return page(
        request, "change.html", study=one.study, tab="changes", one=one, entry=one.entry, change=one.entry.change, read=one.read,
        detail=detail, verdict=verdict, explained=explain(verdict, Pen(reader.language)) if verdict else [],
        counting=[o for o in one.observations if o.independent], others=others, quoted=QUOTED,
        not_counting=[o for o in one.observations if not o.independent],
        line=timeline(one.observations, verdict.reached_on if verdict else None, reader.language),
        sessions={s.id: s for s in one.people.sessions}, persons={r.id: r for r in one.people.respondents},
        contacts={c.id: c for c in one.people.contacts}, names=_names(one), domains={d.id: d.name for d in one.study.domains},
        occasions={o.id: o.name for o in one.study.occasions}, categories=category_names(one.study),
        kinds=get_args(ChangeKind), elements=ELEMENTS, priorities=_priorities(one), of_session=_of_session(one),
        projects=[(project.id, project.name) for project in one.study.projects],
    )  # fmt: skip


def _names(one: Shown) -> dict[str, Words]:
    """What projects, priorities and groups are called."""
    found = {code.id: code.name for path in one.frame.paths.values() for code in path}
    return found | {project.id: project.name for project in one.study.projects}


def _priorities(one: Shown) -> list[tuple[str, Words]]:
    """The codes of the study's priorities, headings too; none when it has no such family."""
    below = [path[1:] for path in one.frame.paths.values() if path[0].id == one.study.priorities_family]
    return list({code.id: (code.id, code.name) for path in below for code in path}.values())


def _of_session(one: Shown) -> dict[str, list[str]]:
    """Which segments that speak of the change, or of an element of it, are in which session."""
    found: dict[str, list[str]] = {}
    values = one.read.body.convergence.elements if one.read and one.read.body.convergence else ()
    more = (id_ for element in values for value in element.values for id_ in value.segment_ids)
    for id_ in _distinct([*one.segments, *more]):
        found.setdefault(id_.rsplit(".", 1)[0], []).append(id_)
    return found


def _distinct(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))
