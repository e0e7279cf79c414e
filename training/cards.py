"""The model card, in the languages in which people read it, from the numbers alone."""

from dataclasses import dataclass

import numpy as np

from annotations.languages import in_language
from training.datasets import Reviewed
from training.metrics import Interval, metrics_of
from training.promotion import FEWEST_GROUPS, LEVEL, Decision
from training.validation import Validation

LANGUAGES = ("es", "en")
FEW_POSITIVES = 10
_WORDS = {
    "es": {
        "title": "Modelo", "what": "Propone códigos para segmentos de entrevistas. Toda propuesta la revisa una persona.",
        "decision": "Decisión", "yes": "se adopta", "no": "se conserva el anterior", "made": "De qué está hecho",
        "created": "Creado", "encoder": "Codificador de texto", "frame": "Versión del marco de códigos", "cold": "Modelo de partida (solo el marco)",
        "data": "Datos (SHA-256)", "segments": "Segmentos revisados", "empty": "de ellos sin ningún código", "transcripts": "Transcripciones",
        "groups": "las que comparten persona cuentan como una",
        "folds": "Particiones por transcripción", "seed": "Semilla", "scores": "Cómo acierta en transcripciones que no vio",
        "metric": "medida", "cold_start": "solo el marco", "head": "con revisiones", "difference": "diferencia pareada",
        "lrap": "LRAP de los códigos (orden; decide)", "lrap_domain": "LRAP de los dominios", "lrap_section": "LRAP de las secciones",
        "micro_f1": "micro-F1 (con umbral)", "recall_at_5": "cobertura entre las cinco primeras",
        "note": "Entre corchetes, intervalos del 95 % (bootstrap por transcripción). Con pocas transcripciones los intervalos son optimistas; "
        "no deciden. Decide una prueba de permutación de signos por transcripción (unilateral, {level:g}; al menos {fewest} transcripciones). "
        "Los umbrales se eligieron dentro de las particiones de entrenamiento.",
        "targets": "Qué puede proponer", "target": "clave", "name": "nombre", "positives": "segmentos",
        "limits": "Límites", "rare": "Con menos de {few} segmentos, sus propuestas dependen sobre todo del marco: {names}.",
        "none": "ninguno", "scope": "Vale para este estudio, este codificador y esta versión del marco; las puntuaciones ordenan, no certifican.",
        "shown": "Quienes codificaron vieron sugerencias ya marcadas al poner las etiquetas. Por eso las etiquetas, también las de transcripciones "
        "que el modelo no vio, se inclinan hacia lo que se mostró, fuera cual fuera el modelo que lo propuso, y la comparación lo favorece. "
        "Cuando haya rondas a ciegas, juzgarán los segmentos codificados sin sugerencias.",
        "thresholds": "Umbrales",
    },
    "en": {
        "title": "Model", "what": "Proposes codes for interview segments. A person reviews every proposal.",
        "decision": "Decision", "yes": "promoted", "no": "the previous one is kept", "made": "What it is made of",
        "created": "Created", "encoder": "Text encoder", "frame": "Code frame version", "cold": "Starting model (frame only)",
        "data": "Data (SHA-256)", "segments": "Reviewed segments", "empty": "of which without any code", "transcripts": "Transcripts",
        "groups": "those that share a person counted once",
        "folds": "Folds by transcript", "seed": "Seed", "scores": "How it does on transcripts it had not seen",
        "metric": "measure", "cold_start": "frame only", "head": "with reviews", "difference": "paired difference",
        "lrap": "LRAP of codes (order; decides)", "lrap_domain": "LRAP of domains", "lrap_section": "LRAP of sections",
        "micro_f1": "micro-F1 (with threshold)", "recall_at_5": "recall among the first five",
        "note": "In brackets, 95 % intervals (bootstrap by transcript). With few transcripts the intervals are optimistic; they do not "
        "decide. A sign-flip test by transcript does (one-sided, {level:g}; at least {fewest} transcripts). "
        "Thresholds were chosen inside the training folds.",
        "targets": "What it can propose", "target": "key", "name": "name", "positives": "segments",
        "limits": "Limits", "rare": "With fewer than {few} segments, their proposals rest mostly on the frame: {names}.",
        "none": "none", "scope": "Holds for this study, this encoder and this version of the frame; scores rank, they do not certify.",
        "shown": "Coders saw suggestions already checked when they made the labels. So the labels, those of transcripts that the model did not see "
        "included, lean towards what was shown, whichever model proposed it, and the comparison favours that model. When there are blind "
        "rounds, the segments coded without suggestions will be the judge.",
        "thresholds": "Thresholds",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What the card says beside the numbers."""

    version: str
    encoder: str
    cold: str
    frame_version: int
    created: str
    seed: int


def card(language: str, facts: Facts, reviewed: Reviewed, validation: Validation, decision: Decision) -> str:
    """Markdown in ``language`` (one of ``LANGUAGES``)."""
    w = _WORDS[language]
    empty = int((reviewed.labels.sum(axis=1) == 0).sum())
    joined = f" ({w['groups']}: {validation.groups})" if validation.groups < validation.transcripts else ""
    thresholds = ", ".join(f"{kind} {value:.3f}" for kind, value in validation.thresholds.items())
    lines = [
        f"# {w['title']} {facts.version}", "", w["what"], "",
        f"**{w['decision']}: {w['yes'] if decision.promoted else w['no']}.** {in_language(decision.reason, language)}", "",
        f"## {w['scores']}", "", *_table(language, reviewed, validation), "", w["note"].format(level=LEVEL, fewest=FEWEST_GROUPS), "",
        f"## {w['made']}", "",
        f"- {w['segments']}: {len(reviewed.segments)} ({w['empty']}: {empty})",
        f"- {w['transcripts']}: {validation.transcripts}{joined}",
        f"- {w['folds']}: {validation.folds}",
        f"- {w['seed']}: {facts.seed}",
        f"- {w['frame']}: {facts.frame_version}",
        f"- {w['encoder']}: `{facts.encoder}`",
        f"- {w['cold']}: `{facts.cold}`",
        f"- {w['thresholds']}: {thresholds}",
        f"- {w['data']}: `{reviewed.data_hash}`",
        f"- {w['created']}: {facts.created}", "",
        f"## {w['limits']}", "", w["scope"], "", w["shown"], "", _rare(language, reviewed), "",
        f"## {w['targets']}", "", *_targets(language, reviewed), "",
    ]  # fmt: skip
    return "\n".join(lines)


def _table(language: str, reviewed: Reviewed, validation: Validation) -> list[str]:
    w, columns = _WORDS[language], ("cold_start", "head", "difference")
    head = f"| {w['metric']} | " + " | ".join(w[column] for column in columns) + " |"
    rows = [
        f"| {w.get(m, m)} | " + " | ".join(_shown(validation.scores[column][m]) for column in columns) + " |"
        for m in metrics_of(reviewed.targets)
    ]
    return [head, "|---|---|---|---|", *rows]


def _shown(found: Interval) -> str:
    return f"{found['mean']:.3f} [{found['low']:.3f}, {found['high']:.3f}]"


def _rare(language: str, reviewed: Reviewed) -> str:
    counts = reviewed.labels.sum(axis=0)
    names = [in_language(t.name, language) for t, count in zip(reviewed.targets, counts, strict=True) if count < FEW_POSITIVES]
    w = _WORDS[language]
    return w["rare"].format(few=FEW_POSITIVES, names=", ".join(names) or w["none"])


def _targets(language: str, reviewed: Reviewed) -> list[str]:
    w = _WORDS[language]
    counts = reviewed.labels.sum(axis=0).astype(np.int_)
    rows = [
        f"| {target.key} | {in_language(target.name, language).replace('|', '/')} | {count} |"
        for target, count in zip(reviewed.targets, counts, strict=True)
    ]
    return [f"| {w['target']} | {w['name']} | {w['positives']} |", "|---|---|---:|", *rows]
