"""Words of the annexes that are counted from the register, the sample and the evidence, in Spanish and English."""

from collections.abc import Mapping

from annotations.documents.labels import spoken

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "change": "Change", "title": "What it says", "domain": "Domain", "kind": "Kind", "status": "Decision", "for": "For",
        "against": "Against", "since": "Saturated since", "theme": "Projects that work on its theme", "contributed": "Projects that contributed",
        "priorities": "Priorities", "priority": "Priority", "project": "Project", "changes": "Changes", "to_changes": "Contributed to",
        "of_theme": "Works on the theme of", "nothing": "–", "not_yet": "not yet", "no_date": "yes, without a date", "no_domain": "No domain",
        "change_kind": "change", "no_change": "change that did not happen", "unintended": "unintended change",
        "candidate": "not decided", "pursued": "followed", "dropped": "dropped", "merged": "merged", "contested": "contested",
        "caption_changes": "Changes of the register",
        "note_changes": "For and against: independent sessions. The study's rule of saturation asks for {rule}, with at most {against}% against.",
        "note_left_out": "Changes that were dropped or merged are not in it: {n}.",
        "caption_results": "Results and projects: {domain}",
        "note_relations": "Two relations kept apart: a project works on the theme of a change, and a project contributed to it, as the evidence says.",
        "caption_projects": "Projects, and the changes they contributed to",
        "note_projects": "Projects in the last rows have no change linked to them.",
        "caption_priorities": "Priorities, and the changes that serve them",
        "caption_without": "Priorities without a change", "pursued_by": "Projects that pursue it", "finding": "What was found",
        "priority_pursued": "pursued, without a change", "priority_not_pursued": "not pursued", "priority_without": "without a change",
        "note_cited": "In parentheses, how many passages of the evidence are cited for the link; the register names them.",
        "note_uncited": "Linked to a priority without a passage that says so: {changes}.",
        "note_priorities": "A priority without a change is a finding: none of the changes of the register was linked to it.",
        "caption_sample": "{unit} by {by} and {across}", "note_sample": "Counted from the register; every total is the sum of its column.",
        "note_counts": "{contacts} contacts, {respondents} people, {participants} participants (a person in a session) and {sessions} sessions are four counts.",
        "note_left": "Not counted: {refused} who refused, {left} who left a focus group before it was recorded, {withdrew} who withdrew.",
    },
    "es": {
        "change": "Cambio", "title": "Qué dice", "domain": "Dominio", "kind": "Clase", "status": "Decisión", "for": "A favor",
        "against": "En contra", "since": "Saturado desde", "theme": "Proyectos que trabajan en su tema", "contributed": "Proyectos que contribuyeron",
        "priorities": "Prioridades", "priority": "Prioridad", "project": "Proyecto", "changes": "Cambios", "to_changes": "Contribuyó a",
        "of_theme": "Trabaja en el tema de", "nothing": "–", "not_yet": "todavía no", "no_date": "sí, sin fecha", "no_domain": "Sin dominio",
        "change_kind": "cambio", "no_change": "cambio que no ocurrió", "unintended": "cambio no buscado",
        "candidate": "sin decidir", "pursued": "se sigue", "dropped": "se dejó", "merged": "se unió", "contested": "discutido",
        "caption_changes": "Cambios del registro",
        "note_changes": "A favor y en contra: sesiones independientes. La regla de saturación del estudio pide {rule}, con a lo más {against} % en contra.",
        "note_left_out": "No están los cambios que se dejaron o se unieron a otros: {n}.",
        "caption_results": "Resultados y proyectos: {domain}",
        "note_relations": "Dos relaciones que no se mezclan: un proyecto trabaja en el tema de un cambio, y un proyecto contribuyó a él según la evidencia.",
        "caption_projects": "Proyectos y los cambios a los que contribuyeron",
        "note_projects": "Los proyectos de las últimas filas no tienen ningún cambio ligado.",
        "caption_priorities": "Prioridades y los cambios que les sirven",
        "caption_without": "Prioridades sin cambio", "pursued_by": "Proyectos que la persiguen", "finding": "Qué se encontró",
        "priority_pursued": "perseguida, sin cambio", "priority_not_pursued": "nadie la persigue", "priority_without": "sin cambio",
        "note_cited": "Entre paréntesis, cuántos pasajes de la evidencia se citan para el vínculo; el registro dice cuáles.",
        "note_uncited": "Ligados a una prioridad sin un pasaje que lo diga: {changes}.",
        "note_priorities": "Una prioridad sin cambio es un hallazgo: ningún cambio del registro se ligó a ella.",
        "caption_sample": "{unit} por {by} y {across}", "note_sample": "Contado del registro; cada total es la suma de su columna.",
        "note_counts": "{contacts} contactos, {respondents} personas, {participants} participantes (una persona en una sesión) y {sessions} sesiones son cuatro cuentas distintas.",
        "note_left": "No se cuentan: {refused} que no quisieron, {left} que salieron de un grupo focal antes de grabarse, {withdrew} que retiraron su consentimiento.",
    },
}  # fmt: skip


def register_words(language: str) -> Mapping[str, str]:
    return WORDS[spoken(language)]
