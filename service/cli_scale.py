"""relato suggest, with --cluster from Parquet to Parquet; relato finetune."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from annotations.errors import BadInput
from service.terminal import JsonOption, StudyOption, run, settings

HERE = "only with --cluster"


def suggest(
    study: StudyOption = "",
    cluster: Annotated[
        tuple[Path, Path] | None,
        typer.Option(
            metavar="IN OUT", help="From Parquet (file or folder) to a folder of Parquet, over Ray; nothing goes into the study."
        ),
    ] = None,
    processes: Annotated[int, typer.Option(min=0, help=f"How many at once; 1: without Ray; 0: one per core ({HERE}).")] = 0,
    address: Annotated[str, typer.Option(help=f"Of a Ray cluster, host:6379; default: this machine ({HERE}).")] = "",
    rows: Annotated[int, typer.Option(min=1, help=f"Rows per part: what a kill costs at most ({HERE}).")] = 5_000,
    first_look: Annotated[bool, typer.Option("--first-look", help=f"The static encoder: fast, not certified ({HERE}).")] = False,
    as_json: JsonOption = False,
) -> None:
    """Suggest codes for every segment that is not yet reviewed, or for a corpus in Parquet."""
    if cluster is None:
        if processes or address or first_look or rows != 5_000:
            raise BadInput("--processes, --address, --rows and --first-look need a corpus", remedy="say --cluster IN OUT")
        run("suggest", {"study_id": study}, as_json)
        return
    _at_scale(study, cluster[0], cluster[1], processes, address, rows, first_look, as_json)


def finetune(
    study: StudyOption = "",
    seed: Annotated[int, typer.Option(help="Seed of split, pairs and training.")] = 1,
    pairs: Annotated[int, typer.Option(min=1, help="How many pairs of texts.")] = 2_400,
    rate: Annotated[float, typer.Option(min=0, help="Learning rate.")] = 5e-5,
    seconds: Annotated[float, typer.Option(min=0, help="The most that is spent on training; 0: no limit.")] = 0.0,
    as_json: JsonOption = False,
) -> None:
    """Train the encoder further on what people reviewed; in use only if it wins on transcripts that were kept from it."""
    run("finetune", {"study_id": study, "seed": seed, "pairs": pairs, "rate": rate, "seconds": seconds}, as_json)


def _at_scale(
    study: str, corpus: Path, out: Path, processes: int, address: str, rows: int, first_look: bool, as_json: bool
) -> None:
    import json

    from rich.console import Console
    from rich.progress import Progress

    from service.cluster.suggesting import suggest_at_scale
    from service.logs import configure
    from service.storage.transactions import Store, migrate
    from service.workflows.work import Work, default_processes

    chosen = settings()
    configure(chosen.folder("logs") / "relato.log")
    console = Console(stderr=True)
    migrate(chosen.database_url)
    with closing(Store(chosen.database_url)) as store, Progress(console=console, transient=not console.is_terminal) as bars:
        shown: dict[str, object] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in shown:
                shown[stage] = bars.add_task(stage, total=total)
            bars.update(shown[stage], completed=done, total=total)  # type: ignore[arg-type]  # as add_task made it

        outcome = suggest_at_scale(
            Work(chosen, store, progress), study_id=study, corpus_at=corpus, out=out, processes=processes or default_processes(),
            address=address, rows=rows, first_look=first_look,
        )  # fmt: skip
    if as_json:
        typer.echo(json.dumps(outcome, ensure_ascii=False, indent=1))
        return
    mark = "\n  a first look: not certified, not for counts" if first_look else ""
    typer.echo(
        f"{outcome['segments']} segments, {outcome['suggestions']} suggestions of model {outcome['model']} in {outcome['out']}"
        f" ({outcome['skipped_parts']} parts were there already){mark}"
    )
