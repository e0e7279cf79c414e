"""What has to be done before a story can be signed."""

from collections.abc import Iterable, Mapping

from annotations.stories.held import Standing, known
from annotations.stories.records import Block, StoryText
from annotations.stories.silence import is_empty
from annotations.stories.state_records import Flag, Obstacle
from annotations.triangulation.records import Attachment


def obstacles(
    text: StoryText, flags: Iterable[Flag], gaps: Mapping[str, object], attachments: Iterable[Attachment], now: Standing
) -> tuple[Obstacle, ...]:
    """Contradictions without an answer, flags without an answer, and blocks that are not done, in this order. ``gaps``: those that are
    kept or settled."""
    found = [Obstacle("contradiction", one.id) for one in attachments if one.blocks_signing]
    found += [Obstacle("flag", flag.id, flag.kind) for flag in flags if flag.is_open]
    return (*found, *(one for block in text.blocks for one in _of_block(block, gaps, now)))


def _of_block(block: Block, gaps: Mapping[str, object], now: Standing) -> Iterable[Obstacle]:
    if is_empty(block):
        yield Obstacle("emptied", block.id)
    elif block.kind == "gap":
        if block.id not in gaps:
            yield Obstacle("gap", block.id)
    elif block.kind == "sentence" and not block.own and not known(block.citations, now):
        yield Obstacle("uncited", block.id)
