"""That somebody withdrew: who, when, entered by whom, and how much went. Nothing of what was said."""

import datetime
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Tx

from service.storage.private_tables import WithdrawalRow
from service.storage.transactions import now, upsert


def record(
    tx: Tx, study_id: str, respondent_id: str, *, by: str, on: datetime.date, removed: Mapping[str, int], sessions: Sequence[str]
) -> None:
    body = {"on": on.isoformat(), "sessions": list(sessions), "removed": dict(removed)}
    upsert(tx, WithdrawalRow, [{"study_id": study_id, "respondent_id": respondent_id, "at": now(), "by": by, "body": body}])


def withdrawals(tx: Tx, study_id: str) -> list[WithdrawalRow]:
    query = select(WithdrawalRow).where(WithdrawalRow.study_id == study_id)
    return list(tx.scalars(query.order_by(WithdrawalRow.at, WithdrawalRow.respondent_id)))
