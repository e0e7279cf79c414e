"""Statistics in SQL: points that are added and replaced, never changed; and what of their acts may quote somebody."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Tx

from annotations.stories.silence import HIDDEN
from annotations.triangulation.attachments import ANSWERED, ATTACHED, WITHDRAWN, quoting
from annotations.triangulation.records import DataPoint
from service.storage.story_tables import ActRow, DataPointRow
from service.storage.transactions import now

CORRECTED, REMOVED, NAMED = "data_corrected", "data_removed", "data_named"
ACTS = (ATTACHED, WITHDRAWN, ANSWERED, CORRECTED, REMOVED, NAMED)
"""The acts of the log of stories that are about statistics."""
TAKEN_OUT = "-"
"""Stands where the id of the point that replaces one would stand, of a point that was taken out."""
_point = TypeAdapter(DataPoint)


@dataclass(frozen=True)
class Kept:
    """A point with who entered it when, from which file; ``replaced_by``: empty as long as it counts."""

    point: DataPoint
    by: str
    at: datetime
    file: str
    replaced_by: str


def kept(tx: Tx, study_id: str, ids: Collection[str] | None = None) -> list[Kept]:
    """The points that count now; or those of these ids, whatever became of them."""
    query = select(DataPointRow).where(DataPointRow.study_id == study_id).order_by(DataPointRow.id)
    query = (
        query.where(DataPointRow.replaced_by == "")
        if ids is None
        else query.where(DataPointRow.id.in_([one for one in ids if "\0" not in one]))
    )
    return [Kept(_point.validate_python(row.body), row.by, row.at, row.file, row.replaced_by) for row in tx.scalars(query)]


def add(tx: Tx, study_id: str, by: str, points: Sequence[DataPoint], file: str = "") -> list[DataPoint]:
    """Keep new points; they come back with the ids that they get. The study is locked."""
    number = tx.scalar(select(func.count()).select_from(DataPointRow).where(DataPointRow.study_id == study_id)) or 0
    made = [replace(point, id=f"D{number + at:04}") for at, point in enumerate(points, start=1)]
    moment = now()
    for point in made:
        body = _point.dump_python(point, mode="json")
        tx.add(DataPointRow(study_id=study_id, id=point.id, body=body, at=moment, by=by, file=file, replaced_by=""))
    tx.flush()
    return made


def retire(tx: Tx, study_id: str, point_id: str, replaced_by: str = TAKEN_OUT) -> None:
    row = tx.get_one(DataPointRow, (study_id, point_id))
    row.replaced_by = replaced_by
    tx.flush()


def name(tx: Tx, study_id: str, point: DataPoint) -> None:
    """Give a point its words in other languages: they are no part of what it says, and nothing that rests on it changes."""
    row = tx.get_one(DataPointRow, (study_id, point.id))
    row.body = _point.dump_python(point, mode="json")
    tx.flush()


def silence(tx: Tx, study_id: str, gone: Collection[str], quoted: Callable[[str], bool] = lambda words: False) -> int:
    """Take out of attachments what may quote these segments and sessions; how many that concerns.

    Who put which data beside which block, when and with what verdict stays; that a contradiction was answered too.
    """
    rows = _acts(tx, study_id)
    about = quoting(rows, gone, quoted)
    for row in rows:
        if (row.subject, row.body.get("id")) in about:
            row.reason = ""
            row.body = {
                **row.body,
                **({"claim": ""} if "claim" in row.body else {}),
                **({"answer": HIDDEN} if "answer" in row.body else {}),
            }
    return len(about)


def reword(tx: Tx, study_id: str, word: Callable[[str], str]) -> int:
    """Put what people wrote about statistics through ``word``; how many acts changed. The points themselves are not what anybody said."""
    changed = 0
    for row in _acts(tx, study_id):
        body = {key: word(value) if key == "answer" else value for key, value in row.body.items()}
        if (body, word(row.reason)) != (row.body, row.reason):
            row.body, row.reason, changed = body, word(row.reason), changed + 1
    return changed


def reword_claims(tx: Tx, study_id: str, word_in: Callable[[str], Callable[[str], str]]) -> int:
    """Put the claims beside which data stand through the words of ``word_in(change)``, as their stories are; how many changed."""
    changed = 0
    for row in _acts(tx, study_id):
        claim = row.body.get("claim", "")
        if (new := word_in(row.subject)(claim) if claim else claim) != claim:
            row.body, changed = {**row.body, "claim": new}, changed + 1
    return changed


def _acts(tx: Tx, study_id: str) -> list[ActRow]:
    here = (ActRow.study_id == study_id) & (ActRow.log == "story") & ActRow.act.in_(ACTS)
    return list(tx.scalars(select(ActRow).where(here).order_by(ActRow.number)))
