"""relato saturation: now, on a day, or through time."""

from datetime import date
from typing import Annotated

import typer

from service.terminal import JsonOption, StudyOption, run, settings


def saturation(
    study: StudyOption = "",
    on: Annotated[str, typer.Option(help="What was saturated at the end of this day, year-month-day.")] = "",
    history: Annotated[bool, typer.Option("--history", help="How every change came to where it is.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Count independent sessions for and against each change; with --on or --history nothing is counted anew, the past is read."""
    if not on and not history:
        run("saturation", {"study_id": study}, as_json)
        return
    from pydantic import TypeAdapter

    from annotations.changes.history import History
    from service.reports_saturation import history_in_words, past_in_words
    from service.running import opened
    from service.workflows.past import Past, histories, past_on
    from service.workflows.work import Work

    day, chosen = _day(on) if on else None, settings()
    with opened(chosen) as (store, _):
        found = histories(Work(chosen, store), study)
    if day is not None:
        pasts = [past_on(change, past, day) for change, past in found]
        typer.echo(TypeAdapter(list[Past]).dump_json(pasts, indent=1).decode() if as_json else past_in_words(pasts, day))
    if history:
        of_all = [past for _, past in found]
        typer.echo(TypeAdapter(list[History]).dump_json(of_all, indent=1).decode() if as_json else history_in_words(found))


def _day(written: str) -> date:
    from annotations.errors import BadInput

    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadInput(f"{written!r} is no day", where="--on", remedy="write it as year-month-day, such as 2025-09-15") from None
