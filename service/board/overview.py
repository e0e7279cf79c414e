"""The overview of a study: what is in, what waits for whom, what became of suggestions; and its sessions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from annotations.changes.saturation import Verdict
from annotations.sessions import Session
from annotations.studies import Study
from service.api.deps import TheWork
from service.board.counting import Counted, counted
from service.board.pages import Reader, page
from service.storage import board_counts, machines, studies
from service.storage.transactions import Tx
from service.workflows import assessments
from service.workflows.promoting import waits

router = APIRouter(prefix="/{study_id}")
STATES = ("saturated", "needs_sessions", "candidate")


@dataclass(frozen=True)
class _Change:
    """A change as the overview shows it; without a ``verdict`` as long as nothing was counted."""

    id: str
    title: Mapping[str, str]
    verdict: Verdict | None

    @property
    def state(self) -> str:
        return self.verdict.state if self.verdict else "candidate"

    @property
    def contested(self) -> bool:
        return self.verdict is not None and self.verdict.contested


@router.get("")
def overview(request: Request, study_id: str, work: TheWork, reader: Reader) -> Response:
    """One look: numbers that lead to what they count."""
    today = datetime.now(UTC).date()
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        found = counted(tx, study.id, today)
        changes, at, fresh = _changes(tx, study)
        waiting, undecided = board_counts.waiting(tx, study.id), _undecided_models(tx, study.id)
    counts = {"sessions": found.held, "without_text": len(found.register.sessions) - found.held, "people": len(found.people)}
    counts |= {"segments": sum(found.segments.values()), "reviewed": sum(found.reviewed.values())}
    order = sorted(changes, key=lambda one: STATES.index(one.state))
    return page(
        request, "overview.html", study=study, tab="", counts=counts, changes=order, computed_at=at, fresh=fresh,
        states=Counter(one.state for one in changes), contested=sum(one.contested for one in changes), today=today,
        coders={c.id: c.name for c in study.coders}, piles=found.piles, days=found.days, waiting=waiting, undecided_models=undecided,
    )  # fmt: skip


def _undecided_models(tx: Tx, study_id: str) -> int:
    present = machines.champion(tx, study_id)
    return sum(waits(row, present) for row in machines.models(tx, study_id))


def _changes(tx: Tx, study: Study) -> tuple[list[_Change], datetime | None, bool]:
    """The changes with what was last found of each, when that was, and whether nothing has changed since."""
    kept = assessments.changes(tx, study.id)
    if kept is not None:
        found = {line.change.id: line.verdict for line in kept.body.current if line.verdict}
        return [_Change(change.id, change.title, found.get(change.id)) for change in study.changes], kept.at, kept.fresh
    return [_Change(change.id, change.title, None) for change in study.changes], None, False


@dataclass(frozen=True)
class _Held:
    """A session as the list shows it."""

    session: Session
    people: int
    categories: tuple[str, ...]
    segments: int
    reviewed: int
    text: bool


@router.get("/sessions")
def list_sessions(request: Request, study_id: str, work: TheWork, reader: Reader, category: str = "") -> Response:
    """Every session in order of its day, those without a transcript too; or those of one category of respondents."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        found = counted(tx, study.id, datetime.now(UTC).date())
    rows, people = _held(found), found.people
    groups = Counter(person.category for person in found.register.respondents if person.id in people)
    shown = [row for row in rows if not category or category in row.categories]
    return page(
        request, "sessions.html", study=study, tab="sessions", rows=shown, groups=sorted(groups.items(), key=lambda one: (-one[1], one[0])),
        people=len(people), category=category, names={c.id: c.name for c in study.categories},
    )  # fmt: skip


def _held(found: Counted) -> list[_Held]:
    category = {person.id: person.category for person in found.register.respondents}
    who: dict[str, list[str]] = {}
    for participation in found.register.participants():
        who.setdefault(participation.session_id, []).append(participation.respondent_id)
    return [
        _Held(
            session,
            len(who.get(session.id, [])),
            tuple(dict.fromkeys(category.get(person, "") for person in who.get(session.id, []))),
            found.segments.get(session.id, 0),
            found.reviewed.get(session.id, 0),
            session.id in found.segments,
        )
        for session in found.register.sessions
    ]
