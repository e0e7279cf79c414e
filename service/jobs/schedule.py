"""What is done without being asked: collecting reviews every minute; every night comparing everything, looking for names, retraining, asking about labels that look wrong, and new
suggestions for what is not yet reviewed; a study may have a schedule of its own for that. Every ten minutes saturation, and what else is computed from all of a study, where anything
was written since it was computed last. Schedules only enqueue, and a job that waits is not put there twice.
"""

from datetime import UTC, datetime
from typing import Any

from dbos import DBOS

from annotations.studies import Study
from service.jobs.queue import Jobs
from service.settings import Settings
from service.storage import review, rounds, snapshots, studies
from service.storage.transactions import Store

NIGHTLY = ["collect", "identify", "retrain", "question", "suggest", "send", "saturation"]
ASSESS = ["saturation"]
ASSESSED = ("changes", "curves", "analysis")
"""What it keeps: a job that ended before the last of them has to be done again."""
_workflows: dict[str, Any] = {}


def register(settings: Settings, store: Store, jobs: Jobs) -> None:
    """Make the scheduled workflows known to DBOS. Once per process, before it is launched."""

    @DBOS.step(name="relato.scheduled.step")
    def enqueue(verbs: list[str], at: datetime | None = None) -> int:
        with store.read() as tx:
            under_review = [study for study in studies.studies(tx) if review.projects(tx, study.id)]
            if verbs == ASSESS:
                under_review = [
                    study for study in under_review if not all(snapshots.is_fresh(tx, study.id, name) for name in ASSESSED)
                ]
            between = {study.id for study in under_review if rounds.between_rounds(tx, study)}  # nothing to send then
        due = [study.id for study in under_review if len(verbs) == 1 or is_due(study, at)]
        for study_id in due:
            for verb in (v for v in verbs if v != "send" or study_id not in between):  # one job at a time, in this order
                whole = {"full": True} if len(verbs) > 1 and verb == "collect" else {}
                jobs.enqueue(verb, {"study_id": study_id, **whole}, once=True)
        return len(due)

    @DBOS.workflow(name="relato.scheduled")
    def scheduled(at: datetime, verbs: Any) -> None:
        enqueue(verbs)

    @DBOS.workflow(name="relato.scheduled.own")
    def scheduled_own(at: datetime, verbs: Any) -> None:
        enqueue(verbs, at)

    _workflows["relato.scheduled"], _workflows["relato.scheduled.own"] = scheduled, scheduled_own


def is_due(study: Study, at: datetime | None) -> bool:
    """Whether a study's own schedule has this minute; without ``at``, whether it has none and so follows the service's."""
    from croniter import croniter  # type: ignore[import-untyped]

    own = study.retraining.schedule
    if at is None or not own:
        return at is None and not own
    return bool(croniter.match(own, at.astimezone(UTC).replace(second=0, microsecond=0)))


def apply(settings: Settings, *, active: bool) -> None:
    """Keep the schedules as the settings say; without ``active`` this worker leaves them as they are."""
    if not active:
        return
    seconds = settings.collect_seconds
    minutes = seconds // 60
    every = f"*/{seconds} * * * * *" if seconds < 60 else f"0 */{minutes} * * * *" if minutes < 60 else "0 0 * * * *"
    workflow, own = _workflows["relato.scheduled"], _workflows["relato.scheduled.own"]
    DBOS.apply_schedules(
        [
            {"schedule_name": "relato.collect", "workflow_fn": workflow, "schedule": every, "context": ["collect"]},
            {"schedule_name": "relato.nightly", "workflow_fn": workflow, "schedule": settings.retrain_cron, "context": NIGHTLY},
            {"schedule_name": "relato.assess", "workflow_fn": workflow, "schedule": "30 */10 * * * *", "context": ASSESS},
            {"schedule_name": "relato.own", "workflow_fn": own, "schedule": "0 * * * * *", "context": NIGHTLY},
        ]
    )
