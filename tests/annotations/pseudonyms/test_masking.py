"""Masked texts give the original back, and every offset maps both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.pseudonyms.masking import Masked, cut_at, mask, without_overlaps
from annotations.pseudonyms.records import Entity, IdentityKind, Mention
from annotations.pseudonyms.resolving import resolve
from annotations.transcripts import Mark, Transcript, Turn
from tests.annotations.pseudonyms.strategies import texts_with_mentions

K = IdentityKind
TEXT = "E: ¿Y Juan?\r\nP: Juan Pérez vive en Ibi 😀."


def at(text: str, words: str, kind: IdentityKind, nth: int = 0) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Mention(start, start + len(words), kind, words)


def masked_by_hand() -> Masked:
    juan = Entity("E0001", K.PERSON, "A", ("Juan Pérez", "Juan"))
    ibi = Entity("E0002", K.PLACE, "A", ("Ibi",))
    mentions = [(at(TEXT, "Juan", K.PERSON), juan), (at(TEXT, "Juan Pérez", K.PERSON), juan), (at(TEXT, "Ibi", K.PLACE), ibi)]
    return mask(TEXT, mentions, "es")


def test_mask_replaces_consistently() -> None:
    assert masked_by_hand().text == "E: ¿Y [Persona A]?\r\nP: [Persona A] vive en [Lugar A] 😀."


def test_english_and_other_languages_get_english_words() -> None:
    ana = Entity("E1", K.PHONE, "AB", ("5",))
    mention = Mention(0, 1, K.PHONE, "5")
    assert mask("5", [(mention, ana)], "en").text == mask("5", [(mention, ana)], "nah").text == "[Phone AB]"


def test_offsets_map_by_hand() -> None:
    masked = masked_by_hand()
    assert masked.to_masked(6) == 6
    assert masked.to_masked(8) == 6
    assert masked.to_masked(8, "end") == 6 + len("[Persona A]")
    assert masked.to_original(9) == 6
    assert masked.to_original(9, "end") == 10
    assert masked.mapped_span(TEXT.index("vive"), TEXT.index("Ibi") + 2) == (
        masked.text.index("vive"),
        masked.text.index("[Lugar A]") + len("[Lugar A]"),
    )
    assert masked.mapped_span(8, 8) == (6, 6)


def test_turns_and_marks_map() -> None:
    masked = masked_by_hand()
    turns = (Turn("Juan", "respondent", TEXT.index("Juan Pérez"), len(TEXT)),)
    (turn,) = masked.mapped_turns(turns, speakers={"Juan": "R07"})
    assert turn.speaker == "R07"
    assert masked.text[turn.start : turn.end] == "[Persona A] vive en [Lugar A] 😀."
    start = TEXT.index("😀")
    (mark,) = masked.mapped_marks((Mark("nonverbal", start, start + 1),))
    assert masked.text[mark.start : mark.end] == "😀"


def test_a_mention_never_crosses_a_fence() -> None:
    text = "Ana María"
    entity = Entity("E1", K.PERSON, "A", (text,))
    masked = mask(text, [(Mention(0, 9, K.PERSON, text), entity)], "es", fences={4, 0, 9})
    assert masked.text == "[Persona A][Persona A]"
    assert masked.unmask() == text
    assert [m.text for m in cut_at([Mention(0, 9, K.PERSON, text)], [4])] == ["Ana ", "María"]


def test_overlaps_longest_then_score() -> None:
    short, long = Mention(5, 10, K.PERSON, "Pérez", 1.0), Mention(0, 10, K.PERSON, "Juan Pérez", 0.1)
    as_place = Mention(0, 10, K.PLACE, "Juan Pérez", 0.9)
    assert without_overlaps([short, long, as_place]) == (as_place,)


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="is not the mention's text"):
        mask("Ana", [(Mention(0, 3, K.PERSON, "Eva"), Entity("E1", K.PERSON, "A", ("Eva",)))], "es")


def test_no_repr_shows_a_name() -> None:
    masked = masked_by_hand()
    shown = repr([masked.pieces, Mention(0, 4, K.PERSON, "Juan"), Entity("E1", K.PERSON, "A", ("Juan",), generic="[Juan]")])
    assert "Juan" not in shown
    assert "E0001" in shown


def _masked(text: str, mentions: list[Mention], language: str) -> Masked:
    resolution = resolve({"S1": mentions})
    return mask(text, resolution.pairs("S1", mentions), language)


@given(texts_with_mentions(), st.sampled_from(["es", "en", "qu"]))
def test_unmasking_restores_any_text(made: tuple[str, list[Mention]], language: str) -> None:
    text, mentions = made
    masked = _masked(text, mentions, language)
    assert masked.unmask() == text
    assert _masked(masked.text, [], language).unmask() == masked.text


@given(texts_with_mentions(), st.data())
def test_spans_read_back_in_any_text(made: tuple[str, list[Mention]], data: st.DataObject) -> None:
    text, mentions = made
    masked = _masked(text, mentions, "es")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    left, right = masked.mapped_span(start, end)
    assert 0 <= left <= right <= len(masked.text)
    back = masked.original_span(left, right)
    grown = (masked.to_original(masked.to_masked(start)), max(end, masked.to_original(masked.to_masked(end, "end"), "end")))
    assert start == end or back == grown
    # the part of the masked text is what masking that part of the original gives
    inside = [p for p in masked.pieces if back[0] <= p.start and p.end <= back[1]]
    rebuilt, last = "", back[0]
    for piece in inside:
        rebuilt += text[last : piece.start] + masked.text[piece.masked_start : piece.masked_end]
        last = piece.end
    assert start == end or masked.text[left:right] == rebuilt + text[last : back[1]]


@given(texts_with_mentions(), st.sampled_from(["start", "end"]))
def test_maps_are_monotone_and_exact_outside(made: tuple[str, list[Mention]], edge: str) -> None:
    text, mentions = made
    masked = _masked(text, mentions, "en")
    there = [masked.to_masked(i, "start" if edge == "start" else "end") for i in range(len(text) + 1)]
    back = [masked.to_original(i, "start" if edge == "start" else "end") for i in range(len(masked.text) + 1)]
    assert there == sorted(there)
    assert back == sorted(back)
    assert there[-1] == len(masked.text)
    assert back[-1] == len(text)
    inside = {i for p in masked.pieces for i in range(p.start + 1, p.end)}
    assert all(masked.to_original(there[i]) == i for i in range(len(text) + 1) if i not in inside)


@given(texts_with_mentions())
def test_turns_cut_at_fences_read_back(made: tuple[str, list[Mention]]) -> None:
    text, mentions = made
    middle = len(text) // 2
    resolution = resolve({"S1": mentions})
    masked = mask(text, resolution.pairs("S1", mentions), "es", fences={middle})
    turns = masked.mapped_turns((Turn("A", "respondent", 0, middle), Turn("B", "respondent", middle, len(text))))
    transcript = Transcript("S1", masked.text, turns, "es", "x", "y")
    assert "".join(transcript.words_of(turn) for turn in turns) == masked.text
