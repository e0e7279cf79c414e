"""Commands round validation: who is asked, what is put to them, what they answer, and verification by third parties."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli_answers import answers_of, said_of
from service.terminal import JsonOption, StudyOption, at_work, signed_in

validate_app = typer.Typer(no_args_is_help=True, help="Validation: are the stories right, and which change matters most.")
By = Annotated[str, typer.Option(help="Who does it; default: the name under which you are signed in to this machine.")]
Why = Annotated[str, typer.Option("--reason", help="Why, in one sentence; it stays in the log.")]
WhyNot = Annotated[str, typer.Option("--reason", help="Why, if there is something to say.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day on which it was; default: today.")]
Language = Annotated[str, typer.Option(help="Language of the words; default: the study's first.")]
Domain = Annotated[str, typer.Option(help="Id of the domain.")]
ValidatorId = Annotated[str, typer.Argument(help="Id of a validator, as `relato validate people` gives it")]
FormId = Annotated[str, typer.Argument(help="Id of a form, as `relato validate form` gives it")]
Change = Annotated[str, typer.Argument(help="Id of the change")]
Answers = Annotated[
    list[str],
    typer.Argument(
        help="CHANGE=VOTE or CHANGE=VOTE:RANK, such as CH01=A:1 CH02=B:2 CH03=C; equal ranks are ties, no rank: not ranked"
    ),
]


@validate_app.command("draw")
def validate_draw(
    domain: Annotated[
        str, typer.Option(help="Id of the domain; default: each that has no draw yet and a saturated change.")
    ] = "",
    size: Annotated[int | None, typer.Option(help="How many people; default: the study's rule.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the draw; default: the study's.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Draw anew; who has been asked stays.")] = False,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
    as_json: JsonOption = False,
) -> None:
    """Draw by lot whom to ask about a domain. The seed and everybody who could have been drawn are kept.

    Where no change can be put to people nobody is drawn, and it is said why.
    """
    from service.workflows import validation

    values = {"domain": domain, "size": size, "seed": seed, "again": again, "reason": reason}
    made = _done("draw", study, by, **values)
    if as_json:
        _as_json(made)
    else:
        for one in made:
            typer.echo(_reports().draw_line(one))
    if not domain:
        with at_work() as work:
            for left in validation.left_out_of(work, study):
                typer.echo(_reports().left_out_line(left, "en"), err=as_json)


@validate_app.command("add")
def validate_add(
    domain: Domain,
    respondent: Annotated[str, typer.Option(help="Id of a respondent of the study.")] = "",
    category: Annotated[str, typer.Option(help="What they are, where they are no respondent.")] = "",
    occasion: Annotated[str, typer.Option(help="Id of the occasion that they were at; default: added on purpose.")] = "",
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Ask somebody who was not drawn: on purpose, with a reason, or since they were at an occasion."""
    values: dict[str, Any] = {"domain": domain, "respondent_id": respondent, "category": category, "reason": reason}
    made = (
        _done("add_occasion", study, by, occasion=occasion, **values) if occasion else _done("add_purposive", study, by, **values)
    )
    typer.echo(_reports().person_line(made))


@validate_app.command("people")
def validate_people(
    study: StudyOption = "",
    due: Annotated[bool, typer.Option("--due", help="Only those who are to be reminded: a week without an answer.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Everybody who is asked; with --due whom to remind, the longest silent first."""
    from service.workflows import validation

    with at_work() as work:
        found: Any = validation.reminders_due(work, study) if due else validation.people_of(work, study)
    if as_json:
        _as_json(found)
    else:
        for one in found:
            typer.echo(_reports().due_line(one) if due else _reports().person_line(one))


@validate_app.command("contact")
def validate_contact(
    validator: ValidatorId,
    what: Annotated[
        str, typer.Argument(help="invited, reminded, authorisation_asked, authorisation_given, refused, unreachable or no_show")
    ],
    channel: Annotated[str, typer.Option(help="How: telephone, e-mail, a visit …")] = "",
    on: Day = None,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Note that somebody was invited or reminded, or what came of it."""
    values: dict[str, Any] = {
        "validator_id": validator,
        "what": what,
        "channel": channel,
        "on": on and on.date(),
        "reason": reason,
    }
    _done("contact", study, by, **values)
    typer.echo(f"{validator}: {what}")


@validate_app.command("form")
def validate_form(
    domain: Annotated[str, typer.Argument(help="Id of the domain; all forms that there are when left out")] = "",
    occasion: Annotated[str, typer.Option(help="Id of an occasion: what was saturated before its day.")] = "",
    language: Language = "",
    by: By = "",
    study: StudyOption = "",
    as_json: JsonOption = False,
) -> None:
    """Make the form of a domain from the register as it stands, or list the forms."""
    from service.workflows import validation

    if domain:
        found = [_done("make_form", study, by, domain=domain, occasion=occasion)]
    else:
        with at_work() as work:
            found = validation.forms_of(work, study)
    if as_json:
        _as_json(found)
    else:
        for one in found:
            typer.echo(_reports().form_text(one, language or _language(study)))


@validate_app.command("links")
def validate_links(
    form: FormId,
    address: Annotated[str, typer.Option(help="Where this server is reached, such as https://relato.example.org")],
    file: Annotated[Path, typer.Option("--to", help="The CSV file to write.")],
    validator: Annotated[list[str] | None, typer.Option(help="Id of a validator; default: all who have not answered.")] = None,
    days: Annotated[int, typer.Option(help="How long the links are open.", min=1)] = 30,
    by: By = "",
    study: StudyOption = "",
) -> None:
    """New links to a form, one for each validator, as a table to be kept like the roster. Earlier links of theirs are closed."""
    from service.workflows.work import write_whole

    sheet = _done("links_sheet", study, by, form_id=form, base_url=address, validators=validator or (), days=days)
    write_whole(file, lambda open_file: open_file.write(sheet))
    typer.echo(f"{len(sheet.splitlines()) - 1} links in {file}, open for {days} days or until a ballot is sent")


@validate_app.command("paper")
def validate_paper(
    form: FormId,
    file: Annotated[Path, typer.Option("--to", help="The PDF file to write.")],
    validator: Annotated[str, typer.Option(help="Id of the validator that is printed on it; none when left out.")] = "",
    language: Language = "",
    size: Annotated[str, typer.Option(help="a4 or us-letter.")] = "a4",
    study: StudyOption = "",
) -> None:
    """A form to be printed, filled in by hand, and entered with `relato validate enter`."""
    from annotations.validation.paper_form import paper_form
    from service.storage import studies
    from service.workflows import validation
    from service.workflows.work import write_whole

    with at_work() as work:
        made = validation.form(work, study, form)
        with work.store.read() as tx:
            known = studies.study(tx, study)
    pdf = paper_form(made, known, language or known.languages[0], code=validator, paper=size)
    write_whole(file, lambda open_file: open_file.write(pdf))
    typer.echo(f"{form} in {file}")


@validate_app.command("enter")
def validate_enter(
    form: FormId,
    answers: Answers,
    validator: Annotated[list[str], typer.Option(help="Id of the validator; several who answered together: repeat.")],
    mode: Annotated[str, typer.Option(help="telephone, visit (in person), workshop or paper.")],
    comment: Annotated[list[str] | None, typer.Option(help="CHANGE=WORDS: what is to be added or corrected; repeat.")] = None,
    because: Annotated[list[str] | None, typer.Option(help="CHANGE=WORDS: why it has its rank; repeat.")] = None,
    people: Annotated[int, typer.Option(help="How many answered together, when not all are named.", min=0)] = 0,
    language: Annotated[str, typer.Option(help="Language in which it was read; default: the study's first.")] = "",
    on: Day = None,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Enter a ballot that was given by telephone, in person, in a workshop or on paper."""
    values: dict[str, Any] = {"form_id": form, "validators": validator, "mode": mode, "people": people, "reason": reason}
    values |= {"answers": answers_of(answers, comment, because), "on": on and on.date(), "language": language or _language(study)}
    made = _done("enter", study, by, **values)
    typer.echo(_reports().ballot_line(made, "sent"))
    for line in _reports().remark_lines(made):
        typer.echo(line)


@validate_app.command("ballots")
def validate_ballots(study: StudyOption = "", as_json: JsonOption = False) -> None:
    """Every ballot: open, sent or void."""
    from service.workflows import validation

    with at_work() as work:
        found = validation.ballots_of(work, study)
    if as_json:
        _as_json(found)
    else:
        for one in found:
            typer.echo(_reports().ballot_line(one.ballot, one.state))


@validate_app.command("void")
def validate_void(
    ballot: Annotated[str, typer.Argument(help="Id of the ballot")], reason: Why, by: By = "", study: StudyOption = ""
) -> None:
    """Say that a ballot does not count. It stays readable, and its validators can answer again."""
    made = _done("void", study, by, ballot_id=ballot, reason=reason)
    typer.echo(_reports().ballot_line(made, "void"))


@validate_app.command("correct")
def validate_correct(
    ballot: Annotated[str, typer.Argument(help="Id of the ballot; all corrections when left out")] = "",
    change: Annotated[str, typer.Argument(help="Id of the change that it comments")] = "",
    outcome: Annotated[
        str, typer.Option(help="open (to be looked into), accepted (put right) or rejected; the last two with --reason.")
    ] = "open",
    text: Annotated[str, typer.Option(help="What is wrong, in your own words and without names; default: as before.")] = "",
    story: Annotated[int, typer.Option(help="Version of the story that holds it; default: the newest.", min=0)] = 0,
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
    language: Language = "",
    as_json: JsonOption = False,
) -> None:
    """Take up what a ballot says is wrong as a factual correction, with what came of it; or list all corrections."""
    from service.workflows import validation

    if ballot:
        values: dict[str, Any] = {"ballot_id": ballot, "change_id": change, "outcome": outcome, "text": text, "story": story}
        _done("correct", study, by, reason=reason, **values)
    with at_work() as work:
        if as_json:
            _as_json(validation.corrections_of(work, study, change_id=change, ballot_id=ballot))
        else:
            table = validation.corrections_table(work, study, language or _language(study))
            typer.echo(_reports().table_text(table, first=change))


@validate_app.command("responses")
def validate_responses(
    study: StudyOption = "",
    votes: Annotated[bool, typer.Option("--votes", help="The votes A, B and C on each change instead.")] = False,
    limits: Annotated[bool, typer.Option("--limits", help="What limits the findings instead, in sentences.")] = False,
    language: Language = "",
    as_json: JsonOption = False,
) -> None:
    """Who answered, over those who were drawn, by domain and mode."""
    from annotations.validation.limitation_words import sentence
    from service.storage import studies
    from service.workflows import validation

    with at_work() as work:
        with work.store.read() as tx:
            known = studies.study(tx, study)
        spoken = language or known.languages[0]
        if limits:
            facts = validation.facts_for_limitations(work, study)
            if as_json:
                _as_json(facts)
            else:
                typer.echo("\n".join(sentence(one, known, spoken) for one in facts))
            return
        if as_json:
            _as_json(validation.votes(work, study) if votes else validation.responses(work, study))
            return
        table = validation.votes_table if votes else validation.response_table
        typer.echo(_reports().table_text(table(work, study, spoken)))


@validate_app.command("verify")
def validate_verify(
    change: Annotated[str, typer.Argument(help="Id of the change; how all stand when left out")] = "",
    decision: Annotated[
        str,
        typer.Option(
            help="cannot_validate (it leaves the ranking), can_be_validated (takes that back), needed or not_required; with --reason."
        ),
    ] = "",
    verifier: Annotated[str, typer.Option(help="Who verified, by what they are.")] = "",
    independence: Annotated[str, typer.Option(help="How it is known that they took no part in the study.")] = "",
    answer: Annotated[list[str] | None, typer.Option(help="QUESTION=full, partial or none; repeat. See --questions.")] = None,
    comment: Annotated[list[str] | None, typer.Option(help="QUESTION=WORDS; repeat.")] = None,
    mode: Annotated[str, typer.Option(help="How they were asked.")] = "",
    questions: Annotated[bool, typer.Option("--questions", help="Print what a verifier is asked.")] = False,
    language: Language = "",
    reason: WhyNot = "",
    by: By = "",
    study: StudyOption = "",
    as_json: JsonOption = False,
) -> None:
    """Verification by a third party: decide whether it is needed, enter what a verifier said, or see how every change stands."""
    from service.workflows import validation

    spoken = language or _language(study)
    if questions:
        with at_work() as work:
            for one in validation.questions_of(work, study):
                typer.echo(_reports().question_line(one, spoken))
        return
    if decision:
        _decide(study, by, change, decision, reason)
    elif answer or verifier:
        said = said_of(answer, comment)
        values = {"verifier": verifier, "independence": independence, "answers": said, "mode": mode, "language": spoken}
        _done("verify", study, by, change_id=change, **values)
    with at_work() as work:
        if as_json:
            _as_json([one for one in validation.verifications_of(work, study) if not change or one.change_id == change])
        else:
            typer.echo(_reports().table_text(validation.verification_table(work, study, spoken), first=change))


def _decide(study: str, by: str, change: str, decision: str, reason: str) -> None:
    if decision in ("cannot_validate", "can_be_validated"):
        _done(decision, study, by, change_id=change, reason=reason)
    else:
        _done("decide_verification", study, by, change_id=change, state=decision, reason=reason)


def _done(verb: str, study: str, by: str, **values: Any) -> Any:
    from service.workflows import validation

    with at_work() as work:
        return getattr(validation, verb)(work, study_id=study, by=by or signed_in(), **values)


def _language(study: str) -> str:
    from service.storage import studies

    with at_work() as work, work.store.read() as tx:
        return studies.study(tx, study).languages[0]


def _as_json(found: Any) -> None:
    from pydantic_core import to_jsonable_python

    typer.echo(json.dumps(to_jsonable_python(found), ensure_ascii=False, indent=1))


def _reports() -> Any:
    from service import reports_validation

    return reports_validation
