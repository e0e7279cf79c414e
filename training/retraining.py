"""The periodic job: fit on what people decided, judge on transcripts not seen, describe, and say whether to use it."""

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from annotations.studies import Words
from models.artifacts import save_head
from models.certificates import Certificate
from models.cold_start import ColdStart
from training.cards import LANGUAGES, Facts, card
from training.certification import certify
from training.champions import Champion, Duel, duel
from training.checkpoints import Checkpoints, forget_others
from training.comparison import unseen
from training.datasets import Reviewed
from training.fitting import fit_head
from training.metrics import Interval
from training.promotion import RULE, Result, Why
from training.recipes import recipe_version
from training.validation import INNER_FOLDS, Validation, validate

SCORES = "scores.json"
OUTCOME = "outcome.json"
Steps = Callable[[int, int], None]


@dataclass(frozen=True)
class Plan:
    """How a model is made, beside its data: all of it is part of the model's version, but for ``ask``, why a person should decide."""

    seed: int = 1
    folds: int = 5
    recall: float = 0.8
    confidence: float = 0.9
    ask: tuple[Why, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What retraining made. ``scores``: "cold_start", "head" and "difference" by metric, each {"mean", "low", "high"}.

    ``path`` is the model folder, ``cards`` its model cards by language; the folder is kept whether it is promoted or not.
    ``told`` is everything that the registry keeps of it, as ``outcome.json`` in the folder has it.
    """

    version: str
    result: Result
    reason: Words
    scores: dict[str, dict[str, Interval]]
    path: Path
    cards: dict[str, Path]
    told: dict[str, Any]

    @property
    def promoted(self) -> bool:
        return self.result == "promote"


def retrain(
    reviewed: Reviewed,
    cold: ColdStart,
    *,
    frame_version: int,
    folder: Path,
    created: datetime,
    seed: int = 1,
    folds: int = 5,
    champion: Champion | None = None,
    plan: Plan | None = None,
    progress: Steps | None = None,
    encoder_saw: Collection[str] = (),
) -> Outcome:
    """Fit, judge, describe and save ``folder/<version>``.

    The version is made of the data and of everything else that decides the numbers: the same of all gives the same version and the
    same scores, and the folder that is there stays. Killed and begun again, it goes on at the fold where it stopped.

    Parameters
    ----------
    champion : the head in use, which the new one has to beat; the cold start when there is none.
    plan : instead of ``seed`` and ``folds``.
    encoder_saw : sessions whose labels the encoder was fine-tuned on. Nothing is judged, and no code certified, by them.
    """
    if reviewed.targets != cold.targets:
        raise ValueError("the reviewed segments are labelled with other targets than the cold start has")
    chosen = plan or Plan(seed=seed, folds=folds)
    version = version_of(reviewed, cold, frame_version, chosen)
    forget_others(folder, version)
    checkpoints = Checkpoints.of(folder, version)
    if there := _saved(folder / version, champion.version if champion else ""):
        checkpoints.forget()
        return there
    steps = _steps(progress, 2 if champion and champion.recipe == recipe_version() else 1)
    how: dict[str, Any] = {"seed": chosen.seed, "folds": chosen.folds, "checkpoints": checkpoints}
    validation = validate(reviewed, cold, progress=steps[0], **how)
    fought = duel(reviewed, cold, validation, champion, ask=chosen.ask, encoder_saw=encoder_saw, progress=steps[-1], **how)
    certificates = _certificates(reviewed, validation, chosen, encoder_saw)
    head = fit_head(reviewed, cold, version=version, thresholds=validation.thresholds)
    head.certificates = {each.target: each for each in certificates}
    told = _told(version, reviewed, cold, frame_version, chosen, validation, fought, champion, certificates)
    facts = Facts(version, cold.encoder_id, cold.version, frame_version, chosen.seed, recipe_version())
    documents = {_card(language): card(language, facts, reviewed, validation, fought, certificates) for language in LANGUAGES}
    documents |= {SCORES: _json(validation.scores), OUTCOME: _json(told)}
    path = save_head(
        head, folder, frame_version=frame_version, data_hash=reviewed.data_hash, created=created, documents=documents
    )
    checkpoints.forget()
    return _outcome(path, told)


def _json(found: Mapping[str, Any]) -> str:
    return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _certificates(
    reviewed: Reviewed, validation: Validation, plan: Plan, encoder_saw: Collection[str]
) -> tuple[Certificate, ...]:
    fresh = unseen(reviewed, encoder_saw)
    return certify(
        validation.certifying[fresh],
        reviewed.labels[fresh],
        reviewed.groups[fresh],
        reviewed.targets,
        recall=plan.recall,
        confidence=plan.confidence,
    )


def version_of(reviewed: Reviewed, cold: ColdStart, frame_version: int, plan: Plan) -> str:
    """The version that the same data, made the same way, always has."""
    facts = [
        reviewed.data_hash, cold.evidence_version, cold.encoder_id, frame_version, plan.seed, plan.folds, plan.recall,
        plan.confidence, recipe_version(), RULE,
    ]  # fmt: skip
    return "head-" + hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:10]


def _told(
    version: str,
    reviewed: Reviewed,
    cold: ColdStart,
    frame_version: int,
    plan: Plan,
    validation: Validation,
    fought: Duel,
    champion: Champion | None,
    certificates: Sequence[Certificate],
) -> dict[str, Any]:
    return {
        "version": version,
        "result": fought.decision.result,
        "reason": dict(fought.decision.reason),
        "p": fought.decision.p,
        "scores": validation.scores,
        "compared_with": {
            "version": fought.opponent,
            "champion": champion.version if champion else "",
            "how": fought.how,
            "scores": fought.comparison.scores,
            "targets": [asdict(row) for row in fought.comparison.rows],
            "losers": list(fought.comparison.losers),
        },
        "certificates": {
            "recall": plan.recall,
            "confidence": plan.confidence,
            "certified": sum(each.certified for each in certificates),
            "of": len(certificates),
        },
        "lineage": {
            "data_hash": reviewed.data_hash,
            "reviewed_segments": len(reviewed.segments),
            "reviewed_sessions": validation.transcripts,
            "groups": validation.groups,
            "frame_version": frame_version,
            "encoder": cold.encoder_id,
            "cold_start": cold.version,
            "evidence": cold.evidence_version,
            "recipe": recipe_version(),
            "rule": RULE,
            "seed": plan.seed,
            "parameters": {"folds": plan.folds, "inner_folds": INNER_FOLDS, "thresholds": dict(validation.thresholds)},
        },
    }


def _saved(path: Path, champion: str) -> Outcome | None:
    """What a job that was killed after saving had found; a folder in which something else was compared is taken away."""
    if not (path / OUTCOME).is_file():
        return None
    told = json.loads((path / OUTCOME).read_text(encoding="utf-8"))
    if champion in (path.name, told["compared_with"]["champion"]):
        return _outcome(path, told)
    shutil.rmtree(path)
    return None


def _outcome(path: Path, told: Mapping[str, Any]) -> Outcome:
    cards = {language: path / _card(language) for language in LANGUAGES}
    return Outcome(told["version"], told["result"], told["reason"], told["scores"], path, cards, dict(told))


def _steps(progress: Steps | None, rounds: int) -> tuple[Steps, ...]:
    """One count over all folds of all models that are fitted."""

    def step(before: int) -> Steps:
        return lambda done, total: progress(before * total + done, rounds * total) if progress else None

    return tuple(step(before) for before in range(rounds))


def _card(language: str) -> str:
    return f"card.{language}.md"
