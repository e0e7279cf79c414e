"""Plain sayings are marked, their contraries and what people do with what they learnt are not; and the key of the sample study."""

import json
from pathlib import Path

import pytest

from annotations.codings import Mark
from models.marks import marks_in, marks_of
from tests.models.toys import segment_of

KEY = Path(__file__).parents[1] / "data/marks/key.jsonl"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Aquí todo sigue igual."),
        ("es-MX", "Lo del pozo no ha cambiado."),
        ("es", "La planta nunca ha funcionado, nomás en el papel."),
        ("es", "Y luego volvieron a lo de antes."),
        ("en", "Honestly, nothing has changed."),
        ("en", "The plant has never worked."),
        ("en", "It’s still the same."),
        ("en", "After the election they went back to the way it was."),
    ],
)
def test_no_change(language: str, text: str) -> None:
    assert marks_of(segment_of(text, language=language)) == ("no_change",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Nos explicaron lo del cloro y ya tenemos más conciencia."),
        ("es", "Lo saben todas, pero no lo hacen."),
        ("en", "We learned about our rights in the workshop."),
        ("en", "Everybody knows the rules but nobody does it."),
    ],
)
def test_knowledge_only(language: str, text: str) -> None:
    assert "knowledge_only" in marks_of(segment_of(text, language=language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Ya no es igual que antes: ahora leen las cuentas."),
        ("es", "Ya no estamos igual."),
        ("es", "Aprendimos a leer el medidor y ahora lo leemos cada mes."),
        ("es", "Ahora la tesorera lee las cuentas delante de todos."),
        ("es", "Sí."),
        ("es", "No nos enseñaron nada."),
        ("en", "It will never be the same, they read the accounts now."),
        ("en", "We learned to read the meter and now we write it down."),
        ("en", "They went at the same time."),
        ("de", "Nichts hat sich geändert."),
        ("", "Nothing has changed."),
        ("es", ""),
    ],
)
def test_nothing_is_marked(language: str, text: str) -> None:
    assert marks_of(segment_of(text, language=language)) == ()


def test_marks_in_leaves_out_what_has_none() -> None:
    same, other = segment_of("Todo sigue igual."), segment_of("Llega agua.", number=2)
    assert marks_in([same, other]) == {same.id: ("no_change",)}


@pytest.mark.parametrize(("mark", "precision", "recall"), [("no_change", 0.9, 0.4), ("knowledge_only", 0.9, 0.2)])
def test_the_key_of_the_sample_study(mark: Mark, precision: float, recall: float) -> None:
    """Sixty segments, marked by hand before the sayings were written down."""
    key = [json.loads(line) for line in KEY.read_text(encoding="utf-8").splitlines()]
    assert len(key) == 60
    marked = [mark in marks_of(segment_of(one["text"], language=one["language"])) for one in key]
    meant = [mark in one["marks"] for one in key]
    right = sum(a and b for a, b in zip(marked, meant, strict=True))
    assert right >= precision * sum(marked)
    assert right >= recall * sum(meant)
