"""The findings as chapters of a report: by domain with fixed sub-sections, then the same question across domains.

An assembly, not an author: every sentence is one of the stories as they read now or is made of figures of the record, and stands beside
a reference to its story. Where the stories say nothing stands a question.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from annotations.changes.story_evidence import GROUPS
from annotations.documents.finding_assembly import Assembly
from annotations.documents.finding_records import Findings, Found, Touching
from annotations.documents.finding_sorting import LOCAL, PROGRAMME, Told, part_of
from annotations.documents.finding_tables import (
    ACTORS,
    LIMITATIONS,
    MAP,
    across_table,
    actors_table,
    counts_table,
    groups_table,
    map_table,
    outcomes_table,
    projects_table,
)
from annotations.documents.finding_tables import GROUPS as GROUPS_TABLE
from annotations.documents.finding_words import finding_words
from annotations.documents.labels import labels_of
from annotations.documents.records import Heading, Paragraph, Part, Run
from annotations.documents.story_document import version_words
from annotations.documents.story_parts import Notes, block_parts
from annotations.finding_sections import FindingSection
from annotations.stories.records import Block


def findings_parts(findings: Findings, language: str) -> list[Part]:
    """The chapters: evaluation questions, domains, across domains."""
    of = Assembly(findings, language)
    parts = list(_questions(of))
    for domain in of.domains:
        parts += _domain(of, domain)
    return [*parts, *_across(of)]


def findings_data(findings: Findings, language: str) -> dict[str, Any]:
    """What stands where, by ids, for programs."""
    of = Assembly(findings, language)
    domains = {
        domain: {
            section.id: {
                found.id: [block.id for block in of.told[found.id][section.id].blocks]
                for found in of.within(domain)
                if of.told[found.id][section.id].blocks
            }
            for section in of.sections
        }
        for domain in of.domains
    }
    questions = [
        {
            "id": one.answer.row.id,
            "passages": len(one.answer.segment_ids),
            "cited": len(one.cited),
            "sections": [of.number(*place) for place in one.places],
            "changes": list(one.changes),
        }
        for one in of.answered
    ]
    return {"domains": domains, "questions": questions}


def _questions(of: Assembly) -> Iterator[Part]:
    words = finding_words(of.language)
    stories = [one.telling for one in of.of.changes if one.telling]
    signed = sum(one.state == "signed" for one in stories)
    yield Heading("finding.questions", f"1 {words['map']}", 1, "1")
    yield Paragraph((Run(words["assembly"].format(signed=signed, stories=len(stories))),), "notice")
    if not of.answered:
        yield _missing(of, [Run(words["no_plan"])])
        return
    yield Paragraph((Run(words["map_said"]), Run(look="reference", target=MAP), Run(words["map_end"])))
    yield map_table(of)
    for one in of.answered:
        row = one.answer.row
        if not one.cited:
            say = "uncited" if one.answer.segment_ids else "unanswered"
            said = words[say].format(id=row.id, question=of.pen.words(row.question), of=len(one.answer.segment_ids))
            yield _missing(of, [Run(said)])


def _domain(of: Assembly, domain: str) -> Iterator[Part]:
    words, pen = finding_words(of.language), of.pen
    number, found = str(of.chapter(domain)), of.within(domain)
    yield Heading(f"finding.domain.{of.domains.index(domain) + 1}", f"{number} {of.name(domain)}", 1, number)
    known = next((one for one in of.of.study.domains if one.id == domain), None)
    if known and pen.words(known.definition):
        yield Paragraph((Run(pen.words(known.definition)),))
    if elsewhere := [one.id for one in of.of.changes if domain in one.change.secondary_domains]:
        yield Paragraph((Run(words["secondary"]), *_changes(of, elsewhere), Run(".")))
    if not found:
        yield _missing(of, [Run(words["no_change"])])
        return
    counts = of.counts(domain)
    said = words["domain_counts"].format(of=len(of.of.changes), **counts)
    yield Paragraph((Run(said + (words["domain_signed"].format(**counts) if counts["stories"] else "")),))
    for section in of.sections:
        yield from _section(of, domain, section)
    yield from _limits(of, domain)


def _section(of: Assembly, domain: str, section: FindingSection) -> Iterator[Part]:
    number, found = of.number(domain, section.id), of.within(domain)
    yield Heading(of.place(domain, section.id), f"{number} {of.pen.words(section.name)}", 2, number)
    yield from _asked(of, domain, section)
    if section is of.first:
        yield outcomes_table(of, domain)
        yield from _dissent(of, domain)
    gaps: dict[tuple[Run, ...], list[str]] = {}
    for one in found:
        told = of.told[one.id][section.id]
        if told.says or section is of.first:
            yield from _lead(of, one, section)
            yield from _said(of, one, told, domain)
        for runs in _gaps(of, one, told):
            gaps.setdefault(runs, []).append(one.id)
    yield from _tables(of, domain, section)
    for runs, changes in gaps.items():
        yield Paragraph((*runs, Run(" ("), *_changes(of, changes), Run(")")), "gap")
    yield from _silent(of, section, found)


def _dissent(of: Assembly, domain: str) -> Iterator[Part]:
    """Of each set of changes that was ranked, in how many kinds of people others come first."""
    for one in of.of.dissent:
        if one.domain == domain:
            said = Run(finding_words(of.language)["dissent"].format(n=one.number, of=one.of))
            table = [Run(" ("), Run(look="reference", target=one.table), Run(")")] if of.of.ranked else []
            yield Paragraph((said, *table, Run(".")))


def _asked(of: Assembly, domain: str, section: FindingSection) -> Iterator[Part]:
    """Which evaluation questions are answered here."""
    words = finding_words(of.language)
    ids = [one.answer.row.id for one in of.answered if (domain, section.id) in one.places]
    if ids:
        reference = Run(look="reference", target=MAP)
        yield Paragraph((Run(words["answers"] + ", ".join(ids) + words["in_map"]), reference, Run(words["in_map_end"])), "note")


def _lead(of: Assembly, one: Found, section: FindingSection) -> Iterator[Part]:
    """A heading with the title of the change; where it is told first, with its id and what version of its story this is."""
    words, title = finding_words(of.language), of.pen.words(one.change.title)
    if section is not of.first:
        known = one.telling.state if one.telling else "signed"
        mark = "" if known == "signed" else words.get(f"mark_{known}", words["mark_draft"])
        yield Heading(f"{of.place(one.change.domain, section.id)}.{one.id}", f"{title}{mark}", 3)
        return
    yield Heading(f"finding.change.{one.id}", f"{one.id} {title}", 3, one.id)
    if one.telling is None:
        yield _missing(of, [Run(words["no_story"])])
        return
    to_story = [Run(words["story_of"]), Run(look="reference", target=of.target(one.id)), Run(". ")] if of.of.told else []
    state = words["version"].format(
        version=version_words(one.telling, of.language), state=labels_of(of.language)[one.telling.state]
    )
    yield Paragraph((*to_story, Run(state)), "notice")


def _said(of: Assembly, one: Found, told: Told, domain: str) -> Iterator[Part]:
    """The sentences and quotes, each with where it is from."""
    if one.telling is None:
        return
    words, notes = finding_words(of.language), Notes(one.telling.data or {}, one.telling.kept or {})
    for blocks, other in _by_place(told):
        for part in block_parts(blocks, of.pen, notes):
            if isinstance(part, Paragraph) and part.kind in ("text", "attribution"):
                also = [Run(f"; {words['also']}"), Run(look="reference", target=of.place(domain, other))] if other else []
                part = _referred(part, [Run(" ("), *_changes(of, [one.id]), *also, Run(")")])
            yield part
    if told.shown < told.quotes:
        said = words["quotes"].format(shown=told.shown, of=told.quotes)
        yield Paragraph((Run(f"{said} ("), *_changes(of, [one.id]), Run(")")), "note")


def _referred(part: Paragraph, runs: Sequence[Run]) -> Paragraph:
    """With references at its end, before the colon that leads quotes."""
    *before, last = part.runs
    if last.text == ":" and not last.note:
        return replace(part, runs=(*before, *runs, last))
    return replace(part, runs=(*part.runs, *runs))


def _by_place(told: Told) -> Iterator[tuple[list[Block], str]]:
    """Blocks of one part of a story together, each with the sub-section where it stands too, if there is one."""
    also, held = told.also or {}, list[Block]()
    for block in told.says:
        begins = block.kind == "sentence" and held and part_of(block) != part_of(held[-1])
        if held and (begins or also.get(block.id, "") != also.get(held[-1].id, "")):
            yield held, also.get(held[-1].id, "")
            held = []
        held.append(block)
    if held:
        yield held, also.get(held[-1].id, "")


def _gaps(of: Assembly, one: Found, told: Told) -> Iterator[tuple[Run, ...]]:
    """The open questions of a story, as it puts them."""
    if one.telling is not None:
        notes = Notes(one.telling.data or {}, one.telling.kept or {})
        for part in block_parts([block for block in told.blocks if block.kind == "gap"], of.pen, notes):
            if isinstance(part, Paragraph):
                yield part.runs


def _silent(of: Assembly, section: FindingSection, found: Sequence[Found]) -> Iterator[Part]:
    """The question of the sub-section, where some story says nothing of it nor asks, or where there is none. Where a change is told first it
    is said of each that has no story."""
    words = finding_words(of.language)
    silent = [one.id for one in found if one.telling and not of.told[one.id][section.id].blocks]
    question = Run(f"{of.pen.words(section.question) or words['untold']} ")
    if silent:
        yield _missing(of, [question, Run(words["silent"]), *_changes(of, silent), Run(".")])
    elif section is not of.first and not any(one.telling for one in found):
        yield _missing(of, [question, Run(words["none"])])


def _tables(of: Assembly, domain: str, section: FindingSection) -> Iterator[Part]:
    """What figures of the record add to a sub-section."""
    words = finding_words(of.language)
    if PROGRAMME in section.parts and (table := projects_table(of, domain)):
        yield table
    named = {ACTORS: (LOCAL in section.parts, actors_table), GROUPS_TABLE: (GROUPS in section.sections, groups_table)}
    for target, (fits, made) in named.items():
        if fits and of.counts(domain)["stories"] and made(of) is not None:
            yield Paragraph((Run(words["named_said"]), Run(look="reference", target=target), Run(".")))


def _limits(of: Assembly, domain: str) -> Iterator[Part]:
    """Limitations that touch changes of the domain and not all changes alike."""
    words, here = finding_words(of.language), [one.id for one in of.within(domain)]
    number = f"{of.chapter(domain)}.{len(of.sections) + 1}"
    yield Heading(f"finding.limits.{of.domains.index(domain) + 1}", f"{number} {words['limits']}", 2, number)
    table = [Run(look="reference", target=LIMITATIONS)] if of.of.limited else []
    found = [one for one in of.of.limits if one.domain == domain or (not _is_general(of, one) and {*one.changes} & {*here})]
    for one in found:
        touched = [change for change in one.changes if change in here]
        where = [*_changes(of, touched), *([Run("; ")] if touched and table else []), *table]
        yield Paragraph((Run(one.sentence), *([Run(" ("), *where, Run(")")] if where else [])), "bullet")
    if not found:
        yield Paragraph((Run(words["limits_none"]),), "notice")
    if of.of.limited:
        yield Paragraph((Run(words["limits_all"]), Run(look="reference", target=LIMITATIONS), Run(".")))


def _is_general(of: Assembly, one: Touching) -> bool:
    """Whether it touches all findings alike: no change in particular, or every one that has a story."""
    told = {found.id for found in of.of.changes if found.telling}
    return not one.domain and (not one.changes or {*one.changes} >= (told or {found.id for found in of.of.changes}))


def _across(of: Assembly) -> Iterator[Part]:
    words = finding_words(of.language)
    number = str(of.across)
    yield Heading("finding.across", f"{number} {words['across']}", 1, number)
    if of.of.left_out:
        yield Paragraph((Run(words["left_out"].format(n=of.of.left_out)),), "notice")
    for place, section in enumerate(of.sections, 1):
        yield Heading(f"finding.across.{section.id}", f"{number}.{place} {of.pen.words(section.name)}", 2, f"{number}.{place}")
        if question := of.pen.words(section.question):
            yield Paragraph((Run(question, "emphasis"),))
        yield across_table(of, section)
        if section is of.first:
            yield counts_table(of)
        if LOCAL in section.parts and (table := actors_table(of)):
            yield table
        if GROUPS in section.sections and (table := groups_table(of)):
            yield table
    general = [one for one in of.of.limits if _is_general(of, one)]
    if general and not of.of.limited:
        last = f"{number}.{len(of.sections) + 1}"
        yield Heading("finding.limits.all", f"{last} {words['limits_general']}", 2, last)
        yield from (Paragraph((Run(one.sentence),), "bullet") for one in general)


def _missing(of: Assembly, runs: Iterable[Run]) -> Paragraph:
    return Paragraph((Run(f"{finding_words(of.language)['missing']} ", "strong"), *runs), "gap")


def _changes(of: Assembly, ids: Sequence[str]) -> list[Run]:
    """References to changes, with commas."""
    runs: list[Run] = []
    for one in ids:
        runs += [*([Run(", ")] if runs else []), Run(look="reference", target=of.target(one))]
    return runs
