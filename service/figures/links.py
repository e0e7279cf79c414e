"""Addresses of the board's pages that marks lead to."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode


def segments(study_id: str, **filters: str | Sequence[str]) -> str:
    """The list of segments behind a number; several values of a filter are given one by one.

    >>> segments("agua", place="Las Pilas", session=["S1", "S2"], code="")
    '/board/agua/segments?place=Las+Pilas&session=S1&session=S2'
    """
    chosen = {name: value for name, value in filters.items() if value}
    return f"/board/{quote(study_id, safe='')}/segments?{urlencode(chosen, doseq=True)}"


def change(study_id: str, change_id: str) -> str:
    return f"/board/{quote(study_id, safe='')}/changes/{quote(change_id, safe='')}"


def session(study_id: str, session_id: str) -> str:
    return f"/board/{quote(study_id, safe='')}/sessions/{quote(session_id, safe='')}"
