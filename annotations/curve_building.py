"""Every saturation curve of a study: each slice of its material at each level of its code frame."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from annotations.codeframe import CodeFrame
from annotations.codings import Coding
from annotations.curve_slices import Sliced, reports, slices
from annotations.curves import Curve, Curves, Point
from annotations.guest import band, drawn_orders, grid, known_after
from annotations.sessions import Register, Session
from annotations.studies import Study
from annotations.transcripts import Segment
from annotations.unheard import unheard

Bools = NDArray[np.bool_]
ORDERS = 1000


def curves(
    study: Study,
    frame: CodeFrame,
    register: Register,
    segments: Sequence[Segment],
    codings: Iterable[Coding],
    counted: Collection[str],
    *,
    orders: int = ORDERS,
    seed: int = 1,
    confidence: float = 0.95,
) -> Curves:
    """All curves, computed from what people coded; suggestions are not in ``codings`` and never count.

    Parameters
    ----------
    segments : of all sessions, length S.
    codings : those that stand. A session has a code when at least one of its coders gave it to one of its segments. Codes that the frame
        does not have any more are passed over.
    counted : sessions that people have read whole; the others are left out, as codes may be missing in them.
    orders : how many random orders of the sessions are drawn.
    """
    found = reports(register, segments, codings, counted)
    depth = levels(frame)
    dates = {session.id: session for session in found.sessions}
    made = [
        curve(one, frame, level, depth, dates, orders=orders, seed=seed, confidence=confidence)
        for one in slices(study, frame, register, found)
        for level in range(1, depth + 1)
        if level > 1 or one.slice.kind != "family" or depth == 1
    ]
    return Curves(
        sessions=tuple(s.id for s in found.sessions),
        undated=tuple(s.id for s in found.sessions if s.date is None),
        unreviewed=tuple(dict.fromkeys(s.session_id for s in segments if s.session_id not in counted)),
        levels=depth,
        orders=orders,
        seed=seed,
        confidence=confidence,
        curves=tuple(made),
    )


def levels(frame: CodeFrame) -> int:
    """How deep the frame is: 1 when its families have no codes below them."""
    return max((len(path) for path in frame.paths.values()), default=1)


def at_level(frame: CodeFrame, level: int) -> dict[str, str]:
    """For every code that is applied the one above it at this level, itself where it lies higher. In frame order."""
    return {code_id: path[min(level, len(path)) - 1].id for code_id, path in frame.paths.items()}


def heard_in(sliced: Sliced, names: dict[str, str]) -> tuple[Bools, list[str]]:
    """Which session has which code of a level, (T, K), and the K codes: those of the level that some session has, in frame order."""
    read = {session_id: {names[code] for code in codes if code in names} for session_id, codes in sliced.codes.items()}
    used = set().union(*read.values()) if read else set()
    codes = [code for code in dict.fromkeys(names.values()) if code in used]
    heard = np.array([[code in read[session_id] for code in codes] for session_id in sliced.sessions], dtype=bool)
    return heard.reshape(len(sliced.sessions), len(codes)), codes


def curve(
    sliced: Sliced,
    frame: CodeFrame,
    level: int,
    depth: int,
    sessions: dict[str, Session],
    *,
    orders: int,
    seed: int,
    confidence: float,
) -> Curve:
    """One slice at one level."""
    names = at_level(frame, level)
    heard, codes = heard_in(sliced, names)
    of_slice = [code for code in names if sliced.slice.kind != "family" or frame.family_of(code) == sliced.slice.id]
    known = known_after(heard, drawn_orders(len(heard), orders, seed))
    in_sessions = heard.sum(axis=0)
    return Curve(
        slice=sliced.slice,
        level=level,
        deepest=level == depth,
        codes_in_frame=len({names[code] for code in of_slice}),
        codes=len(codes),
        points=tuple(_points(sliced, heard, codes, sessions)),
        band=band(heard, known, confidence=confidence),
        grid=grid(heard, known, confidence=confidence),
        in_sessions=tuple(int(n) for n in np.bincount(in_sessions, minlength=len(heard) + 1)[1:]),
        most=tuple((codes[k], int(in_sessions[k])) for k in np.argsort(-in_sessions, kind="stable")),
        unheard=unheard(heard, confidence=confidence),
    )


def _points(sliced: Sliced, heard: Bools, codes: Sequence[str], sessions: dict[str, Session]) -> Iterable[Point]:
    known = np.zeros(len(codes), dtype=bool)
    for session_id, row in zip(sliced.sessions, heard, strict=True):
        new = tuple(codes[k] for k in np.flatnonzero(row & ~known))
        known |= row
        yield Point(session_id, sessions[session_id].date, int(row.sum()), new, int(known.sum()))
