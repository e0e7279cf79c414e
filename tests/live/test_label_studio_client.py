import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpx
import pytest

from annotations.codeframe import Code, CodeFrame
from annotations.errors import Conflict, LabelStudioError
from annotations.label_studio.client import LabelStudio, timestamp
from annotations.label_studio.label_config import label_config
from annotations.label_studio.reviews import Choice, read_annotation, write_result
from annotations.label_studio.tasks import WorkItem, prediction, suggestion_data, task
from tests.annotations.label_studio.samples import FRAME, HOSTILE, SEGMENT, STUDY, SUGGESTIONS, suggest
from tests.live.conftest import LiveLabelStudio

pytestmark = pytest.mark.live
CONFIG = label_config(STUDY, FRAME, "es")


@dataclass
class Desk:
    """A project of its own, with two tasks for each of two coders."""

    admin: LabelStudio
    project: int
    title: str
    tasks: dict[str, int]


def items() -> list[WorkItem]:
    return [WorkItem("agua", f"S03.00{number}", coder, 1) for number in (7, 8) for coder in ("ana", "ben")]


@pytest.fixture(scope="module")
def admin(label_studio: LiveLabelStudio) -> Iterator[LabelStudio]:
    with LabelStudio(label_studio.url, label_studio.token) as client:
        yield client


@pytest.fixture(scope="module")
def ana(label_studio: LiveLabelStudio, admin: LabelStudio) -> Iterator[LabelStudio]:
    with LabelStudio(label_studio.url, admin.ensure_account("ana@example.org", "Ana-pass-1234").token) as client:
        yield client


@pytest.fixture(scope="module")
def ben(label_studio: LiveLabelStudio, admin: LabelStudio) -> Iterator[LabelStudio]:
    with LabelStudio(label_studio.url, admin.ensure_account("ben@example.org", "Ben-pass-1234").token) as client:
        yield client


@pytest.fixture
def desk(admin: LabelStudio) -> Desk:
    title = f"agua {uuid.uuid4().hex[:12]}"
    project = admin.ensure_project(title, CONFIG, "first round")
    made = [
        task(item, SEGMENT, SUGGESTIONS, STUDY, FRAME, language="es", prio_key=place, batch="b1")
        for place, item in enumerate(items())
    ]
    ids = admin.import_tasks(project, made)
    return Desk(admin, project, title, dict(zip([item.id for item in items()], ids, strict=True)))


def test_ensuring_twice_changes_nothing(desk: Desk) -> None:
    admin = desk.admin
    before = admin.projects()
    assert admin.ensure_project(desk.title, CONFIG, "first round") == desk.project
    assert admin.projects() == before
    assert admin.ensure_tab(desk.project, "ana") == admin.ensure_tab(desk.project, "ana")
    assert admin.ensure_tab(desk.project, "ana") != admin.ensure_tab(desk.project, "ben")
    account = admin.ensure_account("ana@example.org", "Ana-pass-1234")
    assert admin.ensure_account("ana@example.org", "Ana-pass-1234") == account


def test_label_studio_keeps_the_configuration_as_it_was_sent(desk: Desk, label_studio: LiveLabelStudio) -> None:
    headers = {"Authorization": f"Token {label_studio.token}"}
    project = httpx.get(f"{label_studio.url}/api/projects/{desk.project}/", headers=headers, trust_env=False).json()
    assert project["label_config"] == CONFIG


def test_an_interrupted_import_is_found_by_its_batch(desk: Desk) -> None:
    assert desk.admin.find_batch(desk.project, "b1") == desk.tasks
    assert desk.admin.find_batch(desk.project, "b2") == {}


def test_a_coder_finds_their_own_tasks_in_the_order_of_the_queue(desk: Desk, label_studio: LiveLabelStudio) -> None:
    tab = desk.admin.ensure_tab(desk.project, "ben")
    headers = {"Authorization": f"Token {label_studio.token}"}
    params = {"project": desk.project, "view": tab}
    found = httpx.get(f"{label_studio.url}/api/tasks", params=params, headers=headers, trust_env=False).json()["tasks"]
    assert [t["data"]["work_item_id"] for t in found] == ["r1/S03.007/ben", "r1/S03.008/ben"]
    assert desk.admin.link(desk.project, tab).endswith(f"/projects/{desk.project}/data?tab={tab}&labeling=1")


def test_two_coders_decisions_come_back_as_they_were_made(desk: Desk, ana: LabelStudio, ben: LabelStudio) -> None:
    cursor = timestamp(datetime.now(UTC))
    assert list(desk.admin.tasks_since(desk.project, cursor)) == []
    decided = {
        "r1/S03.007/ana": [Choice("code", "W-ACC"), Choice("code", "M-WRK-J"), Choice("change", "CH01", "against")],
        "r1/S03.007/ben": [Choice("code", "M-DEB"), Choice("domain", "authority")],
    }
    for client, work_item in ((ana, "r1/S03.007/ana"), (ben, "r1/S03.007/ben")):
        client.annotate(desk.tasks[work_item], write_result(decided[work_item], SUGGESTIONS, STUDY, FRAME, memo="ok"), 4.5)
    ana.annotate(desk.tasks["r1/S03.008/ana"], prediction(SUGGESTIONS, STUDY, FRAME)["result"], 1, skip=True)
    coders = {"ana": ana.current_user().id, "ben": ben.current_user().id}
    changed = {t["data"]["work_item_id"]: t["annotations"] for t in desk.admin.tasks_since(desk.project, cursor)}
    assert sorted(changed) == ["r1/S03.007/ana", "r1/S03.007/ben", "r1/S03.008/ana"]
    for item in items():
        for annotation in changed.get(item.id, []):
            assert annotation["completed_by"] == coders[item.coder_id]
            read = read_annotation(annotation, item, SEGMENT, SUGGESTIONS, STUDY, FRAME)
            assert read.problems == ()
            assert read.skipped == (item.segment_id == "S03.008")
            assert read.choices == frozenset(decided.get(item.id, []))
            assert annotation["lead_time"] == (1 if read.skipped else 4.5)
    index = desk.admin.task_index(desk.project)
    assert {work_item: task_id for work_item, (task_id, _) in index.items()} == desk.tasks
    assert {work_item: times for work_item, (_, times) in index.items() if times} == {
        work_item: {annotation["id"]: annotation["updated_at"] for annotation in annotations}
        for work_item, annotations in changed.items()
    }


def test_new_suggestions_replace_the_old_ones_once(desk: Desk, label_studio: LiveLabelStudio) -> None:
    new = [suggest("code", "M-SAV", 0.9, model="head-2"), suggest("domain", "community", 0.8, model="head-2")]
    patch, proposed = suggestion_data(new, STUDY, FRAME, "es"), prediction(new, STUDY, FRAME)
    changes = [(desk.tasks[item.id], patch, proposed) for item in items() if item.coder_id == "ana"]
    heard: list[int] = []
    assert desk.admin.replace_suggestions(desk.project, changes, "head-2", heard.append) == 2
    assert heard == [1, 2]
    assert desk.admin.replace_suggestions(desk.project, changes, "head-2") == 0
    headers = {"Authorization": f"Token {label_studio.token}"}
    project = httpx.get(f"{label_studio.url}/api/projects/{desk.project}/", headers=headers, trust_env=False).json()
    assert project["model_version"] == "head-2"
    task_id = desk.tasks["r1/S03.007/ana"]
    now = httpx.get(f"{label_studio.url}/api/tasks/{task_id}/", headers=headers, trust_env=False).json()
    assert [choice["alias"] for choice in now["data"]["suggested"]] == ["M-SAV"]
    assert now["data"]["text"] == SEGMENT.text
    assert sorted(p["model_version"] for p in now["predictions"]) == ["cold-1", "head-2"]


def test_duplicates_are_told_and_the_annotated_task_stands(desk: Desk, ana: LabelStudio) -> None:
    (second,) = desk.admin.import_tasks(
        desk.project, [task(items()[0], SEGMENT, SUGGESTIONS, STUDY, FRAME, language="es", prio_key=0, batch="b1")]
    )
    assert desk.admin.surplus_tasks(desk.project) == {"r1/S03.007/ana": [second]}
    ana.annotate(second, [], 0)
    assert desk.admin.task_index(desk.project)["r1/S03.007/ana"][0] == second


def test_a_task_is_removed_with_its_answers_and_removing_it_again_is_nothing(desk: Desk, ana: LabelStudio) -> None:
    (first, gone), *others = desk.tasks.items()
    ana.annotate(gone, [])
    desk.admin.delete_tasks([gone])
    desk.admin.delete_tasks([gone])
    assert set(desk.admin.task_index(desk.project)) == {item for item, _ in others}
    assert first not in {t["data"]["work_item_id"] for t in desk.admin.tasks_since(desk.project, None)}


def test_names_change_in_a_project_in_use_and_codes_do_not_go(desk: Desk, ana: LabelStudio) -> None:
    ana.annotate(desk.tasks["r1/S03.007/ana"], [], 0)
    renamed = CodeFrame(4, (replace(FRAME.families[0], name={"es": "El agua"}), FRAME.families[1]))
    assert desk.admin.ensure_project(desk.title, label_config(STUDY, renamed, "es"), "first round") == desk.project
    with pytest.raises(Conflict, match="lacks 4 of its choices"):
        desk.admin.ensure_project(desk.title, label_config(STUDY, CodeFrame(5, FRAME.families[:1]), "es"), "first round")


def test_a_project_in_use_of_an_earlier_release_keeps_the_tree_of_codes(admin: LabelStudio) -> None:
    title, tree = f"earlier {uuid.uuid4().hex[:12]}", label_config(STUDY, FRAME, "es", searched=True)
    project = admin.ensure_project(title, tree, "")
    made = task(items()[0], SEGMENT, SUGGESTIONS, STUDY, FRAME, language="es", prio_key=0, batch="b1")
    (task_id,) = admin.import_tasks(project, [made])
    admin.annotate(task_id, [], 0)
    with pytest.raises(Conflict, match="lacks 3 of its choices"):  # the headings
        admin.ensure_project(title, CONFIG, "")
    renamed = label_config(
        STUDY, CodeFrame(4, (replace(FRAME.families[0], name={"es": "El agua"}), FRAME.families[1])), "es", searched=True
    )
    assert admin.ensure_project(title, CONFIG, "", former=[renamed]) == project
    assert admin.ensure_project(title, CONFIG, "", former=[renamed]) == project


@pytest.mark.parametrize("families", [1, 3])
def test_hostile_names_and_the_smallest_frames_are_taken(admin: LabelStudio, families: int) -> None:
    said = {"es": HOSTILE}
    frame = CodeFrame(1, tuple(Code(f'"<&${i}', said, said, codes=(Code(f"leaf {i}", said),)) for i in range(families)))
    study = replace(STUDY, domains=STUDY.domains[:1], sections=(), changes=(replace(STUDY.changes[0], title=said),))
    title = f"hostile {uuid.uuid4().hex[:12]}"
    config = label_config(study, frame, "es")
    project = admin.ensure_project(title, config, HOSTILE.replace("\x01", ""))
    made = task(
        items()[0],
        replace(SEGMENT, text=HOSTILE),
        [suggest("code", "leaf 0", 0.5)],
        study,
        frame,
        language="es",
        prio_key=0,
        batch="b",
    )
    admin.import_tasks(project, [made])
    ((text, suggested),) = [(t["data"]["text"], t["data"]["suggested"]) for t in admin.tasks_since(project, None)]
    assert (text, suggested) == (HOSTILE, made["data"]["suggested"])


def test_a_wrong_token_says_so_and_nothing_else(label_studio: LiveLabelStudio) -> None:
    with (
        LabelStudio(label_studio.url, "0123456789wrong") as client,
        pytest.raises(LabelStudioError, match=r"projects: HTTP 401.*check the token"),
    ):
        client.projects()


def test_what_the_server_quotes_stays_out_of_the_error(desk: Desk) -> None:
    with pytest.raises(LabelStudioError, match="import tasks: HTTP 400") as refused:
        desk.admin.import_tasks(desk.project, [{"data": {"work_item_id": "what she told us"}}])
    assert "what she told us" not in f"{refused.value!r} {refused.value.__cause__}"
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_a_server_that_is_down_is_told_with_a_remedy() -> None:
    with LabelStudio("http://127.0.0.1:9", "0123456789wrong") as client, pytest.raises(LabelStudioError, match="start it"):
        client.health()
