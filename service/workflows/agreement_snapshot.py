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
KEPT = 8
_report = TypeAdapter(Report)
_parsed: dict[tuple[str, str, datetime], Report] = {}


class Kept(NamedTuple):
    """``fresh``: nothing was written to the study since it was computed."""

    report: Report
    at: datetime
    fresh: bool


def kept(tx: Tx, study_id: str) -> Kept | None:
    """The report as it was last computed; None when it never was."""
    found = snapshots.made(tx, study_id, NAME)
    if found is None:
        return None
    stamp, at = found
    return Kept(_read(tx, study_id, stamp, at), at, stamp == snapshots.stamp(tx, study_id))


def _read(tx: Tx, study_id: str, stamp: str, at: datetime) -> Report:
    """The report as it was read before, where it is still the one that is kept: half of what the page takes is reading it."""
    key = study_id, stamp, at
    report = _parsed.get(key)
    if report is None:
        kept = snapshots.get(tx, study_id, NAME)
        report = _report.validate_python(kept.body if kept else {})
        if stamp:  # drawn by lot: no other study, or the same one put back from a backup, has it
            for old in list(_parsed)[: max(0, len(_parsed) - KEPT + 1)]:
                _parsed.pop(old, None)
            _parsed[key] = report
    return report


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
