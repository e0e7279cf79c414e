"""The register with what names people sealed apart: SQL holds ids where people are known by name."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session as Tx

from annotations.sessions import Participation, Personal, Register
from service.storage import corpus, studies
from service.storage.vault import Vault, forget


def save_register(tx: Tx, vault: Vault, study_id: str, register: Register, *, is_name: Callable[[str], bool]) -> None:
    """Keep a register. A label that is a name goes to the vault, and the respondent's id stands for it."""
    personal: dict[str, list[list[str]]] = defaultdict(list)
    withdrawn = _withdrawn(register)
    for one in register.personal:
        if one.owner not in withdrawn:
            personal[one.owner].append([one.kind, one.value])
    known = _kept(tx, vault, study_id)  # whoever left the register is in it still
    if any(known.get(owner) != sorted(values) for owner, values in personal.items()):
        corpus.look_again(tx, study_id)  # names that were not known when the texts were looked at
    vault.seal(tx, study_id, "personal", dict(personal))
    labels = {_key(p): p.label for p in register.participations if p.label and p.label != p.respondent_id and is_name(p.label)}
    vault.seal(tx, study_id, "label", labels)
    shown = tuple(replace(p, label=p.respondent_id) if _key(p) in labels else p for p in register.participations)
    studies.save_register(tx, study_id, replace(register, participations=shown, personal=()))


def _kept(tx: Tx, vault: Vault, study_id: str) -> dict[str, list[list[str]]]:
    return {owner: sorted(values) for owner, values in vault.all(tx, study_id, "personal")}


def register(tx: Tx, vault: Vault, study_id: str) -> Register:
    """The register as it was read, with the labels under which people speak and with what names them."""
    kept = studies.register(tx, study_id)
    labels = dict(vault.all(tx, study_id, "label"))
    people = {p.respondent_id for p in kept.participations} | {c.id for c in kept.contacts} | {r.id for r in kept.respondents}
    return replace(
        kept,
        participations=tuple(
            replace(p, label=labels.get(_key(p), p.label)) if p.label == p.respondent_id else p for p in kept.participations
        ),
        personal=tuple(
            Personal(owner, kind, value)
            for owner, values in vault.all(tx, study_id, "personal")
            if owner in people
            for kind, value in values
        ),
    )


def _withdrawn(register: Register) -> set[str]:
    """Who has withdrawn from everything: a table that is loaded again does not bring back what names them."""
    stayed = {p.respondent_id for p in register.participations if p.consent.withdrawn_on is None}
    return {p.respondent_id for p in register.participations} - stayed


def forget_person(tx: Tx, study_id: str, respondent_id: str, register: Register) -> None:
    """Take what names this person out of the vault."""
    forget(tx, study_id, "personal", [respondent_id])
    forget(tx, study_id, "label", [_key(p) for p in register.participations if p.respondent_id == respondent_id])


def _key(participation: Participation) -> str:
    return f"{participation.session_id}/{participation.respondent_id}"
