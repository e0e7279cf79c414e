"""What is told of validation, in Spanish and English. What is put to validators: ``annotations.validation.form_words``."""

from collections.abc import Mapping

from annotations.languages import in_language
from annotations.studies import Words

By = Mapping[str, Words]

MODE_WORDS: By = {
    "web": {"es": "En línea", "en": "Web"},
    "telephone": {"es": "Por teléfono", "en": "Telephone"},
    "visit": {"es": "En persona", "en": "In person"},
    "workshop": {"es": "En taller", "en": "Workshop"},
    "paper": {"es": "En papel", "en": "Paper"},
}
CHOSEN_WORDS: By = {
    "drawn": {"es": "Por sorteo", "en": "Drawn by lot"},
    "purposive": {"es": "A propósito", "en": "Added on purpose"},
    "occasion": {"es": "Presentes en una ocasión", "en": "Present on an occasion"},
}
CONTACT_WORDS: By = {
    "invited": {"es": "invitación", "en": "invited"},
    "reminded": {"es": "recordatorio", "en": "reminded"},
    "authorisation_asked": {"es": "se pidió autorización", "en": "authorisation asked for"},
    "authorisation_given": {"es": "se dio la autorización", "en": "authorisation given"},
    "refused": {"es": "no quiso", "en": "refused"},
    "unreachable": {"es": "no se le encontró", "en": "could not be reached"},
    "no_show": {"es": "no llegó", "en": "did not come"},
}
NOT_SHOWN_WORDS: By = {
    "not_saturated": {
        "es": "todavía no lo contaba suficiente gente por separado",
        "en": "not yet reported by enough people independently",
    },
    "cannot_validate": {
        "es": "no se puede validar: espera una verificación de terceros",
        "en": "cannot be validated: waits to be verified by a third party",
    },
}
"""Why a change is not on a form."""
REMARK_WORDS: By = {
    "c_without_comment": {
        "es": "Se dijo C sin decir qué está mal: {changes}.",
        "en": "C was said without saying what is wrong: {changes}.",
    },
    "not_ranked": {"es": "Quedan sin lugar: {changes}.", "en": "Left without a place: {changes}."},
    "ties": {"es": "Están empatados: {changes}.", "en": "Are tied: {changes}."},
    "top_without_reason": {
        "es": "Falta el porqué del primer lugar: {changes}.",
        "en": "First place without a reason: {changes}.",
    },
}
TABLE_WORDS: By = {
    "caption": {"es": "Respuesta a la validación, por dominio y modo", "en": "Response to validation, by domain and mode"},
    "domain": {"es": "Dominio", "en": "Domain"},
    "chosen": {"es": "Cómo se eligió", "en": "How chosen"},
    "asked": {"es": "Personas elegidas", "en": "People chosen"},
    "answered": {"es": "Respondieron", "en": "Answered"},
    "rate": {"es": "Tasa de respuesta", "en": "Response rate"},
    "percent": {"es": "{n} %", "en": "{n}%"},
    "refused": {"es": "No quisieron", "en": "Refused"},
    "not_reached": {"es": "No se les encontró o no llegaron", "en": "Not reached or did not come"},
    "silent": {"es": "Sin respuesta", "en": "No answer"},
    "not_asked": {"es": "Sin buscar todavía", "en": "Not asked yet"},
    "ballots": {"es": "Boletas", "en": "Ballots"},
    "people": {"es": "Personas en ellas", "en": "People on them"},
    "all": {"es": "Todos los dominios", "en": "All domains"},
    "note_rate": {
        "es": "La tasa es sobre todas las personas que salieron en el sorteo, se les haya encontrado o no. Quienes se agregaron a propósito o "
        "estuvieron en una ocasión se cuentan aparte y no entran en la suma.",
        "en": "The rate is over everybody who was drawn, reached or not. Those added on purpose or present on an occasion are counted apart and "
        "are not in the sum.",
    },
    "note_people": {
        "es": "A una misma persona se le puede preguntar por varios dominios: salieron en el sorteo {drawn} personas distintas y respondieron "
        "{answered} de ellas.",
        "en": "One person can be asked about several domains: {drawn} different people were drawn, and {answered} of them answered.",
    },
    "note_collective": {
        "es": "Una boleta que varias personas contestaron juntas es una sola boleta; si se les eligió de maneras distintas, está en el renglón de cada "
        "una.",
        "en": "A ballot that several people filled in together is one ballot; where they were chosen in different ways, it is in the row of each.",
    },
    "note_withdrawn": {
        "es": "Personas que retiraron después su consentimiento: {n}. Cuentan entre las elegidas, y su boleta no cuenta.",
        "en": "People who took their consent back afterwards: {n}. They are among those chosen, and their ballot does not count.",
    },
}

VOTE_TABLE_WORDS: By = {
    "caption": {
        "es": "Votos sobre las historias, por boleta contestada",
        "en": "Votes on the stories, by form that was answered",
    },
    "id": {"es": "Id", "en": "Id"},
    "change": {"es": "Cambio", "en": "Change"},
    "form": {"es": "Formulario", "en": "Form"},
    "ballots": {"es": "Boletas", "en": "Ballots"},
    "ranking": {"es": "Ordenamiento", "en": "Ranking"},
    "stays": {"es": "entra", "en": "in it"},
    "left": {"es": "fuera: no se pudo validar", "en": "out: could not be validated"},
    "gone": {"es": "fuera: ya no está en el registro", "en": "out: no longer in the register"},
    "note": {
        "es": "A: está bien contada; B: se puede ordenar y hay algo que agregar; C: hay algo que resolver antes, y esa boleta no la ordena. "
        "Cada formulario lleva la redacción que se mostró; los votos sobre redacciones distintas no se suman.",
        "en": "A: told rightly; B: can be ranked, with something to add; C: something has to be dealt with first, and that ballot does not rank "
        "it. Each form holds the wording that was shown; votes on different wordings are not added up.",
    },
}
CORRECTION_WORDS: By = {
    "caption": {
        "es": "Correcciones de hechos que pidieron las boletas, y qué pasó con ellas",
        "en": "Factual corrections asked for on ballots, and what came of them",
    },
    "id": {"es": "Id", "en": "Id"},
    "who_said": {"es": "Quién lo dijo", "en": "Who said it"},
    "interested": {"es": "opina de trabajo propio", "en": "judges work of their own"},
    "how": {"es": "Cómo", "en": "How"},
    "what": {"es": "Qué hay que corregir", "en": "What is to be put right"},
    "outcome": {"es": "Resultado", "en": "Outcome"},
    "open": {"es": "por resolver", "en": "to be decided"},
    "accepted": {"es": "aceptada", "en": "accepted"},
    "rejected": {"es": "no aceptada", "en": "not accepted"},
    "where": {"es": "Dónde quedó", "en": "Where it stands"},
    "story": {"es": "historia, versión {n}", "en": "story, version {n}"},
    "statement": {"es": "enunciado {n}", "en": "statement {n}"},
    "who": {"es": "Quién lo decidió", "en": "Who decided"},
    "decided": {"es": "{by}, {on}", "en": "{by}, {on}"},
    "why": {"es": "Porque", "en": "Because"},
    "left": {
        "es": "Comentarios junto a una B o una C que nadie ha tomado como corrección: {n}.",
        "en": "Comments beside a B or a C that nobody has taken up as a correction: {n}.",
    },
    "note": {
        "es": "Lo que hay que corregir está en palabras del equipo, no de la boleta. Quien opina de trabajo propio va marcado.",
        "en": "What is to be put right is in the words of the team, not of the ballot. Those who judge work of their own are marked.",
    },
}
VERIFICATION_WORDS: By = {
    "caption": {"es": "Verificación por terceros", "en": "Verification by third parties"},
    "id": {"es": "Id", "en": "Id"},
    "change": {"es": "Cambio", "en": "Change"},
    "state": {"es": "Estado", "en": "State"},
    "state_none": {"es": "no se ha decidido", "en": "not decided"},
    "state_waits": {"es": "salió del ordenamiento y espera verificación", "en": "left the ranking and waits to be verified"},
    "state_needed": {"es": "hace falta", "en": "needed"},
    "state_not_required": {"es": "no hace falta", "en": "not required"},
    "state_done": {"es": "hecha", "en": "done"},
    "who": {"es": "Quién lo decidió", "en": "Who decided"},
    "decided": {"es": "{by}, {on}", "en": "{by}, {on}"},
    "why": {"es": "Porque", "en": "Because"},
    "verifiers": {"es": "Verificaciones", "en": "Verifications"},
    "full": {"es": "De acuerdo del todo", "en": "Agree entirely"},
    "partial": {"es": "De acuerdo en parte", "en": "Agree in part"},
    "none": {"es": "En desacuerdo", "en": "Do not agree"},
    "note": {
        "es": "Los acuerdos son respuestas a preguntas, no personas. Quien verifica no fue entrevistada, no validó ni es del equipo.",
        "en": "Agreements are answers to questions, not people. A verifier was not interviewed, did not validate and is not of the team.",
    },
}
VERIFIED_WORDS: By = {
    "caption": {"es": "Lo que contestó quien verificó, por pregunta", "en": "What verifiers answered, question by question"},
    "id": VERIFICATION_WORDS["id"],
    "section": {"es": "Parte de la historia", "en": "Part of the story"},
    "whole": {"es": "toda la historia", "en": "the whole story"},
    "question": {"es": "Pregunta", "en": "Question"},
    "wording": {"es": "Redacción", "en": "Wording"},
    "full": VERIFICATION_WORDS["full"],
    "partial": VERIFICATION_WORDS["partial"],
    "none": VERIFICATION_WORDS["none"],
    "cannot_say": {"es": "No sabe o no se preguntó", "en": "Cannot say, or not asked"},
    "note": {
        "es": "Cada pregunta lleva la redacción con que se hizo; las respuestas a redacciones distintas no se suman.",
        "en": "Each question is worded as it was asked; answers to different wordings are not added up.",
    },
}


def worded(words: By, language: str) -> dict[str, str]:
    """Each in one language, or in the next that there is."""
    return {key: in_language(one, language) for key, one in words.items()}
