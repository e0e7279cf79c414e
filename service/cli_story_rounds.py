"""Commands round the rounds of a story, beside those round its text: comment, pass on, sign; and the sections of all stories."""

from pathlib import Path
from typing import Annotated, Any

import typer

from service.terminal import JsonOption, StudyOption, at_work, first_language, print_each, signed_in

story_rounds_app = typer.Typer(no_args_is_help=True)
Change = Annotated[str, typer.Argument(help="Id of the change")]
Block = Annotated[str, typer.Argument(help="Id of the block, as `relato story show` gives it")]
By = Annotated[str, typer.Option(help="Who does it; default: the name under which you are signed in to this machine.")]
Why = Annotated[str, typer.Option("--reason", help="Why, in one sentence; it stays with the story.")]
WhyNot = Annotated[str, typer.Option("--reason", help="Why, if there is something to say.")]
Language = Annotated[str, typer.Option(help="Language of what is shown; default: the study's first.")]
Role = Annotated[str, typer.Argument(help="Id of the part, such as editor")]


@story_rounds_app.command("comment")
def story_comment(
    change: Change,
    text: Annotated[str, typer.Argument(help="What you remark; with --resolve, what was made of it")],
    block: Annotated[str, typer.Option(help="Id of the block; default: the whole story.")] = "",
    resolve: Annotated[str, typer.Option(help="Id of the comment that this resolves.")] = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Remark on a story or a block, or say what was made of a comment."""
    from service.workflows import stories

    given = {"study_id": study, "change_id": change, "by": by or signed_in()}
    with at_work() as work:
        if resolve:
            found = stories.resolve_comment(work, **given, comment_id=resolve, resolution=text)
        else:
            found = stories.comment(work, **given, text=text, block=block)
    typer.echo(f"{found.id} {found.block}")


@story_rounds_app.command("assign")
def story_assign(
    change: Change,
    role: Role,
    person: Annotated[str, typer.Argument(help="Who has the part")],
    no_longer: Annotated[bool, typer.Option("--no-longer", help="Take the part back.")] = False,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Give somebody a part in a story; several may have the same."""
    _state("unassign" if no_longer else "assign", study, change, by, reason=reason, role=role, person=person)


@story_rounds_app.command("send")
def story_send(
    change: Change,
    role: Role,
    reason: Why,
    back: Annotated[bool, typer.Option("--back", help="For more work, not for review.")] = False,
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Pass the story on to those who have a part in it."""
    _state("send_back" if back else "send_to", study, change, by, reason=reason, role=role)


@story_rounds_app.command("sign")
def story_sign(
    change: Change,
    role: Role,
    version: Annotated[int, typer.Option(help="The version that you have read.", min=1)],
    checked: Annotated[list[str], typer.Option(help="facts, causal_logic or language; repeat for each.")],
    all_the_same: Annotated[bool, typer.Option("--all-the-same", help="Sign though comments are open.")] = False,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Sign the newest version, saying what of it you have checked."""
    _state("sign", study, change, by, reason=reason, role=role, version=version, checked=checked, all_the_same=all_the_same)


@story_rounds_app.command("flags")
def story_flags(
    change: Change,
    answer: Annotated[str, typer.Option(help="Id of the flag that you answer; --reason says what was made of it.")] = "",
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
    language: Language = "",
    as_json: JsonOption = False,
) -> None:
    """What the story rests on and is no longer as it was; answer a flag."""
    from service.reports_story import flag_lines
    from service.workflows import stories

    with at_work() as work:
        if answer:
            who = by or signed_in()
            stories.answer_flag(work, study_id=study, change_id=change, by=who, flag_id=answer, reason=reason)
        language = language or first_language(work, study)
        found = stories.current(work, study, change).flags
        print_each(found, as_json, lambda one: "\n".join(flag_lines([one], language)))


@story_rounds_app.command("gap")
def story_gap(change: Change, block: Block, reason: Why, by: By = "", study: StudyOption = "") -> None:
    """Say why a gap stays in the story."""
    _state("keep_gap", study, change, by, reason=reason, block_id=block)


@story_rounds_app.command("sections")
def story_sections(
    section: Annotated[str, typer.Option(help="Id of the section, such as contribution.")] = "",
    domain: Annotated[str, typer.Option(help="Id of the domain.")] = "",
    place: Annotated[str, typer.Option(help="A place of those who speak.")] = "",
    project: Annotated[str, typer.Option(help="Id of a project that contributed.")] = "",
    group: Annotated[str, typer.Option(help="Code of a group, or category of respondents.")] = "",
    xlsx: Annotated[Path | None, typer.Option(help="Write a workbook there.")] = None,
    study: StudyOption = "",
    language: Language = "",
    as_json: JsonOption = False,
) -> None:
    """Every section of every story as it reads now, side by side."""
    from annotations.stories.telling import sections_xlsx
    from service.workflows import stories
    from service.workflows.work import write_whole

    with at_work() as work:
        language = language or first_language(work, study)
        chosen = {"section": section, "domain": domain, "place": place, "project": project, "group": group}
        rows = stories.sections(work, study, **chosen, language=language)
    if xlsx is not None:
        made = sections_xlsx(rows, language)
        write_whole(xlsx, lambda file: file.write(made))
        typer.echo(str(xlsx))
        return
    print_each(rows, as_json, lambda row: f"## {row.change_id} · {row.name} (v{row.version})\n{row.text}\n")


def _state(verb: str, study: str, change: str, by: str, **values: Any) -> None:
    """Do it, and print how far the story is after it."""
    from annotations.stories.words import STATES, spoken
    from service.workflows import stories

    with at_work() as work:
        state = getattr(stories, verb)(work, study_id=study, change_id=change, by=by or signed_in(), **values)
        language = first_language(work, study)
    typer.echo(f"{change} v{state.version.number} {STATES[spoken(language)][state.state]} {state.role}".rstrip())
