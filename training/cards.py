"""The model card, in the languages in which people read it, from the numbers alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotations.languages import in_language
from models.certificates import Certificate
from training.card_words import CARD
from training.certificate_words import certificate_table
from training.champions import Duel
from training.comparison import ATTESTED
from training.datasets import Reviewed
from training.metrics import Interval, metrics_of
from training.promotion import FEWEST_GROUPS, LEVEL
from training.validation import Validation

LANGUAGES = ("es", "en")
FEW_POSITIVES = 10


@dataclass(frozen=True)
class Facts:
    """What the card says beside the numbers. Not when it was made: the same data make the same card."""

    version: str
    encoder: str
    cold: str
    frame_version: int
    seed: int
    recipe: str


def card(
    language: str,
    facts: Facts,
    reviewed: Reviewed,
    validation: Validation,
    fought: Duel,
    certificates: Sequence[Certificate],
) -> str:
    """Markdown in ``language`` (one of ``LANGUAGES``)."""
    w, decision = CARD[language], fought.decision
    lines = [
        f"# {w['title']} {facts.version}", "", w["what"], "",
        f"**{w['decision']}: {w[decision.result]}.** {in_language(decision.reason, language)}", "",
        f"## {w['scores']}", "", *_table(language, reviewed, validation), "", w["note"].format(level=LEVEL, fewest=FEWEST_GROUPS), "",
        f"## {w['duel']}", "", *_duel(language, reviewed, fought), "",
        f"## {w['codes']}", "", *_codes(language, reviewed, fought), "", w["share"].format(attested=ATTESTED), "",
        f"## {w['certificates']}", "", *certificate_table(language, certificates, reviewed.targets), "",
        f"## {w['made']}", "", *_made(language, facts, reviewed, validation), "",
        f"## {w['limits']}", "", w["scope"], "", w["blind" if fought.blind else "shown"], "", _rare(language, reviewed), "",
        f"## {w['targets']}", "", *_targets(language, reviewed), "",
    ]  # fmt: skip
    return "\n".join(lines)


def _made(language: str, facts: Facts, reviewed: Reviewed, validation: Validation) -> list[str]:
    w = CARD[language]
    empty = int((reviewed.labels.sum(axis=1) == 0).sum())
    joined = f" ({w['groups']}: {validation.groups})" if validation.groups < validation.transcripts else ""
    thresholds = ", ".join(f"{kind} {value:.3f}" for kind, value in validation.thresholds.items())
    return [
        f"- {w['segments']}: {len(reviewed.segments)} ({w['empty']}: {empty})",
        f"- {w['transcripts']}: {validation.transcripts}{joined}",
        f"- {w['folds']}: {validation.folds}",
        f"- {w['seed']}: {facts.seed}",
        f"- {w['frame']}: {facts.frame_version}",
        f"- {w['encoder']}: `{facts.encoder}`",
        f"- {w['cold']}: `{facts.cold}`",
        f"- {w['recipe']}: `{facts.recipe}`",
        f"- {w['thresholds']}: {thresholds}",
        f"- {w['data']}: `{reviewed.data_hash}`",
    ]


def _table(language: str, reviewed: Reviewed, validation: Validation) -> list[str]:
    w, columns = CARD[language], ("cold_start", "head", "difference")
    return _scores(language, reviewed, [w[column] for column in columns], [validation.scores[column] for column in columns])


def _duel(language: str, reviewed: Reviewed, fought: Duel) -> list[str]:
    w, columns = CARD[language], ("before", "after", "difference")
    how = w["cold_start_how" if fought.how == "cold_start" else fought.how]
    table = _scores(language, reviewed, [w[column] for column in columns], [fought.comparison.scores[c] for c in columns])
    return [f"{w['opponent']} `{fought.opponent}`: {how}.", "", *table]


def _scores(language: str, reviewed: Reviewed, heads: list[str], columns: list[dict[str, Interval]]) -> list[str]:
    w = CARD[language]
    rows = [
        f"| {w.get(metric, metric)} | " + " | ".join(_shown(column[metric]) for column in columns) + " |"
        for metric in metrics_of(reviewed.targets)
    ]
    return [f"| {w['metric']} | " + " | ".join(heads) + " |", "|---|---|---|---|", *rows]


def _codes(language: str, reviewed: Reviewed, fought: Duel) -> list[str]:
    w = CARD[language]
    names = {target.key: in_language(target.name, language).replace("|", "/") for target in reviewed.targets}
    heads = [
        w["name"], w["positives"], w["carriers"], f"{w['order']}, {w['before']}", f"{w['order']}, {w['after']}", w["difference"],
        f"F1, {w['before']}", f"F1, {w['after']}", w["loses"],
    ]  # fmt: skip
    rows = [
        f"| {names[row.key]} | {row.positives} | {row.transcripts} | {row.before:.3f} | {row.after:.3f} | "
        f"{_shown(row.difference)} | {row.f1_before:.3f} | {row.f1_after:.3f} | {w['yes'] if row.loses else ''} |"
        for row in fought.comparison.rows
    ]
    return ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 2) + "---|", *rows]


def _shown(found: Interval) -> str:
    return f"{found['mean']:.3f} [{found['low']:.3f}, {found['high']:.3f}]"


def _rare(language: str, reviewed: Reviewed) -> str:
    counts = reviewed.labels.sum(axis=0)
    names = [in_language(t.name, language) for t, count in zip(reviewed.targets, counts, strict=True) if count < FEW_POSITIVES]
    w = CARD[language]
    return w["rare"].format(few=FEW_POSITIVES, names=", ".join(names) or w["none"])


def _targets(language: str, reviewed: Reviewed) -> list[str]:
    w = CARD[language]
    counts = reviewed.labels.sum(axis=0).astype(np.int_)
    rows = [
        f"| {target.key} | {in_language(target.name, language).replace('|', '/')} | {count} |"
        for target, count in zip(reviewed.targets, counts, strict=True)
    ]
    return [f"| {w['target']} | {w['name']} | {w['positives']} |", "|---|---|---:|", *rows]
