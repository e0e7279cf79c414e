"""What every command needs: its settings, and a verb run as a job with its progress on the terminal."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
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


def signed_in() -> str:
    """The name under which somebody is signed in to this machine; empty where it knows none, and then it must be said."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):
        return ""


@contextmanager
def at_work() -> Iterator[Any]:
    """What workflows are given, for a command that does something at once, without a job."""
    from service.running import opened
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        yield Work(chosen, store)


def words_by_language(given: list[str] | None) -> dict[str, str]:
    """``es=Cuentas abiertas`` for each language. Raises BadInput."""
    from annotations.errors import BadInput

    pairs = [one.partition("=") for one in given or ()]
    if wrong := [language for language, equals, _ in pairs if not equals]:
        raise BadInput(f"{wrong[0]!r} is in no language", remedy="write the language before the words, such as en=Open accounts")
    return {language.strip(): words.strip() for language, _, words in pairs}


def first_language(work: Any, study: str) -> str:
    """The study's own."""
    from service.storage import studies

    with work.store.read() as tx:
        return str(studies.study(tx, study).languages[0])


def print_each(found: Iterable[Any], as_json: bool, told: Callable[[Any], str]) -> None:
    """Each as ``told`` words it, or all as JSON."""
    from pydantic import TypeAdapter

    if as_json:
        plain: TypeAdapter[Any] = TypeAdapter(Any)
        typer.echo(json.dumps(plain.dump_python(list(found), mode="json"), ensure_ascii=False, indent=1))
    else:
        for one in found:
            typer.echo(told(one))


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
