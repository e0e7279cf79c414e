"""The database of sections: every section of every story as it reads now, never a copy that goes stale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from annotations.changes.register import Entry
from annotations.languages import in_language
from annotations.sessions import Register
from annotations.speakers_in_register import who_said
from annotations.stories.records import StoryText, TextSection
from annotations.stories.settled import settled_gaps, without_gaps
from annotations.stories.state_records import SectionRow, Speaker, State
from annotations.stories.telling import worded
from annotations.studies import Study, Words
from service.storage import snapshots, studies
from service.storage.transactions import Tx
from service.workflows.evidence import Evidence, read_evidence
from service.workflows.silencing import silence
from service.workflows.story_drafts import draft_text
from service.workflows.story_states import states_in
from service.workflows.triangulation import attachments_in
from service.workflows.work import Work

KEPT = 8


@dataclass(frozen=True)
class _Story:
    """A story as it reads now; ``version`` 0 where there is only a draft."""

    entry: Entry
    text: StoryText
    state: State
    version: int
    at: datetime | None


def sections(
    work: Work, study_id: str, *, section: str = "", domain: str = "", place: str = "", project: str = "", group: str = "",
    language: str = "",
) -> list[SectionRow]:  # fmt: skip
    """The database of sections: every section of every story as it reads now. What is empty does not restrict.

    ``domain``: also where it is a secondary one. ``group``: a code of the study's groups, or a category of respondents who speak.
    ``language``: the study's first when empty. Changes that have neither a text nor a draft have no rows.
    """
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        found = _stories(tx, study)
        cited = {one for story in found for one in story.text.citations}
        about = _about(tx, study, frozenset(one.rsplit(".", 1)[0] for one in cited))
    rows = [
        about.row(story, part, language or study.languages[0])
        for story in found
        for part in story.text.sections
        if section in ("", part.id)
    ]
    return [
        row
        for row, categories in rows
        if domain in ("", row.domain, *row.secondary_domains)
        and place in ("", *row.places)
        and project in ("", *row.projects)
        and group in ("", *row.groups, *categories)
    ]


def _stories(tx: Tx, study: Study) -> list[_Story]:
    found, hush = [], silence(tx, study)
    for entry, state, draft, _ in states_in(tx, study):
        if state is not None:
            version = state.version
            text = without_gaps(version.text, state.settled)
            found.append(_Story(entry, text, state.state, version.number, version.at))
        elif draft:
            drafted = draft_text(tx, study, entry.change.id)
            if drafted is not None:
                settled = settled_gaps(drafted, attachments_in(tx, study.id, entry.change.id))
                found.append(_Story(entry, without_gaps(hush.of_text(drafted), settled), "draft", 0, None))
    return found


class _About:
    """Who says what is cited, and which groups it is about; no words, since it is kept in memory."""

    def __init__(self, known: Evidence, study: Study) -> None:
        self._study = study
        register: Register = known.register
        self._sessions = {one.id: one for one in register.sessions}
        self._people = {one.id: one for one in register.respondents}
        self._who = who_said(known.segments, register)
        taking_part: dict[str, set[str]] = {}
        for one in register.stayed():
            taking_part.setdefault(one.session_id, set()).add(self._people[one.respondent_id].category)
        self._alike = {session_id: next(iter(found)) for session_id, found in taking_part.items() if len(found) == 1}
        self._session_of = {one.id: one.session_id for one in known.segments if one.id not in known.silent}
        families = {code: path[0].id for code, path in known.frame.paths.items()}
        self._groups: dict[str, dict[str, None]] = {}
        for coding in known.codings:
            if coding.kind == "code" and study.groups_family and families.get(coding.target) == study.groups_family:
                self._groups.setdefault(coding.segment_id, {})[coding.target] = None

    def row(self, story: _Story, part: TextSection, language: str) -> tuple[SectionRow, Sequence[str]]:
        """The row, and the categories of those who speak in it."""
        cited = tuple(dict.fromkeys(one for block in part.blocks for one in block.citations))
        speakers = dict.fromkeys(filter(None, map(self._speaker, cited)))
        change = story.entry.change
        row = SectionRow(
            change_id=change.id,
            title=in_language(story.text.title, language),
            kind=change.kind,
            domain=change.domain,
            secondary_domains=change.secondary_domains,
            section=part.id,
            name=in_language(part.name, language),
            text="\n\n".join(filter(None, (worded(block, language) for block in part.blocks))),
            language=language,
            version=story.version,
            state=story.state,
            at=story.at,
            citations=cited,
            quotes=sum(block.quote is not None for block in part.blocks),
            gaps=sum(block.kind == "gap" for block in part.blocks),
            outdated=any(language in block.outdated for block in part.blocks),
            speakers=tuple(Speaker(session, self._category(category), place) for session, category, place in speakers),
            places=tuple(dict.fromkeys(place for _, _, place in speakers if place)),
            groups=tuple(dict.fromkeys(group for one in cited for group in self._groups.get(one, ()))),
            projects=change.contributed,
        )
        return row, [category for _, category, _ in speakers if category]

    def _speaker(self, cited: str) -> tuple[str, str, str] | None:
        """Session, category and place of who said a segment; of a session cited as a whole, the category that all of them have."""
        session = self._sessions.get(self._session_of.get(cited, cited))
        if session is None:
            return None
        person = self._people.get(self._who.get(cited, ""))
        if person is None:
            return session.id, self._alike.get(session.id, ""), session.place
        return session.id, person.category, person.place or session.place

    def _category(self, category: str) -> Words:
        return next((one.name for one in self._study.categories if one.id == category), {"": category} if category else {})


_read: dict[tuple[str, str, frozenset[str]], _About] = {}
"""What was read last, by study, stamp and sessions: nobody writes as often as somebody filters."""


def _about(tx: Tx, study: Study, sessions: frozenset[str]) -> _About:
    stamp = snapshots.stamp(tx, study.id)
    key = study.id, stamp, sessions
    found = _read.get(key) if stamp else None
    if found is None:
        found = _About(read_evidence(tx, study.id, sessions), study)
        if stamp:
            for old in (*(old for old in list(_read) if old[0] == study.id), *list(_read)[: 1 - KEPT]):
                _read.pop(old, None)
            _read[key] = found
    return found
