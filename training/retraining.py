"""The periodic job: fit on what people decided, judge on transcripts not seen, describe, and say whether to use it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from annotations.studies import Words
from models.artifacts import save_head
from models.cold_start import ColdStart
from training.cards import LANGUAGES, Facts, card
from training.datasets import Reviewed
from training.fitting import fit_head
from training.metrics import Interval
from training.promotion import RULE, decide
from training.validation import validate

SCORES = "scores.json"


@dataclass(frozen=True)
class Outcome:
    """What retraining made. ``scores``: "cold_start", "head" and "difference" by metric, each {"mean", "low", "high"}.

    ``path`` is the model folder, ``cards`` its model cards by language; the folder is kept whether it is promoted or not.
    """

    version: str
    promoted: bool
    reason: Words
    scores: dict[str, dict[str, Interval]]
    path: Path
    cards: dict[str, Path]


def retrain(
    reviewed: Reviewed,
    cold: ColdStart,
    *,
    frame_version: int,
    folder: Path,
    created: datetime,
    seed: int = 1,
    folds: int = 5,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Fit, judge, describe and save ``folder/<version>``.

    The version is made of the data, the frame, the encoder, the seed and the rule of promotion: the same of all gives the same version and the same
    scores, and the folder that is there stays as it is.

    Parameters
    ----------
    cold : the cold start in use; its targets are the columns of ``reviewed.labels``.
    created : written into manifest and card, nothing else depends on it.

    Raises
    ------
    TooFewTranscripts : too few reviewed transcripts to judge a model.
    ValueError : ``cold`` has other targets than ``reviewed``.
    """
    if reviewed.targets != cold.targets:
        raise ValueError("the reviewed segments are labelled with other targets than the cold start has")
    validation = validate(reviewed, cold, seed=seed, folds=folds, progress=progress)
    facts = Facts(
        version=_version(reviewed, cold, frame_version, seed, folds),
        encoder=cold.encoder_id,
        cold=cold.version,
        frame_version=frame_version,
        created=created.isoformat(),
        seed=seed,
    )
    decision = decide(validation.scores["difference"], validation.paired, seed=seed)
    head = fit_head(reviewed, cold, version=facts.version, thresholds=validation.thresholds)
    documents = {_card(language): card(language, facts, reviewed, validation, decision) for language in LANGUAGES}
    documents[SCORES] = json.dumps(validation.scores, indent=1, sort_keys=True) + "\n"
    path = save_head(
        head, folder, frame_version=frame_version, data_hash=reviewed.data_hash, created=created, documents=documents
    )
    cards = {language: path / _card(language) for language in LANGUAGES}
    return Outcome(facts.version, decision.promoted, decision.reason, validation.scores, path, cards)


def _card(language: str) -> str:
    return f"card.{language}.md"


def _version(reviewed: Reviewed, cold: ColdStart, frame_version: int, seed: int, folds: int) -> str:
    facts = [reviewed.data_hash, cold.evidence_version, cold.encoder_id, frame_version, seed, folds, RULE]
    return "head-" + hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:10]
