"""Workers, Label Studio and people's hands fail in the middle of sending and collecting; the end is the one of an undisturbed run."""

import shutil
import signal
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

from annotations.label_studio.client import LabelStudio
from annotations.studies import Study
from service.jobs import queue
from service.jobs.queue import Jobs
from service.settings import Settings
from service.storage import studies
from service.storage.transactions import Store, migrate
from tests.live.conftest import LiveLabelStudio
from tests.live.faulty_worker import Ended, Fault, Workers
from tests.live.small_study import CODERS, Desk, enter_study, here, there

pytestmark = pytest.mark.live

# Everything that leaves a trace in an undisturbed run, for one coder: 12 segments in batches of 6.
SEND = [
    "POST projects", "commit _ensure_project", "commit _enter_items", "POST import", "commit _push", "POST import", "commit _push",
    "POST views",
]  # fmt: skip
COLLECT = ["commit _collect_project"] * 13  # twelve tasks, then the cursor


def numbered(traces: list[str]) -> list[tuple[str, int]]:
    """Each trace with how many of its name there have been so far."""
    return [(trace, traces[: place + 1].count(trace)) for place, trace in enumerate(traces)]


def kills(traces: list[str]) -> list[Fault]:
    """A kill at every distinguishable point: after each trace, and inside each transaction."""
    points = [Fault("before", traces[0], 1)]
    for trace, number in numbered(traces):
        if trace.startswith("commit"):
            points.append(Fault("before", trace, number))
        points.append(Fault("after", trace, number))
    return points


def named(fault: Fault) -> str:
    return f"{fault.when} {fault.trace} {fault.number}".replace(" ", "-")


class Place:
    """A home with a database of its own, and the study in it."""

    def __init__(self, settings: Settings, workers: Workers, study_id: str) -> None:
        self.settings, self.workers = settings, workers
        settings.folder()
        migrate(settings.database_url)
        queue.prepare(settings)
        self.store = Store(settings.database_url)
        self.jobs = Jobs(settings, self.store)
        with self.store.read() as tx:
            known = {study.id: study for study in studies.studies(tx)}
        self.study = known[study_id] if study_id in known else enter_study(self.store, study_id)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.jobs.close()
        self.store.close()

    def begin(self, verb: str, **params: Any) -> str:
        return self.jobs.enqueue(verb, {"study_id": self.study.id, **params})

    def done(self, verb: str, **params: Any) -> Ended:
        """The verb, undisturbed."""
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


@dataclass
class Undisturbed:
    """What a run without faults left: its traces, and its state after each step."""

    study: Study
    sent: Ended
    collected: Ended
    there_sent: dict[str, Any]
    here_sent: dict[str, Any]
    there_collected: dict[str, Any]
    here_collected: dict[str, Any]
    reviewed: Path  # the home as it was when everything was reviewed and nothing collected


@pytest.fixture(scope="module")
def desk(label_studio: LiveLabelStudio) -> Desk:
    with LabelStudio(label_studio.url, label_studio.token) as admin:
        emails = {coder.id: coder.email for coder in CODERS} | {"eve": "eve@faults.example"}
        return Desk(label_studio, {name: admin.ensure_account(email, f"{name}-Pass-12345") for name, email in emails.items()})


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    with Workers(tmp_path_factory.mktemp("workers")) as started:
        yield started


def settings_in(home: Path, server: LiveLabelStudio, database_url: str = "") -> Settings:
    return Settings.model_validate(
        {"home": home, "database_url": database_url, "label_studio_url": server.url, "label_studio_token": server.token}
    )


@pytest.fixture
def place(tmp_path: Path, desk: Desk, workers: Workers) -> Iterator[Place]:
    with Place(settings_in(tmp_path / "home", desk.server), workers, f"f{uuid.uuid4().hex[:8]}") as opened:
        yield opened


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, desk: Desk, workers: Workers) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    settings = settings_in(folder / "home", desk.server)
    with Place(settings, workers, f"f{uuid.uuid4().hex[:8]}") as calm:
        sent = calm.done("send")
        there_sent, here_sent = there(desk, calm.study), here(calm.store, calm.study, desk)
        desk.review(calm.store, calm.study)
    shutil.copytree(folder / "home", folder / "reviewed")
    with Place(settings, workers, calm.study.id) as calm:
        collected = calm.done("collect")
        there_collected, here_collected = there(desk, calm.study), here(calm.store, calm.study, desk)
    return Undisturbed(
        calm.study, sent, collected, there_sent, here_sent, there_collected, here_collected, folder / "reviewed"
    )  # fmt: skip


@pytest.fixture
def reviewed(tmp_path: Path, desk: Desk, workers: Workers, undisturbed: Undisturbed) -> Iterator[Place]:
    """The undisturbed study before collecting. Collecting changes nothing in Label Studio: many can begin from here."""
    shutil.copytree(undisturbed.reviewed, tmp_path / "home")
    with Place(settings_in(tmp_path / "home", desk.server), workers, undisturbed.study.id) as opened:
        yield opened


def same_as_sent(place: Place, desk: Desk, undisturbed: Undisturbed) -> None:
    assert there(desk, place.study) == undisturbed.there_sent
    assert here(place.store, place.study, desk) == undisturbed.here_sent


def same_as_collected(place: Place, desk: Desk, undisturbed: Undisturbed) -> None:
    assert here(place.store, place.study, desk) == undisturbed.here_collected
    assert there(desk, place.study) == undisturbed.there_collected


class TestUndisturbed:
    def test_the_points_below_are_all_that_there_are(self, undisturbed: Undisturbed) -> None:
        assert undisturbed.sent.traces == SEND * 2
        assert undisturbed.collected.traces == COLLECT * 2

    def test_it_did_what_it_should(self, undisturbed: Undisturbed) -> None:
        assert [len(project["tasks"]) for ids in undisturbed.there_sent.values() for project in ids] == [12, 12]
        states = Counter(state for _, state, _, there in undisturbed.here_collected["items"] if there)
        assert states == {"reviewed": 17, "skipped": 4, "pushed": 3}
        acts = Counter(act for _, _, act, *_ in undisturbed.here_collected["log"].elements())
        assert set(acts) == {"accepted", "changed", "rejected", "added", "skipped", "nothing"}
        assert max(undisturbed.here_collected["log"].values()) == 1


class TestKilledWorker:
    @pytest.mark.parametrize("fault", kills(SEND * 2), ids=named)
    def test_sending(self, fault: Fault, place: Place, desk: Desk, undisturbed: Undisturbed) -> None:
        place.done_after([fault], "send")
        same_as_sent(place, desk, undisturbed)

    @pytest.mark.parametrize("fault", [f for f in kills(COLLECT * 2) if f.number in (1, 2, 12, 13, 14, 25, 26)], ids=named)
    def test_collecting(self, fault: Fault, reviewed: Place, desk: Desk, undisturbed: Undisturbed) -> None:
        reviewed.done_after([fault], "collect")
        same_as_collected(reviewed, desk, undisturbed)
