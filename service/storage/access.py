"""API keys, heartbeats of workers and progress of jobs in SQL."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Tx

from service.storage.tables import ApiKeyRow, HeartbeatRow, ProgressRow
from service.storage.transactions import now, upsert


def new_key(tx: Tx, name: str) -> str:
    """Make an API key and return it: this is the only time that it can be read. 256 random bits need no slow hash."""
    key = "relato_" + fresh_token()
    tx.add(ApiKeyRow(key_hash=hashed(key), name=name, created_at=now()))
    return key


def key_name(tx: Tx, key: str) -> str | None:
    """The name of a key that is valid, else None."""
    row = tx.get(ApiKeyRow, hashed(key))
    return row.name if row else None


def fresh_token() -> str:
    """256 random bits that nobody can guess, as text that can stand in a link."""
    return secrets.token_urlsafe(32)


def hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def beat(tx: Tx, executor_id: str) -> None:
    upsert(tx, HeartbeatRow, [{"executor_id": executor_id, "at": now()}])


def stop_beating(tx: Tx, executor_id: str) -> None:
    tx.execute(delete(HeartbeatRow).where(HeartbeatRow.executor_id == executor_id))


def alive(tx: Tx, within: timedelta) -> set[str]:
    """Ids of the workers heard of within that time."""
    return set(tx.scalars(select(HeartbeatRow.executor_id).where(HeartbeatRow.at > now() - within)))


def silent(tx: Tx, within: timedelta) -> set[str]:
    """Ids of the workers not heard of within that time, and not signed off."""
    return set(tx.scalars(select(HeartbeatRow.executor_id).where(HeartbeatRow.at <= now() - within)))


def save_progress(tx: Tx, job_id: str, stage: str, done: int, total: int) -> None:
    upsert(tx, ProgressRow, [{"job_id": job_id, "stage": stage, "done": done, "total": total, "at": now()}])


def progress(tx: Tx, job_id: str) -> ProgressRow | None:
    return tx.get(ProgressRow, job_id)
