"""The drafts of the sample study: every one of its saturated changes, in both languages."""

from dataclasses import replace
from functools import cache

import pytest

from annotations.changes.stories import draft
from annotations.changes.story_blocks import text_of
from annotations.changes.story_documents import render_markdown
from annotations.changes.story_records import StoryDraft
from service.workflows.evidence import Evidence
from tests.service.sample_evidence import sample_evidence, without

SATURATED = ("CH01", "CH02", "CH04", "CH05", "CH09")
REMOVED_OF = ("CH04", "CH09")  # one contested, one that did not happen: the fewest passages, for time


def draft_of(change_id: str, known: Evidence) -> StoryDraft:
    change = known.study.change(change_id)
    found, judged = known.judge(change)
    return draft(
        change,
        known.study,
        known.frame,
        known.register,
        known.segments,
        known.codings,
        known.spans,
        judged,
        found,
        prompted_segments=known.prompted,
    )


@cache
def drafted(change_id: str) -> StoryDraft:
    return draft_of(change_id, sample_evidence())


def cited(story: StoryDraft) -> set[str]:
    sentences = {citation for part in story.sections for one in part.sentences for citation in one.citations}
    quoted = {quote.segment_id for part in story.sections for quote in part.quotes}
    return sentences | quoted | {citation for part in story.sections for gap in part.gaps for citation in gap.citations}


def test_the_changes_that_are_saturated() -> None:
    known = sample_evidence()
    assert tuple(c.id for c in known.study.changes if known.judge(c)[1].state == "saturated") == SATURATED


@pytest.mark.parametrize("change_id", SATURATED)
def test_every_section_has_prose_that_leads_to_words_of_people_or_a_gap(change_id: str) -> None:
    story = drafted(change_id)
    for part in story.sections:
        assert part.paragraphs or part.gaps, part.id
        assert all(paragraph.sentences for paragraph in part.paragraphs)
    contribution = story.sections[1]
    assert contribution.paragraphs[0].key == "factors", "all factors in the first paragraph"
    assert sum(len(part.quotes) for part in story.sections) >= 10
    keys = [paragraph.key for paragraph in contribution.paragraphs]
    order = [key for key in ("factors", "before", "local", "outside", "programme") if key in keys]
    assert order == [key for key in keys if key in order], "the context before, then local actors, others, the programme"


@pytest.mark.parametrize("change_id", SATURATED)
@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_in_a_page_is_left_unfilled(change_id: str, language: str) -> None:
    page = render_markdown(drafted(change_id), language)
    assert "{" not in page
    assert " ." not in page.replace("“", "")
    assert "()" not in page


@pytest.mark.parametrize("change_id", SATURATED)
def test_everybody_who_denies_a_change_is_quoted(change_id: str) -> None:
    story, (found, _) = drafted(change_id), sample_evidence().judge(sample_evidence().study.change(change_id))
    denying = {o.session_id for o in found if o.independent and o.stance == "against"}
    quoted = {q.segment_id.split(".")[0] for part in story.sections for q in part.quotes if q.stance == "against"}
    assert denying <= quoted
    assert {o for o in denying} <= {c.split(".")[0] for p in story.sections[0].paragraphs if p.key == "denied" for c in p.sentences[0].citations}  # fmt: skip
    assert bool(denying) == (change_id in ("CH02", "CH04"))


def test_the_planted_disagreement_on_a_date_is_listed_and_not_settled() -> None:
    story = drafted("CH01")
    (sentence,) = (s for s in story.sections[0].sentences if s.say == "when_many")
    years = {item.name[""]: {c.split(".")[0] for c in item.citations} for item in sentence.items}
    assert years["2020"] >= {"S11", "S13"}
    assert years["2021"] >= {"S13", "S24"}
    description = next(part for part in story.sections if part.id == "change_description")
    (when,) = (p for p in description.paragraphs if p.key == "when")
    assert {quote.segment_id.split(".")[0] for quote in when.quotes} & years["2021"]
    assert "years_differ" in {gap.say for gap in description.gaps}


@pytest.mark.parametrize("change_id", SATURATED)
def test_quotes_are_the_words_of_their_segments(change_id: str) -> None:
    texts = {one.id: one.text for one in sample_evidence().segments}
    for part in drafted(change_id).sections:
        for quote in part.quotes:
            assert quote.text == texts[quote.segment_id][quote.start : quote.end]


@pytest.mark.parametrize("change_id", SATURATED)
def test_a_text_cites_whatever_the_draft_does(change_id: str) -> None:
    story = drafted(change_id)
    text = text_of(story, ("es", "en"), 1, 1)
    for block in text.blocks:
        assert block.kind == "gap" or block.citations, block.source
        assert set(block.citations) <= cited(story)
    sources = [block.source for block in text.blocks]
    assert len(set(sources)) == len(sources)
    assert "contribution/factors" in sources


@pytest.mark.parametrize("change_id", REMOVED_OF)
def test_without_its_segment_a_sentence_is_gone_or_a_gap(change_id: str) -> None:
    known = sample_evidence()
    about = {c.session_id for c in known.judge(known.study.change(change_id))[0]}
    small = replace(known, segments=tuple(s for s in known.segments if s.session_id in about))
    story = drafted(change_id)
    removed = sorted(one for one in cited(story) if "." in one)
    before = {block.source: block for block in text_of(story, ("en",), 1, 1).blocks}
    for segment_id in removed:
        after = draft_of(change_id, without(small, segment_id))
        assert segment_id not in cited(after)
        kept = {block.source: block for block in text_of(after, ("en",), 1, 1).blocks}
        for source, block in before.items():
            if block.kind != "gap" and block.citations == (segment_id,):
                assert source not in kept or (kept[source].citations and segment_id not in kept[source].citations)
