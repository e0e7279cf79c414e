"""A coder changes their answer while the supervisor decides about it: the decision's task is made anew, with what was begun in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotations.label_studio.drafts import drafts_of
from annotations.label_studio.reviews import Choice, write_result
from service.storage import review
from service.workflows.rounds import round_status
from service.workflows.work import Work
from tests.live import places, rounds_study
from tests.live.faulty_worker import Workers
from tests.live.places import Place
from tests.live.small_study import Desk
from tests.live.test_faults_in_rounds import new_place

pytestmark = pytest.mark.live
desk = pytest.fixture(scope="module")(places.desk_of)
workers = pytest.fixture(scope="module")(places.started_workers)


@pytest.fixture
def decided(tmp_path: Path, desk: Desk, workers: Workers) -> Iterator[Place]:
    """Round 1 is answered, and the disagreements lie before the supervisor, undecided."""

    def step(place: Place, verb: str, name: str) -> None:
        place.do(verb)

    with new_place(tmp_path, desk, workers) as place:
        rounds_study.play(place, desk, step, until="decide")
        yield place


def _answers_of(desk: Desk, place: Place) -> dict[str, tuple[str, int, Any]]:
    """What Ana and Ben have answered, by segment: the last one's annotation, and its arm."""
    found: dict[str, tuple[str, int, Any]] = {}
    for name, tasks in rounds_study.tasks(desk, place.study).items():
        _, coder, arm = name.split()
        if coder != "eva":
            here = ((task["data"]["segment_id"], a) for task in tasks for a in task["annotations"])
            found |= {segment_id: (coder, a["id"], arm) for segment_id, a in here if not a["was_cancelled"]}
    return found


def _undecided(desk: Desk, place: Place) -> list[dict[str, Any]]:
    """What lies before the supervisor."""
    found = rounds_study.tasks(desk, place.study)
    return [task for arm in ("adjudication", "revision") for task in found[f"r1 eva {arm}"]]


def _answer_anew(desk: Desk, place: Place, segment_id: str) -> None:
    """A coder of the segment says something that nobody has said."""
    coder, annotation, arm = _answers_of(desk, place)[segment_id]
    client = desk.client(coder)
    result = write_result({Choice("code", "well")}, [], place.study, rounds_study.WIDE, arm=arm)
    client.request("change", "PATCH", f"api/annotations/{annotation}/", body={"result": result, "lead_time": 3.0})
    client.close()


def test_what_was_begun_moves_along(desk: Desk, decided: Place) -> None:
    first, second, *others = _undecided(desk, decided)
    eva, begun = desk.client("eva"), {Choice("code", "meters")}
    result = write_result(begun, [], decided.study, rounds_study.WIDE, memo="a medias", arm="adjudication")
    eva.request("draft", "POST", f"api/tasks/{first['id']}/drafts", body={"result": result, "lead_time": 1.0})
    for task in (first, second):
        _answer_anew(desk, decided, task["data"]["segment_id"])
    decided.do("collect")
    decided.do("send")
    now = {task["data"]["segment_id"]: task for task in _undecided(desk, decided)}
    assert len(now) == 2 + len(others)
    for old in (first, second):
        new = now[old["data"]["segment_id"]]
        assert new["data"] != old["data"]
        assert "well" in str(new["data"]) or "Queues" in str(new["data"])
    drafts = [draft for task in now.values() for draft in drafts_of(eva, task["id"])]
    assert [(draft.task, draft.author) for draft in drafts] == [(now[first["data"]["segment_id"]]["id"], "eva@faults.example")]
    assert "a medias" in str(drafts[0].result)
    assert "meters" in str(drafts[0].result)
    eva.close()


def test_who_changes_after_the_decision_is_told(desk: Desk, decided: Place) -> None:
    rounds_study.answer(decided, desk)
    decided.do("collect")
    work = Work(decided.settings, decided.store)
    assert round_status(work, study_id=decided.study.id)["rounds"][1]["changed_since_decided"] == []
    with decided.store.read() as tx:
        done = [i.segment_id for i in review.work_items(tx, decided.study.id, arm="adjudication", states=("reviewed",))]
    _answer_anew(desk, decided, done[0])
    decided.do("collect")
    assert round_status(work, study_id=decided.study.id)["rounds"][1]["changed_since_decided"] == [done[0]]
