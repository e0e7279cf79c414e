"""relato agreement: how far coders agree, where they do not, and how much has to be coded twice to know."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from service.terminal import JsonOption, StudyOption, settings

agreement_app = typer.Typer(no_args_is_help=True, help="How far coders agree.")
LanguageOption = Annotated[str, typer.Option(help="Language of what is shown; default: the study's first.")]
RoundOption = Annotated[int, typer.Option("--round", help="Only this round; 0: all.", min=0)]
ArmOption = Annotated[str, typer.Option(help="Only what was coded in this way: blind or assisted.")]
TargetOption = Annotated[
    float, typer.Option(help="Half width of an interval for which transcripts are reckoned.", min=0.01, max=0.5)
]


@agreement_app.command("report")
def report(
    study: StudyOption = "",
    round_: RoundOption = 0,
    arm: ArmOption = "",
    language: LanguageOption = "",
    csv: Annotated[Path | None, typer.Option(help="Write every figure to this file too.")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write every table to this workbook too.")] = None,
    target: TargetOption = 0.1,
    replicates: Annotated[int, typer.Option(help="How often transcripts are drawn again for the intervals.")] = 1000,
    seed: Annotated[int, typer.Option(help="Seed of those draws.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Percent, kappa, AC1 and alpha by code, level, pair of coders and language, blind and assisted apart, with intervals."""
    from pydantic import TypeAdapter

    from annotations.agreement_report import Report
    from annotations.agreement_sheets import as_csv, as_xlsx
    from annotations.agreement_words import in_words
    from service.workflows.work import write_whole

    named = _named(study, round_, arm, language, replicates, seed)
    said = (named.report, named.names, named.coders, named.language)
    if csv is not None:
        write_whole(csv, lambda file: file.write(as_csv(*said, target=target).encode("utf-8-sig")))
    if xlsx is not None:
        write_whole(xlsx, lambda file: file.write(as_xlsx(*said, target=target)))
    if as_json:
        typer.echo(json.dumps(TypeAdapter(Report).dump_python(named.report, mode="json"), ensure_ascii=False, indent=1))
    else:
        typer.echo(in_words(*said, target=target))


@agreement_app.command("confused")
def confused(
    study: StudyOption = "",
    code: Annotated[str, typer.Option(help="Only where this code was given by one and not by another.")] = "",
    round_: RoundOption = 0,
    arm: ArmOption = "",
    limit: Annotated[int, typer.Option(help="How many confusions.", min=1)] = 5,
    segments: Annotated[int, typer.Option(help="How many segments of each.", min=1)] = 5,
    language: LanguageOption = "",
) -> None:
    """Which codes are given one for the other, with the words of the segments. Keep it where nobody else reads."""
    from service.running import opened
    from service.workflows import agreeing
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        asked: dict[str, Any] = {"study_id": study, "code": code, "round_": round_, "arm": arm, "language": language}
        for line in agreeing.confused_in_words(Work(chosen, store), **asked, limit=limit, segments=segments):
            typer.echo(line)


@agreement_app.command("sample-size")
def sample_size(
    kappa: Annotated[float, typer.Argument(help="The agreement that is expected, 0 to below 1")],
    prevalence: Annotated[float, typer.Argument(help="The share of segments that have the code, between 0 and 1")],
    half_width: Annotated[float, typer.Option(help="Of the interval wanted.")] = 0.1,
    confidence: Annotated[float, typer.Option(help="Of the interval.")] = 0.95,
    per_transcript: Annotated[float, typer.Option(help="Segments of one transcript that are coded twice.")] = 1.0,
    likeness: Annotated[float, typer.Option(help="How alike they are in being agreed on, 0 to 1.")] = 0.0,
) -> None:
    """How many segments two coders have to code, before anything is coded, to know kappa of a code to a precision."""
    from annotations.sample_size import segments_needed

    need = segments_needed(kappa, prevalence, half_width, confidence=confidence, per_transcript=per_transcript, likeness=likeness)
    typer.echo(f"{need} segments coded by two, for kappa {kappa} ± {half_width} of a code that {prevalence:.1%} of segments have")


def _named(study: str, round_: int, arm: str, language: str, replicates: int, seed: int) -> Any:
    from service.running import opened
    from service.workflows import agreeing
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        asked: dict[str, Any] = {"round_": round_, "arm": arm, "replicates": replicates, "seed": seed}
        return agreeing.agreement(Work(chosen, store), study_id=study, language=language, **asked)
