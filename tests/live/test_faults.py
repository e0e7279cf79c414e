"""Workers, Label Studio and people's hands fail in the middle of sending and collecting; the end is the one of an undisturbed run."""

import shutil
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import psycopg
import pytest

from annotations.studies import Study
from service import label_studio_server
from tests.live import places
from tests.live.conftest import LiveLabelStudio
from tests.live.faulty_worker import Ended, Fault, Workers
from tests.live.places import Place, settings_in
from tests.live.small_study import SECOND, Desk, enter_model, here, there

pytestmark = pytest.mark.live
desk = pytest.fixture(scope="module")(places.desk_of)
workers = pytest.fixture(scope="module")(places.started_workers)
place = pytest.fixture(places.new_place)

# Everything that leaves a trace in an undisturbed run: first for the study, then for each coder, 12 segments in batches of 6.
CHOOSE = ["commit to_send", "commit record_draws", "commit choose"]
SEND = [
    "POST projects", "commit ensure_project", "commit enter_items", "POST import", "commit push", "POST import", "commit push",
    "POST views",
]  # fmt: skip
COLLECT = ["commit _collect_project"] * 4  # twelve tasks, five together, then the cursor


def numbered(traces: list[str]) -> list[tuple[str, int]]:
    """Each trace with how many of its name there have been so far."""
    return [(trace, traces[: place + 1].count(trace)) for place, trace in enumerate(traces)]


def kills(traces: list[str]) -> list[Fault]:
    """A kill at every distinguishable point: after each trace, and inside each transaction."""
    points = [] if traces[0].startswith("commit") else [Fault("before", traces[0], 1)]
    for trace, number in numbered(traces):
        if trace.startswith("commit"):
            points.append(Fault("before", trace, number))
        points.append(Fault("after", trace, number))
    return points


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
        assert Counter(undisturbed.sent.traces) == Counter(CHOOSE + SEND * 2)  # a batch is sent while the one before is noted
        assert undisturbed.collected.traces == COLLECT * 2

    def test_it_did_what_it_should(self, undisturbed: Undisturbed) -> None:
        assert [len(project["tasks"]) for ids in undisturbed.there_sent.values() for project in ids] == [12, 12]
        states = Counter(state for _, state, _, there in undisturbed.here_collected["items"] if there)
        assert states == {"reviewed": 18, "skipped": 4, "pushed": 2}
        acts = Counter(act for _, _, act, *_ in undisturbed.here_collected["log"].elements())
        assert set(acts) == {"accepted", "changed", "rejected", "added", "skipped", "nothing"}
        assert max(undisturbed.here_collected["log"].values()) == 1


class TestKilledWorker:
    def test_sending_killed_at_every_point(self, place: Place, desk: Desk, undisturbed: Undisturbed) -> None:
        """All points of the first coder's half, and the first ones of the second's.

        Each worker takes over from the one before and dies at the next point; what was done is not done again: it counts from 1.
        """
        repeated = "commit _enter_items"  # of every worker, and changes nothing
        faults = [f if f.trace == repeated else Fault(f.when, f.trace, 1) for f in kills(CHOOSE + SEND * 2)[:21]]
        place.done_after(faults, "send")
        same_as_sent(place, desk, undisturbed)

    def test_sending_killed_once(self, place: Place, desk: Desk, undisturbed: Undisturbed) -> None:
        place.done_after([Fault("after", "POST import", 3)], "send")
        same_as_sent(place, desk, undisturbed)

    def test_collecting_killed_at_every_kind_of_point(self, reviewed: Place, desk: Desk, undisturbed: Undisturbed) -> None:
        """Every worker begins with the first task, for the cursor has not moved."""
        reviewed.done_after(kills(COLLECT), "collect")
        same_as_collected(reviewed, desk, undisturbed)

    @pytest.mark.parametrize(("when", "number"), [("after", 5), ("before", 8)])
    def test_collecting_killed_once(
        self, when: Literal["before", "after"], number: int, reviewed: Place, desk: Desk, undisturbed: Undisturbed
    ) -> None:
        """In the second coder's project: after its first tasks, and before its cursor moves."""
        reviewed.done_after([Fault(when, "commit _collect_project", number)], "collect")
        same_as_collected(reviewed, desk, undisturbed)

    def test_the_whole_with_postgresql(
        self, tmp_path: Path, postgres_url: str, workers: Workers, desk: Desk, undisturbed: Undisturbed
    ) -> None:
        name = f"relato_{uuid.uuid4().hex}"
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')  # the name is ours
        settings = settings_in(tmp_path / "home", desk.server, postgres_url.rsplit("/", 1)[0] + f"/{name}")
        with Place(settings, workers, f"f{uuid.uuid4().hex[:8]}") as place:
            place.done_after([Fault("after", "POST import", 1), Fault("before", "commit push", 1)] * 2, "send")
            same_as_sent(place, desk, undisturbed)
            desk.review(place.store, place.study)
            faults = [Fault("before", "commit _collect_project", 2), Fault("after", "commit _collect_project", 2)]
            place.done_after([*faults, Fault("before", "commit _collect_project", 4)], "collect")
            same_as_collected(place, desk, undisturbed)
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def test_replacing_suggestions_killed_at_every_kind_of_point(self, place: Place, desk: Desk) -> None:
        place.done("send")
        enter_model(place.store, place.study.id, SECOND)
        points = [("PATCH tasks", 1), ("PATCH tasks", 2), ("POST predictions", 1), ("PATCH projects", 1)]
        faults = [Fault("after", trace, number) for trace, number in points]
        place.done_after([*faults, Fault("before", "commit _change", 1), Fault("after", "commit _change", 1)], "send")
        for projects in there(desk, place.study).values():
            assert [project["shows"] for project in projects] == [SECOND]
            for task in projects[0]["tasks"]:
                assert task["predictions"][SECOND] == 1
                assert task["data"]["model_version"] == SECOND
        assert {i[1:] for i in here(place.store, place.study, desk)["items"]} == {("pushed", SECOND, True)}


def restart(server: LiveLabelStudio) -> None:
    """Start the Label Studio that was killed, on its old port."""
    started = label_studio_server.start(server.home, urlsplit(server.url).port or 0, executable=server.executable)
    label_studio_server.wait_ready(started.url, pid=started.pid)


def process_of(server: LiveLabelStudio) -> int:
    running = label_studio_server.running(server.home)
    assert running is not None
    return running.pid


class TestKilledLabelStudio:
    def test_sending(self, place: Place, desk: Desk, undisturbed: Undisturbed) -> None:
        """Killed when it has taken an import and nobody has heard of it."""
        fault = Fault("after", "POST import", 2, "kill label studio")
        try:
            place.failed(fault, "send", label_studio=process_of(desk.server))
        finally:
            restart(desk.server)
        place.done("send")
        same_as_sent(place, desk, undisturbed)

    def test_collecting(self, reviewed: Place, desk: Desk, undisturbed: Undisturbed) -> None:
        fault = Fault("after", "commit _collect_project", 3, "kill label studio")
        try:
            reviewed.failed(fault, "collect", label_studio=process_of(desk.server))
        finally:
            restart(desk.server)
        reviewed.done("collect")
        same_as_collected(reviewed, desk, undisturbed)


class TestLostAnswer:
    def test_sending(self, place: Place, desk: Desk, undisturbed: Undisturbed) -> None:
        """Label Studio did what was asked and nobody heard: of the project, of both imports, of the tab."""
        for trace in ("POST projects", "POST import", "POST import", "POST views"):
            place.failed(Fault("after", trace, 1, "lose the answer"), "send")
        place.done("send")
        same_as_sent(place, desk, undisturbed)


class TestTwice:
    def test_everything_twice_changes_nothing(self, reviewed: Place, desk: Desk, undisturbed: Undisturbed) -> None:
        reviewed.do("collect")
        for told in (reviewed.do("collect"), reviewed.do("collect", full=True)):
            assert (told["changed"], told["withdrawn"], told["lost"], told["problems"]) == (0, 0, [], [])
        sent = reviewed.done("send")
        assert [(s["pushed"], s["renewed"]) for s in sent.result["coders"].values()] == [(0, 0), (0, 0)]
        assert set(sent.traces) == {"commit to_send", "commit enter_items"}
        same_as_collected(reviewed, desk, undisturbed)
