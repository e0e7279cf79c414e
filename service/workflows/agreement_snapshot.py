"""The report on agreement, kept: it takes seconds, and a page has none."""

from datetime import datetime
from typing import NamedTuple

from pydantic import TypeAdapter

from annotations.agreement_report import Report
from annotations.errors import NotReady
from service.storage import snapshots
from service.storage.transactions import Tx
from service.workflows import agreeing
from service.workflows.work import Work

NAME = "agreement"
_report = TypeAdapter(Report)


class Kept(NamedTuple):
    """``fresh``: nothing was written to the study since it was computed."""

    report: Report
    at: datetime
    fresh: bool


def kept(tx: Tx, study_id: str) -> Kept | None:
    """The report as it was last computed; None when it never was."""
    found = snapshots.get(tx, study_id, NAME)
    if found is None:
        return None
    return Kept(_report.validate_python(found.body), found.at, found.stamp == snapshots.stamp(tx, study_id))


def compute(work: Work, study_id: str) -> Report | None:
    """Compute the report and keep it; None, and nothing kept, as long as nothing is reviewed."""
    with work.store.read() as tx:
        stamp = snapshots.stamp(tx, study_id)
    try:
        report = agreeing.agreement(work, study_id=study_id).report
    except NotReady:
        return None
    with work.store.begin() as tx:
        snapshots.save(tx, study_id, NAME, _report.dump_python(report, mode="json"), stamp)
    return report


def ensure(work: Work, study_id: str) -> Report | None:
    """The report of what is there now, computed only where something has changed since."""
    with work.store.read() as tx:
        found = kept(tx, study_id)
    return found.report if found and found.fresh else compute(work, study_id)
