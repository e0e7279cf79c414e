"""relato study load: read a study, its code frame and its register, and keep them."""

from pathlib import Path

from annotations.codeframe_files import read_code_frame
from annotations.errors import Conflict
from annotations.registers import read_register
from annotations.sessions import Register
from annotations.studies import Study
from annotations.study_files import check_together, read_study
from service.storage import corpus, review, studies
from service.workflows.consent import closed_sessions
from service.workflows.work import Outcome, Work


def load_study(work: Work, *, path: str) -> Outcome:
    """Load ``study.yaml`` and the files beside it that it names. Refused whole when any of them is bad (BadInput), or
    when the code frame changes under a round of review (Conflict).
    """
    file = Path(path)
    work.progress("load", 0, 3)
    study = read_study(file)
    frame = read_code_frame(file.parent / study.code_frame)
    work.progress("load", 1, 3)
    with work.store.read() as tx:
        imported = corpus.transcript_ids(tx, study.id)
        known = [person.id for person in studies.register(tx, study.id).respondents]
    register = register_beside(file.parent, study, known)
    check_together(study, frame, register, where=str(file))
    work.progress("load", 2, 3)
    with work.store.begin() as tx:
        studies.save_study(tx, study)
        new_frame = studies.save_frame(tx, study.id, frame)
        newest = studies.frame(tx, study.id).version
        if frame.version < newest:
            raise Conflict(
                f"version {newest} of the code frame is in force, this is version {frame.version}",
                where=str(file.parent / study.code_frame),
                remedy=f"give the frame that shall hold from now on version {newest + 1}",
            )
        under_review = review.projects(tx, study.id)
        if new_frame and under_review:
            raise Conflict(
                f"a round is under review with version {under_review[0].frame_version} of the code frame",
                where=str(file.parent / study.code_frame),
                remedy="keep that version until the round is over: moving codings to a new version is not built yet",
            )
        if register.sessions:
            studies.save_register(tx, study.id, register)
    work.progress("load", 3, 3)
    return {
        "study": study.id,
        "transcripts": str(file.parent / study.transcripts),
        "frame_version": frame.version,
        "frame_is_new": new_frame,
        "codes": len(frame.leaves),
        "sessions": len(register.sessions),
        "respondents": len(register.respondents),
        "refused": sorted(closed_sessions(study, register) & set(imported)),
    }


def register_beside(folder: Path, study: Study, known: list[str]) -> Register:
    """The register in ``folder``, under the study's file names; empty when neither file is there.

    ``known`` are ids of people of the study that ``referred_by`` may name.
    """
    sessions, roster = folder / study.sessions, folder / study.roster
    if not sessions.exists() and not roster.exists():
        return Register()
    return read_register(sessions, roster, known=known)
