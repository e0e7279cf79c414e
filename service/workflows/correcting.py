"""Comments of ballots that are taken up as factual corrections, each with what came of it."""

from annotations.documents.tables import Table
from annotations.errors import BadInput, Conflict, NotFound
from annotations.validation.answering import clean, wording_of
from annotations.validation.corrections import OUTCOMES, Correction, Outcome, waiting
from annotations.validation.corrections import corrections as folded
from annotations.validation.corrections import corrections_table as table_of
from annotations.validation.records import Wording
from service.storage import ballots, changes, stories, studies
from service.storage.act_logs import acts
from service.workflows.silencing import silence
from service.workflows.validation_acts import Acting, acting, form_of
from service.workflows.work import Work

LONGEST = 2_000


def correct(
    work: Work,
    *,
    study_id: str,
    by: str,
    ballot_id: str,
    change_id: str,
    outcome: Outcome,
    text: str = "",
    story: int = 0,
    reason: str = "",
) -> Correction:
    """Take up what a ballot says of a change as a factual correction, or decide what comes of it.

    Parameters
    ----------
    outcome : ``open``: taken up, to be looked into; ``accepted``: put right; ``rejected``: left as it is. text : what is said to be wrong, in the
        team's own words, without names; as before when empty, and wanted the first time. story : the version of the story that holds the
        correction; the newest when 0.

    Raises
    ------
    BadInput : no text, no reason for a decision. Conflict : the ballot does not count; accepted, and neither story nor statement was changed
    since the version that the ballot was about. NotFound : no such ballot, change or version; nothing is commented there.
    """
    if outcome not in OUTCOMES:
        raise BadInput(f"{outcome!r} is no outcome", remedy=f"use {', '.join(OUTCOMES)}")
    with acting(work, study_id, by, reason, why=outcome != "open") as doing:
        before = next((one for one in _stands(doing) if (one.ballot, one.change_id) == (ballot_id, change_id)), None)
        wording = _commented(doing, ballot_id, change_id)
        told = doing.hide(clean(text)) or (before.text if before else "")
        if not told or len(told) > LONGEST:
            raise BadInput(
                "it is not said what is to be put right", remedy=f"say it in your own words, {LONGEST} characters at most"
            )
        number, statement = _holds(doing, wording, story) if outcome == "accepted" else (0, 0)
        body = {
            "ballot": ballot_id,
            "outcome": outcome,
            "correction": told,
            "story_number": number,
            "statement_number": statement,
        }
        doing.done("correction", change_id, body)
        return next(one for one in _stands(doing) if (one.ballot, one.change_id) == (ballot_id, change_id))


def corrections_of(work: Work, study_id: str, *, change_id: str = "", ballot_id: str = "") -> list[Correction]:
    """Every comment that was taken up, and what came of it; of one change or ballot when it is named."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        if not any(act.act == "correction" for act in acts(tx, study.id, "validation")):
            return []
        hush = silence(tx, study)
        found = folded(ballots.acts_shown(tx, study.id, hush), ballots.sent(tx, study.id, hush))
    return [one for one in found if change_id in ("", one.change_id) and ballot_id in ("", one.ballot)]


def corrections_table(work: Work, study_id: str, language: str) -> Table:
    """The same as a table of the report."""
    found = corrections_of(work, study_id)
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        left = waiting(found, ballots.sent(tx, study.id))
    return table_of(study, found, language, left)


def _stands(doing: Acting) -> tuple[Correction, ...]:
    hush = silence(doing.tx, doing.study)
    return folded(ballots.acts_shown(doing.tx, doing.study.id, hush), ballots.sent(doing.tx, doing.study.id, hush))


def _commented(doing: Acting, ballot_id: str, change_id: str) -> Wording:
    """The wording that the ballot is about, where it says something of the change in its own words."""
    found = ballots.kept(doing.tx, doing.study.id, ids=[ballot_id])
    if not found:
        raise NotFound(f"there is no ballot {ballot_id!r}", remedy="look with `relato validate ballots`")
    if ballot_id not in {ballot.id for ballot, _ in ballots.sent(doing.tx, doing.study.id)}:
        raise Conflict(f"{ballot_id} does not count", remedy="take up what is said on ballots that were sent and are not void")
    wording = wording_of(form_of(doing.stands(), found[0].ballot.form_id), change_id)
    if not any(one.change_id == change_id and one.comment for one in found[0].ballot.answers):
        raise NotFound(
            f"{ballot_id} comments nothing about {change_id}", remedy="look at the ballot: only what is said is taken up"
        )
    return wording


def _holds(doing: Acting, wording: Wording, story: int) -> tuple[int, int]:
    """The versions of story and statement that hold the correction: later than those that the ballot was about, 0 for the one that is not."""
    newest = stories.latest(doing.tx, doing.study.id, wording.change_id)
    last = newest.number if newest else 0
    if not 0 <= story <= last:
        raise NotFound(
            f"there is no version {story} of the story of {wording.change_id}",
            remedy=f"use 1 to {last}" if last else "write it first",
        )
    number = story or last
    statement = changes.register(doing.tx, doing.study.id).entries[wording.change_id].statements[-1].number
    later = (number if number > wording.story_number else 0, statement if statement > wording.statement_number else 0)
    if story and not later[0] or not any(later):
        raise Conflict(
            f"nothing of {wording.change_id} was changed since it was put to people (story {wording.story_number}, statement "
            f"{wording.statement_number})",
            remedy="put it right in the story or the statement first, then say that it is accepted",
        )
    return later
