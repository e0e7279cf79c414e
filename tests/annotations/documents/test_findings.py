"""The findings are put together from a study whose every sentence is known beforehand."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import html

from annotations.changes.register_records import Entry
from annotations.changes.story_records import Quote
from annotations.codeframe import Code, CodeFrame
from annotations.documents.docx_files import docx_of
from annotations.documents.finding_records import Answer, Dissenting, Findings, Found, Rank, Touching
from annotations.documents.finding_words import WORDS
from annotations.documents.findings import findings_data, findings_parts
from annotations.documents.html_files import html_of
from annotations.documents.json_files import as_values
from annotations.documents.markdown_files import markdown_of
from annotations.documents.numbering import targets_of
from annotations.documents.pdf_files import pdf_of
from annotations.documents.records import Document, Heading, Paragraph
from annotations.documents.register_tables import Registered
from annotations.documents.report_document import Annexes, report_document
from annotations.documents.story_document import Telling
from annotations.documents.tables import Table
from annotations.finding_sections import FINDING_SECTIONS, FindingSection
from annotations.stories.records import Block, StoryText, TextSection
from annotations.studies import Change, DomainOfChange, PlanRow, Project, StorySection, Study
from tests.annotations.documents.test_annexes import verdict
from tests.annotations.documents.test_story_document import block

AT = datetime(2024, 6, 1, tzinfo=UTC)
TEMPLATE = ("contribution", "change_description", "sustainability", "weather")
FRAME = CodeFrame(
    1,
    (
        Code("who", {"en": "Who"}, codes=(Code("us", {"en": "Us"}), Code("aid", {"en": "Aid"}), Code("far", {"en": "Far"}))),
        Code("how", {"en": "How"}, codes=(Code("block", {"en": "Block"}), Code("spread", {"en": "Spread"}))),
    ),
)
FIELD = Study(
    id="isle",
    name={"en": "Isle", "es": "Isla"},
    description={},
    languages=("en", "es"),
    domains=tuple(DomainOfChange(one, {"en": one.title(), "es": f"De {one}"}, {"en": f"About {one}."}) for one in ("boats", "nets", "birds")),
    sections=tuple(StorySection(one, {"en": one.replace("_", " ").title()}, {}) for one in TEMPLATE),
    coders=(),
    actors_family="who",
    programme_actors=("aid",),
    outside_actors=("far",),
    hindering_codes=("block",),
    projects=(Project("fleet", {"en": "Fleet"}), Project("harbour", {"en": "Harbour"})),
)  # fmt: skip
CODES: Mapping[str, frozenset[str]] = {
    "S1.001": frozenset({"us"}), "S1.002": frozenset({"aid", "spread"}), "S1.003": frozenset({"block"}), "S1.004": frozenset({"spread"}),
}  # fmt: skip


def change(id_: str, domain: str = "boats", **more: Any) -> Change:
    return Change(id_, domain, {"en": f"Title {id_}", "es": f"Título {id_}"}, {"en": f"{id_} happened."}, **more)


def told(id_: str, state: str = "draft", **sections: tuple[Block, ...]) -> Telling:
    parts = tuple(TextSection(name, {"en": name}, blocks) for name, blocks in sections.items())
    text = StoryText(id_, "change", {"en": f"Title {id_}"}, {"en": f"{id_} happened."}, 1, {"en": "Boats"}, (), parts, 1)
    return Telling(text, {"en": "Isle"}, state, 2, 1, "Ana", AT)  # type: ignore[arg-type]


def found(one: Change, telling: Telling | None = None, *ranks: Rank, judged: bool = True) -> Found:
    return Found(Registered(Entry(one, "pursued", "", "", (), AT, ()), verdict() if judged else None), telling, ranks)


def quote(id_: str, segment: str, words: str = "We row.", source: str = "") -> Block:
    said = Quote(segment, 0, 7, words, False, False, "for", "en", {"en": "rower"}, "", "individual", "in_person", "recording",
                 date(2024, 2, 2), True, True, False, False)  # fmt: skip
    return Block(id_, "quote", {}, quote=said, source=source)


def draft(part: str, words: str, **more: Any) -> Block:
    return block(part.replace("/", "-"), en=words, es=f"es: {words}", source=part, **more)


STORY = told(
    "A",
    summary=(draft("summary/headline", "Boats go out [S1]."),),
    contribution=(
        draft("contribution/factors", "All of it counted [S1.001]."),
        draft("contribution/local", "Local people did it [S1.001]:"),
        *(quote(f"q{n}", "S1.001", f"We row {n}.", f"contribution/quote:S1.001:{n}:9") for n in range(3)),
        draft("contribution/programme", "Aid gave wood [S1.002]."),
        draft("contribution/contested", "Others deny it [S9.001]:"),
        *(quote(f"d{n}", "S9.001", f"It never went {n}.") for n in range(3)),
        block("own1", en="The rain stopped them [S1.003].", origin="person", by="Ana"),
        block("own2", en="It was a good year.", origin="person", by="Ana"),
        block("gap1", "gap", en="Who began?", source="contribution/gap:order"),
    ),
    sustainability=(draft("sustainability/needs", "Tar is needed [S1.004]."), draft("sustainability/risks", "It may rot [S1.004].")),
    weather=(draft("weather/told", "It was windy [S1.001]."),),
    data_collection=(draft("data_collection/rests_on", "It rests on one session [S1]."),),
)  # fmt: skip
EQ1 = Answer(PlanRow("EQ1", {"en": "What went well?"}, sections=("contribution",)), frozenset({"S1.001", "S1.003", "S8.001"}))
EQ2 = Answer(PlanRow("EQ2", {"en": "And the moon?"}), frozenset())
EQ3 = Answer(PlanRow("EQ3", {"en": "Who says so?"}), frozenset({"S7.001"}))


def findings(*changes: Found, **more: Any) -> Findings:
    given: dict[str, Any] = {"study": FIELD, "frame": FRAME, "changes": changes or (found(change("A"), STORY),), "codes": CODES}
    return Findings(**(given | more))


def report(of: Findings, language: str = "en", **more: Any) -> Document:
    only = more.pop("only", ("findings",))
    return report_document(Annexes(FIELD.name, date(2024, 6, 1), {}, only=only, findings=of, **more), language, "isle")


def words_in(document: Document) -> dict[str, list[str]]:
    """The words of paragraphs by the number of the sub-section that they stand in."""
    made: dict[str, list[str]] = {}
    here, targets = "", targets_of(document)
    for part in document.parts:
        if isinstance(part, Heading) and part.level < 3:
            here = part.label
        elif isinstance(part, Paragraph):
            made.setdefault(here, []).append("".join(run.text or targets[run.target].words for run in part.runs))
    return made


def tables(document: Document) -> dict[str, Table]:
    return {part.id: part for part in document.parts if isinstance(part, Table)}


def test_each_part_of_a_story_stands_in_its_sub_section() -> None:
    said = words_in(report(findings()))
    headings = {
        one.label: one.text for one in report(findings()).parts if isinstance(one, Heading) and one.label.startswith("2.")
    }
    assert [headings[f"2.{n}"].split(" ", 1)[1] for n in range(1, 13)] == [
        *(one.name["en"] for one in FINDING_SECTIONS), "Weather", "What limits these findings",
    ]  # fmt: skip
    assert said["2.1"] == ["Version 2 of 1 June 2024, by Ana. DRAFT – NOT SIGNED.", "Boats go out [S1]. (A)"]
    assert said["2.3"][:2] == ["All of it counted [S1.001]. (A)", "Others deny it [S9.001] (A):"]
    assert "It was a good year. (A)" in said["2.3"]
    assert said["2.4"] == ["The rain stopped them [S1.003]. (A)"]
    assert said["2.5"] == ["Aid gave wood [S1.002]. (A)"]
    assert said["2.7"][:3] == ["Local people did it [S1.001] (A):", "“We row 0.”", "— rower, interview [S1.001] (A)"]
    assert said["2.9"] == ["Tar is needed [S1.004]. (A)"]
    assert said["2.10"] == ["It may rot [S1.004]. (A)"]
    assert said["2.11"] == ["It was windy [S1.001]. (A)"]
    assert not any("It rests on" in words for part in said.values() for words in part)


def test_of_many_quotes_two_are_shown_and_the_others_counted_but_everybody_who_denies_is_heard() -> None:
    said = words_in(report(findings()))
    assert [words for words in said["2.7"] if words.startswith("“")] == ["“We row 0.”", "“We row 1.”"]
    assert said["2.7"][5] == "2 of 3 quotes are shown; the others stand in the story. (A)"
    assert [words for words in said["2.3"] if words.startswith("“")] == [f"“It never went {n}.”" for n in range(3)]


def test_what_nobody_tells_is_a_question() -> None:
    silent = found(change("B"), told("B", summary=(draft("summary/headline", "B goes."),)))
    said = words_in(report(findings(found(change("A"), STORY), silent, found(change("C")))))
    assert said["2.5"][-1] == "Missing: What did the programme do, and what of it worked? Their stories do not tell it: B."
    assert said["2.6"] == [
        "Missing: What of this could be done elsewhere, who could do it, and what would it take? Their stories do not tell it: A, B."
    ]
    assert "Missing: Who began? (A)" in said["2.3"]
    assert said["2.1"][-1] == "Missing: Who changed what, when and where, and how is it known? This change has no story yet."
    assert said["3"][-1] == "Missing: What changed in this domain? No change of it is followed."
    lonely = words_in(report(findings(found(change("C")))))
    assert lonely["2.4"] == ["Missing: What got in the way, and how was it overcome? No change of this domain has a story yet."]


def test_one_open_question_of_several_stories_is_told_once() -> None:
    stories = [
        told(id_, contribution=(block("g", "gap", en="Who began?", source="contribution/gap:order"),)) for id_ in ("A", "B")
    ]
    said = words_in(report(findings(*(found(change(one.text.change_id), one) for one in stories))))
    assert said["2.3"] == ["Missing: Who began? (A, B)"]


def test_counts_are_of_how_many_and_places_are_told_set_by_set() -> None:
    judged = found(change("A"), STORY, Rank(1, 3, 15), Rank(2, 2, 1, tied=True, since=True))
    made = report(findings(judged, found(change("B", kind="no_change"), judged=False), found(change("N", "nets")), left_out=2))
    assert (
        "Changes of this domain: 2 of 3 in the study. Saturated by the study's rule: 1 of 2. Contested: 0 of 2. With a story: 1 of 2. Stories signed: 0 of 1."
        in words_in(made)["2"]
    )
    rows = tables(made)["finding.table.1.outcomes"].rows
    assert rows[0] == (
        "A",
        "Title A: A happened.",
        "saturated since February 2024",
        "4",
        "0",
        "1 of 3 (15 ballots); 2 of 2, tied (1 ballot), changed since",
    )
    assert rows[1] == ("B", "Title B: B happened. (change that did not happen)", "not judged yet", "", "", "not ranked")
    assert tables(made)["finding.table.counts"].rows == (
        ("Boats", "2", "1 of 2", "0 of 2", "1 of 2", "0 of 1"), ("Nets", "1", "1 of 1", "0 of 1", "0 of 1", "0 of 0"), ("Birds", "0", "0 of 0", "0 of 0", "0 of 0", "0 of 0"),
    )  # fmt: skip
    assert words_in(made)["5"] == ["Changes that were dropped or merged are not among the findings: 2."]


def test_who_ranks_otherwise_is_told_set_by_set_with_the_table_of_it() -> None:
    apart = (Dissenting("boats", 2, 5, "ranking-dissent-boats-1"), Dissenting("nets", 1, 2, "ranking-dissent-nets-2"))
    told = "Kinds of people that put another change first than all together: 2 of 5"
    assert f"{told}." in words_in(report(findings(dissent=apart)))["2.1"]
    table = Table("ranking-dissent-boats-1", "Who differs", "en", ("a",), (("b",),))
    of = Annexes(
        FIELD.name,
        date(2024, 6, 1),
        {"ranking": [table]},
        only=("findings", "ranking"),
        findings=findings(dissent=apart, ranked=True),
    )
    assert f"{told} (Table 15)." in words_in(report_document(of, "en", "isle"))["2.1"]


def test_two_relations_of_projects_are_kept_apart() -> None:
    both = found(change("A", contributed=("fleet",), addressed=("harbour", "fleet")), STORY)
    [table] = [one for id_, one in tables(report(findings(both, found(change("B"))))).items() if id_.endswith("projects")]
    assert table.headings == ("Change", "Projects that contributed", "Projects that work on its theme")
    assert table.rows == (("A", "Fleet", "Harbour; Fleet"),)


def test_questions_lead_to_the_sections_and_changes_that_answer_them() -> None:
    other = found(change("N", "nets"), told("N", contribution=(draft("contribution/local", "Nets too [S1.001]."),)))
    made = report(findings(found(change("A"), STORY), other, answers=(EQ1, EQ2, EQ3)))
    table = tables(made)["finding.table.map"]
    assert table.rows == (
        ("EQ1. What went well?", "2.3, 2.4, 2.7, 3.7", "A, N", "2 of 3"),
        ("EQ2. And the moon?", "–", "–", "0 of 0"),
        ("EQ3. Who says so?", "–", "–", "0 of 1"),
    )
    assert table.links[0, 1] == ("finding.1.helped", "finding.1.hindered", "finding.1.local_actors", "finding.2.local_actors")
    said = words_in(made)
    assert said["1"][-2:] == [
        "Missing: EQ2: And the moon? No passage answers it as the plan asks.",
        "Missing: EQ3: Who says so? None of the 1 passages that answer it is cited below.",
    ]
    assert said["2.4"][0] == "Evaluation questions: EQ1 (Table 1)"
    assert not any(words.startswith("Evaluation questions") for words in said["2.11"])
    [asked] = findings_data(findings(answers=(EQ1,)), "en")["questions"]
    assert asked == {"id": "EQ1", "passages": 3, "cited": 2, "sections": ["2.3", "2.4", "2.7"], "changes": ["A"]}


def test_local_actors_are_named_in_so_many_stories_of_each_domain() -> None:
    other = found(change("N", "nets"), told("N", contribution=(draft("contribution/else", "Aid came [S1.002]."),)))
    table = tables(report(findings(found(change("A"), STORY), other)))["finding.table.actors"]
    assert table.headings == ("Actor", "Boats", "Nets")
    assert table.rows == (("Us", "1 of 1", "0 of 1"),)


def test_a_study_names_sub_sections_of_its_own_and_passages_with_their_codes_stand_there_too() -> None:
    own = (
        FindingSection("what", {"en": "What"}, {"en": "What?"}, sections=("summary", "change_description", "contribution", "sustainability")),
        FindingSection("spread", {"en": "Spread"}, {"en": "Where else?"}, codes=("spread",)),
        FindingSection("limits", {"en": "Asked"}, {"en": "Asked?"}, rows=("EQ1",)),
    )  # fmt: skip
    said = words_in(report(findings(study=replace(FIELD, findings=own), answers=(EQ1,))))
    assert said["2.2"] == [
        "Aid gave wood [S1.002]. (A; also in 2.1)", "Tar is needed [S1.004]. (A; also in 2.1)", "It may rot [S1.004]. (A; also in 2.1)",
    ]  # fmt: skip
    assert said["2.3"][1] == "All of it counted [S1.001]. (A; also in 2.1)"
    assert not any("Local people did it" in words for words in said["2.3"])  # it leads quotes: it stays with them


def test_limitations_stand_with_the_changes_that_they_touch() -> None:
    limits = (
        Touching("One place.", ("A",)),
        Touching("Few answered.", domain="boats"),
        Touching("Not signed.", ("A", "N")),
        Touching("Nobody slept."),
    )
    changes = (found(change("A"), STORY), found(change("N", "nets"), told("N")))
    made = words_in(report(findings(*changes, limits=limits)))
    assert made["2.12"] == ["One place. (A)", "Few answered."]
    assert made["3.12"] == ["Nothing that limits some of these changes more than others has been counted."]
    assert made["5.12"] == ["Not signed.", "Nobody slept."]


def test_signed_stories_have_no_mark_and_drafts_do() -> None:
    signed, reviewed = replace(STORY, state="signed"), replace(STORY, state="in_review")
    heads = [
        next(one.text for one in report(findings(found(change("A"), story))).parts if isinstance(one, Heading) and one.id == "finding.1.needs.A")
        for story in (signed, STORY, reviewed)
    ]  # fmt: skip
    assert heads == ["Title A", "Title A (draft, not signed)", "Title A (draft in review, not signed)"]


def test_a_sentence_that_is_emptied_is_gone_and_one_that_is_told_again_is_told_once() -> None:
    again = draft("summary/when", "In 2020 or 2021.")
    story = told(
        "A",
        summary=(again, block("empty", source="summary/who")),
        change_description=(replace(again, id="b9", source="change_description/when"), quote("q", "S1.001")),
    )
    assert words_in(report(findings(found(change("A"), story))))["2.1"][1:] == [
        "In 2020 or 2021. (A)", "“We row.”", "— rower, interview [S1.001] (A)",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("with_stories", [True, False])
def test_every_reference_leads_to_what_it_names(language: str, *, with_stories: bool) -> None:
    of = findings(found(change("A"), STORY), found(change("B")), answers=(EQ1, EQ2), told=with_stories)
    made = report(of, language, stories=[STORY], only=("findings", "stories") if with_stories else ("findings",))
    ids = {part.id: part for part in made.parts if not isinstance(part, Paragraph)}
    leads = {run.target for run in made.runs if run.target}
    assert ("story.A" in leads) is with_stories
    assert ("finding.change.A" in leads) is not with_stories
    for table in tables(made).values():
        for (row, column), targets in table.links.items():
            assert table.rows[row][column] == ", ".join(targets_of(made)[one].words for one in targets)
    assert all(ids[one] for one in leads)
    with ZipFile(BytesIO(docx_of(made))) as package:
        xml = package.read("word/document.xml").decode()
    marks = set(re.findall(r'bookmarkStart w:id="\d+" w:name="(\w+)"', xml))
    fields = re.findall(r" REF (\w+) ", xml)
    assert set(fields) <= marks
    said = dict(
        re.findall(
            r'bookmarkStart w:id="\d+" w:name="(\w+)"/><w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t[^>]*>([^<]*)</w:t></w:r><w:bookmarkEnd',
            xml,
        )
    )
    assert all(said[target.bookmark] == target.words for target in targets_of(made).values() if target.number == 0)
    assert len(fields) == sum(bool(run.target) for run in made.runs) + sum(
        len(targets) for table in tables(made).values() for targets in table.links.values()
    )
    page = html.fromstring(html_of(made))
    assert {one[1:] for one in page.xpath("//main//a/@href")} <= set(page.xpath("//@id"))
    text = markdown_of(made).decode()
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) == set(re.findall(r'<a id="([^"]+)">', text))
    assert pdf_of(made).startswith(b"%PDF")
    assert (
        as_values(made)["title"]
        == {"en": ("Findings", "Findings and annexes"), "es": ("Hallazgos", "Hallazgos y anexos")}[language][with_stories]
    )


def test_both_languages_have_the_same_words_and_a_third_reads_english() -> None:
    assert WORDS["es"].keys() == WORDS["en"].keys()
    assert all(set(one.name) == set(one.question) == {"es", "en"} for one in FINDING_SECTIONS)
    spanish = words_in(report(findings(), "es"))
    assert spanish["2.5"] == ["es: Aid gave wood [S1.002]. (A)"]
    assert spanish["2.6"][0].startswith("Falta: ¿Qué de esto podría hacerse en otro lado")
    assert findings_parts(findings(), "nah")[0].text == "1 Evaluation questions and where they are answered"  # type: ignore[union-attr]
