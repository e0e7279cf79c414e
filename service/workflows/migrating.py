"""relato migrate: what was coded, and what is still to be, under the newest version of the code frame."""

from service.storage import review, studies
from service.workflows.carrying_over import bring_forward
from service.workflows.collecting import collect_study
from service.workflows.work import Outcome, Work


def migrate_study(work: Work, *, study_id: str) -> Outcome:
    """Collect what was answered, then bring to the newest version of the code frame what is of an earlier one."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        under_review = bool(review.projects(tx, study.id))
    if under_review:
        collect_study(work, study_id=study.id)
    with work.store.begin() as tx:
        studies.lock(tx, study.id)
        newest = studies.frame(tx, study.id).version
        brought = bring_forward(tx, study)
    return {"study": study.id, "frame_version": newest, **brought.told()}
