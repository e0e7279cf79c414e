"""What people do in Label Studio by hand, beside their own reviews: it is noticed, and the log tells all of it."""

from collections import Counter
from typing import Any

import pytest

from annotations.label_studio.client import LabelStudio
from service.storage import review
from tests.live import places
from tests.live.faulty_worker import Fault
from tests.live.places import Place
from tests.live.small_study import FIRST, SECOND, Desk, enter_model, here

pytestmark = pytest.mark.live
desk = pytest.fixture(scope="module")(places.desk_of)
workers = pytest.fixture(scope="module")(places.started_workers)
place = pytest.fixture(places.new_place)
ITEM = "r1/S1.001/ana"
SUGGESTED = {"accounts", "meters", "committees", "what", "CH1"}


@pytest.fixture
def sent(place: Place) -> Place:
    place.do("send")
    return place


def task_of(place: Place, desk: Desk, item: str = ITEM) -> dict[str, Any]:
    (found,) = [task for task in desk.tasks(place.study) if task["data"]["work_item_id"] == item]
    return found


def accept(place: Place, desk: Desk, coder: str = "ana") -> int:
    """The coder accepts all that is suggested; the annotation's id."""
    task = task_of(place, desk)
    with desk.client(coder) as client:
        return client.annotate(task["id"], task["predictions"][0]["result"], 1.0)


def acts(place: Place, item: str = ITEM) -> Counter[tuple[str, str]]:
    """What the log says about a work item: acts and targets."""
    _, segment, coder = item.split("/")
    with place.store.read() as tx:
        return Counter(
            (e.act, e.target) for e in review.log(tx, place.study.id) if (e.segment_id, e.coder_id) == (segment, coder)
        )


def state(place: Place, item: str = ITEM) -> tuple[str, set[str]]:
    """The state of a work item, and the targets of its codings."""
    with place.store.read() as tx:
        row = review.work_item(tx, place.study.id, item)
        assert row is not None
        return row.state, {c.target for c in review.codings_of(tx, place.study.id, row.segment_id, row.coder_id, row.round)}


def test_an_annotation_edited_and_deleted(sent: Place, desk: Desk) -> None:
    annotation = accept(sent, desk)
    sent.do("collect")
    assert state(sent) == ("reviewed", SUGGESTED)
    kept = [part for part in task_of(sent, desk)["annotations"][0]["result"] if part["from_name"] == "domain"]
    desk.call("PATCH", f"/api/annotations/{annotation}/", {"result": kept}, as_coder="ana")
    sent.do("collect")
    assert state(sent) == ("reviewed", {"committees"})
    desk.call("DELETE", f"/api/annotations/{annotation}/", as_coder="ana")
    assert sent.do("collect")["withdrawn"] == 1
    assert state(sent) == ("pushed", set())
    expected = Counter({("accepted", target): 1 for target in SUGGESTED} | {("withdrawn", target): 1 for target in SUGGESTED})
    expected += Counter({("accepted", "committees"): 1, ("rejected", ""): 4})
    assert acts(sent) == expected
    sent.do("collect", full=True)
    assert acts(sent) == expected


def test_an_empty_answer_deleted_leaves_its_line(sent: Place, desk: Desk) -> None:
    last = "r1/S3.004/ana"  # nothing was suggested there
    with desk.client("ana") as client:
        annotation = client.annotate(task_of(sent, desk, last)["id"], [], 1.0)
    sent.do("collect")
    desk.call("DELETE", f"/api/annotations/{annotation}/")
    sent.do("collect")
    assert state(sent, last) == ("pushed", set())
    assert acts(sent, last) == Counter({("nothing", ""): 1, ("withdrawn", ""): 1})


def test_a_task_deleted_is_sent_again_with_the_present_suggestions(sent: Place, desk: Desk) -> None:
    desk.call("DELETE", f"/api/tasks/{task_of(sent, desk)['id']}/")
    assert sent.do("collect", full=True)["lost"] == [ITEM]
    assert state(sent) == ("lost", set())
    enter_model(sent.store, sent.study.id, SECOND)
    told = sent.do("send")["coders"]
    assert {coder: (s["pushed"], s["renewed"]) for coder, s in told.items()} == {"ana": (1, 11), "ben": (0, 12)}
    assert {p["model_version"] for p in task_of(sent, desk)["predictions"]} == {SECOND}
    assert Counter(i[1:] for i in here(sent.store, sent.study, desk)["items"]) == {("pushed", SECOND, True): 24}


def test_codings_outlive_their_task(sent: Place, desk: Desk) -> None:
    accept(sent, desk)
    sent.do("collect")
    desk.call("DELETE", f"/api/tasks/{task_of(sent, desk)['id']}/")
    told = sent.do("collect", full=True)
    assert (told["lost"], told["problems"]) == ([], [f"{ITEM}: its task has disappeared; it stays reviewed"])
    assert state(sent) == ("reviewed", SUGGESTED)


def test_another_account_does_not_count_and_is_reported(sent: Place, desk: Desk) -> None:
    annotation = accept(sent, desk, "eve")
    told = sent.do("collect")
    eve = desk.accounts["eve"].id
    said = f"{ITEM}: annotation {annotation} is by an account that is no coder's ({eve}), not by its coder; not counted"
    assert told["problems"] == [said]
    assert (told["withdrawn"], state(sent), acts(sent)) == (0, ("pushed", set()), Counter())
    assert sent.do("collect")["problems"] == []
    assert sent.do("collect", full=True)["problems"] == [said]  # as long as it is there


def test_another_coder_is_named(sent: Place, desk: Desk) -> None:
    annotation = accept(sent, desk, "ben")
    (told,) = sent.do("collect")["problems"]
    assert told == f"{ITEM}: annotation {annotation} is by ben (account {desk.accounts['ben'].id}), not by its coder; not counted"


def test_attributed_to_the_coder_by_somebody_else(sent: Place, desk: Desk) -> None:
    """The community edition lets anybody sign with another's name; only who wrote last gives it away."""
    task = task_of(sent, desk)
    body = {"result": task["predictions"][0]["result"], "completed_by": desk.accounts["ana"].id}
    desk.call("POST", f"/api/tasks/{task['id']}/annotations/", body, as_coder="eve")
    (annotation,) = task_of(sent, desk)["annotations"]
    assert annotation["completed_by"] == desk.accounts["ana"].id
    (told,) = sent.do("collect")["problems"]
    assert "bears its coder's name, and was written or overwritten by an account that is no coder's" in told
    assert (state(sent), acts(sent)) == (("pushed", set()), Counter())


def test_a_star_changes_nothing_and_is_reported(sent: Place, desk: Desk) -> None:
    annotation = accept(sent, desk)
    sent.do("collect")
    before = acts(sent)
    desk.call("PATCH", f"/api/annotations/{annotation}/", {"ground_truth": True}, as_coder="eve")
    told = sent.do("collect")
    assert told["problems"] == [
        f"{ITEM}: annotation {annotation} was starred as ground truth, or is no longer; nothing here depends on it"
    ]
    assert (told["withdrawn"], state(sent), acts(sent)) == (0, ("reviewed", SUGGESTED), before)


def test_saved_by_another_without_a_change_it_stays_the_coders(sent: Place, desk: Desk) -> None:
    annotation = accept(sent, desk)
    sent.do("collect")
    before, whole = acts(sent), task_of(sent, desk)["annotations"][0]["result"]
    desk.call("PATCH", f"/api/annotations/{annotation}/", {"result": whole}, as_coder="eve")
    (told,) = sent.do("collect")["problems"]
    assert told.endswith("without a change; it counts as before")
    assert (state(sent), acts(sent)) == (("reviewed", SUGGESTED), before)


def test_skipped_and_taken_up_again(sent: Place, desk: Desk) -> None:
    task = task_of(sent, desk)
    with desk.client("ana") as client:
        annotation = client.annotate(task["id"], task["predictions"][0]["result"], 1.0, skip=True)
    sent.do("collect")
    assert (state(sent), acts(sent)) == (("skipped", set()), Counter({("skipped", ""): 1}))
    desk.call("PATCH", f"/api/annotations/{annotation}/", {"was_cancelled": False}, as_coder="ana")
    sent.do("collect")
    assert state(sent) == ("reviewed", SUGGESTED)
    desk.call("PATCH", f"/api/annotations/{annotation}/", {"was_cancelled": True}, as_coder="ana")
    assert sent.do("collect")["withdrawn"] == 1
    assert state(sent) == ("skipped", set())
    once = {("accepted", target): 1 for target in SUGGESTED} | {("withdrawn", target): 1 for target in SUGGESTED}
    assert acts(sent) == Counter(once | {("skipped", ""): 2})


@pytest.mark.parametrize("full", [False, True])
def test_a_project_deleted_by_hand_is_noticed_and_made_again(sent: Place, desk: Desk, full: bool) -> None:
    accept(sent, desk)
    sent.do("collect")
    (number,) = desk.projects(sent.study)["ana"]
    desk.call("DELETE", f"/api/projects/{number}/")
    told = sent.do("collect", full=full)
    assert len(told["lost"]) == 11
    assert ["the project of ana in round 1 (assisted) has disappeared" in problem for problem in told["problems"]] == [True]
    assert state(sent) == ("reviewed", SUGGESTED)
    again = sent.do("send")["coders"]
    assert {coder: s["pushed"] for coder, s in again.items()} == {"ana": 11, "ben": 0}
    assert len(desk.tasks(sent.study)) == 11 + 12
    assert sent.do("collect", full=True)["problems"] == []
    assert state(sent) == ("reviewed", SUGGESTED)


def test_a_project_deleted_by_hand_is_made_again_by_send_alone(sent: Place, desk: Desk) -> None:
    (number,) = desk.projects(sent.study)["ben"]
    desk.call("DELETE", f"/api/projects/{number}/")
    told = sent.do("send")["coders"]
    assert {coder: s["pushed"] for coder, s in told.items()} == {"ana": 0, "ben": 12}
    assert Counter(i[1:] for i in here(sent.store, sent.study, desk)["items"]) == {("pushed", FIRST, True): 24}


def test_a_project_renamed_by_hand_is_still_ours(sent: Place, desk: Desk) -> None:
    (number,) = desk.projects(sent.study)["ana"]
    annotation = accept(sent, desk)
    desk.call("PATCH", f"/api/projects/{number}/", {"title": "Ana's own"})
    assert sent.do("collect")["problems"] == []
    assert state(sent) == ("reviewed", SUGGESTED), annotation
    assert sent.do("send")["coders"]["ana"] | {"url": ""} == {
        "coder": "ana", "round": 1, "arm": "assisted", "project": number, "pushed": 0, "renewed": 0, "url": "",
    }  # fmt: skip


def test_tasks_copied_by_hand_are_removed_while_nobody_has_answered_them(sent: Place, desk: Desk) -> None:
    task, (number,) = task_of(sent, desk), desk.projects(sent.study)["ana"]
    with LabelStudio(desk.server.url, desk.server.token) as admin:
        admin.import_tasks(number, [{"data": task["data"]}] * 2)
    assert sent.do("collect", full=True)["removed"] == 2
    assert task_of(sent, desk)["id"] == task["id"]


def test_overwritten_by_another_account_twice(sent: Place, desk: Desk) -> None:
    """The coder's codings go when somebody overwrites them, come back with the coder, and the log tells each time."""
    annotation = accept(sent, desk)
    whole = task_of(sent, desk)["annotations"][0]["result"]
    for by in ("ana", "eve", "ana", "eve"):
        desk.call("PATCH", f"/api/annotations/{annotation}/", {"result": whole if by == "ana" else whole[:1]}, as_coder=by)
        sent.do("collect")
        assert state(sent)[0] == ("reviewed" if by == "ana" else "pushed"), by
    assert (acts(sent)[("accepted", "accounts")], acts(sent)[("withdrawn", "accounts")]) == (2, 2)


def test_a_task_that_is_there_twice(place: Place, desk: Desk) -> None:
    """An import that was still on its way when its worker died arrives after the next worker has looked."""
    place.do("send")
    task, (number,) = task_of(place, desk), desk.projects(place.study)["ana"]
    with LabelStudio(desk.server.url, desk.server.token) as admin:
        admin.import_tasks(number, [{"data": task["data"], "predictions": [{"result": task["predictions"][0]["result"]}]}])
    first, second = (task for task in desk.tasks(place.study) if task["data"]["work_item_id"] == ITEM)
    with desk.client("ana") as ana:
        ana.annotate(first["id"], first["predictions"][0]["result"], 1.0)
        for _ in range(2):
            place.do("collect")
            assert state(place) == ("reviewed", SUGGESTED)
        ana.annotate(second["id"], [], 1.0)
    for _ in range(2):
        problems = place.do("collect", full=True)["problems"]
        assert state(place) == ("reviewed", set())  # the last word
    assert [p for p in problems if p.startswith(f"{ITEM}: has 2 answered tasks in Label Studio")]
    assert acts(place) == Counter({(a, t): 1 for a in ("accepted", "withdrawn") for t in SUGGESTED}) + Counter(
        {("rejected", ""): 5}
    )


def test_a_review_that_is_not_collected_keeps_its_suggestions(sent: Place, desk: Desk) -> None:
    accept(sent, desk)
    enter_model(sent.store, sent.study.id, SECOND)
    told = sent.do("send")["coders"]
    assert {coder: s["renewed"] for coder, s in told.items()} == {"ana": 11, "ben": 12}
    sent.do("collect")
    assert acts(sent) == Counter({("accepted", target): 1 for target in SUGGESTED})
    with sent.store.read() as tx:
        assert {entry.model_version for entry in review.log(tx, sent.study.id)} == {FIRST}


def test_reviewed_between_replacing_suggestions_and_noting_it(sent: Place, desk: Desk) -> None:
    """The review is read against what the coder saw, not against what we had noted last."""
    enter_model(sent.store, sent.study.id, SECOND)
    sent.failed(Fault("after", "PATCH projects", 1, "lose the answer"), "send")
    task = task_of(sent, desk)
    with sent.store.read() as tx:
        item = review.work_item(tx, sent.study.id, ITEM)
    assert (item and item.model_version, task["data"]["model_version"]) == (FIRST, SECOND)
    (seen,) = [p["result"] for p in task["predictions"] if p["model_version"] == SECOND]
    with desk.client("ana") as client:
        client.annotate(task["id"], seen, 1.0)
    sent.do("collect")
    assert {act for act, _ in acts(sent)} == {"accepted"}
