"""relato curves: how much new each further session brought, over the code frame."""

from pathlib import Path
from typing import Annotated

import typer

from service.terminal import JsonOption, StudyOption, settings


def curves(
    study: StudyOption = "",
    by: Annotated[str, typer.Option(help="Parts of the study: all, family, domain, group, place or language.")] = "all",
    part: Annotated[str, typer.Option(help="Only this family, domain, group, place or language, by its id.")] = "",
    level: Annotated[int, typer.Option(help="Of the code frame, 1 being its families; 0: every level.", min=0)] = 0,
    language: Annotated[str, typer.Option(help="Language of what is shown; default: the study's first.")] = "",
    xlsx: Annotated[Path | None, typer.Option(help="Write every part at every level to this workbook too.")] = None,
    as_json: JsonOption = False,
) -> None:
    """New codes per session, Guest, Namey and Chen's rule over its grid and 1,000 orders, and what may be unheard. Never a yes."""
    from typing import get_args

    from pydantic import TypeAdapter

    from annotations.curve_sheets import as_xlsx
    from annotations.curve_words import in_words
    from annotations.curves import Curves, SliceKind
    from annotations.errors import BadInput
    from service.running import opened
    from service.workflows.curve_reading import shown
    from service.workflows.work import Work, write_whole

    if by not in get_args(SliceKind):
        raise BadInput(f"{by!r} is no part of a study", remedy=f"use --by {', '.join(get_args(SliceKind))}")
    chosen = settings()
    with opened(chosen) as (store, _):
        found = shown(Work(chosen, store), study_id=study, language=language)
    if xlsx is not None:
        write_whole(xlsx, lambda file: file.write(as_xlsx(found.curves.curves, found.names, found.language)))
    some = [c for c in found.curves.curves if c.slice.kind == by and part in ("", c.slice.id) and level in (0, c.level)]
    if as_json:
        typer.echo(TypeAdapter(Curves).dump_json(found.curves.only(some), indent=1).decode())
    else:
        typer.echo(in_words(found.curves, some, found.language))
