"""What is other between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.stories import editing
from annotations.stories.differences import difference, word_difference
from annotations.stories.records import StoryText
from tests.annotations.stories.texts import TEXT

WORDS = st.text("ab .,", max_size=30)


def acts(a: StoryText, b: StoryText) -> list[tuple[str, str]]:
    return [(change.block, change.act) for change in difference(a, b)]


class TestDifference:
    def test_nothing(self) -> None:
        assert difference(TEXT, TEXT) == []

    def test_word_for_word_in_each_language_that_is_other(self) -> None:
        (change,) = difference(TEXT, editing.edited(TEXT, "b1", "en", "They are all read [S01.001].", "ana"))
        assert (change.block, change.section, change.act) == ("b1", "summary", "edited")
        assert change.words == {"en": (("same", "They are"), ("added", " all"), ("same", " read [S01.001]."))}

    def test_added_taken_out_and_moved(self) -> None:
        text = editing.added(TEXT, "summary", "b1", "sentence", {"es": "Nuevo"}, "ana")
        assert acts(TEXT, text) == [("b5", "added")]
        assert difference(TEXT, text)[0].words == {"es": (("added", "Nuevo"),)}
        assert acts(TEXT, editing.removed(TEXT, "b3")) == [("b3", "removed")]
        assert acts(TEXT, editing.moved(TEXT, "b4", "contribution", "")) == [("b4", "moved")]
        assert acts(TEXT, editing.moved(TEXT, "b2", "summary", "b1")) == [("b2", "moved")]

    def test_a_quote_that_comes_or_goes_shows_its_own_words(self) -> None:
        (gone,) = difference(TEXT, editing.removed(TEXT, "b3"))
        assert gone.words["es"] == (("removed", "Antes nadie leía nada"),)

    @given(WORDS, WORDS)
    def test_both_texts_can_be_read_out_of_the_pieces(self, a: str, b: str) -> None:
        pieces = word_difference(a, b)
        assert "".join(text for kind, text in pieces if kind != "added") == a
        assert "".join(text for kind, text in pieces if kind != "removed") == b
