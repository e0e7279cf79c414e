"""Commands round people: take in the register's tables, and print the tables of the sample."""

from pathlib import Path
from typing import Annotated

import typer

from service.terminal import JsonOption, StudyOption, at_work, settings, signed_in

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


@register_app.command("actors")
def register_actors(
    study: StudyOption = "",
    language: Annotated[str, typer.Option(help="Language of the words; default: the study's first.")] = "",
    as_json: JsonOption = False,
) -> None:
    """The local actors of each domain: the changes in which they take part, and what people decided about approaching them."""
    from pydantic import TypeAdapter

    from annotations.actors import LocalActor
    from service.workflows import actors

    with at_work() as work:
        if as_json:
            typer.echo(TypeAdapter(list[LocalActor]).dump_json(actors.actors(work, study), indent=1).decode())
            return
        tables = actors.tables(work, study, language)
    for table in tables:
        typer.echo("\n".join([table.caption, *(" | ".join(row) for row in (table.headings, *table.rows)), *table.notes]))
    if not tables:
        typer.echo(
            "no local actor takes part in a change yet, and nobody decided about any; they are codes of the study's `actors_family`"
        )


@register_app.command("actor")
def register_actor(
    actor: Annotated[str, typer.Argument(help="Its code, or what it is called")],
    domain: Annotated[str, typer.Argument(help="Id of the domain")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in one sentence; it stays.")],
    approach: Annotated[str, typer.Option(help="How to approach it.")] = "",
    horizon: Annotated[str, typer.Option(help="Until when, such as: two years.")] = "",
    lead: Annotated[str, typer.Option(help="Who leads.")] = "",
    alias: Annotated[list[str] | None, typer.Option(help="What it is called too; repeat for others.")] = None,
    by: Annotated[str, typer.Option(help="Who does it; default: the name under which you are signed in to this machine.")] = "",
    study: StudyOption = "",
) -> None:
    """Decide how a local actor is approached in a domain, instead of what was decided before."""
    from service.workflows.actors import describe_actor

    said = {"approach": approach, "horizon": horizon, "lead": lead}
    with at_work() as work:
        made = describe_actor(
            work, study_id=study, by=by or signed_in(), actor=actor, domain=domain, reason=reason, aliases=alias or (), **said
        )
    typer.echo(f"{made.actor} in {made.domain}: {'; '.join(filter(None, (made.approach, made.horizon, made.lead)))}")


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
