"""A story with everything that its document says besides its text: whom it rests on, who worked on it, what data say of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from annotations.changes.story_evidence import FEWEST
from annotations.changes.wording import Pen
from annotations.documents.records import Picture, State
from annotations.documents.story_document import Cited, Share, Telling
from annotations.documents.story_words import story_words
from annotations.errors import NotFound
from annotations.sessions import Register
from annotations.speakers_in_register import who_said
from annotations.stories.records import StoryText
from annotations.stories.settled import settled_gaps, without_gaps
from annotations.stories.state_records import StoryState
from annotations.studies import Study, Words
from annotations.triangulation.records import Attachment
from annotations.triangulation.series import Series, series_id, series_of, told_in
from annotations.triangulation.words import point_words, series_words, values_words, verdict_words
from service.storage import changes, corpus, studies
from service.storage.transactions import Tx
from service.workflows import stories, triangulation
from service.workflows.change_checks import entry
from service.workflows.consent import silent_ids
from service.workflows.silencing import silence
from service.workflows.story_drafts import draft_text
from service.workflows.triangulation import Judged
from service.workflows.work import Work

_STATES: Mapping[str, State] = {"signed": "signed", "in_round": "in_review"}


class Pictures(Protocol):
    """Who draws: figures of the study, and a series of data with a claim of a story drawn in; None where there is nothing to draw."""

    def study(self, language: str) -> list[Picture]: ...

    def series(self, series_id: str, language: str, claim: Attachment) -> Picture | None: ...


def told_of(work: Work, study_id: str, change_id: str, language: str, pictures: Pictures | None = None) -> Telling:
    """The story as it reads now, or its newest draft where nobody has opened it. Raises NotFound."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        register = changes.register(tx, study.id)
    change = entry(register, change_id).change
    state = _state(work, study, change_id)
    text, draft = (state.version.text, state.version.text.draft_version) if state else _draft_text(work, study, change_id)
    judged = triangulation.judged(work, study.id, change_id)
    text = without_gaps(text, settled_gaps(text, (one.attachment for one in judged)))
    projects = {project.id: project.name for project in study.projects}
    domains: dict[str, Words] = {domain.id: domain.name for domain in study.domains}
    with work.store.read() as tx:
        cited = _cited(tx, study, text)
    told = Telling(
        text=text,
        study=study.name,
        state=_STATES.get(state.state, "draft") if state else "draft",
        number=state.version.number if state else 0,
        draft=draft,
        by=state.version.by if state else "",
        at=state.version.at if state else None,
        projects=tuple(projects.get(one, {"": one}) for one in change.contributed),
        secondary=tuple(domains.get(one, {"": one}) for one in change.secondary_domains),
        cited=cited,
        people=tuple(_people(state)) if state else (),
        kept={block: kept.reason for block, kept in state.gaps.items()} if state else {},
    )
    return _with_data(work, told, study.id, judged, language, pictures) if judged else told


def _state(work: Work, study: Study, change_id: str) -> StoryState | None:
    try:
        return stories.current(work, study.id, change_id)
    except NotFound:
        return None


def _draft_text(work: Work, study: Study, change_id: str) -> tuple[StoryText, int]:
    with work.store.read() as tx:
        register = changes.register(tx, study.id)
        entry(register, change_id)
        text = draft_text(tx, study, change_id, register)
        hush = silence(tx, study)
    if text is None:
        raise NotFound(
            f"{change_id} has no story", where=study.id, remedy=f"make a draft with `relato draft --change {change_id}`"
        )
    return hush.of_text(text), text.draft_version


def _cited(tx: Tx, study: Study, text: StoryText) -> tuple[Cited, ...]:
    """By session, in order of date: what the text cites that may still be shown, and who says it."""
    register, silent = studies.register(tx, study.id), silent_ids(tx, study)
    sessions = {session.id: session for session in register.sessions}
    here = {id_: session_id for id_, session_id in corpus.live(tx, study.id) if id_ not in silent}
    wanted: dict[str, list[str]] = {}
    for one in text.citations:
        if one in here and here[one] in sessions:
            wanted.setdefault(here[one], []).append(one)
        elif one in sessions:
            wanted.setdefault(one, [])
    found = [
        _session(tx, study, register, session_id, wanted[session_id])
        for session_id in sorted(wanted, key=lambda one: (str(sessions[one].date or "9"), one))
    ]
    return tuple(found)


def _session(tx: Tx, study: Study, register: Register, session_id: str, cited: Sequence[str]) -> Cited:
    session = next(one for one in register.sessions if one.id == session_id)
    speakers = who_said(corpus.segments(tx, study.id, session_id=session_id), register)
    people = {person.id: person for person in register.respondents}
    present = [p.respondent_id for p in register.present(session_id)]
    who = [people[one] for one in dict.fromkeys(speakers.get(id_, "") for id_ in cited) if one in people]
    who = who or [people[one] for one in present if one in people]
    names = {category.id: category.name for category in study.categories}
    kinds = dict.fromkeys(person.category for person in who if person.category)
    shared = Counter((person.place, person.category) for person in register.respondents)
    told = [person.place for person in who if person.place and shared[person.place, person.category] >= FEWEST]
    places = dict.fromkeys(told)
    return Cited(session, tuple(names.get(kind, {"": kind}) for kind in kinds), tuple(places), tuple(sorted(cited)))


def _people(state: StoryState) -> Iterable[Share]:
    """Everybody with a part and everybody who signed; a part that has to sign and that nobody has stands there empty."""
    for role in state.roles:
        signed = {one.by: one for one in state.signatures if one.role == role.id}
        assigned = [one.person for one in state.assignments if one.role == role.id]
        for person in dict.fromkeys([*assigned, *signed]):
            one = signed.get(person)
            if one is None:
                yield Share(role.name, person, role.signs)
            else:
                yield Share(role.name, person, role.signs, one.version, one.current, one.checked, one.at.date())
        if role.signs and not assigned and not signed:
            yield Share(role.name, "", True)


def _with_data(
    work: Work, told: Telling, study_id: str, judged: Sequence[Judged], language: str, pictures: Pictures | None
) -> Telling:
    """With footnotes where data stand beside a claim, their table, and a chart of each series."""
    change_id, data = told.text.change_id, dict[str, tuple[str, ...]]()
    charts: dict[str, Picture] = {}
    for one in judged:
        attachment = one.attachment
        data[attachment.block] = (*data.get(attachment.block, ()), _footnote(one, language))
        for point in one.points if pictures else ():
            series = series_id(point.indicator, point.unit, point.place)
            made = pictures.series(series, language, attachment) if pictures and series not in charts else None
            if made is not None:
                charts[series] = replace(made, id=f"{change_id}.chart.{len(charts) + 1}")
    table = triangulation.triangulation_table(work, study_id, language, change_id)
    caption = story_words(language)["data_caption"].format(id=change_id)
    tables = (replace(table, id=f"{change_id}.table.data", caption=caption),)
    return replace(told, data=data, tables=tables, pictures=tuple(charts.values()))


def _footnote(one: Judged, language: str) -> str:
    words, attachment = story_words(language), one.attachment
    points = " ".join(_told(series, language) for series in series_of(one.points))
    said = words["data_note"].format(
        point=points, verdict=verdict_words(attachment.verdict, language), reason=_sentence(attachment.reason)
    )
    if attachment.verdict != "contradicts":
        return said
    return f"{said} {words['answer'].format(answer=_sentence(attachment.answer)) if attachment.answer else words['unanswered']}"


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _told(series: Series, language: str) -> str:
    """One point with everything that is said of it; several with their values and, once each, of what, the warnings and the sources."""
    if len(series.points) == 1:
        return point_words(series.points[0], language)
    series = told_in(series, language)
    pen, words = Pen(language), story_words(language)
    values = values_words([(point.period, point.value) for point in series.points], series.unit, language)
    told = [f"{series_words(series.indicator, series.place, language)}: {values}"]
    told += [words["counted"].format(of="; ".join(map(pen.escape, series.denominators)))] if any(series.denominators) else []
    caveats = dict.fromkeys(point.caveat.rstrip(".") for point in series.points if point.caveat)
    told += [pen.escape(caveat) for caveat in caveats]
    latest = max(point.retrieved for point in series.points)
    told.append(words["source_of"].format(source="; ".join(map(pen.escape, series.sources)), day=pen.date(latest)))
    return ". ".join(told) + "."
