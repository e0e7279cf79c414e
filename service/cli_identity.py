"""Commands round what identifies people: find, look, decide, the vault's key, and the check before publishing."""

from pathlib import Path
from typing import Annotated

import typer

from service.terminal import JsonOption, StudyOption, run, settings

identity_app = typer.Typer(no_args_is_help=True, help="Names and other identifying details.")
vault_app = typer.Typer(no_args_is_help=True, help="The vault, where names are kept.")


@identity_app.command("find")
def identity_find(study: StudyOption = "", as_json: JsonOption = False) -> None:
    """Look for identifying details in every transcript; what is found is proposed, and masked where the study says so."""
    run("identify", {"study_id": study}, as_json)


@identity_app.command("sheet")
def identity_sheet(
    path: Annotated[Path, typer.Argument(help="CSV file to write. It holds names: keep it where nobody else reads.")],
    study: StudyOption = "",
) -> None:
    """Write everything that was found, with its names and contexts, as a sheet to decide in."""
    from service.running import opened
    from service.workflows.identifying import write_sheet
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        count = write_sheet(Work(chosen, store), study_id=study, path=path)
    typer.echo(
        f"{count} proposals and decisions in {path}: fill in the column of decisions, then `relato identity decide {path}`"
    )


@identity_app.command("decide")
def identity_decide(
    path: Annotated[Path, typer.Argument(help="The sheet with decisions")],
    by: Annotated[str, typer.Option(help="Who decided.")],
    study: StudyOption = "",
    as_json: JsonOption = False,
) -> None:
    """Take in what a person decided about each proposal."""
    run("decide", {"study_id": study, "path": str(path.resolve()), "by": by}, as_json)


@identity_app.command("list")
def identity_list(
    study: StudyOption = "",
    names: Annotated[bool, typer.Option(help="Show the names, from the vault.")] = False,
) -> None:
    """What was found, without names unless asked."""
    from service.running import opened
    from service.workflows.identifying import listed
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        for line in listed(Work(chosen, store), study_id=study, names=names):
            typer.echo(line)


@vault_app.command("rotate")
def vault_rotate() -> None:
    """Seal everything anew with the first of the keys in RELATO_VAULT_KEY."""
    from service.running import opened
    from service.storage import vault

    chosen = settings()
    with opened(chosen) as (store, _), store.begin() as tx:
        count = vault.open_vault(chosen, tx).rotate(tx)
    typer.echo(f"{count} entries sealed with the first key; the others may go")


def disclose(
    files: Annotated[list[Path], typer.Argument(help="Everything that is to be published together")],
    study: StudyOption = "",
    show: Annotated[bool, typer.Option(help="Print what was found as it stands, names included.")] = False,
    fewest: Annotated[int, typer.Option(help="Fewer people than this who fit a description are pointed out.")] = 3,
    language: Annotated[str, typer.Option(help="Language of the report.")] = "en",
    as_json: JsonOption = False,
) -> None:
    """Check documents for names, for what singles people out, and for quotes that can be searched."""
    from service.running import opened
    from service.workflows.disclosing import check_files
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        text, stops = check_files(
            Work(chosen, store), study_id=study, files=files, show=show, fewest=fewest, language=language, as_json=as_json
        )
    typer.echo(text)
    if stops:
        raise typer.Exit(1)
