"""Figures: a list of them, each on a page of its own with its data, and as files."""

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.api.deps import TheWork
from service.board.pages import Reader, page
from service.figures import NAMES, Figure, NothingToDraw, as_csv, figure, placeholder, png_of, title_of
from service.storage import studies

router = APIRouter(prefix="/{study_id}/figures")
KINDS = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}


@router.get("")
def list_figures(request: Request, study_id: str, work: TheWork, reader: Reader) -> Response:
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    titles = {name: title_of(name, reader.language) for name in NAMES}
    return page(request, "figures.html", study=study, tab="figures", titles=titles)


@router.get("/{name}.{kind}")
def figure_file(study_id: str, name: str, kind: Literal["svg", "png", "csv"], work: TheWork, reader: Reader) -> Response:
    """The figure as a file, without links: where it goes nobody can follow them. When there is nothing to draw, a picture that says so."""
    try:
        made = figure(work, study_id, name, reader.language, linked=False)
    except NothingToDraw as problem:
        if kind == "csv":
            raise
        made = placeholder(name, reader.language, problem.message)
    kept = {"Content-Disposition": f'{"attachment" if kind == "csv" else "inline"}; filename="{name}.{reader.language}.{kind}"'}
    return Response(_bytes(made, kind), media_type=KINDS[kind], headers=kept)


@router.get("/{name}")
def show_figure(request: Request, study_id: str, name: str, work: TheWork, reader: Reader) -> Response:
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    title = title_of(name, reader.language)
    try:
        made, why = figure(work, study_id, name, reader.language, titled=False), ""
    except NothingToDraw as problem:
        made, why = None, problem.message
    return page(request, "figure.html", study=study, tab="figures", name=name, title=title, made=made, why=why)


def _bytes(made: Figure, kind: str) -> bytes:
    return as_csv(made) if kind == "csv" else png_of(made.svg) if kind == "png" else made.svg.encode()
