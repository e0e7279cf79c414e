"""The report in words: what a supervisor reads, in both languages."""

import numpy as np
import pytest

from annotations.agreement_intervals import Bootstrap
from annotations.agreement_report import Report, part, supervised
from annotations.agreement_words import WORDS, in_words
from annotations.judgements import Variable
from tests.annotations.coders import Known, judgements

NAMES = {("code", "k0"): "Agua", ("code", "k1"): "Tierra", ("code", "family"): "Temas"}


def told(language: str) -> str:
    given = Known(0.02, 0.08, 0.7, 0.02).draw(20, 15, 3, 2, 3)
    at = np.repeat(1.77e9 + np.arange(300.0)[:, None] * 3600, 3, axis=1)
    variables = tuple(Variable("code", ("family", key)) for key in ("k0", "k1"))
    judged = judgements(given, transcripts=[f"S{n // 15:02d}" for n in range(300)], variables=variables, at=at)
    marked = {judged.units[0]: {"a": {"quote": [(0, 10)]}, "b": {"quote": [(0, 10)]}, "c": {"quote": [(5, 10)]}}}
    how = Bootstrap(200)
    blind = part(1, "blind", judged, marked, dict.fromkeys(judged.units, 60), how)
    alone = part(2, "assisted", judged.only(coders=[0]), {}, {}, how)
    beside = supervised(1, "blind", judged.only(coders=[0, 1]), "drawn", how)
    assert beside is not None
    report = Report("agua", 3, 200, 1, 0.95, (blind, alone), (beside,), 4, 2)
    return in_words(report, NAMES, {"a": "Ana", "b": "Beto"}, language)


@pytest.mark.parametrize("language", ["es-MX", "en", "nah"])
def test_every_part_is_there_and_the_words_are_all_used(language: str) -> None:
    text = told(language)
    words = WORDS["es" if language.startswith("es") else "en"]
    for name in ("reviewed", "coded", "worst", "paradox", "spans", "drift", "one_alone"):
        assert words[name] in text, name
    for said in ("Ana, Beto, c", "Agua †", "Ana / Beto", "S00.0000", "2026-02-02"):
        assert said in text, said
    assert words["nobody"] in text
    assert words["assisted"].format(round=2) in text
    assert "{" not in text


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    def places(text: str) -> list[str]:
        return sorted(part.partition("}")[0].partition(":")[0] for part in text.split("{")[1:])

    assert WORDS["en"].keys() == WORDS["es"].keys()
    assert {name: places(text) for name, text in WORDS["en"].items()} == {name: places(t) for name, t in WORDS["es"].items()}


def test_the_verdict_goes_by_the_lower_end() -> None:
    text = told("en")
    assert "of 2 codes: 0 reach 0.800, 0 more 0.667, 2 do not; 0 unknown" in text
