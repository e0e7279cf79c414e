"""Commands round models: what there is, and a person's decisions about it."""

import json
from typing import Annotated, Any

import typer

from service.terminal import JsonOption, StudyOption, settings

models_app = typer.Typer(no_args_is_help=True, help="Models: what there is, which one suggests, going back.")
Version = Annotated[str, typer.Argument(help="As `relato models list` shows it, or how it begins")]
ByOption = Annotated[str, typer.Option("--by", help="Id of the person who decides; no name.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why, without names of people.")]


def _run(verb: str, **params: Any) -> Any:
    from service.running import opened
    from service.workflows import drifting, promoting
    from service.workflows.work import Work

    chosen = settings()
    verbs: dict[str, Any] = {
        "entries": promoting.entries, "promote": promoting.promote, "rollback": promoting.roll_back, "prune": promoting.prune,
        "drift": drifting.drift_study,
    }  # fmt: skip
    with opened(chosen) as (store, _):
        return verbs[verb](Work(chosen, store), **params)


def _print(found: Any, lines: list[str], as_json: bool) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1, default=str) if as_json else "\n".join(lines))


@models_app.command("list")
def models_list(study: StudyOption = "", as_json: JsonOption = False) -> None:
    """Every model, oldest first, with what became of it."""
    from service.report_of_models import list_lines

    found = _run("entries", study_id=study)
    _print(found, list_lines(found), as_json)


@models_app.command("show")
def models_show(
    version: Version,
    study: StudyOption = "",
    language: Annotated[str, typer.Option(help="Language of reasons.")] = "en",
    as_json: JsonOption = False,
) -> None:
    """What a model was made of, how it compares, and what became of it."""
    from service.report_of_models import show_lines

    (found,) = _run("entries", study_id=study, version=version)
    _print(found, show_lines(found, language), as_json)


@models_app.command("certificates")
def models_certificates(
    version: Version,
    study: StudyOption = "",
    language: Annotated[str, typer.Option(help="es or en.")] = "en",
) -> None:
    """Which codes the model is certified to find, and how many more reviews the others would take."""
    from service.running import opened
    from service.workflows.promoting import certificate_lines
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        typer.echo("\n".join(certificate_lines(Work(chosen, store), study_id=study, version=version, language=language)))


@models_app.command("promote")
def models_promote(
    version: Version, by: ByOption, reason: ReasonOption, study: StudyOption = "", as_json: JsonOption = False
) -> None:
    """Let a model be used from now on."""
    found = _run("promote", study_id=study, version=version, by=by, reason=reason)
    _print(found, _changed(found), as_json)


@models_app.command("rollback")
def models_rollback(by: ByOption, reason: ReasonOption, study: StudyOption = "", as_json: JsonOption = False) -> None:
    """Go back to the model that was in use before."""
    found = _run("rollback", study_id=study, by=by, reason=reason)
    _print(found, _changed(found), as_json)


@models_app.command("prune")
def models_prune(
    keep: Annotated[int, typer.Option(help="How many of the newest to keep.")],
    study: StudyOption = "",
    as_json: JsonOption = False,
) -> None:
    """Delete the folders of models that were never used. Those that were used, or wait for a person, stay; so do all entries."""
    found = _run("prune", study_id=study, keep=keep)
    _print(found, [f"deleted: {', '.join(found['pruned']) or 'nothing'}; not used and kept: {found['kept']}"], as_json)


@models_app.command("drift")
def models_drift(
    study: StudyOption = "",
    language: Annotated[str, typer.Option(help="es or en.")] = "en",
    as_json: JsonOption = False,
) -> None:
    """Whether new transcripts are like the known ones, and whether people still take what is suggested."""
    from training.drift_words import drift_lines

    found = _run("drift", study_id=study)
    _print(found, drift_lines(language, found["drift"]), as_json)


def _changed(found: dict[str, Any]) -> list[str]:
    if not found["changed"]:
        return [f"{found['champion']} was in use already: nothing has changed"]
    return [f"in use from now on: {found['champion']} (before: {found['before'] or 'none'}); `relato suggest` suggests with it"]
