"""How much new each further session brought, of any part of the material and at any level of the code frame."""

from typing import Annotated, cast, get_args

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from annotations.curve_words import slice_name, unheard_in_words
from annotations.curves import Curve, SliceKind
from service.api.deps import TheWork
from service.board.curve_drawing import drawn
from service.board.pages import Reader, page
from service.storage import studies
from service.workflows import curve_reading

router = APIRouter(prefix="/{study_id}/curves")


@router.get("")
def curves(
    request: Request,
    study_id: str,
    work: TheWork,
    reader: Reader,
    part: str = "all:",
    level: Annotated[int, Query(ge=0, le=100, description="0: the codes that are applied")] = 0,
) -> Response:
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        frame = studies.frame(tx, study.id)
        read = curve_reading.kept(tx, study.id)
    found = read.body if read else None
    kind, _, name = part.partition(":")
    known = cast(SliceKind, kind if kind in get_args(SliceKind) else "all")
    curve = found.of(level, known, name) if found else None
    parts = {(c.slice.kind, c.slice.id): slice_name(c.slice, reader.language) for c in found.curves} if found else {}
    return page(
        request, "curves.html", study=study, tab="curves", read=read, found=found, curve=curve, part=f"{known}:{name}",
        parts=[(f"{kind}:{id_}", words) for (kind, id_), words in parts.items()], level=level,
        levels=_levels(found.curves) if found else [], drawing=drawn(curve) if curve else None,
        unheard=list(unheard_in_words(curve, reader.language, found.confidence)) if curve and found else [],
        names=curve_reading.names_of(frame, reader.language),
    )  # fmt: skip


def _levels(all_curves: tuple[Curve, ...]) -> list[tuple[int, int, bool]]:
    """Every level of the whole material: its value in the address, its number, and whether it is the deepest."""
    levels = sorted({(curve.level, curve.deepest) for curve in all_curves if curve.slice.kind == "all"})
    return [(0 if deepest else level, level, deepest) for level, deepest in levels]
