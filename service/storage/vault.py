"""What names people, apart from everything else: sealed with a key that is not in the database.

Encryption is Fernet (AES-128-CBC with HMAC-SHA256, https://github.com/fernet/spec): what was altered does not open.
"""

import json
import os
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session as Tx

from annotations.errors import VaultLocked
from service.settings import Settings
from service.storage.private_tables import VaultRow
from service.storage.transactions import upsert

Scope = Literal["original", "translation", "entity", "personal", "label", "story"]


class Vault:
    """Seals and opens. With several keys the first one seals, and each of them opens: that is how a key is changed."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._box = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise VaultLocked(
                "the vault's key is not one", remedy="give 32 bytes in URL-safe Base64, as in home/vault.key"
            ) from None

    def checked(self, tx: Tx) -> Self:
        """The vault, once something that is in it has opened: never is a part of it sealed with one key and a part with another."""
        sealed = tx.scalar(select(VaultRow.sealed).limit(1))
        if sealed is not None:
            self._decrypted(sealed)
        return self

    def seal(self, tx: Tx, study_id: str, scope: Scope, values: dict[str, Any]) -> None:
        """Keep each value under its id; an earlier one is replaced."""
        rows = [
            {"study_id": study_id, "scope": scope, "id": id_, "sealed": self._box.encrypt(zlib.compress(_bytes(value)))}
            for id_, value in values.items()
        ]
        upsert(tx, VaultRow, rows)

    def open(self, tx: Tx, study_id: str, scope: Scope, id_: str) -> Any:
        """The value, or None when nothing is kept there. Raises VaultLocked when the key is another one."""
        row = tx.get(VaultRow, (study_id, scope, id_))
        return self._opened(row.sealed) if row else None

    def all(self, tx: Tx, study_id: str, scope: Scope) -> Iterator[tuple[str, Any]]:
        query = select(VaultRow.id, VaultRow.sealed).where(VaultRow.study_id == study_id, VaultRow.scope == scope)
        for id_, sealed in tx.execute(query.order_by(VaultRow.id)):
            yield id_, self._opened(sealed)

    def rotate(self, tx: Tx) -> int:
        """Seal everything anew with the first key; how many values that were."""
        rows = list(tx.scalars(select(VaultRow)))
        for row in rows:
            row.sealed = self._box.encrypt(zlib.compress(zlib.decompress(self._decrypted(row.sealed))))
        return len(rows)

    def _opened(self, sealed: bytes) -> Any:
        return json.loads(zlib.decompress(self._decrypted(sealed)))

    def _decrypted(self, sealed: bytes) -> bytes:
        try:
            return self._box.decrypt(sealed)
        except InvalidToken:
            raise VaultLocked from None


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def forget(tx: Tx, study_id: str, scope: Scope, ids: Sequence[str]) -> None:
    """Take values out; needs no key."""
    tx.execute(delete(VaultRow).where(VaultRow.study_id == study_id, VaultRow.scope == scope, VaultRow.id.in_(ids)))


def forget_beneath(tx: Tx, study_id: str, scope: Scope, beginning: str) -> None:
    """Take out all values whose id begins so."""
    here = (VaultRow.study_id == study_id) & (VaultRow.scope == scope)
    tx.execute(delete(VaultRow).where(here, VaultRow.id.startswith(beginning, autoescape=True)))


def open_vault(settings: Settings, tx: Tx) -> Vault:
    """The vault with the key of the settings; the key's file is made when nothing has ever been sealed.

    Raises
    ------
    VaultLocked : something is sealed and its key is not there or another one, or the key is no key.
    """
    keys = [key.strip() for key in settings.vault_key.get_secret_value().split(",") if key.strip()]
    if keys:
        return Vault(keys).checked(tx)
    path = settings.vault_key_file
    if not path.exists():
        if tx.scalar(select(exists().select_from(VaultRow))):
            raise VaultLocked(
                "the key of the vault is missing", where=str(path), remedy="put the file back, or set RELATO_VAULT_KEY"
            )
        _new_key(path)
    return Vault(path.read_text().split()).checked(tx)


def _new_key(path: Path) -> None:
    """Write a new key whole, or leave the one that another process has just written."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(Fernet.generate_key() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
