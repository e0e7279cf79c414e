"""Commands round the review: how far it is, what comes next and why, and the supervisor's questions."""

import json
from pathlib import Path
from typing import Annotated

import typer

from service.terminal import JsonOption, StudyOption, run, settings

review_app = typer.Typer(no_args_is_help=True, help="The review: how far it is, and what comes next.")
questions_app = typer.Typer(no_args_is_help=True, help="Questions to the supervisor about labels that look wrong.")
LanguageOption = Annotated[str, typer.Option(help="Language of what is shown; default: the study's first.")]


@review_app.command("status")
def review_status(study: StudyOption = "", language: LanguageOption = "", as_json: JsonOption = False) -> None:
    """How far the review is, and how much the suggestions miss, estimated from the random share."""
    from service.reports_review import status_in_words
    from service.running import opened
    from service.workflows import estimating
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        found = estimating.review_status(Work(chosen, store), study_id=study, language=language or "en")
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else status_in_words(found))


@review_app.command("queue")
def review_queue(
    study: StudyOption = "",
    coder: Annotated[str, typer.Option(help="Only what this coder has still to review.")] = "",
    limit: Annotated[int, typer.Option(help="How many.", min=1)] = 20,
    language: LanguageOption = "",
) -> None:
    """The next segments of the present model's queue, each with why it is there."""
    from service.running import opened
    from service.workflows import choosing
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        for place in choosing.queue_in_words(Work(chosen, store), study_id=study, coder_id=coder, language=language, limit=limit):
            typer.echo(f"{place['place'] + 1:>6}  {place['segment']:<16} {place['why']}")


@review_app.command("acts")
def review_acts(
    study: StudyOption = "",
    round_: Annotated[int, typer.Option("--round", help="Only this round; 0: all.", min=0)] = 0,
    language: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """What coders did with suggestions, how long they took, and how far they follow what they are shown."""
    from service.reports_acts import acts_in_words
    from service.running import opened
    from service.workflows import acting
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        found = acting.review_acts(Work(chosen, store), study_id=study, language=language, round_=round_)
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else acts_in_words(found))


@questions_app.command("find")
def questions_find(
    study: StudyOption = "",
    limit: Annotated[int, typer.Option(help="How many may be open at once.", min=1)] = 50,
    seed: Annotated[int, typer.Option(help="Seed of the folds.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Look for reviewed labels that look wrong, and ask about them; no label is changed."""
    run("question", {"study_id": study, "limit": limit, "seed": seed}, as_json)


@questions_app.command("list")
def questions_list(
    study: StudyOption = "",
    everything: Annotated[bool, typer.Option("--all", help="Also those answered or withdrawn.")] = False,
    language: LanguageOption = "",
) -> None:
    """The open questions, the most doubtful first."""
    from annotations.label_questions import in_words
    from service.running import opened
    from service.workflows import questioning
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        states = questioning.STATES if everything else ("open",)
        for q in questioning.listed(Work(chosen, store), study_id=study, states=states, language=language):
            answered = f"  [{q.answer}] {q.note}" if q.answer else ""
            typer.echo(f"{q.id}  {q.segment_id:<16} {in_words(q, language or 'en')}{answered}")


@questions_app.command("sheet")
def questions_sheet(
    path: Annotated[Path, typer.Argument(help="CSV file to write. It holds what people said: keep it where nobody else reads.")],
    study: StudyOption = "",
    language: LanguageOption = "",
) -> None:
    """Write the open questions as a sheet to answer in."""
    from service.running import opened
    from service.workflows import questioning
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        count = questioning.write_sheet(Work(chosen, store), study_id=study, path=path, language=language)
    typer.echo(f"{count} questions in {path}: fill in the answers, then `relato questions answer {path} --by NAME`")


@questions_app.command("answer")
def questions_answer(
    path: Annotated[Path, typer.Argument(help="The sheet with answers")],
    by: Annotated[str, typer.Option(help="Who answers.")],
    study: StudyOption = "",
) -> None:
    """Take in the answers; all or none."""
    from service.running import opened
    from service.workflows import questioning
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        count = questioning.answer(Work(chosen, store), study_id=study, path=path.resolve(), by=by)
    typer.echo(f"{count} answers kept")
