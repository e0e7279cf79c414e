"""The small study with two rounds and a supervisor: blind and assisted parts, checks planted, decisions; played through from end to end.

Whoever plays hands over how sending and collecting are done, so that they can be disturbed; what people do is always the same.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from annotations.codeframe import Code
from annotations.label_studio.reviews import Choice, write_result
from annotations.rounds import Arm
from annotations.studies import Coder, ReviewRule, RoundRule, Study
from service.storage import review, studies
from service.storage.transactions import Store
from service.workflows import deciding, rounds
from service.workflows.titles import project_title
from service.workflows.work import Work
from tests.live.places import Place
from tests.live.small_study import CODERS, Desk
from tests.service.records import FRAME, STUDY

EVA = Coder("eva", "Eva", "eva@faults.example", "es", role="supervisor")
RULE = ReviewRule(
    (
        RoundRule(1, overlap=0.33, coders=2, blind="overlap", withheld=0.3, planted=0.4),
        RoundRule(2, overlap=1.0, coders=2, blind="none", withheld=0.2),
    ),
    seed=6,
)
CODES = ("accounts", "meters", "committee")
QUEUES = Code("queue", {"en": "Queues"}, {"en": "Families queue for water"})
WIDE = replace(FRAME, families=(*FRAME.families, Code("place", {"en": "Places"}, codes=(QUEUES, replace(QUEUES, id="well")))))
"""With codes that the model suggests nowhere, so that there is something to plant."""
Step = Callable[[Place, str, str], None]
"""Does a verb; the last word names the step."""


def with_rounds(store: Store, study: Study) -> Study:
    changed = replace(study, coders=(*CODERS, EVA), review=RULE)
    with store.begin() as tx:
        studies.save_study(tx, changed)
    return changed


def play(place: Place, desk: Desk, step: Step, until: str = "") -> None:
    """All that happens in the study, up to a step."""
    place.study = with_rounds(place.store, place.study)
    work = Work(place.settings, place.store)
    script: list[tuple[str, Callable[[], Any]]] = [
        ("open 1", lambda: rounds.open_round(work, study_id=place.study.id, round_=1)),
        ("send 1", lambda: step(place, "send", "send 1")),
        ("answer 1", lambda: answer(place, desk)),
        ("collect 1", lambda: step(place, "collect", "collect 1")),
        ("ask", lambda: _ask(work, place.study)),
        ("send decisions", lambda: step(place, "send", "send decisions")),
        ("decide", lambda: answer(place, desk)),
        ("collect decisions", lambda: step(place, "collect", "collect decisions")),
        ("close 1", lambda: rounds.close_round(work, study_id=place.study.id, round_=1, unfinished=True)),
        ("open 2", lambda: rounds.open_round(work, study_id=place.study.id, round_=2)),
        ("send 2", lambda: step(place, "send", "send 2")),
        ("answer 2", lambda: answer(place, desk)),
        ("collect 2", lambda: step(place, "collect", "collect 2")),
    ]
    for name, act in script:
        if name == until:
            return
        act()


def _ask(work: Work, study: Study) -> None:
    deciding.revise(work, study_id=study.id, round_=1)
    deciding.adjudicate(work, study_id=study.id, round_=1)


def projects(desk: Desk, study: Study) -> dict[str, list[int]]:
    """Label Studio's projects of the study, by title without the study."""
    found = desk.get("/api/projects/", page_size=1000, include="id,title")["results"]
    titles = {
        project_title(study.id, round_, coder.id, 1, arm): f"r{round_} {coder.id} {arm}"
        for round_ in (1, 2)
        for coder in study.coders
        for arm in ("assisted", "blind", "revision", "adjudication")
    }
    ids: dict[str, list[int]] = {}
    for project in found:
        if project["title"] in titles:
            ids.setdefault(titles[project["title"]], []).append(int(project["id"]))
    return ids


def tasks(desk: Desk, study: Study) -> dict[str, list[dict[str, Any]]]:
    """All tasks, by project."""
    return {
        name: [t for number in ids for t in desk.get("/api/tasks", project=number, fields="all", page_size=1000)["tasks"]]
        for name, ids in projects(desk, study).items()
    }


def answer(place: Place, desk: Desk) -> None:
    """Everybody answers under their own account what lies before them unanswered, but for some."""
    clients = {coder.id: desk.client(coder.id) for coder in place.study.coders}
    todo = []
    for name, found in tasks(desk, place.study).items():
        round_, coder, arm = name.split()
        for task in found:
            said = answered(task["data"]["segment_id"], coder, arm, round_)  # type: ignore[arg-type]  # read from an Arm
            if said is not None and not task["annotations"]:
                todo.append((clients[coder], task["id"], said, _skips(task["data"]["segment_id"], coder, round_)))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda job: job[0].annotate(job[1], job[2], 2.5, skip=job[3]), todo))
    for client in clients.values():
        client.close()
    time.sleep(1.1)  # Label Studio's clock is read to the second below: what changed within the same second is read twice


def _place(segment_id: str) -> int:
    session, number = segment_id.split(".")
    return int(session[1:]) * 4 + int(number)


def _skips(segment_id: str, coder: str, round_: str) -> bool:
    return round_ == "r1" and coder != "eva" and _place(segment_id) % 8 == 3


def answered(segment_id: str, coder: str, arm: Arm, round_: str) -> list[dict[str, Any]] | None:
    """What this person answers, by segment; one in eleven stays unanswered. Coders differ, and change their minds in round 2."""
    place = _place(segment_id)
    shift = {"ana": 0, "ben": place % 3 == 0, "eva": 1}[coder] + (round_ == "r2")
    if coder != "eva" and (place + shift) % 11 == 7:
        return None
    choices = {Choice("code", CODES[(place + shift) % 3]), Choice("domain", ("committees", "homes")[(place + shift) % 2])}
    if place % 2:
        choices |= {Choice("code", "queue"), Choice("code", "well")}
    if place % 4 == 1:
        choices |= {Choice("change", "CH1", "against" if shift else "for"), Choice("code", CODES[(place + 1) % 3])}
    flags = ["needs_supervisor"] if place % 5 == 2 and coder == "ana" else []
    memo = f"because {segment_id}" if arm in ("revision", "adjudication") or place % 6 == 0 else ""
    return write_result(choices, [], STUDY, WIDE, flags=flags, memo=memo, arm=arm)


def there(desk: Desk, study: Study) -> dict[str, Any]:
    """What Label Studio holds, without the ids and times that differ from run to run."""
    state: dict[str, Any] = {}
    for name, ids in projects(desk, study).items():
        for place, number in enumerate(ids):
            shown = desk.get(f"/api/projects/{number}/")["model_version"]
            tabs = Counter(tab["data"].get("title") for tab in desk.get("/api/dm/views/", project=number))
            found = desk.get("/api/tasks", project=number, fields="all", page_size=1000)["tasks"]
            state[f"{name} {place}"] = (shown, tabs, sorted((_told(task) for task in found), key=str))
    return state


def _told(task: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "data": {name: value for name, value in task["data"].items() if name not in ("batch", "study")},
        "predictions": sorted((p["model_version"], str(p["result"])) for p in task["predictions"]),
        "annotations": sorted(str((a["was_cancelled"], a["result"])) for a in task["annotations"]),
    }


def here(store: Store, study: Study, desk: Desk) -> dict[str, Any]:
    """What we hold, without ids, times and sequence numbers. Every act on the log is counted."""
    known = {number for ids in projects(desk, study).values() for number in ids}
    lying = {(t["data"]["work_item_id"], t["id"]) for found in tasks(desk, study).values() for t in found}
    with store.read() as tx:
        items = review.work_items(tx, study.id)
        seen = review.annotations_of_items(tx, study.id, [i.id for i in items])
        return {
            "projects": [
                (p.round, p.coder_id, p.arm, p.label_studio_id in known, p.account_id) for p in review.projects(tx, study.id)
            ],
            "collected": [(p.round, p.coder_id, p.arm, p.cursor != "") for p in review.projects(tx, study.id)],
            "items": [
                (i.id, i.arm, i.state, i.condition, i.planted, i.carried, i.why, i.model_version, (i.id, i.task_id) in lying)
                for i in items
            ],
            "annotations": Counter((row.work_item_id, row.deleted) for rows in seen.values() for row in rows.values()),
            "codings": [
                (c.segment_id, c.coder_id, c.round, c.kind, c.target, c.stance, c.from_suggestion)
                for c in review.codings(tx, study.id)
            ],
            "reviews": [
                (i.id, r.number, r.kind, r.act, r.suggested, r.target, r.model_version) for i, r in review.reviews(tx, study.id)
            ],
            "notes": [(i.id, body) for i, body in review.notes(tx, study.id)],
            "log": Counter(
                (e.segment_id, e.coder_id, e.round, e.act, e.kind, e.target, e.suggested, e.stance, e.model_version, e.reason)
                for e in review.log(tx, study.id)
            ),
        }
