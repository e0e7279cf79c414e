"""Durable jobs: run by a worker, refused with their reason, cancelled, and gone on with after a kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from annotations.errors import BadStudy, NotFound
from service.jobs import tasks, worker
from service.jobs.queue import VERBS, Job, Jobs
from service.jobs.serializer import JobSerializer, UnexpectedError
from service.settings import Settings
from service.storage import access, review, studies
from service.storage.transactions import Store
from tests.conftest import SAMPLE
from tests.service.records import STUDY


@pytest.fixture
def jobs(settings: Settings, prepared: Store) -> Iterator[Jobs]:
    queue = Jobs(settings, prepared)
    yield queue
    queue.close()


def wait(jobs: Jobs, job_id: str, until: Callable[[Job], bool] = lambda job: job.ended, seconds: float = 30) -> Job:
    deadline = time.monotonic() + seconds
    while not until(job := jobs.job(job_id)):
        assert time.monotonic() < deadline, job
        time.sleep(0.05)
    return job


class TestSerializer:
    def test_our_errors_keep_their_facts(self) -> None:
        kept = JobSerializer()
        error = kept.deserialize(kept.serialize(BadStudy("no domain", where="study.yaml:3", remedy="add one")))
        assert isinstance(error, BadStudy)
        assert str(error) == "study.yaml:3: no domain (add one)"

    def test_other_errors_lose_their_text(self) -> None:
        kept = JobSerializer()
        error = kept.deserialize(kept.serialize(ValueError("doña Lencha said so")))
        assert isinstance(error, UnexpectedError)
        assert "Lencha" not in str(error)


def test_every_verb_has_its_job() -> None:
    assert tuple(tasks.VERBS) == VERBS


class TestJobs:
    def test_a_worker_does_the_job_and_tells_how_far_it_is(self, settings: Settings, prepared: Store, jobs: Jobs) -> None:
        job_id = jobs.enqueue("load", {"path": str(SAMPLE / "study.yaml")})
        assert jobs.job(job_id).state == "queued"
        with worker.running(settings, prepared, jobs, scheduled=False):
            job = wait(jobs, job_id)
            assert len(jobs.workers()) == 1
        assert job.state == "done"
        assert (job.stage, job.done, job.total) == ("load", 3, 3)
        assert job.result is not None
        assert job.result["study"] == "agua-y-acuerdos"
        assert jobs.workers() == set()
        with prepared.read() as tx:
            assert len(studies.register(tx, "agua-y-acuerdos").sessions) == 24

    def test_a_refused_job_tells_why(self, settings: Settings, prepared: Store, jobs: Jobs, tmp_path: Path) -> None:
        (tmp_path / "study.yaml").write_text("id: [")
        job_id = jobs.enqueue("load", {"path": str(tmp_path / "study.yaml")})
        with worker.running(settings, prepared, jobs, scheduled=False):
            job = wait(jobs, job_id)
        assert job.state == "failed"
        assert isinstance(job.error, BadStudy)
        assert "study.yaml" in str(job.error)

    def test_a_job_cancelled_in_the_queue_never_runs(self, settings: Settings, prepared: Store, jobs: Jobs) -> None:
        job_id = jobs.enqueue("load", {"path": str(SAMPLE / "study.yaml")})
        jobs.cancel(job_id)
        with worker.running(settings, prepared, jobs, scheduled=False):
            other = jobs.enqueue("load", {"path": "nowhere/study.yaml"})
            wait(jobs, other)
        assert jobs.job(job_id).state == "cancelled"
        with prepared.read() as tx:
            assert studies.studies(tx) == []

    def test_a_waiting_job_is_not_enqueued_twice(self, jobs: Jobs) -> None:
        first = jobs.enqueue("collect", {"study_id": "x"}, once=True)
        assert jobs.enqueue("collect", {"study_id": "x"}, once=True) == first
        assert jobs.enqueue("collect", {"study_id": "y"}, once=True) != first

    def test_unknown_job(self, jobs: Jobs) -> None:
        with pytest.raises(NotFound):
            jobs.job("none")


LONG = """
import time
from service.jobs import tasks
from service.running import serve_jobs
from service.settings import Settings

def long(work, *, path):
    while True:
        work.progress("long", 1, 2)
        time.sleep(0.1)

tasks.VERBS["load"] = long
serve_jobs(Settings())
"""
KILLED_IN_THE_MIDDLE = """
import os, signal
from service.jobs import tasks
from service.running import serve_jobs
from service.settings import Settings

def killed(work, *, path):
    work.progress("half", 1, 2)
    os.kill(os.getpid(), signal.SIGKILL)

tasks.VERBS["load"] = killed
serve_jobs(Settings())
"""


class TestUploads:
    def test_what_was_uploaded_is_gone_when_the_job_has_ended(self, settings: Settings, prepared: Store, jobs: Jobs) -> None:
        folder = settings.folder("inbox", "abc")
        (folder / "S1.txt").write_text("SEÑORA: palabras")
        job_id = jobs.enqueue("import", {"study_id": "none", "folder": str(folder)})
        with worker.running(settings, prepared, jobs, scheduled=False):
            assert wait(jobs, job_id).state == "failed"
        assert not folder.exists()


class TestSchedule:
    def test_reviews_are_collected_without_being_asked(self, settings: Settings, prepared: Store, jobs: Jobs) -> None:
        with prepared.begin() as tx:
            studies.save_study(tx, STUDY)
            review.save_project(tx, "water", 1, "ana", "assisted", 1, label_studio_id=1, cursor="", account_id=None)
        often = settings.model_copy(update={"collect_seconds": 1})
        with worker.running(often, prepared, jobs, scheduled=True):
            deadline = time.monotonic() + 20
            while not (found := [job for job in jobs.jobs() if job.verb == "collect" and job.ended]):
                assert time.monotonic() < deadline
                time.sleep(0.1)
        assert found[0].params == {"study_id": "water"}


class TestKilledWorker:
    def test_another_worker_goes_on_with_what_it_left(self, settings: Settings, prepared: Store, jobs: Jobs) -> None:
        environment = os.environ | {"RELATO_HOME": str(settings.home), "RELATO_DATABASE_URL": settings.database_url}
        job_id = jobs.enqueue("load", {"path": str(SAMPLE / "study.yaml")})
        died = subprocess.run([sys.executable, "-P", "-c", KILLED_IN_THE_MIDDLE], env=environment, timeout=60, check=False)
        assert died.returncode == -signal.SIGKILL
        assert (jobs.job(job_id).state, jobs.job(job_id).stage) == ("running", "half")
        with prepared.read() as tx:
            assert len(access.alive(tx, timedelta(days=1))) == 1  # nobody signed it off
        with worker.running(settings, prepared, jobs, scheduled=False):
            job = wait(jobs, job_id)
        assert job.state == "done"
        with prepared.read() as tx:
            assert [s.id for s in studies.studies(tx)] == ["agua-y-acuerdos"]

    def test_a_worker_told_to_stop_leaves_its_job_to_the_next(self, settings: Settings, prepared: Store, jobs: Jobs) -> None:
        environment = os.environ | {"RELATO_HOME": str(settings.home), "RELATO_DATABASE_URL": settings.database_url}
        job_id = jobs.enqueue("load", {"path": str(SAMPLE / "study.yaml")})
        with subprocess.Popen([sys.executable, "-P", "-c", LONG], env=environment) as process:
            wait(jobs, job_id, lambda job: job.stage == "long")
            process.terminate()
            assert process.wait(timeout=40) == 0
        with worker.running(settings, prepared, jobs, scheduled=False):
            assert wait(jobs, job_id).state == "done"

    def test_a_running_job_is_cancelled_at_its_next_step(self, settings: Settings, prepared: Store, jobs: Jobs) -> None:
        environment = os.environ | {"RELATO_HOME": str(settings.home), "RELATO_DATABASE_URL": settings.database_url}
        job_id = jobs.enqueue("load", {"path": str(SAMPLE / "study.yaml")})
        with subprocess.Popen([sys.executable, "-P", "-c", LONG], env=environment) as process:
            wait(jobs, job_id, lambda job: job.stage == "long")
            jobs.cancel(job_id)
            other = jobs.enqueue("load", {"path": str(SAMPLE / "study.yaml")})
            wait(jobs, other, lambda job: job.stage == "long")  # the queue is free again
            process.kill()
        assert jobs.job(job_id).state == "cancelled"
