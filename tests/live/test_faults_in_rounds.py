"""The same as ``test_faults`` for every arm: two rounds and the supervisor's decisions, disturbed at every step of both ways."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.live import places, rounds_study
from tests.live.faulty_worker import Fault, Workers
from tests.live.places import Place, settings_in
from tests.live.rounds_study import play
from tests.live.small_study import Desk
from tests.live.test_faults import kills, process_of, restart

pytestmark = pytest.mark.live
desk = pytest.fixture(scope="module")(places.desk_of)
workers = pytest.fixture(scope="module")(places.started_workers)
PER_PROJECT = {"collect 1": 2, "collect decisions": 2, "collect 2": 4}
"""Transactions of collecting in each project that has news: its tasks, five together, then the cursor."""

REPEATED = ("commit to_send", "commit enter_items", "commit take_back")
"""Done by every worker from the beginning on, whatever was done before; they change nothing the second time."""


@pytest.fixture
def place(tmp_path: Path, desk: Desk, workers: Workers) -> Iterator[Place]:
    with new_place(tmp_path, desk, workers) as opened:
        yield opened


def new_place(folder: Path, desk: Desk, workers: Workers) -> Place:
    return Place(settings_in(folder / "home", desk.server), workers, f"f{uuid.uuid4().hex[:8]}", rounds_study.WIDE)


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

    with new_place(tmp_path_factory.mktemp("calm"), desk, workers) as place:
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
    assert {name: len(calm.traces[name]) % each for name, each in PER_PROJECT.items()} == dict.fromkeys(PER_PROJECT, 0)


def test_killed_at_every_point(place: Place, desk: Desk, calm: Calm) -> None:
    def step(place: Place, verb: str, name: str) -> None:
        faults = _of_collecting(calm, name) if verb == "collect" else _of_sending(calm.traces[name])
        place.done_after(faults, verb)
        same(place, desk, calm, name)

    play(place, desk, step)


def _of_sending(traces: list[str]) -> list[Fault]:
    """Each worker goes on where the one before died: what was done is not done again, and counts from 1."""
    return [f if f.trace in REPEATED else Fault(f.when, f.trace, 1) for f in kills(traces)]


def _of_collecting(calm: Calm, name: str) -> list[Fault]:
    """A project is read from its beginning until its cursor has moved."""
    traces, each = calm.traces[name], PER_PROJECT[name]
    assert set(traces) == {"commit _collect_project"}
    whens: tuple[Literal["before", "after"], ...] = ("before", "after")
    of_project = [Fault(when, traces[0], number) for number in range(1, each + 1) for when in whens]
    return of_project * (len(traces) // each)


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
