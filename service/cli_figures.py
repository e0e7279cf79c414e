"""relato figures: every figure of a study as files for a report."""

from pathlib import Path
from typing import Annotated

import typer

from service.terminal import StudyOption, settings


def figures(
    out: Annotated[Path, typer.Option(help="Folder to write to; made when it is missing.")] = Path("figures"),
    study: StudyOption = "",
    language: Annotated[list[str] | None, typer.Option(help="Languages; default: those of the study that figures speak.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only these figures; default: all.")] = None,
    scale: Annotated[float, typer.Option(help="Pixels of the PNG for each of the SVG's.", min=0.5, max=8.0)] = 2.0,
) -> None:
    """Write figures: SVG and PNG, the data behind each as CSV, and its title, alternative text and note as text."""
    from service.figures.writing import write_figures
    from service.running import opened
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        for line in write_figures(Work(chosen, store), study, out, languages=language, only=only, scale=scale):
            typer.echo(line)
