"""The card of a fine-tuned encoder, in the languages in which people read it."""

from annotations.languages import in_language
from training.finetuning import Cost, Tuning
from training.tuned import Split, Trial

_WORDS = {
    "es": {
        "title": "Codificador ajustado",
        "what": "El codificador del estudio, entrenado además con pares de segmentos revisados: cerca los que comparten códigos, lejos los que no.",
        "gain": "Qué gana en transcripciones que no vio",
        "row": "medida | codificador anterior | ajustado | diferencia pareada",
        "cost": "Qué cuesta",
        "steps": "Pasos: {steps} de {batch} pares, {seconds:.0f} s ({device}){cut}. Capas entrenadas: las últimas {layers}. Semilla: {seed}.",
        "cut": ", interrumpido por su límite de tiempo",
        "data": "Segmentos de entrenamiento: {train}; guardados para juzgar: {held}. Base: `{base}`.",
        "void": "Los certificados del modelo anterior no valen para este. Los nuevos salen solo de las transcripciones guardadas.",
    },
    "en": {
        "title": "Fine-tuned encoder",
        "what": "The study's encoder, further trained on pairs of reviewed segments: near where they share codes, far where they do not.",
        "gain": "What it gains on transcripts it had not seen",
        "row": "measure | previous encoder | fine-tuned | paired difference",
        "cost": "What it costs",
        "steps": "Steps: {steps} of {batch} pairs, {seconds:.0f} s ({device}){cut}. Layers trained: the last {layers}. Seed: {seed}.",
        "cut": ", cut short by its time limit",
        "data": "Segments trained on: {train}; kept for judging: {held}. Base: `{base}`.",
        "void": "Certificates of the earlier model do not hold for this one. The new ones come from the held-out transcripts alone.",
    },
}
LANGUAGES = tuple(_WORDS)


def card(language: str, version: str, base: str, tuning: Tuning, cost: Cost, parts: Split, found: Trial) -> str:
    """Markdown."""
    w, scores = _WORDS[language], found.comparison.scores
    rows = [
        f"| {name} | "
        + " | ".join(
            f"{scores[column][name]['mean']:.3f} [{scores[column][name]['low']:.3f}, {scores[column][name]['high']:.3f}]"
            for column in ("before", "after", "difference")
        )
        + " |"
        for name in scores["difference"]
    ]
    cut = w["cut"] if cost.cut_short else ""
    steps = w["steps"].format(
        steps=cost.steps,
        batch=tuning.batch,
        seconds=cost.seconds,
        device=cost.device,
        cut=cut,
        layers=tuning.layers,
        seed=tuning.seed,
    )
    data = w["data"].format(train=len(parts.train), held=len(parts.held_out), base=base)
    return "\n".join(
        [
            f"# {w['title']} {version}", "", w["what"], "", in_language(found.decision.reason, language), "",
            f"## {w['gain']}", "", f"| {w['row']} |", "|---|---|---|---|", *rows, "",
            f"## {w['cost']}", "", steps, "", data, "", w["void"], "",
        ]
    )  # fmt: skip
