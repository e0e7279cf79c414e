"""relato bench: what was measured, measured again on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from service.terminal import StudyOption, settings

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


@bench_app.command("suggestions")
def bench_suggestions(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with data.jsonl and codebook.json (docs/benchmarks.md).")],
    labels: Annotated[str, typer.Option(help="Reviewed segments to learn from; 0: the cold start; all.")] = "all",
    splits: Annotated[int, typer.Option(help="Random splits by document.")] = 5,
    seed: Annotated[int, typer.Option(help="Seed of splits and drawings.")] = 1,
    json: Annotated[Path | None, typer.Option("--json", help="Write the numbers to this file too.")] = None,
    cache: Annotated[
        Path | None, typer.Option(help="Folder for vectors and fitted baselines; default: vectors alone, in the home folder.")
    ] = None,
) -> None:
    """How good suggestions would be on coded data of your own, beside what others would use."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from service.benchmarks import suggestions
    from service.terminal import settings

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        bar = bars.add_task("reading", total=None)

        def progress(what: str, done: int, total: int) -> None:
            bars.update(bar, description=what, completed=done, total=total)

        report = suggestions.run(
            folder, settings(), labels=labels, splits=splits, seed=seed, cache=cache, out=json, progress=progress
        )
    typer.echo(suggestions.markdown(report))


@bench_app.command("suggest")
def bench_suggest(
    segments: Annotated[int, typer.Option(help="How many, with vectors in the cache.")] = 60_000,
    codes: Annotated[int, typer.Option(help="Of the made-up frame.")] = 300,
    json: Annotated[Path | None, typer.Option("--json", help="Write the numbers to this file too.")] = None,
) -> None:
    """Suggestions with reasons for cached segments: seconds, memory, and the ratio to the bare matrix product beside them."""
    from service.benchmarks import suggesting

    report = suggesting.run(segments, codes)
    typer.echo(report.markdown())
    if json is not None:
        json.write_text(report.json() + "\n", encoding="utf-8")


@bench_app.command("refit")
def bench_refit(
    segments: Annotated[int, typer.Option(help="Reviewed, with vectors in the cache.")] = 5000,
    codes: Annotated[int, typer.Option(help="Of the made-up frame.")] = 100,
    json: Annotated[Path | None, typer.Option("--json", help="Write the numbers to this file too.")] = None,
) -> None:
    """Refitting the model after a batch of reviews, from cached vectors to a head that scores: seconds by part, and scikit-learn's beside them."""
    from service.benchmarks import refitting

    report = refitting.run(segments, codes)
    typer.echo(report.markdown())
    if json is not None:
        json.write_text(report.json() + "\n", encoding="utf-8")


@bench_app.command("agreement")
def bench_agreement(
    segments: Annotated[int, typer.Option(help="Judged by every coder.", min=100)] = 10_000,
    codes: Annotated[int, typer.Option(help="Of the made-up frame.", min=2)] = 200,
    coders: Annotated[int, typer.Option(help="How many.", min=2)] = 3,
    replicates: Annotated[int, typer.Option(help="Of the bootstrap.", min=100)] = 1000,
    json: Annotated[Path | None, typer.Option("--json", help="Write the numbers to this file too.")] = None,
) -> None:
    """Agreement of made-up coders with intervals on one core, beside krippendorff and scikit-learn."""
    from service.benchmarks import agreement

    report = agreement.run(segments, codes, coders, replicates)
    typer.echo(report.markdown())
    if json is not None:
        json.write_text(report.json() + "\n", encoding="utf-8")


@bench_app.command("curves")
def bench_curves(
    orders: Annotated[int, typer.Option(help="Random orders.", min=10)] = 1000,
    sessions: Annotated[int, typer.Option(help="Of the made-up study.", min=10)] = 300,
    codes: Annotated[int, typer.Option(help="Of its frame.", min=2)] = 300,
    shared: SharedOption = None,
    json: Annotated[Path | None, typer.Option("--json", help="Write the numbers to this file too.")] = None,
) -> None:
    """Saturation curves over random orders on one core, beside a plain loop; with --shared the rule's figures beside other programs'."""
    from service.benchmarks import curves

    report = curves.run(orders, sessions, codes, shared=shared)
    typer.echo(report.markdown())
    if json is not None:
        json.write_text(report.json() + "\n", encoding="utf-8")


@bench_app.command("board")
def bench_board(
    sessions: Annotated[int, typer.Option(help="Of the made-up study.", min=1)] = 300,
    segments: Annotated[int, typer.Option(help="Of each of them.", min=1)] = 200,
    requests: Annotated[int, typer.Option(help="Of each kind of page.", min=2)] = 100,
    clicks: Annotated[int, typer.Option(help="How far from the overview pages are looked for.", min=0)] = 3,
    home: Annotated[Path | None, typer.Option(help="Keep the study there, and use it again when it is there.")] = None,
    compute: Annotated[bool, typer.Option(help="Compute first what pages read.")] = True,
    json: Annotated[Path | None, typer.Option("--json", help="Write the numbers to this file too.")] = None,
) -> None:
    """Every page of the board on a large study in SQLite, a hundred times: how long half and 95 of 100 answers take."""
    from service.benchmarks import board

    report = board.run(sessions, segments, requests, clicks, home=home, compute=compute)
    typer.echo(report.markdown())
    if json is not None:
        json.write_text(report.json() + "\n", encoding="utf-8")


CorpusArgument = Annotated[Path, typer.Argument(help="Folder with data.jsonl and codebook.json.")]
SeedsOption = Annotated[int, typer.Option(min=2, help="How many times, each with another draw.")]
LimitOption = Annotated[int, typer.Option(min=100, help="At most so many segments, drawn at random.")]


@bench_app.command("label-errors")
def bench_label_errors(
    folder: CorpusArgument,
    share: Annotated[float, typer.Option(min=0.0, max=0.5, help="Of the codings, taken away; as many are added.")] = 0.05,
    seeds: SeedsOption = 3,
    limit: LimitOption = 2500,
) -> None:
    """Plant label errors in a coded corpus, and count how many of them are found first."""
    from service.benchmarks import label_errors
    from service.workflows.machines import encoder_of

    typer.echo(label_errors.run(folder, encoder_of(settings()), share=share, seeds=seeds, limit=limit).markdown())


@bench_app.command("finetune")
def bench_finetune(
    folder: CorpusArgument,
    labels: Annotated[str, typer.Option(help="Reviewed segments to learn from, or all.")] = "all",
    splits: Annotated[int, typer.Option(min=1, help="Random splits by document; the encoder is trained anew for each.")] = 1,
    seed: Annotated[int, typer.Option(min=0, help="Seed of splits, pairs and training.")] = 1,
    steps: Annotated[int, typer.Option(min=1, help="Of 16 pairs each.")] = 150,
    json: Annotated[Path | None, typer.Option("--json", help="Write the numbers to this file too.")] = None,
) -> None:
    """What fine-tuning the encoder would gain on coded data of your own, and what it costs: seconds by the clock and of processor."""
    from service.benchmarks import tuning

    report = tuning.run(folder, settings(), labels=labels, splits=splits, seed=seed, steps=steps, out=json)
    typer.echo(tuning.markdown(report))


@bench_app.command("queries")
def bench_queries(folder: CorpusArgument, seeds: SeedsOption = 5, limit: LimitOption = 1500) -> None:
    """Simulated reviews of a coded corpus: what each strategy of choosing brings, compared with random."""
    from service.benchmarks import queries
    from service.workflows.machines import encoder_of

    typer.echo(queries.run(folder, encoder_of(settings()), seeds=seeds, limit=limit).markdown())


@bench_app.command("embed")
def bench_embed(
    texts: Annotated[int, typer.Option(help="At most so many.")] = 1000,
    shared: SharedOption = None,
    json: Annotated[Path | None, typer.Option("--json", help="Write the numbers to this file too.")] = None,
) -> None:
    """Encoding, as a ratio to SentenceTransformer.encode at its defaults over the same texts, run in turns with it."""
    from service.benchmarks import embedding

    report = embedding.run(settings(), texts, shared)
    typer.echo(report.markdown())
    if json is not None:
        json.write_text(report.json() + "\n", encoding="utf-8")


@bench_app.command("label-studio")
def bench_label_studio(
    tasks: Annotated[int, typer.Option(min=10, help="How many, with predictions.")] = 10_000,
    codes: Annotated[int, typer.Option(min=1, help="Of the made-up frame.")] = 60,
    turns: Annotated[int, typer.Option(min=1, help="How often everything is measured.")] = 3,
    json: Annotated[Path | None, typer.Option("--json", help="Write the numbers to this file too.")] = None,
) -> None:
    """Sending and collecting, as ratios to Label Studio's own import and export of the same, in turns with them: a real one in a scratch folder."""
    from service.benchmarks import label_studio

    report = label_studio.run(settings(), tasks, codes, turns, say=lambda line: typer.echo(line, err=True))
    typer.echo(report.markdown())
    if json is not None:
        json.write_text(report.json() + "\n", encoding="utf-8")


@bench_app.command("candidates")
def bench_candidates(study: StudyOption = "") -> None:
    """Proposed changes against those that people entered and coded, on a study of this home: its changes are hidden and looked for."""
    from service.benchmarks import candidates
    from service.running import opened
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        typer.echo(candidates.run(Work(chosen, store), study).markdown())
