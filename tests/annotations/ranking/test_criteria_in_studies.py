"""What a study file says of criteria and of validation: read, and refused with its line."""

from pathlib import Path

import pytest

from annotations.errors import BadStudy
from annotations.story_roles import STORY_ROLES
from annotations.study_files import read_study

STUDY = """id: x
name: {pt: X}
description: {pt: X}
languages: [pt]
domains: [{id: a, name: {pt: A}, definition: {pt: a}}]
sections: [{id: a, name: {pt: A}, definition: {pt: a}}]
coders: [{id: a, name: A, email: a@b.c, language: pt}]
"""


def read(folder: Path, more: str) -> object:
    file = folder / "study.yaml"
    file.write_text(STUDY + more)
    return read_study(file)


def test_criteria_in_any_language_with_as_much_as_is_known(tmp_path: Path) -> None:
    """Also where Relato's own words, such as those of the roles in a story, are in other languages."""
    file = tmp_path / "study.yaml"
    file.write_text(STUDY + "criteria: [{id: a, name: {pt: Alcance}}, {id: b, name: {pt: B}, examples: [{pt: todos}]}]\n")
    study = read_study(file)
    assert [one.id for one in study.criteria] == ["a", "b"]
    assert study.story_roles == STORY_ROLES


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("criteria: [{id: a, name: {pt: A}}, {id: a, name: {pt: B}}]", "'a' is given twice"),
        ("criteria: [{id: á, name: {pt: A}}]", "is not an id"),
        ("criteria: [{id: a, name: {fr: A}}]", "has no words in pt"),
        ("criteria: [{id: a, name: {pt: A}, examples: [{fr: tous}]}]", "has no words in pt"),
        ("story_roles: [{id: a, name: {fr: A}}]", "has no words in pt"),
        ("validation: {per_domain: 0}", "per_domain must be at least 1"),
        ("validation: {stratify_by: [place, colour]}", r"stratify_by\[1\] must be one of category, place, sex"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(tmp_path: Path, more: str, told: str) -> None:
    with pytest.raises(BadStudy, match=f"study.yaml:8: .*{told}"):
        read(tmp_path, more)
