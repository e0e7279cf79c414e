"""Translations in SQL, masked like their originals."""

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Tx

from annotations.transcripts import Transcript
from service.storage import identity
from service.storage.identity import Sealed
from service.storage.tables import TranslationRow
from service.storage.transactions import now, upsert
from service.storage.vault import Vault, forget_beneath

_transcript = TypeAdapter(Transcript)
_sealed = TypeAdapter(Sealed)


def named(session_id: str, language: str) -> str:
    """The id of a translation in the vault, and among the places where somebody is named."""
    return f"{session_id}/{language}"


def save(tx: Tx, vault: Vault, study_id: str, session_id: str, language: str, sealed: Sealed, shown: Transcript) -> None:
    """Keep a translation: its original in the vault, its masked text in SQL; an earlier one is replaced."""
    vault.seal(tx, study_id, "translation", {named(session_id, language): _sealed.dump_python(sealed, mode="json")})
    identity.count_mentions(tx, study_id, named(session_id, language), sealed.mentions)
    key = {"study_id": study_id, "session_id": session_id, "language": language}
    body = _transcript.dump_python(shown, mode="json")
    upsert(tx, TranslationRow, [{**key, "body": body, "source_hash": shown.source_hash, "imported_at": now()}])


def sealed(tx: Tx, vault: Vault, study_id: str, session_id: str) -> dict[str, Sealed]:
    """The originals of a session's translations, by language."""
    found = {}
    for language in languages(tx, study_id, session_id):
        value = vault.open(tx, study_id, "translation", named(session_id, language))
        if value is not None:
            found[language] = _sealed.validate_python(value)
    return found


def all_sealed(tx: Tx, vault: Vault, study_id: str) -> dict[str, Sealed]:
    """The originals of every translation of the study, by their places (``named``)."""
    return {place: _sealed.validate_python(value) for place, value in vault.all(tx, study_id, "translation")}


def languages(tx: Tx, study_id: str, session_id: str) -> list[str]:
    here = (TranslationRow.study_id == study_id) & (TranslationRow.session_id == session_id)
    return list(tx.scalars(select(TranslationRow.language).where(here).order_by(TranslationRow.language)))


def translation(tx: Tx, study_id: str, session_id: str, language: str) -> Transcript | None:
    row = tx.get(TranslationRow, (study_id, session_id, language))
    return _transcript.validate_python(row.body) if row else None


def of_session(tx: Tx, study_id: str, session_id: str) -> list[Transcript]:
    """The translations of a session as they are shown."""
    here = (TranslationRow.study_id == study_id) & (TranslationRow.session_id == session_id)
    return [_transcript.validate_python(body) for body in tx.scalars(select(TranslationRow.body).where(here))]


def hashes(tx: Tx, study_id: str) -> dict[tuple[str, str], str]:
    """The hash of the file of every translation, by session and language."""
    columns = (TranslationRow.session_id, TranslationRow.language, TranslationRow.source_hash)
    rows = tx.execute(select(*columns).where(TranslationRow.study_id == study_id))
    return {(session_id, language): digest for session_id, language, digest in rows}


def erase(tx: Tx, study_id: str, session_id: str) -> int:
    """Delete the translations of a session, here and in the vault; how many there were."""
    gone = languages(tx, study_id, session_id)
    for language in gone:
        identity.count_mentions(tx, study_id, named(session_id, language), ())
    forget_beneath(tx, study_id, "translation", f"{session_id}/")
    tx.execute(delete(TranslationRow).where(TranslationRow.study_id == study_id, TranslationRow.session_id == session_id))
    return len(gone)
