"""Sub-sections of the findings in a study file: what they name is there, or the line is named."""

from pathlib import Path

import pytest

from annotations.changes.story_evidence import CONTRIBUTION, GROUPS, SIGNIFICANCE, SUSTAINABILITY
from annotations.codeframe import Code, CodeFrame
from annotations.documents.finding_records import Findings
from annotations.documents.finding_sorting import sections_of
from annotations.errors import BadStudy
from annotations.finding_sections import FINDING_SECTIONS, STORY_PARTS
from annotations.sessions import Register
from annotations.studies import Study
from annotations.study_files import check_together, read_study

STUDY = """id: x
name: {pt: X}
description: {pt: X}
languages: [pt]
domains: [{id: a, name: {pt: A}, definition: {pt: a}}]
sections: [{id: a, name: {pt: A}, definition: {pt: a}}]
plan: [{id: EQ1, question: {pt: Q}}]
coders: [{id: a, name: A, email: a@b.c, language: pt}]
"""


def read(folder: Path, more: str) -> Study:
    file = folder / "study.yaml"
    file.write_text(f"{STUDY}{more}\n")
    return read_study(file)


def test_a_study_may_name_its_own(tmp_path: Path) -> None:
    study = read(
        tmp_path,
        "findings: [{id: b, name: {pt: B}, sections: [summary, a], parts: [a/told, 'a/gap:silent'], codes: [k], rows: [EQ1]}]",
    )
    assert [one.id for one in sections_of(study)] == ["b"]
    check_together(
        study, CodeFrame(1, (Code("f", {"pt": "F"}, codes=(Code("k", {"pt": "K"}),)),)), Register(), where="study.yaml"
    )
    with pytest.raises(BadStudy, match="the code frame has no code 'k'"):
        check_together(
            study, CodeFrame(1, (Code("f", {"pt": "F"}, codes=(Code("o", {"pt": "O"}),)),)), Register(), where="study.yaml"
        )


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("sections: [b]", "the stories have no section 'b'"),
        ("parts: [b/told]", "the stories have no section 'b'"),
        ("parts: [a/lokal]", "sections of stories have no part 'lokal'"),
        ("rows: [EQ2]", "the plan has no row 'EQ2'"),
        ("name: {fr: B}", "has no words in pt"),
    ],
)
def test_what_is_named_in_vain_is_refused_with_its_line(tmp_path: Path, more: str, told: str) -> None:
    name = "" if more.startswith("name") else "name: {pt: B}, "
    with pytest.raises(BadStudy, match=f"study.yaml:9: .*{told}"):
        read(tmp_path, f"findings: [{{id: b, {name}{more}}}]")


def test_without_any_the_house_has_some_and_no_section_of_the_template_is_lost(tmp_path: Path) -> None:
    study = read(tmp_path, "")
    assert [one.id for one in sections_of(study)] == [one.id for one in FINDING_SECTIONS]
    assert sections_of(study)[0].sections == ("summary", "a")  # what the study has first describes the change
    assert Findings(study, CodeFrame(1, ()), ()).changes == ()


def test_those_of_the_house_name_sections_and_parts_that_drafts_have() -> None:
    named = [part.split("/") for one in FINDING_SECTIONS for part in one.parts]
    assert {section for section, _ in named} <= {CONTRIBUTION, SUSTAINABILITY}
    assert {part for _, part in named} <= set(STORY_PARTS)
    assert {CONTRIBUTION, GROUPS, SIGNIFICANCE, SUSTAINABILITY} <= {
        section for one in FINDING_SECTIONS for section in one.sections
    }
