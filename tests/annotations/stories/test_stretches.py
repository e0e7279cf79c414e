"""Which stretch of a segment is quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import BadInput
from annotations.stories.stretches import checked_stretch, stretch_of

SAID = "Antes no leían nada; ahora leen las cuentas,\nlas leen cada mes. Me llamo [Persona A]."


def test_words_are_found_to_the_letter_whatever_ends_their_lines() -> None:
    for words in ("ahora leen las cuentas", "  las cuentas, las leen ", "las cuentas,\r\nlas leen"):
        start, end = stretch_of(SAID, words)
        assert SAID[start:end].split() == words.split()


@pytest.mark.parametrize("words", ["Ahora leen", "leen las cuenta s", "leían nada, ahora", "", "  "])
def test_what_is_not_said_so_is_refused(words: str) -> None:
    with pytest.raises(BadInput, match="letter for letter"):
        stretch_of(SAID, words)


def test_what_is_said_twice_is_asked_again() -> None:
    with pytest.raises(BadInput, match="2 times") as refused:
        stretch_of(SAID, "leen")
    assert "start, end" in refused.value.remedy


def test_no_word_and_nothing_that_stands_for_a_name_is_cut() -> None:
    whole = SAID.index("[Persona A]"), SAID.index("[Persona A]") + len("[Persona A]")
    assert checked_stretch(SAID, *whole, "S1") == whole
    for start, end in ((whole[0] + 1, whole[1]), (whole[0], whole[0] + len("[Persona")), (2, 12), (0, 7)):
        with pytest.raises(BadInput, match="within a word"):
            checked_stretch(SAID, start, end, "S1")
    for start, end in ((0, len(SAID) + 1), (5, 5), (8, 2)):
        with pytest.raises(BadInput, match="characters"):
            checked_stretch(SAID, start, end, "S1")


@given(st.text(alphabet="ab [].\n", max_size=40), st.text(alphabet="ab [].", min_size=1, max_size=5))
def test_what_is_found_stands_there(text: str, words: str) -> None:
    try:
        start, end = stretch_of(text, words)
    except BadInput:
        return
    assert text[start:end].split() == words.split()
