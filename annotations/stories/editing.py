"""What a person may do to the blocks of a text. Each gives the text as it is then; nothing is changed in place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotations.changes.story_records import Quote
from annotations.errors import BadInput, Conflict, NotFound
from annotations.languages import base
from annotations.stories.records import Block, BlockKind, StoryText, StoryVersion, TextSection, citations_in

LONGEST = 10_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def cleaned(words: str) -> str:
    """The words on one line, without control characters. Raises BadInput when there are too many.

    >>> cleaned(" El comité\\n  lee\\x00 las cuentas. ")
    'El comité lee las cuentas.'
    """
    line = " ".join(_CONTROL.sub("", words).split())
    if len(line) > LONGEST:
        raise BadInput(f"a block of {len(line)} characters", remedy=f"make several blocks, of {LONGEST} characters at most")
    return line


def block_of(text: StoryText, block_id: str) -> Block:
    """Raises NotFound."""
    for block in text.blocks:
        if block.id == block_id:
            return block
    raise NotFound(f"the story of {text.change_id} has no block {block_id!r}", remedy="look with `relato story show`")


def section_of(text: StoryText, section_id: str) -> TextSection:
    """Raises NotFound."""
    for section in text.sections:
        if section.id == section_id:
            return section
    known = ", ".join(section.id for section in text.sections)
    raise NotFound(f"the story of {text.change_id} has no section {section_id!r}", remedy=f"use one of {known}")


def edited(text: StoryText, block_id: str, language: str, words: str, by: str, own: bool | None = None) -> StoryText:
    """The block worded anew in one language. Raises BadInput, NotFound."""
    return with_block(text, reworded(block_of(text, block_id), language, words, by, own))


def reworded(block: Block, language: str, words: str, by: str, own: bool | None = None) -> Block:
    """A block in other words; the same block when nothing is other. Raises BadInput: no words, or an original that cannot be changed."""
    words = cleaned(words)
    if block.quote and base(language) == base(block.quote.language):
        raise BadInput(
            f"{block.id} is quoted in {block.quote.language}: what was said is not worded anew",
            remedy="word a translation, or take the block out and quote another stretch",
        )
    if not words and not block.quote:
        raise BadInput(f"{block.id} would have no words in {language}", remedy="take the block out instead")
    own = block.own if own is None else own and not block.quote
    is_outdated = language in block.outdated
    if words == block.text.get(language, "") and own == block.own and not is_outdated:
        return block
    said = {**block.text, language: words} if words else {k: v for k, v in block.text.items() if k != language}
    answers = own or set(citations_in(words)) - set(block.citations)
    emptied = block.kind == "quote" and block.quote is None  # what was quoted was taken back
    kind: BlockKind = "sentence" if emptied or (block.kind == "gap" and answers) else block.kind
    if words == block.text.get(language, ""):  # only its marks are other: it still holds, or it is one's own judgement
        outdated = tuple(one for one in block.outdated if one != language)
        return replace(block, own=own, kind=kind, outdated=outdated)
    return replace(block, text=said, origin="person", by=by, kind=kind, own=own, outdated=_outdated(block, said, language))


def _outdated(block: Block, said: Mapping[str, str], language: str) -> tuple[str, ...]:
    """Whoever words a language that is up to date leaves the others behind; whoever brings one up to date leaves none."""
    if block.quote:
        return ()
    if language in block.outdated or language not in block.text:
        return tuple(one for one in block.outdated if one != language)
    return tuple(one for one in said if one != language)


def added(
    text: StoryText, section_id: str, after: str, kind: BlockKind, texts: Mapping[str, str], by: str, *, quote: Quote | None = None,
    own: bool = False,
) -> StoryText:  # fmt: skip
    """A new block after another one, or at the beginning of the section. Raises BadInput, Conflict, NotFound."""
    said = {language: cleaned(words) for language, words in texts.items() if cleaned(words)}
    if (kind == "quote") != (quote is not None):
        raise BadInput("a quote, and only a quote, is a stretch of a segment", remedy="name the segment that is quoted")
    if not said and quote is None:
        raise BadInput("the block has no words", remedy="write them in at least one language")
    block = Block(f"b{text.next_block}", kind, said, "person", by, quote, own=own and quote is None)
    return inserted(text, section_id, after, block)


def inserted(text: StoryText, section_id: str, after: str, block: Block) -> StoryText:
    """With a block that gets the next number. Raises Conflict, NotFound."""
    section = section_of(text, section_id)
    at = _place(section, after)
    blocks = (*section.blocks[:at], replace(block, id=f"b{text.next_block}"), *section.blocks[at:])
    return replace(_with_section(text, replace(section, blocks=blocks)), next_block=text.next_block + 1)


def removed(text: StoryText, block_id: str) -> StoryText:
    """Without a block; its number is not given again. Raises NotFound."""
    block_of(text, block_id)
    return replace(text, sections=tuple(replace(s, blocks=tuple(b for b in s.blocks if b.id != block_id)) for s in text.sections))


def moved(text: StoryText, block_id: str, section_id: str, after: str) -> StoryText:
    """The block after another one, or at the beginning of a section. Raises BadInput, Conflict, NotFound."""
    block = block_of(text, block_id)
    if after == block_id:
        raise BadInput(f"{block_id} cannot come after itself", remedy="name another block")
    without = removed(text, block_id)
    section = section_of(without, section_id)
    at = _place(section, after)
    return _with_section(without, replace(section, blocks=(*section.blocks[:at], block, *section.blocks[at:])))


def with_block(text: StoryText, block: Block) -> StoryText:
    """With this block in the place of the one that has its id."""
    sections = tuple(replace(s, blocks=tuple(block if b.id == block.id else b for b in s.blocks)) for s in text.sections)
    return replace(text, sections=sections)


def check_unchanged(history: Sequence[StoryVersion], based_on: int, block_ids: Sequence[str]) -> None:
    """That nobody has worded or taken out these blocks since version ``based_on``; what was done to others is merged.

    Raises
    ------
    Conflict : names who changed which block, and in which version.
    NotFound : no such version, or no such block in it.
    """
    known = {version.number: version for version in history}
    if based_on not in known:
        raise NotFound(f"there is no version {based_on} of the story", remedy=f"the newest is {history[-1].number}")
    for block_id in block_ids:
        before = block_of(known[based_on].text, block_id)
        if _there(history[-1], block_id) != before:
            first = next(one for one in history if one.number > based_on and _there(one, block_id) != before)
            did = "changed" if _there(first, block_id) else "took out"
            raise Conflict(
                f"{first.by} {did} block {block_id} in version {first.number}, after version {based_on} that you have edited",
                remedy="look at what is there now, and edit that",
            )


def _there(version: StoryVersion, block_id: str) -> Block | None:
    return next((one for one in version.text.blocks if one.id == block_id), None)


def _place(section: TextSection, after: str) -> int:
    if not after:
        return 0
    ids = [block.id for block in section.blocks]
    if after not in ids:
        raise Conflict(
            f"block {after} is not in the section {section.id} any more", remedy="look at what is there now, and choose again"
        )
    return ids.index(after) + 1


def _with_section(text: StoryText, section: TextSection) -> StoryText:
    return replace(text, sections=tuple(section if one.id == section.id else one for one in text.sections))
