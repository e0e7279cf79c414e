"""The analysis plan, its rows, and the matrices of codes: what was computed last, each count leading to its segments."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from annotations.analysis_html import plan_html
from annotations.analysis_sheets import matrix_xlsx, plan_xlsx
from annotations.analysis_words import Naming
from annotations.codeframe import Code, CodeFrame
from annotations.errors import NotFound
from annotations.matrices import COLUMNS
from annotations.studies import Study
from service.api.deps import TheWork
from service.board.behind import UNKNOWN
from service.board.pages import Reader, page
from service.storage import studies
from service.workflows import analysing
from service.workflows.work import Work

router = APIRouter(prefix="/{study_id}")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS, COLUMNS_AT_ONCE, PAIRS = 60, 20, 100
"""Codes, columns and pairs on one page."""


@router.get("/plan")
def plan(request: Request, study_id: str, work: TheWork, reader: Reader) -> Response:
    study, frame = _study(work, study_id)
    kept = analysing.ensure(work, study_id=study.id)
    return _page(request, "plan.html", study, frame, reader, tab="plan", kept=kept)


@router.get("/plan.xlsx")
@router.get("/plan/{row_id}/row.xlsx")
def plan_workbook(study_id: str, work: TheWork, reader: Reader, row_id: str = "") -> Response:
    """The results with all their segments, read now."""
    of = analysing.fresh(work, study_id=study_id)
    made = plan_xlsx(analysing.results(of, [row_id] if row_id else []), of, Naming(of.study, of.frame, reader.language))
    return _file(made, XLSX, f"plan-{row_id}.xlsx" if row_id else "plan.xlsx")


@router.get("/plan/{row_id}")
def plan_row(request: Request, study_id: str, row_id: str, work: TheWork, reader: Reader) -> Response:
    study, frame = _study(work, study_id)
    kept = analysing.ensure(work, study_id=study.id)
    result = next((result for result in kept.rows if result.row.id == row_id), None)
    if result is None:
        raise NotFound(f"the plan has no row {row_id!r}", remedy="choose one of the plan's")
    sections = tuple(dict.fromkeys(section for _, section in result.cross))
    return _page(request, "plan_row.html", study, frame, reader, tab="plan", kept=kept, result=result, sections=sections)


@router.get("/plan/{row_id}/row.html")
def plan_row_page(study_id: str, row_id: str, work: TheWork, reader: Reader) -> Response:
    """The row as a page that stands by itself, with all that was said."""
    of = analysing.fresh(work, study_id=study_id)
    made = plan_html(analysing.results(of, [row_id]), of, Naming(of.study, of.frame, reader.language))
    return _file(made.encode(), "text/html; charset=utf-8", f"plan-{row_id}.html")


@router.get("/matrices")
def matrices(
    request: Request,
    study_id: str,
    work: TheWork,
    reader: Reader,
    of: str = "category",
    family: str = "",
    code: str = "",
    page: int = 1,
    columns: int = 1,
) -> Response:
    """Codes of one family beside the values of a dimension, or the pairs of codes on the same segment."""
    analysing.check_columns(of)
    study, frame = _study(work, study_id)
    kept = analysing.ensure(work, study_id=study.id, name=f"matrix:{of}")
    shown = _pairs(kept.body, code, page) if of == "code" else _cells(kept.body, frame, family, page, columns)
    return _page(
        request, "matrices.html", study, frame, reader, tab="matrices", kept=kept, of=of, dimensions=COLUMNS, code=code, **shown
    )


@router.get("/matrices/{of}.xlsx")
def matrix_workbook(study_id: str, of: str, work: TheWork, reader: Reader) -> Response:
    known = analysing.fresh(work, study_id=study_id)
    made = matrix_xlsx(analysing.one_matrix(known, of), Naming(known.study, known.frame, reader.language))
    return _file(made, XLSX, f"matrix-{of}.xlsx")


def _study(work: Work, study_id: str) -> tuple[Study, CodeFrame]:
    with work.store.read() as tx:
        return studies.study(tx, study_id), studies.frame(tx, study_id)


def _page(request: Request, template: str, study: Study, frame: CodeFrame, reader: Reader, **context: Any) -> Response:
    naming = Naming(study, frame, reader.language)
    return page(request, template, study=study, frame=frame, naming=naming, w=naming.word, UNKNOWN=UNKNOWN, **context)


def _file(data: bytes, kind: str, name: str) -> Response:
    return HTMLResponse(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _cells(body: dict[str, Any], frame: CodeFrame, family: str, number: int, columns: int) -> dict[str, Any]:
    """One family's codes, and as many columns as can be read beside each other."""
    chosen = next((one for one in frame.families if one.id == family), frame.families[0])
    codes = [(code.id, depth) for code, depth in _walk(chosen, 0)]
    values: list[str] = body.get("columns", [])
    number, pages = _within(number, len(codes), ROWS)
    at, parts = _within(columns, len(values), COLUMNS_AT_ONCE)
    return {
        "family": chosen,
        "codes": codes[(number - 1) * ROWS : number * ROWS],
        "values": values[(at - 1) * COLUMNS_AT_ONCE : at * COLUMNS_AT_ONCE],
        "cells": body.get("cells", {}),
        "by_row": body.get("by_row", {}),
        "by_column": body.get("by_column", {}),
        "number": number, "pages": pages, "at": at, "parts": parts,
    }  # fmt: skip


def _pairs(body: dict[str, Any], code: str, number: int) -> dict[str, Any]:
    found = [pair for pair in body.get("pairs", []) if not code or code in pair[:2]]
    number, pages = _within(number, len(found), PAIRS)
    codes = sorted({one for pair in body.get("pairs", []) for one in pair[:2]}, key=body["rows"].index) if found else []
    return {"pairs": found[(number - 1) * PAIRS : number * PAIRS], "codes": codes, "number": number, "pages": pages}


def _within(number: int, count: int, at_once: int) -> tuple[int, int]:
    """The page that is meant, of how many."""
    pages = max(1, -(-count // at_once))
    return min(max(1, number), pages), pages


def _walk(code: Code, depth: int) -> list[tuple[Code, int]]:
    return [(code, depth), *(below for child in code.codes for below in _walk(child, depth + 1))]
