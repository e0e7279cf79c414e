"""Gaps of a draft that what people did since has answered: they are no gaps any more, though nobody has touched their words.

Computed from what stands beside the story now, and never stored: where the figures are withdrawn, the gap is open again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotations.stories.records import StoryText
from annotations.triangulation.records import Attachment

NO_DATA = "secondary"
"""The gap of a draft that says that nobody has looked up data; it ends the ``source`` of its block."""


def settled_gaps(text: StoryText, attachments: Iterable[Attachment]) -> dict[str, tuple[str, ...]]:
    """By block, the attachments that answer it, whatever their verdict: figures that say nothing have been looked up too.

    A gap that a person worded may ask for something else, and stays one.
    """
    found = tuple(one.id for one in attachments if not one.withdrawn)
    if not found:
        return {}
    asking = [block for block in text.blocks if block.kind == "gap" and block.origin == "draft"]
    return {block.id: found for block in asking if block.source.endswith(f"/gap:{NO_DATA}")}


def without_gaps(text: StoryText, settled: Mapping[str, object]) -> StoryText:
    """The text as it is printed: without gaps that are answered."""
    sections = tuple(replace(one, blocks=tuple(b for b in one.blocks if b.id not in settled)) for one in text.sections)
    return replace(text, sections=sections) if settled else text
