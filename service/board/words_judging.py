"""The words of judgements under rubrics, on the page of a story."""

from annotations.studies import Words

WORDS: dict[str, Words] = {
    "jud_judgements": {"es": "Juicios bajo las rúbricas", "en": "Judgements under the rubrics"},
    "jud_how": {
        "es": "Cada persona juzga el cambio con una razón; cuenta su último juicio, los anteriores quedan. Ningún modelo pone niveles y los "
        "niveles no se promedian.",
        "en": "Each person judges the change, with a reason; their last judgement counts, earlier ones stay. No model gives levels, and "
        "levels are never averaged.",
    },
    "jud_nobody": {"es": "Nadie lo ha juzgado.", "en": "Not judged: nobody has judged it."},
    "jud_judge": {"es": "Juzgar", "en": "Judge"},
    "jud_version": {"es": "Se juzga la versión {n} de la historia.", "en": "Version {n} of the story is judged."},
    "jud_level": {"es": "Nivel", "en": "Level"},
    "jud_segments": {"es": "Segmentos en que se apoya", "en": "Segments that it rests on"},
    "jud_segments_hint": {
        "es": "Ids de segmentos ligados al cambio o citados en su historia, separados por espacios.",
        "en": "Ids of segments that are linked to the change or cited in its story, with spaces between them.",
    },
    "jud_take_back": {"es": "Retirar este juicio", "en": "Take this judgement back"},
    "jud_past": {"es": "Juicios que ya no valen: {n}", "en": "Judgements that do not stand any more: {n}"},
    "jud_gone": {"es": "Bajo rúbricas que el estudio ya no tiene", "en": "Under rubrics that the study has no more"},
    "jud_earlier": {"es": "con una redacción anterior", "en": "under an earlier wording"},
    "jud_emptied": {
        "es": "Se retiró lo que lo sustentaba: hay que juzgar de nuevo.",
        "en": "What it rested on was taken back: to be judged again.",
    },
    "jud_cites_none": {"es": "No cita ningún pasaje.", "en": "Cites no passage."},
    "jud_is_superseded": {"es": "reemplazado", "en": "superseded"},
    "jud_is_taken_back": {"es": "retirado", "en": "taken back"},
    "jud_ended": {"es": "Lo retiró {by}", "en": "Taken back by {by}"},
}
