"""Commands with which people judge a change under a rubric of the study."""

from typing import Annotated

import typer

from service.terminal import JsonOption, StudyOption, at_work, first_language, print_each, signed_in

story_judging_app = typer.Typer(no_args_is_help=True)


@story_judging_app.command("judge")
def story_judge(
    change: Annotated[str, typer.Argument(help="Id of the change")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it stays with the judgement.")],
    rubric: Annotated[str, typer.Option(help="Id of the rubric, as the study has it.")] = "",
    level: Annotated[str, typer.Option(help="Id of the level.")] = "",
    segments: Annotated[list[str] | None, typer.Option(help="Id of a segment that it rests on; repeat for each.")] = None,
    version: Annotated[int, typer.Option(help="The version of the story that you read; default: the newest.", min=0)] = 0,
    take_back: Annotated[str, typer.Option(help="Id of a judgement that is not to count any more.")] = "",
    by: Annotated[str, typer.Option(help="Who does it; default: the name under which you are signed in to this machine.")] = "",
    study: StudyOption = "",
    language: Annotated[str, typer.Option(help="Language of what is shown; default: the study's first.")] = "",
) -> None:
    """Judge a change under a rubric of the study, or take a judgement back."""
    from service.reports_story import judgement_line
    from service.workflows import judging

    with at_work() as work:
        who = {"study_id": study, "change_id": change, "by": by or signed_in(), "reason": reason}
        if take_back:
            made = judging.take_back(work, **who, judgement=take_back)
        else:
            cited = [id_ for one in segments or () for id_ in one.replace(",", " ").split()]
            made = judging.judge(work, **who, rubric=rubric, level=level, segments=cited, version=version)
        typer.echo(judgement_line(made, language or first_language(work, study)))


@story_judging_app.command("judgements")
def story_judgements(
    change: Annotated[str, typer.Argument(help="Id of the change; default: all")] = "",
    study: StudyOption = "",
    language: Annotated[str, typer.Option(help="Language of what is shown; default: the study's first.")] = "",
    as_json: JsonOption = False,
) -> None:
    """What people judged under the rubrics, also what does not stand any more."""
    from service.reports_story import judgement_line
    from service.workflows import judging

    with at_work() as work:
        language = language or first_language(work, study)
        print_each(judging.judgements_of(work, study, change), as_json, lambda one: judgement_line(one, language))
