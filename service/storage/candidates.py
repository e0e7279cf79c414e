"""Proposed changes in SQL. A row is never deleted: its id is never given again."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session as Tx

from annotations.changes.candidates import Candidate, CandidateState, Decision
from annotations.errors import NotFound
from annotations.stories.silence import HIDDEN
from service.storage.change_tables import CandidateRow
from service.storage.transactions import now, upsert

_candidate = TypeAdapter(Candidate)


@dataclass(frozen=True)
class Kept:
    """A proposal with what became of it; ``change_id``: the change it was entered as or joined to."""

    candidate: Candidate
    state: CandidateState
    change_id: str
    proposed_at: datetime


def candidates(tx: Tx, study_id: str, states: Collection[CandidateState] = ()) -> list[Kept]:
    """Those in these states, all when empty, by id."""
    query = select(CandidateRow).where(CandidateRow.study_id == study_id)
    if states:
        query = query.where(CandidateRow.state.in_(states))
    found = [_kept(row) for row in tx.scalars(query)]
    return sorted(found, key=lambda kept: (len(kept.candidate.id), kept.candidate.id))


def candidate(tx: Tx, study_id: str, candidate_id: str) -> Kept:
    """One of them. Raises NotFound."""
    row = tx.get(CandidateRow, (study_id, candidate_id))
    if row is None:
        raise NotFound(
            f"there is no candidate {candidate_id!r}", where=f"study {study_id}", remedy="see `relato changes candidates`"
        )
    return _kept(row)


def reasons_shown(kept: Kept, silent: Collection[str]) -> Kept:
    """Without why people decided as they did where the proposal rests on segments that may not be shown: that may quote."""
    if set(silent).isdisjoint(kept.candidate.segments):
        return kept
    return replace(kept, candidate=_reworded(kept.candidate, lambda reason: HIDDEN if reason else ""))


def propose(tx: Tx, study_id: str, proposed: Sequence[Candidate], dismissed: Collection[str]) -> None:
    """Keep these as what is proposed now: those among ``dismissed`` stay dismissed, all others are open. Open ones that are not
    proposed any more are gone; what a person entered or joined to a change stays as it was.
    """
    at = now()
    rows = [
        {
            "study_id": study_id,
            "id": one.id,
            "body": _candidate.dump_python(one, mode="json"),
            "state": "dismissed" if one.id in dismissed else "open",
            "proposed_at": at,
        }
        for one in proposed
    ]
    named = {one.id for one in proposed}
    for row in tx.scalars(select(CandidateRow).where(CandidateRow.study_id == study_id, CandidateRow.state == "open")):
        if row.id not in named:
            row.state = "gone"
    upsert(tx, CandidateRow, rows)


def decide(
    tx: Tx,
    study_id: str,
    candidate_id: str,
    state: CandidateState,
    *,
    by: str,
    reason: str,
    change_id: str = "",
    without: Collection[str] = (),
) -> Kept:
    """Write down what a person did with it; ``without``: segments that they took out of it."""
    row = tx.get_one(CandidateRow, (study_id, candidate_id))
    one = _without(_candidate.validate_python(row.body), without)
    decided = (*one.decisions, Decision(state, by, now(), reason, change_id))
    row.state, row.change_id = state, change_id
    row.body = _candidate.dump_python(replace(one, decisions=decided), mode="json")
    tx.flush()
    return _kept(row)


def forget(tx: Tx, study_id: str, segment_ids: Collection[str]) -> int:
    """Take these segments out of all proposals; how many were touched. One that has none left is gone. Why people decided about it as
    they did goes too: that may quote."""
    wanted, touched = set(segment_ids), 0
    for row in tx.scalars(select(CandidateRow).where(CandidateRow.study_id == study_id)) if wanted else ():
        one = _candidate.validate_python(row.body)
        if wanted.isdisjoint(one.segments):
            continue
        touched += 1
        left = _reworded(_without(one, wanted), lambda reason: "")
        row.body = _candidate.dump_python(left, mode="json")
        if not left.segments and row.state == "open":
            row.state = "gone"
    return touched


def reword(tx: Tx, study_id: str, word: Callable[[str], str]) -> int:
    """Put the reasons of decisions through ``word``; how many proposals changed."""
    changed = 0
    for row in tx.scalars(select(CandidateRow).where(CandidateRow.study_id == study_id)):
        one = _candidate.validate_python(row.body)
        if (new := _reworded(one, word)) != one:
            row.body, changed = _candidate.dump_python(new, mode="json"), changed + 1
    return changed


def _reworded(one: Candidate, word: Callable[[str], str]) -> Candidate:
    return replace(one, decisions=tuple(replace(decision, reason=word(decision.reason)) for decision in one.decisions))


def _without(one: Candidate, segment_ids: Collection[str]) -> Candidate:
    """The candidate without these segments; of one that has none left nothing is kept but what people did with it."""
    left = tuple(id_ for id_ in one.segments if id_ not in segment_ids)
    if not left:
        return Candidate(one.id, one.origin, {}, (), (), decisions=one.decisions)
    in_it = {id_.rsplit(".", 1)[0] for id_ in left}
    return replace(
        one,
        segments=left,
        sessions=tuple(id_ for id_ in one.sessions if id_ in in_it),
        closest=tuple(id_ for id_ in one.closest if id_ not in segment_ids),
    )


def _kept(row: CandidateRow) -> Kept:
    state: CandidateState = row.state  # type: ignore[assignment]
    return Kept(_candidate.validate_python(row.body), state, row.change_id, row.proposed_at)
