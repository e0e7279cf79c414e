"""A newer draft beside what people have written."""

from dataclasses import replace
from typing import Any

import pytest

from annotations.errors import Conflict, NotFound
from annotations.stories import editing
from annotations.stories.editing import block_of
from annotations.stories.proposals import proposal, taken
from annotations.stories.records import Block, StoryText, StoryVersion, TextSection
from annotations.stories.silence import without
from annotations.stories.state_records import Proposal
from tests.annotations.stories.texts import TEXT, version, with_words

WORDS: dict[str, Any] = {"title": TEXT.title, "statement": TEXT.statement, "statement_number": 1}
AGAIN = replace(TEXT, draft_version=2)


def offered(history: list[StoryVersion], draft: StoryText | None, *left: str, **words: Any) -> Proposal:
    found = proposal(history, draft, left, **{**WORDS, **words})
    assert found is not None
    return found


def kinds(found: Proposal) -> list[tuple[str, str, bool]]:
    return [(part.key.split("@")[0], part.kind, part.persons) for part in found.parts]


def with_block(draft: StoryText, section: str, block: Block, at: int = 0) -> StoryText:
    sections = tuple(replace(s, blocks=(*s.blocks[:at], block, *s.blocks[at:])) if s.id == section else s for s in draft.sections)
    return replace(draft, sections=sections)


class TestWhatIsProposed:
    def test_nothing_when_the_draft_says_the_same(self) -> None:
        assert proposal([version(1, TEXT)], AGAIN, **WORDS) is None
        assert proposal([version(1, TEXT)], None, **WORDS) is None

    def test_what_is_new_changed_and_gone(self) -> None:
        draft = with_words(editing.removed(AGAIN, "b3"), "b1", es="Se leen cada mes [S01.001, S03.001].")
        draft = with_block(
            draft, "contribution", Block("b9", "sentence", {"es": "Luego [S03.001]."}, source="contribution/then"), 1
        )
        found = offered([version(1, TEXT)], draft)
        assert kinds(found) == [
            ("summary/headline", "changed", False),
            ("contribution/then", "new", False),
            ("contribution/quote:S01.002:0:20", "gone", False),
        ]
        assert found.draft_version == 2
        assert found.parts[0].words["es"] == (
            ("same", "Se leen"), ("added", " cada mes"), ("same", " [S01.001"), ("added", ", S03.001"), ("same", "].")
        )  # fmt: skip

    def test_a_persons_words_are_set_against_the_draft_they_were_made_of(self) -> None:
        history = [version(1, TEXT), version(2, editing.edited(TEXT, "b1", "es", "De ella [S01.001].", "ana"), "ana")]
        assert proposal(history, AGAIN, **WORDS) is None  # the draft says what it said when she worded it anew
        found = offered(history, with_words(AGAIN, "b1", es="Otra cosa [S01.001]."))
        assert kinds(found) == [("summary/headline", "changed", True)]

    def test_what_a_person_took_out_comes_back_only_when_it_says_something_else(self) -> None:
        history = [version(1, TEXT), version(2, editing.removed(TEXT, "b2"), "ana")]
        assert proposal(history, AGAIN, **WORDS) is None
        found = offered(history, with_words(AGAIN, "b2", es="El comité y ella lo pidieron [S01.003]."))
        assert kinds(found) == [("contribution/factors", "new", False)]

    def test_what_was_left_is_not_proposed_again_until_it_is_worded_otherwise(self) -> None:
        draft = with_words(AGAIN, "b1", es="Otra cosa [S01.001].")
        (part,) = offered([version(1, TEXT)], draft).parts
        assert proposal([version(1, TEXT)], draft, {part.key}, **WORDS) is None
        assert offered([version(1, TEXT)], with_words(AGAIN, "b1", es="Y otra [S01.001]."), part.key).parts

    def test_the_statement_of_the_register_without_any_newer_draft(self) -> None:
        found = offered([version(1, TEXT)], None, statement={"es": "Se leen todas."}, statement_number=2)
        assert [part.key for part in found.parts] == ["statement@2"]
        assert found.parts[0].words["es"] == (("same", "Se leen"), ("added", " todas"), ("same", "."))
        text = taken(TEXT, found, None, ["statement@2"], 2)
        assert (text.statement, text.statement_number, text.title) == ({"es": "Se leen todas."}, 2, TEXT.title)

    def test_what_was_emptied_can_be_filled_from_a_newer_draft(self) -> None:
        history = [version(1, without(TEXT, {"S01.001"}))]
        found = offered(history, with_words(AGAIN, "b1", es="Lo dice otra [S02.001]."))
        text = taken(history[-1].text, found, AGAIN, [found.parts[0].key], 1)
        assert block_of(text, "b1").text["es"] == "Lo dice otra [S02.001]."


class TestTaking:
    def test_a_changed_part_keeps_the_number_of_its_block(self) -> None:
        draft = with_words(AGAIN, "b1", es="Otra cosa [S01.001].")
        found = offered([version(1, TEXT)], draft)
        text = taken(TEXT, found, draft, [found.parts[0].key], 1)
        assert block_of(text, "b1") == block_of(draft, "b1")
        assert (text.next_block, text.sections[1]) == (5, TEXT.sections[1])

    def test_a_persons_block_stays_and_the_drafts_comes_beside_it(self) -> None:
        mine = editing.edited(TEXT, "b1", "es", "De ella [S01.001].", "ana")
        draft = with_words(AGAIN, "b1", es="Otra cosa [S01.001].")
        history = [version(1, TEXT), version(2, mine, "ana")]
        found = offered(history, draft)
        text = taken(mine, found, draft, [found.parts[0].key], 1)
        assert [block.id for block in text.sections[0].blocks] == ["b1", "b5"]
        assert (block_of(text, "b1").text, block_of(text, "b1").origin) == (block_of(mine, "b1").text, "person")
        assert block_of(text, "b5").text["es"] == "Otra cosa [S01.001]."
        assert proposal([*history, version(3, text)], draft, **WORDS) is None

    def test_what_the_draft_no_longer_has_is_removed_unless_a_person_worded_it(self) -> None:
        draft = editing.removed(AGAIN, "b2")
        found = offered([version(1, TEXT)], draft)
        assert [b.id for b in taken(TEXT, found, draft, [found.parts[0].key], 1).sections[1].blocks] == ["b3", "b4"]
        mine = editing.edited(TEXT, "b2", "es", "De ella [S01.003].", "ana")
        found = offered([version(1, TEXT), version(2, mine)], draft)
        with pytest.raises(Conflict, match="block b2 was worded by a person"):
            taken(mine, found, draft, [found.parts[0].key], 1)

    def test_a_new_part_comes_where_the_draft_has_it_also_in_a_section_that_the_text_has_not(self) -> None:
        new = Block("b9", "sentence", {"es": "Luego [S03.001]."}, source="contribution/then")
        draft = with_block(AGAIN, "contribution", new, 1)
        last = TextSection("significance", {"es": "Por qué importa"}, (replace(new, source="significance/why"),))
        draft = replace(draft, sections=(draft.sections[0], last, draft.sections[1]))
        found = offered([version(1, TEXT)], draft)
        text = taken(TEXT, found, draft, [part.key for part in found.parts], 1)
        order = [(s.id, [b.id for b in s.blocks]) for s in text.sections]
        assert order == [("summary", ["b1"]), ("significance", ["b5"]), ("contribution", ["b2", "b6", "b3", "b4"])]

    def test_what_is_not_proposed_cannot_be_taken(self) -> None:
        found = offered([version(1, TEXT)], with_words(AGAIN, "b1", es="Otra [S01.001]."))
        with pytest.raises(NotFound, match="summary/headline@0 is not proposed"):
            taken(TEXT, found, AGAIN, ["summary/headline@0"], 1)
