"""relato bench: what was measured, measured again on this machine."""

from pathlib import Path
from typing import Annotated

import typer

bench_app = typer.Typer(no_args_is_help=True, help="Benchmarks.")
SharedOption = Annotated[
    Path | None, typer.Option("--shared", help="Folder of the shared corpora, for what is measured on them.")
]


@bench_app.command("masking")
def bench_masking(shared: SharedOption = None) -> None:
    """Recall and precision of what identifies people, by kind, against a key made by hand."""
    from service.benchmarks import masking

    typer.echo(masking.run(shared).markdown())


@bench_app.command("import")
def bench_import(
    interviews: Annotated[int, typer.Option(help="How many.")] = 300,
    characters: Annotated[int, typer.Option(help="Of each.")] = 40_000,
    compared: Annotated[int, typer.Option(help="Over how many spaCy is run; 0: all.")] = 0,
) -> None:
    """Import and segment, as a ratio to spaCy's default pipeline over the same text, run beside it."""
    from service.benchmarks import importing

    typer.echo(importing.run(interviews, characters, compared).markdown())


@bench_app.command("fuzz")
def bench_fuzz(
    count: Annotated[int, typer.Option(help="Inputs for each reader.")] = 20_000,
    reader: Annotated[list[str] | None, typer.Option(help="Only this reader; repeat for others.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of the inputs.")] = 1,
    folder: Annotated[Path, typer.Option(help="Where failing inputs are kept.")] = Path("fuzz-failures"),
) -> None:
    """Damaged and hostile files by the thousand: each must be read or refused with a remedy."""
    from service.benchmarks import fuzzing

    report = fuzzing.run(reader or fuzzing.READERS, count, seed, folder)
    typer.echo(report.table())
    if report.failed:
        raise typer.Exit(1)
