"""Letters of one story."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.pseudonyms.records import IdentityKind
from annotations.pseudonyms.scopes import scoped, unscoped

O, P = IdentityKind.ORGANISATION, IdentityKind.PERSON


def test_letters_by_first_appearance() -> None:
    result = scoped(["[Empresa F] y [Sindicato B], [Persona F]", "[Company F]; [Persona C] [el sindicato] [Persona f]"])
    assert result.texts == ("[Empresa A] y [Sindicato B], [Persona A]", "[Company A]; [Persona B] [el sindicato] [Persona f]")
    assert result.letters == {(O, "A"): "F", (O, "B"): "B", (P, "A"): "F", (P, "B"): "C"}
    assert "F" not in repr(result).replace("[Empresa", "")


def test_a_new_version_keeps_its_letters() -> None:
    first = scoped(["[Persona Q] [Persona Z]"])
    later = scoped(["[Persona M] [Persona Z]"], given=first.letters)
    assert later.texts == ("[Persona C] [Persona B]",)


LABELS = st.builds(
    lambda word, letter: f"[{word} {letter}]",
    st.sampled_from(["Persona", "Person", "Empresa", "Organization", "Lugar", "Fecha de nacimiento"]),
    st.text("ABC", min_size=1, max_size=2),
)


@given(st.lists(st.one_of(LABELS, st.text(max_size=6)).map(str), max_size=12))
def test_the_mapping_leads_back(parts: list[str]) -> None:
    text = "".join(parts)
    result = scoped([text])
    assert unscoped(result.texts, result.letters) == (text,)
    assert scoped([text]) == result
    assert scoped(result.texts).texts == result.texts
