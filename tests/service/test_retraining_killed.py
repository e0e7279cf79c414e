"""A training job killed anywhere and begun again ends in the same model, and in one entry of the registry."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dbos import DBOSClient

from models.artifacts import NUMBERS, read_manifest
from models.digests import content_hash
from service.jobs import queue
from service.jobs.queue import Jobs
from service.settings import Settings
from service.storage import machines, registry
from service.storage.transactions import Store, migrate
from tests.encoders import share_encoders
from tests.service.taught_study import add, enter

ROOT = Path(__file__).parents[2]
Run = Callable[[Settings, str, str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """One worker until its job has ended or it has died: what it left."""
    report = tmp_path_factory.mktemp("trainer") / "report.jsonl"
    command = [sys.executable, "-P", "-m", "tests.service.mortal_trainer"]
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}
    ) as process:

        def one(settings: Settings, job: str, when: str = "", trace: str = "") -> dict[str, Any]:
            assert process.stdin is not None
            assert process.stdout is not None
            report.unlink(missing_ok=True)
            given = settings.model_dump(mode="json") | {"vault_key": "", "label_studio_token": ""}
            order = {"settings": given, "job": job, "when": when, "trace": trace, "report": str(report)}
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
            ended: dict[str, Any] = json.loads(process.stdout.readline())
            told = [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []
            ended["traces"] = [line["trace"] for line in told if "trace" in line]
            return ended | next((line for line in told if "state" in line), {})

        yield one
        assert process.stdin is not None
        process.stdin.close()


def prepared(home: Path) -> Settings:
    settings = share_encoders(Settings(home=home))
    settings.folder()
    migrate(settings.database_url)
    queue.prepare(settings)
    client = DBOSClient(system_database_url=settings.jobs_database_url, application_name="relato")
    client.register_queue(queue.QUEUE, global_concurrency=1, polling_interval_sec=0.05)
    client.destroy()
    return settings


def begin(settings: Settings) -> str:
    store = Store(settings.database_url)
    jobs = Jobs(settings, store)
    job = jobs.enqueue("retrain", {"study_id": "toy"})
    jobs.close()
    store.close()
    return job


def left(settings: Settings) -> dict[str, Any]:
    """Everything that retraining left, without the times."""
    store = Store(settings.database_url)
    with store.read() as tx:
        rows = machines.models(tx, "toy")
        told = [(e.version, e.event, e.actor, e.by, e.reason) for e in registry.events(tx, "toy")]
        bodies = {row.version: {k: v for k, v in row.body.items() if k != "files"} for row in rows}
        champions = [row.version for row in rows if row.champion]
    store.close()
    folders = settings.folder("models", "toy")
    files = {
        version: {name: digest for name, digest in read_manifest(folders / version).files.items() if name != NUMBERS}
        for version in bodies
    }
    return {
        "bodies": bodies, "events": told, "champions": champions, "files": files,
        "contents": {version: content_hash(folders / version) for version in bodies},
        "folder": sorted(path.name for path in folders.iterdir()),
    }  # fmt: skip


KILLS = [
    *[("before", "fold"), ("after", "fold")] * 5,
    *[(when, trace) for trace in ("folder", "entry") for when in ("before", "after")],
]


def test_killed_everywhere(run: Run, tmp_path: Path) -> None:
    """First a model against the cold start, then, with more transcripts, a challenger against that champion."""
    settings = prepared(tmp_path / "calm")
    store = Store(settings.database_url)
    study = enter(store)
    store.close()  # to copy an open database takes its locks away
    shutil.copytree(tmp_path / "calm", tmp_path / "first")
    calm = run(settings, begin(settings), "", "")
    assert (calm["state"], calm["traces"]) == ("done", ["fold"] * 5 + ["folder", "entry"])
    assert calm["result"]["champion"] is True
    store = Store(settings.database_url)
    for session in ("S08", "S09"):
        add(store, study, session)
    store.close()
    shutil.copytree(tmp_path / "calm", tmp_path / "second")
    again = run(settings, begin(settings), "", "")
    assert again["result"]["compared_with"]["how"] == "refitted", again["result"]["reason"]
    assert (again["state"], again["traces"]) == ("done", ["fold"] * 10 + ["folder", "entry"])

    first, second = (Settings(home=tmp_path / name) for name in ("first", "second"))
    job = begin(first)
    done: Counter[str] = Counter()
    for when, trace in KILLS:
        died = run(first, job, when, trace)
        assert died["signal"] == signal.SIGKILL, (when, trace, died)
        done.update(died["traces"])
    assert run(first, job, "", "")["result"]["new"] is False  # the entry was there: only the job did not know
    assert done == {"fold": 5, "folder": 1, "entry": 1}  # nothing was reckoned twice

    job = begin(second)
    for when, trace in [("after", "fold")] * 2 + [("before", "folder"), ("before", "entry")]:
        assert run(second, job, when, trace)["signal"] == signal.SIGKILL
    assert run(second, job, "", "")["traces"] == ["entry"]

    assert left(second) == left(settings)
    assert len(left(settings)["bodies"]) == 2
    earlier = left(first)
    assert [name for _, name, *_ in earlier["events"]] == ["entered", "promoted"]
    version = calm["result"]["model"]
    assert earlier["contents"][version] == left(settings)["contents"][version]
    assert earlier["bodies"][version] == left(settings)["bodies"][version]
    assert [name for name in earlier["folder"] if name.startswith((".", "head-"))] == [version]  # nothing half is left


def test_two_at_once_and_nothing_new(run: Run, tmp_path: Path) -> None:
    settings = prepared(tmp_path / "home")
    store = Store(settings.database_url)
    enter(store)
    store.close()
    jobs = [begin(settings), begin(settings)]
    told = run(settings, jobs[1], "", "")
    assert told["traces"] == ["fold"] * 5 + ["folder", "entry"]
    assert (told["state"], told["result"]["new"]) == ("done", False)
    assert [name for _, name, *_ in left(settings)["events"]] == ["entered", "promoted"]
