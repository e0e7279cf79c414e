"""Commands round the register of changes: what is in it, and every act on it with who does it and why."""

import json
from typing import Annotated, Any

import typer

from service.terminal import JsonOption, StudyOption, at_work, signed_in, words_by_language

changes_app = typer.Typer(no_args_is_help=True, help="The register of changes.")
Change = Annotated[str, typer.Argument(help="Id of the change")]
Segments = Annotated[list[str], typer.Argument(help="Ids of segments")]
By = Annotated[str, typer.Option(help="Who does it; default: the name under which you are signed in to this machine.")]
Why = Annotated[str, typer.Option("--reason", help="Why, in one sentence; it stays in the register.")]
WhyNot = Annotated[str, typer.Option("--reason", help="Why, if there is something to say.")]
Title = Annotated[list[str] | None, typer.Option(help="Title, LANGUAGE=WORDS; repeat for each language.")]
Statement = Annotated[list[str] | None, typer.Option(help="Statement, LANGUAGE=WORDS; repeat for each language.")]
Kind = Annotated[str | None, typer.Option(help="change, no_change or unintended.")]
Domain = Annotated[str | None, typer.Option(help="Id of the domain.")]
Secondary = Annotated[list[str] | None, typer.Option(help="Id of a secondary domain; repeat for others; empty: none.")]
Contributed = Annotated[list[str] | None, typer.Option(help="Id of a project that contributed to it; repeat; empty: none.")]
Addressed = Annotated[list[str] | None, typer.Option(help="Id of a project that works on its theme; repeat; empty: none.")]
Priority = Annotated[list[str] | None, typer.Option(help="Code of the priorities that it belongs to; repeat; empty: none.")]
Language = Annotated[str, typer.Option(help="Language of the words; default: the study's first.")]


@changes_app.command("list")
def changes_list(
    study: StudyOption = "",
    everything: Annotated[bool, typer.Option("--all", help="Also what was dropped and merged.")] = False,
    language: Language = "",
    as_json: JsonOption = False,
) -> None:
    """The changes of the register."""
    from service.reports_changes import line
    from service.workflows import changes

    with at_work() as work:
        known, register, silent = changes.register_shown(work, study_id=study)
    entries = [entry for entry in register.entries.values() if everything or entry.is_current]
    if as_json:
        typer.echo(json.dumps([changes.told(entry, register, silent) for entry in entries], ensure_ascii=False, indent=1))
    else:
        for entry in entries:
            typer.echo(line(entry, language or known.languages[0]))
        if not entries:
            typer.echo("no changes; `relato changes enter` enters one, `relato changes propose` looks for some")


@changes_app.command("show")
def changes_show(change: Change, study: StudyOption = "", language: Language = "", as_json: JsonOption = False) -> None:
    """One change: its wording then and now, what it belongs to, what people linked, counted and entered of it."""
    from service.reports_changes import in_full
    from service.workflows import changes
    from service.workflows.change_checks import entry

    with at_work() as work:
        known, register, silent = changes.register_shown(work, study_id=study)
    found = entry(register, change)
    if as_json:
        typer.echo(json.dumps(changes.told(found, register, silent), ensure_ascii=False, indent=1))
    else:
        typer.echo(in_full(found, register, language or known.languages[0], silent))


@changes_app.command("history")
def changes_history(
    change: Annotated[str, typer.Argument(help="Id of the change; all when left out")] = "",
    study: StudyOption = "",
    language: Language = "",
    as_json: JsonOption = False,
) -> None:
    """Who did what to the register when, and why."""
    from service.reports_changes import act_as_dict, act_line
    from service.storage import changes, studies
    from service.workflows.change_checks import entry

    with at_work() as work, work.store.read() as tx:
        known = studies.study(tx, study)
        acts = entry(changes.register(tx, known.id), change).acts if change else changes.acts(tx, known.id)
    if as_json:
        typer.echo(json.dumps([act_as_dict(act) for act in acts], ensure_ascii=False, indent=1))
    else:
        for act in acts:
            typer.echo(act_line(act, language or known.languages[0]))


@changes_app.command("enter")
def changes_enter(
    domain: Annotated[str, typer.Option(help="Id of the domain.")],
    title: Annotated[list[str], typer.Option(help="Title, LANGUAGE=WORDS; repeat for each language.")],
    statement: Annotated[list[str], typer.Option(help="Statement, LANGUAGE=WORDS; repeat for each language.")],
    change: Annotated[str, typer.Option("--id", help="Its id; default: the next one.")] = "",
    kind: Annotated[str, typer.Option(help="change, no_change or unintended.")] = "change",
    secondary: Secondary = None,
    contributed: Contributed = None,
    addressed: Addressed = None,
    priority: Priority = None,
    segment: Annotated[list[str] | None, typer.Option(help="Id of a segment that reports it; repeat for others.")] = None,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Enter a change: a candidate, until somebody decides."""
    given = {"kind": kind, "domain": domain, "secondary_domains": _ids(secondary) or [], "contributed": _ids(contributed) or []}
    given |= {"addressed": _ids(addressed) or [], "priorities": _ids(priority) or []}
    links = {"segments": {one: "for" for one in segment or ()}, "change_id": change}
    _act("enter", study, by, reason, title=words_by_language(title), statement=words_by_language(statement), **given, **links)


@changes_app.command("restate")
def changes_restate(
    change: Change, reason: Why, title: Title = None, statement: Statement = None, by: By = "", study: StudyOption = ""
) -> None:
    """Word a change anew. Earlier wordings stay readable; languages that are not given stay as they are."""
    _act("restate", study, by, reason, change_id=change, title=words_by_language(title), statement=words_by_language(statement))


@changes_app.command("describe")
def changes_describe(
    change: Change,
    kind: Kind = None,
    domain: Domain = None,
    secondary: Secondary = None,
    contributed: Contributed = None,
    addressed: Addressed = None,
    priority: Priority = None,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Set what a change belongs to; what is not given stays."""
    given = {"secondary_domains": _ids(secondary), "contributed": _ids(contributed), "addressed": _ids(addressed)}
    _act("describe", study, by, reason, change_id=change, kind=kind, domain=domain, priorities=_ids(priority), **given)


@changes_app.command("pursue")
def changes_pursue(change: Change, reason: Why, by: By = "", study: StudyOption = "") -> None:
    """Decide that a change is to be written up."""
    _act("pursue", study, by, reason, change_id=change)


@changes_app.command("drop")
def changes_drop(change: Change, reason: Why, by: By = "", study: StudyOption = "") -> None:
    """Decide that a change is not followed any further. What was coded stays."""
    _act("drop", study, by, reason, change_id=change)


@changes_app.command("reopen")
def changes_reopen(change: Change, reason: Why, by: By = "", study: StudyOption = "") -> None:
    """Take back that a change was pursued, dropped or merged."""
    _act("reopen", study, by, reason, change_id=change)


@changes_app.command("merge")
def changes_merge(
    change: Change,
    into: Annotated[str, typer.Argument(help="Id of the change that it is the same as")],
    reason: Why,
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Merge a change into another: what was coded with the one counts for the other."""
    _act("merge", study, by, reason, change_id=change, into=into)


@changes_app.command("split")
def changes_split(
    change: Change,
    segments: Segments,
    reason: Why,
    into: Annotated[str, typer.Option(help="Id of the change that they report; of a new one together with --title.")] = "",
    title: Title = None,
    statement: Statement = None,
    domain: Annotated[str, typer.Option(help="Domain of the new change; default: the same.")] = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Some segments of a change report another one: one that there is (--into), or a new one (--title, --statement)."""
    from service.workflows.changes import Part

    part = Part(tuple(segments), into, words_by_language(title), words_by_language(statement), domain)
    _act("split", study, by, reason, change_id=change, parts=[part])


@changes_app.command("link")
def changes_link(
    change: Change,
    segments: Segments,
    reason: Why,
    against: Annotated[bool, typer.Option("--against", help="They deny it.")] = False,
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Say that segments report a change, or deny it: as if all coders of the session had said so."""
    _act("link", study, by, reason, change_id=change, segments=dict.fromkeys(segments, "against" if against else "for"))


@changes_app.command("unlink")
def changes_unlink(change: Change, segments: Segments, reason: Why, by: By = "", study: StudyOption = "") -> None:
    """Say that segments have nothing to do with a change, whatever coders chose."""
    _act("unlink", study, by, reason, change_id=change, segments=segments)


@changes_app.command("cite-priority")
def changes_cite_priority(
    change: Change,
    priority: Annotated[str, typer.Argument(help="Code of a priority that the change belongs to")],
    reason: Why,
    segments: Annotated[list[str] | None, typer.Argument(help="Ids of segments of its evidence; none: take them back")] = None,
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Cite passages that say that a change serves a priority, instead of those before."""
    _act("cite_priority", study, by, reason, change_id=change, priority=priority, segments=segments or [])


@changes_app.command("priorities")
def changes_priorities(study: StudyOption = "", language: Language = "", as_json: JsonOption = False) -> None:
    """Which changes serve each priority, and which have none: those that projects pursue, then those that nobody does."""
    from dataclasses import asdict

    from service.reports_changes import priority_line
    from service.workflows.priorities import priorities

    with at_work() as work:
        known, frame, found = priorities(work, study_id=study)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        typer.echo(priority_line(one, frame, language or known.languages[0]))
    if not found:
        typer.echo("no priorities; `priorities_family` of the study names the family of codes that holds them")


@changes_app.command("count")
def changes_count(
    change: Change,
    session: Annotated[str, typer.Argument(help="Id of the session")],
    counts: Annotated[str, typer.Argument(help="yes, no, or rule: as the study's rule says again")],
    reason: Why,
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Say that a session counts for a change or does not, whatever the rule says."""
    from annotations.errors import BadInput

    said = {"yes": True, "no": False, "rule": None}
    if counts not in said:
        raise BadInput(f"{counts!r} is none of the three", remedy="say yes, no or rule")
    _act("count", study, by, reason, change_id=change, session=session, counts=said[counts])


@changes_app.command("element")
def changes_element(
    change: Change,
    session: Annotated[str, typer.Argument(help="Id of the session")],
    element: Annotated[str, typer.Argument(help="who, what, when, where, why or contribution")],
    value: Annotated[str, typer.Argument(help="What the session says of it")],
    order: Annotated[int, typer.Option(help="Of a contribution: which came first, from 1.", min=0)] = 0,
    segment: Annotated[list[str] | None, typer.Option(help="Id of a segment that says it; repeat for others.")] = None,
    replaces: Annotated[str, typer.Option(help="Id of the one that it is entered in the place of.")] = "",
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Enter what a session says of one element of a change."""
    said = {"session": session, "element": element, "value": value, "order": order, "segments": segment or []}
    _act("report_element", study, by, reason, change_id=change, element_id=replaces, **said)


@changes_app.command("element-remove")
def changes_element_remove(
    change: Change,
    element: Annotated[str, typer.Argument(help="Its id, as `relato changes show` gives it")],
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Take back what was entered of an element of a change."""
    _act("remove_element", study, by, reason, change_id=change, element_id=element)


def _act(verb: str, study: str, by: str, reason: str, **values: Any) -> None:
    """Do it, and print how the change stands after it."""
    from service.reports_changes import line
    from service.storage import studies
    from service.workflows import changes

    with at_work() as work:
        made = getattr(changes, verb)(work, study_id=study, by=by or signed_in(), reason=reason, **values)
        with work.store.read() as tx:
            language = studies.study(tx, study).languages[0]
    for entry in made if isinstance(made, list) else [made]:
        typer.echo(line(entry, language))


def _ids(given: list[str] | None) -> list[str] | None:
    """None: not given; one empty id: none."""
    return None if given is None else [one for one in given if one]
