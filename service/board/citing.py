"""Citations of a story's text as links to what was said."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from annotations.sessions import Register
from annotations.speakers_in_register import who_said
from annotations.studies import Study, Words
from annotations.transcripts import Segment
from service.board.pages import link
from service.storage import corpus
from service.storage.transactions import Tx
from service.workflows.consent import may_be_shown

BRACKETS = re.compile(r"\s?\[([\w.\-]+(?:,\s*[\w.\-]+)*)\]")
SHOWN = 3
"""Citations of one place of a text that stand in it; the others are counted, and lead to the list of the block's sources."""


@dataclass(frozen=True)
class Source:
    """What a citation names: a segment with its words and who said them, or a session (``segment`` is None then)."""

    id: str
    session_id: str
    segment: Segment | None
    category: str
    place: str
    date: object


@dataclass(frozen=True)
class Sources:
    """Everything that a text may cite and that may be shown, by id."""

    known: Mapping[str, Source]

    def of(self, ids: Sequence[str]) -> list[Source]:
        return [self.known[id_] for id_ in ids if id_ in self.known]

    def lost(self, ids: Sequence[str]) -> list[str]:
        """What is cited and is not there: a slip of the keys, a segment that was taken out."""
        return [id_ for id_ in ids if id_ not in self.known]


def sources(tx: Tx, study: Study, register: Register, cited: Collection[str]) -> Sources:
    """The segments and sessions among ``cited``."""
    category = {person.id: person.category for person in register.respondents}
    sessions = {session.id: session for session in register.sessions}
    found = {id_: Source(id_, id_, None, "", sessions[id_].place, sessions[id_].date) for id_ in cited if id_ in sessions}
    for session_id in sorted({id_.rsplit(".", 1)[0] for id_ in cited if id_ not in found}):
        segments = corpus.segments(tx, study.id, session_id=session_id)
        who, held = who_said(segments, register), sessions.get(session_id)
        for one in may_be_shown(tx, study, [segment for segment in segments if segment.id in cited]):
            speaks, place = category.get(who.get(one.id, ""), ""), held.place if held else ""
            found[one.id] = Source(one.id, session_id, one, speaks, place, held.date if held else None)
    return Sources(found)


def linked(text: str, study_id: str, known: Sources, more: str = "") -> Markup:
    """The text with its citations as links. Of many in one place the first stand there, the number of the others leads to ``more``.

    What stands in brackets and is no citation stays as it was written.
    """
    made, end = Markup(""), 0
    for found in BRACKETS.finditer(text):
        ids = [one.strip() for one in found[1].split(",")]
        if not any(one in known.known for one in ids):
            continue
        made += escape(text[end : found.start()]) + _cited(ids, study_id, known, more)
        end = found.end()
    return made + escape(text[end:])


def plain(text: str) -> str:
    """The text without its citations, for where it is only called by its words.

    >>> plain("They read it out [S01.006, S21]. So it is.")
    'They read it out. So it is.'
    """
    return BRACKETS.sub("", text)


def _cited(ids: Sequence[str], study_id: str, known: Sources, more: str) -> Markup:
    shown = ids if len(ids) <= SHOWN + 1 else ids[:SHOWN]
    links = [_link(id_, study_id, known) for id_ in shown]
    if len(shown) < len(ids):
        rest = f"+{len(ids) - len(shown)}"
        links.append(Markup('<a href="#{}">{}</a>').format(more, rest) if more else escape(rest))
    return Markup('<span class="cites"> [{}]</span>').format(Markup(" ").join(links))


def _link(id_: str, study_id: str, known: Sources) -> Markup:
    source = known.known.get(id_)
    if source is None:
        return Markup('<span class="lost">{}</span>').format(id_)
    address = link(study_id, "sessions", source.session_id, segment=id_ if source.segment else "")
    return Markup('<a href="{}">{}</a>').format(address, id_)


def category_words(categories: Mapping[str, Words], id_: str) -> Words:
    """What a category is called; as the roster has it where the study gives it no name."""
    return categories.get(id_, {"": id_})
