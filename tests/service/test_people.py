"""The register in two places: ids in SQL, names in the vault; read, it is whole."""

from dataclasses import replace
from datetime import date

import pytest
from cryptography.fernet import Fernet

from annotations.contacts import Contact
from annotations.errors import VaultLocked
from annotations.pseudonyms.records import IdentityKind
from annotations.sessions import Consent, Participation, Personal, Register, Respondent, Session
from service.settings import Settings
from service.storage import corpus, people, studies
from service.storage.transactions import Store
from service.storage.vault import Vault, open_vault
from tests.service.hamlet import found_in_files, found_in_tables
from tests.service.records import STUDY, segments_of, transcript

YES = Consent(True, True)
REGISTER = Register(
    sessions=(Session("S1"), Session("S2")),
    respondents=(Respondent("R1"), Respondent("R2")),
    participations=(
        Participation("S1", "R1", "Doña Lencha", YES),
        Participation("S2", "R1", "R1", YES),
        Participation("S2", "R2", "P2", YES),
    ),
    contacts=(Contact("C1"),),
    personal=(Personal("R1", IdentityKind.PERSON, "Lorenza Quiñones"), Personal("C1", IdentityKind.PHONE, "951 555 0101")),
)
NAMES = ("Lencha", "Lorenza", "Quiñones", "951 555 0101")


def is_name(label: str) -> bool:
    return "Lencha" in label


@pytest.fixture
def study(store: Store) -> Store:
    with store.begin() as tx:
        studies.save_study(tx, STUDY)
    return store


def keep(settings: Settings, store: Store, register: Register) -> None:
    with store.begin() as tx:
        people.save_register(tx, open_vault(settings, tx), "water", register, is_name=is_name)


def read(settings: Settings, store: Store) -> Register:
    with store.begin() as tx:
        return people.register(tx, open_vault(settings, tx), "water")


def test_it_comes_back_whole_and_names_nobody_in_sql(settings: Settings, study: Store) -> None:
    keep(settings, study, REGISTER)
    found = read(settings, study)
    assert set(found.participations) == set(REGISTER.participations)
    assert set(found.personal) == set(REGISTER.personal)
    assert found_in_tables(study, NAMES) == set()
    assert found_in_files(settings.home, NAMES) == set()
    with study.read() as tx:
        labels = {(p.session_id, p.respondent_id): p.label for p in studies.register(tx, "water").participations}
    assert labels == {("S1", "R1"): "R1", ("S2", "R1"): "R1", ("S2", "R2"): "P2"}


def test_a_label_that_is_a_name_no_more_is_the_new_one(settings: Settings, study: Store) -> None:
    keep(settings, study, REGISTER)
    other = replace(REGISTER, participations=(Participation("S1", "R1", "P1", YES), *REGISTER.participations[1:]))
    keep(settings, study, other)
    assert set(read(settings, study).participations) == set(other.participations)


def test_whoever_left_the_register_is_not_told(settings: Settings, study: Store) -> None:
    keep(settings, study, REGISTER)
    keep(settings, study, Register((Session("S2"),), (Respondent("R2"),), (REGISTER.participations[2],)))
    found = read(settings, study)
    assert (found.personal, [p.respondent_id for p in found.participations]) == ((), ["R2"])


def test_who_withdrew_is_forgotten_and_not_sealed_again(settings: Settings, study: Store) -> None:
    keep(settings, study, REGISTER)
    with study.begin() as tx:
        people.forget_person(tx, "water", "R1", REGISTER)
    found = read(settings, study)
    assert {one.owner for one in found.personal} == {"C1"}
    assert {p.label for p in found.participations} == {"R1", "P2"}
    keep(settings, study, REGISTER.with_withdrawal("R1", date(2024, 3, 9)))
    assert {one.owner for one in read(settings, study).personal} == {"C1"}


def test_texts_are_looked_at_again_when_a_name_becomes_known_and_only_then(settings: Settings, study: Store) -> None:
    def looked() -> set[str]:
        with study.begin() as tx:
            before = {known.looked_at for known in corpus.kept(tx, "water").values()}
            corpus.set_looked_at(tx, "water", "S1", "1")
        return before

    keep(settings, study, REGISTER)
    with study.begin() as tx:
        made = transcript("S1", "Sí.")
        corpus.save_transcript(tx, "water", made, segments_of(made), looked_at="1")
    keep(settings, study, REGISTER)
    assert looked() == {"1"}
    keep(settings, study, replace(REGISTER, personal=REGISTER.personal[:1]))  # fewer names
    assert looked() == {"1"}
    keep(settings, study, replace(REGISTER, personal=(*REGISTER.personal, Personal("R2", IdentityKind.PERSON, "Ada Xool"))))
    assert looked() == {""}


def test_who_withdrew_from_one_session_alone_keeps_their_name(settings: Settings, study: Store) -> None:
    gone = replace(REGISTER.participations[0], consent=Consent(True, True, withdrawn_on=date(2024, 3, 9)))
    keep(settings, study, replace(REGISTER, participations=(gone, *REGISTER.participations[1:])))
    assert {one.owner for one in read(settings, study).personal} == {"R1", "C1"}


def test_another_key_reads_nothing(settings: Settings, study: Store) -> None:
    keep(settings, study, REGISTER)
    with pytest.raises(VaultLocked), study.begin() as tx:
        people.register(tx, Vault([Fernet.generate_key().decode()]), "water")
