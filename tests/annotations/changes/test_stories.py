from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from annotations.changes.register_records import ElementReport
from annotations.changes.story_records import Item, Paragraph, Quote, Section, Sentence, StoryDraft
from annotations.codings import Coding, Span
from annotations.sessions import Register
from annotations.transcripts import Segment
from annotations.translations import Translated
from tests.annotations.changes.samples import STUDY, coding, one_each, person, register, segment, session, story


def section(draft: StoryDraft, name: str) -> Section:
    return next(section for section in draft.sections if section.id == name)


def said(draft: StoryDraft, name: str) -> dict[str, Sentence]:
    return {sentence.say: sentence for sentence in section(draft, name).sentences}


def paragraph(draft: StoryDraft, name: str, key: str) -> Paragraph:
    return next(one for one in section(draft, name).paragraphs if one.key == key)


def gaps(draft: StoryDraft, name: str) -> set[str]:
    return {gap.say for gap in section(draft, name).gaps}


def quotes(draft: StoryDraft) -> list[Quote]:
    return [quote for part in draft.sections for quote in part.quotes]


def in_section(segment_id: str, name: str) -> list[Coding]:
    """A segment that reports the change and speaks to a section."""
    return [coding(segment_id), coding(segment_id, name, "section")]


def test_sections_in_the_order_of_the_template() -> None:
    draft = story(one_each(1), [segment("S1", 1)], [coding("S1.001")])
    assert [part.id for part in draft.sections] == [
        *("summary", "contribution", "change_description", "groups_at_risk"),
        *("significance", "sustainability", "data_collection"),
    ]
    assert (draft.change_id, draft.domain["en"], draft.locations) == ("CH1", "Paths (en)", ("Arriba",))


def test_the_summary_says_who_reports_and_who_denies() -> None:
    who = register(
        [session("S1", 1), session("S2", 2, method="focus_group"), session("S3", 3, capture="notes"), session("S4", 4)],
        [person("R1"), person("R2", "teacher"), person("R2b", "teacher"), person("R3"), person("R4")],
        {"S1": ["R1"], "S2": ["R2", "R2b"], "S3": ["R3"], "S4": ["R4"]},
    )
    segments = [segment(f"S{n}", 1) for n in (1, 2, 3, 4)]
    codings = [*(coding(f"S{n}.001") for n in (1, 2, 3)), coding("S4.001", stance="against")]
    summary = said(story(who, segments, codings), "summary")
    assert summary["reported_change"].number == 3
    assert [one["en"] if "en" in one else one[""] for one in summary["reported_change"].people] == ["farmer", "teacher"]
    assert [(item.term, item.number, item.citations) for item in summary["methods"].items] == [
        ("individual", 2, ("S1", "S3")),
        ("focus_group", 1, ("S2",)),
    ]
    assert [(i.name["en"] if "en" in i.name else i.name[""], i.number) for i in summary["reported_by_kinds"].items] == [
        ("farmer", 2),
        ("teacher", 1),
    ]
    assert [(item.name[""], item.number, item.citations) for item in summary["told_from"].items] == [
        ("Arriba", 3, ("S1.001", "S2.001", "S3.001"))
    ]
    assert (summary["denied"].number, summary["denied"].of, summary["denied"].citations) == (1, 4, ("S4.001",))
    assert (summary["from_notes"].number, summary["from_notes"].citations) == (1, ("S3",))


def test_without_a_description_section_untagged_passages_and_denials_are_in_the_first() -> None:
    study = replace(STUDY, sections=tuple(s for s in STUDY.sections if s.id in ("significance", "sustainability")))
    codings = [coding("S1.001"), coding("S2.001", stance="against"), coding("S3.001", stance="against")]
    codings.append(coding("S3.001", "sustainability", "section"))
    draft = story(one_each(3), [segment(f"S{n}", 1) for n in (1, 2, 3)], codings, study=study)
    first, second = draft.sections[1:-1]
    assert {one.key: [quote.segment_id for quote in one.quotes] for one in first.paragraphs} == {
        "described": ["S1.001"], "contested": ["S2.001", "S3.001"], "caveats": [],
    }, "all denials are there, as in the description"  # fmt: skip
    assert first.name["en"] == "significance (en)"
    assert {sentence.say for sentence in first.notes} == {"spoken_of", "spoken_by_deniers"}
    assert ({sentence.say for sentence in second.notes}, second.quotes) == ({"spoken_by_deniers"}, ())


def test_a_group_without_labels_is_quoted_as_nobody_in_particular() -> None:
    people = [person("R1", "farmer", "Abajo"), person("R2", "teacher", "Abajo")]
    who = register([session("S1", 1, method="focus_group")], people, {"S1": ["R1", "R2"]})
    unlabelled = replace(who, participations=tuple(replace(p, label="") for p in who.participations))
    (quote,) = quotes(story(unlabelled, [replace(segment("S1", 1), speaker="")], [coding("S1.001")]))
    assert (quote.category, quote.place) == ({"": ""}, "")


def test_a_change_that_nobody_reports_is_all_gaps() -> None:
    draft = story(one_each(1), [segment("S1", 1)], [])
    assert [sentence for part in draft.sections for sentence in part.sentences] == []
    assert gaps(draft, "sustainability") == {"silent"}
    assert draft.sources == ()


def test_a_silent_section_says_whom_to_ask_and_which_question() -> None:
    draft = story(one_each(2), [segment("S1", 1), segment("S2", 1)], [coding("S1.001"), coding("S2.001")])
    (gap,) = section(draft, "sustainability").gaps
    assert (gap.say, [item.name[""] for item in gap.ask]) == ("silent", ["S1", "S2"])
    assert gap.questions == (STUDY.guide[0].text,)


def test_thin_sections_say_what_they_lack() -> None:
    segments = [segment("S1", 1), segment("S2", 1)]
    one = story(one_each(2), segments, [*in_section("S1.001", "significance"), coding("S2.001")])
    assert gaps(one, "significance") == {"one_session"}
    assert [item.name[""] for item in section(one, "significance").gaps[0].ask] == ["S2"]
    same_kind = story(one_each(2), segments, [*in_section("S1.001", "significance"), *in_section("S2.001", "significance")])
    assert gaps(same_kind, "significance") == {"one_kind"}
    prompted = story(one_each(1), segments[:1], in_section("S1.001", "significance"), prompted=["S1.001"])
    assert gaps(prompted, "significance") == {"only_prompted"}
    assert said(prompted, "significance")["spoken_of_prompted"].number == 0


def actors(draft: StoryDraft) -> dict[str, Item]:
    return {item.name["en"]: item for item in said(draft, "contribution")["factors"].items}


def test_actors_stand_side_by_side_and_prompted_credit_apart() -> None:
    asked = "¿Y el programa, qué tuvo que ver?"
    segments = [segment("S1", 1), segment("S2", 1, question=asked), segment("S2", 2, question=asked), segment("S3", 1)]
    codings = [c for s in segments for c in in_section(s.id, "contribution")]
    codings += [coding(s, "a-help", "code") for s in ("S1.001", "S2.001", "S2.002")]
    codings += [coding(s, "a-village", "code") for s in ("S2.001", "S3.001")]
    draft = story(one_each(3), segments, codings)
    named = actors(draft)
    assert (named["the programme"].number, named["the programme"].also) == (2, 1)
    assert named["the programme"].citations == ("S1.001", "S2.001"), "one passage of each session"
    assert (named["the village (en)"].number, named["the village (en)"].also) == (2, 0)
    assert "order" in gaps(draft, "contribution")
    always = story(one_each(3), segments[1:], [c for c in codings if not c.segment_id.startswith("S1")])
    assert actors(always)["the programme"].also == 1
    assert "led" in gaps(always, "contribution")


def test_credit_given_differently_is_shown_and_not_settled() -> None:
    segments = [segment(f"S{n}", 1) for n in (1, 2, 3)]
    codings = [c for s in segments for c in in_section(s.id, "contribution")]
    codings += [coding("S1.001", "a-help", "code"), coding("S2.001", "a-help", "code"), coding("S3.001", "a-village", "code")]
    alone = said(story(one_each(3), segments, codings), "contribution")["credit_alone"]
    assert [(item.name["en"], [by["en"] for by in item.by], item.citations) for item in alone.items] == [
        ("farmer", ["the village (en)"], ("S3.001",))
    ]


def test_years_of_a_beginning_stand_side_by_side_with_the_words_of_each() -> None:
    segments = [
        segment("S1", 1, "Empezó en marzo del veintiuno, cuando llovía."),
        segment("S2", 1, "Nada. Se abrió en 2020, dicen las de arriba."),
        segment("S3", 1, "Va a empezar otra en 2030. Antes, en 2010, empezó la otra."),
    ]
    draft = story(one_each(3), segments, [coding(s.id) for s in segments])
    years = said(draft, "summary")["when_many"].items
    assert [(y.name[""], y.number, [m["es"] for m in y.by], y.citations) for y in years] == [
        ("2020", 1, [], ("S2.001",)),
        ("2021", 1, ["marzo"], ("S1.001",)),
    ]
    when = paragraph(draft, "change_description", "when")
    assert [q.text for q in when.quotes if q.segment_id == "S2.001"] in ([], ["Se abrió en 2020, dicen las de arriba."])
    assert "years_differ" in gaps(draft, "change_description")
    agreed = story(one_each(3), segments[:1], [coding("S1.001")])
    assert "when_one" in said(agreed, "summary")
    named = story(one_each(1), [segment("S1", 1, "En 2019 ya se veía gente por aquí.")], [coding("S1.001")])
    assert paragraph(named, "change_description", "when").sentences[0].say == "years_named"
    assert "no_beginning" in gaps(named, "change_description")
    undated = story(one_each(1), [segment("S1", 1)], [coding("S1.001")])
    assert "no_year" in gaps(undated, "change_description")


def test_what_people_entered_in_the_register_goes_before_what_is_read_off_the_text() -> None:
    segments = [segment("S1", 1, "Empezó en 2021."), segment("S2", 1, "Ya abrieron.")]
    reports = [
        ElementReport("S1", "when", "2019", segment_ids=("S1.001",), by="ana"),
        ElementReport("S2", "when", "spring of 2020", by="ana"),
        ElementReport("S2", "where", "La loma", by="ana"),
        ElementReport("S1", "when", "1999"),
    ]
    draft = story(one_each(2), segments, [coding(s.id) for s in segments], reports=reports)
    years = said(draft, "summary")["when_many"].items
    assert [(y.name[""], y.citations) for y in years] == [("2019", ("S1.001",)), ("spring of 2020", ("S2",))]
    assert said(draft, "summary")["where_one"].citations == ("S2",)
    assert draft.locations == ("La loma",)


def test_numbers_that_sources_disagree_on_are_listed() -> None:
    segments = [segment("S1", 1, "La abrieron 48 familias."), segment("S2", 1, "Eran cincuenta familias las de la vereda.")]
    draft = story(one_each(2), segments, [coding(s.id) for s in segments])
    (sentence,) = paragraph(draft, "change_description", "numbers").sentences
    assert [(item.name[""], item.citations) for item in sentence.items] == [
        ("48 familias", ("S1.001",)), ("50 familias", ("S2.001",)),
    ]  # fmt: skip
    alike = [segments[0], replace(segments[1], text="Eran 48 familias.")]
    assert "numbers" not in {
        p.key for p in section(story(one_each(2), alike, [coding(s.id) for s in alike]), "change_description").paragraphs
    }


def contributions() -> tuple[list[Segment], list[Coding]]:
    segments = [
        segment("S1", 1, "El programa trajo las palas. Antes no había por dónde pasar."),
        segment("S2", 1, "La gente del pueblo la abrió en 2021 con sus manos."),
        segment("S3", 1, "El dueño del cerro no quería y cerró el paso con alambre."),
    ]
    codings = [c for s in segments for c in in_section(s.id, "contribution")]
    codings += [coding("S1.001", "a-help", "code"), coding("S2.001", "a-village", "code"), coding("S3.001", "t-other", "code")]
    return segments, codings


def test_contributions_are_in_the_order_of_the_template() -> None:
    segments, codings = contributions()
    study = replace(STUDY, programme_actors=("a-help",), hindering_codes=("t-other",))
    found = section(story(one_each(3), segments, codings, study=study), "contribution").paragraphs
    assert [p.key for p in found][:4] == ["factors", "before", "local", "programme"]
    assert [p.key for p in found if p.key == "hindered"] == ["hindered"]
    assert [item.name["en"] for item in found[0].sentences[0].items] == ["the village (en)", "the programme"]
    (before,) = (p for p in found if p.key == "before")
    assert [q.text for q in before.quotes] == ["Antes no había por dónde pasar."]
    unranked = section(story(one_each(3), segments, codings), "contribution").paragraphs
    assert [p.key for p in unranked if p.key in ("local", "programme", "actors")] == ["actors"]


def test_an_order_that_people_entered_is_told_and_no_gap() -> None:
    segments, codings = contributions()
    reports = [
        ElementReport("S1", "contribution", "shovels", order=2, segment_ids=("S1.001",), by="ana"),
        ElementReport("S2", "contribution", "hands", order=1, segment_ids=("S2.001",), by="ana"),
    ]
    draft = story(one_each(3), segments, codings, reports=reports)
    (chain,) = paragraph(draft, "contribution", "chain").sentences
    assert [item.name[""] for item in chain.items] == ["hands", "shovels"]
    assert "order" not in gaps(draft, "contribution")
    assert "order" in gaps(story(one_each(3), segments, codings), "contribution")


def test_whether_it_lasts_is_told_in_parts() -> None:
    segments = [
        segment("S1", 1, "La vereda sigue abierta y todos la usan ahora."),
        segment("S2", 1, "Mientras haya quien la limpie, la vereda aguanta."),
        segment("S3", 1, "Si se cae el puente ya nadie pasa por la vereda."),
        segment("S4", 1, "Las lluvias de julio, pues, las lluvias muy fuertes.", question="¿Qué la podría echar a perder?"),
    ]
    draft = story(one_each(4), segments, [c for s in segments for c in in_section(s.id, "sustainability")])
    found = {p.key: {q.segment_id for q in p.quotes} for p in section(draft, "sustainability").paragraphs}
    assert found["lasting"] <= {"S1.001"}
    assert found["needs"] == {"S2.001"}
    assert found["risks"] == {"S3.001", "S4.001"}
    assert list(found)[:2] == ["lasting", "needs"]


def test_a_section_known_from_notes_prompts_or_one_kind_only_says_so() -> None:
    who = register(
        [session("S1", 1, capture="notes"), session("S2", 2)], [person("R1"), person("R2")], {"S1": ["R1"], "S2": ["R2"]}
    )
    codings = [*in_section("S1.001", "significance"), coding("S2.001")]
    draft = story(who, [segment("S1", 1), segment("S2", 1)], codings)
    assert {s.say for s in paragraph(draft, "significance", "caveats").sentences} == {"notes_only", "one_kind_only"}
    prompted = story(one_each(2), [segment("S1", 1), segment("S2", 1)], codings, prompted=["S1.001"])
    assert [s.say for s in paragraph(prompted, "significance", "caveats").sentences] == ["prompted_only"]


def test_a_translation_stands_beside_its_quote_and_is_no_gap() -> None:
    def translate(one: Segment, start: int, end: int) -> dict[str, Translated]:
        return {"en": Translated("They opened it.", certain=False)} if one.id == "S1.001" else {}

    segments = [segment("S1", 1), segment("S2", 1)]
    draft = story(one_each(2), segments, [coding(s.id) for s in segments], translate=translate)
    found = {q.segment_id: (dict(q.translations), q.unsure) for q in quotes(draft)}
    assert found == {"S1.001": ({"en": "They opened it."}, ("en",)), "S2.001": ({}, ())}
    missing = {gap.items[0].term: gap.citations for gap in section(draft, "data_collection").gaps if gap.say == "translation"}
    assert missing == {"en": ("S2.001",)}


def test_groups_and_the_groups_that_nobody_mentions() -> None:
    codings = [*in_section("S1.001", "groups_at_risk"), coding("S1.001", "g-old", "code")]
    draft = story(one_each(1), [segment("S1", 1)], codings)
    (group,) = said(draft, "groups_at_risk")["groups"].items
    assert (group.name["en"], group.number, [by["en"] for by in group.by]) == ("old people (en)", 1, ["farmer"])
    silent = next(gap for gap in section(draft, "groups_at_risk").gaps if gap.say == "silent_groups")
    assert [item.name["en"] for item in silent.items] == ["young people (en)"]


def marked_by_path(tied: int = 3) -> list[Coding]:
    """``t-path`` marks the change: every passage with it that is tied to a change is tied to this one."""
    return [c for n in range(1, tied + 1) for c in (coding(f"S{n}.001"), coding(f"S{n}.001", "t-path", "code"))]


def test_passages_are_linked_by_a_code_that_marks_the_change_and_shown_as_such() -> None:
    segments = [segment(f"S{n}", number) for n in (1, 2, 3) for number in (1, 2)]
    linked = [coding("S1.002", "t-path", "code"), coding("S1.002", "sustainability", "section")]
    draft = story(one_each(3), segments, [*marked_by_path(), *linked])
    assert said(draft, "sustainability")["spoken_of_linked"].citations == ("S1.002",)
    assert [quote.linked for quote in section(draft, "sustainability").quotes] == [True]
    tied_elsewhere = story(one_each(3), segments, [*marked_by_path(), *linked, coding("S1.002", "CH2")])
    assert gaps(tied_elsewhere, "sustainability") == {"silent"}
    other_domain = story(one_each(3), segments, [*marked_by_path(), *linked, coding("S1.002", "elsewhere", "domain")])
    assert gaps(other_domain, "sustainability") == {"silent"}
    too_few = story(one_each(2), segments[:4], [*marked_by_path(2), *linked])
    assert gaps(too_few, "sustainability") == {"silent"}


def test_actors_mark_no_change() -> None:
    codings = [c for n in (1, 2, 3) for c in (coding(f"S{n}.001"), coding(f"S{n}.001", "a-help", "code"))]
    linked = [coding("S1.002", "a-help", "code"), coding("S1.002", "sustainability", "section")]
    segments = [segment(f"S{n}", number) for n in (1, 2, 3) for number in (1, 2)]
    assert gaps(story(one_each(3), segments, [*codings, *linked]), "sustainability") == {"silent"}


def test_a_change_that_did_not_happen_has_its_own_heading_and_sentence() -> None:
    draft = story(one_each(1), [segment("S1", 1)], [coding("S1.001")], kind="no_change")
    assert section(draft, "change_description").name["en"] == "Lack of change description"
    assert "reported_no_change" in said(draft, "summary")
    unintended = story(one_each(1), [segment("S1", 1)], [coding("S1.001")], kind="unintended")
    assert "reported_unintended" in said(unintended, "summary")


def test_without_consent_nobody_is_cited_or_quoted() -> None:
    who = one_each(2)
    silent = replace(who, participations=who.participations[:1])
    draft = story(silent, [segment("S1", 1), segment("S2", 1)], [coding("S1.001"), coding("S2.001")])
    assert {source.session_id for source in draft.sources} == {"S1"}
    assert {quote.segment_id for quote in quotes(draft)} == {"S1.001"}
    assert draft.verdict.sessions_undocumented == ("S2",)


def test_a_place_is_named_only_where_three_people_share_it_with_the_role_and_a_rare_role_is_flagged() -> None:
    people = [person("R1"), person("R2", "mayor"), person("R3", place="Abajo")]
    who = register([session("S1", 1), session("S2", 2)], people, {"S1": ["R1"], "S2": ["R2"]})
    crowd = replace(who, respondents=(*who.respondents, person("R8"), person("R9")))
    found = {
        q.segment_id: q.place
        for q in quotes(story(crowd, [segment("S1", 1), segment("S2", 1)], [coding("S1.001"), coding("S2.001")]))
    }
    assert found == {"S1.001": "Arriba", "S2.001": ""}
    draft = story(crowd, [segment("S1", 1), segment("S2", 1)], [coding("S1.001"), coding("S2.001")])
    flagged = next(gap for gap in section(draft, "data_collection").gaps if gap.say == "identifiable")
    assert flagged.citations == ("S2.001",)


def test_drafts_are_records_that_can_be_kept() -> None:
    adapter = TypeAdapter(StoryDraft)
    draft = story(one_each(2), [segment("S1", 1), segment("S2", 1)], [coding("S1.001"), coding("S2.001", stance="against")])
    assert adapter.validate_python(adapter.dump_python(draft, mode="json")) == draft


def test_a_sentence_without_citation_does_not_exist() -> None:
    with pytest.raises(ValueError, match="cites nothing"):
        Sentence("spoken_of", ())


TEXTS = st.text('aeñ🌧\u0301 .?…"“”[]<>2019\n', min_size=1, max_size=80)


@st.composite
def fields(draw: st.DrawFn) -> tuple[Register, list[Segment], list[Coding], list[Span]]:
    """Sessions of any kind, some of them notes or in groups, with any codings and any spans."""
    sessions = [
        session(
            f"S{n}",
            n,
            capture=draw(st.sampled_from(["recording", "notes"])),
            method=draw(st.sampled_from(["individual", "focus_group"])),
            language=draw(st.sampled_from(["es", "en", ""])),
        )
        for n in range(1, draw(st.integers(2, 5)))
    ]
    people = [person(f"R{n}", draw(st.sampled_from(["farmer", "nurse", ""]))) for n in range(1, 6)]
    ids = [p.id for p in people]
    who = register(sessions, people, {s.id: draw(st.lists(st.sampled_from(ids), min_size=1, unique=True)) for s in sessions})
    segments = [segment(s.id, n, draw(TEXTS), draw(st.sampled_from(ids))) for s in sessions for n in (1, 2)]
    codings, spans = [], []
    for one in segments:
        codings += [coding(one.id, stance=draw(st.sampled_from(["for", "against"])))] if draw(st.booleans()) else []
        codings += [coding(one.id, draw(st.sampled_from([s.id for s in STUDY.sections])), "section")]
        codings += [coding(one.id, code, "code") for code in draw(st.sets(st.sampled_from(["t-path", "a-help", "g-old"])))]
        start = draw(st.integers(0, len(one.text) - 1))
        end = draw(st.integers(start + 1, len(one.text)))
        label: Literal["quote", "evidence", "pii"] = draw(st.sampled_from(["quote", "evidence", "pii"]))
        spans.append(Span(one.id, "ana", label, start, end, one.text[start:end]))
    return who, segments, codings, spans


@settings(deadline=None, max_examples=30)
@given(fields(), st.data())
def test_without_a_segment_nothing_rests_on_it(
    field: tuple[Register, list[Segment], list[Coding], list[Span]], data: st.DataObject
) -> None:
    who, segments, codings, spans = field
    gone = data.draw(st.sampled_from(segments)).id
    left = [one for one in segments if one.id != gone], [one for one in codings if one.segment_id != gone]
    draft = story(who, *left, [one for one in spans if one.segment_id != gone])
    assert gone not in {c for part in draft.sections for one in part.sentences for c in one.citations}
    assert gone not in {c for part in draft.sections for one in part.gaps for c in one.citations}
    assert gone not in {quote.segment_id for quote in quotes(draft)}


@settings(deadline=None, max_examples=80)
@given(fields())
def test_everything_is_cited_and_every_quote_is_in_its_segment(
    field: tuple[Register, list[Segment], list[Coding], list[Span]],
) -> None:
    who, segments, codings, spans = field
    draft = story(who, segments, codings, spans)
    texts = {segment.id: segment.text for segment in segments}
    known = {*texts, *(session.id for session in who.sessions)}
    sentences = [sentence for part in draft.sections for sentence in part.sentences]
    for sentence in sentences:
        assert sentence.citations
        assert known.issuperset(sentence.citations)
        assert set(sentence.citations).issuperset(c for item in sentence.items for c in item.citations)
    for gap in (gap for part in draft.sections for gap in part.gaps):
        assert known.issuperset(gap.citations)
    private = [(span.segment_id, n) for span in spans if span.label == "pii" for n in range(span.start, span.end)]
    for words in quotes(draft):
        assert words.text == texts[words.segment_id][words.start : words.end]
        assert not any((words.segment_id, n) in private for n in range(words.start, words.end))
    assert all(0 < len(quote.text.split()) <= 60 for quote in quotes(draft))
    cited = {c for sentence in sentences for c in sentence.citations} | {quote.segment_id for quote in quotes(draft)}
    listed = {s for source in draft.sources for s in (source.session_id, *source.segment_ids)}
    assert listed.issuperset(cited)
    assert story(who, segments, codings, spans) == draft
