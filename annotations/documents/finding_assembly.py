"""The findings put in order: domains, their sub-sections, what each story says in them, and which question they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from annotations.changes.wording import Pen
from annotations.documents.finding_records import Answer, Findings, Found
from annotations.documents.finding_sorting import Told, cited_in, described_by, leading, sections_of, sorted_of
from annotations.documents.finding_words import finding_words
from annotations.documents.register_tables import Names
from annotations.finding_sections import FindingSection

FIRST = 2
"""The chapter of the first domain; before it stand the evaluation questions."""


@dataclass(frozen=True)
class Answered:
    """Where a question is answered: sub-sections as (domain, sub-section), changes, and of the passages that answer it those ``cited``."""

    answer: Answer
    places: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]
    cited: frozenset[str]


@dataclass(frozen=True)
class Assembly:
    """Findings in one language."""

    of: Findings
    language: str

    @cached_property
    def pen(self) -> Pen:
        return Pen(self.language)

    @cached_property
    def names(self) -> Names:
        return Names(self.of.study, self.of.frame, self.language)

    @cached_property
    def sections(self) -> tuple[FindingSection, ...]:
        return sections_of(self.of.study)

    @cached_property
    def first(self) -> FindingSection:
        return leading(self.sections)

    @cached_property
    def domains(self) -> tuple[str, ...]:
        """Those of the study in its order, then others that changes still have."""
        known = [one.id for one in self.of.study.domains]
        return tuple(dict.fromkeys([*known, *(found.change.domain for found in self.of.changes)]))

    @cached_property
    def told(self) -> dict[str, dict[str, Told]]:
        """By change and sub-section."""
        return {found.id: sorted_of(self.of, found, self.sections) for found in self.of.changes}

    @cached_property
    def answered(self) -> tuple[Answered, ...]:
        return tuple(map(self._answered, self.of.answers))

    def within(self, domain: str) -> tuple[Found, ...]:
        return tuple(found for found in self.of.changes if found.change.domain == domain)

    def counts(self, domain: str) -> dict[str, int]:
        """Of the changes of a domain: how many there are, are saturated, are contested, have a story; and of the stories, how many are signed."""
        found = self.within(domain)
        judged = [one.registered.verdict for one in found if one.registered.verdict]
        stories = [one.telling for one in found if one.telling]
        return {
            "n": len(found),
            "saturated": sum(one.state == "saturated" for one in judged),
            "contested": sum(one.contested for one in judged),
            "stories": len(stories),
            "signed": sum(one.state == "signed" for one in stories),
        }

    def name(self, domain: str) -> str:
        return self.names.domain(domain) or finding_words(self.language)["no_domain"]

    def chapter(self, domain: str) -> int:
        return FIRST + self.domains.index(domain)

    @property
    def across(self) -> int:
        """The chapter of the same question across domains."""
        return FIRST + len(self.domains)

    def number(self, domain: str, section_id: str) -> str:
        place = [one.id for one in self.sections].index(section_id) + 1
        return f"{self.chapter(domain)}.{place}"

    def place(self, domain: str, section_id: str) -> str:
        """The id of the heading of a sub-section."""
        return f"finding.{self.domains.index(domain) + 1}.{section_id}"

    def target(self, change_id: str) -> str:
        """Where a reference to a change leads: to its story where that stands in the document, else to what the findings say of it."""
        found = next(one for one in self.of.changes if one.id == change_id)
        return f"story.{change_id}" if self.of.told and found.telling else f"finding.change.{change_id}"

    def targets(self, change_ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.target(one) for one in change_ids)

    def _answered(self, answer: Answer) -> Answered:
        """Where the plan names sections of the story, only sub-sections that are made of these, or of the row itself, count."""
        row, every = answer.row, [one.id for one in self.sections]
        meant = [one.id for one in self.sections if row.id in one.rows or described_by(one, row.sections)] or every
        places: dict[tuple[str, str], None] = {}
        changes: dict[str, None] = {}
        cited = set[str]()
        for domain in self.domains:
            for section_id in meant:
                for found in self.within(domain):
                    if here := cited_in([self.told[found.id][section_id]]) & answer.segment_ids:
                        places[domain, section_id] = changes[found.id] = None
                        cited |= here
        return Answered(answer, tuple(places), tuple(changes), frozenset(cited))
