"""What the document of a story says besides the story, in Spanish and English."""

from collections.abc import Mapping

from annotations.documents.labels import spoken

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "change": "Story of change", "no_change": "Story of a change that did not happen", "unintended": "Story of an unintended change",
        "domain": "Domain of change", "secondary": "Other domains", "locations": "Location(s)", "projects": "Projects that contributed",
        "id": "Change", "headline": "Statement", "people": "People who worked on it", "in_numbers": "Data beside the story",
        "sources": "Sources", "versions": "Version, people and signatures",
        "version": "Version {number} of {date}, by {by}", "drafted": "Draft {number}, made by Relato; nobody has worked on it yet",
        "made": "written on {date}", "outdated": "[the wording in this language is older than that in another]",
        "untranslated": "[translation to be made]", "translation": "Translation", "unsure": "[to be compared with the original]", "missing": "Missing:", "kept": "Left open: {reason}",
        "machine": "[proposed by a language model, {by}]", "own": "[the writers' own judgement]",
        "source_note": "Sessions and passages that the story cites. Dates are given by month; a place only where at least three people of the kind are from it.", "whole": "the session as a whole",
        "session": "Session", "who": "Who", "place": "Place", "date": "Month", "capture": "Kept as", "passages": "Passages",
        "role": "Part", "person": "Person", "signed": "Signed version", "checked": "Looked at", "on": "Date",
        "needed": "signature needed", "older": "{number} (changed since)", "facts": "facts", "causal_logic": "causal logic",
        "language": "language", "signatures_note": "A signature is of one version. Parts that need no signature have a dash.",
        "sources_caption": "Sources of {id}", "signatures_caption": "People and signatures of {id}",
        "data_caption": "Statistics put beside {id}", "see_data": "Numbers from outside the interviews are judged in {table}.",
        "see_figure": "{figure} shows the series that the story is compared with.",
        "data_note": "{point} Verdict: {verdict}. {reason}", "answer": "Answer: {answer}", "unanswered": "Not answered yet.",
        "counted": "Of: {of}", "source_of": "Source: {source}, retrieved by {day}",
    },
    "es": {
        "change": "Historia de cambio", "no_change": "Historia de un cambio que no ocurrió", "unintended": "Historia de un cambio no buscado",
        "domain": "Dominio de cambio", "secondary": "Otros dominios", "locations": "Lugar(es)", "projects": "Proyectos que contribuyeron",
        "id": "Cambio", "headline": "Enunciado", "people": "Quienes trabajaron en ella", "in_numbers": "Datos junto a la historia",
        "sources": "Fuentes", "versions": "Versión, personas y firmas",
        "version": "Versión {number} del {date}, por {by}", "drafted": "Borrador {number}, hecho por Relato; nadie lo ha trabajado todavía",
        "made": "escrito el {date}", "outdated": "[la redacción en este idioma es más vieja que la de otro]",
        "untranslated": "[falta la traducción]", "translation": "Traducción", "unsure": "[falta cotejarla con el original]", "missing": "Falta:", "kept": "Queda abierto: {reason}",
        "machine": "[propuesto por un modelo de lenguaje, {by}]", "own": "[juicio de quienes escriben]",
        "source_note": "Sesiones y pasajes que la historia cita. Las fechas se dan por mes; el lugar, solo donde al menos tres personas de ese tipo son de ahí.", "whole": "la sesión entera",
        "session": "Sesión", "who": "Quién", "place": "Lugar", "date": "Mes", "capture": "Se conserva como", "passages": "Pasajes",
        "role": "Papel", "person": "Persona", "signed": "Versión firmada", "checked": "Qué revisó", "on": "Fecha",
        "needed": "falta la firma", "older": "{number} (cambió después)", "facts": "hechos", "causal_logic": "lógica causal",
        "language": "lenguaje", "signatures_note": "Una firma es de una versión. Los papeles que no firman llevan un guion.",
        "sources_caption": "Fuentes de {id}", "signatures_caption": "Personas y firmas de {id}",
        "data_caption": "Estadísticas junto a {id}", "see_data": "Los números de fuera de las entrevistas se juzgan en la {table}.",
        "see_figure": "La {figure} muestra la serie con que se compara la historia.",
        "data_note": "{point} Veredicto: {verdict}. {reason}", "answer": "Respuesta: {answer}", "unanswered": "Sin respuesta todavía.",
        "counted": "De: {of}", "source_of": "Fuente: {source}, consultada hasta el {day}",
    },
}  # fmt: skip


def story_words(language: str) -> Mapping[str, str]:
    return WORDS[spoken(language)]
