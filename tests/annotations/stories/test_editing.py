"""What a person does to blocks, and what it does to their marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import BadInput, Conflict, NotFound
from annotations.stories import editing
from annotations.stories.editing import block_of, check_unchanged, cleaned
from annotations.stories.records import StoryText
from tests.annotations.stories.texts import QUOTE, TEXT, version, with_words


def order(text: StoryText) -> list[list[str]]:
    return [[block.id for block in section.blocks] for section in text.sections]


class TestWording:
    def test_one_language_leaves_the_other_behind_and_says_who_worded_it(self) -> None:
        block = block_of(editing.edited(TEXT, "b1", "es", "Se leen en la plaza [S01.001].", "ana"), "b1")
        assert (block.text["es"], block.text["en"]) == ("Se leen en la plaza [S01.001].", "They are read [S01.001].")
        assert (block.origin, block.by, block.outdated) == ("person", "ana", ("en",))
        assert block.source == "summary/headline"

    def test_bringing_the_other_up_to_date_leaves_none_behind(self) -> None:
        text = editing.edited(TEXT, "b1", "es", "Se leen en la plaza [S01.001].", "ana")
        assert block_of(editing.edited(text, "b1", "en", "On the square [S01.001].", "bo"), "b1").outdated == ()
        same = editing.edited(text, "b1", "en", "They are read [S01.001].", "bo")  # it still holds
        assert (block_of(same, "b1").outdated, block_of(same, "b1").by) == ((), "ana")

    def test_of_three_languages_the_two_others_are_behind_until_each_is_worded(self) -> None:
        text = editing.edited(TEXT, "b1", "fr", "On les lit [S01.001].", "ana")
        assert block_of(text, "b1").outdated == ()  # a translation more is no change of the others
        text = editing.edited(text, "b1", "es", "Se leen siempre [S01.001].", "ana")
        assert block_of(text, "b1").outdated == ("en", "fr")
        assert block_of(editing.edited(text, "b1", "en", "Always [S01.001].", "ana"), "b1").outdated == ("fr",)

    def test_the_same_words_are_no_edit(self) -> None:
        assert editing.edited(TEXT, "b1", "es", " Se leen  [S01.001]. ", "ana") == TEXT

    def test_a_gap_is_filled_by_words_that_cite_or_that_are_ones_own(self) -> None:
        asked = editing.edited(TEXT, "b4", "es", "¿Quién lo pidió, y cuándo?", "ana")
        about = editing.edited(with_words(TEXT, "b4", es="¿Quién [S01.001]?"), "b4", "es", "¿Quién fue [S01.001]?", "ana")
        assert block_of(about, "b4").kind == "gap"  # it cites what it asks about
        assert block_of(asked, "b4").kind == "gap"
        assert block_of(editing.edited(TEXT, "b4", "es", "Lo pidió ella [S02.001].", "ana"), "b4").kind == "sentence"
        own = block_of(editing.edited(TEXT, "b4", "es", "No se sabrá.", "ana", own=True), "b4")
        assert (own.kind, own.own) == ("sentence", True)

    def test_what_was_said_is_not_worded_anew_but_its_translation_is(self) -> None:
        with pytest.raises(BadInput, match="b3 is quoted in es"):
            editing.edited(TEXT, "b3", "es", "Antes todos leían", "ana")
        with pytest.raises(BadInput, match="b3 is quoted in es"):
            editing.edited(TEXT, "b3", "es-MX", "Antes todos leían", "ana")
        block = block_of(editing.edited(TEXT, "b3", "en", "Before, nobody read", "ana"), "b3")
        assert (block.quote, block.text, block.outdated) == (QUOTE, {"en": "Before, nobody read"}, ())
        assert block_of(editing.edited(TEXT, "b3", "en", "", "ana"), "b3").text == {}

    def test_no_words_too_many_words_and_no_such_block(self) -> None:
        with pytest.raises(BadInput, match="b1 would have no words in es"):
            editing.edited(TEXT, "b1", "es", "  ", "ana")
        with pytest.raises(BadInput, match="a block of 10001 characters"):
            editing.edited(TEXT, "b1", "es", "x" * 10_001, "ana")
        with pytest.raises(NotFound, match="no block 'b9'"):
            editing.edited(TEXT, "b9", "es", "x", "ana")

    @given(st.text())
    def test_cleaned_words_have_no_breaks_and_are_cleaned_once(self, words: str) -> None:
        clean = cleaned(words)
        assert clean == cleaned(clean)
        assert not set(clean) & set("\n\r\t\x00\x0b\x7f")
        assert clean.encode().decode() == clean  # no half of a character, which no database takes


class TestPlaces:
    def test_a_block_comes_after_another_or_first_and_gets_a_new_number(self) -> None:
        text = editing.added(TEXT, "contribution", "b2", "sentence", {"es": "Luego [S01.003]."}, "ana")
        text = editing.added(text, "summary", "", "gap", {"es": "¿Cuándo?"}, "ana")
        assert order(text) == [["b6", "b1"], ["b2", "b5", "b3", "b4"]]
        assert (text.next_block, block_of(text, "b5").origin) == (7, "person")

    def test_a_number_is_never_given_again(self) -> None:
        text = editing.removed(editing.added(TEXT, "summary", "b1", "sentence", {"es": "x"}, "ana"), "b5")
        assert order(editing.added(text, "summary", "b1", "sentence", {"es": "y"}, "ana"))[0] == ["b1", "b6"]

    def test_moved_within_and_to_another_section(self) -> None:
        assert order(editing.moved(TEXT, "b4", "contribution", "b2")) == [["b1"], ["b2", "b4", "b3"]]
        assert order(editing.moved(TEXT, "b2", "summary", "")) == [["b2", "b1"], ["b3", "b4"]]
        with pytest.raises(BadInput, match="b2 cannot come after itself"):
            editing.moved(TEXT, "b2", "contribution", "b2")

    def test_a_place_that_is_gone_is_refused(self) -> None:
        with pytest.raises(Conflict, match="block b1 is not in the section contribution any more"):
            editing.added(TEXT, "contribution", "b1", "sentence", {"es": "x"}, "ana")
        with pytest.raises(NotFound, match="no section 'end'.*use one of summary, contribution"):
            editing.moved(TEXT, "b1", "end", "")

    def test_a_quote_needs_a_segment_and_a_sentence_words(self) -> None:
        with pytest.raises(BadInput, match="name the segment that is quoted"):
            editing.added(TEXT, "summary", "", "quote", {"es": "x"}, "ana")
        with pytest.raises(BadInput, match="the block has no words"):
            editing.added(TEXT, "summary", "", "sentence", {"es": " "}, "ana")
        made = editing.added(TEXT, "summary", "", "quote", {}, "ana", quote=QUOTE, own=True)
        assert (block_of(made, "b5").quote, block_of(made, "b5").own) == (QUOTE, False)


STEPS = st.lists(st.tuples(st.sampled_from(("add", "remove", "move", "edit")), st.integers(0, 9), st.integers(0, 9)), max_size=12)


@given(STEPS)
def test_whatever_is_done_ids_are_unique_never_given_again_and_places_are_kept(steps: list[tuple[str, int, int]]) -> None:
    text, given_out = TEXT, {block.id for block in TEXT.blocks}
    for step, one, other in steps:
        ids = [block.id for block in text.blocks]
        section = text.sections[other % len(text.sections)]
        after = ["", *(block.id for block in section.blocks)][one % (len(section.blocks) + 1)]
        if step == "add":
            text = editing.added(text, section.id, after, "sentence", {"es": "x"}, "ana")
            (new,) = {block.id for block in text.blocks} - set(ids)
            assert new not in given_out
            given_out.add(new)
        elif ids and step == "remove":
            text = editing.removed(text, ids[one % len(ids)])
        elif ids and step == "move" and (block := ids[other % len(ids)]) != after:
            text = editing.moved(text, block, section.id, after)
            assert block in {b.id for s in text.sections if s.id == section.id for b in s.blocks}
        elif ids and step == "edit" and (block := ids[one % len(ids)]) != "b3":
            text = editing.edited(text, block, "es", f"y {other}", "ana")
        left = [block.id for block in text.blocks]
        assert len(left) == len(set(left))
        assert set(left) <= given_out


class TestTwoPeopleAtOnce:
    def test_the_same_block_is_refused_and_says_who_and_when(self) -> None:
        second = editing.edited(TEXT, "b1", "es", "Ana lo dice [S01.001].", "ana")
        third = editing.edited(second, "b2", "es", "Otra cosa [S01.003].", "bo")
        history = [version(1, TEXT), version(2, second, "ana"), version(3, third, "bo")]
        with pytest.raises(Conflict, match="ana changed block b1 in version 2, after version 1 that you have edited"):
            check_unchanged(history, 1, ["b1"])
        with pytest.raises(Conflict, match="bo changed block b2 in version 3, after version 2"):
            check_unchanged(history, 2, ["b4", "b2"])
        check_unchanged(history, 1, ["b3", "b4"])
        check_unchanged(history, 2, ["b1"])
        check_unchanged([*history, version(4, TEXT)], 1, ["b1"])  # put back as it was

    def test_a_block_that_was_taken_out(self) -> None:
        history = [version(1, TEXT), version(2, editing.removed(TEXT, "b1"), "ana")]
        with pytest.raises(Conflict, match="ana took out block b1 in version 2"):
            check_unchanged(history, 1, ["b1"])
        with pytest.raises(NotFound, match="there is no version 7"):
            check_unchanged(history, 7, ["b1"])
