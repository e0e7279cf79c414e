"""Which sentences and quotes of the stories stand in which sub-section of the findings. Nothing is worded here."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotations.changes.story_evidence import CONTRIBUTION, description_of
from annotations.documents.finding_records import Findings, Found
from annotations.finding_sections import FINDING_SECTIONS, OUTCOMES, SUMMARY_SECTION, FindingSection
from annotations.stories.records import Block, StoryText, TextSection
from annotations.studies import Study

PROGRAMME, LOCAL = f"{CONTRIBUTION}/programme", f"{CONTRIBUTION}/local"
NOT_IN_FINDINGS = ("data_collection",)
"""How a story was made is told in the story."""
QUOTES = 2
"""So many quotes of a paragraph are shown; of those who deny a change, all."""
AGAINST = "contested"


@dataclass(frozen=True)
class Told:
    """What one story says in one sub-section: ``blocks`` in their order, open questions among them. ``also``: by block, the sub-section where it
    stands in any case. ``quotes``: how many there are, shown or not."""

    change_id: str
    blocks: tuple[Block, ...] = ()
    also: Mapping[str, str] | None = None
    quotes: int = 0

    @property
    def says(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.kind != "gap")

    @property
    def shown(self) -> int:
        return sum(block.kind == "quote" for block in self.blocks)


@dataclass(frozen=True)
class Group:
    """Sentences of one part of a story's section, with the quotes that they lead."""

    section: str
    part: str
    blocks: tuple[Block, ...]


def sections_of(study: Study) -> tuple[FindingSection, ...]:
    """The sub-sections of every domain: those of the study, else the house's; then one for each section of its template that none has."""
    found = study.findings or tuple(
        replace(one, sections=(SUMMARY_SECTION, description_of(study))) if one.id == OUTCOMES else one for one in FINDING_SECTIONS
    )
    fed = {section for one in found for section in one.sections}
    rest = [section for section in study.sections if section.id not in fed]
    return (*found, *(FindingSection(f"of.{one.id}", one.name, sections=(one.id,)) for one in rest))


def leading(sections: Sequence[FindingSection]) -> FindingSection:
    """The one that tells what changed."""
    return next((one for one in sections if SUMMARY_SECTION in one.sections), sections[0])


def sorted_of(of: Findings, found: Found, sections: Sequence[FindingSection]) -> dict[str, Told]:
    """What the story of a change says, by sub-section."""
    text = found.telling.text if found.telling else None
    homes: dict[str, list[Group]] = {one.id: [] for one in sections}
    for group in _groups(text) if text else ():
        homes[_home(group, sections, of)].append(group)
    made = {id_: _told(found.id, groups) for id_, groups in homes.items()}
    wanted = {one.id: _wanted(one, of) for one in sections if one.codes or one.rows}
    return {id_: _with_others(told, id_, wanted[id_], made) if id_ in wanted else told for id_, told in made.items()}


def _groups(text: StoryText) -> Iterator[Group]:
    for section in text.sections:
        if section.id not in NOT_IN_FINDINGS:
            yield from _in_section(section)


def _in_section(section: TextSection) -> Iterator[Group]:
    held: list[Block] = []
    for block in (one for one in section.blocks if _has_words(one)):
        if held and not _follows(block, held[-1]):
            yield Group(section.id, part_of(held[0]), tuple(held))
            held = []
        held.append(block)
    if held:
        yield Group(section.id, part_of(held[0]), tuple(held))


def _follows(block: Block, before: Block) -> bool:
    """Quotes go with the sentence before them, sentences with those of the same part; a question stands by itself."""
    if "gap" in (block.kind, before.kind):
        return False
    return block.kind == "quote" or (before.kind == "sentence" and bool(part_of(block)) and part_of(block) == part_of(before))


def _has_words(block: Block) -> bool:
    """Blocks that were emptied since somebody took back what they said have none."""
    return bool(block.quote.text.strip() if block.quote else any(words.strip() for words in block.text.values()))


def part_of(block: Block) -> str:
    """The part of the section that the draft had it in; empty where a person wrote it.

    >>> part_of(Block("b1", "sentence", {}, source="contribution/factors:around")), part_of(Block("b2", "gap", {}, source="x/gap:order:2"))
    ('factors', 'gap:order')
    """
    part = re.sub(r":\d+$", "", block.source.partition("/")[2])
    return part if part.startswith("gap:") else part.partition(":")[0]


def _home(group: Group, sections: Sequence[FindingSection], of: Findings) -> str:
    part = group.part or (_role(group, of) if group.section == CONTRIBUTION else "")
    known = f"{group.section}/{part}"
    found = next((one for one in sections if known in one.parts), None)
    return (found or next((one for one in sections if group.section in one.sections), leading(sections))).id


def _role(group: Group, of: Findings) -> str:
    """What a sentence that a person wrote tells of, by what the passages that it cites are coded with."""
    carried = {code for block in group.blocks for one in block.citations for code in of.codes.get(one, ())}
    if carried & set(of.study.hindering_codes):
        return "hindered"
    if carried & set(of.study.programme_actors):
        return "programme"
    return "local" if carried & set(local_codes(of)) else ""


def local_codes(of: Findings) -> tuple[str, ...]:
    """The codes of actors that are neither what is evaluated nor from elsewhere."""
    study = of.study
    others = {*study.programme_actors, *study.outside_actors}
    return tuple(code for code, path in of.frame.paths.items() if path[0].id == study.actors_family and code not in others)


def _told(change_id: str, groups: Sequence[Group]) -> Told:
    """A sentence that stands there again before quotes is told once, there."""
    blocks, quotes = list[Block](), 0
    for group in groups:
        mine = [block for block in group.blocks if block.kind == "quote"]
        kept = {block.id for block in (mine if group.part == AGAINST else mine[:QUOTES])}
        quotes += len(mine)
        blocks += [block for block in group.blocks if block.kind != "quote" or block.id in kept]
    last = {tuple(block.text.items()): at for at, block in enumerate(blocks) if block.kind == "sentence"}
    once = [block for at, block in enumerate(blocks) if block.kind != "sentence" or last[tuple(block.text.items())] == at]
    return Told(change_id, tuple(once), {}, quotes)


def _wanted(section: FindingSection, of: Findings) -> frozenset[str]:
    """The passages that a sub-section asks for by their codes, or by the rows of the plan that they answer."""
    named = set(section.codes)
    applied = {code for code, path in of.frame.paths.items() if named & {code, *(one.id for one in path)}}
    coded = {id_ for id_, codes in of.codes.items() if codes & applied}
    return frozenset(coded | {id_ for one in of.answers if one.row.id in section.rows for id_ in one.segment_ids})


def _with_others(told: Told, id_: str, wanted: frozenset[str], made: Mapping[str, Told]) -> Told:
    """With what stands elsewhere and cites nothing but these passages; sentences that lead quotes stay with their quotes."""
    also = {
        block.id: other
        for other, one in made.items()
        for at, block in enumerate(one.blocks)
        if other != id_ and block.kind != "gap" and block.citations and wanted.issuperset(block.citations) and not _leads(one, at)
    }
    blocks = [block for one in made.values() for block in one.blocks if block.id in also]
    quotes = sum(block.kind == "quote" for block in blocks)
    return replace(told, blocks=(*told.blocks, *blocks), also=also, quotes=told.quotes + quotes)


def _leads(told: Told, at: int) -> bool:
    after = told.blocks[at + 1 : at + 2]
    return told.blocks[at].kind == "sentence" and bool(after) and after[0].kind == "quote"


def cited_in(told: Iterable[Told]) -> set[str]:
    """Every passage and session that is cited."""
    return {one for story in told for block in story.says for one in block.citations}


def described_by(section: FindingSection, story_sections: Sequence[str]) -> bool:
    """Whether it is made of any of these story sections."""
    return bool({*section.sections, *(part.partition("/")[0] for part in section.parts)} & set(story_sections))
