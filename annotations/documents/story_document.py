"""The document of one story: the text, whom it rests on, what statistics say of it, who worked on it and who signed."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotations.changes.story_text import term
from annotations.changes.story_years import MONTHS
from annotations.changes.wording import Pen
from annotations.documents.labels import labels_of
from annotations.documents.records import Document, Heading, Part, Picture, State
from annotations.documents.story_parts import Notes, story_parts
from annotations.documents.story_words import story_words
from annotations.documents.tables import Table
from annotations.sessions import Session
from annotations.stories.records import StoryText
from annotations.studies import Words


@dataclass(frozen=True)
class Cited:
    """What a story cites of one session, and of whom: ``categories`` of the people who speak there."""

    session: Session
    categories: tuple[Words, ...]
    places: tuple[str, ...]
    segment_ids: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """One part in the work on a story: who has it, and their signature where there is one."""

    role: Words
    person: str
    needed: bool
    version: int = 0
    current: bool = False
    checked: tuple[str, ...] = ()
    on: datetime.date | None = None


@dataclass(frozen=True)
class Telling:
    """A story with all that its document says besides its text. ``number`` 0: of a draft that nobody has opened; then ``draft`` says
    which. ``data``: sentences for footnotes, by block."""

    text: StoryText
    study: Words
    state: State
    number: int
    draft: int
    by: str
    at: datetime.datetime | None
    projects: tuple[Words, ...] = ()
    secondary: tuple[Words, ...] = ()
    cited: tuple[Cited, ...] = ()
    people: tuple[Share, ...] = ()
    data: Mapping[str, tuple[str, ...]] | None = None
    kept: Mapping[str, str] | None = None
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()


def story_document(of: Telling, language: str) -> Document:
    """The document in one language."""
    pen, words, labels = Pen(language), story_words(language), labels_of(language)
    text = of.text
    notes = Notes(of.data or {}, of.kept or {})
    parts: list[Part] = story_parts(text, language, notes, tables=of.tables, pictures=of.pictures)
    if of.cited:
        parts += [Heading(f"{text.change_id}.sources", words["sources"], 1), sources_table(text.change_id, of.cited, language)]
    if of.people:
        parts += [Heading(f"{text.change_id}.people", words["versions"], 1), people_table(text.change_id, of.people, language)]
    return Document(
        kind="story",
        id=text.change_id,
        language=language,
        title=pen.words(text.title),
        subtitle=words[text.kind],
        study=pen.words(of.study),
        state=of.state,
        state_words=labels[of.state],
        version=version_words(of, language),
        facts=tuple(story_facts(of, language)),
        parts=tuple(parts),
    )


def version_words(of: Telling, language: str) -> str:
    pen, words = Pen(language), story_words(language)
    if not of.number:
        return words["drafted"].format(number=of.draft)
    date = pen.date(of.at.date()) if of.at else "–"
    return words["version"].format(number=of.number, date=date, by=of.by)


def story_facts(of: Telling, language: str) -> Iterable[tuple[str, str]]:
    """What stands under the title. Nothing is said of what is not known."""
    pen, words = Pen(language), story_words(language)
    yield words["id"], of.text.change_id
    yield words["domain"], pen.words(of.text.domain)
    listed = {
        "secondary": [pen.words(one) for one in of.secondary],
        "locations": [pen.escape(place) for place in of.text.locations],
        "projects": [pen.words(one) for one in of.projects],
    }
    yield from ((words[name], pen.listed(values)) for name, values in listed.items() if values)


def sources_table(change_id: str, cited: Sequence[Cited], language: str) -> Table:
    """By session: who speaks, where, in which month, how it was kept, which passages."""
    pen, words = Pen(language), story_words(language)
    rows = []
    for one in cited:
        session = one.session
        capture = ", ".join(filter(None, [term(f"kept_{session.capture}", pen), term(session.language, pen)]))
        who = pen.listed([pen.words(category) for category in one.categories]) or "–"
        place = pen.listed([pen.escape(place) for place in one.places if place]) or "–"
        what = f"{session.id} ({term(session.method, pen)})" if session.method != "unknown" else session.id
        rows.append((what, who, place, month(session.date, language), capture, ", ".join(one.segment_ids) or words["whole"]))
    headings = tuple(words[name] for name in ("session", "who", "place", "date", "capture", "passages"))
    caption = words["sources_caption"].format(id=change_id)
    return Table(f"{change_id}.table.sources", caption, language, headings, tuple(rows), notes=(words["source_note"],))


def people_table(change_id: str, people: Sequence[Share], language: str) -> Table:
    pen, words = Pen(language), story_words(language)
    rows = []
    for one in people:
        signed = str(one.version) if one.current else words["older"].format(number=one.version)
        shown = signed if one.version else words["needed"] if one.needed else "–"
        looked = pen.listed([words[check] for check in one.checked]) or "–"
        rows.append((pen.words(one.role), one.person or "–", shown, looked, pen.date(one.on) if one.on else "–"))
    headings = tuple(words[name] for name in ("role", "person", "signed", "checked", "on"))
    caption = words["signatures_caption"].format(id=change_id)
    return Table(f"{change_id}.table.people", caption, language, headings, tuple(rows), notes=(words["signatures_note"],))


def month(date: datetime.date | None, language: str) -> str:
    """The month alone: the day would tell more than a reader needs.

    >>> month(datetime.date(2024, 2, 12), "es"), month(None, "en")
    ('febrero de 2024', '–')
    """
    if date is None:
        return "–"
    spoken = Pen(language).spoken
    name = MONTHS[spoken][date.month - 1]
    return f"{name} de {date.year}" if spoken == "es" else f"{name} {date.year}"
