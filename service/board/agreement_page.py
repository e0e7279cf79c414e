"""How far coders agree: one part for each round and way of coding, as it was last computed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from annotations.agreement_report import Part, Report, Supervised
from annotations.agreement_tables import Row, UnitsOf
from annotations.agreement_words import RELY, TENTATIVE, Names, name_of, words_of
from annotations.studies import Study
from service.api.deps import TheWork
from service.board.pages import Reader, page
from service.storage import studies
from service.workflows import agreement_snapshot
from service.workflows.agreeing import names_of

router = APIRouter(prefix="/{study_id}/agreement")
CONFUSED = 15
"""Confusions of each kind that are listed."""


@dataclass(frozen=True)
class _Confused:
    """One thing given for another, or alone: where, and by whom how often."""

    one: str
    other: str
    units: Sequence[str]
    by: Sequence[tuple[str, str, int]]


@dataclass(frozen=True)
class _Shown:
    """One part of the report as the page shows it. ``limits``: how many codes reach 0.8 and 0.667 by the low end, and how many do not."""

    part: Part
    overall: Sequence[Row]
    kinds: Sequence[tuple[str, Sequence[tuple[str, Row]]]]
    limits: tuple[int, int, int]
    confusions: Mapping[Literal["for", "alone"], Sequence[_Confused]]
    supervised: Sequence[Supervised]
    paradox: bool


@router.get("")
def show_agreement(
    request: Request, study_id: str, work: TheWork, reader: Reader, part: str = "", units: UnitsOf = "reviewed"
) -> Response:
    """One part at a time; ``units``: of all reviewed segments, or only of those to which somebody gave something."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        kept = agreement_snapshot.kept(tx, study.id)
        names = names_of(study, studies.frame(tx, study.id), reader.language)
    parts = {f"{one.round}-{one.arm}": one for one in kept.body.parts} if kept else {}
    chosen = part if part in parts else next(iter(parts), "")
    shown = _shown(kept.body, parts[chosen], names, units, reader.language) if kept and chosen else None
    return page(
        request, "agreement.html", study=study, tab="agreement", kept=kept, parts=parts, chosen=chosen, shown=shown, units=units,
        coders=_coders(study), rely=RELY, tentative=TENTATIVE,
    )  # fmt: skip


def _coders(study: Study) -> dict[str, str]:
    return {coder.id: coder.name for coder in study.coders}


def _shown(report: Report, part: Part, names: Names, units: UnitsOf, language: str) -> _Shown:
    words = words_of(language)

    def called(kind: str, key: str) -> str:
        return name_of(kind, key, names, words)

    rows = [row for row in part.rows if row.coders == part.coders and not row.language and row.units_of == units]
    leaves = [row for row in rows if row.target and not row.heading]
    kinds = [(kind, _ordered(list(of), called)) for kind, of in groupby(leaves, key=lambda row: row.kind)]
    confused = [
        _Confused(called(one.kind, one.one), called(one.kind, one.other) if one.other else "", one.units, one.by)
        for one in part.confusions
    ]
    return _Shown(
        part,
        [row for row in rows if row.deepest and not row.target],
        kinds,
        _limits([row for row in leaves if row.kind == "code"]),
        {
            "for": [one for one in confused if one.other][:CONFUSED],
            "alone": [one for one in confused if not one.other][:CONFUSED],
        },
        [one for one in report.supervised if (one.round, one.arm) == (part.round, part.arm)],
        any(row.paradox for row in leaves),
    )


def _ordered(rows: list[Row], called: Callable[[str, str], str]) -> list[tuple[str, Row]]:
    """The lowest alpha first, what has none last."""
    rows.sort(key=lambda row: (row.alpha.value is None, row.alpha.value or 0.0, row.target))
    return [(called(row.kind, row.target), row) for row in rows]


def _limits(codes: Sequence[Row]) -> tuple[int, int, int]:
    lows = [row.alpha.low for row in codes if row.alpha.low is not None]
    rely, tentative = sum(low >= RELY for low in lows), sum(TENTATIVE <= low < RELY for low in lows)
    return rely, tentative, len(codes) - rely - tentative
