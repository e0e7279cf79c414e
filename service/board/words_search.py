"""The words of the search page."""

WORDS = {
    "find_title": {"es": "Buscar en lo dicho", "en": "Search what was said"},
    "find_what": {"es": "Qué buscar", "en": "What to look for"},
    "find_how": {"es": "Cómo", "en": "How"},
    "find_by_words": {"es": "por palabras", "en": "by words"},
    "find_by_meaning": {"es": "por significado", "en": "by meaning"},
    "find_among": {"es": "Entre", "en": "Among"},
    "find_among_all": {"es": "todo", "en": "everything"},
    "find_among_reviewed": {"es": "lo revisado", "en": "what was reviewed"},
    "find_among_unreviewed": {"es": "lo no revisado", "en": "what was not reviewed"},
    "find_session": {"es": "Sesión", "en": "Session"},
    "find_hint_words": {
        "es": "Todas las palabras, sin importar mayúsculas ni acentos; «cuenta» encuentra también «cuentas». Entre comillas, tal "
        "cual y seguidas; con un menos delante, que no estén.",
        "en": "All of the words, whatever their case and accents; “account” finds “accounts” too. In quotes: as they are, one after "
        "the other; with a minus before it: must not be there.",
    },
    "find_hint_meaning": {
        "es": "Escriba lo que busca como se lo contaría a alguien, en cualquiera de los idiomas: salen los segmentos más cercanos, "
        "aunque ninguno lo esté de verdad.",
        "en": "Write what you look for as you would tell somebody, in any of the languages: the nearest segments come up, even where "
        "none is really near.",
    },
    "find_n": {"es": "{n} segmento | {n} segmentos", "en": "{n} segment | {n} segments"},
    "find_nearest": {"es": "Los {n} más cercanos", "en": "The nearest {n}"},
    "find_nothing": {"es": "Nada.", "en": "Nothing."},
    "find_nothing_remedy": {
        "es": "Pruebe con menos palabras, o por significado.",
        "en": "Try fewer words, or search by meaning.",
    },
    "find_unseen": {
        "es": "{n} segmento no tiene vector todavía y no se miró. | {n} segmentos no tienen vector todavía y no se miraron.",
        "en": "{n} segment has no vector yet and was not looked at. | {n} segments have no vector yet and were not looked at.",
    },
    "find_unseen_remedy": {"es": "Lo hace la tarea «suggest».", "en": "The job “suggest” makes them."},
    "find_reviewed_by": {"es": "revisado por {who}", "en": "reviewed by {who}"},
    "find_not_reviewed": {"es": "sin revisar", "en": "not reviewed"},
    "find_near": {"es": "cercanía {near}", "en": "nearness {near}"},
    "find_page": {"es": "Página {n} de {pages}", "en": "Page {n} of {pages}"},
}
