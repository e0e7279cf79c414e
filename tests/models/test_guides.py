"""The question of the guide is recognised when it is clear, and the block that is asked again is counted."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from annotations.studies import Question
from annotations.study_files import read_study
from models.contexts import Asked
from models.guides import recognise, repetitions
from tests.models.guide_cases import GUIDE, INTERVIEWS, SAMPLE

SAMPLE_STUDY = Path(__file__).parents[2] / "examples/agua-y-acuerdos/study.yaml"
Interviews = Iterable[tuple[str, Sequence[tuple[str, str]]]]


def ids(asked: Sequence[str], guide: Sequence[Question], language: str = "en") -> list[str]:
    return [question.id if question else "" for question in recognise([Asked(text, language) for text in asked], guide)]


def scores(interviews: Interviews, guide: Sequence[Question]) -> tuple[int, int, int]:
    """Rightly recognised, wrongly recognised, to be recognised. An expected ``a|b`` may be taken for either, ``|b`` for b or none."""
    right = wrong = there = 0
    for language, turns in interviews:
        for (expected, _), found in zip(turns, ids([text for _, text in turns], guide, language), strict=True):
            allowed = expected.split("|")
            right += found != "" and found in allowed
            wrong += found not in ("", *allowed)
            there += "" not in allowed
    return right, wrong, there


@pytest.mark.parametrize(("first", "least_recall"), [(0, 0.75), (1, 0.70)], ids=["chosen on", "reported"])
def test_paraphrases_out_of_order_among_other_questions(first: int, least_recall: float) -> None:
    own = scores(INTERVIEWS[first::2], GUIDE)
    sample = scores(SAMPLE[first::2], read_study(SAMPLE_STUDY).guide)
    right, wrong, there = (a + b for a, b in zip(own, sample, strict=True))
    assert there >= 75
    assert right / (right + wrong) >= 0.95
    assert right / there >= least_recall


def test_the_exact_question_is_recognised_however_short() -> None:
    guide = [Question("who", {"es": "¿Quién cambió?"}), Question("where", {"es": "¿Dónde?"})]
    assert ids(["quien cambio", "¿QUIÉN CAMBIÓ?", "¿Dónde?", "¿Y?"], guide, "es") == ["who", "who", "where", ""]


def test_placeholders_and_instructions_do_not_count() -> None:
    guide = [
        Question(
            "q1", {"en": "What was the observable [SIGNIFICANT CHANGE]? [INTERVIEWER: do not ask for changes in knowledge only]"}
        ),
        Question("q2", {"en": "[INTERVIEWER: if not mentioned] Did [name of project] contribute at all?"}),
    ]
    asked = [
        "What was the observable shift in the union?",
        "Did Sunrise contribute at all?",
        "Do not ask for changes in knowledge.",
    ]
    assert ids(asked, guide) == ["q1", "q2", ""]


def test_only_wordings_in_the_language_of_the_turn_count() -> None:
    guide = [Question("q1", {"es": "¿Quién contribuyó al cambio?", "en-GB": "Who contributed to the change?"})]
    asked = [Asked("¿Quién contribuyó al cambio?", language) for language in ("es-MX", "en", "", "fr")]
    assert [bool(question) for question in recognise(asked, guide)] == [True, False, True, False]


def test_variants_count_like_the_question() -> None:
    plain = [Question("q1", {"en": "What conditions are there for sustainability?"})]
    simple = [Question("q1", plain[0].text, variants=({"en": "Is it going to last, do you think?"},))]
    assert ids(["So, is it going to last?"], plain) == [""]
    assert ids(["So, is it going to last?"], simple) == ["q1"]


def test_no_guide_and_nothing_asked() -> None:
    assert recognise([Asked("Who?", "en")], []) == [None]
    assert recognise([], GUIDE) == []
    assert recognise([Asked("谁改变了？", "zh")], GUIDE) == [None]
    assert ids(["那么，谁改变了？为什么？"], [Question("q1", {"zh": "谁改变了？"})], "zh") == ["q1"]


A, B, C, D = (Question(name, {}, block="change") for name in "abcd")
OUT = Question("out", {})


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], []),
        ([None, OUT, None], [0, 0, 0]),
        ([OUT, A, None, B, C, D, OUT], [0, 1, 1, 1, 1, 1, 0]),
        ([A, B, C, A, B, C, A, C], [1, 1, 1, 2, 2, 2, 3, 3]),
        ([B, A, D, C, None], [1, 1, 1, 1, 1]),  # out of order
        ([A, B, B, None, B], [1, 1, 1, 1, 1]),  # said again for clearness
        ([A, B, C, B, D], [1, 1, 1, 1, 1]),  # taken up again for once
        ([A, B, C, D, B, C], [1, 1, 1, 1, 2, 2]),  # the first question was not recognised the second time
        ([A, B, C, OUT, B, D], [1, 1, 1, 0, 2, 2]),  # a change that is named late
        ([A, B, OUT, C, D], [1, 1, 0, 1, 1]),  # a digression
    ],
)
def test_the_block_asked_again_is_the_next_change(asked: list[Question | None], expected: list[int]) -> None:
    assert repetitions(asked, [A, B, C, D, OUT]) == expected


def test_every_block_counts_for_itself() -> None:
    x, y = Question("x", {}, block="other"), Question("y", {}, block="other")
    assert repetitions([A, B, C, A, x, y, A], [A, B, C, x, y]) == [1, 1, 1, 2, 1, 1, 2]


def test_interviews_about_two_and_three_changes() -> None:
    by_id = {question.id: question for question in GUIDE}
    third, fifth = (repetitions([by_id.get(name) for name, _ in turns], GUIDE) for _, turns in (INTERVIEWS[2], INTERVIEWS[4]))
    assert (max(third), max(fifth)) == (1, 3)
    late = [name for name, _ in INTERVIEWS[4][1]].index("g14")
    assert fifth[late : late + 3] == [0, 3, 3]
