"""relato study load: read a study, its code frame and its register, and keep them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotations.borders import read_borders
from annotations.codeframe import CodeFrame
from annotations.codeframe_files import read_code_frame
from annotations.errors import Conflict
from annotations.registers import read_register
from annotations.sessions import Register
from annotations.studies import Study
from annotations.study_files import check_together, read_study_with_places
from annotations.triangulation.files import read_points
from service.storage import changes, corpus, people, review, snapshots, studies
from service.storage.transactions import Tx
from service.storage.vault import open_vault
from service.workflows.carrying_over import Brought, bring_forward
from service.workflows.change_checks import STUDY_FILE
from service.workflows.change_sync import rename_priorities, sync_changes
from service.workflows.collecting import collect_study
from service.workflows.consent import closed_sessions, take_out_silent
from service.workflows.naming import is_name
from service.workflows.statistics import take_in
from service.workflows.work import Outcome, Work


def load_study(work: Work, *, path: str) -> Outcome:
    """Load ``study.yaml`` and the files beside it that it names. Refused whole when any of them is bad (BadInput).

    A new version of the code frame must say what became of the codes of the one in force. What is under review is collected first
    and brought to the new version together with it (``carrying_over``).
    """
    file = Path(path)
    work.progress("load", 0, 3)
    study, places = read_study_with_places(file)
    with work.store.read() as tx:
        imported = corpus.transcript_ids(tx, study.id)
        before = studies.register(tx, study.id)
        versions = studies.frames(tx, study.id)
        entered = changes.register(tx, study.id).entries
        under_review, coded = bool(review.projects(tx, study.id)), bool(review.log(tx, study.id, limit=1))
    in_force = versions[-1] if versions and (under_review or coded) else None  # as long as nobody has coded nothing can be lost
    frame = read_code_frame(file.parent / study.code_frame, before=in_force)
    work.progress("load", 1, 3)
    borders = read_borders(file.parent / study.borders) if study.borders else {}
    points = read_points(file.parent / study.statistics) if study.statistics else []
    register = register_beside(file.parent, study, before)
    check_together(study, frame, register, where=str(file), places=places, changes=entered)
    work.progress("load", 2, 3)
    if under_review and versions and frame.version > versions[-1].version:
        collect_study(work, study_id=study.id)  # what is not collected now can be later: old tasks are read as they were made
    with work.store.begin() as tx:
        synced = _save_study(tx, study, borders, where=str(file))
        new_frame = _save_frame(tx, study, frame, where=str(file.parent / study.code_frame))
        brought = bring_forward(tx, study) if new_frame and versions else Brought()
        if new_frame and versions:
            synced["described"] = sorted({*synced["described"], *rename_priorities(tx, study.id, versions[-1].version)})
        register = _save_register(work, tx, study, register)
        statistics = take_in(tx, study.id, STUDY_FILE, points, study.statistics) if points else {}
        to_withdraw = take_out_silent(tx, study, studies.register(tx, study.id))
    work.progress("load", 3, 3)
    return {
        "study": study.id,
        "transcripts": str(file.parent / study.transcripts),
        "frame_version": frame.version,
        "frame_is_new": new_frame,
        "migrated": brought.told(),
        "codes": len(frame.leaves),
        "sessions": len(register.sessions),
        "respondents": len(register.respondents),
        "refused": sorted(closed_sessions(study, register) & set(imported)),
        "to_withdraw": to_withdraw,
        "changes": synced,
        **({"statistics": statistics} if statistics else {}),
    }


def _save_register(work: Work, tx: Tx, study: Study, register: Register) -> Register:
    """The register as it is from now on; what nobody gave anew stays."""
    if not (register.sessions or register.contacts):
        return register
    box = open_vault(work.settings, tx)
    known = people.register(tx, box, study.id)
    register = register.with_withdrawals_of(known) if register.sessions else known.updated(register)
    register = replace(register, contacts=register.contacts or known.contacts)
    people.save_register(tx, box, study.id, register, is_name=is_name(study))
    return register


def _save_study(tx: Tx, study: Study, borders: Mapping[str, Any], *, where: str) -> Outcome:
    """Keep the study and its borders; what that did to the register of changes. Raises Conflict."""
    earlier = studies.as_loaded(tx, study.id)
    if earlier is not None and earlier.identity.kinds != study.identity.kinds:
        corpus.set_outdated(tx, study.id, corpus.transcript_ids(tx, study.id))  # other kinds are masked now
    studies.save_study(tx, study)
    if borders:
        snapshots.save(tx, study.id, snapshots.BORDERS, borders, "")
    return sync_changes(tx, study, earlier, where=where)


def _save_frame(tx: Tx, study: Study, frame: CodeFrame, *, where: str) -> bool:
    """Keep the code frame; True when it is new. Raises Conflict."""
    new = studies.save_frame(tx, study.id, frame)
    newest = studies.frame(tx, study.id).version
    if frame.version < newest:
        raise Conflict(
            f"version {newest} of the code frame is in force, this is version {frame.version}",
            where=where,
            remedy=f"give the frame that shall hold from now on version {newest + 1}",
        )
    return new


def register_beside(folder: Path, study: Study, before: Register) -> Register:
    """The tables of the register that lie in ``folder``; empty when there is none. ``before``: who is registered already."""
    files = register_files(folder, study)
    sessions, roster, contacts = files["sessions"], files["roster"], files["contacts"]
    if not (sessions or roster or contacts):
        return Register()
    if bool(sessions) != bool(roster):  # the missing one is named in the error
        sessions, roster = sessions or folder / study.sessions, roster or folder / study.roster
    known = [*(person.id for person in before.respondents), *(contact.id for contact in before.contacts)]
    told = read_register(sessions, roster, contacts=contacts, known=known, domains=[domain.id for domain in study.domains])
    return told.with_withdrawals_of(before)


def register_files(folder: Path, study: Study) -> dict[str, Path | None]:
    """The tables that are there: under the study's names, the same with .xlsx, or all in one register.xlsx."""
    found: dict[str, Path | None] = {}
    for table, name in (("sessions", study.sessions), ("roster", study.roster), ("contacts", study.contacts)):
        candidates = (folder / name, (folder / name).with_suffix(".xlsx"))
        found[table] = next((path for path in candidates if path.exists()), None)
    workbook = folder / "register.xlsx"
    if workbook.exists() and not (found["sessions"] or found["roster"]):
        found |= {"sessions": workbook, "roster": workbook}
    return found
