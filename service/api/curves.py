"""Saturation of the code frame."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from annotations.curve_sheets import as_xlsx
from annotations.curves import Curves, SliceKind
from service.api.agreement import XLSX
from service.api.deps import TheWork
from service.workflows import curve_reading

router = APIRouter(prefix="/studies/{study_id}", tags=["saturation"])


@router.get("/curves")
def get_curves(
    study_id: str,
    work: TheWork,
    by: Annotated[SliceKind | None, Query(description="Only these parts of the study; all when it is left out")] = None,
    part: Annotated[str, Query(description="Only this family, domain, group, place or language, by its id")] = "",
    level: Annotated[int, Query(ge=0, description="Only this level of the code frame, 1 being its families; 0: every level")] = 0,
) -> Curves:
    """New codes per session in order of collection and over random orders, Guest, Namey and Chen's rule over its grid, and what may
    be unheard: for every part of the study at every level of its frame. There is no field that says that it is saturated.
    """
    found = curve_reading.shown(work, study_id=study_id).curves
    return found.only(
        [c for c in found.curves if by in (None, c.slice.kind) and part in ("", c.slice.id) and level in (0, c.level)]
    )


@router.get("/curves.xlsx", response_class=Response)
def get_curves_workbook(study_id: str, work: TheWork, language: str = "") -> Response:
    """The same as a workbook: sessions, rules, codes, what is unheard."""
    found = curve_reading.shown(work, study_id=study_id, language=language)
    return Response(as_xlsx(found.curves.curves, found.names, found.language), media_type=XLSX)
