"""Every job, by its name. The names are data: they stand in databases, never change them and never derive them.

A job is one durable step that runs one verb. The verbs keep their state in the database and go on where they stopped, so a
step that a killed worker left is simply begun again.
"""

import logging
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dbos import DBOS

from annotations.errors import RelatoError
from service.jobs.queue import Jobs
from service.settings import Settings
from service.storage import access
from service.storage.transactions import Store
from service.workflows import (
    assessing,
    collecting,
    drafting,
    finetuning,
    identifying,
    importing,
    loading,
    migrating,
    proposing,
    questioning,
    rephrasing,
    retraining,
    sending,
    suggesting,
    withdrawing,
)
from service.workflows.work import Outcome, Work

log = logging.getLogger("service.jobs")

VERBS: dict[str, Callable[..., Outcome]] = {
    "load": loading.load_study,
    "import": importing.import_folder,
    "identify": identifying.find_identities,
    "decide": identifying.decide,
    "withdraw": withdrawing.withdraw,
    "suggest": suggesting.suggest_study,
    "send": sending.send_study,
    "collect": collecting.collect_study,
    "retrain": retraining.retrain_study,
    "finetune": finetuning.finetune_study,
    "question": questioning.find_questions,
    "saturation": assessing.assess_study,
    "propose": proposing.propose,
    "draft": drafting.draft_stories,
    "rephrase": rephrasing.rephrase_story,
    "migrate": migrating.migrate_study,
}


class JobCancelled(RelatoError):
    """The job was cancelled. What it had done stays; begin it again to go on."""


class _Progress:
    """Writes progress at most twice a second, and stops a job that was cancelled."""

    def __init__(self, store: Store, jobs: Jobs, job_id: str) -> None:
        self._store, self._jobs, self._job_id = store, jobs, job_id
        self._stage, self._last = "", 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage == self._stage and done < total and time.monotonic() - self._last < 0.5:
            return
        self._stage, self._last = stage, time.monotonic()
        with self._store.begin() as tx:
            access.save_progress(tx, self._job_id, stage, done, total)
        if self._jobs.state(self._job_id) == "cancelled":
            raise JobCancelled


def register(settings: Settings, store: Store, jobs: Jobs) -> None:
    """Make every verb known to DBOS. Once per process, before it is launched."""
    for name, verb in VERBS.items():
        _register(f"relato.{name}", verb, settings, store, jobs)


def _register(name: str, verb: Callable[..., Outcome], settings: Settings, store: Store, jobs: Jobs) -> None:
    @DBOS.step(name=f"{name}.step")
    def step(params: dict[str, Any]) -> Outcome:
        job_id = DBOS.workflow_id or ""
        started = time.monotonic()
        try:
            outcome = verb(Work(settings, store, _Progress(store, jobs, job_id)), **params)
        except RelatoError as error:
            log.warning("job %s %s: %s", name, job_id, type(error).__name__)  # the message may quote a transcript
            raise
        except Exception:
            log.exception("job %s %s failed", name, job_id)
            raise
        finally:  # a job that was killed is begun again, and finds its files
            _forget_upload(settings, params)
        log.info("job %s %s done in %.1f s", name, job_id, time.monotonic() - started)
        return outcome

    @DBOS.workflow(name=name)
    def workflow(params: dict[str, Any]) -> Outcome:
        return step(params)


def _forget_upload(settings: Settings, params: dict[str, Any]) -> None:
    """Remove what was uploaded for this job: transcripts stay nowhere but in the database, refused ones nowhere at all."""
    inbox = settings.home / "inbox"
    given = Path(str(params.get("folder") or params.get("path") or "."))
    folder = given if "folder" in params else given.parent
    if folder.parent == inbox:
        shutil.rmtree(folder, ignore_errors=True)
