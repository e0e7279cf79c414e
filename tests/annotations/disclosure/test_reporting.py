"""The words of the report."""

import json
from typing import get_args

import pytest

from annotations.disclosure.checking import check
from annotations.disclosure.records import FindingKind, Output, Secret, Unit
from annotations.disclosure.reporting import render_markdown, to_json
from annotations.disclosure.secret_forms import Strength
from annotations.disclosure.unpacking import Reason
from annotations.disclosure.words import ATTRIBUTES, FINDINGS, LABELS, REASONS, UNITS

LUZ = Secret("P1", "person", ("Luzmila Tovar",), {"": ("[Persona A]",)})


def test_everything_has_words_in_both_languages() -> None:
    assert set(FINDINGS) == set(get_args(FindingKind))
    assert set(UNITS) == set(get_args(Unit))
    assert set(get_args(Reason)) | set(get_args(Strength)) - {"mask", "public"} <= set(REASONS)
    tables = [REASONS, UNITS, ATTRIBUTES, LABELS, {k: v[0] for k, v in FINDINGS.items()}, {k: v[1] for k, v in FINDINGS.items()}]
    assert [words for table in tables for words in table.values() if set(words) != {"es", "en"} or not all(words.values())] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "es",
            [
                "# Revisión antes de publicar",
                "## No publicar todavía (1)",
                "Aparece un nombre enmascarado (entero)",
                "línea 2",
                "2 veces",
            ],
        ),
        (
            "en",
            ["# Check before publishing", "## Do not publish yet (1)", "A masked name is printed (in full)", "line 2", "2 times"],
        ),
    ],
)
def test_markdown(language: str, words: list[str]) -> None:
    report = check([Output("a.txt", b"uno\nLuzmila Tovar y\ndon Luzmila Tovar")], secrets=[LUZ])
    text = render_markdown(report, language)
    assert [word for word in words if word not in text] == []
    assert r"\[Persona A\] y" in text


def test_json() -> None:
    report = check([Output("a.txt", b"Vino Luzmila Tovar.")], secrets=[LUZ, Secret("N", "nss", ("1",))])
    told = json.loads(to_json(report, "en"))
    (finding,) = told["findings"]
    assert (told["stops"], told["not_searched"], told["k"]) == (True, ["N"], 3)
    assert (finding["kind"], finding["place"]["words"], finding["excerpt"]) == ("name", "line 1", "Vino [Persona A].")


def test_other_languages_read_english() -> None:
    assert "Nothing was found" in render_markdown(check([Output("a.txt", b"x")]), "nah")


def test_half_characters_can_be_written() -> None:
    report = check([Output("a\ud800.json", b'{"a": "Luzmila Tovar \\ud800"}')], secrets=[LUZ])
    assert report.stops
    assert "[Persona A]" in to_json(report, "en").encode().decode()
    assert render_markdown(report, "en").encode()
