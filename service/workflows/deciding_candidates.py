"""What people do with proposed changes: enter one as a change, join it to a change that there is, dismiss it, take that back."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType

from annotations.changes.candidates import CandidateState
from annotations.changes.register import Entry
from annotations.codings import Stance
from annotations.errors import BadInput, Conflict
from annotations.studies import Study, Words
from service.storage import candidates, changes, studies
from service.storage.candidates import Kept
from service.storage.transactions import Tx
from service.workflows.change_checks import check_segments, check_who, entry
from service.workflows.change_sync import enter_from_file
from service.workflows.changes import enter_in
from service.workflows.consent import silent_ids
from service.workflows.memos import Hide, hiding
from service.workflows.work import Work

NO_WORDS: Words = MappingProxyType({})


def enter_candidate(
    work: Work,
    *,
    study_id: str,
    by: str,
    candidate_id: str,
    reason: str = "",
    into: str = "",
    stance: Stance = "for",
    without: Sequence[str] = (),
    change_id: str = "",
    title: Words = NO_WORDS,
    statement: Words = NO_WORDS,
    domain: str = "",
    kind: str = "change",
) -> Entry:
    """Enter a candidate as a change of its own, or join its segments to the change ``into``: they report it, or deny it by ``stance``.

    ``without``: segments that do not belong to it. The title and the domain are the candidate's where none is given; the words of the
    statement are the person's own. Raises BadInput, Conflict, NotFound.
    """
    with _deciding(work, study_id, by, reason, why=bool(into)) as (tx, study, why, hide):
        one = _open(tx, study.id, candidate_id).candidate
        segments = _segments(one.segments, without, stance)
        check_segments(tx, study.id, segments)
        if into:
            entry(changes.register(tx, study.id), into)
            changes.append(tx, study.id, by, "linked", into, {"segments": dict(segments)}, why)
            candidates.decide(tx, study.id, candidate_id, "merged", by=by, reason=why, change_id=into, without=without)
            return entry(changes.register(tx, study.id), into)
        if not any(statement.values()):
            raise BadInput("the statement has no words", remedy="say in one sentence who changed what, and where")
        entered = enter_in(
            tx,
            study.id,
            by,
            title=title or one.title,
            statement=statement,
            given={"domain": domain or one.domain, "kind": kind},
            change_id=change_id,
            segments=segments,
            reason=why,
            hide=hide,
        )
        candidates.decide(tx, study.id, candidate_id, "entered", by=by, reason=why, change_id=entered.change.id, without=without)
        return entered


def dismiss(work: Work, *, study_id: str, by: str, candidate_id: str, reason: str) -> Kept:
    """It is no change: it is not proposed again while it shares half of its segments. Raises BadInput, Conflict, NotFound."""
    with _deciding(work, study_id, by, reason) as (tx, study, why, _):
        _open(tx, study.id, candidate_id)
        return candidates.decide(tx, study.id, candidate_id, "dismissed", by=by, reason=why)


def reopen_candidate(work: Work, *, study_id: str, by: str, candidate_id: str, reason: str) -> Kept:
    """Take a dismissal back. Raises BadInput, Conflict, NotFound."""
    with _deciding(work, study_id, by, reason) as (tx, study, why, _):
        kept = candidates.candidate(tx, study.id, candidate_id)
        if kept.state != "dismissed":
            raise Conflict(f"{candidate_id} is not dismissed: {kept.state}", remedy="only a dismissal can be taken back")
        return candidates.decide(tx, study.id, candidate_id, "open", by=by, reason=why)


@contextmanager
def _deciding(work: Work, study_id: str, by: str, reason: str, *, why: bool = True) -> Iterator[tuple[Tx, Study, str, Hide]]:
    """``why``: a reason must be given. What names people in it is masked as in the transcripts."""
    check_who(by, reason if why else None)
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        studies.lock(tx, study.id)
        enter_from_file(tx, study.id)
        hide = hiding(work.settings, tx, study)
        yield tx, study, hide(reason.strip()), hide


def _open(tx: Tx, study_id: str, candidate_id: str) -> Kept:
    kept = candidates.candidate(tx, study_id, candidate_id)
    if kept.state != "open":
        what = f"{kept.state} {kept.change_id}".strip()
        raise Conflict(f"{candidate_id} is not open: {what}", remedy="see `relato changes candidates --all`")
    return kept


def _segments(own: Sequence[str], without: Sequence[str], stance: Stance) -> Mapping[str, Stance]:
    if unknown := sorted(set(without) - set(own)):
        raise BadInput(f"{', '.join(unknown)} is not in the candidate", remedy="leave out segments that it has")
    left: dict[str, Stance] = {segment_id: stance for segment_id in own if segment_id not in without}
    if not left:
        raise BadInput("no segment is left", remedy="leave at least one in, or dismiss the candidate")
    return left


def one_proposed(work: Work, *, study_id: str, candidate_id: str) -> Kept:
    """One proposal, as it may be shown. Raises NotFound."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return candidates.reasons_shown(candidates.candidate(tx, study.id, candidate_id), silent_ids(tx, study))


def proposed(work: Work, *, study_id: str, everything: bool = False) -> list[Kept]:
    """What waits for a decision, with ``everything`` also what was decided about: of most sessions first, denials beside theirs."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        states: tuple[CandidateState, ...] = () if everything else ("open",)
        silent = silent_ids(tx, study)
        found = [candidates.reasons_shown(kept, silent) for kept in candidates.candidates(tx, study.id, states)]
    by_id = {kept.candidate.id: kept for kept in found}

    def weight(kept: Kept) -> tuple[int, int, str]:
        return -len(kept.candidate.sessions), -len(kept.candidate.segments), kept.candidate.id

    def place(kept: Kept) -> tuple[tuple[int, int, str], bool, tuple[int, int, str]]:
        main = by_id.get(kept.candidate.beside)
        return weight(main or kept), main is not None, weight(kept)

    return sorted(found, key=place)
