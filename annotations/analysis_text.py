"""The results of the analysis plan as lines of text."""

import textwrap
from collections.abc import Iterator, Sequence

from annotations.analysis import Counts, Material
from annotations.analysis_html import quotes
from annotations.analysis_plan import RowResult
from annotations.analysis_words import Naming

QUESTION = 60
NUMBERS = "{:>10} {:>10} {:>10}"


def plan_in_words(results: Sequence[RowResult], naming: Naming) -> Iterator[str]:
    """One line for each row of the plan, with what has to be known about its numbers under it."""
    word = naming.word
    heads = NUMBERS.format(word("people"), word("sessions"), word("segments"))
    yield f"{word('row'):<8}{heads}  {word('question')}"
    for result in results:
        question = textwrap.shorten(naming.question(result.row), QUESTION, placeholder="…")
        yield f"{result.row.id:<8}{_numbers(result.counts)}  {question}"
        yield from (f"        {note}" for note in notes(result, naming))


def notes(result: RowResult, naming: Naming) -> Iterator[str]:
    """Why a row is empty, or could become fuller."""
    word = naming.word
    if not result.segment_ids:
        yield word("nothing")
    if result.row.not_asked:
        yield f"{word('was_not_asked')}: {naming.asked('not_asked', result.row.not_asked)}"
    if result.absent:
        told = ", ".join(f"{word(criterion)}: {naming.asked(criterion, (value,))}" for criterion, value in result.absent)
        yield f"{word('absent')}: {told}"
    if result.unread:
        yield f"{word('unread')}: {len(result.unread)} ({', '.join(result.unread)})"
    if result.row.elsewhere:
        yield f"{word('elsewhere')}: {naming.text(result.row.elsewhere)}"


def row_in_words(result: RowResult, material: Material, naming: Naming, limit: int) -> Iterator[str]:
    """One row of the plan with ``limit`` of its segments."""
    word, heads = naming.word, NUMBERS.format(*map(naming.word, ("people", "sessions", "segments")))
    yield f"{result.row.id}. {naming.question(result.row)}"
    if result.row.strategy:
        yield naming.text(result.row.strategy)
    yield from notes(result, naming)
    yield f"\n{heads}  {word('steps')}"
    for step in result.steps:
        said = f"{word(step.criterion)}: {naming.asked(step.criterion, step.asked)}" if step.criterion else word("all")
        yield f"{_numbers(step.left)}  {said}" + (f" ({step.unsure} {word('unsure')})" if step.unsure else "")
    for dimension, values in result.breakdowns.items():
        yield f"\n{heads}  {word(dimension)}"
        for value, counts in values.items():
            unasked = f" ({word('was_not_asked')})" if dimension == "category" and value in result.row.not_asked else ""
            yield f"{_numbers(counts)}  {naming.value(dimension, value)}{unasked}"
    for one in quotes(result.segment_ids[:limit], material, naming):
        place = naming.value("place", one.session.place)
        yield f"\n{one.segment.id} · {one.respondent} · {one.category} · {place}"
        yield textwrap.indent(textwrap.fill(one.segment.text, 100), "  ")


def _numbers(counts: Counts) -> str:
    return NUMBERS.format(counts.people, counts.sessions, counts.segments)
