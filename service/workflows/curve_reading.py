"""The saturation curves of a study, read where they are kept, or computed when something was written since."""

from dataclasses import dataclass

from annotations.codeframe import CodeFrame
from annotations.curves import Curves
from annotations.languages import in_language
from annotations.studies import Study
from service.storage import snapshots
from service.storage.transactions import Tx
from service.workflows import curving
from service.workflows.assessments import Read, opened
from service.workflows.evidence import evidence
from service.workflows.machines import study_and_frame
from service.workflows.work import Work


@dataclass(frozen=True)
class Shown:
    """Curves with what to call every code and heading in one ``language``."""

    study: Study
    curves: Curves
    language: str
    names: dict[str, str]


def kept(tx: Tx, study_id: str) -> Read[Curves] | None:
    """What was computed last; None as long as nothing was."""
    return opened(tx, study_id, curving.NAME, curving.read)


def current(work: Work, study_id: str) -> Curves:
    """The curves of the study as it is now: those that are kept, or computed and kept when something was written since."""
    study, _ = study_and_frame(work, study_id)
    with work.store.read() as tx:
        stamp = snapshots.stamp(tx, study.id)
        found = kept(tx, study.id)
    if found is not None and found.fresh:
        return found.body
    body = curving.compute(evidence(work, study.id))
    with work.store.begin() as tx:
        snapshots.save(tx, study.id, curving.NAME, body, stamp)
    return curving.read(body)


def shown(work: Work, *, study_id: str, language: str = "") -> Shown:
    """The current curves and what to call what is in them."""
    study, frame = study_and_frame(work, study_id)
    speaks = language or study.languages[0]
    return Shown(study, current(work, study.id), speaks, names_of(frame, speaks))


def names_of(frame: CodeFrame, language: str) -> dict[str, str]:
    """What every code, heading and family is called."""
    return {code.id: in_language(code.name, language) or code.id for path in frame.paths.values() for code in path}
