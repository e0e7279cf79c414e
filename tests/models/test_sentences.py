"""Sentences end where a reader would stop, in the made-up cases and in any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sentences import sentences
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


@given(st.text(st.sampled_from("aZé .…¿?¡!«»\"'[]()—\n\u00a0\u200f1👩‍🌾。ñ\u0301"), max_size=60))
def test_every_character_lies_in_one_sentence(text: str) -> None:
    found = sentences(text, "es")
    covered = [i for s in found for i in range(s.start, s.end)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in found)
