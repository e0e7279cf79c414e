"""The report on agreement, kept: it takes seconds, and a page has none."""

from pydantic import TypeAdapter

from annotations.agreement_report import Report
from annotations.errors import NotReady
from service.storage import snapshots
from service.storage.transactions import Tx
from service.workflows import agreeing
from service.workflows.assessments import Read, opened
from service.workflows.work import Work

NAME = "agreement"
_report = TypeAdapter(Report)


def kept(tx: Tx, study_id: str) -> Read[Report] | None:
    """The report as it was last computed; None when it never was."""
    return opened(tx, study_id, NAME, _report.validate_python)


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
    return found.body if found and found.fresh else compute(work, study_id)
