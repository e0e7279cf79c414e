"""What is different between two versions of the code frame, and how that is said in words."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from annotations.codeframe import Code, CodeFrame, FrameChange
from annotations.languages import base, in_language

TEXTS = tuple(field.name for field in fields(Code) if field.name not in ("id", "codes"))
WORDS = {
    "en": {
        "renamed": "{codes} has another id: {into}",
        "merged": "{codes} → one code now: {into}",
        "split": "{codes} was split: choose among {into}",
        "removed": "{codes} is no longer applied",
        "rule": "{codes} is applied differently now",
        "new": "new: {codes}",
        "texts": "{codes}: other words ({texts})",
        "moved": "{codes}: under {into} now",
        "version": "Version {old} → version {new} of the code frame",
        "same": "nothing is different",
        "name": "name", "definition": "definition", "include": "include", "exclude": "exclude", "example": "example",
    },
    "es": {
        "renamed": "{codes} tiene otra clave: {into}",
        "merged": "{codes} → ahora un solo código: {into}",
        "split": "{codes} se dividió: elija entre {into}",
        "removed": "{codes} ya no se aplica",
        "rule": "{codes} ahora se aplica de otro modo",
        "new": "nuevo: {codes}",
        "texts": "{codes}: otras palabras ({texts})",
        "moved": "{codes}: ahora bajo {into}",
        "version": "Versión {old} → versión {new} del marco de códigos",
        "same": "no hay ninguna diferencia",
        "name": "nombre", "definition": "definición", "include": "incluye", "exclude": "excluye", "example": "ejemplo",
    },
}  # fmt: skip


@dataclass(frozen=True)
class FrameDiff:
    """What is different: the told ``changes`` (when the versions follow one another), ``new`` codes, codes with other ``texts`` (and
    which), codes ``moved`` under another heading.
    """

    old: int
    new_version: int
    changes: tuple[FrameChange, ...]
    new: tuple[str, ...]
    texts: tuple[tuple[str, tuple[str, ...]], ...]
    moved: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.changes or self.new or self.texts or self.moved)


def diff(before: CodeFrame, after: CodeFrame, changes: Sequence[FrameChange] | None = None) -> FrameDiff:
    """What differs between two versions; ``changes`` told between them, those of ``after`` when not given."""
    told = tuple(after.changes if changes is None else changes)
    both = [leaf.id for leaf in after.leaves if leaf.id in before.by_id]
    results = {code for change in told for code in change.into}
    texts = [(code, tuple(t for t in TEXTS if getattr(before.by_id[code], t) != getattr(after.by_id[code], t))) for code in both]
    return FrameDiff(
        old=before.version,
        new_version=after.version,
        changes=told,
        new=tuple(leaf.id for leaf in after.leaves if leaf.id not in before.by_id and leaf.id not in results),
        texts=tuple((code, which) for code, which in texts if which),
        moved=tuple(code for code in both if _above(before, code) != _above(after, code)),
    )


def change_in_words(change: FrameChange, before: CodeFrame, after: CodeFrame, language: str) -> str:
    """One change as a coder reads it: names of the codes in their language, then the note."""
    codes, into = (_names(ids, before, after, language) for ids in (change.codes, change.into))
    said = _spoken(language)[change.kind].format(codes=codes, into=into)
    note = " ".join(in_language(change.note, language).split())
    return f"{said}. {note}" if note else f"{said}."


def diff_in_words(found: FrameDiff, before: CodeFrame, after: CodeFrame, language: str) -> list[str]:
    """A heading and a line for each difference."""
    spoken = _spoken(language)
    lines = [change_in_words(change, before, after, language) for change in found.changes]
    lines += [spoken["new"].format(codes=_names([code], before, after, language)) for code in found.new]
    for code, which in found.texts:
        lines.append(
            spoken["texts"].format(codes=_names([code], before, after, language), texts=", ".join(spoken[w] for w in which))
        )
    for code in found.moved:
        above = " / ".join(in_language(one.name, language) or one.id for one in after.paths[code][:-1])
        lines.append(spoken["moved"].format(codes=_names([code], before, after, language), into=above))
    heading = spoken["version"].format(old=found.old, new=found.new_version)
    return [heading, *(f"  {line}" for line in lines or [spoken["same"]])]


def _spoken(language: str) -> dict[str, str]:
    return WORDS["es" if base(language) == "es" else "en"]


def _above(frame: CodeFrame, code: str) -> list[str]:
    return [one.id for one in frame.paths[code][:-1]]


def _names(ids: Sequence[str], before: CodeFrame, after: CodeFrame, language: str) -> str:
    """The codes by name and id; a code that both versions have, by its new name."""
    found = [(code, after.by_id.get(code) or before.by_id.get(code)) for code in ids]
    return ", ".join(f"«{' '.join(in_language(one.name, language).split())}» ({code})" if one else code for code, one in found)
