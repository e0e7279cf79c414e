"""Who is signed in at the board, and links that let somebody in once. What is kept of either is a hash."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session as Tx

from service.storage.access import fresh_token, hashed
from service.storage.change_tables import SignedInRow
from service.storage.transactions import now

SESSION, LINK = timedelta(days=7), timedelta(days=1)


def new_link(tx: Tx, name: str) -> str:
    """A code that lets its bearer in once, within a day, under this name. It cannot be read again."""
    return _new(tx, "link", name, LINK)


def new_session(tx: Tx, name: str) -> str:
    """The token of a browser that is signed in for a week. What has expired is thrown away on the way."""
    tx.execute(delete(SignedInRow).where(SignedInRow.expires_at <= now()))
    return _new(tx, "session", name, SESSION)


def use_link(tx: Tx, code: str) -> str | None:
    """The name that a link was made for, else None. It is used up by this, whichever of two requests comes first."""
    name = _name(tx, "link", code)
    used = tx.execute(delete(SignedInRow).where(SignedInRow.token_hash == hashed(code), SignedInRow.kind == "link"))
    return name if used.rowcount == 1 else None  # type: ignore[attr-defined]


def session_name(tx: Tx, token: str) -> str | None:
    """Who is signed in with this token, else None."""
    return _name(tx, "session", token)


def sign_out(tx: Tx, token: str) -> None:
    tx.execute(delete(SignedInRow).where(SignedInRow.token_hash == hashed(token)))


def _new(tx: Tx, kind: str, name: str, lasts: timedelta) -> str:
    token, at = fresh_token(), now()
    tx.add(SignedInRow(token_hash=hashed(token), kind=kind, name=name, created_at=at, expires_at=at + lasts))
    return token


def _name(tx: Tx, kind: str, token: str) -> str | None:
    row = tx.get(SignedInRow, hashed(token))
    return row.name if row is not None and row.kind == kind and row.expires_at > now() else None
