"""What is typed into a search becomes terms, and the terms find what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.searches import Search, Term, parse


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ('   ¡! -- " «»', ()),
        ("AÑO", (Term(("ano",), True),)),
        ("no", (Term(("no",)),)),
        ("no*", (Term(("no",), True),)),
        ("-no río", (Term(("no",), False, True), Term(("rio",), True))),
        ("sub-cuenta", (Term(("sub", "cuenta"), True),)),
        ('"LAS cuentas', (Term(("las", "cuentas")),)),
        ("«las cuentas» -“el pozo”", (Term(("las", "cuentas")), Term(("el", "pozo"), False, True))),
        ("水 井", (Term(("水",)), Term(("井",)))),
    ],
)
def test_terms(typed: str, terms: tuple[Term, ...]) -> None:
    assert parse(typed) == Search(terms)


def test_nothing_is_looked_for_where_all_is_excluded() -> None:
    assert parse("-pozo").empty
    assert parse("").empty
    assert not parse("pozo -agua").empty


def test_a_phrase_is_marked_as_it_is_written() -> None:
    said = "Leen LAS  Cuentas; las otras cuentas no."
    assert parse('"las cuentas"').marked(said) == (
        ("Leen ", False), ("LAS", True), ("  ", False), ("Cuentas", True), ("; las otras cuentas no.", False)
    )  # fmt: skip
    assert parse("cuen -leen").marked("Leen cuentas") == (("Leen ", False), ("cuentas", True))


@given(st.text(), st.text())
def test_marking_changes_no_letter(typed: str, said: str) -> None:
    assert "".join(piece for piece, _ in parse(typed).marked(said)) == said


@given(st.text())
def test_nothing_typed_reaches_a_database_but_letters_and_digits(typed: str) -> None:
    for term in parse(typed).terms:
        assert all(word.isalnum() for word in term.words)
