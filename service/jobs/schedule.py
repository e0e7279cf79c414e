"""What is done without being asked: collecting reviews, retraining. Both only enqueue; a job that waits is not put there twice."""

from datetime import datetime
from typing import Any

from dbos import DBOS

from service.jobs.queue import Jobs
from service.settings import Settings
from service.storage import review, studies
from service.storage.transactions import Store

_workflows: dict[str, Any] = {}


def register(settings: Settings, store: Store, jobs: Jobs) -> None:
    """Make the scheduled workflows known to DBOS. Once per process, before it is launched."""

    @DBOS.step(name="relato.scheduled.step")
    def enqueue(verb: str) -> int:
        with store.read() as tx:
            under_review = [study.id for study in studies.studies(tx) if review.projects(tx, study.id)]
        for study_id in under_review:
            jobs.enqueue(verb, {"study_id": study_id}, once=True)
        return len(under_review)

    @DBOS.workflow(name="relato.scheduled")
    def scheduled(at: datetime, verb: Any) -> None:
        enqueue(verb)

    _workflows["relato.scheduled"] = scheduled


def apply(settings: Settings, *, active: bool) -> None:
    """Keep the schedules as the settings say; without ``active`` this worker leaves them as they are."""
    if not active:
        return
    seconds = settings.collect_seconds
    every = f"*/{seconds} * * * * *" if seconds < 60 else f"0 */{max(1, seconds // 60)} * * * *"
    DBOS.apply_schedules(
        [
            {
                "schedule_name": "relato.collect",
                "workflow_fn": _workflows["relato.scheduled"],
                "schedule": every,
                "context": "collect",
            },
            {
                "schedule_name": "relato.retrain",
                "workflow_fn": _workflows["relato.scheduled"],
                "schedule": settings.retrain_cron,
                "context": "retrain",
            },
        ]
    )
