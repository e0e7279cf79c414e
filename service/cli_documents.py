"""Commands round documents for people: a story, the annexes of a report, the template that they are filled into."""

from pathlib import Path
from typing import Annotated, Any

import typer

from service.terminal import JsonOption, StudyOption, settings

document_app = typer.Typer(no_args_is_help=True, help="Stories and reports as documents.")
Formats = Annotated[str, typer.Option("--format", help="docx, pdf, html, md, json; several with commas.")]
Language = Annotated[list[str] | None, typer.Option(help="Language; repeat for others; default: those of the study.")]
Out = Annotated[Path, typer.Option(help="Folder to write to; made when it is missing.")]
Template = Annotated[
    Path | None, typer.Option(help="A Word template of your own, made from the one of `relato document template`.")
]
NoCitations = Annotated[bool, typer.Option("--no-citations", help="Without the ids of segments in the text.")]
NoFigures = Annotated[bool, typer.Option("--no-figures", help="Without figures.")]


@document_app.command("story")
def document_story(
    change: Annotated[str, typer.Argument(help="Id of the change")],
    study: StudyOption = "",
    formats: Formats = "docx",
    language: Language = None,
    out: Out = Path("documents"),
    template: Template = None,
    no_citations: NoCitations = False,
    no_figures: NoFigures = False,
    as_json: JsonOption = False,
) -> None:
    """Write a story as it reads now, or its newest draft, as documents."""
    from service.workflows.documents import write_story

    _write(write_story, study, no_figures, as_json, citations=not no_citations, change_id=change, languages=language or (), kinds=_listed(formats), folder=out,
           template=template)  # fmt: skip


@document_app.command("report")
def document_report(
    study: StudyOption = "",
    formats: Formats = "docx",
    language: Language = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Only this part: findings, or the name of an annex; repeat for others.")
    ] = None,
    no_stories: Annotated[bool, typer.Option("--no-stories", help="Without the stories at its end.")] = False,
    out: Out = Path("documents"),
    template: Template = None,
    no_citations: NoCitations = False,
    no_figures: NoFigures = False,
    as_json: JsonOption = False,
) -> None:
    """Write the findings by domain, and the annexes of the report: changes, projects, people, validation, ranking, verification, statistics, limitations, figures."""
    from service.workflows.reports import write_report

    _write(write_report, study, no_figures, as_json, citations=not no_citations, languages=language or (), kinds=_listed(formats), folder=out, only=only or (),
           stories=not no_stories, template=template)  # fmt: skip


@document_app.command("template")
def document_template(
    out: Annotated[Path, typer.Argument(help="File to write to")] = Path("template.docx"),
) -> None:
    """Write the Word template of the house, to change its styles, headers and fixed words."""
    from annotations.documents.house_template import HOUSE
    from service.workflows.work import write_whole

    write_whole(out, lambda file: file.write(HOUSE.read_bytes()))
    typer.echo(out)


def _listed(formats: str) -> list[str]:
    return [one.strip() for one in formats.split(",") if one.strip()]


def _write(verb: Any, study: str, no_figures: bool, as_json: bool, **given: Any) -> None:
    import json

    from service.figures.for_documents import StudyPictures
    from service.running import opened
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        work = Work(chosen, store)
        outcome = verb(work, study_id=study, pictures=None if no_figures else StudyPictures(work, study), **given)
    if as_json:
        typer.echo(json.dumps(outcome, ensure_ascii=False, indent=1))
        return
    for file in outcome["files"]:
        typer.echo(file)
    found = outcome["disclosure"]
    if found["stops"] or found["to_look_at"]:
        typer.echo(
            f"disclosure: {found['stops']} findings forbid to publish, {found['to_look_at']} to look at: `relato disclose` says which",
            err=True,
        )
