"""The findings and the annexes of a report as one document: every table and figure is given as computed, numbered, and referred to by its number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from annotations.changes.wording import Pen
from annotations.documents.finding_records import Findings
from annotations.documents.findings import findings_parts
from annotations.documents.labels import labels_of
from annotations.documents.records import Document, Heading, Paragraph, Part, Picture, Run, State
from annotations.documents.report_words import ANNEXES, FINDINGS, ON_DEMAND, report_words
from annotations.documents.story_document import Telling, version_words
from annotations.documents.story_parts import Notes, story_parts
from annotations.documents.tables import Table
from annotations.studies import Words

FURTHEST = 3
"""Of many tables the first and the last are referred to."""


@dataclass(frozen=True)
class Annexes:
    """What the annexes hold: tables and pictures by the name of the annex (``ANNEXES``; others are not known), the stories, and of how many
    stories how many are signed. ``findings``: None where they are not wanted."""

    study: Words
    on: date
    tables: Mapping[str, Sequence[Table]]
    pictures: Sequence[Picture] = ()
    stories: Sequence[Telling] = ()
    written: int = 0
    signed: int = 0
    only: tuple[str, ...] = ()
    findings: Findings | None = None


def report_document(of: Annexes, language: str, study_id: str) -> Document:
    """The document in one language. An annex without anything in it says so."""
    pen, labels = Pen(language), labels_of(language)
    words = report_words(language)
    wanted = (
        [name for name in ANNEXES if name in of.only] if of.only else [n for n in ANNEXES if n not in ON_DEMAND or _has(of, n)]
    )
    parts: list[Part] = findings_parts(of.findings, language) if of.findings else []
    said = words["title" if of.findings is None else "both" if wanted else FINDINGS]
    for number, name in enumerate(wanted):
        heading = words["alpha"][0].format(letter=_letter(number), heading=words[name][0])
        parts.append(Heading(f"annex.{name}", heading, 1))
        parts += _stories(of.stories, language) if name == "stories" else _annex(name, of, language)
    state: State = "signed" if of.written and of.signed == of.written else "draft"
    study, day = pen.words(of.study), pen.date(of.on)
    facts = (
        (words["facts"][0], study),
        (words["facts"][1], day),
        (words["facts"][2], words["parts"][0].format(signed=of.signed, stories=of.written)),
    )
    return Document(
        kind="report",
        id=study_id,
        language=language,
        title=said[0],
        subtitle=said[1],
        study=study,
        state=state,
        state_words=labels[state],
        version=f"{said[0]}, {said[2].format(date=day)}",
        facts=facts,
        parts=tuple(parts),
    )


def _has(of: Annexes, name: str) -> bool:
    return bool(of.stories if name == "stories" else of.tables.get(name))


def _annex(name: str, of: Annexes, language: str) -> list[Part]:
    _, said, nothing = report_words(language)[name]
    things: list[Table | Picture] = list(of.pictures) if name == "figures" else list(of.tables.get(name, ()))
    if not things:
        return [Paragraph((Run(nothing),), "notice")]
    before, after = said.split("{tables}")
    return [Paragraph((Run(before), *_references(things, language), Run(after))), *things]


def _references(things: Sequence[Table | Picture], language: str) -> list[Run]:
    """``Table 1 and Table 2``; of many the first and the last, with a dash."""
    made = [Run(look="reference", target=one.id) for one in things]
    if len(made) > FURTHEST:
        return [made[0], Run(" – "), made[-1]]
    joint = " y " if Pen(language).spoken == "es" else " and "
    found: list[Run] = []
    for place, one in enumerate(made):
        found += [Run(joint if place == len(made) - 1 else ", ")] if place else []
        found.append(one)
    return found


def _stories(stories: Sequence[Telling], language: str) -> list[Part]:
    _, said, nothing = report_words(language)["stories"]
    if not stories:
        return [Paragraph((Run(nothing),), "notice")]
    words, labels, pen = report_words(language)["story"], labels_of(language), Pen(language)
    parts: list[Part] = [Paragraph((Run(said),))]
    for one in stories:
        title = words[0].format(id=one.text.change_id, title=pen.words(one.text.title))
        state = words[1].format(version=version_words(one, language), state=labels[one.state])
        parts += [Heading(f"story.{one.text.change_id}", title, 2, one.text.change_id), Paragraph((Run(state),), "notice")]
        notes = Notes(one.data or {}, one.kept or {})
        tables = [replace(table, id=f"story.{table.id}") for table in one.tables]
        pictures = [replace(picture, id=f"story.{picture.id}") for picture in one.pictures]
        parts += story_parts(one.text, language, notes, level=3, tables=tables, pictures=pictures)
    return parts


def _letter(number: int) -> str:
    """A, B … Z, AA, AB …

    >>> _letter(0), _letter(25), _letter(26)
    ('A', 'Z', 'AA')
    """
    first, last = divmod(number, 26)
    return (_letter(first - 1) if first else "") + chr(ord("A") + last)
