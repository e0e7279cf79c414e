"""The sheet of questions: written, answered in either language, read back."""

import csv
import io

import pytest

from annotations.errors import BadInput
from annotations.label_questions import ANSWERS, WORDS, Answered, Question, in_words, read, written

ASKED = [
    Question("q1", "S1.001", "missing", "Agua", '=cmd() y "comillas", ñ', ("Dinero",)),
    Question("q2", "S1.002", "doubtful", "Dinero", "dos\nlíneas", (), "frame_unclear", "¿y la cuota?"),
]


def test_the_question_in_words() -> None:
    assert in_words(ASKED[0], "es-MX") == "¿Debería llevar también «Agua»?"
    assert in_words(ASKED[1], "en") == "Does “Dinero” really apply here?"


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_was_answered_is_read_back(language: str) -> None:
    sheet = written(ASKED, language)
    rows = list(csv.reader(io.StringIO(sheet)))
    assert len(rows) == 3
    assert rows[1][3].startswith("'=")
    assert read(sheet.encode("utf-8-sig"), "sheet.csv") == (Answered("q2", "frame_unclear", "¿y la cuota?"),)
    for word, answer in WORDS[language].items():
        rows[1][5] = f" {word.upper()} "
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows(rows)
        assert read(out.getvalue().encode("cp1252", "replace"), "sheet.csv")[0] == Answered("q1", answer)
    assert set(WORDS[language].values()) == set(ANSWERS)


@pytest.mark.parametrize(
    ("sheet", "why"),
    [
        ("", "missing columns: id, answer"),
        ("id,note\nq1,x\n", "missing columns: answer"),
        ("id,answer\nq1,perhaps\n", "none of those"),
        ("id,answer\n,keep\n", "without an id"),
        ("id,answer\nq1,keep\nq1,keep\n", "answered twice"),
        ('id,answer\nq1,"keep"x\n', "not CSV"),
    ],
)
def test_a_bad_sheet_is_refused_with_its_line(sheet: str, why: str) -> None:
    with pytest.raises(BadInput, match=why) as caught:
        read(sheet.encode(), "sheet.csv")
    assert "sheet.csv:" in str(caught.value)
