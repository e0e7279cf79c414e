"""Identities in two places: names in the vault, kind, letter, state and counts in SQL."""

from dataclasses import replace

import pytest

from annotations.errors import NotFound
from annotations.pseudonyms.masking import Piece
from annotations.pseudonyms.records import Entity, IdentityKind, Mention, Policy
from annotations.sessions import Session
from service.settings import Settings
from service.storage import corpus, identity, studies
from service.storage.identity import Sealed
from service.storage.transactions import Store
from service.storage.vault import open_vault
from tests.service.hamlet import found_in_files, found_in_tables
from tests.service.records import STUDY, segments_of, transcript

ROSA = Entity(
    "E1", IdentityKind.PERSON, "A", ("Rosa Xicohtencatl", "Rosa"), generic="[la tesorera]", doubt="may be one of several"
)
IBI = Entity("E2", IdentityKind.PLACE, "A", ("Ixtlilhuacan",))
PHONE = Entity("E3", IdentityKind.PHONE, "A", ("951 555 0101",))
NAMES = ("Xicohtencatl", "Ixtlilhuacan", "951 555 0101", "tesorera")
FOUND = Mention(4, 8, IdentityKind.PERSON, "Rosa", 0.9, "known")


@pytest.fixture
def study(store: Store) -> Store:
    with store.begin() as tx:
        studies.save_study(tx, STUDY)
        for session_id in ("S1", "S2"):
            studies.add_session(tx, "water", Session(session_id))
            made = transcript(session_id, "Sí.")
            corpus.save_transcript(tx, "water", made, segments_of(made), looked_at="1" if session_id == "S1" else "")
    return store


def test_entities_come_back_and_sql_names_nobody(settings: Settings, study: Store) -> None:
    with study.begin() as tx:
        box = open_vault(settings, tx)
        identity.save_entities(tx, box, "water", [ROSA, IBI, PHONE])
        assert identity.entities(tx, box, "water") == [ROSA, IBI, PHONE]
    assert found_in_tables(study, NAMES) == set()
    assert found_in_files(settings.home, NAMES) == set()
    with study.read() as tx:
        told = [(row.id, row.kind, row.state, row.body["letter"], row.body["doubt"]) for row in identity.rows(tx, "water")]
    assert told == [
        ("E1", "person", "proposed", "A", True), ("E2", "place", "proposed", "A", False), ("E3", "phone", "proposed", "A", False),
    ]  # fmt: skip


def test_who_decided_stays_when_a_machine_finds_another_form(settings: Settings, study: Store) -> None:
    with study.begin() as tx:
        box = open_vault(settings, tx)
        identity.save_entities(tx, box, "water", [ROSA, IBI])
        identity.save_entities(tx, box, "water", [replace(ROSA, state="confirmed")], by="Marta")
        identity.save_entities(tx, box, "water", [replace(ROSA, state="confirmed", forms=("Rosa",))])
        found = {row.id: (row.state, row.decided_by, row.decided_at is None) for row in identity.rows(tx, "water")}
    assert found == {"E1": ("confirmed", "Marta", False), "E2": ("proposed", "", True)}


def test_the_stamp_changes_with_every_change(settings: Settings, study: Store) -> None:
    stamps = []
    for entities, by in (([ROSA], ""), ([IBI], ""), ([replace(ROSA, state="rejected")], "Marta")):
        with study.begin() as tx:
            identity.save_entities(tx, open_vault(settings, tx), "water", entities, by=by)
            stamps.append(identity.stamp(tx, "water"))
    with study.begin() as tx:
        identity.drop_entities(tx, "water", ["E2"])
        stamps.append(identity.stamp(tx, "water"))
        assert identity.entities(tx, open_vault(settings, tx), "water") == [replace(ROSA, state="rejected")]
    assert len(set(stamps)) == 4


def test_an_original_comes_back_with_what_was_found_in_it(settings: Settings, study: Store) -> None:
    original = transcript("S1", "Ella es Rosa 💧.")
    sealed = Sealed(original, ((FOUND, "E1"), (FOUND, "E1")), (Piece(4, 8, 4, 15, "E1", "Rosa"),))
    with study.begin() as tx:
        box = open_vault(settings, tx)
        identity.save_entities(tx, box, "water", [ROSA])
        identity.seal_original(tx, box, "water", sealed)
        assert identity.original(tx, box, "water", "S1") == sealed
        assert list(identity.originals(tx, box, "water")) == [sealed]
        assert identity.named(tx, "water") == {"E1": {"S1": 2}}
        identity.count_mentions(tx, "water", "S1", ())
        assert identity.named(tx, "water") == {}
        with pytest.raises(NotFound, match="S9"):
            identity.original(tx, box, "water", "S9")


def test_what_waits_is_what_nobody_has_looked_at_or_decided(settings: Settings, study: Store) -> None:
    with study.begin() as tx:
        box = open_vault(settings, tx)
        identity.save_entities(tx, box, "water", [ROSA, replace(IBI, state="rejected"), PHONE])
        for session_id, ids in (("S1", ["E1", "E1", "E2"]), ("S2", ["E3"])):
            identity.count_mentions(tx, "water", session_id, [(FOUND, id_) for id_ in ids])
        assert identity.waiting(tx, "water", Policy(), "1") == (["S2"], {"S1": 1, "S2": 1})
        kept = Policy({IdentityKind.PHONE: "keep"})
        assert identity.waiting(tx, "water", kept, "2") == (["S1", "S2"], {"S1": 1})


def test_no_record_shows_a_name(study: Store) -> None:
    shown = repr([ROSA, IBI, FOUND, Piece(4, 8, 4, 15, "E1", "Rosa")])
    assert not any(name in shown for name in (*NAMES, "Rosa"))
