"""The acts on a change that its page has forms for. Each is one act of the register by whoever is signed in, and goes back to the page."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form
from fastapi.responses import Response

from annotations.changes.register import Entry
from annotations.codings import Stance
from annotations.errors import BadInput
from annotations.studies import Study
from service.api.deps import TheJobs, TheWork
from service.board.change_acts import after_act
from service.board.forms import Posted, chosen_in, ids_in, text_in, words_in
from service.board.pages import Poster, go, link
from service.storage import changes as changes_in_sql
from service.storage import studies
from service.workflows import changes
from service.workflows.changes import Part
from service.workflows.work import Work

router = APIRouter(prefix="/{study_id}/changes/{change_id}")
Reason = Annotated[str, Form()]
DECISIONS: dict[str, Callable[..., Entry]] = {"pursue": changes.pursue, "drop": changes.drop, "reopen": changes.reopen}
COUNTS = {"yes": True, "no": False, "rule": None}


def _study(work: Work, study_id: str) -> Study:
    with work.store.read() as tx:
        return studies.study(tx, study_id)


@router.post("/decide")
def decide(
    study_id: str, change_id: str, work: TheWork, jobs: TheJobs, reader: Poster,
    act: Annotated[Literal["pursue", "drop", "reopen"], Form()], reason: Reason = "",
) -> Response:  # fmt: skip
    """Pursue it, drop it, or take the decision or the merge back."""
    with work.store.read() as tx:
        before = changes_in_sql.register(tx, study_id).entries.get(change_id)
    DECISIONS[act](work, study_id=study_id, by=reader.name, change_id=change_id, reason=reason)
    beside = [before.merged_into] if before and before.merged_into else []
    after_act(work, jobs, study_id, change_id, *beside)
    return go(link(study_id, "changes", change_id))


@router.post("/merge")
def merge(
    study_id: str, change_id: str, work: TheWork, jobs: TheJobs, reader: Poster, into: Annotated[str, Form()], reason: Reason = ""
) -> Response:
    """What was said of it counts for another one from now on."""
    changes.merge(work, study_id=study_id, by=reader.name, change_id=change_id, into=into, reason=reason)
    after_act(work, jobs, study_id, change_id, into)
    return go(link(study_id, "changes", into))


@router.post("/split")
def split(study_id: str, change_id: str, work: TheWork, jobs: TheJobs, reader: Poster, posted: Posted) -> Response:
    """Some of its segments report another change, one that there is or a new one."""
    study, into = _study(work, study_id), text_in(posted, "into")
    title, statement = words_in(posted, "title", study), words_in(posted, "statement", study)
    part = Part(ids_in(posted, "segments"), into) if into else Part(ids_in(posted, "segments"), title=title, statement=statement)
    made = changes.split(
        work, study_id=study.id, by=reader.name, change_id=change_id, parts=[part], reason=text_in(posted, "reason")
    )
    after_act(work, jobs, study.id, change_id, *(entry.change.id for entry in made))
    return go(link(study.id, "changes", made[0].change.id))


@router.post("/restate")
def restate(study_id: str, change_id: str, work: TheWork, jobs: TheJobs, reader: Poster, posted: Posted) -> Response:
    """Word it anew; what it said before stays among its statements."""
    study = _study(work, study_id)
    changes.restate(
        work, study_id=study.id, by=reader.name, change_id=change_id, title=words_in(posted, "title", study),
        statement=words_in(posted, "statement", study), reason=text_in(posted, "reason"),
    )  # fmt: skip
    after_act(work, jobs, study.id, change_id)
    return go(link(study.id, "changes", change_id, segment="register"))


@router.post("/describe")
def describe(study_id: str, change_id: str, work: TheWork, jobs: TheJobs, reader: Poster, posted: Posted) -> Response:
    """Its kind, domains, projects and priorities, all as the form has them."""
    study = _study(work, study_id)
    given: dict[str, Any] = {name: text_in(posted, name) or None for name in ("kind", "domain")}
    given |= {name: list(chosen_in(posted, name)) for name in ("secondary_domains", "contributed", "addressed", "priorities")}
    changes.describe(work, study_id=study.id, by=reader.name, change_id=change_id, reason=text_in(posted, "reason"), **given)
    after_act(work, jobs, study.id, change_id)
    return go(link(study.id, "changes", change_id))


@router.post("/priority")
def cite_priority(study_id: str, change_id: str, work: TheWork, jobs: TheJobs, reader: Poster, posted: Posted) -> Response:
    """Passages of its evidence say that it serves a priority; none: they are taken back."""
    changes.cite_priority(
        work, study_id=study_id, by=reader.name, change_id=change_id, priority=text_in(posted, "priority"),
        segments=ids_in(posted, "segments"), reason=text_in(posted, "reason"),
    )  # fmt: skip
    after_act(work, jobs, study_id, change_id)
    return go(link(study_id, "changes", change_id))


@router.post("/link")
def link_segments(
    study_id: str, change_id: str, work: TheWork, jobs: TheJobs, reader: Poster, posted: Posted,
    stance: Annotated[Stance, Form()] = "for",
) -> Response:  # fmt: skip
    """Segments report it or deny it, whatever coders chose."""
    said: dict[str, Stance] = dict.fromkeys(ids_in(posted, "segments"), stance)
    changes.link(work, study_id=study_id, by=reader.name, change_id=change_id, segments=said, reason=text_in(posted, "reason"))
    after_act(work, jobs, study_id, change_id)
    return go(link(study_id, "changes", change_id, segment="observations"))


@router.post("/unlink")
def unlink_segments(study_id: str, change_id: str, work: TheWork, jobs: TheJobs, reader: Poster, posted: Posted) -> Response:
    """Segments say nothing of it, whatever coders chose."""
    changes.unlink(
        work, study_id=study_id, by=reader.name, change_id=change_id, segments=ids_in(posted, "segments"),
        reason=text_in(posted, "reason"),
    )  # fmt: skip
    after_act(work, jobs, study_id, change_id)
    return go(link(study_id, "changes", change_id, segment="observations"))


@router.post("/count")
def count(
    study_id: str, change_id: str, work: TheWork, jobs: TheJobs, reader: Poster, session: Annotated[str, Form()],
    counts: Annotated[Literal["yes", "no", "rule"], Form()], reason: Reason = "",
) -> Response:  # fmt: skip
    """A session counts, or does not, whatever the rule says."""
    changes.count(
        work, study_id=study_id, by=reader.name, change_id=change_id, session=session, counts=COUNTS[counts], reason=reason
    )
    after_act(work, jobs, study_id, change_id)
    return go(link(study_id, "changes", change_id, segment=f"o-{session}"))


@router.post("/element")
def element(study_id: str, change_id: str, work: TheWork, jobs: TheJobs, reader: Poster, posted: Posted) -> Response:
    """What a session says of an element; ``remove``: take one back instead."""
    removed, order = text_in(posted, "remove"), text_in(posted, "order") or "0"
    if not order.isascii() or not order.isdecimal():
        raise BadInput(f"{order[:20]!r} is no order", remedy="write 0, or which contribution came first with 1, 2, 3")
    if removed:
        changes.remove_element(work, study_id=study_id, by=reader.name, change_id=change_id, element_id=removed)
    else:
        changes.report_element(
            work, study_id=study_id, by=reader.name, change_id=change_id, session=text_in(posted, "session"),
            element=text_in(posted, "element"), value=text_in(posted, "value"), order=int(order),
            segments=ids_in(posted, "segments"), reason=text_in(posted, "reason"),
        )  # fmt: skip
    after_act(work, jobs, study_id, change_id)
    return go(link(study_id, "changes", change_id, segment="convergence"))
