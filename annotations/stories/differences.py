"""What is other between two versions of a text: block by block, and word by word within a block."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from annotations.stories.records import Block, StoryText
from annotations.stories.state_records import BlockAct, BlockChange, Piece

_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """The words of both, in order: the same, added, removed. Those not removed read ``after``, those not added ``before``.

    >>> word_difference("They read it out.", "They all read it.")
    (('same', 'They'), ('added', ' all'), ('same', ' read it'), ('removed', ' out'), ('same', '.'))
    """
    a, b = _TOKENS.findall(before), _TOKENS.findall(after)
    pieces: list[Piece] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(a[a1:a2])))
            continue
        pieces += [("removed", "".join(a[a1:a2]))] if a2 > a1 else []
        pieces += [("added", "".join(b[b1:b2]))] if b2 > b1 else []
    return tuple(pieces)


def words_between(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[Piece, ...]]:
    """By language, those in which the words are other."""
    languages = dict.fromkeys([*before, *after])
    both = {language: (before.get(language, ""), after.get(language, "")) for language in languages}
    return {language: word_difference(a, b) for language, (a, b) in both.items() if a != b}


def difference(a: StoryText, b: StoryText) -> list[BlockChange]:
    """Title and statement first, then the blocks in the order of ``b``, then those that only ``a`` has."""
    found = [
        BlockChange("edited", name, "", None, None, words)
        for name, words in (("title", words_between(a.title, b.title)), ("statement", words_between(a.statement, b.statement)))
        if words
    ]
    before, after = _placed(a), _placed(b)
    moved = _moved(a, b)
    for block_id, (section, block) in after.items():
        old = before.get(block_id)
        if old is None:
            found.append(BlockChange("added", block_id, section, None, block, words_between({}, _said(block))))
        elif old[1] != block:
            found.append(BlockChange("edited", block_id, section, old[1], block, words_between(_said(old[1]), _said(block))))
        elif block_id in moved:
            found.append(BlockChange("moved", block_id, section, old[1], block, {}))
    for block_id, (section, block) in before.items():
        if block_id not in after:
            found.append(BlockChange("removed", block_id, section, block, None, words_between(_said(block), {})))
    return found


def last_acts(a: StoryText, b: StoryText) -> dict[str, BlockAct]:
    """What was done to which block between two versions."""
    return {change.block: change.act for change in difference(a, b)}


def _said(block: Block) -> dict[str, str]:
    """The words of a block in each language; of a quote the original too."""
    return {**({block.quote.language: block.quote.text} if block.quote else {}), **block.text}


def _placed(text: StoryText) -> dict[str, tuple[str, Block]]:
    return {block.id: (section.id, block) for section in text.sections for block in section.blocks}


def _moved(a: StoryText, b: StoryText) -> set[str]:
    """Blocks in another section, and the fewest whose move explains another order within one."""
    places_a, places_b = _placed(a), _placed(b)
    both = [block_id for block_id in places_a if block_id in places_b]
    moved = {block_id for block_id in both if places_a[block_id][0] != places_b[block_id][0]}
    order_a = [one for one in both if one not in moved]
    order_b = [one for one in places_b if one in places_a and one not in moved]
    stayed = SequenceMatcher(None, order_a, order_b, autojunk=False).get_matching_blocks()
    kept = {order_a[match.a + offset] for match in stayed for offset in range(match.size)}
    return moved | (set(order_a) - kept)
