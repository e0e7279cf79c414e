"""The worker: runs jobs, says that it is alive, takes over what dead workers left, enqueues what is due."""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from dbos import DBOS, DBOSConfig

from service.jobs import schedule, tasks
from service.jobs.queue import APPLICATION_VERSION, QUEUE, SILENT, Jobs, died_here
from service.jobs.serializer import JobSerializer
from service.settings import Settings
from service.storage import access
from service.storage.transactions import DatabaseError, Store

log = logging.getLogger("service.jobs")


@contextmanager
def running(settings: Settings, store: Store, jobs: Jobs, *, scheduled: bool, patience: int = 10) -> Iterator[None]:
    """A worker inside this process, for as long as the block lasts.

    A job that does not end within ``patience`` seconds of leaving is left as it is: this worker then stays on the list of workers, is
    found dead, and another one goes on with the job.
    """
    logging.getLogger("dbos").setLevel(logging.CRITICAL)  # its error log prints tracebacks with interview text
    executor = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(3)}"
    config: DBOSConfig = {
        "name": "relato",
        "system_database_url": settings.jobs_database_url,
        "application_version": APPLICATION_VERSION,
        "executor_id": executor,
        "serializer": JobSerializer(),
        "enable_otlp": False,
        "log_level": "CRITICAL",
        "console_log_level": "CRITICAL",
        "scheduler_polling_interval_sec": 1.0,
    }
    DBOS(config=config)
    tasks.register(settings, store, jobs)
    schedule.register(settings, store, jobs)
    DBOS.launch()
    DBOS.register_queue(QUEUE, global_concurrency=1, polling_interval_sec=0.2)
    schedule.apply(settings, active=scheduled)
    stop = threading.Event()
    _beat(store, executor)
    thread = threading.Thread(target=_keep_beating, args=(settings, store, executor, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)
        DBOS.destroy(workflow_completion_timeout_sec=patience, destroy_registry=True)
        if not jobs.held_by(executor):
            with store.begin() as tx:
                access.stop_beating(tx, executor)


def _keep_beating(settings: Settings, store: Store, executor: str, stop: threading.Event) -> None:
    while not stop.wait(settings.heartbeat_seconds):
        try:
            _beat(store, executor)
        except DatabaseError as error:  # a database that is busy or away: beat again when it is back
            log.warning("no heartbeat: %s", type(error).__name__)


def _beat(store: Store, executor: str) -> None:
    """Say that this worker lives, and take over the jobs of those that do not."""
    with store.begin() as tx:
        access.beat(tx, executor)
        others = access.alive(tx, timedelta(days=365)) - {executor}
        silent = access.silent(tx, SILENT)
    dead = {other for other in others if other in silent or died_here(other)}
    if not dead:
        return
    for handle in DBOS._recover_pending_workflows(sorted(dead)):  # the only way that DBOS 3.4 has to name the dead
        log.warning("took over job %s", handle.get_workflow_id())
    with store.begin() as tx:
        for other in dead:
            access.stop_beating(tx, other)
