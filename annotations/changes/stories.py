"""From reviewed evidence to the draft of a change story: no text is generated, all of it is counted, quoted or missing."""

from collections.abc import Collection, Iterable, Sequence

from annotations.changes import story_gaps, story_sentences
from annotations.changes.observations import Observation, in_time
from annotations.changes.saturation import Verdict
from annotations.changes.story_evidence import CONTRIBUTION, DESCRIPTION, Evidence, Passage, gather
from annotations.changes.story_labels import DATA_COLLECTION, LACK_OF_CHANGE, SUMMARY
from annotations.changes.story_quotes import QuotePicker
from annotations.changes.story_records import Section, Source, StoryDraft
from annotations.codeframe import CodeFrame
from annotations.codings import Coding, Span
from annotations.sessions import Register
from annotations.studies import Change, StorySection, Study
from annotations.transcripts import Segment

__all__ = ["StoryDraft", "draft"]

QUOTES = 3
QUOTES_OF_CORE = 4
QUOTES_AGAINST = 3


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
) -> StoryDraft:
    """The story of ``change`` on the template of the house: summary, the study's sections in their order, data collection.

    Every sentence cites the segments or sessions behind it; every quote is ``segment.text[start:end]``; what nobody said is a
    gap with the people and the question to ask. Contradictions stand side by side. The same records give the same draft.
    """
    evidence = gather(change, study, frame, register, segments, codings, spans, observations, prompted_segments)
    picker = QuotePicker(evidence)
    summary = Section("summary", SUMMARY, story_sentences.summary(evidence), gaps=story_gaps.of_summary(evidence, verdict))
    middle = [_section(evidence, section, picker) for section in study.sections]
    quotes = [quote for section in middle for quote in (*section.quotes, *section.against)]
    collected = story_sentences.data_collection(evidence)
    last = Section("data_collection", DATA_COLLECTION, collected, gaps=story_gaps.of_data_collection(evidence, quotes))
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
    )


def _section(evidence: Evidence, section: StorySection, picker: QuotePicker) -> Section:
    core = section.id in (CONTRIBUTION, evidence.description)
    sentences = story_sentences.of_section(evidence, section.id)
    denying = tuple(
        p
        for p in evidence.passages
        if p.stance == "against" and not p.linked and section.id in {*p.sections, evidence.description}
    )
    against = picker.pick(denying, QUOTES_AGAINST)
    return Section(
        id=section.id,
        name=LACK_OF_CHANGE if section.id == DESCRIPTION and evidence.change.kind == "no_change" else section.name,
        sentences=sentences,
        quotes=picker.pick(evidence.in_section(section.id), QUOTES_OF_CORE if core else QUOTES),
        against=against,
        gaps=story_gaps.of_section(evidence, section.id, sentences),
    )


def _locations(evidence: Evidence) -> tuple[str, ...]:
    """Where the people who report the change live or were met, the most frequent first."""
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
                lines.setdefault((categories, passage.place), []).append(passage)
        if not lines and session.id in cited:
            lines = {(o.categories, session.place): []}
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


def _citations(section: Section) -> Iterable[str]:
    for sentence in section.sentences:
        yield from sentence.citations
    for gap in section.gaps:
        yield from gap.citations
    for quote in (*section.quotes, *section.against):
        yield quote.segment_id
