"""What a validator is asked, in Spanish and English: the same sentences on the web, on paper and on the telephone."""

from annotations.languages import in_language
from annotations.studies import Words
from annotations.validation.records import Vote

VOTE_WORDS: dict[Vote, Words] = {
    "A": {
        "es": "Estoy de acuerdo con esto tal como está escrito. Se puede ordenar.",
        "en": "I agree with this as it is written. It can be ranked.",
    },
    "B": {
        "es": "Se puede ordenar, pero le falta o le sobra algo, y quiero decirlo.",
        "en": "It can be ranked, but something should be added or changed, and I want to say what.",
    },
    "C": {
        "es": "Tiene errores o le falta algo importante que hay que arreglar antes de ordenarlo.",
        "en": "It has errors, or something important is missing, that must be put right before it is ranked.",
    },
}
"""The three answers to: is it right?"""

FORM_WORDS: dict[str, Words] = {
    "title": {"es": "¿Está bien lo que escribimos, y qué importa más?", "en": "Is what we wrote right, and what matters most?"},
    "domain": {"es": "Sobre", "en": "About"},
    "intro": {
        "es": "Estos son cambios que contaron personas entrevistadas, resumidos por el equipo de la evaluación. No hay respuestas buenas "
        "ni malas. No escriba nombres de personas.",
        "en": "These are changes that people told us about in interviews, summed up by the evaluation team. There are no right or wrong "
        "answers. Please write no names of people.",
    },
    "stage_1": {"es": "Primera parte: ¿está bien cada cambio?", "en": "First part: is each change right?"},
    "stage_1_how": {
        "es": "Lea cada cambio y elija A, B o C. Con B y C, díganos qué cambiaría.",
        "en": "Read each change and choose A, B or C. With B and C, tell us what you would change.",
    },
    "stage_2": {"es": "Segunda parte: ¿qué importa más?", "en": "Second part: what matters most?"},
    "stage_2_how": {
        "es": "Ordene solo los cambios a los que puso A o B: 1 es el más importante. Dos cambios pueden tener el mismo número. Si no puede "
        "comparar alguno, déjelo sin número.",
        "en": "Rank only the changes to which you gave A or B: 1 is the most significant. Two changes may have the same number. If you "
        "cannot compare one, leave it without a number.",
    },
    "no_rank_with_c": {"es": "Los que tienen C no se ordenan.", "en": "Those with C are not ranked."},
    "comment": {"es": "¿Qué agregaría o cambiaría?", "en": "What would you add or change?"},
    "reason": {"es": "¿Por qué le puso este número?", "en": "Why did you give it this number?"},
    "reasons_how": {
        "es": "Diga por qué, sobre todo de los dos que puso más arriba.",
        "en": "Say why, above all for the two that you put highest.",
    },
    "rank": {"es": "Lugar", "en": "Rank"},
    "change": {"es": "Cambio", "en": "Change"},
    "summary": {"es": "Resumen", "en": "Summary"},
    "no_change": {"es": "Un cambio que no ocurrió", "en": "A change that did not happen"},
    "unintended": {"es": "Un cambio que nadie buscaba", "en": "A change that nobody intended"},
}
"""The other sentences of the form, by key."""


def told(words: Words, language: str) -> str:
    """Words of the form in the language of the reader; in English for a language that the form does not speak.

    >>> told(FORM_WORDS["rank"], "es-MX"), told(FORM_WORDS["rank"], "nah")
    ('Lugar', 'Rank')
    """
    tag = language.split("-")[0]
    return in_language(words, tag if tag in words else "en")
