"""The review design in the study file: read whole, and refused with its line where it cannot be drawn."""

from pathlib import Path

import pytest

from annotations.errors import BadStudy, NotFound
from annotations.studies import ReviewRule, RoundRule
from annotations.study_files import read_study

STUDY = """\
id: water
name: {en: Water}
description: {en: Water}
languages: [en]
domains: []
sections: []
coders:
  - {id: ana, name: Ana, email: ana@example.org, language: en}
  - {id: ben, name: Ben, email: ben@example.org, language: en}
  - {id: sup, name: Sol, email: sol@example.org, language: en, role: supervisor}
"""
REVIEW = """\
review:
  seed: 4
  stratify_by: [language, method]
  rounds:
    - {number: 1, overlap: 0.2, blind: all}
    - {number: 2, withheld: 0.05, planted: 0.05, drawn: 0.1}
"""


def study_file(folder: Path, review: str) -> Path:
    path = folder / "study.yaml"
    path.write_text(STUDY + review)
    return path


def test_a_study_says_who_codes_what(tmp_path: Path) -> None:
    study = read_study(study_file(tmp_path, REVIEW))
    assert study.review == ReviewRule(
        (RoundRule(1, overlap=0.2, blind="all"), RoundRule(2, withheld=0.05, planted=0.05, drawn=0.1)), ("language", "method"), 4
    )
    assert [coder.role for coder in study.coders] == ["coder", "coder", "supervisor"]
    assert study.review.round(2).drawn == 0.1
    with pytest.raises(NotFound, match="use one of 1, 2"):
        study.review.round(3)


def test_a_study_need_not(tmp_path: Path) -> None:
    assert read_study(study_file(tmp_path, "")).review == ReviewRule()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("number: 1", "number: 2", 15, "review.rounds[0].number must be 1"),
        ("overlap: 0.2", "overlap: 1.2", 15, "review.rounds[0].overlap must be a ratio"),
        ("withheld: 0.05", "withheld: 0.99", 16, "review.rounds[1].planted must be at most 1 together"),
        ("blind: all", "coders: 1", 15, "review.rounds[0].coders must be at least 2"),
        ("blind: all", "coders: 3", 15, "review.rounds[0].coders must be at most 2"),
        ("blind: all", "blind: some", 15, "review.rounds[0].blind"),
        ("[language, method]", "[language, colour]", 13, "review.stratify_by[1] must be one of language, method"),
        ("[language, method]", "[method, method]", 13, "given twice"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in REVIEW
    with pytest.raises(BadStudy) as error:
        read_study(study_file(tmp_path, REVIEW.replace(old, new)))
    assert message in str(error.value)
    assert f"study.yaml:{line}" in str(error.value)
