"""Commands round the ranking: results by domain and group, and the criteria behind them, with suggestions and review."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from service.terminal import JsonOption, StudyOption, at_work, signed_in, words_by_language

ranking_app = typer.Typer(no_args_is_help=True, help="The ranking: which changes matter most, to whom, and why.")
By = Annotated[str, typer.Option(help="Who does it; default: the name under which you are signed in to this machine.")]
WhyNot = Annotated[str, typer.Option("--reason", help="Why, if there is something to say.")]
Language = Annotated[str, typer.Option(help="Language of the words; default: the study's first.")]
Workbook = Annotated[Path | None, typer.Option("--xlsx", help="Also write the tables to this Excel workbook.")]
Domain = Annotated[str, typer.Option(help="Id of a domain; default: all.")]
Ids = Annotated[list[str] | None, typer.Option(help="Id of a criterion; repeat for others.")]
Worded = Annotated[list[str] | None, typer.Option(help="LANGUAGE=WORDS; repeat for each language.")]


@ranking_app.command("show")
def ranking_show(
    study: StudyOption = "",
    language: Language = "",
    unranked: Annotated[
        str,
        typer.Option(
            help="How ballots are read that rank only some: the others come last, or they say nothing of them (silent)."
        ),
    ] = "last",
    xlsx: Workbook = None,
    as_json: JsonOption = False,
) -> None:
    """Where changes stand, by domain and respondent group; who differs; how far ballots agree; and how it was counted."""
    from pydantic import TypeAdapter

    from annotations.ranking.records import Result, Totals
    from service.workflows import ranking

    rule = _rule(unranked)
    with at_work() as work:
        known, found, totals = ranking.results(work, study, unranked=rule)
        tables = ranking.result_tables(work, study, language or known.languages[0], unranked=rule)
    if as_json:
        of_all = {
            "totals": TypeAdapter(Totals).dump_python(totals),
            "results": TypeAdapter(list[Result]).dump_python(list(found)),
        }
        typer.echo(json.dumps(of_all, ensure_ascii=False, indent=1))
    else:
        _tell(tables, "nobody has sent a ballot: `relato validate`")
    _write(xlsx, tables)


@ranking_app.command("criteria")
def ranking_criteria(
    study: StudyOption = "",
    domain: Domain = "",
    frequency: Annotated[bool, typer.Option("--frequency", help="How many ballots name each, instead of a mark.")] = False,
    language: Language = "",
    xlsx: Workbook = None,
) -> None:
    """Why changes are ranked high: criteria by respondent group, as people found them in the reasons."""
    from service.workflows import ranking

    with at_work() as work:
        spoken = language or ranking.results(work, study)[0].languages[0]
        if domain:
            tables = [ranking.criteria_table(work, study, domain, spoken, frequency=frequency)]
        else:
            tables = ranking.criteria_tables(work, study, spoken, frequency=frequency)
    _tell(tables, "no ballot gives a reason")
    _write(xlsx, tables)


@ranking_app.command("reasons")
def ranking_reasons(
    study: StudyOption = "",
    domain: Domain = "",
    undecided: Annotated[bool, typer.Option("--undecided", help="Only those that nobody has looked at.")] = False,
    as_json: JsonOption = False,
) -> None:
    """The reasons on ballots, with the criteria that people found in them and those that are proposed."""
    from pydantic import TypeAdapter

    from service.workflows import criteria

    with at_work() as work:
        found = [one for one in criteria.reasons(work, study, domain) if not (undecided and one.reviewed)]
    if as_json:
        typer.echo(TypeAdapter(list[criteria.ReasonToReview]).dump_json(found, indent=1).decode())
        return
    for one in found:
        said, marks = one.reason, [*one.criteria, *(f"{open.criterion_id}? ({open.score:.2f})" for open in one.open)]
        told = ", ".join(marks) or ("none" if one.reviewed else "-")
        typer.echo(f"{said.ballot_id} {said.change_id} ({said.group}, {said.rank}.) {_on_one_line(said.text)}\n    {told}")


@ranking_app.command("suggest")
def ranking_suggest(study: StudyOption = "", as_json: JsonOption = False) -> None:
    """Propose which criteria each reason names, by likeness of meaning and words. A person decides about every one."""
    from service.workflows import criteria

    with at_work() as work:
        made = criteria.suggest(work, study_id=study)
    said = "{proposals} proposals for {with_proposal} of {reasons} reasons; {open} to decide about".format(**made)
    typer.echo(json.dumps(made, ensure_ascii=False) if as_json else said)


@ranking_app.command("review")
def ranking_review(
    ballot: Annotated[str, typer.Argument(help="Id of the ballot")],
    change: Annotated[str, typer.Argument(help="Id of the change that the reason is about")],
    accept: Ids = None,
    reject: Ids = None,
    add: Ids = None,
    remove: Ids = None,
    none: Annotated[bool, typer.Option("--none", help="The reason names none of the criteria.")] = False,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Decide which criteria a reason names: accept or reject what is proposed, add others, or take a decision back."""
    from annotations.errors import BadInput
    from service.workflows import criteria

    given = {"accept": accept or [], "reject": reject or [], "add": add or [], "remove": remove or []}
    if none == any(given.values()):
        raise BadInput("nothing is decided, or two things", remedy="give criteria, or --none, and not both")
    who = {"study_id": study, "by": by or signed_in(), "ballot_id": ballot, "change_id": change, "why": reason}
    with at_work() as work:
        if none:
            criteria.none(work, **who)
        for verb, ids in given.items():
            for one in ids:
                getattr(criteria, verb)(work, criterion=one, **who)
        found = next(one for one in criteria.reasons(work, study) if one.reason.id == f"{ballot}/{change}")
    typer.echo(f"{ballot} {change}: {', '.join(found.criteria) or 'none'}")


@ranking_app.command("name")
def ranking_name(
    criterion: Annotated[str, typer.Argument(help="Its id")],
    name: Worded = None,
    definition: Worded = None,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Name a criterion that the study does not have: reasons can be coded with it from now on."""
    from service.workflows import criteria

    with at_work() as work:
        made = criteria.name_criterion(
            work, study_id=study, by=by or signed_in(), criterion_id=criterion, name=words_by_language(name), definition=words_by_language(definition),
            why=reason,
        )  # fmt: skip
    typer.echo(f"{made.id}: {next(iter(made.name.values()))}")


@ranking_app.command("enter")
def ranking_enter(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="YAML file with ballots, as examples/agua-y-acuerdos/ballots.yaml")],
    by: By = "",
    study: StudyOption = "",
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Enter ballots that were written down in a file; those that are entered already are left as they are."""
    from service.storage import studies
    from service.workflows.sample_ballots import enter_ballots

    with at_work() as work:
        with work.store.read() as tx:
            study_id = studies.study(tx, study).id
        made = enter_ballots(work, study_id=study_id, file=file, by=by or signed_in())
    said = "{entered} ballots entered, {entered_before} were entered before".format(**made)
    typer.echo(json.dumps(made, ensure_ascii=False) if as_json else said)


def _on_one_line(text: str) -> str:
    """What somebody wrote, without what a terminal would take for a command."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _rule(unranked: str) -> Literal["last", "silent"]:
    from annotations.errors import BadInput

    if unranked == "last":
        return "last"
    if unranked == "silent":
        return "silent"
    raise BadInput(f"{unranked!r} is no way to read what is not ranked", where="--unranked", remedy="use last or silent")


def _tell(tables: Any, otherwise: str) -> None:
    from service.reports_validation import table_text

    typer.echo("\n\n".join(table_text(table) for table in tables) or otherwise)


def _write(xlsx: Path | None, tables: Any) -> None:
    if xlsx is not None:
        from annotations.ranking.sheets import as_xlsx
        from service.workflows.work import write_whole

        written = as_xlsx(tables)
        write_whole(xlsx, lambda file: file.write(written))
        typer.echo(str(xlsx))
