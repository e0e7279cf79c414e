"""relato search: segments by their words or by what they mean."""

from typing import Annotated

import typer

from service.terminal import JsonOption, StudyOption, settings


def search(
    words: Annotated[
        list[str], typer.Argument(help="What to look for; in quotes for your shell, with quotes inside for a phrase")
    ],
    study: StudyOption = "",
    by: Annotated[str, typer.Option(help="words, or meaning: the nearest segments, however far.")] = "words",
    session: Annotated[str, typer.Option(help="Only of this session.")] = "",
    limit: Annotated[int, typer.Option(help="How many.", min=1, max=1000)] = 10,
    as_json: JsonOption = False,
) -> None:
    """Find segments, reviewed or not, by words or by meaning. It prints what people said: keep it where nobody else reads."""
    from typing import get_args

    from pydantic import TypeAdapter

    from annotations.errors import BadInput
    from service.running import opened
    from service.workflows.searching import By, Results, find
    from service.workflows.work import Work

    if by not in get_args(By):
        raise BadInput(f"{by!r} is no way to search", remedy=f"use --by {' or --by '.join(get_args(By))}")
    chosen, kind = settings(), TypeAdapter(By).validate_python(by)
    with opened(chosen) as (store, _):
        found = find(Work(chosen, store), study_id=study, query=" ".join(words), by=kind, session_id=session, limit=limit)
    if as_json:
        typer.echo(TypeAdapter(Results).dump_json(found, indent=1).decode())
        return
    for one in found.items:
        who = "reviewed by " + ", ".join(one.reviewed_by) if one.reviewed_by else "not reviewed"
        near = "" if one.nearness is None else f" · {one.nearness:.2f}"
        typer.echo(f"{one.segment.id} · {one.segment.speaker} · {who}{near}")
        typer.echo("    " + "".join(f"[{text}]" if hit else text for text, hit in one.pieces).replace("\n", " "))
    typer.echo(f"{len(found.items)} of {found.total} segments")
    if found.unseen:
        typer.echo(f"{found.unseen} segments have no vector yet and were not looked at: make them with `relato suggest`")
