"""What comes from Label Studio is applied once, however often, in whatever portions and after however many missed polls it is read."""

import copy
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.codings import Suggestion
from annotations.label_studio.decisions import Side
from annotations.label_studio.reviews import Choice, write_result
from annotations.rounds import Carried
from annotations.sessions import Session
from service.storage import corpus, machines, outdated, review, studies
from service.storage.transactions import Store, migrate
from service.workflows.applying import Place, apply_tasks
from service.workflows.shown import stored_carried, stored_sides
from service.workflows.work import Outcome
from tests.service.records import FRAME, STUDY, segments_of, transcript

ANA, EVE, NUMBER = 1, 9, 70
SEGMENTS = ("S1.001", "S1.002")
CODES = ("accounts", "meters", "committee")
acts = st.tuples(
    st.sampled_from(["answer", "edit", "delete", "skip", "overwrite", "star", "second"]),
    st.sampled_from(SEGMENTS),
    st.sets(st.sampled_from(CODES)).map(frozenset),
)


class World:
    """Label Studio in memory: the tasks of one project, and what was done to them; every act has its time."""

    def __init__(self, data: dict[str, dict[str, Any]]) -> None:
        self.tasks: list[dict[str, Any]] = [{"id": 100 + n, "data": d, "annotations": []} for n, d in enumerate(data.values())]
        self.clock = self.last = 0

    def act(self, what: str, segment_id: str, codes: frozenset[str]) -> None:
        task = next(t for t in self.tasks if t["data"]["segment_id"] == segment_id)
        there: list[dict[str, Any]] = task["annotations"]
        result = write_result({Choice("code", code) for code in codes}, [], STUDY, FRAME)
        self.clock += 1
        at = f"2026-01-01T00:{self.clock // 60:02d}:{self.clock % 60:02d}.000000Z"
        if what == "second" or (what in ("answer", "skip") and not there):
            self.last += 1
            there.append(
                {
                    "id": self.last,
                    "result": result,
                    "completed_by": ANA,
                    "updated_by": ANA,
                    "updated_at": at,
                    "was_cancelled": what == "skip",
                }
            )
        elif there and what == "delete":
            there.pop()
        elif there:
            by = EVE if what in ("overwrite", "star") else ANA
            changed = {"ground_truth": not there[-1].get("ground_truth")} if what == "star" else {"result": result}
            there[-1] |= {**changed, "updated_by": by, "updated_at": at, "was_cancelled": what == "skip"}


class Ours:
    """Our side: a database of its own, with the tasks sent."""

    def __init__(self, url: str, arm: str = "assisted", **item: Any) -> None:
        migrate(url)
        self.store, self.outcome = Store(url), Outcome(changed=0, withdrawn=0, problems=[])
        with self.store.begin() as tx:
            studies.save_study(tx, STUDY)
            studies.save_frame(tx, "water", FRAME)
            studies.add_session(tx, "water", Session("S1"))
            made = transcript("S1", "Leen las cuentas.", "Pusieron medidores.")
            corpus.save_transcript(tx, "water", made, segments_of(made))
            machines.save_model(tx, "water", "m1", frame_version=1, encoder="none", champion=True, body={})
            suggested = [Suggestion(s, "code", "accounts", 0.9, "m1", 1) for s in SEGMENTS]
            machines.save_suggestions(tx, "water", "m1", dict.fromkeys(SEGMENTS, 0.5), suggested)
            review.save_project(tx, "water", 1, "ana", arm, 1, label_studio_id=NUMBER, cursor="", account_id=ANA)
            review.add_work_items(tx, [{**self.item(segment_id), "arm": arm, **item} for segment_id in SEGMENTS])

    @staticmethod
    def item(segment_id: str) -> dict[str, Any]:
        key = {"study_id": "water", "id": f"r1/{segment_id}/ana", "segment_id": segment_id, "coder_id": "ana", "round": 1}
        return {**key, "batch": "b", "state": "pushed", "model_version": "m1", "task_id": 99 + int(segment_id[-1])}

    def read(self, tasks: Sequence[dict[str, Any]]) -> Outcome:
        """One poll; what Label Studio sends is a copy."""
        self.outcome = Outcome(changed=0, withdrawn=0, problems=[])
        with self.store.begin() as tx:
            (project,) = review.projects(tx, "water")
            place = Place(STUDY, FRAME, project, {ANA: "ana"})
            apply_tasks(tx, place, json.loads(json.dumps(list(tasks))), self.outcome)
        return self.outcome

    def state(self) -> dict[str, Any]:
        with self.store.read() as tx:
            return {
                "items": [(i.id, i.state) for i in review.work_items(tx, "water")],
                "codings": [(c.segment_id, c.kind, c.target, c.from_suggestion) for c in review.codings(tx, "water")],
                "reviews": [(i.id, r.act, r.suggested, r.target, r.model_version) for i, r in review.reviews(tx, "water")],
                "notes": [(i.id, body) for i, body in review.notes(tx, "water")],
            }

    def log(self) -> Counter[tuple[str, ...]]:
        with self.store.read() as tx:
            return Counter(
                (e.segment_id, e.act, e.target, e.suggested, e.model_version, e.source, e.reason) for e in review.log(tx, "water")
            )


def data_of(segment_id: str, offered: Sequence[str] = ("accounts",)) -> dict[str, Any]:
    words = {"S1.001": "Leen las cuentas.", "S1.002": "Pusieron medidores."}[segment_id]
    shown = {"text": words, "question": "¿Qué cambió?", "before_text": "—", "after_text": "—", "model_version": "m1"}
    key = {"work_item_id": f"r1/{segment_id}/ana", "segment_id": segment_id, "study": "water"}
    return {**key, **shown, "suggested": [{"alias": code, "value": code} for code in offered]}


def world(offered: Sequence[str] = ("accounts",)) -> World:
    return World({segment_id: data_of(segment_id, offered) for segment_id in SEGMENTS})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(st.tuples(acts, st.integers(0, 2), st.booleans()), min_size=1, max_size=9))
def test_read_again_and_in_portions_it_is_the_same(tmp_path_factory: pytest.TempPathFactory, done: list[Any]) -> None:
    folder = tmp_path_factory.mktemp("ours")
    once, often = (Ours(f"sqlite:///{folder / name}.sqlite3") for name in ("once", "often"))
    there = world()
    for (what, segment_id, codes), times, apart in done:
        there.act(what, segment_id, codes)
        once.read(there.tasks)
        for _ in range(times + 1):
            for portion in [[task] for task in there.tasks] if apart else [there.tasks]:
                often.read(portion)
    assert often.state() == once.state()
    assert often.log() == once.log()
    assert max(once.log().values(), default=1) == 1
    assert once.read(there.tasks) == {"changed": 0, "withdrawn": 0, "problems": []}
    stand = {(c[0], c[2]) for c in once.state()["codings"]}
    assert stand <= {(s, c) for s in SEGMENTS for c in CODES}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(acts.filter(lambda act: act[0] not in ("overwrite", "star")), min_size=1, max_size=9))
def test_missed_polls_change_what_is_logged_and_not_what_stands(
    tmp_path_factory: pytest.TempPathFactory, done: list[Any]
) -> None:
    """Of what other hands did in between nobody can know afterwards: an overwritten answer that was never collected is lost."""
    folder = tmp_path_factory.mktemp("ours")
    each, last = (Ours(f"sqlite:///{folder / name}.sqlite3") for name in ("each", "last"))
    there = world()
    for act in done:
        there.act(*act)
        each.read(there.tasks)
    last.read(there.tasks)
    assert last.state() == each.state()


@pytest.fixture
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('ours') / 'relato.sqlite3'}"


def logged(ours: Ours, segment_id: str = "S1.001") -> set[tuple[str, str, str, str]]:
    return {
        (act, suggested, target, model) for segment, act, target, suggested, model, _, _ in ours.log() if segment == segment_id
    }


def test_blind_nothing_counts_as_suggested(url: str) -> None:
    ours, there = Ours(url, "blind"), world(())
    there.act("answer", "S1.001", frozenset({"accounts"}))
    ours.read(there.tasks)
    assert logged(ours) == {("added", "", "accounts", "")}
    assert ours.state()["codings"] == [("S1.001", "code", "accounts", "")]


def test_withheld_suggestions_were_not_seen(url: str) -> None:
    ours, there = Ours(url, condition="withheld"), world(())
    there.act("answer", "S1.001", frozenset({"accounts"}))
    ours.read(there.tasks)
    assert logged(ours) == {("added", "", "accounts", "m1")}


def test_planted_and_taken(url: str) -> None:
    """``meters`` was planted once with an earlier model; what this task offered is ``committee``."""
    ours = Ours(url, condition="planted", planted=["meters", "committee"])
    there = world(("accounts", "committee"))
    there.act("answer", "S1.001", frozenset({"committee", "meters"}))
    ours.read(there.tasks)
    assert logged(ours) == {
        ("rejected", "accounts", "", "m1"), ("accepted", "committee", "committee", "planted"), ("added", "", "meters", "m1"),
    }  # fmt: skip
    assert [c[2:] for c in ours.state()["codings"]] == [("committee", "planted"), ("meters", "")]


def test_planted_and_seen_through(url: str) -> None:
    ours, there = Ours(url, condition="planted", planted=["committee"]), world(("accounts", "committee"))
    there.act("answer", "S1.001", frozenset({"accounts"}))
    ours.read(there.tasks)
    assert logged(ours) == {("accepted", "accounts", "accounts", "m1"), ("rejected", "committee", "", "planted")}


def test_carried_kept_and_dropped(url: str) -> None:
    carried = [Carried("code", code, None, ("ben",), 1, False) for code in ("meters", "committee")]
    ours, there = Ours(url, carried=stored_carried(carried)), world(("meters", "committee", "accounts"))
    there.act("answer", "S1.001", frozenset({"meters"}))
    ours.read(there.tasks)
    assert {(act, said) for act, said, _, _ in logged(ours)} == {
        ("kept", "meters"),
        ("dropped", "committee"),
        ("left", "accounts"),
    }


def test_decided_with_its_reason(url: str) -> None:
    sides = [Side(name, frozenset({Choice("code", code)}), "") for name, code in (("Ana", "accounts"), ("Ben", "meters"))]
    ours, there = Ours(url, "adjudication", carried=stored_sides(sides)), world(("accounts", "meters"))
    there.act("answer", "S1.001", frozenset({"meters"}))
    there.tasks[0]["annotations"][0]["result"] += write_result([], [], STUDY, FRAME, memo="they say so")
    assert ours.read(there.tasks)["problems"] == []
    ((_, act, target, suggested, model, _, reason),) = ours.log()
    assert (act, target, suggested, model, reason) == ("decided", "meters", "", "", "they say so")


def test_the_arm_of_the_project_must_be_the_items(url: str) -> None:
    ours, there = Ours(url, "blind"), world(())
    with ours.store.begin() as tx:
        review.set_items(tx, "water", ["r1/S1.001/ana"], arm="assisted")
    there.act("answer", "S1.001", frozenset({"meters"}))
    assert ours.read(there.tasks)["problems"] == ["task 100 of project 70 is none of ours"]
    assert ours.log() == Counter()


def test_an_annotation_that_goes_back_and_forth_between_two_tasks_of_one_item(url: str) -> None:
    ours, there = Ours(url), world()
    there.tasks.append({**copy.deepcopy(there.tasks[0]), "id": 200})
    there.act("answer", "S1.001", frozenset({"meters"}))
    first, second = there.tasks[0], there.tasks[2]
    ours.read([first])
    second["annotations"] = [{**first["annotations"][0], "id": 50, "updated_at": "2026-01-02T00:00:00.000000Z", "result": []}]
    ours.read([second])
    assert ours.state()["codings"] == []  # the last word
    second["annotations"] = []
    ours.read([second])
    assert [c[2] for c in ours.state()["codings"]] == ["meters"]


def test_a_reason_that_may_quote_goes_with_the_words(url: str) -> None:
    ours, there = Ours(url, "revision", carried=stored_sides([Side("Ana", frozenset(), "they read them")])), world(())
    there.act("answer", "S1.001", frozenset({"meters"}))
    there.tasks[0]["annotations"][0]["result"] += write_result([], [], STUDY, FRAME, memo="«leen las cuentas»")
    ours.read(there.tasks)
    with ours.store.begin() as tx:
        outdated.erase(tx, "water", ["S1.001"])
        outdated.retire(tx, "water", ["S1.002"])
    with ours.store.read() as tx:
        assert [(e.act, e.target, e.reason) for e in review.log(tx, "water")] == [("decided", "meters", "")]
        assert [(i.id, i.state, i.carried) for i in review.work_items(tx, "water")] == [("r1/S1.002/ana", "retired", [])]
