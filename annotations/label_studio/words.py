"""What the coder reads around the study's own words, by language; English where a language has none."""

from collections.abc import Mapping

from annotations.codings import Reason, Suggestion
from annotations.languages import base

ENGLISH = {
    "segment": "Session {session} · segment {number} · {speaker}",
    "question": "Question",
    "before": "Just before",
    "after": "Right after",
    "suggested": "Suggested by the model",
    "suggested_some": "Not reviewed yet. Uncheck what does not apply.",
    "suggested_none": "No suggestion for this segment.",
    "suggested_strange": "Unlike anything reviewed so far: no suggestion.",
    "carried": "What stands so far",
    "carried_some": "Checked: what stands after round {round}. Uncheck what no longer applies.",
    "carried_beside": "Unchecked: suggested by the model.",
    "carried_by": "round {round}: {who}",
    "carried_decided": "round {round}: decided by {who}",
    "also_suggested": "suggested by the model too",
    "changed": "Changed since the round before",
    "supervisor_said": "Supervisor: {reason}",
    "changed_nothing": "No rule that concerns this segment.",
    "sides": "Side by side",
    "decision": "Your decision on the codes",
    "sides_some": "Checked: what all of them chose. What you check is what holds.",
    "sides_none": "Nobody chose a code. What you check is what holds.",
    "chose_nothing": "nothing",
    "reason": "Why? Your reason is kept with the decision",
    "reason_missing": "Please write the reason for your decision in a few words.",
    "mark_knowledge_only": "It may tell only what people know, and nothing that they do differently.",
    "mark_no_change": "It may tell that something did not change.",
    "certified": "certified",
    "not_certified": "not certified",
    "possible": "possible",
    "possible_names": "Possible: {names}",
    "codes": "Codes",
    "codes_added": "Codes that you add",
    "shift": "⇧ = Shift",
    "find_code": "Type the two characters of a code, or a word",
    "domain": "Domain of change",
    "sections": "Speaks to this section of the story",
    "sections_short": "Section",
    "changes": "Change reported or denied",
    "changes_short": "Change",
    "find_change": "Type to find a change",
    "for": "reported",
    "against": "denied",
    "hint": "The model proposes {names}",
    "remarks": "Remarks",
    "needs_supervisor": "Needs the supervisor",
    "no_code": "No code applies",
    "code_missing": "Code missing from the frame",
    "prompted": "The interviewer said it first",
    "memo": "Memo",
    "evidence": "Evidence",
    "quote": "Quote for the story",
    "pii": "Identifying detail",
    "include": "Include",
    "exclude": "Exclude",
    "reason_name": "says what its name says: “{phrase}”",
    "reason_definition": "resembles its definition: “{phrase}”",
    "reason_include": "resembles what it includes: “{phrase}”",
    "reason_example": "resembles its example: “{phrase}”",
    "reason_question": "answers the question: “{phrase}”",
    "reason_segment": "resembles the reviewed segment {similar}: “{phrase}”",
    "sentence": "“{sentence}” {reason}",
}
SPANISH = {
    "segment": "Sesión {session} · segmento {number} · {speaker}",
    "question": "Pregunta",
    "before": "Justo antes",
    "after": "Justo después",
    "suggested": "Sugeridos por el modelo",
    "suggested_some": "Sin revisar. Desmarque lo que no corresponda.",
    "suggested_none": "Sin sugerencia para este segmento.",
    "suggested_strange": "No se parece a nada de lo revisado: sin sugerencia.",
    "carried": "Lo que vale hasta ahora",
    "carried_some": "Marcado: lo que vale tras la ronda {round}. Desmarque lo que ya no corresponda.",
    "carried_beside": "Sin marcar: sugerido por el modelo.",
    "carried_by": "ronda {round}: {who}",
    "carried_decided": "ronda {round}: decidió {who}",
    "also_suggested": "también lo sugiere el modelo",
    "changed": "Qué cambió desde la ronda anterior",
    "supervisor_said": "Supervisión: {reason}",
    "changed_nothing": "Ninguna regla que toque a este segmento.",
    "sides": "Lado a lado",
    "decision": "Su decisión sobre los códigos",
    "sides_some": "Marcado: lo que eligieron todas las personas. Vale lo que usted marque.",
    "sides_none": "Nadie eligió un código. Vale lo que usted marque.",
    "chose_nothing": "nada",
    "reason": "¿Por qué? Su razón queda guardada con la decisión",
    "reason_missing": "Escriba en pocas palabras la razón de su decisión.",
    "mark_knowledge_only": "Quizá habla solo de lo que la gente sabe, y de nada que haga distinto.",
    "mark_no_change": "Quizá dice que algo no cambió.",
    "certified": "certificado",
    "not_certified": "sin certificar",
    "possible": "posible",
    "possible_names": "Posible: {names}",
    "codes": "Códigos",
    "codes_added": "Códigos que usted agrega",
    "shift": "⇧ = Mayús",
    "find_code": "Teclee los dos caracteres del código, o una palabra",
    "domain": "Dominio de cambio",
    "sections": "Habla de esta sección de la historia",
    "sections_short": "Sección",
    "changes": "Cambio reportado o negado",
    "changes_short": "Cambio",
    "find_change": "Teclee para buscar un cambio",
    "for": "reportado",
    "against": "negado",
    "hint": "El modelo propone {names}",
    "remarks": "Observaciones",
    "needs_supervisor": "Que lo vea supervisión",
    "no_code": "Ningún código corresponde",
    "code_missing": "Falta un código en el marco",
    "prompted": "Lo dijo antes quien entrevista",
    "memo": "Memo",
    "evidence": "Evidencia",
    "quote": "Cita para la historia",
    "pii": "Dato que identifica",
    "include": "Incluye",
    "exclude": "Excluye",
    "reason_name": "dice lo que dice su nombre: «{phrase}»",
    "reason_definition": "se parece a su definición: «{phrase}»",
    "reason_include": "se parece a lo que incluye: «{phrase}»",
    "reason_example": "se parece a su ejemplo: «{phrase}»",
    "reason_question": "responde a la pregunta: «{phrase}»",
    "reason_segment": "se parece al segmento revisado {similar}: «{phrase}»",
    "sentence": "«{sentence}» {reason}",
}
BY_LANGUAGE: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "es": SPANISH}


def words(language: str) -> Mapping[str, str]:
    """The interface's words; ``es-MX`` reads Spanish, an unknown language reads English."""
    return BY_LANGUAGE.get(base(language), ENGLISH)


def shorten(text: str, room: int) -> str:
    """At most ``room`` characters on one line, cut between words.

    >>> shorten("the tap runs three days a week", 15)
    'the tap runs …'
    """
    line = " ".join(text.split())
    if len(line) <= room:
        return line
    cut = line[: room - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + " …"


def standing(suggestion: Suggestion, language: str) -> str:
    """How far a suggestion is to be trusted, in as few words as can be.

    >>> standing(Suggestion("S1.001", "code", "water", 0.2, "m1", 1, strength="possible", certified=True), "en")
    'possible, certified'
    """
    spoken = words(language)
    certified = spoken["certified" if suggestion.certified else "not_certified"]
    return f"{spoken['possible']}, {certified}" if suggestion.strength == "possible" else certified


def reason_in_words(reason: Reason, language: str, *, room: int = 90) -> str:
    """One reason as a sentence in the coder's language, with the frame's words in it where the frame has them.

    What a respondent said stays in the language it was said in.
    """
    spoken = words(language)
    phrase = reason.phrases.get(language) or reason.phrases.get(base(language)) or reason.phrase
    why = spoken[f"reason_{reason.source}"].format(phrase=shorten(phrase, room), similar=reason.similar)
    if not reason.sentence:
        return why
    return spoken["sentence"].format(sentence=shorten(reason.sentence, room), reason=why)
