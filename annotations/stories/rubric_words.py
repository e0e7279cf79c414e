"""What is said round judgements under a rubric, in Spanish and English."""

from annotations.validation.words import By

JUDGEMENT_WORDS: By = {
    "caption": {
        "es": "Juicios evaluativos: cada cambio bajo cada rúbrica",
        "en": "Evaluative judgements: each change under each rubric",
    },
    "id": {"es": "Id", "en": "Id"},
    "change": {"es": "Cambio", "en": "Change"},
    "rubric": {"es": "Rúbrica", "en": "Rubric"},
    "level": {"es": "Nivel", "en": "Level"},
    "n": {"es": "Quienes juzgaron", "en": "Who judged (n)"},
    "cited": {"es": "Pasajes citados", "en": "Passages cited"},
    "why": {"es": "Porque", "en": "Because"},
    "not_judged": {"es": "sin juzgar", "en": "not judged"},
    "count": {"es": "{level} ({n})", "en": "{level} ({n})"},
    "earlier": {"es": "con una redacción anterior", "en": "under an earlier wording"},
    "emptied": {
        "es": "se retiró lo que lo sustentaba: hay que juzgar de nuevo",
        "en": "what it rested on was taken back: to be judged again",
    },
    "judged": {"es": "{by}, versión {version}: {reason}", "en": "{by}, version {version}: {reason}"},
    "superseded": {"es": "reemplazado", "en": "superseded"},
    "taken_back": {"es": "retirado", "en": "taken back"},
    "stands": {"es": "vale", "en": "stands"},
    "note": {
        "es": "Cada nivel lo puso una persona, con su razón; cuenta el último juicio de cada persona. Los niveles no se promedian y ningún "
        "modelo los pone.",
        "en": "A person gave each level, with a reason; each person's last judgement counts. Levels are never averaged, and no model gives any.",
    },
    "wording_note": {
        "es": "Juicios con una redacción anterior de la rúbrica: {n}. Se muestran con el nivel como decía entonces.",
        "en": "Judgements under an earlier wording of the rubric: {n}. They are shown with the level as it read then.",
    },
}
