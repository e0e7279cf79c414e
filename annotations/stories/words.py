"""What the states, flags, obstacles and acts of stories are called, in the languages that people read them in."""

from collections.abc import Mapping
from typing import Literal

from annotations.languages import base
from annotations.stories.records import PersonsAct
from annotations.stories.state_records import BlockAct, Check, Flag, FlagKind, Obstacle, ObstacleKind, PartKind, State

Language = Literal["es", "en"]
Origin = Literal["draft", "person", "model"]
STATES: Mapping[Language, Mapping[State, str]] = {
    "en": {
        "none": "no draft",
        "draft": "draft",
        "writing": "being written",
        "in_round": "in review",
        "signed": "signed",
    },
    "es": {
        "none": "sin borrador",
        "draft": "borrador",
        "writing": "en redacción",
        "in_round": "en revisión",
        "signed": "firmada",
    },
}
CHECK_WORDS: Mapping[Language, Mapping[Check, str]] = {
    "en": {"facts": "facts", "causal_logic": "causal logic", "language": "language"},
    "es": {"facts": "hechos", "causal_logic": "lógica causal", "language": "lenguaje"},
}
ORIGINS: Mapping[Language, Mapping[Origin, str]] = {
    "en": {"draft": "draft", "person": "person", "model": "language model"},
    "es": {"draft": "borrador", "person": "persona", "model": "modelo de lenguaje"},
}
FLAGS: Mapping[Language, Mapping[FlagKind, str]] = {
    "en": {
        "coding_revised": "{subject}: its coding was revised since it was cited",
        "stance_changed": "{subject}: it was read as “{before}” the change, now as “{now}”",
        "no_longer_linked": "{subject}: it no longer counts for this change",
        "words_changed": "{subject}: its words are shown otherwise since it was cited (a name was masked, or the text was corrected)",
        "withdrawn": "{subject}: somebody has taken back what they said there",
        "segment_gone": "{subject}: there is no such passage any more",
        "statement_reworded": "the register words the change otherwise now (statement {now}, the story has {before})",
        "not_saturated": "the change is not saturated: {now}",
        "not_followed": "the change is not followed any more: {now}",
    },
    "es": {
        "coding_revised": "{subject}: su codificación se revisó después de citarse",
        "stance_changed": "{subject}: se leía como «{before}» del cambio; ahora, como «{now}»",
        "no_longer_linked": "{subject}: ya no cuenta para este cambio",
        "words_changed": "{subject}: sus palabras se muestran de otro modo desde que se citó (se ocultó un nombre o se corrigió el texto)",
        "withdrawn": "{subject}: alguien retiró lo que dijo ahí",
        "segment_gone": "{subject}: ese pasaje ya no existe",
        "statement_reworded": "el registro redacta ahora el cambio de otro modo (enunciado {now}; la historia tiene el {before})",
        "not_saturated": "el cambio no está saturado: {now}",
        "not_followed": "el cambio ya no se sigue: {now}",
    },
}
OBSTACLES: Mapping[Language, Mapping[ObstacleKind, str]] = {
    "en": {
        "contradiction": "answer the contradiction of {id} with a statistic",
        "flag": "answer the flag {id}",
        "uncited": "block {id} cites nothing: cite a passage, or mark it as your own judgement",
        "gap": "fill the gap {id}, take it out, or say why it stays",
        "emptied": "block {id} was emptied because somebody took back what they said: word it anew, or take it out",
    },
    "es": {
        "contradiction": "responder a la contradicción de {id} con una estadística",
        "flag": "responder al aviso {id}",
        "uncited": "el bloque {id} no cita nada: citar un pasaje o marcarlo como juicio propio",
        "gap": "llenar el vacío {id}, quitarlo o decir por qué queda",
        "emptied": "el bloque {id} se vació porque alguien retiró lo que dijo: redactarlo de nuevo o quitarlo",
    },
}
PARTS: Mapping[Language, Mapping[PartKind, str]] = {
    "en": {"new": "new", "changed": "changed", "gone": "no longer in the draft", "statement": "statement in the register"},
    "es": {"new": "nuevo", "changed": "cambiado", "gone": "ya no está en el borrador", "statement": "enunciado del registro"},
}
ACTS: Mapping[Language, Mapping[BlockAct, str]] = {
    "en": {"added": "added", "removed": "taken out", "edited": "worded anew", "moved": "moved"},
    "es": {"added": "agregado", "removed": "quitado", "edited": "redactado de nuevo", "moved": "movido"},
}
DONE: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "opened": "began the text", "edited": "worded {blocks} anew", "section": "worded {blocks} anew", "added": "put in {blocks}",
        "removed": "took {blocks} out", "moved": "moved {blocks}", "taken": "took from the draft: {blocks}",
        "worded": "took a language model's wording of {blocks}", "gap_kept": "keeps the gap {block}",
        "story_comment": "commented {block}", "comment_resolved": "resolved comment {comment}", "role_assigned": "gave {person} the part {role}",
        "role_unassigned": "took the part {role} from {person}", "story_sent": "sent version {version} to {role}",
        "story_sent_back": "sent version {version} back to {role}", "story_signed": "signed version {version} as {role} ({checked})",
        "flag_answered": "answered the flag {flag}", "parts_left": "did not want {parts}",
        "data_attached": "put statistics beside a claim", "data_withdrawn": "took statistics back", "data_answered": "answered a contradiction",
        "rephrased": "had a language model word it anew", "rephrasing_taken": "took a language model's wording",
        "rubric_judged": "judged version {version} under {rubric}: {level}", "rubric_taken_back": "took back the judgement {judgement} under {rubric}",
    },
    "es": {
        "opened": "comenzó el texto", "edited": "redactó de nuevo {blocks}", "section": "redactó de nuevo {blocks}", "added": "agregó {blocks}",
        "removed": "quitó {blocks}", "moved": "movió {blocks}", "taken": "tomó del borrador: {blocks}",
        "worded": "tomó la redacción de un modelo de lenguaje en {blocks}", "gap_kept": "deja el vacío {block}",
        "story_comment": "comentó {block}", "comment_resolved": "resolvió el comentario {comment}", "role_assigned": "dio a {person} la parte {role}",
        "role_unassigned": "quitó a {person} la parte {role}", "story_sent": "envió la versión {version} a {role}",
        "story_sent_back": "devolvió la versión {version} a {role}", "story_signed": "firmó la versión {version} como {role} ({checked})",
        "flag_answered": "respondió al aviso {flag}", "parts_left": "no quiso {parts}",
        "data_attached": "puso estadísticas junto a una afirmación", "data_withdrawn": "retiró estadísticas",
        "data_answered": "respondió a una contradicción", "rephrased": "pidió a un modelo de lenguaje otra redacción",
        "rephrasing_taken": "tomó la redacción de un modelo de lenguaje",
        "rubric_judged": "juzgó la versión {version} bajo {rubric}: {level}", "rubric_taken_back": "retiró el juicio {judgement} bajo {rubric}",
    },
}  # fmt: skip
"""By what was done to the text, else by the act."""
VALUES: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "for": "for", "against": "against", "both": "both", "candidate": "candidate", "needs_sessions": "more sessions needed",
        "dropped": "dropped", "merged": "merged with another",
    },
    "es": {
        "for": "a favor", "against": "en contra", "both": "ambas cosas", "candidate": "candidato",
        "needs_sessions": "faltan sesiones", "dropped": "descartado", "merged": "unido a otro",
    },
}  # fmt: skip
"""What stands in ``before`` and ``now`` of a flag."""
SECTION_HEADINGS: Mapping[Language, tuple[str, ...]] = {
    "en": ("change", "title", "kind", "domain", "other domains", "section", "name of the section", "text", "version", "state", "changed on",
           "cites", "quotes", "gaps", "outdated", "who speaks", "places", "groups", "projects"),
    "es": ("cambio", "título", "tipo", "dominio", "otros dominios", "sección", "nombre de la sección", "texto", "versión", "estado",
           "cambiada el", "cita", "citas textuales", "vacíos", "desactualizada", "quién habla", "lugares", "grupos", "proyectos"),
}  # fmt: skip
SECTIONS_TITLE: Mapping[Language, str] = {"en": "sections", "es": "secciones"}
FIELDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "gaps": "gaps", "flags": "flags", "comments": "comments", "contradictions": "contradictions", "proposed": "proposed",
        "draft": "draft", "comment": "comment", "answered": "answered by", "older": "of an older version", "outdated": "outdated",
        "settled": "answered by", "open": "comments are open ({n}): who signs says --all-the-same", "despite": "comments open: {n}",
    },
    "es": {
        "gaps": "vacíos", "flags": "avisos", "comments": "comentarios", "contradictions": "contradicciones", "proposed": "propuestas",
        "draft": "borrador", "comment": "comentario", "answered": "respondió", "older": "de una versión anterior",
        "outdated": "desactualizado", "settled": "respondido por",
        "open": "hay comentarios sin resolver ({n}): quien firma dice --all-the-same", "despite": "comentarios sin resolver: {n}",
    },
}  # fmt: skip
OUTDATED: Mapping[Language, str] = {"en": "yes", "es": "sí"}
QUOTATION: Mapping[Language, str] = {"en": "“{words}”", "es": "«{words}»"}
GAP: Mapping[Language, str] = {"en": "Gap: {words}", "es": "Vacío: {words}"}


def spoken(language: str) -> Language:
    """The language that there are words in: the one asked for, else English.

    >>> spoken("es-MX"), spoken("fr")
    ('es', 'en')
    """
    return "es" if base(language) == "es" else "en"


def told_flag(flag: Flag, language: str) -> str:
    """The flag as a sentence without a full stop.

    >>> told_flag(Flag("f", "stance_changed", "S01.006", before="for", now="against"), "es")
    'S01.006: se leía como «a favor» del cambio; ahora, como «en contra»'
    """
    words = VALUES[spoken(language)]
    before, now = words.get(flag.before, flag.before), words.get(flag.now, flag.now)
    return FLAGS[spoken(language)][flag.kind].format(subject=flag.subject, before=before, now=now)


def told_act(act: PersonsAct, language: str) -> str:
    """What somebody did, without who; the act's own name where there are no words for it.

    >>> from datetime import datetime
    >>> told_act(PersonsAct(3, datetime(2026, 5, 1), "ana", "story_sent", "CH1", {"role": "editor", "version": 2}), "en")
    'sent version 2 to editor'
    """
    words = DONE[spoken(language)]
    checks: dict[str, str] = {str(check): word for check, word in CHECK_WORDS[spoken(language)].items()}
    said = {
        name: ", ".join(checks.get(one, one) for one in map(str, value)) if isinstance(value, list) else value
        for name, value in act.body.items()
    }
    phrase = words.get(str(act.body.get("did", ""))) or words.get(act.act, act.act)
    return phrase.format_map({**dict.fromkeys(("blocks", "block", "parts"), ""), **said}).strip()


def told_obstacle(obstacle: Obstacle, language: str) -> str:
    """What has to be done, as a sentence without a capital or a full stop.

    >>> told_obstacle(Obstacle("gap", "b7"), "en")
    'fill the gap b7, take it out, or say why it stays'
    """
    return OBSTACLES[spoken(language)][obstacle.kind].format(id=obstacle.id)
