"""Drift in plain words, from its facts as JSON."""

from collections.abc import Mapping
from typing import Any

W = {
    "es": {
        "none": "Todavía no hay un modelo ajustado con revisiones: no hay con qué comparar lo nuevo.",
        "few": "Textos: {new} transcripciones nuevas y {known} conocidas; son pocas para saber si cambiaron.",
        "same": "Textos: no se ve que las {new} transcripciones nuevas sean distintas de las {known} con las que se ajustó el modelo (p = {p:.3f}).",
        "drifted": "Textos: las {new} transcripciones nuevas son distintas de las {known} con las que se ajustó el modelo (p = {p:.3f}). "
        "Revise algunas y vuelva a entrenar.",
        "words": "Palabras por segmento (mediana): {0:g} antes, {1:g} ahora.",
        "language": "Idioma {name}: {0:.0%} antes, {1:.0%} ahora.",
        "strange": "Segmentos nuevos que no se parecen a nada conocido: {strange:.0%}.",
        "rate": "Semana {week}, modelo {model}: aceptadas {accepted} de {suggested} sugerencias de códigos.",
        "steady": "Aceptación: sin cambio demostrado en la última semana.",
        "untold": "Aceptación: todavía no hay con qué comparar la última semana.",
        "changed": "Aceptación de {what}: {now:.0%} en la semana {week}, antes {before:.0%} (diferencia [{low:+.2f}, {high:+.2f}]).",
        "all": "todos los códigos",
    },
    "en": {
        "none": "There is no model fitted on reviews yet: nothing to compare what is new with.",
        "few": "Texts: {new} new transcripts and {known} known ones; too few to tell whether they changed.",
        "same": "Texts: the {new} new transcripts are not seen to differ from the {known} that the model was fitted on (p = {p:.3f}).",
        "drifted": "Texts: the {new} new transcripts differ from the {known} that the model was fitted on (p = {p:.3f}). "
        "Review some of them and retrain.",
        "words": "Words of a segment (median): {0:g} before, {1:g} now.",
        "language": "Language {name}: {0:.0%} before, {1:.0%} now.",
        "strange": "New segments unlike anything known: {strange:.0%}.",
        "rate": "Week {week}, model {model}: accepted {accepted} of {suggested} suggestions of codes.",
        "steady": "Acceptance: no change shown in the last week.",
        "untold": "Acceptance: nothing to compare the last week with yet.",
        "changed": "Acceptance of {what}: {now:.0%} in week {week}, before {before:.0%} (difference [{low:+.2f}, {high:+.2f}]).",
        "all": "all codes",
    },
}  # fmt: skip


def drift_lines(language: str, facts: Mapping[str, Any]) -> list[str]:
    """What ``training.drift.as_facts`` says, for people; empty facts: there is no model to compare with."""
    w = W["es" if language.split("-")[0] == "es" else "en"]
    if not facts:
        return [w["none"]]
    found = facts["input"]
    state = {None: "few", True: "drifted", False: "same"}[found["drifted"]]
    lines = [w[state].format(**found)]
    if found["new"] and found["known"]:
        lines.append(w["words"].format(*found["words"]))
        lines += [
            w["language"].format(*shares, name=name) for name, shares in found["languages"].items() if len(found["languages"]) > 1
        ]
    if found["strange"]:
        lines.append(w["strange"].format(**found))
    lines += [w["rate"].format(**rate) for rate in facts["acceptance"][-4:]]
    changed = [change for change in facts["changes"] if change["changed"]]
    lines += [w["changed"].format(**{**change, "what": change["code"] or w["all"]}) for change in changed]
    return lines if changed else [*lines, w["steady" if facts["changes"] else "untold"]]
