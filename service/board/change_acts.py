"""What follows an act on the register of changes: the verdict of every change that it touches is computed anew."""

from service.jobs.queue import Jobs
from service.storage import corpus
from service.workflows.assessing import assess_change
from service.workflows.work import Work

AT_ONCE = 10_000
"""Segments of a study up to which who acts waits for the verdict; in a larger one a job gives it."""


def after_act(work: Work, jobs: Jobs, study_id: str, *change_ids: str) -> None:
    """Judge these changes again; the pages then show what the act has led to."""
    with work.store.read() as tx:
        many = corpus.segment_count(tx, study_id) > AT_ONCE
    if many:
        jobs.enqueue("saturation", {"study_id": study_id}, once=True)
        return
    for change_id in dict.fromkeys(change_ids):
        assess_change(work, study_id, change_id)
