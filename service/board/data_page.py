"""Statistics: the series with their charts, what stands beside which claim, and the forms to enter, correct and compare them."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from fastapi import APIRouter, Request, UploadFile
from fastapi.responses import Response

from annotations.errors import BadInput, NotFound
from annotations.languages import in_language
from annotations.studies import Study
from annotations.triangulation.checking import Finding
from annotations.triangulation.files import number_of
from annotations.triangulation.names import language_of, name_in
from annotations.triangulation.records import VERDICTS, Attachment, Verdict
from annotations.triangulation.series import Series, told_in
from annotations.triangulation.words import value_words, values_words, worded
from service.api.deps import TheWork
from service.api.uploads import keep
from service.board.forms import Fields, Posted, ids_in, text_in
from service.board.pages import Poster, Reader, go, link, page
from service.figures import as_csv, png_of
from service.figures.series import series_figure
from service.storage import studies
from service.workflows import triangulation
from service.workflows.triangulation import ClaimLine, Judged
from service.workflows.work import Work

router = APIRouter(prefix="/{study_id}/data")
KINDS = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}
FIELDS = ("indicator", "unit", "place", "period", "denominator", "source", "caveat")


@dataclass(frozen=True)
class Comparing:
    """A claim that a series is looked at beside: what the check proposes, before anybody gives a verdict."""

    claim: ClaimLine
    findings: tuple[Finding, ...]


def _study(work: Work, study_id: str) -> Study:
    with work.store.read() as tx:
        return studies.study(tx, study_id)


@router.get("")
def show_data(request: Request, study_id: str, work: TheWork, reader: Reader) -> Response:
    """All series, and everything that stands beside a claim: contradictions that nobody answered first."""
    study = _study(work, study_id)
    found = triangulation.judged(work, study.id)
    return page(
        request, "data.html", study=study, tab="data", series=triangulation.series(work, study.id),
        found=sorted(found, key=lambda one: not one.attachment.blocks_signing), **_said(study, reader.language),
    )  # fmt: skip


@router.get("/series/{series_id}.{kind}")
def series_file(
    study_id: str, series_id: str, kind: Literal["svg", "png", "csv"], work: TheWork, reader: Reader, attachment: str = ""
) -> Response:
    """The chart as a file; with the claim of an attachment in it."""
    made = series_figure(work, study_id, series_id, reader.language, claim=_attachment(work, study_id, attachment))
    content = as_csv(made) if kind == "csv" else png_of(made.svg) if kind == "png" else made.svg.encode()
    kept = f'{"attachment" if kind == "csv" else "inline"}; filename="{made.name}.{reader.language}.{kind}"'
    return Response(content, media_type=KINDS[kind], headers={"Content-Disposition": kept})


@router.get("/series/{series_id}")
def show_series(
    request: Request,
    study_id: str,
    series_id: str,
    work: TheWork,
    reader: Reader,
    change: str = "",
    block: str | None = None,
    everything: bool = False,
) -> Response:
    """One series: its chart, its points, what it stands beside. ``change``, ``block``: the claim that it is to be compared with."""
    study = _study(work, study_id)
    one = next((one for one in triangulation.series(work, study.id) if one.id == series_id), None)
    if one is None:
        raise NotFound(f"there is no series {series_id!r}", remedy="it may have been corrected: look at the list")
    claims = triangulation.claims(work, study.id, change, reader.language) if change else ()
    comparing = _comparing(work, study, one, claims, block)
    figure = series_figure(work, study.id, one.id, reader.language, claim=_drawn(comparing), titled=False)
    mine = {point.id for point in one.points}
    return page(
        request, "data_series.html", study=study, tab="data", one=one, figure=figure, change=change, claims=claims,
        everything=everything, comparing=comparing, found=[j for j in triangulation.judged(work, study.id) if mine & set(j.attachment.points)],
        **_said(study, reader.language),
    )  # fmt: skip


@router.post("/points")
def add_point(study_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    words: dict[str, Any] = {name: text_in(posted, name) for name in FIELDS}
    made = triangulation.add_point(
        work, study_id=study_id, by=reader.name, value=_number(posted), retrieved=_day(text_in(posted, "retrieved")), **words
    )
    return go(link(study_id, "data", "series", _series_with(work, study_id, made.id)))


@router.post("/files")
def take_file(study_id: str, work: TheWork, reader: Poster, file: UploadFile) -> Response:
    """CSV or XLSX, whole or not at all."""
    folder = keep(work.settings, [file])
    try:
        [kept] = Path(folder).iterdir()
        triangulation.import_points(work, study_id=study_id, file=kept, by=reader.name)
    except BadInput as problem:  # where the file lies here is nobody's concern
        raise BadInput(problem.message, where=file.filename or "", remedy=problem.remedy) from problem
    finally:
        shutil.rmtree(folder)
    return go(link(study_id, "data"))


@router.post("/points/{point_id}/correct")
def correct(study_id: str, point_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    made = triangulation.correct_point(
        work, study_id=study_id, by=reader.name, point_id=point_id, reason=text_in(posted, "reason"), value=_number(posted),
        denominator=text_in(posted, "denominator"), source=text_in(posted, "source"), caveat=text_in(posted, "caveat"),
    )  # fmt: skip
    return go(link(study_id, "data", "series", _series_with(work, study_id, made.id)))


@router.post("/points/{point_id}/remove")
def remove(study_id: str, point_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    triangulation.remove_point(work, study_id=study_id, by=reader.name, point_id=point_id, reason=text_in(posted, "reason"))
    return go(link(study_id, "data"))


@router.post("/attach")
def attach(study_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    """Put points beside a claim; back to the list, where it stands now."""
    made = triangulation.attach(
        work, study_id=study_id, change_id=text_in(posted, "change"), by=reader.name, points=ids_in(posted, "points"),
        block=text_in(posted, "block"), verdict=cast("Verdict", text_in(posted, "verdict")), reason=text_in(posted, "reason"),
        language=text_in(posted, "language"),
    )  # fmt: skip
    return go(link(study_id, "data", segment=made.id))


@router.post("/attachments/{change_id}/{attachment_id}/answer")
def answer(study_id: str, change_id: str, attachment_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    triangulation.answer(
        work,
        study_id=study_id,
        change_id=change_id,
        by=reader.name,
        attachment_id=attachment_id,
        answer=text_in(posted, "reason"),
    )
    return go(link(study_id, "data", segment=attachment_id))


@router.post("/attachments/{change_id}/{attachment_id}/withdraw")
def withdraw(study_id: str, change_id: str, attachment_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    triangulation.withdraw_attachment(
        work,
        study_id=study_id,
        change_id=change_id,
        by=reader.name,
        attachment_id=attachment_id,
        reason=text_in(posted, "reason"),
    )
    return go(link(study_id, "data"))


def _said(study: Study, language: str) -> dict[str, Any]:
    return {
        "verdicts": VERDICTS,
        "titles": {change.id: in_language(change.title, language) for change in study.changes},
        "finding_words": lambda finding: worded(finding, language),
        "value": lambda point: value_words(point.value, point.unit, language),
        "called": lambda point, column: name_in(point, column, language),
        "tongue_of": lambda point, column: language_of(point, column, language, study.languages[0]),
        "told": lambda one: told_in(one, language),
        "ends": lambda one: _ends(one, language),
        "places": lambda one: _places(one, study.id),
        "written": lambda point: _written(point.value),
        "today": date.today().isoformat(),
    }


def _written(value: float) -> str:
    """As it can be typed again: 1.234 alone could be read as two numbers."""
    text = f"{value:.15g}"
    return f"{text}0" if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text) else text


def _ends(one: Series, language: str) -> str:
    """The first and the last value."""
    shown = one.points if len(one.points) < 3 else (one.points[0], one.points[-1])
    return values_words([(point.period, point.value) for point in shown], one.unit, language)


def _places(one: Judged, study_id: str) -> str:
    """Where the claim stands: in the story's text, or the change itself."""
    said = one.attachment
    if said.block:
        return link(study_id, "stories", said.change_id, segment=said.block)
    return link(study_id, "changes", said.change_id)


def _comparing(work: Work, study: Study, one: Series, claims: Sequence[ClaimLine], block: str | None) -> Comparing | None:
    claim = next((line for line in claims if line.block == block), None) if block is not None else None
    if claim is None:
        return None
    points = [point.id for point in one.points]
    found = triangulation.check(
        work, study_id=study.id, change_id=claim.change_id, points=points, block=claim.block, language=claim.language
    )
    return Comparing(claim, found)


def _drawn(comparing: Comparing | None) -> ClaimLine | None:
    return comparing.claim if comparing else None


def _attachment(work: Work, study_id: str, attachment_id: str) -> Attachment | None:
    if not attachment_id:
        return None
    found = next((one.attachment for one in triangulation.judged(work, study_id) if one.attachment.id == attachment_id), None)
    if found is None:
        raise NotFound(f"there is no attachment {attachment_id!r}")
    return found


def _series_with(work: Work, study_id: str, point_id: str) -> str:
    return next(one.id for one in triangulation.series(work, study_id) if any(point.id == point_id for point in one.points))


def _number(posted: Fields) -> float:
    try:
        return number_of(text_in(posted, "value"))
    except ValueError as problem:
        raise BadInput(f"value: {problem}", remedy="write it like 1200 or 81.5") from None


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadInput(f"{written[:40]!r} is not a day", remedy="write it as year-month-day, such as 2024-05-02") from None
