"""relato finetune: train the encoder further on reviewed segments; in use only if it wins on transcripts that were kept from it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from annotations.studies import Study
from models.artifacts import read_manifest, save_head
from models.batches import make_batch
from models.digests import content_hash
from models.embeddings import CachedEncoder, Encoder, load_encoder
from service.storage import machines, registry, studies
from service.storage.transactions import now
from service.workflows.machines import cold_start, embedding_cache, encoder_of, study_and_frame
from service.workflows.retraining import material
from service.workflows.work import Outcome, Work
from training.certification import certify
from training.datasets import Reviewed, from_codings
from training.finetuning import DONE, Cost, Tuning, save_tuned, trainable, tune, version_of
from training.pairs import pairs_of
from training.recipes import recipe_version
from training.tuned import Split, Trial, split, trial
from training.tuned_cards import LANGUAGES, card

FINETUNING = registry.By("job", "finetune")


def finetune_study(
    work: Work, *, study_id: str, seed: int = 1, pairs: int = 2_400, rate: float = 5e-5, seconds: float = 0.0
) -> Outcome:
    """Train, judge, describe; with nothing new since the last time nothing is trained. Killed and begun again it goes on.

    Always from the encoder of the settings, never from one that was fine-tuned before: what that one saw is not forgotten.
    """
    study, frame = study_and_frame(work, study_id)
    found = material(work, study)
    base = encoder_of(work.settings)
    frozen = cold_start(work, study, frame, base)
    batch = make_batch(found.segments, base, progress=lambda done, total: work.progress("embed", done, total))
    reviewed = from_codings(batch, frozen.targets, found.codings, sorted(found.reviewed_by), together=found.together)
    parts = split(reviewed, seed=seed)
    tuning = Tuning(seed=seed, pairs=pairs, rate=rate, seconds=seconds)
    version = version_of(reviewed.data_hash, base.id, tuning)
    with work.store.read() as tx:
        known = next((row for row in machines.models(tx, study.id) if row.version == version), None)
    if known is not None:
        return {"study": study.id, "model": version, "new": False, "champion": known.champion, **known.body}
    folder, cost = _tuned(work, study, reviewed, parts, tuning, version, base)
    tuned = _load(work, folder)
    cold = cold_start(work, study, frame, tuned)
    other = make_batch(reviewed.segments, tuned, progress=lambda done, total: work.progress("embed again", done, total))
    tried = trial(reviewed, frozen, cold, other, parts, version=version, seed=seed)
    made = _Made(frame.version, reviewed, parts, tried, cold.encoder_id, folder, cost, tuning, base.id)
    body = _body(work, study, made, _save(work, study, made))
    with work.store.begin() as tx:
        studies.lock(tx, study.id)
        champion = tried.decision.result == "promote" and study.retraining.promotion != "ask"
        machines.save_model(
            tx, study.id, version, frame_version=frame.version, encoder=tuned.id, champion=champion, body=body, by=FINETUNING,
            reason=tried.decision.reason,
        )  # fmt: skip
        if not champion:
            event: registry.Event = "kept" if tried.decision.result == "keep" else "asked"
            registry.happened(tx, study.id, version, event, FINETUNING, tried.decision.reason)
    return {"study": study.id, "model": version, "new": True, "champion": champion, **body}


def _tuned(
    work: Work, study: Study, reviewed: Reviewed, parts: Split, tuning: Tuning, version: str, base: Encoder
) -> tuple[Path, Cost]:
    """The folder of the tuned encoder; trained unless it is there."""
    model, prefix = trainable(work.settings.encoder)
    encoders = work.settings.folder("models", study.id, "encoders")
    folder = encoders / (f"e5-{version}" if prefix else version)  # the name says whether texts want E5's prefix
    if not (folder / DONE).is_file():
        train = reviewed.take(parts.train.tolist())
        checkpoints = encoders / f".{version}"
        cost = tune(
            model, pairs_of(train, tuning.pairs, seed=tuning.seed), tuning, work=checkpoints, prefix=prefix,
            progress=lambda done, total: work.progress("fine-tune", done, total),
        )  # fmt: skip
        seen = sorted({segment.session_id for segment in train.segments})
        facts = {"version": version, "base": base.id, "seen": seen, "tuning": asdict(tuning), "cost": asdict(cost)}
        save_tuned(model, folder, facts=facts)
    told = json.loads((folder / DONE).read_text(encoding="utf-8"))
    return folder, Cost(**told["cost"])


def _load(work: Work, folder: Path) -> Encoder:
    settings = work.settings
    kept = settings.folder("cache", "encoders").resolve()
    return CachedEncoder(load_encoder(str(folder), precision=settings.encoder_precision, folder=kept), embedding_cache(settings))


@dataclass(frozen=True, eq=False)
class _Made:
    """What one fine-tuning was made of and came to."""

    frame_version: int
    reviewed: Reviewed
    parts: Split
    tried: Trial
    encoder: str
    folder: Path
    cost: Cost
    tuning: Tuning
    base: str

    @property
    def seen(self) -> list[str]:
        return sorted({self.reviewed.segments[row].session_id for row in self.parts.train})


def _save(work: Work, study: Study, made: _Made) -> Path:
    """The head of the trial with its card; certificates come from transcripts that neither the encoder nor the head saw."""
    rule, head, held = study.suggestions, made.tried.head, made.reviewed.take(made.parts.held_out.tolist())
    certificates = certify(
        made.tried.judged.scores, held.labels, held.groups, held.targets, recall=rule.recall, confidence=rule.confidence
    )
    head.certificates = {each.target: each for each in certificates}
    documents = {
        f"card.{lang}.md": card(lang, head.version, made.base, made.tuning, made.cost, made.parts, made.tried)
        for lang in LANGUAGES
    }
    return save_head(
        head, work.settings.folder("models", study.id), frame_version=made.frame_version, data_hash=made.reviewed.data_hash,
        created=now(), documents=documents,
    )  # fmt: skip


def _body(work: Work, study: Study, made: _Made, path: Path) -> dict[str, Any]:
    """What the registry keeps of it."""
    home, rule, tried, kept = work.settings.home, study.suggestions, made.tried, made.tried.head.certificates.values()
    return {
        "kind": "head",
        "result": tried.decision.result,
        "reason": dict(tried.decision.reason),
        "p": tried.decision.p,
        "promoted": tried.decision.promoted,
        "scores": tried.comparison.scores,
        "path": str(path.relative_to(home)),
        "cards": {lang: str((path / f"card.{lang}.md").relative_to(home)) for lang in LANGUAGES},
        "files": dict(read_manifest(path).files),
        "content": content_hash(path),
        "fitted_on": made.seen,
        "compared_with": {
            "version": made.base,
            "champion": "",
            "how": "refitted",
            "scores": tried.comparison.scores,
            "targets": [asdict(row) for row in tried.comparison.rows],
            "losers": list(tried.comparison.losers),
        },
        "certificates": {
            "recall": rule.recall,
            "confidence": rule.confidence,
            "certified": sum(each.certified for each in kept),
            "of": len(kept),
        },
        "cost": asdict(made.cost),
        "encoder_base": work.settings.encoder,
        "encoder_folder": str(made.folder.relative_to(home)),
        "encoder_saw": made.seen,
        "lineage": _lineage(made),
    }


def _lineage(made: _Made) -> dict[str, Any]:
    return {
        "data_hash": made.reviewed.data_hash,
        "reviewed_segments": len(made.parts.train),
        "reviewed_sessions": len(made.seen),
        "frame_version": made.frame_version,
        "encoder": made.encoder,
        "base_encoder": made.base,
        "recipe": recipe_version(),
        "seed": made.tuning.seed,
        "parameters": asdict(made.tuning),
    }
