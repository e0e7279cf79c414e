"""Models and what they suggested, in SQL."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Text, delete, func, select
from sqlalchemy.orm import Session as Tx

from annotations.codings import Mark, Reason, Suggestion
from annotations.errors import NotFound
from service.storage import registry
from service.storage.tables import ModelRow, SegmentRow, SuggestedRow, SuggestionRow
from service.storage.transactions import now, upsert


def save_model(
    tx: Tx,
    study_id: str,
    version: str,
    *,
    frame_version: int,
    encoder: str,
    champion: bool,
    body: Mapping[str, Any],
    by: registry.By = registry.SUGGESTING,
    reason: Mapping[str, str] = registry.NO_REASON,
) -> None:
    """Enter a model; when it is the champion, the earlier champion steps down in the same transaction."""
    known = tx.get(ModelRow, (study_id, version)) is not None
    row = {"study_id": study_id, "version": version, "frame_version": frame_version, "encoder": encoder}
    upsert(tx, ModelRow, [{**row, "champion": False, "body": dict(body), "created_at": now()}], replace=False)
    if not known:
        registry.happened(tx, study_id, version, "entered", by)
    if champion:
        registry.make_champion(tx, study_id, version, by, reason)


def models(tx: Tx, study_id: str) -> list[ModelRow]:
    return list(tx.scalars(select(ModelRow).where(ModelRow.study_id == study_id).order_by(ModelRow.created_at)))


def model(tx: Tx, study_id: str, version: str) -> ModelRow:
    row = tx.get(ModelRow, (study_id, version))
    if row is None:
        raise NotFound(f"study {study_id!r} has no model {version!r}")
    return row


def champion(tx: Tx, study_id: str) -> ModelRow | None:
    return tx.scalars(select(ModelRow).where(ModelRow.study_id == study_id, ModelRow.champion)).first()


def not_suggested(tx: Tx, study_id: str, model_version: str) -> list[str]:
    """Ids of the segments that this model has not looked at, in order."""
    looked = select(SuggestedRow.segment_id).where(SuggestedRow.study_id == study_id, SuggestedRow.model_version == model_version)
    live = (SegmentRow.study_id == study_id) & SegmentRow.retired.is_(False)
    query = select(SegmentRow.id).where(live, SegmentRow.id.not_in(looked))
    return list(tx.scalars(query.order_by(SegmentRow.session_id, SegmentRow.start)))


def save_suggestions(
    tx: Tx,
    study_id: str,
    model_version: str,
    uncertainty: Mapping[str, float],
    suggestions: Sequence[Suggestion],
    *,
    strange: Collection[str] = (),
    marks: Mapping[str, Sequence[Mark]] | None = None,
) -> None:
    """Keep what a model said about the segments named in ``uncertainty``; what it said of the same words before is the same.

    ``strange`` are the ids of those among them that are unlike anything it knows, ``marks`` the hints by segment id.
    """
    upsert(
        tx,
        SuggestedRow,
        [
            {
                "study_id": study_id,
                "segment_id": segment_id,
                "model_version": model_version,
                "uncertainty": value,
                "strange": segment_id in strange,
                "marks": list((marks or {}).get(segment_id, ())),
            }
            for segment_id, value in uncertainty.items()
        ],
        replace=False,
    )
    upsert(
        tx,
        SuggestionRow,
        [
            {
                "study_id": study_id,
                "segment_id": s.segment_id,
                "model_version": s.model_version,
                "kind": s.kind,
                "target": s.target,
                "frame_version": s.frame_version,
                "score": s.score,
                "reasons": [_stored(reason) for reason in s.reasons],
                "strength": s.strength,
                "certified": s.certified,
            }
            for s in suggestions
        ],
    )


def suggestions(
    tx: Tx, study_id: str, *, model_version: str, segment_ids: Sequence[str] | None = None
) -> dict[str, list[Suggestion]]:
    """What a model suggested, by segment id, best first within each kind. Segments without any are left out."""
    columns = SuggestionRow.__table__.columns  # not objects of rows, which take longer to make than all the rest
    query = select(*columns).where(SuggestionRow.study_id == study_id, SuggestionRow.model_version == model_version)
    if segment_ids is not None:
        query = query.where(SuggestionRow.segment_id.in_(segment_ids))
    found: dict[str, list[Suggestion]] = {}
    for row in tx.execute(
        query.order_by(SuggestionRow.segment_id, SuggestionRow.kind, SuggestionRow.score.desc(), SuggestionRow.target)
    ):
        found.setdefault(row.segment_id, []).append(_suggestion(row))
    return found


def _suggestion(row: Any) -> Suggestion:
    return Suggestion(
        segment_id=row.segment_id,
        kind=row.kind,
        target=row.target,
        score=row.score,
        model_version=row.model_version,
        frame_version=row.frame_version,
        reasons=tuple(Reason(**told) for told in row.reasons),  # not checked again: ``_stored`` wrote them
        strength=row.strength,
        certified=row.certified,
    )


def _stored(reason: Reason) -> dict[str, Any]:
    """A reason as it lies in the table: without ``phrases`` where there are none, as all earlier ones do."""
    told = {name: getattr(reason, name) for name in ("source", "phrase", "sentence", "language", "similar")}
    return {**told, "phrases": dict(reason.phrases)} if reason.phrases else told


def forget_reasons(tx: Tx, study_id: str, segment_ids: Collection[str]) -> set[str]:
    """Take the words of these segments out of all reasons, and let every model look at the segments again.

    Returns the segments whose suggestions said something about them: those themselves, and those that were found similar.
    """
    ids, touched = set(segment_ids), set()
    tx.execute(delete(SuggestedRow).where(SuggestedRow.study_id == study_id, SuggestedRow.segment_id.in_(ids)))
    for session_id in {segment_id.rsplit(".", 1)[0] for segment_id in ids}:
        stored = json.dumps(f"{session_id}.")[:-1]  # as it lies in the column, letters beyond ASCII too
        named = SuggestionRow.reasons.cast(Text).contains(stored, autoescape=True)
        own = SuggestionRow.segment_id.in_([i for i in ids if i.startswith(f"{session_id}.")])
        for row in tx.scalars(select(SuggestionRow).where(SuggestionRow.study_id == study_id, own | named)):
            kept = [
                {**reason, "sentence": "" if row.segment_id in ids else reason["sentence"]}
                for reason in row.reasons
                if reason.get("similar") not in ids
            ]
            if kept != row.reasons:
                row.reasons = kept
                touched.add(row.segment_id)
    return touched


def uncertainties(tx: Tx, study_id: str, model_version: str) -> dict[str, float]:
    query = select(SuggestedRow).where(SuggestedRow.study_id == study_id, SuggestedRow.model_version == model_version)
    return {row.segment_id: row.uncertainty for row in tx.scalars(query)}


def strange(tx: Tx, study_id: str, model_version: str, segment_ids: Sequence[str] | None = None) -> set[str]:
    """Ids of the segments that are unlike anything this model knows, and for which it therefore suggests nothing."""
    query = select(SuggestedRow.segment_id).where(
        SuggestedRow.study_id == study_id, SuggestedRow.model_version == model_version, SuggestedRow.strange
    )
    return set(tx.scalars(query if segment_ids is None else query.where(SuggestedRow.segment_id.in_(segment_ids))))


def marks(tx: Tx, study_id: str, model_version: str, segment_ids: Sequence[str] | None = None) -> dict[str, tuple[Mark, ...]]:
    """The hints about segments that this model has looked at, by segment id; those without any are left out."""
    query = select(SuggestedRow.segment_id, SuggestedRow.marks).where(
        SuggestedRow.study_id == study_id, SuggestedRow.model_version == model_version, SuggestedRow.marks.cast(Text) != "[]"
    )
    if segment_ids is not None:
        query = query.where(SuggestedRow.segment_id.in_(segment_ids))
    return {segment_id: tuple(found) for segment_id, found in tx.execute(query)}


def looked_at(tx: Tx, study_id: str, model_version: str, *, after: str = "", limit: int = 100) -> list[SuggestedRow]:
    """What this model found of whole segments, by segment id from the one after ``after`` on."""
    query = select(SuggestedRow).where(SuggestedRow.study_id == study_id, SuggestedRow.model_version == model_version)
    return list(tx.scalars(query.where(SuggestedRow.segment_id > after).order_by(SuggestedRow.segment_id).limit(limit)))


def suggestion_count(tx: Tx, study_id: str, model_version: str = "") -> int:
    query = select(func.count()).select_from(SuggestionRow).where(SuggestionRow.study_id == study_id)
    return tx.scalar(query.where(SuggestionRow.model_version == model_version) if model_version else query) or 0
