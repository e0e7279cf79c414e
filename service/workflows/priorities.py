"""The priorities of a study with the changes that serve them, as the register stands: what is cited as far as it may be shown."""

from annotations.changes.priorities import PriorityLine, priority_lines
from annotations.changes.register import ChangeRegister
from annotations.codeframe import CodeFrame
from annotations.studies import Study
from service.storage import changes, studies
from service.workflows.change_checks import evidence_shown
from service.workflows.consent import silent_ids
from service.workflows.work import Work


def priorities(work: Work, *, study_id: str) -> tuple[Study, CodeFrame, list[PriorityLine]]:
    """Study, code frame and a line for each priority; dropped and merged changes are not in them. Raises NotFound."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        frame, register = studies.frame(tx, study.id), changes.register(tx, study.id)
        return study, frame, priority_lines(study, frame, study.changes, cited(register, silent_ids(tx, study)))


def cited(register: ChangeRegister, silent: frozenset[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The passages cited, by change and priority, without the ``silent`` ones."""
    return {
        (change.id, one.priority): one.segment_ids
        for change in register.current()
        for one in evidence_shown(register, change.id, silent)
    }
