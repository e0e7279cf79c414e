"""The facts that limit the findings, as sentences in Spanish and English: each with its numbers, and where they come from."""

from annotations.languages import in_language
from annotations.studies import Study
from annotations.validation.limitations import Fact
from annotations.validation.words import By, worded

SOURCE_WORDS: By = {
    "contacts": {"es": "registro de contactos", "en": "register of contacts"},
    "draws": {"es": "sorteos", "en": "draws"},
    "ballots": {"es": "boletas", "en": "ballots"},
    "contact notes": {"es": "notas de contacto", "en": "notes on contacts"},
    "sessions": {"es": "sesiones", "en": "sessions"},
}
SENTENCES: By = {
    "contacts_from": {
        "es": "{number} de {of} contactos ({percent}) vinieron de: {what}.",
        "en": "{number} of {of} contacts ({percent}) came from: {what}.",
    },
    "contacts_ended": {
        "es": "{number} de {of} contactos ({percent}) no llegaron a entrevista: {what}.",
        "en": "{number} of {of} contacts ({percent}) did not lead to an interview: {what}.",
    },
    "not_asked": {
        "es": "De {number} de {of} contactos ({percent}) no se anotó en qué quedaron.",
        "en": "Of {number} of {of} contacts ({percent}) it was not noted what came of them.",
    },
    "not_asked_yet": {
        "es": "{domain}: a {number} de {of} personas sorteadas todavía nadie las ha buscado.",
        "en": "{domain}: nobody has asked {number} of {of} people drawn yet.",
    },
    "response": {
        "es": "{domain}: respondieron {number} de las {of} personas sorteadas ({percent}).",
        "en": "{domain}: {number} of the {of} people drawn answered ({percent}).",
    },
    "small_response": {
        "es": "{domain}: el ordenamiento descansa en {number} respuestas de personas sorteadas; no se puede generalizar.",
        "en": "{domain}: the ranking rests on {number} answers of people drawn; it cannot be generalised.",
    },
    "refused": {
        "es": "{domain}: {number} de {of} personas sorteadas no quisieron responder.",
        "en": "{domain}: {number} of {of} people drawn did not want to answer.",
    },
    "unreachable": {
        "es": "{domain}: a {number} de {of} personas sorteadas no se les encontró.",
        "en": "{domain}: {number} of {of} people drawn could not be reached.",
    },
    "no_show": {
        "es": "{domain}: {number} de {of} personas sorteadas no llegaron a la cita.",
        "en": "{domain}: {number} of {of} people drawn did not come.",
    },
    "silent": {
        "es": "{domain}: {number} de {of} personas sorteadas no contestaron.",
        "en": "{domain}: {number} of {of} people drawn did not answer.",
    },
    "withdrawn": {
        "es": "{domain}: {number} de {of} personas sorteadas retiraron su consentimiento.",
        "en": "{domain}: {number} of {of} people drawn took their consent back.",
    },
    "purposive": {
        "es": "{domain}: además de las sorteadas se eligió a propósito a {of} personas, y respondieron {number}.",
        "en": "{domain}: beside those drawn, {of} people were chosen on purpose, and {number} answered.",
    },
    "late_authorisation": {
        "es": "En {number} de {of} casos hubo que esperar una autorización; la más larga tardó {days} días.",
        "en": "In {number} of {of} cases an authorisation had to be waited for; the longest took {days} days.",
    },
    "no_authorisation": {
        "es": "En {number} de {of} casos la autorización que se pidió no llegó.",
        "en": "In {number} of {of} cases the authorisation that was asked for did not come.",
    },
    "all_drawn": {
        "es": "{domain}: salieron en el sorteo las {of} personas que podían salir; no es una muestra al azar.",
        "en": "{domain}: all {of} people who could be drawn were; it is no random sample.",
    },
}


def sentence(fact: Fact, study: Study, language: str) -> str:
    """The fact in words, with its source in brackets."""
    domain = next((in_language(one.name, language) for one in study.domains if one.id == fact.domain), fact.domain)
    percent = f"{round(100 * fact.number / fact.of)}{' %' if language.startswith('es') else '%'}" if fact.of else "—"
    told = worded(SENTENCES, language)[fact.kind].format(
        number=fact.number, of=fact.of, percent=percent, what=fact.what, domain=domain, days=fact.days
    )
    return f"{told} [{worded(SOURCE_WORDS, language)[fact.source]}]"
