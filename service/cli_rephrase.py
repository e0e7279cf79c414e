"""Commands round the wordings of a language model. They stand among those of stories."""

from typing import Annotated

import typer

from service.terminal import JsonOption, StudyOption, at_work, run, signed_in

rephrase_app = typer.Typer()
Change = Annotated[str, typer.Argument(help="Id of the change")]
By = Annotated[str, typer.Option(help="Who does it; default: the name under which you are signed in to this machine.")]


@rephrase_app.command("rephrase")
def story_rephrase(
    change: Change,
    language: Annotated[str, typer.Option(help="Language of the sentences: one that can be checked (es, en).")],
    by: By = "",
    study: StudyOption = "",
    as_json: JsonOption = False,
) -> None:
    """Have the language model of the settings word the sentences of a story anew. What passes the checks is proposed; nothing is changed."""
    run("rephrase", {"study_id": study, "change_id": change, "language": language, "by": by or signed_in()}, as_json)


@rephrase_app.command("wordings")
def story_wordings(change: Change, study: StudyOption = "") -> None:
    """What the language model proposes for the story as it reads now."""
    from service.workflows.rephrasing import wordings

    with at_work() as work:
        found = wordings(work, study, change)
    for one in found:
        typer.echo(f"{one.number}  {one.block} {one.language} ({one.model})\n  - {one.sentence}\n  + {one.proposed}")
    if not found:
        typer.echo("no wordings are proposed; `relato story rephrase` asks for some")


@rephrase_app.command("take-wording")
def story_take_wording(
    change: Change, number: Annotated[int, typer.Argument(help="Its number in `relato story wordings`")], by: By = "",
    reason: Annotated[str, typer.Option(help="Why, if there is something to say.")] = "", study: StudyOption = "",
) -> None:  # fmt: skip
    """Put a proposed wording into the story."""
    from service.workflows.rephrasing import take_wording

    with at_work() as work:
        made = take_wording(work, study_id=study, change_id=change, by=by or signed_in(), number=number, reason=reason)
    typer.echo(f"{change} v{made.number}")
