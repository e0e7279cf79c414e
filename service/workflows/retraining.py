"""relato retrain: fit on what people reviewed, judge on transcripts held out, promote only what is better than what is in use."""

from dataclasses import dataclass
from typing import Any

from annotations.codeframe import CodeFrame
from annotations.codings import PLANTED, Coding
from annotations.errors import BadInput, ModelMismatch
from annotations.studies import Study
from annotations.transcripts import Segment
from models.artifacts import load_head, read_manifest
from models.batches import Batch, make_batch
from models.classifiers import ColdStart
from models.digests import content_hash
from models.embeddings import Encoder
from service.storage import corpus, machines, registry, review, studies
from service.storage.transactions import Tx, now
from service.workflows.carrying_over import settled
from service.workflows.consent import closed_sessions
from service.workflows.drifting import drift_of
from service.workflows.machines import cold_start, encoder_for, encoder_saw, study_and_frame
from service.workflows.work import Outcome, Work
from training.champions import Champion, champion_of
from training.datasets import from_codings
from training.retraining import Outcome as Made
from training.retraining import Plan, retrain, version_of


@dataclass(frozen=True)
class _Material:
    """What the database has for it: reviewed segments, what was said of them, by whom reviewed, who speaks in several sessions,
    and which segments were coded without suggestions.

    What a model suggested is not among it: nobody has said that.
    """

    segments: list[Segment]
    codings: list[Coding]
    reviewed_by: set[tuple[str, str]]
    together: tuple[frozenset[str], ...]
    blind: frozenset[str]


def retrain_study(work: Work, *, study_id: str, seed: int = 1) -> Outcome:
    """Retrain on all reviewed segments. With nothing new since the last time nothing is fitted, and nothing changes."""
    study, frame = study_and_frame(work, study_id)
    found = material(work, study)
    work.progress("load model", 0, 1)
    encoder = encoder_for(work, study.id)
    cold = cold_start(work, study, frame, encoder)
    batch = make_batch(found.segments, encoder, sentences=False, progress=lambda done, total: work.progress("embed", done, total))
    reviewed = from_codings(
        batch, cold.targets, found.codings, sorted(found.reviewed_by), together=found.together, blind=found.blind
    )
    plan = Plan(seed=seed, recall=study.suggestions.recall, confidence=study.suggestions.confidence)
    version = version_of(reviewed, cold, frame.version, plan)
    with work.store.read() as tx:
        known = next((row for row in machines.models(tx, study.id) if row.version == version), None)
        in_use = machines.champion(tx, study.id)
        back = in_use is not None and registry.was_gone_back_to(tx, study.id, in_use.version)
    drift = drift_of(work, study, encoder)
    if known is not None:
        return {"study": study.id, "model": version, "new": False, "drift": drift, "champion": known.champion, **known.body}
    plan = Plan(plan.seed, plan.folds, plan.recall, plan.confidence, _why_ask(study, back))
    made = retrain(
        reviewed,
        cold,
        frame_version=frame.version,
        folder=work.settings.folder("models", study.id),
        created=now(),
        plan=plan,
        champion=_champion(work, study, frame, encoder, cold, batch, found.together),
        progress=lambda done, total: work.progress("fit", done, total),
        encoder_saw=encoder_saw(work, study.id, encoder),
    )
    body = _body(work, made, sorted({segment.session_id for segment in reviewed.segments}))
    with work.store.begin() as tx:
        champion = _enter(tx, study, frame, encoder, made, body)
    return {"study": study.id, "model": version, "new": True, "drift": drift, "champion": champion, **body}


def material(work: Work, study: Study) -> _Material:
    with work.store.read() as tx:
        stood = settled(tx, study.id)
        reviewed_by = {(segment_id, coder_id) for segment_id, one in stood.items() for coder_id in one.by}
        # What somebody accepted that was put there because it is wrong teaches a machine nothing.
        codings = [c for one in stood.values() for c in one.of_each if c.from_suggestion != PLANTED]
        register = studies.register(tx, study.id)
        closed = closed_sessions(study, register)
        done = {segment_id for segment_id, _ in reviewed_by}
        segments = [s for s in corpus.segments(tx, study.id) if s.id in done and s.session_id not in closed]
        together = tuple(frozenset(each) for each in register.sessions_of_one_person())
        seen_by = review.reviewed(tx, study.id)
        led = {segment_id for segment_id, _, _, arm in seen_by if arm == "assisted"}
        blind = {segment_id for segment_id, _, _, arm in seen_by if arm == "blind"} - led
        return _Material(segments, codings, reviewed_by, together, frozenset(blind))


def _why_ask(study: Study, gone_back_to: bool) -> tuple[Any, ...]:
    return (("study",) if study.retraining.promotion == "ask" else ()) + (("rolled_back",) if gone_back_to else ())


def _champion(
    work: Work,
    study: Study,
    frame: CodeFrame,
    encoder: Encoder,
    cold: ColdStart,
    batch: Batch,
    together: tuple[frozenset[str], ...],
) -> Champion | None:
    """The head in use, when it is one for this frame and encoder and can be read; else the cold start is the opponent."""
    with work.store.read() as tx:
        row = machines.champion(tx, study.id)
    if row is None or "path" not in row.body or (row.frame_version, row.encoder) != (frame.version, encoder.id):
        return None
    try:
        head = load_head(
            work.settings.home / row.body["path"], targets=cold.targets, encoder=encoder, frame_version=frame.version
        )
    except (BadInput, ModelMismatch):  # such a one is of no use for suggestions either
        return None
    return champion_of(head, str(row.body.get("lineage", {}).get("recipe", "")), batch, together)


def _body(work: Work, made: Made, sessions: list[str]) -> dict[str, Any]:
    """What the registry keeps: what the model's folder says, and where and what it is."""
    home = work.settings.home
    return {
        "kind": "head",
        **{name: value for name, value in made.told.items() if name != "version"},
        "promoted": made.promoted,
        "path": str(made.path.relative_to(home)),
        "cards": {language: str(path.relative_to(home)) for language, path in made.cards.items()},
        "files": dict(read_manifest(made.path).files),
        "content": content_hash(made.path),
        "fitted_on": sessions,
    }


def _enter(tx: Tx, study: Study, frame: CodeFrame, encoder: Encoder, made: Made, body: dict[str, Any]) -> bool:
    """One entry, and what becomes of it; whether it is the champion now.

    When somebody has changed the champion meanwhile, it was compared with another than is in use now: then a person decides.
    """
    studies.lock(tx, study.id)
    present = machines.champion(tx, study.id)
    compared_with = made.told["compared_with"]["champion"]
    as_compared = (present.version if present and "path" in present.body else "") == compared_with or not compared_with
    use = made.promoted and as_compared
    machines.save_model(
        tx, study.id, made.version, frame_version=frame.version, encoder=encoder.id, champion=use, body=body,
        by=registry.RETRAINING, reason=made.reason,
    )  # fmt: skip
    if not use:
        registry.happened(
            tx, study.id, made.version, "kept" if made.result == "keep" else "asked", registry.RETRAINING, made.reason
        )
    return use
