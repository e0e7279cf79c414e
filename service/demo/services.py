"""Label Studio, the API and a worker: started together, said where they are, stopped together."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from annotations.errors import RelatoError
from service import label_studio_server, processes
from service.demo.sample_decisions import sample_decisions
from service.label_studio_server import LabelStudioServer
from service.running import opened, run_verb
from service.settings import Settings
from service.storage import access
from service.workflows import rounds
from service.workflows.accounts import connect, password_of
from service.workflows.letting_in import board_link
from service.workflows.machines import study_and_frame
from service.workflows.work import Outcome, Work, write_whole


@dataclass(frozen=True)
class Services:
    """What is running, and the key for the API."""

    api_url: str
    api_key: str
    label_studio: LabelStudioServer | None  # None: it is not ours


def start_all(settings: Settings, console: Console) -> Services:
    """Start what is not running yet. Label Studio may still be booting: ``wait_for_label_studio``."""
    server = None if settings.label_studio_url else _start_label_studio(settings)
    with opened(settings) as (store, _):
        note = settings.folder("run") / "api.json"
        known = json.loads(note.read_text()) if note.exists() else {}
        with store.begin() as tx:
            if access.key_name(tx, known.get("key", "")) is None:
                known["key"] = access.new_key(tx, "made by relato up")
        if processes.process_id(settings, "api") is None:
            known["port"] = processes.free_port(settings.api_port)
        write_whole(note, lambda file: file.write(json.dumps(known).encode()))
    processes.start(settings, "worker", ["worker"])
    processes.start(settings, "api", ["api", "--port", str(known["port"])])
    url = f"http://127.0.0.1:{known['port']}"
    processes.wait_for(url)
    console.print(f"API and worker are up ({url}); Label Studio: {server.url if server else settings.label_studio_url}")
    return Services(url, known["key"], server)


def _start_label_studio(settings: Settings) -> LabelStudioServer:
    running = label_studio_server.running(settings.home)
    port = processes.free_port(8080)
    ours = "127.0.0.1" if settings.label_studio_secret.get_secret_value() else ""  # then it may ask the API for predictions
    return running or label_studio_server.start(settings.home, port, executable=settings.label_studio_executable, calls=ours)


def wait_for_label_studio(settings: Settings, services: Services, console: Console) -> None:
    """Wait until it answers, and answers us. The first start of all makes its database and takes about a minute.

    Raises LabelStudioError, also when another Label Studio took the port while ours was starting.
    """
    if services.label_studio:
        with console.status("waiting for Label Studio (its first start takes about a minute)"):
            label_studio_server.wait_ready(services.label_studio.url, pid=services.label_studio.pid)
    with connect(settings) as client:
        client.current_user()


def stop_all(settings: Settings) -> list[str]:
    """Stop everything; the names of what was running."""
    stopped = [name for name in ("worker", "api") if processes.stop(settings, name)]
    return stopped + (["label-studio"] if label_studio_server.stop(settings.home) else [])


def decide_as_sample(settings: Settings, study_id: str, folder: Path, console: Console) -> dict[str, Any]:
    """Take in what the sample's supervisor decided about names; a study without ``identity.yaml`` is decided by its own people."""
    if not (folder / "identity.yaml").exists():
        return {}
    with opened(settings) as (store, _):
        decisions = sample_decisions(Work(settings, store), study_id=study_id, folder=folder)
    return run_verb(settings, "decide", {"study_id": study_id, "by": "sample supervisor", "decisions": decisions}, console)


def open_rounds(settings: Settings, study_id: str) -> Outcome | None:
    """Open the first round of a study that has rounds, unless one was opened before; what it is, in the latter case None."""
    with opened(settings) as (store, _):
        work = Work(settings, store)
        status = rounds.round_status(work, study_id=study_id)
        if not status["planned"] or status["rounds"]:
            return None
        return rounds.open_round(work, study_id=study_id, round_=status["planned"][0])


def up_for_people(settings: Settings, folder: Path) -> None:
    """Start everything, bring the study into Label Studio, and say where to go and how to sign in."""
    console = Console(stderr=True)
    services = start_all(settings, console)
    try:
        loaded = run_verb(settings, "load", {"path": str((folder / "study.yaml").resolve())}, console)
        study_id = loaded["study"]
        run_verb(settings, "import", {"study_id": study_id, "folder": loaded["transcripts"]}, console)
        run_verb(settings, "identify", {"study_id": study_id}, console)
        decide_as_sample(settings, study_id, folder, console)
        open_rounds(settings, study_id)
        run_verb(settings, "suggest", {"study_id": study_id}, console)
        wait_for_label_studio(settings, services, console)
        sent = run_verb(settings, "send", {"study_id": study_id}, console)
    except RelatoError:
        console.print("The services are left running; `make down` stops them.")
        raise
    with opened(settings) as (store, _):
        study, _frame = study_and_frame(Work(settings, store), study_id)
        with store.begin() as tx:
            board = board_link(settings, tx, "up", services.api_url)
    server = services.label_studio
    lines = [f"  The board (this link lets in once, within a day): {board}"]
    lines += [f"  API: {services.api_url}/v1 (OpenAPI: /v1/openapi.json)\n      key {services.api_key}"]
    if server:
        lines.append(f"  Label Studio: {server.url}\n      administrator {server.email} / {server.password}")
    for coder in study.coders:
        lines += [
            f"  {coder.name}, {told['arm']}: {told['url']}" for told in sent["coders"].values() if told["coder"] == coder.id
        ]
        if server and any(told["coder"] == coder.id for told in sent["coders"].values()):
            lines.append(f"      sign in as {coder.email} / {password_of(settings, coder)}")
    typer.echo("\n".join([f"{study_id} is ready for review ({sent['tasks']} tasks).", *lines, "  Stop with `make down`."]))
