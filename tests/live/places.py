"""A home of our own beside the real Label Studio, the verbs run in it by workers that may die, and what fixtures are made of."""

import signal
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest
from dbos import DBOSClient

from annotations.codeframe import CodeFrame
from annotations.label_studio.client import LabelStudio
from service.jobs import queue
from service.jobs.queue import Jobs
from service.jobs.tasks import VERBS
from service.settings import Settings
from service.storage import studies
from service.storage.transactions import Store, migrate
from service.workflows.change_sync import enter_in_old_studies
from service.workflows.work import Outcome, Work
from tests.encoders import share_encoders
from tests.live.conftest import LiveLabelStudio
from tests.live.faulty_worker import Ended, Fault, Workers
from tests.live.small_study import CODERS, Desk, enter_study
from tests.service.records import FRAME


class Place:
    """A home with a database of its own, and the study in it."""

    def __init__(self, settings: Settings, workers: Workers, study_id: str, frame: CodeFrame = FRAME) -> None:
        self.settings, self.workers = share_encoders(settings), workers
        migrate(settings.database_url)
        queue.prepare(settings)
        client = DBOSClient(system_database_url=settings.jobs_database_url, application_name="relato")
        client.register_queue(
            queue.QUEUE, global_concurrency=1, polling_interval_sec=0.2
        )  # a first worker looks for it for a second
        client.destroy()
        self.store = Store(settings.database_url)
        self.jobs = Jobs(settings, self.store)
        with self.store.read() as tx:
            known = {study.id: study for study in studies.studies(tx)}
        self.study = known[study_id] if study_id in known else enter_study(self.store, study_id, frame)
        enter_in_old_studies(self.store)  # as every command does first: no worker has it left to do

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.jobs.close()
        self.store.close()

    def begin(self, verb: str, **params: Any) -> str:
        return self.jobs.enqueue(verb, {"study_id": self.study.id, **params})

    def do(self, verb: str, **params: Any) -> Outcome:
        """The verb in this very process, for tests that are not about workers."""
        return VERBS[verb](Work(self.settings, self.store), study_id=self.study.id, **params)

    def done(self, verb: str, **params: Any) -> Ended:
        """The verb by a worker, undisturbed."""
        ended = self.workers.run(self.settings, self.begin(verb, **params))
        assert (ended.signal, ended.state, ended.error) == (0, "done", "")
        return ended

    def done_after(self, faults: list[Fault], verb: str, **params: Any) -> Ended:
        """The verb, by workers that are killed one after the other, until one is not: each takes the job over."""
        job = self.begin(verb, **params)
        for fault in faults:
            died = self.workers.run(self.settings, job, fault)
            assert died.signal == signal.SIGKILL, (fault, died)
            assert self.jobs.state(job) == "running"
        ended = self.workers.run(self.settings, job)
        assert (ended.signal, ended.state, ended.error) == (0, "done", "")
        return ended

    def failed(self, fault: Fault, verb: str, *, label_studio: int = 0) -> None:
        ended = self.workers.run(self.settings, self.begin(verb), fault, label_studio=label_studio)
        assert (ended.signal, ended.state, ended.error) == (0, "failed", "LabelStudioError")


def desk_of(label_studio: LiveLabelStudio) -> Desk:
    with LabelStudio(label_studio.url, label_studio.token) as admin:
        emails = {coder.id: coder.email for coder in CODERS} | {name: f"{name}@faults.example" for name in ("eva", "eve")}
        return Desk(label_studio, {name: admin.ensure_account(email, f"{name}-Pass-12345") for name, email in emails.items()})


def started_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    with Workers(tmp_path_factory.mktemp("workers")) as started:
        yield started


def settings_in(home: Path, server: LiveLabelStudio, database_url: str = "") -> Settings:
    return Settings.model_validate(
        {"home": home, "database_url": database_url, "label_studio_url": server.url, "label_studio_token": server.token}
    )


def new_place(tmp_path: Path, desk: Desk, workers: Workers) -> Iterator[Place]:
    with Place(settings_in(tmp_path / "home", desk.server), workers, f"f{uuid.uuid4().hex[:8]}") as opened:
        yield opened
