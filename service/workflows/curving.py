"""relato curves: how much new each further session brought, at every level of the code frame. The snapshot "curves"."""

from typing import Any

from pydantic import TypeAdapter

from annotations.curve_building import ORDERS, curves
from annotations.curves import Curves
from service.workflows.consent import closed_sessions
from service.workflows.evidence import Evidence

NAME = "curves"
_curves = TypeAdapter(Curves)


def compute(known: Evidence, *, orders: int = ORDERS, seed: int = 1) -> dict[str, Any]:
    """The body of the snapshot; ``read`` makes records of it. Sessions count that people have read whole and that may be read."""
    closed = closed_sessions(known.study, known.register)
    segments = [s for s in known.segments if s.session_id not in closed]
    made = curves(
        known.study,
        known.frame,
        known.register,
        segments,
        known.codings,
        known.reviewed.keys() - closed,
        orders=orders,
        seed=seed,
    )
    return dict(_curves.dump_python(made, mode="json"))


def read(body: dict[str, Any]) -> Curves:
    """The records of a snapshot."""
    return _curves.validate_python(body)
