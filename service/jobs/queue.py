"""The queue from outside: enqueue, look, cancel. Needs the database only; a worker does the work."""

import json
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from dbos import DBOS, DBOSClient, EnqueueOptions, WorkflowStatus

from annotations.errors import NotFound, RelatoError
from service.jobs.serializer import JobSerializer
from service.settings import Settings
from service.storage import access
from service.storage.transactions import Store
from service.storage.writable import dumps, is_writable

QUEUE = "relato"
APPLICATION_VERSION = "1"  # fixed: a job begun before an upgrade is finished after it
VERBS = (
    "load",
    "import",
    "identify",
    "decide",
    "withdraw",
    "suggest",
    "send",
    "collect",
    "retrain",
    "finetune",
    "question",
    "saturation",
    "propose",
    "draft",
    "rephrase",
    "migrate",
)
SILENT = timedelta(seconds=60)  # a worker of another machine that has said nothing for so long is taken for dead
State = Literal["queued", "running", "done", "failed", "cancelled"]
_STATES: dict[str, State] = {
    "ENQUEUED": "queued",
    "DELAYED": "queued",
    "PENDING": "running",
    "SUCCESS": "done",
    "CANCELLED": "cancelled",
}


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its owner sees it. ``done`` of ``total`` counts the steps of the present ``stage``."""

    id: str
    verb: str
    state: State
    params: dict[str, Any]
    stage: str
    done: int
    total: int
    result: dict[str, Any] | None
    error: RelatoError | None
    created_at: datetime

    @property
    def ended(self) -> bool:
        return self.state in ("done", "failed", "cancelled")


def prepare(settings: Settings) -> None:
    """Make or bring up to date the tables of the jobs."""
    DBOS.migrate(settings.jobs_database_url)


class Jobs:
    """Enqueue, look at and cancel jobs."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._store = store
        self._client = DBOSClient(
            system_database_url=settings.jobs_database_url, serializer=JobSerializer(), application_name="relato"
        )

    def enqueue(self, verb: str, params: dict[str, Any], *, once: bool = False) -> str:
        """Put a job into the queue and return its id. With ``once`` the same waiting job is not put there twice. Raises BadInput."""
        dumps(params)  # the queue has a database of its own, which cannot keep every character either
        options: EnqueueOptions = {"queue_name": QUEUE, "workflow_name": f"relato.{verb}", "app_version": APPLICATION_VERSION}
        if once:
            options["deduplication_id"] = json.dumps([verb, params], sort_keys=True)
            options["duplication_policy"] = "return-existing"
        return self._client.enqueue(options, params).get_workflow_id()

    def job(self, job_id: str) -> Job:
        """Raises NotFound."""
        found = self._client.list_workflows(workflow_ids=[job_id]) if is_writable(job_id) else []
        if not found:
            raise NotFound(f"there is no job {job_id!r}")
        return self._job(found[0])

    def jobs(self, *, limit: int = 50, offset: int = 0, verbs: Sequence[str] = VERBS) -> list[Job]:
        """The newest jobs first, of all verbs or of these."""
        names = [f"relato.{verb}" for verb in verbs]
        return [self._job(s) for s in self._client.list_workflows(name=names, limit=limit, offset=offset, sort_desc=True)]

    def state(self, job_id: str) -> State:
        found = self._client.list_workflows(workflow_ids=[job_id], load_input=False, load_output=False)
        return _STATES.get(found[0].status, "failed") if found else "cancelled"

    def cancel(self, job_id: str) -> None:
        """Ask a job to stop: one that waits never starts, one that runs stops at its next step. What it has done stays."""
        if not self.job(job_id).ended:
            self._client.cancel_workflow(job_id)

    def workers(self) -> set[str]:
        """The workers that are alive, as far as can be known."""
        with self._store.read() as tx:
            return {executor for executor in access.alive(tx, SILENT) if not died_here(executor)}

    def held_by(self, executor: str) -> bool:
        """Whether a worker has a job that has not ended."""
        return bool(self._client.list_workflows(status="PENDING", executor_id=executor, load_input=False, load_output=False))

    def close(self) -> None:
        self._client.destroy()

    def _job(self, status: WorkflowStatus) -> Job:
        with self._store.read() as tx:
            row = access.progress(tx, status.workflow_id)
        given = status.input["args"] if status.input else ()
        error = status.error
        return Job(
            id=status.workflow_id,
            verb=status.name.removeprefix("relato."),
            state=_STATES.get(status.status, "failed"),
            params=dict(given[0]) if given and isinstance(given[0], dict) else {},
            stage=row.stage if row else "",
            done=row.done if row else 0,
            total=row.total if row else 0,
            result=status.output if isinstance(status.output, dict) else None,
            error=error if isinstance(error, RelatoError) else RelatoError(str(error)) if error else None,
            created_at=datetime.fromtimestamp((status.created_at or 0) / 1000, UTC),
        )


def died_here(executor: str) -> bool:
    """Whether a worker of this machine has no process any more."""
    host, pid, _ = executor.split("/")
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
