"""The results of the analysis plan as one HTML page that stands by itself: nothing in it is fetched, and all text is text."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.analysis import Material
from annotations.analysis_plan import RowResult
from annotations.analysis_words import Naming
from annotations.sessions import Session
from annotations.transcripts import Segment

if TYPE_CHECKING:
    from jinja2 import Template


class Quoted(NamedTuple):
    """A segment with who said it and where."""

    segment: Segment
    session: Session
    respondent: str
    category: str
    said_of: tuple[str, ...]


def plan_html(results: Sequence[RowResult], material: Material, naming: Naming) -> str:
    """Every row: its counts, what each criterion left, what the segments are made of, and the segments."""
    quoted = {result.row.id: list(quotes(result.segment_ids, material, naming)) for result in results}
    named = {"naming": naming, "t": naming.word, "name": naming.text(naming.study.name)}
    return _template().render(results=results, quoted=quoted, **named)


def quotes(ids: Iterable[str], material: Material, naming: Naming) -> Iterator[Quoted]:
    """Segments with who and where, and what they are coded with, by name."""
    known = {segment.id: segment for segment in material.segments}
    for segment in (known[one] for one in ids):
        coded = [naming.value(kind, target) for kind, target in sorted(material.coded.get(segment.id, ())) if kind != "change"]
        changes = [
            f"{naming.value('change', change)} ({naming.word(stance)})"
            for change, stance in sorted(material.stances.get(segment.id, ()))
        ]
        category = naming.value("category", material.category(segment))
        session = material.sessions[segment.session_id]
        yield Quoted(segment, session, material.said_by.get(segment.id) or segment.speaker, category, (*changes, *coded))


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return made.get_template("plan.html")
