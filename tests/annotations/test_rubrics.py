"""Rubrics in a study file: what is wrong with one is refused with its line."""

from dataclasses import replace
from pathlib import Path

import pytest

from annotations.errors import BadStudy
from annotations.rubrics import wording_of
from annotations.study_files import read_study
from tests.annotations.test_finding_sections import STUDY

GOOD = """rubrics:
  - id: r
    name: {pt: R}
    question: {pt: Q}
    row: EQ1
    levels:
      - {id: low, name: {pt: L}, definition: {pt: l}}
      - {id: high, name: {pt: H}, definition: {pt: h}}
"""


def test_levels_keep_their_order_and_wording_is_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "study.yaml"
    file.write_text(STUDY + GOOD)
    (rubric,) = read_study(file).rubrics
    assert [level.id for level in rubric.levels] == ["low", "high"]
    assert wording_of(replace(rubric, name={"pt": "S"})) == wording_of(rubric)  # what it is called is no part of it
    assert wording_of(replace(rubric, levels=rubric.levels[::-1])) != wording_of(rubric)
    assert wording_of(replace(rubric, question={"pt": "P"})) != wording_of(rubric)


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("id: r\n", "id: r r\n", 10, "'r r' is not an id"),
        ("id: high", "id: low", 16, "'low' is given twice"),
        ("id: high", "id: 'a b'", 16, "'a b' is not an id"),
        ("row: EQ1", "row: EQ2", 13, "the plan has no row 'EQ2'"),
        ("{pt: Q}", "{fr: Q}", 12, "has no words in pt"),
        ("{pt: h}", "{}", 16, "has no words in pt"),
        ("      - {id: high, name: {pt: H}, definition: {pt: h}}\n", "", 14, "at least two levels"),
    ],
)
def test_errors_name_the_line(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    file = tmp_path / "study.yaml"
    file.write_text(STUDY + GOOD.replace(old, new, 1))
    with pytest.raises(BadStudy, match=told) as error:
        read_study(file)
    assert str(error.value.where).endswith(f":{line}")
