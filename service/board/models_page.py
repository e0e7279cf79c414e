"""The history of the models: which one suggests, how good each was, what became of it; and a person's decisions about them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from annotations.languages import in_language
from annotations.studies import Study
from models.targets import targets_of
from service.api.deps import TheWork
from service.board.pages import Poster, Reader, go, link, page
from service.storage import studies
from service.workflows import promoting
from service.workflows.work import Work

router = APIRouter(prefix="/{study_id}/models")
MEASURES = ("lrap", "lrap_domain", "lrap_section")
"""How well codes, domains and sections are put in order, in transcripts that the model had not seen (LRAP)."""
Entry = Mapping[str, Any]
Reason = Annotated[str, Form(max_length=500)]


@router.get("")
def list_models(request: Request, study_id: str, work: TheWork, reader: Reader) -> Response:
    """Every model, the newest first, and everything that became of them."""
    study = _study(work, study_id)
    found = promoting.entries(work, study_id=study.id)[::-1]
    events = sorted(((event, entry["version"]) for entry in found for event in entry["events"]), key=lambda one: one[0]["at"])
    return page(
        request, "models.html", study=study, tab="models", models=found, events=events[::-1], measures=MEASURES,
        scores={entry["version"]: _scores(entry) for entry in found},
    )  # fmt: skip


@router.get("/{version}")
def show_model(request: Request, study_id: str, version: str, work: TheWork, reader: Reader) -> Response:
    """One model: on what it was fitted, how it compares with what was in use, code by code."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        frame = studies.frame(tx, study.id)
    (entry,) = promoting.entries(work, study_id=study.id, version=version)
    names = {target.key: in_language(target.name, reader.language) for target in targets_of(study, frame)}
    return page(
        request, "model.html", study=study, tab="models", model=entry, measures=MEASURES, scores=_scores(entry), names=names,
        rows=_rows(entry),
    )  # fmt: skip


@router.post("/back")
def go_back(study_id: str, work: TheWork, reader: Poster, reason: Reason = "") -> Response:
    promoting.roll_back(work, study_id=study_id, by=reader.name, reason=reason)
    return go(link(study_id, "models"))


@router.post("/{version}/promote")
def promote(study_id: str, version: str, work: TheWork, reader: Poster, reason: Reason = "") -> Response:
    promoting.promote(work, study_id=study_id, version=version, by=reader.name, reason=reason)
    return go(link(study_id, "models"))


def _study(work: Work, study_id: str) -> Study:
    with work.store.read() as tx:
        return studies.study(tx, study_id)


def _scores(entry: Entry) -> Mapping[str, Any]:
    """Of a fitted model its own scores; those of the frame alone stand beside them in the same place."""
    found: Mapping[str, Any] = entry["body"].get("scores", {}).get("head", {})
    return found


def _rows(entry: Entry) -> Sequence[Mapping[str, Any]]:
    """Code by code, where most is gained first."""
    rows = entry["body"].get("compared_with", {}).get("targets", [])
    return sorted(rows, key=lambda row: -row["difference"]["mean"])
