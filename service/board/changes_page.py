"""The changes of a study: their list with their saturation, as it is or as it was on a day, and a form for a new one."""

import datetime
from dataclasses import dataclass
from typing import get_args

from fastapi import APIRouter, Request
from fastapi.responses import Response

from annotations.changes.assessments import ChangeLine
from annotations.changes.history import Recorded, Step, held_on, recorded_on
from annotations.changes.register import Status
from annotations.changes.saturation import State
from annotations.errors import BadInput
from annotations.studies import ChangeKind
from service.api.deps import TheJobs, TheWork
from service.board.change_acts import after_act
from service.board.forms import Posted, ids_in, text_in, words_in
from service.board.naming import category_names
from service.board.pages import Poster, Reader, go, link, page
from service.storage import changes as changes_in_sql
from service.storage import studies
from service.storage.transactions import Tx
from service.workflows import assessments, changes

router = APIRouter(prefix="/{study_id}/changes")


@dataclass(frozen=True)
class Then:
    """A change as it was on a day, read in both ways."""

    line: ChangeLine
    held: Step | None
    recorded: Recorded | None


@router.get("")
def list_changes(
    request: Request,
    study_id: str,
    work: TheWork,
    reader: Reader,
    state: str = "",
    status: str = "",
    domain: str = "",
    on: str = "",
) -> Response:
    """Every change, those that are dropped or merged last. ``on``: how it was on that day instead."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        read = assessments.changes(tx, study.id)
        register = changes_in_sql.register(tx, study.id)
        lines = read.body.changes if read else tuple(
            ChangeLine(entry.change, entry.status, entry.merged_into, None, (), ()) for entry in register.entries.values()
        )  # fmt: skip
        shown = [one for one in lines if _meets(one, state, status, domain)]
        day = _day(on)
        then = [_then(tx, study.id, line, day) for line in shown if line.verdict] if day else []
    return page(
        request, "changes.html", study=study, tab="changes", read=read, lines=lines, then=then, day=day,
        current=[one for one in shown if one.status in ("candidate", "pursued")],
        gone=[one for one in shown if one.status in ("dropped", "merged")],
        asked={"state": state, "status": status, "domain": domain}, states=get_args(State), statuses=get_args(Status),
        kinds=get_args(ChangeKind), domains={one.id: one.name for one in study.domains}, categories=category_names(study),
    )  # fmt: skip


def _day(written: str) -> datetime.date | None:
    """Raises BadInput for what is no day."""
    try:
        return datetime.date.fromisoformat(written) if written else None
    except ValueError:
        raise BadInput(f"{written[:20]!r} is not a day", remedy="write it as year-month-day, such as 2024-02-12") from None


def _meets(line: ChangeLine, state: str, status: str, domain: str) -> bool:
    judged = line.verdict.state if line.verdict else ""
    of_state = not state or judged == state or (state == "contested" and line.verdict is not None and line.verdict.contested)
    of_domain = not domain or domain in (line.change.domain, *line.change.secondary_domains)
    return of_state and of_domain and (not status or line.status == status)


def _then(tx: Tx, study_id: str, line: ChangeLine, day: datetime.date) -> Then:
    detail = assessments.change(tx, study_id, line.change.id)
    history = detail.body.history if detail else None
    return Then(line, held_on(history, day) if history else None, recorded_on(history, day) if history else None)


@router.post("")
def enter(study_id: str, work: TheWork, jobs: TheJobs, reader: Poster, posted: Posted) -> Response:
    """A person enters a change; it gets the next id."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    title = words_in(posted, "title", study)
    entry = changes.enter(
        work, study_id=study.id, by=reader.name, title=title, statement=words_in(posted, "statement", study) or title,
        domain=text_in(posted, "domain"), kind=text_in(posted, "kind") or "change",
        segments=dict.fromkeys(ids_in(posted, "segments"), "for"), reason=text_in(posted, "reason"),
    )  # fmt: skip
    after_act(work, jobs, study.id, entry.change.id)
    return go(link(study.id, "changes", entry.change.id))
