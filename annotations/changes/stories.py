"""From reviewed evidence to the draft of a change story: no text is generated, all of it is counted, quoted or missing."""

from collections.abc import Collection, Iterable, Sequence

from annotations.changes import story_gaps, story_headline, story_sections
from annotations.changes.observations import Observation, in_time
from annotations.changes.register_records import ElementReport
from annotations.changes.saturation import Verdict
from annotations.changes.story_evidence import DESCRIPTION, Evidence, Passage, gather
from annotations.changes.story_labels import DATA_COLLECTION, LACK_OF_CHANGE, SUMMARY
from annotations.changes.story_quotes import QuotePicker, Translator, untranslated
from annotations.changes.story_records import Section, Source, StoryDraft
from annotations.codeframe import CodeFrame
from annotations.codings import Coding, Span
from annotations.sessions import Register
from annotations.studies import Change, StorySection, Study
from annotations.transcripts import Segment

__all__ = ["StoryDraft", "draft"]


def draft(
    change: Change,
    study: Study,
    frame: CodeFrame,
    register: Register,
    segments: Sequence[Segment],
    codings: Sequence[Coding],
    spans: Sequence[Span],
    verdict: Verdict,
    observations: Sequence[Observation],
    *,
    prompted_segments: Collection[str] = (),
    reports: Sequence[ElementReport] = (),
    translate: Translator = untranslated,
) -> StoryDraft:
    """The story of ``change`` on the template of the house: summary, the study's sections in their order, data collection.

    Every sentence cites the segments or sessions behind it; every quote is ``segment.text[start:end]``; what nobody said is a
    gap with the people and the question to ask. Contradictions stand side by side. ``reports``: what people entered in the register of
    the elements of the change, which goes before what is read off the text. The same records give the same draft.
    """
    evidence = gather(change, study, frame, register, segments, codings, spans, observations, prompted_segments, reports)
    picker = QuotePicker(evidence, translate)
    summary = Section(
        "summary",
        SUMMARY,
        story_headline.summary(evidence),
        gaps=story_gaps.of_summary(evidence, verdict),
        notes=story_headline.notes(evidence),
    )
    middle = [_section(evidence, section, picker) for section in study.sections]
    collected, notes = story_headline.data_collection(evidence)
    quotes = [quote for section in middle for quote in section.quotes]
    last = Section("data_collection", DATA_COLLECTION, collected, story_gaps.of_data_collection(evidence, quotes), notes)
    sections = (summary, *middle, last)
    return StoryDraft(
        change_id=change.id,
        kind=change.kind,
        title=change.title,
        statement=change.statement,
        domain=next((domain.name for domain in study.domains if domain.id == change.domain), {"": change.domain}),
        locations=_locations(evidence),
        sections=sections,
        sources=_sources(evidence, sections),
        verdict=verdict,
        place_names={place.id: place.name for place in study.places if place.name},
    )


def _section(evidence: Evidence, section: StorySection, picker: QuotePicker) -> Section:
    return Section(
        id=section.id,
        name=LACK_OF_CHANGE if section.id == DESCRIPTION and evidence.change.kind == "no_change" else section.name,
        paragraphs=story_sections.paragraphs(evidence, section.id, picker),
        gaps=story_gaps.of_section(evidence, section.id),
        notes=story_sections.notes(evidence, section.id),
    )


def _locations(evidence: Evidence) -> tuple[str, ...]:
    """Where it happened, as people entered it in the register; else where those who report it live or were met, the most frequent first."""
    entered = [report.value for report in evidence.reports if report.element == "where"]
    if entered:
        return tuple(sorted(dict.fromkeys(entered), key=lambda place: -entered.count(place)))
    counting = {o.session_id for o in evidence.counted("for")}
    places = [p.place for p in evidence.passages if p.counts_with in counting and p.stance == "for" and not p.linked and p.place]
    return tuple(sorted(dict.fromkeys(places), key=lambda place: -places.count(place)))


def _sources(evidence: Evidence, sections: Iterable[Section]) -> tuple[Source, ...]:
    """Whatever the draft cites, by session and by who said it; sessions cited as a whole too."""
    cited = {citation for section in sections for citation in _citations(section)}
    sources = []
    for o in sorted(evidence.observations, key=in_time):
        session = evidence.sessions[o.session_id]
        lines: dict[tuple[tuple[str, ...], str], list[Passage]] = {}
        for passage in evidence.passages:
            if passage.id in cited and passage.session.id == session.id:
                categories = (passage.category,) if passage.category else o.categories
                lines.setdefault((categories, _shown(evidence, categories, passage.place)), []).append(passage)
        if not lines and session.id in cited:
            lines = {(o.categories, _shown(evidence, o.categories, session.place)): []}
        for (categories, place), passages in lines.items():
            sources.append(
                Source(
                    session_id=session.id,
                    categories=tuple(map(evidence.category, categories)),
                    place=place,
                    method=session.method,
                    mode=session.mode,
                    capture=session.capture,
                    language=session.language,
                    date=session.date,
                    segment_ids=tuple(passage.id for passage in passages),
                )
            )
    return tuple(sources)


def _shown(evidence: Evidence, categories: Sequence[str], place: str) -> str:
    """The place, where it may be named beside each of the categories."""
    return place if all(evidence.shown_place(category, place) for category in categories) else ""


def _citations(section: Section) -> Iterable[str]:
    for sentence in section.sentences:
        yield from sentence.citations
    for gap in section.gaps:
        yield from gap.citations
    for quote in section.quotes:
        yield quote.segment_id
