"""What a form held, read as answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import BadInput
from annotations.validation.answering import LONGEST, languages_of
from annotations.validation.form_fields import answers_in, top_without_reason
from annotations.validation.form_words import FORM_WORDS, VOTE_WORDS
from annotations.validation.records import VOTES, Answer, Form, Wording

FORM = Form("d-1", "d", 1, tuple(Wording(f"CH{n}", "change", {}, {"es": "x", "en": "y"}, {}, 1) for n in (1, 2, 3)))


def test_the_form_is_worded_in_both_languages() -> None:
    assert set(VOTE_WORDS) == set(VOTES)
    assert all(set(words) == {"es", "en"} and all(words.values()) for words in (*VOTE_WORDS.values(), *FORM_WORDS.values()))


def test_what_is_not_on_the_page_stays() -> None:
    before = [Answer("CH1", "B", "comment", 2, "reason"), Answer("CH2", "A")]
    assert answers_in({}, FORM, before) == before
    assert answers_in({"comment:CH1": [""]}, FORM, before)[0] == Answer("CH1", "B", "", 2, "reason"), "emptied is emptied"
    assert [one.change_id for one in answers_in({"vote:CH3": ["A"]}, FORM, before)] == ["CH1", "CH2", "CH3"]


@pytest.mark.parametrize("fields", [{"vote:CH1": ["a"]}, {"rank:CH1": ["4"]}, {"rank:CH1": ["1.5"]}, {"rank:CH1": ["9" * 5000]}])
def test_what_the_form_does_not_have(fields: dict[str, list[str]]) -> None:
    with pytest.raises(BadInput, match="is no (vote|rank)"):
        answers_in(fields, FORM)


@given(st.text())
def test_any_text_is_kept_plain(text: str) -> None:
    (answer,) = answers_in({"comment:CH2": [text]}, FORM)
    assert "\0" not in answer.comment
    assert len(answer.comment) <= LONGEST
    assert answer.comment == answer.comment.strip()


def test_reasons_are_asked_for_the_two_highest_ranks_with_ties() -> None:
    answers = [
        Answer("CH1", "A", rank=2),
        Answer("CH2", "A", rank=2),
        Answer("CH3", "A", rank=3, reason="because"),
        Answer("CH4", "A", rank=5),
    ]
    assert top_without_reason(answers) == ("CH1", "CH2")
    assert top_without_reason([Answer("CH1", "A")]) == ()


def test_languages() -> None:
    assert languages_of(FORM) == ("es", "en")
