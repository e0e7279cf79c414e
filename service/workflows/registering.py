"""Sessions, people and contacts from uploaded tables: kept whole or not at all, with what names people in the vault."""

from dataclasses import replace
from pathlib import Path

from annotations.errors import BadRegister
from annotations.registers import read_register
from annotations.sample_tables import counts_of
from annotations.sessions import Register
from annotations.study_files import check_together
from service.storage import changes, corpus, people, studies
from service.storage.vault import open_vault
from service.workflows.consent import closed_sessions, take_out_silent
from service.workflows.naming import is_name
from service.workflows.work import Outcome, Work


def register_people(
    work: Work,
    *,
    study_id: str,
    sessions: Path | None = None,
    roster: Path | None = None,
    contacts: Path | None = None,
    whole: bool = False,
) -> Outcome:
    """Keep what the tables say.

    Parameters
    ----------
    sessions, roster : go together. contacts : may come alone. What is not given stays as it is.
    whole : whether what is registered and not in a given table goes, as far as it has no transcript; else it stays.

    Raises
    ------
    BadRegister : a table is not as it should be, or contradicts what stays. Nothing is kept then.
    """
    if not contacts and not (sessions and roster) or bool(sessions) != bool(roster):
        raise BadRegister("there is no table to read", remedy="give the sessions with their roster, the contacts, or all of them")
    with work.store.begin() as tx:
        study, vault = studies.study(tx, study_id), open_vault(work.settings, tx)
        before = people.register(tx, vault, study.id)
        stays = _what_stays(before, sessions is not None, contacts is not None) if whole else before
        known = [*(person.id for person in stays.respondents), *(contact.id for contact in stays.contacts)]
        told = read_register(sessions, roster, contacts=contacts, known=known, domains=[domain.id for domain in study.domains])
        after = stays.updated(told.with_withdrawals_of(before))
        as_loaded, entered = studies.as_loaded(tx, study.id) or study, changes.register(tx, study.id).entries
        check_together(as_loaded, studies.frame(tx, study.id), after, where=f"study {study.id}", changes=entered)
        people.save_register(tx, vault, study.id, after, is_name=is_name(study))
        to_withdraw = take_out_silent(tx, study, studies.register(tx, study.id))
        kept, imported = studies.register(tx, study.id), set(corpus.transcript_ids(tx, study.id))
    counts = counts_of(kept)
    return {
        "study": study.id,
        "contacts": counts.contacts,
        "respondents": counts.respondents,
        "participants": counts.participants,
        "sessions": counts.sessions,
        "sealed": len(told.personal),
        "refused": sorted(closed_sessions(study, kept) & imported),
        "to_withdraw": to_withdraw,
    }


def _what_stays(before: Register, new_sessions: bool, new_contacts: bool) -> Register:
    """What is registered, without the tables that are replaced."""
    stays = replace(before, sessions=(), respondents=(), participations=()) if new_sessions else before
    return replace(stays, contacts=()) if new_contacts else stays
