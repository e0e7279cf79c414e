"""Words and letters in the place of names."""

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from annotations.pseudonyms.records import Entity, IdentityKind, Policy
from annotations.pseudonyms.replacements import LABEL, WORDS, free_letters, kind_of_word, letter_at, replacement


def test_every_kind_has_a_word_in_every_language() -> None:
    for words in WORDS.values():
        assert set(IdentityKind) <= set(words)
        assert len(set(words.values())) == len(words)


def test_every_replacement_is_recognised_again() -> None:
    for language in WORDS:
        for kind in IdentityKind:
            match = LABEL.fullmatch(replacement(Entity("E1", kind, "AB", ("x",)), language))
            assert match is not None
            assert kind_of_word(match.group(1)) == kind


def test_generic_words_go_first() -> None:
    union = Entity("E1", IdentityKind.ORGANISATION, "A", ("SITC",), generic="[el sindicato]", noun="union")
    assert replacement(union, "es") == "[el sindicato]"


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_letters_are_unique(one: int, other: int) -> None:
    assert (letter_at(one) == letter_at(other)) == (one == other)


def test_free_letters_leave_out_what_is_taken() -> None:
    assert list(islice(free_letters({"A", "C"}), 3)) == ["B", "D", "E"]


def test_policy_by_default() -> None:
    policy = Policy({IdentityKind.URL: "keep"})
    person, place = Entity("E1", IdentityKind.PERSON, "A", ("x",)), Entity("E2", IdentityKind.PLACE, "A", ("y",))
    confirmed = Entity("E3", IdentityKind.PLACE, "B", ("z",), state="confirmed")
    rejected = Entity("E4", IdentityKind.PERSON, "B", ("w",), state="rejected")
    link = Entity("E5", IdentityKind.URL, "A", ("v",), state="confirmed")
    assert [policy.masks(e) for e in (person, place, confirmed, rejected, link)] == [True, False, True, False, False]
    assert [policy.undecided(e) for e in (person, place, confirmed, rejected, link)] == [True, True, False, False, False]
