"""Changes that a machine proposes: each with its segments, and what a person can do with it."""

from collections.abc import Mapping
from typing import Annotated, get_args

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from annotations.changes.candidates import CandidateState
from annotations.codings import Stance
from annotations.errors import NotFound
from annotations.studies import ChangeKind, Study, Words
from service.api.deps import TheJobs, TheWork
from service.board.change_acts import after_act
from service.board.change_page import QUOTED
from service.board.forms import Posted, ids_in, text_in, words_in
from service.board.pages import Poster, Reader, go, link, page
from service.storage import corpus, studies
from service.storage.transactions import Tx
from service.workflows import deciding_candidates
from service.workflows.consent import may_be_shown

router = APIRouter(prefix="/{study_id}/candidates")
PAGE = 20
ORDER = ("open", "entered", "merged", "dismissed", "gone")


@router.get("")
def list_candidates(
    request: Request,
    study_id: str,
    work: TheWork,
    reader: Reader,
    state: str = "open",
    page_number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Those in one state, of most sessions first, a page at a time, each with the words nearest to its middle."""
    if state not in get_args(CandidateState):
        raise NotFound(f"there is no state {state!r} of candidates", remedy=f"use one of {', '.join(ORDER)}")
    found = deciding_candidates.proposed(work, study_id=study_id, everything=True)
    listed = [kept for kept in found if kept.state == state]
    here = listed[(page_number - 1) * PAGE : page_number * PAGE]
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        nearest = corpus.segments(tx, study.id, ids=[id_ for kept in here for id_ in kept.candidate.closest[:1]])
        said = {s.id: s for s in may_be_shown(tx, study, nearest)}
        names = _names(tx, study)
    return page(
        request, "candidates.html", study=study, tab="candidates", listed=here, total=len(listed), state=state, states=ORDER,
        counts={name: sum(kept.state == name for kept in found) for name in ORDER}, said=said, names=names,
        number=page_number, pages=max(1, -(-len(listed) // PAGE)), quoted=QUOTED,
        domains={one.id: one.name for one in study.domains},
    )  # fmt: skip


@router.get("/{candidate_id}")
def show(request: Request, study_id: str, candidate_id: str, work: TheWork, reader: Reader) -> Response:
    """One of them with all of its segments and the forms to decide about it."""
    kept = deciding_candidates.one_proposed(work, study_id=study_id, candidate_id=candidate_id)
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        segments = may_be_shown(tx, study, corpus.segments(tx, study.id, ids=list(kept.candidate.segments)))
        names = _names(tx, study)
    near = [one.change_id for one in kept.candidate.near]
    changes = sorted(study.changes, key=lambda change: near.index(change.id) if change.id in near else len(near))
    return page(
        request, "candidate.html", study=study, tab="candidates", kept=kept, candidate=kept.candidate, segments=segments,
        names=names, changes=changes, kinds=get_args(ChangeKind), domains={one.id: one.name for one in study.domains},
    )  # fmt: skip


def _names(tx: Tx, study: Study) -> Mapping[str, Words]:
    """What codes, headings and changes are called."""
    frame = studies.frame(tx, study.id)
    found = {code.id: code.name for path in frame.paths.values() for code in path}
    return found | {change.id: change.title for change in study.changes} | {place.id: place.name for place in study.places}


@router.post("/{candidate_id}/enter")
def enter(study_id: str, candidate_id: str, work: TheWork, jobs: TheJobs, reader: Poster, posted: Posted) -> Response:
    """It becomes a change of its own, which its segments report."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    entry = deciding_candidates.enter_candidate(
        work, study_id=study.id, by=reader.name, candidate_id=candidate_id, reason=text_in(posted, "reason"),
        title=words_in(posted, "title", study), statement=words_in(posted, "statement", study),
        domain=text_in(posted, "domain"), kind=text_in(posted, "kind") or "change", without=ids_in(posted, "without"),
    )  # fmt: skip
    after_act(work, jobs, study.id, entry.change.id)
    return go(link(study.id, "changes", entry.change.id))


@router.post("/{candidate_id}/join")
def join(
    study_id: str, candidate_id: str, work: TheWork, jobs: TheJobs, reader: Poster, posted: Posted,
    into: Annotated[str, Form()], stance: Annotated[Stance, Form()] = "for",
) -> Response:  # fmt: skip
    """Its segments report a change that there is, or deny it."""
    deciding_candidates.enter_candidate(
        work, study_id=study_id, by=reader.name, candidate_id=candidate_id, reason=text_in(posted, "reason"), into=into,
        stance=stance, without=ids_in(posted, "without"),
    )  # fmt: skip
    after_act(work, jobs, study_id, into)
    return go(link(study_id, "changes", into))


@router.post("/{candidate_id}/dismiss")
def dismiss(study_id: str, candidate_id: str, work: TheWork, reader: Poster, reason: Annotated[str, Form()] = "") -> Response:
    """It is no change."""
    deciding_candidates.dismiss(work, study_id=study_id, by=reader.name, candidate_id=candidate_id, reason=reason)
    return go(link(study_id, "candidates"))


@router.post("/{candidate_id}/reopen")
def reopen(study_id: str, candidate_id: str, work: TheWork, reader: Poster, reason: Annotated[str, Form()] = "") -> Response:
    """Take a dismissal back."""
    kept = deciding_candidates.reopen_candidate(work, study_id=study_id, by=reader.name, candidate_id=candidate_id, reason=reason)
    return go(link(study_id, "candidates", kept.candidate.id))
