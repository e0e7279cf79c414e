"""The changes that a study file names are entered in the register, by "study file"; what the file says anew is written down anew.

Only what is different from the file that was loaded before is taken over: what people did to the register since stays.
"""

from dataclasses import asdict, replace
from typing import Any

from annotations.changes.register import ChangeRegister
from annotations.errors import Conflict
from annotations.frame_changes import changes_between, composed, fates
from annotations.studies import Change, Study
from service.storage import changes, studies
from service.storage.transactions import Store, Tx
from service.workflows.change_checks import STUDY_FILE
from service.workflows.work import Outcome

WORDS = ("title", "statement")
DESCRIBED = ("kind", "domain", "secondary_domains", "contributed", "addressed", "priorities")


def sync_changes(tx: Tx, study: Study, before: Study | None, *, where: str) -> Outcome:
    """Bring the register of changes up to the file ``study``; ``before``: the study as its file said at the last loading.

    Which changes were entered, restated and described; ``left``: the file words a change anew that is merged; ``gone``: no longer in
    the file, they stay in the register. Raises Conflict when another change has the id of one that is new in the file.
    """
    register = changes.register(tx, study.id)
    was = {change.id: _squeezed(change) for change in before.changes} if before is not None and register.entries else {}
    told: dict[str, list[str]] = {"entered": [], "restated": [], "described": [], "left": []}
    for number, change in enumerate(map(_squeezed, study.changes)):
        entry = register.entries.get(change.id)
        if entry is None:
            changes.append(tx, study.id, STUDY_FILE, "entered", change.id, _body(change, (*WORDS, *DESCRIBED)), "")
            told["entered"].append(change.id)
        elif change.id not in was:
            _check_same(register, change, f"{where}: changes[{number}]")
        elif entry.status == "merged":
            told["left"] += [change.id] if change != was[change.id] else []
        else:
            for act, names in (("restated", WORDS), ("described", DESCRIBED)):
                new = _new(change, was[change.id], entry.change, names)
                if new:
                    body = _body(change, WORDS if act == "restated" else new)
                    changes.append(tx, study.id, STUDY_FILE, act, change.id, body, "")
                    told[act].append(change.id)
    return {**told, "gone": sorted(set(was) - {change.id for change in study.changes})}


def rename_priorities(tx: Tx, study_id: str, version: int) -> list[str]:
    """Write down what the priorities of changes are called in the newest code frame, that was version ``version`` before: what was renamed,
    or merged with another. Which changes; one that was removed or split stays as it is called, for a person to decide."""
    known = studies.frames(tx, study_id)
    by = composed(fates(step) for step in changes_between(known, version, known[-1].version))
    here = known[-1].by_id
    told = []
    for id_, entry in changes.register(tx, study_id).entries.items():
        was = entry.change.priorities
        new = tuple(dict.fromkeys((by[one].to if one in by and one not in here else "") or one for one in was))
        if new != was and entry.is_current:
            changes.append(tx, study_id, STUDY_FILE, "described", id_, {"priorities": list(new)}, "")
            for one in was:
                if one not in new and by[one].to in new:
                    body = {"priority": by[one].to, "renamed_from": one}
                    changes.append(tx, study_id, STUDY_FILE, "cited", id_, body, "")
            told.append(id_)
    return told


def enter_from_file(tx: Tx, study_id: str) -> None:
    """Enter the changes of the study's file where nobody has entered any: it was loaded before there was a register of changes."""
    loaded = studies.as_loaded(tx, study_id)
    if loaded is not None and loaded.changes and not changes.last_number(tx, study_id):
        sync_changes(tx, loaded, None, where=f"study {study_id}")


def enter_in_old_studies(store: Store) -> None:
    """``enter_from_file`` for every study that was loaded before there was a register: its pages and lists show the register."""
    with store.read() as tx:
        waiting = [study.id for study in studies.studies(tx) if study.changes and not changes.last_number(tx, study.id)]
    for study_id in waiting:
        with store.begin() as tx:
            studies.lock(tx, study_id)
            enter_from_file(tx, study_id)


def _squeezed(change: Change) -> Change:
    """With words on one line each, as the register keeps them."""
    words = [{language: " ".join(text.split()) for language, text in given.items()} for given in (change.title, change.statement)]
    return replace(change, title=words[0], statement=words[1])


def _check_same(register: ChangeRegister, change: Change, where: str) -> None:
    """A change that was entered on the board may be written in the file afterwards, as it is."""
    entry = register.entries[change.id]
    if entry.change != change:
        raise Conflict(
            f"{change.id} was entered in the register on {entry.entered_at:%Y-%m-%d} by {entry.statements[0].by}, with other words",
            where=where,
            remedy=f"give the file's change another id, or write what `relato changes show {change.id}` says",
        )


def _new(change: Change, was: Change, now: Change, names: tuple[str, ...]) -> tuple[str, ...]:
    """What the file says otherwise than before, and the register does not say already."""
    return tuple(
        name for name in names if getattr(change, name) != getattr(was, name) and getattr(change, name) != getattr(now, name)
    )


def _body(change: Change, names: tuple[str, ...]) -> dict[str, Any]:
    values = asdict(change)
    return {name: list(values[name]) if isinstance(values[name], tuple) else values[name] for name in names}
