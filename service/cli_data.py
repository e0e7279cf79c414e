"""Commands round statistics: the points, what stands beside which claim, and what the number check says of it."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from service.terminal import JsonOption, StudyOption, at_work, first_language, print_each, signed_in

data_app = typer.Typer(no_args_is_help=True, help="Statistics beside the stories.")
Change = Annotated[str, typer.Argument(help="Id of the change")]
By = Annotated[str, typer.Option(help="Who does it; default: the name under which you are signed in to this machine.")]
Why = Annotated[str, typer.Option("--reason", help="Why, in one sentence; it stays in the log.")]
Language = Annotated[str, typer.Option(help="Language of the words; default: the study's first.")]
Points = Annotated[list[str], typer.Argument(help="Ids of data points, as `relato data list` gives them")]
Block = Annotated[
    str, typer.Option(help="Id of the sentence or quote of the story's text; default: the statement of the change.")
]
Attached = Annotated[str, typer.Argument(help="Id of the attachment, as `relato data attachments` gives it")]
Denominator = Annotated[str, typer.Option(help="Of what it is counted, in words or as a number; a share needs it.")]
Retrieved = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="When it was looked up.")]


@data_app.command("import")
def data_import(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX, a point a row")],
    by: By = "",
    study: StudyOption = "",
    as_json: JsonOption = False,
) -> None:
    """Take data points in, all or none. What is there stays; another value for a point corrects it."""
    from service.workflows import triangulation

    with at_work() as work:
        outcome = triangulation.import_points(work, study_id=study, file=file, by=by or signed_in())
    if as_json:
        typer.echo(json.dumps(outcome, ensure_ascii=False, indent=1))
        return
    typer.echo(
        f"{outcome['points']} points: {len(outcome['added'])} new, {len(outcome['corrected'])} corrected, {outcome['unchanged']} unchanged"
    )
    if outcome["named"]:
        typer.echo(f"  {len(outcome['named'])} with other names in other languages")
    for old, new in outcome["corrected"].items():
        typer.echo(f"  {old} corrected by {new}")
    if outcome["attachments"]:
        typer.echo(f"  ! attachments that rest on corrected data: {', '.join(outcome['attachments'])}")


@data_app.command("list")
def data_list(study: StudyOption = "", language: Language = "", as_json: JsonOption = False) -> None:
    """The data points that count now."""
    from annotations.triangulation.words import point_words
    from service.workflows import triangulation

    with at_work() as work:
        found = triangulation.points(work, study)
        spoken = language or first_language(work, study)
    print_each(found, as_json, lambda one: f"{one.id}  {point_words(one, spoken)}")


@data_app.command("series")
def data_series(study: StudyOption = "", language: Language = "", as_json: JsonOption = False) -> None:
    """The points as series: one indicator, unit and place through time, and what stands in the way of comparing them."""
    from service.workflows import triangulation

    with at_work() as work:
        found = triangulation.series(work, study)
        spoken = language or first_language(work, study)
    print_each(found, as_json, lambda one: _series_line(one, spoken))


@data_app.command("add")
def data_add(
    indicator: Annotated[str, typer.Option(help="What is counted, as the source calls it.")],
    value: Annotated[float, typer.Option(help="The number.")],
    unit: Annotated[str, typer.Option(help="%, households, pesos …")],
    place: Annotated[str, typer.Option(help="Of which place or level it is.")],
    period: Annotated[str, typer.Option(help="2021, 2021-03, 2024-Q1, 2024-S2, 2019/2020.")],
    source: Annotated[str, typer.Option(help="Who published it, and where.")],
    retrieved: Retrieved,
    denominator: Denominator = "",
    caveat: Annotated[str, typer.Option(help="What its reader must know.")] = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Enter one data point."""
    from service.workflows import triangulation

    with at_work() as work:
        made = triangulation.add_point(
            work, study_id=study, by=by or signed_in(), indicator=indicator, value=value, unit=unit, place=place, period=period,
            denominator=denominator, source=source, retrieved=retrieved.date(), caveat=caveat,
        )  # fmt: skip
    typer.echo(made.id)


@data_app.command("correct")
def data_correct(
    point: Annotated[str, typer.Argument(help="Id of the data point")],
    reason: Why,
    value: Annotated[float | None, typer.Option(help="The number.")] = None,
    denominator: Annotated[str | None, typer.Option(help="Of what it is counted.")] = None,
    source: Annotated[str | None, typer.Option(help="Who published it, and where.")] = None,
    caveat: Annotated[str | None, typer.Option(help="What its reader must know.")] = None,
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Put another point in the place of one; what is not given stays. The first one stays readable."""
    from service.workflows import triangulation

    with at_work() as work:
        made = triangulation.correct_point(
            work, study_id=study, by=by or signed_in(), point_id=point, reason=reason, value=value, denominator=denominator,
            source=source, caveat=caveat,
        )  # fmt: skip
    typer.echo(f"{point} corrected by {made.id}")


@data_app.command("remove")
def data_remove(
    point: Annotated[str, typer.Argument(help="Id of the data point")], reason: Why, by: By = "", study: StudyOption = ""
) -> None:
    """Take a data point out: it counts no more."""
    from service.workflows import triangulation

    with at_work() as work:
        triangulation.remove_point(work, study_id=study, by=by or signed_in(), point_id=point, reason=reason)
    typer.echo(f"{point} taken out")


@data_app.command("check")
def data_check(
    change: Change,
    points: Points,
    block: Block = "",
    language: Language = "",
    study: StudyOption = "",
    as_json: JsonOption = False,
) -> None:
    """What the number check says of a claim with these points. It proposes; the verdict is yours."""
    from annotations.triangulation.words import worded
    from service.workflows import triangulation

    with at_work() as work:
        found = triangulation.check(work, study_id=study, change_id=change, points=points, block=block, language=language)
        spoken = language or first_language(work, study)
    print_each(found, as_json, lambda one: f"{one.speaks}: {worded(one, spoken)}")


@data_app.command("attach")
def data_attach(
    change: Change,
    points: Points,
    verdict: Annotated[str, typer.Option(help="supports, context, contradicts or cannot_tell.")],
    reason: Why,
    block: Block = "",
    language: Language = "",
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Put data beside a claim, with a verdict and the reason for it. A contradiction stops the signing until it is answered."""
    from annotations.triangulation.words import worded
    from service.workflows import triangulation

    with at_work() as work:
        made: Any = triangulation.attach(
            work, study_id=study, change_id=change, by=by or signed_in(), points=points, block=block, verdict=verdict,  # type: ignore[arg-type]
            reason=reason, language=language,
        )  # fmt: skip
        found = triangulation.check(work, study_id=study, change_id=change, points=points, block=block, language=language)
        spoken = language or first_language(work, study)
    typer.echo(_line(made, spoken))
    for one in found:
        typer.echo(f"  {one.speaks}: {worded(one, spoken)}")


@data_app.command("attachments")
def data_attachments(
    change: Annotated[str, typer.Argument(help="Id of the change; all when left out")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Also those that were withdrawn.")] = False,
    language: Language = "",
    study: StudyOption = "",
    as_json: JsonOption = False,
) -> None:
    """What stands beside which claim: the verdicts of people, and what the number check proposes."""
    from service.workflows import triangulation

    with at_work() as work:
        found = triangulation.judged(work, study, change, everything=everything)
        spoken = language or first_language(work, study)
    print_each(found, as_json, lambda one: "\n".join(_judged_lines(one, spoken)))


@data_app.command("answer")
def data_answer(
    change: Change,
    attachment: Attached,
    answer: Annotated[str, typer.Argument(help="What was made of the contradiction")],
    by: By = "",
    study: StudyOption = "",
) -> None:
    """Answer a contradiction, so that the story can be signed."""
    from service.workflows import triangulation

    with at_work() as work:
        made = triangulation.answer(
            work, study_id=study, change_id=change, by=by or signed_in(), attachment_id=attachment, answer=answer
        )
        spoken = first_language(work, study)
    typer.echo(_line(made, spoken))


@data_app.command("withdraw")
def data_withdraw(change: Change, attachment: Attached, reason: Why, by: By = "", study: StudyOption = "") -> None:
    """Take an attachment back."""
    from service.workflows import triangulation

    with at_work() as work:
        triangulation.withdraw_attachment(
            work, study_id=study, change_id=change, by=by or signed_in(), attachment_id=attachment, reason=reason
        )
    typer.echo(f"{attachment} withdrawn")


@data_app.command("chart")
def data_chart(
    series: Annotated[str, typer.Argument(help="Id of the series, as `relato data series` gives it")],
    out: Annotated[Path, typer.Option(help="Folder to write to; made when it is missing.")] = Path("figures"),
    attachment: Annotated[str, typer.Option(help="Id of an attachment whose claim is drawn in.")] = "",
    language: Language = "",
    study: StudyOption = "",
) -> None:
    """Write the chart of a series: SVG, PNG, its data as CSV, and its words."""
    from service.figures.series import write_series

    with at_work() as work:
        spoken = language or first_language(work, study)
        typer.echo(write_series(work, study, series, spoken, out, attachment_id=attachment))


def _line(one: Any, language: str) -> str:
    from annotations.triangulation.words import verdict_words

    answered = f" — {one.answered_by}: {one.answer}" if one.answer else " ! not answered" if one.blocks_signing else ""
    gone = " (withdrawn)" if one.withdrawn else ""
    place = f"{one.change_id} {one.block}".strip()
    return f"{one.id}{gone}  {place}  {verdict_words(one.verdict, language)}: {one.claim} · {', '.join(one.points)} · {one.by}: {one.reason}{answered}"


def _series_line(one: Any, language: str) -> str:
    from annotations.triangulation.words import series_words, values_words

    values = values_words([(point.period, point.value) for point in one.points], one.unit, language)
    careful = ["denominators change"] if one.denominators_change else []
    careful += [f"sources disagree: {', '.join(one.sources_disagree)}"] if one.sources_disagree else []
    return "  ! ".join([f"{one.id}  {series_words(one.indicator, one.place, language)}: {values}", *careful])


def _judged_lines(one: Any, language: str) -> list[str]:
    from annotations.triangulation.words import worded

    return [
        _line(one.attachment, language),
        *(["  ! the claim reads otherwise now"] if one.reworded else []),
        *([f"  ! corrected since: {', '.join(one.corrected)}"] if one.corrected else []),
        *(f"  {finding.speaks}: {worded(finding, language)}" for finding in one.findings),
    ]
