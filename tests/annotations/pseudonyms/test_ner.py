"""The slow finder with the models that are installed."""

import socket

import pytest

from annotations.pseudonyms.fast import find
from annotations.pseudonyms.ner import CHUNK, SlowFinder
from annotations.pseudonyms.records import IdentityKind


@pytest.fixture(scope="module")
def finder() -> SlowFinder:
    return SlowFinder(("es-MX", "en"))


def test_models_are_named(finder: SlowFinder) -> None:
    assert set(finder.models) == {"es", "en"}
    assert finder.missing == ()


def test_a_common_word_at_the_start_of_a_sentence_is_no_place(finder: SlowFinder) -> None:
    assert finder.find("Ahora ya no vamos. Entonces nos fuimos.", "es") == ()


def test_the_model_tells_what_an_unknown_name_is(finder: SlowFinder) -> None:
    text = "Platicamos con Nicéforo y con su esposa en la parcela."
    assert [(m.text, m.kind) for m in finder.find(text, "es")] == [("Nicéforo", IdentityKind.PERSON)]


def test_a_language_without_a_model_is_worked_without_one() -> None:
    finder = SlowFinder(("qu", "es"), models={"es": "no_such_model"})
    assert finder.missing == ("qu", "es")
    text = "Vino Juan Pérez de Lima."
    assert finder.find(text, "qu") == find(text, "qu")
    assert finder.find(text, "es") == find(text, "es")


def test_long_texts_keep_their_offsets(finder: SlowFinder) -> None:
    text = "Nos pagaron tarde otra vez y nadie dijo nada. " * (CHUNK // 40) + "Luego vino Tomasa Quijano con el recibo."
    mentions = finder.find(text, "es")
    assert [m.text for m in mentions] == ["Tomasa Quijano"]
    assert text[mentions[0].start : mentions[0].end] == mentions[0].text


def test_nothing_reaches_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was reached")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    finder = SlowFinder(("es", "en", "fr"))
    assert finder.missing == ("fr",)
    assert finder.find("Escriba a ana@correo.example o vea https://x.example.co.uk, dijo Ana Ruiz.", "es")
