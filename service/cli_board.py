"""relato board: how people get in."""

from typing import Annotated

import typer

from service.terminal import settings

board_app = typer.Typer(no_args_is_help=True, help="The board: the pages that people read.")


@board_app.callback()
def board() -> None:
    """The board: the pages that people read."""


@board_app.command("link")
def board_link(
    name: Annotated[str, typer.Argument(help="Whose link: the id under which what they do is kept, no name")],
    url: Annotated[str, typer.Option(help="Where people reach the board; default: where the API listens.")] = "",
) -> None:
    """Make a link that lets somebody into the board once, within a day. It is shown once and cannot be read again."""
    from service.processes import answers
    from service.running import opened
    from service.workflows.letting_in import address, board_link

    chosen = settings()
    with opened(chosen) as (store, _), store.begin() as tx:
        made = board_link(chosen, tx, name, url)
    typer.echo(made)
    if not url and not answers(here := address(chosen)):
        typer.echo(
            f"Nothing answers at {here}: the link opens once the API runs there (relato up, or relato api), or say --url.",
            err=True,
        )
