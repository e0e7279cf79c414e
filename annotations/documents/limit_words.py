"""Limitations of the evidence as sentences, in Spanish and English: what is counted, what was done about it, where it is counted from."""

from collections.abc import Mapping

from annotations.documents.labels import spoken

Said = tuple[str, str, str]
"""The limitation with its numbers, what was done about it (empty: nothing that Relato knows of), where it is counted from."""
LIMITS: Mapping[str, Mapping[str, Said]] = {
    "en": {
        "refused": ("{n} of {of} people in sessions refused to take part, or took their consent back.", "Nothing that they said is used.", "roster"),
        "left": ("{n} of {of} people left a focus group before it was recorded.", "", "roster"),
        "undocumented": ("Of {n} of {of} sessions nobody noted that everybody agreed to take part.", "They do not count as observations.", "roster"),
        "not_reviewed": ("{n} of {of} sessions have not been reviewed whole.", "What they say is not in the findings.", "review"),
        "notes": ("{n} of {of} sessions were kept as notes, not as a recording.", "Words from notes are marked, and are no quotes.", "register of sessions"),
        "notes_only": ("{n} of {of} changes rest on notes alone.", "Their stories say so.", "observations"),
        "prompted": ("In {n} of {of} sessions a closed list was read aloud: what they agree to was prompted.", "{rule}", "register of sessions"),
        "prompted_counts": ("", "Such answers count, by the study's rule of saturation.", ""),
        "prompted_counts_not": ("", "Such answers do not count towards saturation.", ""),
        "one_category": ("{n} of {of} saturated changes are reported by one kind of people only.", "Their stories say so.", "observations"),
        "one_place": ("{n} of {of} saturated changes are reported from one place only.", "", "observations"),
        "contested": ("{n} of {of} changes are contested: more than {ratio}% of the sessions that speak of them deny them.", "Those who deny them are quoted.", "verdicts"),
        "not_saturated": ("{n} of {of} changes that are followed are not saturated.", "They are not ranked; their stories say what is missing.", "verdicts"),
        "few": ("{n} of {of} saturated changes rest on fewer than {few} independent sessions.", "", "verdicts"),
        "merged": ("{n} sessions that report a change depend on another one (same people, or named by them).", "They count once together.", "observations"),
        "languages": ("{n} of {of} sessions were not held in {language}.", "Quotes stand in the original, with a marked translation.", "register of sessions"),
        "unsigned": ("{n} of {of} stories are not signed.", "Each page of them says that it is a draft.", "stories"),
        "gaps": ("{n} questions of the stories are open: nobody spoke of them.", "They stand in the stories as gaps.", "stories"),
        "contradictions": ("{n} of {of} claims that were compared with statistics are contradicted by them.", "{answered} of them were answered.", "data beside stories"),
        "no_data": ("{n} of {of} stories were not compared with any statistics.", "", "data beside stories"),
        "headings": ("Limitation", "What it touches", "What was done about it"),
        "caption": ("What limits the findings", "Counted on {date} from {study}; the last word of each line says from what.", "all findings"),
    },
    "es": {
        "refused": ("{n} de {of} personas en sesiones no quisieron participar o retiraron su consentimiento.", "No se usa nada de lo que dijeron.", "lista de participantes"),
        "left": ("{n} de {of} personas salieron de un grupo focal antes de que se grabara.", "", "lista de participantes"),
        "undocumented": ("De {n} de {of} sesiones no se anotó que todas las personas aceptaran participar.", "No cuentan como observaciones.", "lista de participantes"),
        "not_reviewed": ("{n} de {of} sesiones no se han revisado completas.", "Lo que dicen no está en los hallazgos.", "revisión"),
        "notes": ("De {n} de {of} sesiones quedaron notas, no grabación.", "Las palabras de notas van marcadas y no son citas.", "registro de sesiones"),
        "notes_only": ("{n} de {of} cambios descansan solo en notas.", "Sus historias lo dicen.", "observaciones"),
        "prompted": ("En {n} de {of} sesiones se leyó una lista cerrada: con lo que ahí coincidieron se les sugirió.", "{rule}", "registro de sesiones"),
        "prompted_counts": ("", "Esas respuestas cuentan, según la regla de saturación del estudio.", ""),
        "prompted_counts_not": ("", "Esas respuestas no cuentan para la saturación.", ""),
        "one_category": ("{n} de {of} cambios saturados los cuenta un solo tipo de personas.", "Sus historias lo dicen.", "observaciones"),
        "one_place": ("{n} de {of} cambios saturados se cuentan desde un solo lugar.", "", "observaciones"),
        "contested": ("{n} de {of} cambios se discuten: los niega más del {ratio} % de las sesiones que hablan de ellos.", "Se cita a quienes los niegan.", "veredictos"),
        "not_saturated": ("{n} de {of} cambios que se siguen no están saturados.", "No se ordenan; sus historias dicen qué falta.", "veredictos"),
        "few": ("{n} de {of} cambios saturados descansan en menos de {few} sesiones independientes.", "", "veredictos"),
        "merged": ("{n} sesiones que cuentan un cambio dependen de otra (las mismas personas, o nombradas por ellas).", "Juntas cuentan una vez.", "observaciones"),
        "languages": ("{n} de {of} sesiones no fueron en {language}.", "Las citas van en el original, con traducción marcada.", "registro de sesiones"),
        "unsigned": ("{n} de {of} historias no están firmadas.", "Cada página dice que es un borrador.", "historias"),
        "gaps": ("{n} preguntas de las historias quedan abiertas: nadie habló de ellas.", "Están en las historias como huecos.", "historias"),
        "contradictions": ("Las estadísticas contradicen {n} de {of} afirmaciones que se compararon con ellas.", "{answered} de ellas tienen respuesta.", "datos junto a historias"),
        "no_data": ("{n} de {of} historias no se compararon con ninguna estadística.", "", "datos junto a historias"),
        "headings": ("Limitación", "A qué afecta", "Qué se hizo"),
        "caption": ("Qué limita los hallazgos", "Contado el {date} de {study}; al final de cada renglón se dice de qué registro.", "todos los hallazgos"),
    },
}  # fmt: skip


def limit_words(language: str) -> Mapping[str, Said]:
    return LIMITS[spoken(language)]
