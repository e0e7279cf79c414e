"""Commands round the code frame: what is different between versions, and what loading a new one would do."""

import json
from pathlib import Path
from typing import Annotated

import typer

from service.terminal import JsonOption, StudyOption, run, settings

frame_app = typer.Typer(no_args_is_help=True, help="The code frame and its versions.")
LanguageOption = Annotated[str, typer.Option(help="Language of what is shown; default: the study's first.")]


@frame_app.command("diff")
def frame_diff(
    study: StudyOption = "",
    old: Annotated[int, typer.Option("--from", help="Version; default: the one before the newest.")] = 0,
    new: Annotated[int, typer.Option("--to", help="Version; default: the newest.")] = 0,
    language: LanguageOption = "",
) -> None:
    """What is different between two versions of the code frame."""
    from service.running import opened
    from service.workflows import comparing_frames
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        lines = comparing_frames.diff_of_versions(Work(chosen, store), study_id=study, old=old, new=new, language=language)
    typer.echo("\n".join(lines))


@frame_app.command("check")
def frame_check(
    path: Annotated[Path, typer.Argument(help="The new code frame")],
    study: StudyOption = "",
    language: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Check a new version of the code frame against the one in force, and say what loading it would do. Changes nothing."""
    from service.reports import frame_in_words
    from service.running import opened
    from service.workflows import comparing_frames
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        found = comparing_frames.check(Work(chosen, store), path=path.resolve(), study_id=study, language=language)
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else frame_in_words(found))


@frame_app.command("migrate")
def frame_migrate(study: StudyOption = "", as_json: JsonOption = False) -> None:
    """Bring what is still of an earlier version of the code frame to the newest one. Loading a new version does so by itself."""
    run("migrate", {"study_id": study}, as_json)
