"""Commands round proposed changes; they stand beside those of the register, under `relato changes`."""

import json
from typing import Annotated

import typer

from service.terminal import JsonOption, StudyOption, at_work, run, signed_in, words_by_language

candidates_app = typer.Typer(no_args_is_help=True)
CandidateArgument = Annotated[str, typer.Argument(metavar="CANDIDATE", help="Id of the candidate, such as K001.")]
By = Annotated[str, typer.Option(help="Who does it; default: the name under which you are signed in to this machine.")]
Reason = Annotated[str, typer.Option(help="Why, in one sentence; it stays with the candidate.")]


@candidates_app.command("propose")
def changes_propose(
    study: StudyOption = "",
    suggested: Annotated[bool, typer.Option("--suggested", help="Also from segments that only the model has looked at.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Propose changes: groups of segments that report one and that no change of the register has. Nothing enters the register."""
    run("propose", {"study_id": study, "suggested": suggested}, as_json)


@candidates_app.command("candidates")
def changes_candidates(
    study: StudyOption = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Also those that were decided about, and what one session says.")
    ] = False,
    language: Annotated[str, typer.Option(help="Language of names; default: the study's first.")] = "",
    as_json: JsonOption = False,
) -> None:
    """What was proposed and waits for a decision: what of several sessions, first; what denies it beside it."""
    from service.reports_candidates import as_dict, in_words
    from service.storage import studies
    from service.workflows import deciding_candidates

    with at_work() as work:
        found = deciding_candidates.proposed(work, study_id=study, everything=everything)
        with work.store.read() as tx:
            known = studies.study(tx, study)
            frame = studies.frame(tx, known.id)
    if as_json:
        typer.echo(json.dumps([as_dict(kept) for kept in found], ensure_ascii=False, indent=1))
    else:
        typer.echo(in_words(found, known, frame, language or known.languages[0], everything=everything))


@candidates_app.command("enter-candidate")
def changes_enter_candidate(
    candidate: CandidateArgument,
    study: StudyOption = "",
    by: By = "",
    reason: Reason = "",
    into: Annotated[str, typer.Option(help="Join it to this change; default: a new one.")] = "",
    against: Annotated[bool, typer.Option("--against", help="Its segments deny the change.")] = False,
    without: Annotated[list[str] | None, typer.Option(help="Id of a segment that does not belong to it; repeat.")] = None,
    change_id: Annotated[str, typer.Option("--id", help="Id of the new change; default: the next one.")] = "",
    title: Annotated[list[str] | None, typer.Option(help="Title, LANGUAGE=WORDS; repeat. Default: the candidate's.")] = None,
    statement: Annotated[list[str] | None, typer.Option(help="Statement, LANGUAGE=WORDS; repeat.")] = None,
    domain: Annotated[str, typer.Option(help="Id of the domain; default: the candidate's.")] = "",
    kind: Annotated[str, typer.Option(help="change, no_change or unintended.")] = "change",
) -> None:
    """Enter a candidate in the register, as a change of its own or joined to one, with its segments."""
    from service.workflows import deciding_candidates

    with at_work() as work:
        entry = deciding_candidates.enter_candidate(
            work,
            study_id=study,
            by=by or signed_in(),
            candidate_id=candidate,
            reason=reason,
            into=into,
            stance="against" if against else "for",
            without=without or (),
            change_id=change_id,
            title=words_by_language(title),
            statement=words_by_language(statement),
            domain=domain,
            kind=kind,
        )
    typer.echo(f"{candidate}: {'joined to' if into else 'entered as'} {entry.change.id}")


@candidates_app.command("dismiss")
def changes_dismiss(candidate: CandidateArgument, reason: Reason, study: StudyOption = "", by: By = "") -> None:
    """Say that a candidate is no change; it is not proposed again while it shares half of its segments."""
    _decide("dismiss", candidate, study, by, reason)


@candidates_app.command("reopen-candidate")
def changes_reopen_candidate(candidate: CandidateArgument, reason: Reason, study: StudyOption = "", by: By = "") -> None:
    """Take a dismissal back."""
    _decide("reopen_candidate", candidate, study, by, reason)


def _decide(verb: str, candidate: str, study: str, by: str, reason: str) -> None:
    from service.workflows import deciding_candidates

    with at_work() as work:
        kept = getattr(deciding_candidates, verb)(
            work, study_id=study, by=by or signed_in(), candidate_id=candidate, reason=reason
        )
    typer.echo(f"{candidate}: {kept.state}")
