"""relato models: what there is, and a person's decisions about it: use this one, go back to the one before, forget what was not used."""

import re
import shutil
from typing import Any

from annotations.errors import BadInput, NotFound, NotReady
from annotations.study_files import ID
from models.artifacts import read_manifest
from models.targets import targets_of
from service.storage import corpus, machines, registry, studies
from service.storage.tables import ModelRow
from service.storage.transactions import Tx, now
from service.workflows.machines import study_and_frame, usable_encoders
from service.workflows.work import Outcome, Work
from training.certificate_words import certificate_table

LONGEST_REASON = 500


def promote(work: Work, *, study_id: str, version: str, by: str, reason: str) -> Outcome:
    """A person lets a model be used from now on, whatever the comparison said. Raises NotFound, NotReady, BadInput."""
    person, why = _said(by, reason)
    study, frame = study_and_frame(work, study_id)
    now_set = (frame.version, usable_encoders(work, study.id))
    with work.store.begin() as tx:
        studies.lock(tx, study.id)
        row = machines.model(tx, study.id, _full(tx, study.id, version))
        if problem := _unfit(work, row, *now_set):
            raise NotReady(f"model {row.version} cannot be used: {problem}", remedy="retrain with `relato retrain`")
        before = machines.champion(tx, study.id)
        registry.make_champion(tx, study.id, row.version, person, why)
        return _changed(study.id, row.version, before)


def roll_back(work: Work, *, study_id: str, by: str, reason: str) -> Outcome:
    """Go back to the champion before, the latest that still fits the code frame and the encoder. Raises NotReady, BadInput."""
    person, why = _said(by, reason)
    study, frame = study_and_frame(work, study_id)
    now_set = (frame.version, usable_encoders(work, study.id))
    with work.store.begin() as tx:
        studies.lock(tx, study.id)
        present = machines.champion(tx, study.id)
        problems = []
        for version in registry.earlier_champions(tx, study.id):
            row = machines.model(tx, study.id, version)
            problem = _unfit(work, row, *now_set)
            if not problem:
                registry.go_back(tx, study.id, version, person, why)
                return _changed(study.id, version, present)
            problems.append(f"{version}: {problem}")
    raise NotReady(
        "there is no earlier champion to go back to" + (f" ({'; '.join(problems)})" if problems else ""),
        where=f"study {study.id}",
        remedy="retrain with `relato retrain`, or name a model with `relato models promote`",
    )


def prune(work: Work, *, study_id: str, keep: int, by: str = "") -> Outcome:
    """Delete the folders of models that were never used, but for the newest ``keep`` and those that wait for a person. Entries stay."""
    study, _ = study_and_frame(work, study_id)
    if keep < 0:
        raise BadInput("less than nothing cannot be kept", where="--keep", remedy="give 0 or more")
    who = _person(by) if by else registry.By("job", "prune")
    folders, home = work.settings.folder("models", study.id), work.settings.home
    with work.store.begin() as tx:
        studies.lock(tx, study.id)
        used = registry.once_champions(tx, study.id)
        present = machines.champion(tx, study.id)
        idle = [
            row
            for row in machines.models(tx, study.id)
            if row.version not in used and "path" in row.body and not waits(row, present) and (home / row.body["path"]).is_dir()
        ]
        gone = idle[: max(0, len(idle) - keep)]
        for row in gone:
            registry.happened(tx, study.id, row.version, "pruned", who)
    for row in gone:  # written down first: a folder that a killed process left is no model that one may use
        shutil.rmtree(folders / row.version, ignore_errors=True)
    return {"study": study.id, "pruned": [row.version for row in gone], "kept": len(idle) - len(gone), "at": now().isoformat()}


def waits(row: ModelRow, present: ModelRow | None) -> bool:
    """Whether a model waits for a person: it was better than what is in use now."""
    champion = present.version if present and "path" in present.body else ""
    return row.body.get("result") == "ask" and not row.champion and row.body["compared_with"]["champion"] == champion


def _full(tx: Tx, study_id: str, version: str) -> str:
    """The version that begins so. Raises NotFound."""
    found = [row.version for row in machines.models(tx, study_id) if row.version.startswith(version)] if version else []
    if len(found) == 1 or version in found:
        return version if version in found else found[0]
    raise NotFound(f"study {study_id!r} has no model {version!r}", remedy="`relato models list` shows them")


def _unfit(work: Work, row: ModelRow, frame_version: int, encoders: frozenset[str]) -> str:
    """Why a model cannot be used now; empty when it can."""
    if row.frame_version != frame_version:
        return f"made for version {row.frame_version} of the code frame, which has version {frame_version} now"
    if row.encoder not in encoders:
        return "made with another encoder than the one that is set"
    if "path" in row.body and not (work.settings.home / row.body["path"] / "manifest.json").is_file():
        return "its folder is no longer there"
    return "" if row.body.get("kind") in ("head", "cold_start") or "path" in row.body else "it is not a model that can be loaded"


def _said(by: str, reason: str) -> tuple[registry.By, dict[str, str]]:
    said = re.sub(r"\s+", " ", reason).strip()
    if not said or len(said) > LONGEST_REASON:
        raise BadInput(
            "a reason is needed", where="reason", remedy=f"say why in 1 to {LONGEST_REASON} characters, without names of people"
        )
    return _person(by), {"": said}


def _person(by: str) -> registry.By:
    if not ID.fullmatch(by):
        raise BadInput(
            "not the id of a person", where="by", remedy="give the id of a coder or supervisor, without spaces; not a name"
        )
    return registry.By("person", by)


def _changed(study_id: str, version: str, before: ModelRow | None) -> dict[str, Any]:
    return {
        "study": study_id,
        "champion": version,
        "before": before.version if before else "",
        "changed": not before or before.version != version,
    }


def entries(work: Work, *, study_id: str, version: str = "") -> list[dict[str, Any]]:
    """The registry, oldest first, or one entry of it: what each model is, and what became of it. Raises NotFound."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        rows = [machines.model(tx, study.id, _full(tx, study.id, version))] if version else machines.models(tx, study.id)
        told = registry.events(tx, study.id)
        present = machines.champion(tx, study.id)
        return [
            {
                "version": row.version,
                "champion": row.champion,
                "waits": waits(row, present),
                "frame_version": row.frame_version,
                "encoder": row.encoder,
                "body": row.body,
                "created_at": row.created_at,
                "events": [
                    {"event": e.event, "actor": e.actor, "by": e.by, "reason": e.reason, "at": e.at}
                    for e in told
                    if e.version == row.version
                ],
            }
            for row in rows
        ]


def certificate_lines(work: Work, *, study_id: str, version: str, language: str) -> list[str]:
    """The certificates of a model as a table. Raises NotFound, BadInput when its folder is no longer there."""
    study, frame = study_and_frame(work, study_id)
    with work.store.read() as tx:
        row = machines.model(tx, study.id, _full(tx, study.id, version))
        segments = corpus.segment_count(tx, study.id)
    if "path" not in row.body:
        raise NotFound(f"model {row.version} has no certificates", remedy="they are of models fitted on reviews")
    found = read_manifest(work.settings.home / row.body["path"]).certificates
    return certificate_table(language, list(found.values()), targets_of(study, frame), segments=segments)
