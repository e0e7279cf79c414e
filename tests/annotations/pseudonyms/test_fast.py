"""The fast finder on cases of known truth."""

import socket
import time

import pytest
from hypothesis import given, settings

from annotations.pseudonyms.fast import find
from annotations.pseudonyms.records import IdentityKind
from tests.annotations.pseudonyms.strategies import texts

K = IdentityKind


def found(text: str, language: str = "es", **options: object) -> list[tuple[str, str]]:
    return [(m.text, str(m.kind)) for m in find(text, language, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ahora ya no. Luz no hay. Dolores de cabeza. Rosa pastel.", []),
        ("El 12/03/2019 ganamos 1 200 000 pesos, de 2019-2021, 20 21 22 23.", []),
        ("Uno, dos, tres, cuatro, cinco, seis, siete, ocho.", []),
        ("La Secretaria Rosa Mena firmó.", [("Rosa Mena", "person")]),
        ("José Ortega y Galván y María", [("José Ortega y Galván", "person"), ("María", "person")]),
        ("vino Juan de Dios Peza", [("Juan de Dios Peza", "person")]),
        ("vino don juan de la cruz", [("juan", "person")]),
        ("ROSA: Pues sí.\nENTREVISTADORA: ¿Y luego?", [("ROSA", "person")]),
        (
            "El taller de Transportes Juan Pérez, S.A.",
            [("Transportes Juan Pérez, S.A.", "organisation"), ("Juan Pérez", "person")],
        ),
        ("vive en la calle Benito Juárez", [("Benito Juárez", "place")]),
        ("Escriba a juan punto perez arroba correo punto com", [("juan punto perez arroba correo punto com", "email")]),
        ("Su DNI es 12345678Z", [("12345678Z", "id_number")]),
        ("La tarjeta 4111 1111 1111 1111", [("4111 1111 1111 1111", "id_number")]),
        ("IBAN GB82 WEST 1234 5698 7654 32", [("GB82 WEST 1234 5698 7654 32", "id_number")]),
        ("RFC GODE561231GR8, placas ABC-123-D", [("GODE561231GR8", "rfc"), ("ABC-123-D", "plate")]),
        ("Mi NSS: 12345678903", [("12345678903", "nss")]),
        ("Cumplo años el 3 de mayo; el 4 de mayo hubo paro.", [("3 de mayo", "birth_date")]),
    ],
)
def test_spanish(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Will you come? Grace is what we need. I'm tired, I've said.", []),
        ("English and Spanish, Monday to Friday, in May.", []),
        ("John's sister O'Brien-Smith", [("John", "person"), ("O'Brien-Smith", "person")]),
        ("Call +254 712 345678 or 1-800-555-0199", [("+254 712 345678", "phone"), ("1-800-555-0199", "phone")]),
        ("My number is five five five, one two three four.", [("five five five, one two three four", "phone")]),
        (
            "Born on the 4th of July, 1976, my SSN is 078-05-1120",
            [("4th of July, 1976", "birth_date"), ("078-05-1120", "id_number")],
        ),
        ("at 12 Elm Street.", [("12 Elm Street", "address")]),
        ("see www.example.org/a_b. Or @the_union!", [("www.example.org/a_b", "url"), ("@the_union", "handle")]),
    ],
)
def test_english(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, "en") == expected


def test_known_names_are_found_in_every_case_and_in_part() -> None:
    known = {"Tzotzil Vargas": K.PERSON, "Cuatro Ciénegas": K.PLACE}
    text = "Vino tzotzil VARGAS. Luego Tzotzil habló de CUATRO CIENEGAS."
    assert found(text, known=known) == [("tzotzil VARGAS", "person"), ("Tzotzil", "person"), ("CUATRO CIENEGAS", "place")]


def test_a_longer_name_goes_before_a_known_part() -> None:
    assert found("habló Juan Carlos Flores", known={"Juan": K.PERSON}) == [("Juan Carlos Flores", "person")]


def test_names_with_combining_marks_and_no_break_spaces() -> None:
    text = "vino Jose\u0301\u00a0Pe\u0301rez, don Rau\u0301l"
    assert found(text) == [("Jose\u0301\u00a0Pe\u0301rez", "person"), ("Rau\u0301l", "person")]


def test_a_text_without_capitals() -> None:
    text = "pues yo entré con maricela y con esteban rentería porque nos dijeron que había trabajo y no nos pagaron nada en todo el mes"
    assert found(text) == [("maricela", "person"), ("esteban rentería", "person")]


def test_german_nouns_are_no_names() -> None:
    assert found("Wir haben im Werk eine Gewerkschaft", "de") == []


def test_unknown_words_with_capitals_are_asked_about() -> None:
    (mention,) = find("compramos en Zurtex", "es")
    assert (mention.kind, mention.score < 0.4) == (K.PLACE, True)
    assert find("compramos en Zurtex", "es", unknowns=False) == ()


@given(texts())
@settings(max_examples=150, deadline=None)
def test_mentions_read_back_in_any_text(text: str) -> None:
    for language in ("es", "en", "qu"):
        mentions = find(text, language, known={"Juan": K.PERSON, "[Persona A]": K.PERSON})
        assert all(text[m.start : m.end] == m.text for m in mentions)
        assert all(m.start < m.end for m in mentions)


def test_nothing_reaches_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was reached")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert found("a@b.example.co.uk y https://x.example/y, tel. 55 1234 5678")


@pytest.mark.parametrize(
    "piece", ["a", "1 ", "A1 ", "Juan de la ", "calle A ", "nací ", "uno ", "Aceros S.A. ", ".", "a@", "Pérez, ", "A-"]
)
def test_time_grows_with_the_text_and_not_faster(piece: str) -> None:
    find("x", "es")
    started = time.perf_counter()
    find(piece * 2_000, "es")
    small = time.perf_counter() - started
    started = time.perf_counter()
    find(piece * 8_000, "es")
    assert time.perf_counter() - started < 10 * small + 0.3
