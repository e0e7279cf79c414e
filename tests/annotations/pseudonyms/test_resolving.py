"""One person, one letter."""

from collections.abc import Mapping

from annotations.pseudonyms.records import Entity, IdentityKind, Mention
from annotations.pseudonyms.resolving import AMBIGUOUS, SEVERAL_TEXTS, Resolution, resolve

K = IdentityKind


def mentions(*forms: str, kind: IdentityKind = K.PERSON) -> list[Mention]:
    found, at = [], 0
    for form in forms:
        found.append(Mention(at, at + len(form), kind, form))
        at += len(form) + 1
    return found


def resolved(
    known: tuple[Entity, ...] = (), kind: IdentityKind = K.PERSON, **texts: tuple[str, ...]
) -> tuple[Resolution, Mapping[str, list[str]]]:
    result = resolve({name: mentions(*forms, kind=kind) for name, forms in texts.items()}, known=known)
    letters = {entity.id: entity.letter for entity in result.entities}
    return result, {name: [letters[i] for i in ids] for name, ids in result.of.items()}


def test_one_person_in_all_forms() -> None:
    result, letters = resolved(S1=("Juan", "Juan Pérez Luna", "don Juan", "PÉREZ", "juan perez", "Juan Luna"))
    assert letters == {"S1": ["A"] * 6}
    assert result.entities[0].forms[0] == "Juan Pérez Luna"


def test_the_full_name_may_stand_in_another_session() -> None:
    assert resolved(S1=("Juan",), S2=("Juan Pérez",))[1] == {"S1": ["A"], "S2": ["A"]}


def test_what_fits_several_stays_apart_and_is_in_doubt() -> None:
    result, letters = resolved(S1=("Juan Pérez", "Juan Gómez", "Juan"))
    assert letters == {"S1": ["A", "B", "C"]}
    assert [entity.doubt for entity in result.entities] == ["", "", AMBIGUOUS]


def test_the_person_of_the_same_session_goes_first() -> None:
    letters = resolved(S1=("Juan Pérez", "Juan"), S2=("Juan Gómez", "Juan"), S3=("Juan",))[1]
    assert letters == {"S1": ["A", "A"], "S2": ["B", "B"], "S3": ["C"]}


def test_one_name_alone_in_several_sessions_is_in_doubt() -> None:
    result, letters = resolved(S1=("Rosa",), S2=("Rosa",))
    assert letters == {"S1": ["A"], "S2": ["A"]}
    assert result.entities[0].doubt == SEVERAL_TEXTS


def test_short_names() -> None:
    assert resolved(S1=("Guadalupe Ríos", "Lupita"))[1] == {"S1": ["A", "A"]}
    assert resolved(S1=("Robert Hale", "Bob"))[1] == {"S1": ["A", "A"]}
    assert resolved(S1=("Roberto Ríos", "Alberto Sosa", "Beto"))[1] == {"S1": ["A", "B", "C"]}


def test_known_entities_keep_id_letter_and_state() -> None:
    known = (
        Entity("E0007", K.PERSON, "D", ("Ana Ruiz",), state="confirmed"),
        Entity("E0002", K.PERSON, "A", (), state="rejected"),
    )
    result, letters = resolved(known, S1=("Ana", "Eva"))
    assert letters == {"S1": ["D", "B"]}
    assert result.entity("E0007").forms == ("Ana Ruiz", "Ana")
    assert result.entity("E0007").state == "confirmed"
    assert result.of["S1"][1] == "E0008"


def test_a_longer_name_later_is_the_known_person() -> None:
    known = (Entity("E0001", K.PERSON, "A", ("Juan Pérez",)),)
    assert resolved(known, S2=("Juan Pérez Luna", "Luna"))[1] == {"S2": ["A", "A"]}
    two = (*known, Entity("E0002", K.PERSON, "B", ("Juan Luna",)))
    assert resolved(two, S2=("Juan Pérez Luna",))[1] == {"S2": ["C"]}


def test_an_entity_held_to_a_session_is_of_it_alone() -> None:
    known = (
        Entity("E0001", K.PERSON, "A", ("Juan",), state="confirmed", scope="S1"),
        Entity("E0002", K.PERSON, "B", ("Juan",), state="confirmed", scope="S2"),
    )
    assert resolved(known, S1=("Juan",), S2=("Juan",), S3=("Juan",))[1] == {"S1": ["A"], "S2": ["B"], "S3": ["C"]}


def test_a_kind_that_a_person_changed_is_kept() -> None:
    known = (Entity("E0001", K.PERSON, "A", ("Morena",), state="confirmed"),)
    result, _ = resolved(known, K.ORGANISATION, S1=("Morena",))
    assert result.of == {"S1": ("E0001",)}


def test_organisations_by_legal_form_and_acronym() -> None:
    letters = resolved(kind=K.ORGANISATION, S1=("Aceros del Norte, S.A. de C.V.", "Aceros del Norte", "ACEROS DEL NORTE"))[1]
    assert letters == {"S1": ["A", "A", "A"]}
    text = "Confederación de Trabajadores de Metal (CTM)"
    full, short = text[:38], "CTM"
    found = {
        "S1": [Mention(0, 38, K.ORGANISATION, full), Mention(40, 43, K.ORGANISATION, short)],
        "S2": mentions("CTM", kind=K.ORGANISATION),
    }
    assert text[40:43] == short
    assert resolve(found).of == {"S1": ("E0001", "E0001"), "S2": ("E0001",)}


def test_places_do_not_merge_by_part() -> None:
    assert resolved(kind=K.PLACE, S1=("Ciudad de México", "México"))[1] == {"S1": ["A", "B"]}


def test_numbers_by_their_digits() -> None:
    assert resolved(kind=K.PHONE, S1=("55 1234 5678", "+52 (55) 1234-5678", "5512345679"))[1] == {"S1": ["A", "A", "B"]}
    assert resolved(kind=K.CURP, S1=("HEGG560427MVZRRL04", "hegg560427 mvzrrl 04"))[1] == {"S1": ["A", "A"]}


def test_letters_that_the_text_holds_are_not_given() -> None:
    result = resolve({"S1": mentions("Ana")}, taken={K.PERSON: {"A"}})
    assert result.entities[0].letter == "B"


def test_letters_follow_the_text() -> None:
    assert resolved(S1=("Eva", "Ana Ruiz Sosa", "Eva"))[1] == {"S1": ["A", "B", "A"]}
