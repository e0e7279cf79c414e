"""What every command needs: its settings, and a verb run as a job with its progress on the terminal."""

import json
from typing import Annotated, Any

import typer

StudyOption = Annotated[str, typer.Option("--study", help="Id of the study; not needed when there is only one.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")]


def settings() -> Any:
    from pydantic import ValidationError

    from annotations.errors import BadInput
    from service.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(map(str, first["loc"])).upper()
        raise BadInput(first["msg"], where=f"RELATO_{name}", remedy="see docs/reference/settings.md") from None


def run(verb: str, params: dict[str, Any], as_json: bool) -> dict[str, Any]:
    """Run a verb, print what came of it, and return it."""
    from rich.console import Console

    from service.logs import configure
    from service.reports import in_words
    from service.running import run_verb

    chosen = settings()
    configure(chosen.folder("logs") / "relato.log")
    outcome = run_verb(chosen, verb, params, Console(stderr=True))
    typer.echo(json.dumps(outcome, ensure_ascii=False, indent=1) if as_json else in_words(verb, outcome))
    return outcome
