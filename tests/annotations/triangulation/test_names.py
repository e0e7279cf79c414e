"""What data points are called in another language: as their file gives it, and nothing that nobody has given."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotations.errors import BadInput
from annotations.triangulation.files import read_points
from annotations.triangulation.names import foreign, language_of, name_in
from annotations.triangulation.records import Attachment
from annotations.triangulation.series import series_of, told_in
from annotations.triangulation.tables import attachment_table
from annotations.triangulation.words import point_words
from tests.annotations.triangulation.points import PAID, point

HEAD = "indicador,indicador_en,valor,unidad,lugar,periodo,denominador,denominator_en,fuente,consultado,salvedad,idioma\n"
ROWS = (
    "Pago a tiempo,Payments on time,97,%,Alta,2020,118 tomas,118 taps,Comité,2024-05-02,,es\n"
    "Pago a tiempo,,86,%,Alta,2023,308 tomas,,Comité,2024-05-02,,es\n"
)
NAMED = replace(point("D1", 97, "2020", "118 tomas"), language="es", names={"indicator": {"en": "Payments on time"}})


def test_a_file_gives_words_in_other_languages(tmp_path: Path) -> None:
    first, second = read_points(_kept(tmp_path, HEAD + ROWS))
    assert (first.indicator, dict(first.names), first.language) == (
        "Pago a tiempo",
        {"indicator": {"en": "Payments on time"}, "denominator": {"en": "118 taps"}},
        "es",
    )
    assert (dict(second.names), second.language) == ({}, "es")
    assert "Payments on time, Alta: 97% (2020), of 118 taps. Source: Comité" in point_words(first, "en")
    assert "Pago a tiempo, Alta: 97\N{NO-BREAK SPACE}% (2020), de 118 tomas." in point_words(first, "es")
    (series,) = series_of([second, first])
    told = told_in(series, "en")
    assert (told.id, told.indicator, told.denominators) == (series.id, "Payments on time", ("118 taps", "308 tomas"))
    assert told_in(series, "es") == series


def _kept(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "statistics.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("head", "wrong"),
    [
        (HEAD.replace("indicador_en", "valor_en"), "'valor_en' is not known"),
        (HEAD.replace("denominator_en", "indicator_en"), "indicator_en is given twice"),
        (HEAD.replace("idioma", "idiomas"), "'idiomas' is not known"),
    ],
)
def test_what_is_no_such_column_is_refused(tmp_path: Path, head: str, wrong: str) -> None:
    with pytest.raises(BadInput, match=wrong):
        read_points(_kept(tmp_path, head + ROWS))
    with pytest.raises(BadInput, match="language: 'spanish of here' is none"):
        read_points(_kept(tmp_path, HEAD + ROWS.replace(",es\n", ",Spanish of here\n")))


def test_what_is_not_given_stands_in_its_own_language_and_is_said_to() -> None:
    assert (name_in(NAMED, "indicator", "en"), language_of(NAMED, "indicator", "en")) == ("Payments on time", "en")
    assert (name_in(NAMED, "source", "en"), language_of(NAMED, "source", "en")) == ("Comité", "es")
    assert (name_in(NAMED, "indicator", "fr"), language_of(NAMED, "indicator", "fr")) == ("Pago a tiempo", "es")
    assert language_of(PAID[0], "indicator", "en", "es") == "es"  # nobody said: the study's own
    assert foreign([NAMED], "en") == ()
    assert foreign([NAMED], "fr") == ("es",)
    assert foreign(PAID, "fr") == ()  # nothing is said of what is not known


def test_a_table_says_which_words_are_not_in_its_language() -> None:
    one = Attachment(
        "A1", "CH1", ("D1",), "", 0, "El pago subió.", "context", "so", "ana", datetime(2024, 5, 2, tzinfo=UTC), language="es"
    )
    spanish = attachment_table([(one, [NAMED])], {}, "es")
    english = attachment_table([(one, [NAMED])], {}, "en")
    assert (spanish.rows[0][1], len(spanish.notes)) == ("El pago subió.", 2)
    assert english.rows[0][1] == "El pago subió. (es)"
    assert english.notes[-1].endswith("stand in their own: es.")
    assert "Payments on time" in english.rows[0][2]
