"""What was saturated on a day: by the sessions held until then, and by the verdicts that people had then."""

import datetime
from dataclasses import dataclass

from pydantic import ConfigDict

from annotations.changes.history import History, Recorded, Step, held_on, held_since, history, recorded_on, recorded_since
from annotations.studies import Change, Words
from service.storage import results, studies
from service.workflows import assessments
from service.workflows.assessing import recorded_of
from service.workflows.evidence import evidence
from service.workflows.work import Work


@dataclass(frozen=True)
class Past:
    """A change on one day. ``held``: what the sessions held until the end of that day say, as they are coded today and by today's rule;
    ``recorded``: the last verdict that was computed until then. ``…_since``: saturated since then without a break, on that day."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    title: Words
    on: datetime.date
    held: Step | None
    held_since: datetime.date | None
    recorded: Recorded | None
    recorded_since: datetime.date | None


def past_on(change: Change, past: History, day: datetime.date) -> Past:
    return Past(
        change_id=change.id,
        title=change.title,
        on=day,
        held=held_on(past, day),
        held_since=held_since(past, day),
        recorded=recorded_on(past, day),
        recorded_since=recorded_since(past, day),
    )


def saturated_on(work: Work, study_id: str, day: datetime.date) -> list[Past]:
    """Every current change on that day."""
    return [past_on(change, past, day) for change, past in histories(work, study_id)]


def kept_histories(work: Work, study_id: str) -> dict[str, History] | None:
    """The past of every current change as it was computed last, whatever was written since; None where that of one never was."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        kept = {change.id: assessments.change(tx, study.id, change.id) for change in study.changes}
    found = {id_: one.body.history for id_, one in kept.items() if one is not None and one.body.history is not None}
    return found if len(found) == len(kept) else None


def histories(work: Work, study_id: str) -> list[tuple[Change, History]]:
    """The past of every current change: as it was kept when nothing was written since, else computed now and not kept."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        kept = [assessments.change(tx, study.id, change.id) for change in study.changes]
    found = [(one.body.change, one.body.history) for one in kept if one is not None and one.fresh]
    if len(found) == len(kept) and all(past is not None for _, past in found):
        return [(change, past) for change, past in found if past is not None]
    known = evidence(work, study.id)
    computed = []
    for change in known.study.changes:
        with work.store.read() as tx:
            recorded = [recorded_of(row) for row in results.verdicts(tx, study.id, change.id)]
        computed.append((change, history(change.id, known.judge(change)[0], known.register, known.study.saturation, recorded)))
    return computed
