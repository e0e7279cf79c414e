"""A figure, and what it is drawn from: a specification, the data behind it as a table, and words for who cannot see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Spec = dict[str, Any]
Datum = Mapping[str, Any]
"""One row of the data behind a figure, by column; ``link`` is the board's page of what the row counts, where there is one."""
LINK = "link"


@dataclass(frozen=True)
class Drawing:
    """What a renderer needs. ``spec``: Vega, or Vega-Lite when ``lite``; links in it begin with ``rendering.LINKS``.

    ``columns``: key → heading of the table. ``note``: what is counted, of what material, when.
    """

    title: str
    alt: str
    note: str
    columns: Mapping[str, str]
    data: Sequence[Datum]
    spec: Spec
    lite: bool = True
    language: str = "en"


@dataclass(frozen=True)
class Figure:
    """A drawn figure in one language. ``svg`` has no script, nothing from elsewhere, and its alternative text in it."""

    name: str
    language: str
    title: str
    alt: str
    note: str
    svg: str
    columns: Mapping[str, str]
    data: list[dict[str, Any]] = field(default_factory=list)
