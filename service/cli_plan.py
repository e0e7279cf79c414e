"""relato plan: the analysis plan executed; relato matrix: codes beside sessions, groups and each other."""

from pathlib import Path
from typing import Annotated, Any

import typer

from service.terminal import JsonOption, StudyOption, settings

plan_app = typer.Typer(no_args_is_help=True, help="The analysis plan: which segments answer which question.")
LanguageOption = Annotated[str, typer.Option(help="Language of what is shown; default: the study's first.")]
RowArgument = Annotated[list[str] | None, typer.Argument(help="Ids of rows; default: all")]
OutOption = Annotated[Path | None, typer.Option(help="Folder for plan.xlsx and plan.html, with everything that was said.")]


@plan_app.command("run")
def plan_run(
    row: RowArgument = None,
    out: OutOption = None,
    study: StudyOption = "",
    language: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Execute the analysis plan and say how many people, sessions and segments answer each row."""
    from annotations.analysis_html import plan_html
    from annotations.analysis_sheets import plan_xlsx
    from annotations.analysis_text import plan_in_words
    from service.workflows import analysing
    from service.workflows.work import write_whole

    of, naming = _read(study, language)
    found = analysing.results(of, row or ())
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        write_whole(out / "plan.xlsx", lambda file: file.write(plan_xlsx(found, of, naming)))
        write_whole(out / "plan.html", lambda file: file.write(plan_html(found, of, naming).encode()))
    if as_json:
        _as_json([analysing.dumped(result) | {"segment_ids": list(result.segment_ids)} for result in found])
    else:
        typer.echo("\n".join(plan_in_words(found, naming)))


@plan_app.command("show")
def plan_show(
    row: Annotated[str, typer.Argument(help="Id of the row")],
    limit: Annotated[int, typer.Option(help="How many segments to print.", min=0)] = 20,
    study: StudyOption = "",
    language: LanguageOption = "",
) -> None:
    """One row of the plan: what each criterion left, what the segments are made of, and what was said. Keep it where nobody else reads."""
    from annotations.analysis_text import row_in_words
    from service.workflows import analysing

    of, naming = _read(study, language)
    (found,) = analysing.results(of, [row])
    typer.echo("\n".join(row_in_words(found, of, naming, limit)))


def matrix(
    of: Annotated[
        str,
        typer.Argument(
            help="What codes are set beside: session, category, place, language, method, domain, section, change, code"
        ),
    ],
    csv: Annotated[Path | None, typer.Option(help="Write it to this file instead of printing it.")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write it to this workbook too, values beside each other.")] = None,
    study: StudyOption = "",
    language: LanguageOption = "",
) -> None:
    """Codes beside sessions, groups or each other: in each cell people, sessions and segments, which are three counts."""
    from annotations.analysis_sheets import matrix_csv, matrix_xlsx
    from service.workflows import analysing
    from service.workflows.work import write_whole

    analysing.check_columns(of)
    known, naming = _read(study, language)
    found = analysing.one_matrix(known, of)
    if xlsx is not None:
        write_whole(xlsx, lambda file: file.write(matrix_xlsx(found, naming)))
    if csv is not None:
        write_whole(csv, lambda file: file.write(matrix_csv(found, naming).encode("utf-8-sig")))
    elif xlsx is None:
        typer.echo(matrix_csv(found, naming), nl=False)


def _read(study: str, language: str) -> tuple[Any, Any]:
    """What people have said, and what everything is called."""
    from annotations.analysis_words import Naming
    from service.running import opened
    from service.workflows import analysing
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        of = analysing.fresh(Work(chosen, store), study_id=study)
    return of, Naming(of.study, of.frame, language or of.study.languages[0])


def _as_json(found: Any) -> None:
    import json

    typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
