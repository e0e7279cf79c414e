"""A new version of the code frame while people review in a real Label Studio: answers, skips, drafts and late answers go along."""

import json
import signal
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from annotations.codeframe import Code, CodeFrame, FrameChange
from annotations.codeframe_files import write_code_frame
from annotations.codings import Suggestion
from annotations.label_studio.drafts import drafts_of
from annotations.label_studio.reviews import Choice, write_result
from annotations.studies import Study
from service.storage import corpus, machines, outdated, review
from service.workflows.titles import project_title
from tests.live import places
from tests.live.faulty_worker import Fault, Workers
from tests.live.places import Place
from tests.live.small_study import FIRST, Desk
from tests.service.records import FRAME

pytestmark = pytest.mark.live
desk = pytest.fixture(scope="module")(places.desk_of)
workers = pytest.fixture(scope="module")(places.started_workers)
place = pytest.fixture(places.new_place)

SPLIT = FrameChange("split", ("accounts",), ("ledger", "receipts"), {"es": "Según qué papel."})
CHANGES = (FrameChange("renamed", ("meters",), ("counters",)), SPLIT)
THEMES = Code(
    "theme",
    {"en": "Themes"},
    codes=(Code("ledger", {"en": "Ledger"}), Code("receipts", {"en": "Receipts"}), Code("counters", {"en": "Meters"})),
)
NEW_FRAME = CodeFrame(2, (THEMES, FRAME.families[1]), CHANGES, 1)
NEW_MODEL = "made-up-3"


def codes(*ids: str) -> frozenset[Choice]:
    return frozenset(Choice("code", code) for code in ids)


class Round:
    """One study under review, with hands for its coders."""

    def __init__(self, place: Place, desk: Desk) -> None:
        self.place, self.desk, self.study = place, desk, place.study
        with place.store.read() as tx:
            self.segments = corpus.segments(tx, self.study.id)

    def tasks(self, coder: str, version: int) -> dict[str, dict[str, Any]]:
        """The tasks of a coder's project, by segment."""
        title = project_title(self.study.id, 1, coder, version)
        found = self.desk.get("/api/projects/", page_size=1000, include="id,title")["results"]
        ids = [int(p["id"]) for p in found if p["title"] == title]
        assert len(ids) == 1
        tasks = self.desk.get("/api/tasks", project=ids[0], fields="all", page_size=1000)["tasks"]
        assert len({t["data"]["segment_id"] for t in tasks}) == len(tasks)
        return {t["data"]["segment_id"]: t for t in tasks}

    def result(self, number: int, choices: Collection[Choice], version: int, memo: str = "") -> list[dict[str, Any]]:
        model, frame = (FIRST, FRAME) if version == 1 else (NEW_MODEL, NEW_FRAME)
        segment = self.segments[number]
        with self.place.store.read() as tx:
            shown = machines.suggestions(tx, self.study.id, model_version=model, segment_ids=[segment.id]).get(segment.id, [])
        return write_result(choices, shown, self.study, frame, memo=memo)

    def answer(self, coder: str, number: int, *ids: str, version: int = 1, skip: bool = False) -> None:
        task = self.tasks(coder, version)[self.segments[number].id]
        with self.desk.client(coder) as client:
            client.annotate(task["id"], self.result(number, codes(*ids), version), 2.0, skip=skip)

    def begin(self, coder: str, number: int, *ids: str, memo: str) -> None:
        """Begin to answer, and leave it at that."""
        task = self.tasks(coder, 1)[self.segments[number].id]
        body = {"result": self.result(number, codes(*ids), 1, memo), "lead_time": 1.0}
        with self.desk.client(coder) as client:
            client.request("draft", "POST", f"api/tasks/{task['id']}/drafts", body=body)

    def drafts(self, coder: str, number: int, version: int) -> list[tuple[str, set[str], str]]:
        """Author, chosen codes and memo of the drafts of a task."""
        task = self.tasks(coder, version)[self.segments[number].id]
        found = []
        with self.desk.client(coder) as client:
            for draft in drafts_of(client, task["id"]):
                chosen = {c for p in draft.result for c in p["value"].get("choices", [])}
                chosen |= {path[-1] for p in draft.result for path in p["value"].get("taxonomy", [])}
                memo = "".join(text for p in draft.result if p["from_name"] == "memo" for text in p["value"]["text"])
                found.append((draft.author, chosen, memo))
        return found

    def first_half(self) -> None:
        """Ana answers two, skips one and begins one; Ben answers one and begins one."""
        self.place.do("send")
        self.answer("ana", 0, "meters")
        self.answer("ana", 1, "accounts", "committee")
        self.answer("ana", 2, skip=True)
        self.begin("ana", 3, "meters", "committee", memo="a medias")
        self.answer("ben", 0, "committee")
        self.begin("ben", 4, "accounts", memo="half done")

    def write(self, folder: Path) -> Path:
        """The study with the new frame, as files."""
        folder.mkdir()
        study = json.dumps(TypeAdapter(Study).dump_python(replace(self.study, code_frame="codeframe.yaml"), mode="json"))
        (folder / "study.yaml").write_text(study)
        (folder / "codeframe.yaml").write_text(write_code_frame(NEW_FRAME))
        return folder / "study.yaml"

    def enter_new_model(self) -> None:
        """What `relato suggest` does for the new version: everything gets the suggestion "committee"."""
        with self.place.store.begin() as tx:
            body = {"kind": "made up"}
            machines.save_model(tx, self.study.id, NEW_MODEL, frame_version=2, encoder="none", champion=True, body=body)
            made = [Suggestion(s.id, "code", "committee", 0.9, NEW_MODEL, 2) for s in self.segments]
            machines.save_suggestions(tx, self.study.id, NEW_MODEL, {s.id: 0.5 for s in self.segments}, made)

    def items(self) -> dict[str, tuple[str, int]]:
        with self.place.store.read() as tx:
            return {i.id: (i.state, i.frame_version) for i in review.work_items(tx, self.study.id)}

    def codings(self) -> list[tuple[str, str, str, int]]:
        with self.place.store.read() as tx:
            found = review.codings(tx, self.study.id)
        return [(c.segment_id, c.coder_id, c.target, c.frame_version) for c in found]

    def segment(self, number: int) -> str:
        return self.segments[number].id

    def as_moved(self) -> None:
        """What must hold once the new frame is loaded, everything is sent again, and nothing was answered meanwhile."""
        items = self.items()
        reviewed = {f"r1/{self.segment(0)}/ana", f"r1/{self.segment(0)}/ben"}
        assert {i for i, state in items.items() if state == ("reviewed", 1)} == reviewed
        assert {state for i, state in items.items() if i not in reviewed} == {("pushed", 2)}
        assert self.codings() == [
            (self.segment(0), "ana", "counters", 2),
            (self.segment(0), "ben", "committee", 2),
            (self.segment(1), "ana", "committee", 2),
        ]
        assert set(self.tasks("ana", 1)) == {self.segment(0), self.segment(1)}  # what was answered stays where it was
        assert set(self.tasks("ben", 1)) == {self.segment(0)}
        assert set(self.tasks("ana", 2)) == {self.segment(n) for n in range(1, 12)}
        assert set(self.tasks("ben", 2)) == {self.segment(n) for n in range(1, 12)}
        assert self.drafts("ana", 3, 2) == [("ana@faults.example", {"counters", "committee"}, "a medias")]
        assert self.drafts("ben", 4, 2) == [("ben@faults.example", set(), "half done")]
        assert sum(len(self.drafts("ana", n, 2)) for n in range(1, 12)) == 1
        with self.place.store.read() as tx:
            assert outdated.moving(tx, self.study.id) == outdated.removals(tx, self.study.id) == []
            log = [
                (e.segment_id, e.coder_id, e.suggested, e.target) for e in review.log(tx, self.study.id) if e.act == "migrated"
            ]
        assert sorted(log) == [(self.segment(0), "ana", "meters", "counters"), (self.segment(1), "ana", "accounts", "")]


def load(place: Place, path: Path, faults: list[Fault]) -> dict[str, Any]:
    """Load by workers that die one after the other, until one does not."""
    job = place.jobs.enqueue("load", {"path": str(path)})
    for fault in faults:
        assert place.workers.run(place.settings, job, fault).signal == signal.SIGKILL, fault
    ended = place.workers.run(place.settings, job)
    assert (ended.signal, ended.state, ended.error) == (0, "done", "")
    return ended.result


def test_everything_goes_along(place: Place, desk: Desk, tmp_path: Path) -> None:
    now = Round(place, desk)
    now.first_half()
    told = load(place, now.write(tmp_path / "study"), [])["migrated"]
    assert (told["codings"], told["again"], told["moved"]) == (2, [f"r1/{now.segment(1)}/ana"], 21)
    now.enter_new_model()
    sent = place.do("send")
    assert [one["pushed"] for one in sent["coders"].values()] == [11, 11]
    now.as_moved()
    again = now.tasks("ana", 2)[now.segment(1)]
    assert "«Accounts» (accounts) se dividió: elija entre «Ledger» (ledger), «Receipts» (receipts)" in json.dumps(
        again["data"], ensure_ascii=False
    )
    twice = place.do("send")
    assert [one["pushed"] for one in twice["coders"].values()] == [0, 0]
    now.as_moved()
    now.answer("ana", 1, "committee", "receipts", version=2)
    now.answer("ana", 3, "counters", "committee", version=2)
    now.answer("ben", 0, "meters", "accounts")  # Ben changes his mind, in the old project
    place.do("collect")
    assert [c for c in now.codings() if c[1] == "ana"] == [
        (now.segment(0), "ana", "counters", 2),
        (now.segment(1), "ana", "committee", 2),
        (now.segment(1), "ana", "receipts", 2),
        (now.segment(3), "ana", "committee", 2),
        (now.segment(3), "ana", "counters", 2),
    ]
    assert [c for c in now.codings() if c[1] == "ben"] == [(now.segment(0), "ben", "counters", 2)]
    assert now.items()[f"r1/{now.segment(0)}/ben"] == ("pending", 2)  # accounts were split: he has to say which
    full = place.do("collect", full=True)
    assert (full["changed"], full["problems"], full["lost"]) == (0, [], [])


def test_answered_in_the_old_project_after_the_change(place: Place, desk: Desk, tmp_path: Path) -> None:
    now = Round(place, desk)
    place.do("send")
    load(place, now.write(tmp_path / "study"), [])
    now.answer("ben", 5, "meters", "committee")  # before the new tasks are there
    now.enter_new_model()
    place.do("send")
    now.answer("ben", 6, "meters") if now.segment(6) in now.tasks("ben", 1) else None
    place.do("collect")
    place.do("send")
    assert [c for c in now.codings() if c[0] == now.segment(5)] == [
        (now.segment(5), "ben", "committee", 2), (now.segment(5), "ben", "counters", 2),
    ]  # fmt: skip
    assert now.items()[f"r1/{now.segment(5)}/ben"][0] == "reviewed"
    full = place.do("collect", full=True)
    assert (full["changed"], full["lost"]) == (0, [])


def test_answers_lost_and_requests_that_come_in_twice(place: Place, desk: Desk, workers: Workers, tmp_path: Path) -> None:
    """Where drafts are carried; everything else is the same as without a new frame."""
    now = Round(place, desk)
    now.first_half()
    load(place, now.write(tmp_path / "study"), [])
    now.enter_new_model()
    place.failed(Fault("after", "PATCH drafts", 1, "lose the answer"), "send")
    fault = Fault("before", "PATCH drafts", 1, "send twice")
    ended = workers.run(place.settings, place.begin("send"), fault)
    assert (ended.signal, ended.state, ended.traces.count("PATCH drafts")) == (0, "done", 1)
    now.as_moved()


def test_killed_at_every_step(place: Place, desk: Desk, workers: Workers, tmp_path: Path) -> None:
    now = Round(place, desk)
    now.first_half()
    faults = [
        Fault("after", "commit _collect_project", 1),
        Fault("before", "commit load_study", 1),
        Fault("after", "commit load_study", 1),
    ]
    load(place, now.write(tmp_path / "study"), faults)
    now.enter_new_model()
    points = [
        ("after", "POST projects"), ("before", "commit enter_items"), ("after", "commit enter_items"), ("after", "POST import"),
        ("before", "commit push"), ("after", "commit push"), ("before", "PATCH drafts"), ("after", "PATCH drafts"),
        ("before", "commit _carry"), ("after", "commit _carry"), ("after", "commit _remove"),
    ]  # fmt: skip
    place.done_after([Fault(when, trace, 1) for when, trace in points], "send")  # type: ignore[arg-type]  # before or after
    place.do("send")
    now.as_moved()
    with place.store.read() as tx:
        log = review.log(tx, now.study.id)
    assert len({(e.segment_id, e.coder_id, e.act, e.kind, e.target, e.suggested, e.source) for e in log}) == len(log)
