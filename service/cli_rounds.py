"""Commands round the rounds: what a round would be, open and close it, put segments before the supervisor, what ever happened."""

import json
from typing import Annotated, Any

import typer

from service.terminal import JsonOption, StudyOption, settings

round_app = typer.Typer(no_args_is_help=True, help="Rounds of review: who codes what, and what the supervisor decides.")
RoundArgument = Annotated[int, typer.Argument(help="Number of the round.", min=1)]
RoundOption = Annotated[int, typer.Option("--round", help="Number of the round; default: the open one.", min=0)]


@round_app.command("plan")
def round_plan(round_: RoundArgument, study: StudyOption = "", as_json: JsonOption = False) -> None:
    """Show what opening the round would do: who codes what, how many tasks, which projects and accounts. Nothing is done."""
    from service.reports_rounds import plan_in_words
    from service.workflows import rounds

    _tell(rounds.plan_round, plan_in_words, as_json, study_id=study, round_=round_)


@round_app.command("open")
def round_open(round_: RoundArgument, study: StudyOption = "", as_json: JsonOption = False) -> None:
    """Draw who codes what and open the round; `relato send` then sends its tasks."""
    from service.reports_rounds import opened_in_words
    from service.workflows import rounds

    _tell(rounds.open_round, opened_in_words, as_json, study_id=study, round_=round_)


@round_app.command("close")
def round_close(
    round_: RoundArgument,
    study: StudyOption = "",
    unfinished: Annotated[bool, typer.Option("--unfinished", help="Also when work is left.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Close a round: nothing of it is sent any more, and the next one can be opened."""
    from service.reports_rounds import closed_in_words
    from service.workflows import rounds

    _tell(rounds.close_round, closed_in_words, as_json, study_id=study, round_=round_, unfinished=unfinished)


@round_app.command("status")
def round_status(study: StudyOption = "", as_json: JsonOption = False) -> None:
    """How far every round is, and how the codings of its segments stand."""
    from service.reports_rounds import status_in_words
    from service.workflows import rounds

    _tell(rounds.round_status, status_in_words, as_json, study_id=study)


@round_app.command("revise")
def round_revise(
    study: StudyOption = "",
    round_: RoundOption = 0,
    flagged: Annotated[bool, typer.Option(help="What coders flagged for the supervisor.")] = True,
    asked: Annotated[bool, typer.Option(help="What open questions about labels ask.")] = True,
    drawn: Annotated[bool, typer.Option(help="The share that is drawn anyway.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Put segments before the supervisor that coders flagged, that are asked about, or that are drawn."""
    from service.reports_rounds import decisions_in_words
    from service.workflows import deciding

    wanted = {"flagged": flagged, "asked": asked, "drawn": drawn}
    _tell(deciding.revise, decisions_in_words, as_json, study_id=study, round_=round_, **wanted)


@round_app.command("adjudicate")
def round_adjudicate(study: StudyOption = "", round_: RoundOption = 0, as_json: JsonOption = False) -> None:
    """Put the segments before the supervisor that several people coded differently."""
    from service.reports_rounds import decisions_in_words
    from service.workflows import deciding

    _tell(deciding.adjudicate, decisions_in_words, as_json, study_id=study, round_=round_)


@round_app.command("history")
def round_history(
    segment: Annotated[str, typer.Argument(help="Id of a segment, such as S1.004.")],
    study: StudyOption = "",
    language: Annotated[str, typer.Option(help="Language of what is shown; default: the study's first.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Also suggestions that nobody touched.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Everything that ever happened to a segment's codings, with reasons, and what stands."""
    from service.reports_rounds import history_in_words
    from service.workflows import histories

    wanted = {"segment_id": segment, "language": language, "everything": everything}
    _tell(histories.history, history_in_words, as_json, study_id=study, **wanted)


def _tell(verb: Any, in_words: Any, as_json: bool, **params: Any) -> None:
    from service.running import opened
    from service.workflows.work import Work

    chosen = settings()
    with opened(chosen) as (store, _):
        found = verb(Work(chosen, store), **params)
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else in_words(found))
