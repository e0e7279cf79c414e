"""relato demo: the whole loop on the sample study, then everything is stopped and the summary written."""

import json
from pathlib import Path
from typing import Any

import httpx
import typer
from rich.console import Console

from annotations.agreement_words import in_words as agreement_in_words
from annotations.errors import RelatoError
from service.demo.sample_claims import claims_in_words
from service.demo.sample_coders import enter_reviews
from service.demo.services import Services, decide_as_sample, open_rounds, start_all, stop_all, wait_for_label_studio
from service.demo.summary import summarise
from service.demo.write_up import write_up
from service.reports import in_words
from service.reports_rounds import decisions_in_words, opened_in_words
from service.running import opened, run_verb
from service.settings import Settings
from service.workflows import agreeing, deciding
from service.workflows.letting_in import board_link
from service.workflows.machines import study_and_frame
from service.workflows.work import Work, write_whole

_Outcome = dict[str, Any]


def run_demo(settings: Settings, folder: Path) -> None:
    """Run the loop in ``home/demo``, which goes on where an earlier run stopped. Always stops what it started."""
    settings = settings.model_copy(update=_paths(settings))
    console = Console(stderr=True)
    try:
        services = start_all(settings, console)
        outcomes = _loop(settings, folder, services, console)
        with opened(settings) as (store, _):
            summary = summarise(Work(settings, store), outcomes["load"]["study"], outcomes)
            with store.begin() as tx:
                board = board_link(settings, tx, "demo", f"http://{settings.api_host}:{settings.api_port}")
        path = settings.home / "summary.json"
        write_whole(path, lambda file: file.write(json.dumps(summary, ensure_ascii=False, indent=1).encode()))
    finally:
        stop_all(settings)
    _tell(summary, outcomes, path, board)


def _paths(settings: Settings) -> dict[str, Any]:
    """The settings that move with the home: the demo never touches a real database, or a Label Studio that is not its own."""
    home = settings.home / "demo"
    return {
        "home": home,
        "database_url": f"sqlite:///{home / 'relato.sqlite3'}",
        "label_studio_url": "",
        "vault_key_file": _vault_key(settings, home),
    }


def _vault_key(settings: Settings, home: Path) -> Path:
    """The demo's own, so that nothing else is needed to look at its home; not where the settings name one, or an earlier demo used it."""
    chosen = settings.vault_key_file != settings.home / "vault.key"
    began_without = (home / "relato.sqlite3").exists() and not (home / "vault.key").exists()
    return settings.vault_key_file if chosen or began_without else home / "vault.key"


def _loop(settings: Settings, folder: Path, services: Services, console: Console) -> dict[str, _Outcome]:
    outcomes: dict[str, _Outcome] = {}

    def step(name: str, verb: str, **params: Any) -> None:
        console.rule(f"{name}", align="left")
        outcomes[name] = run_verb(settings, verb, params, console)
        typer.echo(in_words(verb, outcomes[name]))

    step("load", "load", path=str((folder / "study.yaml").resolve()))
    study_id = outcomes["load"]["study"]
    step("import", "import", study_id=study_id, folder=outcomes["load"]["transcripts"])
    step("look for names", "identify", study_id=study_id)
    console.rule("decide about names", align="left")
    outcomes["decide"] = decide_as_sample(settings, study_id, folder, console)
    if outcomes["decide"]:
        typer.echo(in_words("decide", outcomes["decide"]))
    console.rule("open a round", align="left")
    if round_opened := open_rounds(settings, study_id):
        typer.echo(opened_in_words(round_opened))
    step("suggest", "suggest", study_id=study_id)
    wait_for_label_studio(settings, services, console)
    step("send", "send", study_id=study_id)
    console.rule("review", align="left")
    outcomes["review"] = {"entered": _review(settings, study_id, folder, console)}
    typer.echo(f"the sample coders entered {outcomes['review']['entered']} reviews in Label Studio")
    step("collect", "collect", study_id=study_id, full=True)
    step("collect again", "collect", study_id=study_id)
    _compare_coders(settings, study_id, console)
    step("retrain", "retrain", study_id=study_id)
    step("suggest again", "suggest", study_id=study_id)
    step("send again", "send", study_id=study_id)
    step("saturation", "saturation", study_id=study_id)
    step("propose changes", "propose", study_id=study_id)
    step("draft", "draft", study_id=study_id)
    console.rule("write up", align="left")
    outcomes["write up"] = write_up(settings, study_id, folder)
    typer.echo(_written(outcomes["write up"]))
    _ask_the_api(services, study_id)
    return outcomes


def _written(o: _Outcome) -> str:
    ballots = o["ballots"]
    voted = (
        f"; {ballots['entered']} of the sample's ballots entered, {ballots['entered_before']} were entered before; criteria proposed for "
        f"{ballots['with_proposal']} of {ballots['reasons']} reasons"
        if ballots
        else ""
    )
    compared = f"\n{claims_in_words(o['claims'])}" if o["claims"] else ""
    return f"texts of {len(o['texts'])} stories begun{voted}{compared}\nthe report:\n" + "\n".join(
        f"  {file}" for file in o["documents"]
    )


def _compare_coders(settings: Settings, study_id: str, console: Console) -> None:
    """How far coders agree, and what they disagree about put before the supervisor, where the study has one."""
    console.rule("compare the coders", align="left")
    with opened(settings) as (store, _):
        work = Work(settings, store)
        named = agreeing.agreement(work, study_id=study_id, arm="blind", language="en")
        typer.echo("\n".join(agreement_in_words(named.report, named.names, named.coders, "en").splitlines()[:12]))
        if any(coder.role == "supervisor" for coder in study_and_frame(work, study_id)[0].coders):
            typer.echo(decisions_in_words(deciding.adjudicate(work, study_id=study_id)))


def _review(settings: Settings, study_id: str, folder: Path, console: Console) -> int:
    from rich.progress import MofNCompleteColumn, Progress

    with opened(settings) as (store, _), Progress(*Progress.get_default_columns(), MofNCompleteColumn(), console=console) as bars:
        shown: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            shown.setdefault(stage, bars.add_task(stage, total=total) if stage not in shown else shown[stage])
            bars.update(shown[stage], completed=done, total=total)

        return enter_reviews(Work(settings, store, progress), study_id=study_id, folder=folder / "reviews")


def _ask_the_api(services: Services, study_id: str) -> None:
    """The API answers for what the loop made: it is a user of this study like any other. Raises RelatoError."""
    with httpx.Client(
        base_url=f"{services.api_url}/v1", headers={"Authorization": f"Bearer {services.api_key}"}, timeout=60
    ) as api:
        for path in (
            "studies",
            f"studies/{study_id}/models",
            f"studies/{study_id}/saturation",
            f"studies/{study_id}/stories",
            f"studies/{study_id}/texts",
            "jobs",
        ):
            answer = api.get(path)
            if answer.status_code != 200 or not answer.json():
                raise RelatoError(f"the API answered {answer.status_code} with nothing to /v1/{path}", remedy="see logs/api.log")


def _tell(summary: _Outcome, outcomes: dict[str, _Outcome], path: Path, board: str) -> None:
    counts = ("sessions", "respondents", "words", "segments", "suggestions", "tasks", "reviews", "codings")
    typer.echo("\n" + " · ".join(f"{summary[name]} {name}" for name in counts))
    typer.echo(in_words("saturation", outcomes["saturation"]))
    typer.echo("story drafts:\n" + "\n".join(f"  {story}" for story in summary["stories"]))
    typer.echo(f"summary: {path}\nlook further with: RELATO_HOME={path.parent} .venv/bin/relato --help")
    typer.echo(
        f"on the board: RELATO_HOME={path.parent} .venv/bin/relato api\n  and open {board} (it lets in once, within a day)"
    )
