"""Run a verb as a job from the command line: wait for the worker, or be one, with a progress bar."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from annotations.errors import NotReady, RelatoError
from service.jobs import queue
from service.jobs.queue import Job, Jobs
from service.settings import Settings
from service.storage.transactions import DatabaseError, Store, migrate
from service.workflows.change_sync import enter_in_old_studies

UNTIL_DONE = 7 * 24 * 3600  # seconds
OUTSIDE = (
    "disk is full", "disk I/O error", "unable to open", "not a database", "malformed", "readonly", "is locked", "connection failed",
    "could not connect", "No space left",
)  # fmt: skip
"""What SQLite and PostgreSQL say when it is not our doing."""


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Store, Jobs]]:
    """The database and the jobs, brought up to date."""
    settings.folder()
    try:
        migrate(settings.database_url)
        queue.prepare(settings)
        store = Store(settings.database_url)
        enter_in_old_studies(store)
        jobs = Jobs(settings, store)
        try:
            yield store, jobs
        finally:
            jobs.close()
            store.close()
    except DatabaseError as error:
        raise _unreachable(error) from error


def _unreachable(error: DatabaseError) -> Exception:
    """What the disk, the file or the server stands behind, in one line; any other error as it is."""
    told = str(getattr(error, "orig", None) or error).strip().splitlines()[:1]
    if not any(word in " ".join(told) for word in OUTSIDE):
        return error
    return NotReady(
        f"the database cannot be used: {' '.join(told)}", remedy="see that it is there, is one, and has room on its disk"
    )


def run_verb(settings: Settings, verb: str, params: dict[str, Any], console: Console) -> dict[str, Any]:
    """Enqueue the job and wait for it; when no worker is alive, this process is one until the job has ended.

    Raises the job's error. Interrupted (Ctrl-C), the job is cancelled; what it has done stays.
    """
    with opened(settings) as (store, jobs):
        job_id = jobs.enqueue(verb, params)
        try:
            job = follow(jobs, job_id, console, while_=jobs.workers)
            if not job.ended:
                from service.jobs import worker  # everything that jobs do: not for every command to load

                # Whatever else this process has taken from the queue meanwhile is brought to its end as well.
                with worker.running(settings, store, jobs, scheduled=False, patience=UNTIL_DONE):
                    job = follow(jobs, job_id, console)
        except KeyboardInterrupt:
            jobs.cancel(job_id)
            raise
    if job.error:
        raise job.error
    if job.state == "cancelled":
        raise RelatoError("the job was cancelled", remedy="begin it again to go on")
    return job.result or {}


def follow(jobs: Jobs, job_id: str, console: Console, *, while_: Callable[[], object] = lambda: True) -> Job:
    """Show the job's progress until it has ended, or until ``while_`` no longer holds."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=not console.is_terminal) as bars:
        shown: dict[str, Any] = {}
        while True:
            job = jobs.job(job_id)
            stage = job.stage or ("waiting" if job.state == "queued" else job.verb)
            for name, bar in shown.items():
                if name != stage:
                    bars.update(bar, completed=bars.tasks[bar].total)
            if stage not in shown:
                shown[stage] = bars.add_task(stage, total=job.total or None)
            bars.update(shown[stage], completed=job.done, total=job.total or None)
            if job.ended or not while_():
                return job
            time.sleep(0.2)


def serve_jobs(settings: Settings) -> NoReturn:
    """Be a worker until SIGTERM or SIGINT comes; never returns."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    from service.jobs import worker

    with opened(settings) as (store, jobs), worker.running(settings, store, jobs, scheduled=True):
        stop.wait()
    logging.shutdown()
    os._exit(0)  # a job that did not end in time is left to the next worker; waiting for its thread could take an hour
