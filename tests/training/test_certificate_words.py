"""Certificates as people read them."""

from models.certificates import Certificate, thresholds_of
from models.targets import Target
from training.certificate_words import certificate_header, certificate_rows, certificate_table

TARGETS = [Target("code", id, {"es": f"El {id}", "en": f"The {id}"}, ()) for id in ("a", "b", "c", "d")]
FOUND = [
    Certificate("code:a", 0.8, 0.9, 0.1234, 40, 12, 0),
    Certificate("code:b", 0.8, 0.9, None, 6, 4, 250),
    Certificate("code:c", 0.8, 0.9, None, 0, 0, None),
    Certificate("code:d", 0.8, 0.9, None, 30, 9, None),
    Certificate("code:gone", 0.8, 0.9, 0.2, 30, 9, 0),
]


def test_rows_say_what_is_known_and_what_is_missing() -> None:
    assert certificate_rows("en", FOUND, TARGETS) == [
        ["code:a", "The a", "yes", "0.123", "40", "12", "0"],
        ["code:b", "The b", "no", "", "6", "4", "about 250"],
        ["code:c", "The c", "no", "", "0", "0", "not known"],
        ["code:d", "The d", "no", "", "30", "9", "more reviews alone will not do"],
    ]
    assert certificate_rows("es", FOUND, TARGETS)[0] == ["code:a", "El a", "sí", "0,123", "40", "12", "0"]
    assert [len(certificate_header(language)) for language in ("es", "en")] == [7, 7]


def test_what_it_would_take_has_two_digits_and_ends_with_the_study() -> None:
    def told(language: str, more: int, segments: int | None) -> str:
        found = Certificate("code:a", 0.8, 0.9, None, 6, 4, more)
        return certificate_rows(language, [found], TARGETS, segments=segments)[0][-1]

    assert [told("en", more, None) for more in (7, 99, 100, 14673)] == ["7", "99", "about 100", "about 15000"]
    assert told("en", 2170, 2170) == "about 2200"
    assert told("en", 2171, 2170) == "more than this study has"
    assert told("es", 2171, 2170) == "más de lo que hay en este estudio"


def test_the_table_says_what_certified_means() -> None:
    lines = certificate_table("es", FOUND[:4], TARGETS)
    assert "al menos el 80 %" in lines[0]
    assert "confianza del 90 %" in lines[0]
    assert lines[0].endswith("Certificados: 1 de 4.")
    assert len(lines) == 2 + 2 + 4
    assert certificate_table("en", [], TARGETS) == ["—"]


def test_only_certified_thresholds_are_used() -> None:
    assert thresholds_of({one.target: one for one in FOUND[:4]}) == {"code:a": 0.1234}
    assert [one.certified for one in FOUND[:2]] == [True, False]
