"""Many tasks made anew for a new model, against the real Label Studio: nothing lost, nothing twice, wherever it stops."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from annotations.label_studio.client import LabelStudio
from annotations.label_studio.reviews import Choice, write_result
from service.storage import corpus, review
from service.workflows import entering, renewing
from tests.live import places
from tests.live.places import Place
from tests.live.small_study import FIRST, SECOND, Desk, enter_model
from tests.service.records import FRAME

pytestmark = pytest.mark.live
desk = pytest.fixture(scope="module")(places.desk_of)
workers = pytest.fixture(scope="module")(places.started_workers)
place = pytest.fixture(places.new_place)


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewing, "FEW", 0)
    monkeypatch.setattr(renewing, "TOGETHER", 5)
    monkeypatch.setattr(entering, "BATCH", 3)


def tasks(desk: Desk, place: Place, coder: str) -> list[dict[str, Any]]:
    return [task for task in desk.tasks(place.study) if task["coder"] == coder]


def all_are_new(desk: Desk, place: Place) -> None:
    """One task for each item, with the second model's suggestions; ours say the same."""
    found = desk.tasks(place.study)
    assert Counter(task["data"]["work_item_id"] for task in found) == {item: 1 for item in place_items(place)}
    assert {(t["data"]["model_version"], *{p["model_version"] for p in t["predictions"]}) for t in found} <= {
        (SECOND, SECOND), (SECOND,),
    }  # fmt: skip
    with place.store.read() as tx:
        items = review.work_items(tx, place.study.id)
    assert {(i.state, i.model_version) for i in items} == {("pushed", SECOND)}
    assert {(i.id, i.task_id) for i in items} == {(t["data"]["work_item_id"], t["id"]) for t in found}
    for ids in desk.projects(place.study).values():
        assert [desk.get(f"/api/projects/{number}/")["model_version"] for number in ids] == [SECOND]


def place_items(place: Place) -> list[str]:
    with place.store.read() as tx:
        return [item.id for item in review.work_items(tx, place.study.id)]


def test_all_are_made_anew_and_the_tabs_stay(place: Place, desk: Desk) -> None:
    before = place.do("send")
    enter_model(place.store, place.study.id, SECOND)
    after = place.do("send")
    assert [one["renewed"] for one in after["coders"].values()] == [12, 12]
    assert [one["url"] for one in after["coders"].values()] == [one["url"] for one in before["coders"].values()]
    all_are_new(desk, place)
    again = place.do("send")
    assert [(one["pushed"], one["renewed"]) for one in again["coders"].values()] == [(0, 0), (0, 0)]


class Stop(Exception):
    """As if the process ended here."""


def test_stopped_after_every_request_and_before_every_one(place: Place, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run gets one request further than the one before; the last one ends."""
    place.do("send")
    enter_model(place.store, place.study.id, SECOND)
    send, stops = httpx.Client.send, 0

    def run(number: int, after: bool) -> None:
        seen = itertools.count(1)

        def counted(client: httpx.Client, request: httpx.Request, **options: Any) -> httpx.Response:
            changes = request.method != "GET" and "/user/" not in request.url.path
            if changes and not after and next(seen) == number:
                raise Stop
            answer = send(client, request, **options)
            if changes and after and next(seen) == number:
                raise Stop
            return answer

        monkeypatch.setattr(httpx.Client, "send", counted)
        try:
            place.do("send")
        finally:
            monkeypatch.setattr(httpx.Client, "send", send)

    for after in itertools.cycle((False, True)):
        try:
            run(1 + stops % 3, after)
        except Stop:
            stops += 1
        else:
            break
    assert stops > 5
    place.do("send")
    all_are_new(desk, place)


def test_what_is_answered_or_begun_meanwhile_is_not_lost(place: Place, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at what is answered and the deletion: one task is answered, and in one something is begun."""
    place.do("send")
    enter_model(place.store, place.study.id, SECOND)
    answered, begun, *_ = sorted(tasks(desk, place, "ana"), key=lambda task: task["id"])
    result = write_result({Choice("code", "meters")}, [], place.study, FRAME)
    delete = LabelStudio.delete_unanswered
    todo: Iterator[Callable[[], object]] = iter(
        [
            lambda: desk.call("POST", f"/api/tasks/{answered['id']}/annotations/", {"result": result}, as_coder="ana"),
            lambda: desk.call("POST", f"/api/tasks/{begun['id']}/drafts", {"result": result, "lead_time": 1.0}, as_coder="ana"),
        ]
    )

    def late(client: LabelStudio, project: int, task_ids: Any) -> set[int]:
        for act in todo:
            act()
        return delete(client, project, task_ids)

    monkeypatch.setattr(LabelStudio, "delete_unanswered", late)
    place.do("send")
    place.do("collect")
    found = tasks(desk, place, "ana")
    assert Counter(t["data"]["work_item_id"] for t in found) == {i: 1 for i in place_items(place) if i.endswith("/ana")}
    (kept,) = [t for t in found if t["data"]["work_item_id"] == answered["data"]["work_item_id"]]
    assert (kept["id"], kept["data"]["model_version"], len(kept["annotations"])) == (answered["id"], FIRST, 1)
    with place.store.read() as tx:
        segment = answered["data"]["segment_id"]
        codings = [c for c in review.codings(tx, place.study.id) if c.segment_id == segment]
        assert [(c.coder_id, c.target) for c in codings] == [("ana", "meters")]
        assert len(corpus.segments(tx, place.study.id)) == 12
    (moved,) = [t for t in found if t["data"]["work_item_id"] == begun["data"]["work_item_id"]]
    assert moved["data"]["model_version"] == SECOND
    drafts = desk.get(f"/api/tasks/{moved['id']}/drafts")
    assert [part["value"] for draft in drafts for part in draft["result"]] == [part["value"] for part in result]
