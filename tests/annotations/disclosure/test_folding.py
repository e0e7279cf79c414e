"""Folding and matching whatever the writing."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from annotations.disclosure.folding import fold, folded_words, readings, words_of
from annotations.disclosure.matching import Matcher
from annotations.disclosure.records import Secret

TWINS = str.maketrans("aeopcxy", "аеорсху")  # the same letters in Cyrillic
NOISE = st.sampled_from(["", "", "", "\u200b", "\u00ad", "\u2060", "\u0301", "\ufeff", "\u200d"])
GAPS = st.sampled_from([" ", "  ", "\n", "\u00a0", "_", "-", ", ", "\t", " **", "\r\n"])
FRAME = st.text(alphabet=st.sampled_from(" .,;:()¿?!«»\"'\n—…😀"), max_size=8)


@given(st.text())
def test_every_word_stands_where_it_says(text: str) -> None:
    for read in readings(words_of(text)):
        for word, start, end in zip(read.words, read.starts, read.ends, strict=True):
            assert 0 <= start < end <= len(text)
            assert set(word) <= set(fold(text[start:end]))


@given(st.text())
def test_folding_forgets_case_and_accents(text: str) -> None:
    assert folded_words(unicodedata.normalize("NFD", text)) == folded_words(unicodedata.normalize("NFC", text))


@given(st.data(), st.booleans(), st.booleans())
def test_a_disguised_name_is_found_where_it_stands(data: st.DataObject, twins: bool, capitals: bool) -> None:
    matcher = Matcher([Secret("P1", "person", ("Casilda Ocampo Yepes",))])
    before, gap, after = data.draw(FRAME), data.draw(GAPS), data.draw(FRAME)
    written = ["".join(letter + data.draw(NOISE) for letter in name) for name in ("Casilda", "Ocampo")]
    written = [word.translate(TWINS) if twins else word.upper() if capitals else word for word in written]
    name = gap.join(written)
    text = f"{before} {name} {after}"
    hits = [hit for hit in matcher.hits_in(text) if hit.strength == "full"]
    assert [hit.owners for hit in hits] == [(0,)]
    assert fold(text[hits[0].start : hits[0].end]).replace("\0", "").startswith("casilda")


def test_scripts_without_spaces() -> None:
    matcher = Matcher([Secret("P1", "person", ("王小明",)), Secret("P2", "person", ("Николай Берёзов",))])
    assert [hit.owners for hit in matcher.hits_in("昨天王小明来了")] == [(0,)]
    assert [hit.owners for hit in matcher.hits_in("сказал БЕРЕЗОВ, Николай")] == [(1,)]


def test_secrets_that_are_too_short_are_told() -> None:
    assert Matcher([Secret("N1", "id_number", ("12",)), Secret("P1", "person", ("O",))]).not_searched == ("N1", "P1")
