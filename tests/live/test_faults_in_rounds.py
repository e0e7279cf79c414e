"""The same as ``test_faults`` for every arm: two rounds and the supervisor's decisions, disturbed at every step of both ways."""

import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.live import places, rounds_study
from tests.live.faulty_worker import Fault, Workers
from tests.live.places import Place, settings_in
from tests.live.rounds_study import play
from tests.live.small_study import Desk
from tests.live.test_faults import kills, numbered, process_of, restart

pytestmark = pytest.mark.live
desk = pytest.fixture(scope="module")(places.desk_of)
workers = pytest.fixture(scope="module")(places.started_workers)
place = pytest.fixture(places.new_place)

REPEATED = ("commit to_send", "commit enter_items", "commit take_back")
"""Done by every worker from the beginning on, whatever was done before; they change nothing the second time."""


@dataclass
class Calm:
    """What an undisturbed run left after each step of sending and collecting."""

    traces: dict[str, list[str]] = field(default_factory=dict)
    there: dict[str, Any] = field(default_factory=dict)
    here: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory, desk: Desk, workers: Workers) -> Calm:
    found = Calm()

    def step(place: Place, verb: str, name: str) -> None:
        found.traces[name] = place.done(verb).traces
        found.there[name] = rounds_study.there(desk, place.study)
        found.here[name] = rounds_study.here(place.store, place.study, desk)

    settings = settings_in(tmp_path_factory.mktemp("calm") / "home", desk.server)
    with Place(settings, workers, f"f{uuid.uuid4().hex[:8]}") as place:
        play(place, desk, step)
    return found


def same(place: Place, desk: Desk, calm: Calm, name: str) -> None:
    assert rounds_study.here(place.store, place.study, desk) == calm.here[name], name
    assert rounds_study.there(desk, place.study) == calm.there[name], name


def test_it_did_what_it_should(calm: Calm) -> None:
    first, last = calm.here["collect 1"], calm.here["collect 2"]
    assert {(i[1], i[3]) for i in calm.here["send 1"]["items"]} >= {
        ("blind", "shown"), ("assisted", "shown"), ("assisted", "withheld"), ("assisted", "planted"),
    }  # fmt: skip
    assert {i[1] for i in last["items"]} == {"assisted", "blind", "revision", "adjudication"}
    assert {(e[2], e[3]) for e in last["log"]} >= {(1, "decided"), (2, "kept"), (2, "dropped"), (1, "accepted"), (1, "skipped")}
    assert any(e[8] == "planted" for e in first["log"])
    assert max(last["log"].values()) == 1


def test_killed_at_every_point(place: Place, desk: Desk, calm: Calm) -> None:
    def step(place: Place, verb: str, name: str) -> None:
        points = kills(calm.traces[name])
        faults = [f if f.trace in REPEATED or verb == "collect" else Fault(f.when, f.trace, 1) for f in points]
        if verb == "collect":  # the tasks of a project are read again until its cursor has moved
            faults = _from_each_project(calm.traces[name])
        place.done_after(faults, verb)
        same(place, desk, calm, name)

    play(place, desk, step)


def _from_each_project(traces: list[str]) -> list[Fault]:
    """A kill inside and after every transaction of collecting; each worker begins with the first task again."""
    return [Fault(when, trace, number) for trace, number in numbered(traces) for when in ("before", "after")]


def test_every_request_twice(place: Place, desk: Desk, calm: Calm) -> None:
    def step(place: Place, verb: str, name: str) -> None:
        ended = place.workers.run(place.settings, place.begin(verb), Fault("before", "", 0, "send twice"))
        assert (ended.signal, ended.state, ended.error) == (0, "done", "")
        same(place, desk, calm, name)

    play(place, desk, step)


def test_every_answer_lost(place: Place, desk: Desk, calm: Calm) -> None:
    """Each try loses the answer to the next request that changes something, until there is none left."""

    def step(place: Place, verb: str, name: str) -> None:
        for _ in [trace for trace in calm.traces[name] if not trace.startswith("commit")]:
            place.failed(Fault("after", "", 1, "lose the answer"), verb)
        place.done(verb)
        same(place, desk, calm, name)

    play(place, desk, step)


def test_label_studio_killed_after_every_kind_of_step(place: Place, desk: Desk, calm: Calm) -> None:
    def step(place: Place, verb: str, name: str) -> None:
        for trace in dict.fromkeys(calm.traces[name]):
            fault = Fault("after", trace, 1, "kill label studio")
            try:
                place.workers.run(place.settings, place.begin(verb), fault, label_studio=process_of(desk.server))
            finally:
                restart(desk.server)
        place.done(verb)
        same(place, desk, calm, name)

    play(place, desk, step, until="answer 2")
