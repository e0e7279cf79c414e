"""What codes, domains, sections and changes are called, for pages that show codings."""

from collections.abc import Mapping

from annotations.changes.register import ChangeRegister
from annotations.codeframe import CodeFrame
from annotations.studies import Study, Words

Names = Mapping[tuple[str, str], Words]
"""Words by kind and id."""


def names_of(study: Study, frame: CodeFrame, register: ChangeRegister) -> Names:
    """Of everything that a segment can be coded with; changes as the register words them now, dropped and merged ones too."""
    found: dict[tuple[str, str], Words] = {("change", change.id): change.title for change in study.changes}
    found |= {("change", id_): entry.change.title for id_, entry in register.entries.items()}
    found |= {("domain", domain.id): domain.name for domain in study.domains}
    found |= {("section", section.id): section.name for section in study.sections}
    found |= {("code", code.id): code.name for path in frame.paths.values() for code in path}
    return found


def name(names: Names, kind: str, target: str) -> Words:
    """The words for a target; one that is not known any more is called by its id."""
    return names.get((kind, target)) or {"": target}


def category_names(study: Study) -> Mapping[str, Words]:
    """What categories of the roster are called; one that the study does not name is called as the roster has it."""
    return {category.id: category.name for category in study.categories}
