"""A draft as the first text of a story."""

from annotations.changes.story_blocks import text_of
from annotations.codings import Coding
from annotations.transcripts import Segment
from annotations.translations import Translated
from tests.annotations.changes.samples import coding, one_each, segment, story

SEGMENTS = [
    segment("S1", 1, "La vereda se abrió en 2020 entre todos."),
    segment("S2", 1, "No está abierta: yo paso por otro lado."),
]
CODINGS = [coding("S1.001"), coding("S2.001", stance="against")]


def english(one: Segment, start: int, end: int) -> dict[str, Translated]:
    return {"en": Translated("It is not open.", certain=True)} if one.id == "S2.001" else {}


def test_every_part_is_a_block_in_order_with_its_citations_in_its_words() -> None:
    text = text_of(story(one_each(2), SEGMENTS, CODINGS, translate=english), ("es", "en"), 3, 7)
    assert (text.change_id, text.statement_number, text.draft_version) == ("CH1", 3, 7)
    assert [section.id for section in text.sections][:3] == ["summary", "contribution", "change_description"]
    described = next(section for section in text.sections if section.id == "change_description").blocks
    assert [(block.kind, block.source) for block in described][:4] == [
        ("sentence", "change_description/described"),
        ("quote", "change_description/quote:S1.001:0:39"),
        ("sentence", "change_description/contested"),
        ("quote", "change_description/quote:S2.001:0:39"),
    ]
    first, quoted, _, denial = described[:4]
    assert first.text["en"] == "This is what happened, according to farmer [S1.001]:"
    assert first.text["es"] == "Esto es lo que pasó, según campesina [S1.001]:"
    assert (first.citations, quoted.citations, quoted.text) == (("S1.001",), ("S1.001",), {})
    assert denial.text == {"en": "It is not open."}
    assert {block.origin for block in text.blocks} == {"draft"}
    assert [block.id for block in text.blocks] == [f"b{n}" for n in range(1, text.next_block)]


def test_counts_of_sessions_stay_in_the_draft_and_gaps_begin_with_their_question() -> None:
    text = text_of(story(one_each(2), SEGMENTS, CODINGS), ("en",), 1, 1)
    assert not any("spoken_of" in block.source or "methods" in block.source for block in text.blocks)
    lasting = next(section for section in text.sections if section.id == "sustainability").blocks
    assert [(block.kind, block.source) for block in lasting] == [("gap", "sustainability/gap:silent")]
    assert lasting[0].text["en"].startswith("Will it last? (en) Nobody speaks of this.")
    assert all(block.citations for block in text.blocks if block.kind != "gap")


def test_a_part_has_the_same_source_in_a_later_draft() -> None:
    more: list[Coding] = [*CODINGS, coding("S3.001")]
    segments = [*SEGMENTS, segment("S3", 1, "La abrieron, y ya nadie se cae en el lodo.")]
    before = {b.source: b for b in text_of(story(one_each(3), segments, CODINGS), ("en",), 1, 1).blocks}
    after = {b.source: b for b in text_of(story(one_each(3), segments, more), ("en",), 1, 2).blocks}
    assert set(before) - set(after) <= {"change_description/caveats", "change_description/gap:one_session"}
    assert {"change_description/quote:S1.001:0:39", "summary/headline", "change_description/contested"} <= set(before) & set(
        after
    )
    assert before["summary/headline"].text != after["summary/headline"].text
