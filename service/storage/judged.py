"""When each work item was reviewed, in SQL."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Tx

from service.storage.tables import AnnotationRow


def judged_at(tx: Tx, study_id: str) -> dict[str, str]:
    """For each work item the moment at which its newest annotation was last touched, as Label Studio writes it."""
    query = (
        select(AnnotationRow.work_item_id, func.max(AnnotationRow.seen_at))
        .where(AnnotationRow.study_id == study_id, AnnotationRow.deleted.is_(False))
        .group_by(AnnotationRow.work_item_id)
    )
    return {item_id: at for item_id, at in tx.execute(query)}
