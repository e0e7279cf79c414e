"""The command line. Every verb is a job; heavy libraries are imported where they are needed, so that --help answers at once."""

import errno
import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from annotations.errors import RelatoError
from service.cli_agreement import agreement_app
from service.cli_bench import bench_app
from service.cli_board import board_app
from service.cli_candidates import candidates_app
from service.cli_changes import changes_app
from service.cli_curves import curves
from service.cli_data import data_app
from service.cli_documents import document_app
from service.cli_figures import figures
from service.cli_frame import frame_app
from service.cli_identity import disclose, identity_app, vault_app
from service.cli_models import models_app
from service.cli_plan import matrix, plan_app
from service.cli_ranking import ranking_app
from service.cli_register import register_app
from service.cli_rephrase import rephrase_app
from service.cli_review import questions_app, review_app
from service.cli_rounds import round_app
from service.cli_saturation import saturation
from service.cli_scale import finetune, suggest
from service.cli_search import search
from service.cli_story import story_app
from service.cli_story_judging import story_judging_app
from service.cli_story_rounds import story_rounds_app
from service.cli_validation import validate_app
from service.terminal import JsonOption, StudyOption, run, settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Relato: from transcripts to reviewed codings, saturation evidence and drafted change stories.",
)
study_app = typer.Typer(no_args_is_help=True, help="Studies.")
key_app = typer.Typer(no_args_is_help=True, help="API keys.")
job_app = typer.Typer(no_args_is_help=True, help="Jobs.")
app.add_typer(study_app, name="study")
app.add_typer(key_app, name="key")
app.add_typer(job_app, name="job")
app.add_typer(register_app, name="register")
app.add_typer(identity_app, name="identity")
app.add_typer(vault_app, name="vault")
app.add_typer(bench_app, name="bench")
app.add_typer(models_app, name="models")
app.add_typer(review_app, name="review")
app.add_typer(frame_app, name="frame")
app.add_typer(agreement_app, name="agreement")
app.add_typer(round_app, name="round")
app.add_typer(questions_app, name="questions")
app.add_typer(board_app, name="board")
changes_app.add_typer(candidates_app)
app.add_typer(changes_app, name="changes")
app.add_typer(plan_app, name="plan")
app.add_typer(document_app, name="document")
app.add_typer(data_app, name="data")
story_app.add_typer(rephrase_app)
story_app.add_typer(story_rounds_app)
story_app.add_typer(story_judging_app)
app.add_typer(story_app, name="story")
app.add_typer(validate_app, name="validate")
app.add_typer(ranking_app, name="ranking")
app.command()(matrix)
app.command()(disclose)
app.command()(suggest)
app.command()(finetune)
app.command()(saturation)
app.command()(search)
app.command()(curves)
app.command()(figures)

EVERYTHING = "*"

SAMPLE = Path(__file__).parent.parent / "examples" / "agua-y-acuerdos"


def main() -> NoReturn:
    """Run the command line; an error of ours is one line on standard error and exit code 1."""
    os.umask(0o077)  # whatever is written is its owner's alone: transcripts are confidential
    try:
        app()
    except RelatoError as error:
        typer.echo(f"relato: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            raise
        typer.echo(f"relato: {error.filename or 'a file'}: {error.strerror}; nothing of it was written", err=True)
        sys.exit(1)
    sys.exit(0)


@study_app.command("load")
def study_load(path: Annotated[Path, typer.Argument(help="study.yaml")], as_json: JsonOption = False) -> None:
    """Load a study with its code frame and register."""
    run("load", {"path": str(path.resolve())}, as_json)


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="Folder or file")],
    study: StudyOption = "",
    replace: Annotated[list[str] | None, typer.Option(help="Session whose codings may be lost; repeat for others.")] = None,
    replace_all: Annotated[bool, typer.Option(help="The same for every session.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Import transcripts and the register beside them; each file is imported, left unchanged or refused by itself."""
    sessions = [EVERYTHING] if replace_all else replace or []
    outcome = run("import", {"study_id": study, "folder": str(folder.resolve()), "replace": sessions}, as_json)
    if outcome["refused"]:
        raise typer.Exit(1)


@app.command()
def withdraw(
    respondent: Annotated[str, typer.Argument(help="Id in the roster")],
    study: StudyOption = "",
    by: Annotated[str, typer.Option(help="Who enters it.")] = "",
    on: Annotated[str, typer.Option(help="The day on which it was said, year-month-day; default: today.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Somebody takes their consent back: remove their words everywhere."""
    run("withdraw", {"study_id": study, "respondent_id": respondent, "by": by, "on": on}, as_json)


@app.command()
def send(study: StudyOption = "", as_json: JsonOption = False) -> None:
    """Send segments with suggestions to Label Studio."""
    run("send", {"study_id": study}, as_json)


@app.command()
def collect(
    study: StudyOption = "",
    full: Annotated[bool, typer.Option(help="Compare everything, not only what changed.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Collect reviews from Label Studio."""
    run("collect", {"study_id": study, "full": full}, as_json)


@app.command()
def retrain(
    study: StudyOption = "",
    seed: Annotated[int, typer.Option(help="Seed of the folds and intervals.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Retrain on what people reviewed; promoted only if better on held-out transcripts."""
    run("retrain", {"study_id": study, "seed": seed}, as_json)


@app.command()
def draft(
    study: StudyOption = "",
    change: Annotated[str, typer.Option(help="Only this change, whatever its verdict.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Draft a story for each change that is saturated."""
    run("draft", {"study_id": study, "change_id": change}, as_json)


@study_app.command("list")
def study_list() -> None:
    """List the studies."""
    from service.running import opened
    from service.storage import studies

    with opened(settings()) as (store, _), store.read() as tx:
        for study in studies.studies(tx):
            typer.echo(study.id)


@key_app.command("new")
def key_new(name: Annotated[str, typer.Argument(help="What the key is for")]) -> None:
    """Make an API key. It is shown once and cannot be read again."""
    from service.running import opened
    from service.storage import access

    with opened(settings()) as (store, _), store.begin() as tx:
        typer.echo(access.new_key(tx, name))


@job_app.command("list")
def job_list(limit: Annotated[int, typer.Option(help="How many.")] = 20) -> None:
    """The newest jobs."""
    from service.running import opened

    with opened(settings()) as (_, jobs):
        for job in jobs.jobs(limit=limit):
            typer.echo(f"{job.id}  {job.verb:<10} {job.state:<9} {job.stage} {job.done}/{job.total} {job.error or ''}")


@job_app.command("cancel")
def job_cancel(job_id: Annotated[str, typer.Argument(help="As `relato job list` shows it")]) -> None:
    """Ask a job to stop."""
    from service.running import opened

    with opened(settings()) as (_, jobs):
        jobs.cancel(job_id)


@app.command()
def worker() -> None:
    """Run jobs until told to stop."""
    from service.logs import configure
    from service.running import serve_jobs

    configure()
    serve_jobs(settings())


@app.command()
def api(
    host: Annotated[str, typer.Option(help="Address; default: RELATO_API_HOST.")] = "",
    port: Annotated[int | None, typer.Option(help="Port; default: RELATO_API_PORT.")] = None,
) -> None:
    """Answer the REST API."""
    import uvicorn

    from service.app import create_app, leave_what_is_loaded
    from service.logs import configure
    from service.running import opened

    chosen = settings()
    configure()
    with opened(chosen):
        pass
    app = create_app(chosen)
    leave_what_is_loaded()
    uvicorn.run(app, host=host or chosen.api_host, port=port or chosen.api_port, log_config=None)


@app.command()
def demo(folder: Annotated[Path, typer.Option(help="The sample study")] = SAMPLE) -> None:
    """Run the whole loop on the sample study, with its two sample coders, and say what came of it."""
    from service.demo.loop import run_demo

    run_demo(settings(), folder)


@app.command()
def up(folder: Annotated[Path, typer.Option(help="The study to begin with")] = SAMPLE) -> None:
    """Start Label Studio, the API and a worker, and leave them running for people to use."""
    from service.demo.services import up_for_people

    up_for_people(settings(), folder)


@app.command()
def down() -> None:
    """Stop what `up` started."""
    from service.demo.services import stop_all

    for name in stop_all(settings()):
        typer.echo(f"stopped {name}")
