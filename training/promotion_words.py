"""What is said of a decision, in the languages in which people read it."""

from annotations.studies import Words

IN_USE = {
    "cold_start": {"es": "el marco de códigos solo", "en": "the code frame alone"},
    "champion": {"es": "el modelo en uso", "en": "the model in use"},
}
SHOWN: Words = {
    "es": "Se midió con etiquetas hechas con sugerencias ya marcadas a la vista, que se inclinan hacia lo mostrado; cuando haya bastantes "
    "transcripciones codificadas a ciegas, decidirán ellas.",
    "en": "Measured on labels made with suggestions already checked, which lean towards what was shown; once enough transcripts are coded "
    "blind, they decide.",
}
BLIND: Words = {
    "es": "Se midió solo en segmentos codificados a ciegas, sin sugerencias a la vista.",
    "en": "Measured only on segments that were coded blind, without suggestions in view.",
}
FEW: Words = {
    "es": "Aún no se puede decidir (códigos: {shown}): transcripciones con códigos que faltan por revisar: {missing} "
    "(mínimo {fewest}; las que comparten persona cuentan como una). Se conserva el modelo en uso.",
    "en": "It cannot be decided yet (codes: {shown}): transcripts with codes still to be reviewed: {missing} "
    "(at least {fewest}; those that share a person count as one). The model in use is kept.",
}
WINS: Words = {
    "es": "En transcripciones que no vio, ordena los códigos mejor que {other}: {shown}.",
    "en": "On transcripts it had not seen it ranks codes better than {other}: {shown}.",
}
NOT_SHOWN: Words = {
    "es": "No está demostrado que ordene los códigos mejor que {other} ({shown}): se conserva el modelo en uso.",
    "en": "It is not shown to rank codes better than {other} ({shown}): the model in use is kept.",
}
LOSERS: Words = {
    "es": "Pero en estos códigos es claramente peor: {losers}. Espera la decisión de una persona.",
    "en": "But it is clearly worse at these codes: {losers}. It waits for a person's decision.",
}
ASKING: dict[str, Words] = {
    "study": {
        "es": "Este estudio quiere que lo decida una persona.",
        "en": "This study wants a person to decide.",
    },
    "rolled_back": {
        "es": "Una persona volvió al modelo en uso: que una persona decida si se deja.",
        "en": "A person went back to the model in use: a person decides whether to leave it.",
    },
    "other_recipe": {
        "es": "El modelo en uso se hizo con otra versión de la receta y no puede ajustarse de nuevo, y son pocas las transcripciones que no "
        "vio: solo se comparó con el marco. Espera la decisión de una persona.",
        "en": "The model in use was made by another version of the recipe and cannot be fitted again, and there are few transcripts it has "
        "not seen: the comparison is with the frame only. It waits for a person's decision.",
    },
}
