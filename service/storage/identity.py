"""Who and what is named: in the vault with the names, in a table of its own without them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as Tx

from annotations.errors import NotFound
from annotations.pseudonyms.masking import Piece
from annotations.pseudonyms.records import Entity, IdentityKind, Mention, Policy
from annotations.transcripts import Transcript
from service.storage.private_tables import IdentityRow, NamedRow
from service.storage.tables import TranscriptRow
from service.storage.transactions import now, upsert
from service.storage.vault import Vault, forget


@dataclass(frozen=True)
class Sealed:
    """An original, what was found in it (each mention with the id of its entity), and the replacements in what is shown of it."""

    transcript: Transcript
    mentions: tuple[tuple[Mention, str], ...] = ()
    pieces: tuple[Piece, ...] = ()


_sealed = TypeAdapter(Sealed)
_entity = TypeAdapter(Entity)


def seal_original(tx: Tx, vault: Vault, study_id: str, sealed: Sealed) -> None:
    """Keep an original; the one of the same session that was kept before is replaced."""
    session_id = sealed.transcript.session_id
    vault.seal(tx, study_id, "original", {session_id: _sealed.dump_python(sealed, mode="json")})
    count_mentions(tx, study_id, session_id, sealed.mentions)


def original(tx: Tx, vault: Vault, study_id: str, session_id: str) -> Sealed:
    """The original of a session. Raises NotFound; raises VaultLocked without the key."""
    value = vault.open(tx, study_id, "original", session_id)
    if value is None:
        raise NotFound(f"there is no original of session {session_id!r} in the vault")
    return _sealed.validate_python(value)


def originals(tx: Tx, vault: Vault, study_id: str) -> Iterable[Sealed]:
    return (_sealed.validate_python(value) for _, value in vault.all(tx, study_id, "original"))


def entities(tx: Tx, vault: Vault, study_id: str) -> list[Entity]:
    """Everybody and everything that was found to be named in the study."""
    return [_entity.validate_python(value) for _, value in vault.all(tx, study_id, "entity")]


def save_entities(tx: Tx, vault: Vault, study_id: str, found: Sequence[Entity], *, by: str = "") -> None:
    """Keep entities; ``by`` is who decided about them, empty when nobody did."""
    vault.seal(tx, study_id, "entity", {entity.id: _entity.dump_python(entity, mode="json") for entity in found})
    known = {row.id: row for row in tx.scalars(select(IdentityRow).where(IdentityRow.study_id == study_id))}
    rows = []
    for entity in found:
        before = known.get(entity.id)
        decided = (by, now()) if by else (before.decided_by, before.decided_at) if before else ("", None)
        body = {"letter": entity.letter, "noun": entity.noun, "doubt": bool(entity.doubt)}
        rows.append(
            {
                "study_id": study_id,
                "id": entity.id,
                "kind": str(entity.kind),
                "state": entity.state,
                "body": body,
                "decided_by": decided[0],
                "decided_at": decided[1],
                "changed_at": now(),
            }
        )
    upsert(tx, IdentityRow, rows)


def count_mentions(tx: Tx, study_id: str, session_id: str, mentions: Iterable[tuple[Mention, str]]) -> None:
    """Note how often each entity is named in a session."""
    key = {"study_id": study_id, "session_id": session_id}
    counts = Counter(entity_id for _, entity_id in mentions)
    tx.execute(delete(NamedRow).where(NamedRow.study_id == study_id, NamedRow.session_id == session_id))
    upsert(tx, NamedRow, [{**key, "identity_id": id_, "mentions": number} for id_, number in sorted(counts.items())])


def named(tx: Tx, study_id: str) -> dict[str, dict[str, int]]:
    """How often each entity is named, by entity and session."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in tx.scalars(select(NamedRow).where(NamedRow.study_id == study_id).order_by(NamedRow.session_id)):
        found[row.identity_id][row.session_id] = row.mentions
    return dict(found)


def stamp(tx: Tx, study_id: str) -> tuple[int, str]:
    """Changes whenever an entity is added, removed or decided."""
    here = IdentityRow.study_id == study_id
    number, last = tx.execute(select(func.count(), func.max(IdentityRow.changed_at)).where(here)).one()
    return number, str(last)


def drop_entities(tx: Tx, study_id: str, ids: Collection[str]) -> None:
    """Take entities out that nothing stands for any more."""
    forget(tx, study_id, "entity", list(ids))
    tx.execute(delete(NamedRow).where(NamedRow.study_id == study_id, NamedRow.identity_id.in_(ids)))
    for row in tx.scalars(select(IdentityRow).where(IdentityRow.study_id == study_id, IdentityRow.id.in_(ids))):
        tx.delete(row)


def rows(tx: Tx, study_id: str) -> list[IdentityRow]:
    """Without names; needs no key."""
    return list(tx.scalars(select(IdentityRow).where(IdentityRow.study_id == study_id).order_by(IdentityRow.id)))


def waiting(tx: Tx, study_id: str, policy: Policy, finder: str) -> tuple[list[str], dict[str, int]]:
    """Sessions that the present ``finder`` has not looked at, and how many undecided entities each session names."""
    looked = select(TranscriptRow.session_id, TranscriptRow.looked_at).where(TranscriptRow.study_id == study_id)
    unseen = sorted(session_id for session_id, by in tx.execute(looked) if by != finder)
    undecided: dict[str, int] = defaultdict(int)
    where = named(tx, study_id)
    for row in rows(tx, study_id):
        if row.state == "proposed" and policy.action(IdentityKind(row.kind)) != "keep":
            for session_id in where.get(row.id, {}):
                undecided[session_id] += 1
    return unseen, dict(undecided)
