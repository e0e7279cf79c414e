"""A newer draft beside the text that people work on: what it would change, and what comes of taking it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from annotations.errors import Conflict, NotFound
from annotations.stories.differences import words_between
from annotations.stories.editing import inserted, removed, section_of, with_block
from annotations.stories.folding import digest
from annotations.stories.records import Block, StoryText, StoryVersion, TextSection
from annotations.stories.silence import is_empty
from annotations.stories.state_records import Part, Proposal
from annotations.studies import Words

STATEMENT = "statement"


def proposal(
    history: Sequence[StoryVersion],
    draft: StoryText | None,
    left: Collection[str] = (),
    *,
    title: Words,
    statement: Words,
    statement_number: int,
) -> Proposal | None:
    """What the newest draft and the register would change in the newest version; None when nothing.

    A part that a person worded or took out is proposed only where the draft says something else than when they did.

    Parameters
    ----------
    history : every version, the first one first.
    draft : the newest draft as a text; None when the text has been brought up to it.
    left : keys of parts that are not wanted.
    title, statement, statement_number : as the register words the change now.
    """
    text = history[-1].text
    parts: list[Part] = []
    if statement_number > text.statement_number:
        words = {f"title/{k}": v for k, v in words_between(text.title, title).items()}
        words |= words_between(text.statement, statement)
        parts.append(Part(f"{STATEMENT}@{statement_number}", "statement", "", words=words))
    if draft is not None:
        parts += _parts(history, draft)
    parts = [part for part in parts if part.key not in left]
    version = draft.draft_version if draft is not None else text.draft_version
    return Proposal(version, tuple(parts), title, statement) if parts else None


def taken(text: StoryText, offered: Proposal, draft: StoryText | None, keys: Sequence[str], statement_number: int) -> StoryText:
    """The text with these parts in it. Raises Conflict: a part that a person worded would be removed; NotFound: nothing such is proposed."""
    parts = {part.key: part for part in offered.parts}
    if unknown := [key for key in keys if key not in parts]:
        raise NotFound(f"{', '.join(unknown)} is not proposed, or not any more", remedy="look at the proposal again")
    for key in dict.fromkeys(keys):
        part = parts[key]
        if part.kind == "statement":
            text = replace(text, title=offered.title, statement=offered.statement, statement_number=statement_number)
        elif part.kind == "gone":
            text = _without(text, part)
        elif draft is not None and part.after is not None:
            text = _with(text, draft, part, part.after)
    if draft is not None:
        text = replace(text, kind=draft.kind, domain=draft.domain, locations=draft.locations)
    return text


def brought_up_to(text: StoryText, draft_version: int) -> StoryText:
    """The text once all that this draft would change was taken."""
    return replace(text, draft_version=draft_version)


def _parts(history: Sequence[StoryVersion], draft: StoryText) -> Iterable[Part]:
    text = history[-1].text
    here = {block.source: block for block in text.blocks if block.source}
    once = _drafted(history)
    there = {block.source: (section.id, block) for section in draft.sections for block in section.blocks}
    for source, (section_id, block) in there.items():
        mine = here.get(source)
        known = once.get(source)
        if mine is None and known != _content(block):
            yield Part(_key(block), "new", section_id, None, block, words=words_between({}, block.text))
        if mine is not None and _content(block) != (_content(mine) if mine.origin == "draft" else known):
            words = words_between(mine.text, block.text)
            yield Part(_key(block), "changed", section_id, mine, block, mine.origin == "person", words)
    for section in text.sections:
        for block in section.blocks:
            if block.source and block.source not in there:
                words = words_between(block.text, {})
                yield Part(f"{block.source}@gone", "gone", section.id, block, None, block.origin == "person", words)


def _drafted(history: Sequence[StoryVersion]) -> Mapping[str, object]:
    """By source, what a draft said there when the text last had it."""
    found: dict[str, object] = {}
    for version in history:
        for block in version.text.blocks:
            if block.source and block.origin == "draft" and not is_empty(block):
                found[block.source] = _content(block)
    return found


def _content(block: Block) -> object:
    return block.kind, dict(block.text), block.quote.text if block.quote else ""


def _key(block: Block) -> str:
    quoted = {"quote": block.quote.text} if block.quote else {}
    return f"{block.source}@{digest({**block.text, **quoted})}"


def _without(text: StoryText, part: Part) -> StoryText:
    if part.persons or part.before is None:
        raise Conflict(
            f"block {part.before.id if part.before else ''} was worded by a person: a draft does not remove it",
            remedy="take the block out yourself, or leave it",
        )
    return removed(text, part.before.id)


def _with(text: StoryText, draft: StoryText, part: Part, block: Block) -> StoryText:
    mine = part.before
    if mine is not None and not part.persons:
        return with_block(text, replace(block, id=mine.id))
    if mine is not None:  # the draft's words come beside a person's, which stand for themselves from now on
        section = next(s.id for s in text.sections if mine.id in {b.id for b in s.blocks})
        return inserted(with_block(text, replace(mine, source="")), section, mine.id, block)
    if part.section not in {section.id for section in text.sections}:
        text = replace(text, sections=_with_section(text, draft, part.section))
    return inserted(text, part.section, _before(text, draft, part.section, block), block)


def _before(text: StoryText, draft: StoryText, section_id: str, block: Block) -> str:
    """The block of the text that a new part comes after: the nearest of those that come before it in the draft."""
    here = {one.source: one.id for one in section_of(text, section_id).blocks if one.source}
    after = ""
    for one in section_of(draft, section_id).blocks:
        if one.source == block.source:
            break
        after = here.get(one.source, after)
    return after


def _with_section(text: StoryText, draft: StoryText, section_id: str) -> tuple[TextSection, ...]:
    """The sections with one more, at its place in the draft."""
    order = [section.id for section in draft.sections]
    new = replace(section_of(draft, section_id), blocks=())
    before = set(order[: order.index(section_id)])
    at = max((number for number, section in enumerate(text.sections, 1) if section.id in before), default=0)
    return (*text.sections[:at], new, *text.sections[at:])
