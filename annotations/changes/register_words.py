"""The register of changes in words: what became of a change, and every act on it as one line. Spanish and English."""

from collections.abc import Mapping

from annotations.changes.register_records import ChangeAct, Status
from annotations.languages import base

STATUS: Mapping[str, Mapping[Status, str]] = {
    "en": {"candidate": "candidate", "pursued": "pursued", "dropped": "dropped", "merged": "merged"},
    "es": {"candidate": "candidato", "pursued": "se sigue", "dropped": "descartado", "merged": "fusionado"},
}
ELEMENT: Mapping[str, Mapping[str, str]] = {
    "en": {"who": "who", "what": "what", "when": "when", "where": "where", "why": "why", "contribution": "contribution"},
    "es": {"who": "quién", "what": "qué", "when": "cuándo", "where": "dónde", "why": "por qué", "contribution": "contribución"},
}
FIELD: Mapping[str, Mapping[str, str]] = {
    "en": {
        "kind": "kind", "domain": "domain", "secondary_domains": "secondary domains", "contributed": "projects that contributed",
        "addressed": "projects on its theme", "priorities": "priorities",
    },
    "es": {
        "kind": "tipo", "domain": "dominio", "secondary_domains": "dominios secundarios", "contributed": "proyectos que contribuyeron",
        "addressed": "proyectos sobre su tema", "priorities": "prioridades",
    },
}  # fmt: skip
PRIORITY: Mapping[str, Mapping[str, str]] = {
    "en": {
        "served": "has changes", "pursued": "pursued, without a change", "not_pursued": "not pursued", "without": "without a change",
        "contributed": "contributed", "addressed": "on the theme", "pursued_by": "pursued by",
    },
    "es": {
        "served": "tiene cambios", "pursued": "perseguida, sin cambio", "not_pursued": "nadie la persigue", "without": "sin cambio",
        "contributed": "contribuyeron", "addressed": "sobre el tema", "pursued_by": "la persiguen",
    },
}  # fmt: skip
_SAID: Mapping[str, Mapping[str, str]] = {
    "en": {
        "entered": "entered {change}", "restated": "worded {change} anew", "described": "set of {change}: {fields}",
        "pursued": "decided to pursue {change}", "dropped": "dropped {change}", "reopened": "opened {change} again",
        "merged": "merged {change} into {into}", "split": "split {change}: {parts}", "linked": "linked to {change}: {segments}",
        "unlinked": "took away from {change}: {segments}", "counts": "session {session} counts for {change}",
        "counts_not": "session {session} does not count for {change}", "counts_again": "session {session} counts for {change} as the rule says",
        "element": "{element} of {change} in session {session}: {value}", "element_removed": "took back {id} of {change}",
        "cited": "cited for the priority {priority} of {change}: {segments}", "cited_none": "took back what was cited for the priority {priority} of {change}",
        "cited_renamed": "the priority {old} of {change} is called {priority}",
        "for": "for", "against": "against", "to": "to", "withdrawn": "(withdrawn)",
    },
    "es": {
        "entered": "inscribió {change}", "restated": "redactó de nuevo {change}", "described": "fijó de {change}: {fields}",
        "pursued": "decidió seguir {change}", "dropped": "descartó {change}", "reopened": "reabrió {change}",
        "merged": "fusionó {change} con {into}", "split": "separó de {change}: {parts}", "linked": "vinculó a {change}: {segments}",
        "unlinked": "desvinculó de {change}: {segments}", "counts": "la sesión {session} cuenta para {change}",
        "counts_not": "la sesión {session} no cuenta para {change}",
        "counts_again": "la sesión {session} cuenta para {change} según la regla",
        "element": "{element} de {change} en la sesión {session}: {value}", "element_removed": "retiró {id} de {change}",
        "cited": "citó para la prioridad {priority} de {change}: {segments}",
        "cited_none": "retiró lo citado para la prioridad {priority} de {change}",
        "cited_renamed": "la prioridad {old} de {change} se llama {priority}",
        "for": "a favor", "against": "en contra", "to": "a", "withdrawn": "(retirado)",
    },
}  # fmt: skip


def spoken(language: str) -> str:
    return base(language) if base(language) in _SAID else "en"


def act_in_words(act: ChangeAct, language: str) -> str:
    """What was done, without who, when and why.

    >>> from datetime import UTC, datetime
    >>> act_in_words(ChangeAct(4, datetime(2026, 5, 2, tzinfo=UTC), "ines", "merged", "CH07", {"into": "CH03"}, "the same"), "es")
    'fusionó CH07 con CH03'
    """
    language = spoken(language)
    words, body = _SAID[language], act.body
    form = act.act
    if act.act == "counted":
        form = {True: "counts", False: "counts_not"}.get(body["counts"], "counts_again")
    if act.act == "cited" and not body.get("segments"):
        form = "cited_renamed" if body.get("renamed_from") else "cited_none"
    return words[form].format(
        change=act.change_id,
        into=body.get("into", ""),
        session=body.get("session", ""),
        priority=body.get("priority", ""),
        old=body.get("renamed_from", ""),
        id=body.get("id", ""),
        value=body.get("value", "") or words["withdrawn"],
        element=ELEMENT[language].get(body.get("element", ""), ""),
        parts="; ".join(f"{', '.join(ids)} {words['to']} {to}" for to, ids in body.get("parts", {}).items()),
        segments=_segments(body.get("segments", ()), words),
        fields="; ".join(f"{FIELD[language][name]}: {_listed(value)}" for name, value in body.items() if name in FIELD[language]),
    )


def _segments(segments: object, words: Mapping[str, str]) -> str:
    if isinstance(segments, Mapping):
        return ", ".join(f"{segment_id} ({words[side]})" for segment_id, side in segments.items())
    return ", ".join(map(str, segments)) if isinstance(segments, list | tuple) else ""


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) or "—" if isinstance(value, list | tuple) else str(value)
