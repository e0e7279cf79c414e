"""Commands round people: take in the register's tables, and print the tables of the sample."""

from pathlib import Path
from typing import Annotated

import typer

from service.terminal import StudyOption, settings

register_app = typer.Typer(no_args_is_help=True, help="Sessions, people and contacts.")
TABLES = "contacts, outcomes, participants, sessions or respondent_types"


@register_app.command("load")
def register_load(
    sessions: Annotated[Path | None, typer.Option(help="Table of sessions, CSV or XLSX.")] = None,
    roster: Annotated[Path | None, typer.Option(help="Table of who took part in what.")] = None,
    contacts: Annotated[Path | None, typer.Option(help="Table of contacts.")] = None,
    study: StudyOption = "",
) -> None:
    """Add what the tables say to the register; what names people goes to the vault."""
    from service.reports import to_withdraw
    from service.running import opened
    from service.workflows.registering import register_people
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        told = register_people(Work(chosen, store), study_id=study, sessions=sessions, roster=roster, contacts=contacts)
    counts = ", ".join(f"{told[name]} {name}" for name in ("contacts", "respondents", "participants", "sessions"))
    typer.echo(
        f"study {told['study']}: {counts}; {told['sealed']} names and numbers in the vault{to_withdraw(told['to_withdraw'])}"
    )


@register_app.command("table")
def register_table(
    name: Annotated[str, typer.Argument(help=TABLES)],
    study: StudyOption = "",
    language: Annotated[str, typer.Option(help="Language of the headings; default: the study's first.")] = "",
    percentages: Annotated[bool, typer.Option(help="With percentages of the total.")] = False,
) -> None:
    """Print a table of the sample as CSV; every total is counted from the records."""
    from typing import cast, get_args

    from annotations.errors import NotFound
    from annotations.sample_table_text import as_csv
    from annotations.sample_tables import TableName, sample_table
    from service.running import opened
    from service.storage import studies

    if name not in get_args(TableName):
        raise NotFound(f"there is no table {name!r}", remedy=f"name one of {TABLES}")
    with opened(settings()) as (store, _), store.read() as tx:
        known = studies.study(tx, study)
        register = studies.register(tx, known.id)
    made = sample_table(register, cast(TableName, name), domains=[domain.id for domain in known.domains])
    typer.echo(as_csv(made, known, language or known.languages[0], percentages=percentages), nl=False)
