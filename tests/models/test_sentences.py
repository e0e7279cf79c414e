"""Sentences end where a reader would stop, in the made-up cases and in any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sentences as module
from models.sentences import sentence_texts, sentences
from tests.models.sentence_cases import CASES, parts_of, text_of


def split(text: str, language: str = "es") -> list[str]:
    return [text[s.start : s.end] for s in sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Llegó tarde. Se fue.", "es", ["Llegó tarde.", "Se fue."]),
        ("Pues sí. ¿Y qué pasó? ¡Nada! Eso.", "es", ["Pues sí.", "¿Y qué pasó?", "¡Nada!", "Eso."]),
        ("Pues… este… soy plomero. O sea… Nada.", "es", ["Pues… este… soy plomero.", "O sea…", "Nada."]),
        ("Le dije ¿cómo? y se rió. Ya.", "es", ["Le dije ¿cómo? y se rió.", "Ya."]),
        ("Vino el Sr. Pérez con la Dra. Ruiz. Firmó.", "es", ["Vino el Sr. Pérez con la Dra. Ruiz.", "Firmó."]),
        (
            "It cost 3.5 dollars, etc. and so on. Dr. Smith came.",
            "en",
            ["It cost 3.5 dollars, etc. and so on.", "Dr. Smith came."],
        ),
        ('He said "no." "Never." And left.', "en", ['He said "no."', '"Never."', "And left."]),
        ("Uno.\n\ndos tres\n\n[risas]", "es", ["Uno.", "dos tres", "[risas]"]),
        ("Une phrase. Une autre.", "zz-unknown", ["Une phrase.", "Une autre."]),
        ("   ", "es", []),
    ],
)
def test_sentences(text: str, language: str, expected: list[str]) -> None:
    assert split(text, language) == expected


@pytest.mark.parametrize(("language", "case"), [(language, case) for language, cases in CASES.items() for case in cases])
def test_sentences_as_people_speak_and_type(language: str, case: str) -> None:
    assert split(text_of(case), language) == parts_of(case)


@pytest.mark.parametrize("language", ["es-MX", "nah", ""])
def test_other_tags_know_what_holds_in_any_language(language: str) -> None:
    assert split("Vino la Sra. Luz. Se fue… ¿Y luego? Nada.", language) == ["Vino la Sra. Luz.", "Se fue…", "¿Y luego?", "Nada."]


def test_scripts_without_spaces() -> None:
    assert split("水来了。我们很高兴！你呢？", "zh") == ["水来了。", "我们很高兴！", "你呢？"]


PIECES = [
    "Sr.",
    "EE.",
    "UU.",
    "a.m.",
    "J.",
    "B.",
    "agua.",
    "núm.",
    "No.",
    "5",
    "3.",
    "etc.",
    "(Dra.",
    "que.",
    "Luz",
    "y",
    "aß.",
    "¿Ya?",
    "…",
    "。",
]


@given(st.lists(st.sampled_from(PIECES), max_size=9), st.sampled_from(["es", "en", ""]))
def test_telling_a_plain_word_quickly_changes_nothing(pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    quick = sentences(text, language)
    assert sentence_texts(text, language) == [text[s.start : s.end] for s in quick]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_only_a_word", lambda *_: False)
        assert sentences(text, language) == quick


@given(st.text(st.sampled_from("aZé .…¿?¡!«»\"'[]()—\n\u00a0\u200f1👩‍🌾。ñ\u0301"), max_size=60))
def test_every_character_lies_in_one_sentence(text: str) -> None:
    found = sentences(text, "es")
    covered = [i for s in found for i in range(s.start, s.end)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in found)
