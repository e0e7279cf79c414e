"""Commands round the texts of stories: people edit and compare them. Who does it and why stays with each."""

from typing import Annotated, Any

import typer

from service.terminal import JsonOption, StudyOption, at_work, first_language, print_each, signed_in

story_app = typer.Typer(no_args_is_help=True, help="The texts of stories: edit, compare, comment, pass on, sign.")
Change = Annotated[str, typer.Argument(help="Id of the change")]
Block = Annotated[str, typer.Argument(help="Id of the block, as `relato story show` gives it")]
By = Annotated[str, typer.Option(help="Who does it; default: the name under which you are signed in to this machine.")]
WhyNot = Annotated[str, typer.Option("--reason", help="Why, if there is something to say.")]
Language = Annotated[str, typer.Option(help="Language of what is shown or worded; default: the study's first.")]
On = Annotated[int, typer.Option("--on", help="The version that you have read; default: the newest.", min=0)]
Text = Annotated[list[str] | None, typer.Option(help="LANGUAGE=WORDS; repeat for each language.")]


@story_app.command("list")
def story_list(study: StudyOption = "", language: Language = "", as_json: JsonOption = False) -> None:
    """Every change, with how far its story is."""
    from service.reports_story import line
    from service.workflows import stories

    with at_work() as work:
        print_each(stories.overview(work, study), as_json, lambda one: line(one, language or first_language(work, study)))


@story_app.command("open")
def story_open(change: Change, by: By = "", study: StudyOption = "") -> None:
    """Begin the text of a story from its newest draft."""
    _version("open_text", study, change, by)


@story_app.command("show")
def story_show(
    change: Change,
    version: Annotated[int, typer.Option(help="A version; default: the newest.", min=0)] = 0,
    study: StudyOption = "",
    language: Language = "",
    as_json: JsonOption = False,
) -> None:
    """A story as it reads now, who has it, and what has to be done before it can be signed."""
    from service.reports_story import in_full
    from service.workflows import stories

    with at_work() as work:
        language = language or first_language(work, study)
        if version:
            from annotations.stories.telling import worded

            found = stories.version(work, study, change, version)
            lines = [f"{block.id:<5} {worded(block, language)}" for block in found.text.blocks]
            print_each([found], as_json, lambda _: "\n".join(lines))
        else:
            print_each([stories.current(work, study, change)], as_json, lambda one: in_full(one, language))


@story_app.command("edit")
def story_edit(
    change: Change,
    block: Block,
    text: Annotated[str, typer.Argument(help="The words, with citations such as [S01.006]")],
    language: Language = "",
    own: Annotated[bool | None, typer.Option("--own/--cited", help="It is your own judgement, that cites nothing.")] = None,
    on: On = 0,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Word a block anew in one language."""
    _version("edit_block", study, change, by, reason, on, language=language, block_id=block, text=text, own=own)


@story_app.command("add")
def story_add(
    change: Change,
    section: Annotated[str, typer.Argument(help="Id of the section")],
    text: Text = None,
    after: Annotated[str, typer.Option(help="Id of the block before it; default: none, it is the first.")] = "",
    kind: Annotated[str, typer.Option(help="sentence, quote or gap.")] = "sentence",
    segment: Annotated[str, typer.Option(help="Id of the segment that is quoted.")] = "",
    start: Annotated[int, typer.Option(help="First character of the quote, from 0.", min=0)] = 0,
    end: Annotated[int, typer.Option(help="The one after its last; default: to the end of the segment.", min=0)] = 0,
    words: Annotated[str, typer.Option(help="The words of the segment that are quoted, to the letter; default: all of it.")] = "",
    own: Annotated[bool, typer.Option("--own", help="It is your own judgement, that cites nothing.")] = False,
    on: On = 0,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Put in a sentence, a quote or a gap."""
    from annotations.errors import BadInput

    if kind not in ("sentence", "quote", "gap"):
        raise BadInput(f"{kind!r} is no kind of block", remedy="say sentence, quote or gap")
    pairs = [one.partition("=") for one in text or ()]
    if wrong := [language for language, equals, _ in pairs if not equals]:
        raise BadInput(
            f"{wrong[0]!r} is in no language", remedy="write the language before the words, such as en=They read it out"
        )
    place = {"section_id": section, "after": after, "kind": kind}
    given = {**place, "segment": segment, "start": start, "end": end, "words": words, "own": own}
    _version("add_block", study, change, by, reason, on, texts={k.strip(): v for k, _, v in pairs}, **given)


@story_app.command("remove")
def story_remove(change: Change, block: Block, on: On = 0, reason: WhyNot = "", by: By = "", study: StudyOption = "") -> None:
    """Take a block out; earlier versions keep it."""
    _version("remove_block", study, change, by, reason, on, block_id=block)


@story_app.command("move")
def story_move(
    change: Change,
    block: Block,
    section: Annotated[str, typer.Argument(help="Id of the section")],
    after: Annotated[str, typer.Option(help="Id of the block before it; default: none, it is the first.")] = "",
    on: On = 0,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Put a block somewhere else."""
    _version("move_block", study, change, by, reason, on, block_id=block, section_id=section, after=after)


@story_app.command("versions")
def story_versions(change: Change, study: StudyOption = "", as_json: JsonOption = False) -> None:
    """Who made which version when, and why."""
    from service.reports_story import version_line
    from service.workflows import stories

    with at_work() as work:
        print_each(stories.versions(work, study, change), as_json, version_line)


@story_app.command("history")
def story_history(change: Change, study: StudyOption = "", language: Language = "", as_json: JsonOption = False) -> None:
    """Who did what to the story when, and why."""
    from service.reports_story import act_line
    from service.workflows import stories

    with at_work() as work:
        language = language or first_language(work, study)
        print_each(stories.history(work, study, change), as_json, lambda act: act_line(act, language))


@story_app.command("diff")
def story_diff(
    change: Change,
    a: Annotated[int, typer.Argument(help="A version")],
    b: Annotated[int, typer.Argument(help="A later one; default: the newest")] = 0,
    study: StudyOption = "",
    language: Language = "",
    as_json: JsonOption = False,
) -> None:
    """What is other between two versions, block by block and word by word."""
    from service.reports_story import difference_lines
    from service.workflows import stories

    with at_work() as work:
        language = language or first_language(work, study)
        b = b or stories.current(work, study, change).version.number
        found = stories.difference(work, study, change, a, b)
        print_each(found, as_json, lambda one: "\n".join(difference_lines([one], language)))


@story_app.command("take")
def story_take(
    change: Change,
    parts: Annotated[list[str] | None, typer.Argument(help="Keys of parts; without any, what is proposed is shown")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All but what a person worded.")] = False,
    leave: Annotated[bool, typer.Option("--leave", help="These parts are not wanted.")] = False,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
    language: Language = "",
    as_json: JsonOption = False,
) -> None:
    """What a newer draft, or the register, would change; take or leave parts of it."""
    from service.reports_story import proposal_lines
    from service.workflows import stories

    with at_work() as work:
        offered = stories.proposal(work, study, change)
        wanted = parts or ([part.key for part in offered.parts if not part.persons] if everything and offered else [])
        if not wanted:
            language = language or first_language(work, study)
            print_each([offered] if offered else [], as_json, lambda one: "\n".join(proposal_lines(one, language)))
            return
        verb = stories.leave if leave else stories.take
        made = verb(work, study_id=study, change_id=change, by=by or signed_in(), parts=wanted, reason=reason)
    typer.echo(f"{change} v{made.number if isinstance(made, stories.StoryVersion) else made.version.number}")


def _version(verb: str, study: str, change: str, by: str, reason: str = "", on: int = 0, **values: Any) -> None:
    """Do it, and print the version that came of it."""
    from service.workflows import stories

    with at_work() as work:
        if "language" in values:
            values["language"] = values["language"] or first_language(work, study)
        if verb != "open_text":
            values |= {"based_on": on or stories.current(work, study, change).version.number, "reason": reason}
        made = getattr(stories, verb)(work, study_id=study, change_id=change, by=by or signed_in(), **values)
    typer.echo(f"{change} v{made.number}")
