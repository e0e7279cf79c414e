"""What plan rows and matrices are called where a person reads them, in Spanish or English."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from annotations.analysis import NOBODY
from annotations.codeframe import Code, CodeFrame
from annotations.languages import base, in_language
from annotations.studies import PlanRow, Study, Words

CRITERION = {
    "methods": "method", "instruments": "instrument", "modes": "mode", "not_asked": "category", "categories": "category",
    "asked_about": "domain", "domains": "domain", "sections": "section", "codes": "code", "changes": "change",
}  # fmt: skip
"""The dimension whose values a criterion of a plan row names."""
WORDS: Mapping[str, Words] = {
    "plan": {"es": "Plan de análisis", "en": "Analysis plan"},
    "row": {"es": "fila", "en": "row"},
    "question": {"es": "pregunta", "en": "question"},
    "strategy": {"es": "estrategia", "en": "strategy"},
    "elsewhere": {"es": "lo que está en otra parte", "en": "what is elsewhere"},
    "people": {"es": "personas", "en": "people"},
    "sessions": {"es": "sesiones", "en": "sessions"},
    "segments": {"es": "segmentos", "en": "segments"},
    "unnamed": {"es": "segmentos de nadie en particular", "en": "segments of nobody in particular"},
    "steps": {"es": "criterios", "en": "criteria"},
    "criterion": {"es": "criterio", "en": "criterion"},
    "asked": {"es": "lo que se pide", "en": "asked for"},
    "unsure": {"es": "fuera porque no se sabe quién habla", "en": "left out: speaker not known"},
    "breakdowns": {"es": "desgloses", "en": "breakdowns"},
    "dimension": {"es": "dimensión", "en": "dimension"},
    "value": {"es": "valor", "en": "value"},
    "name": {"es": "nombre", "en": "name"},
    "note": {"es": "nota", "en": "note"},
    "was_not_asked": {"es": "no se les preguntó", "en": "not asked"},
    "nothing": {"es": "Nada de lo leído responde a esta fila.", "en": "Nothing that has been read answers this row."},
    "absent": {"es": "no hay en el estudio ni en el registro", "en": "not in the study nor in the register"},
    "unread": {"es": "sesiones que nadie ha terminado de leer", "en": "sessions that nobody has read to the end"},
    "cross": {"es": "grupos y secciones", "en": "groups and sections"},
    "all": {"es": "todo el material", "en": "all material"},
    "methods": {"es": "fuentes", "en": "sources"},
    "instruments": {"es": "instrumentos", "en": "instruments"},
    "modes": {"es": "modos", "en": "modes"},
    "prompted": {"es": "a pregunta cerrada", "en": "prompted"},
    "not_asked": {"es": "sin quienes no se les preguntó", "en": "without those who were not asked"},
    "categories": {"es": "tipos de informante", "en": "kinds of respondents"},
    "asked_about": {"es": "dominios por los que se les preguntó", "en": "domains they were asked about"},
    "domains": {"es": "dominios de cambio", "en": "domains of change"},
    "sections": {"es": "secciones de la historia", "en": "story sections"},
    "codes": {"es": "códigos", "en": "codes"},
    "changes": {"es": "cambios", "en": "changes"},
    "any_change": {"es": "sobre algún cambio", "en": "about any change"},
    "yes": {"es": "sí", "en": "yes"},
    "no": {"es": "no", "en": "no"},
    "session": {"es": "sesión", "en": "session"},
    "method": {"es": "fuente", "en": "source"},
    "instrument": {"es": "instrumento", "en": "instrument"},
    "mode": {"es": "modo", "en": "mode"},
    "place": {"es": "lugar", "en": "place"},
    "language": {"es": "idioma", "en": "language"},
    "category": {"es": "tipo de informante", "en": "kind of respondent"},
    "domain": {"es": "dominio", "en": "domain"},
    "section": {"es": "sección", "en": "section"},
    "change": {"es": "cambio", "en": "change"},
    "priority": {"es": "prioridad", "en": "priority"},
    "code": {"es": "código", "en": "code"},
    "with": {"es": "junto con", "en": "together with"},
    "segment": {"es": "segmento", "en": "segment"},
    "date": {"es": "fecha", "en": "date"},
    "respondent": {"es": "informante", "en": "respondent"},
    "said": {"es": "lo dicho", "en": "said"},
    "asked_question": {"es": "pregunta de la guía", "en": "question of the guide"},
    "for": {"es": "lo afirma", "en": "reports it"},
    "against": {"es": "lo niega", "en": "denies it"},
    "individual": {"es": "entrevista individual", "en": "individual interview"},
    "collective": {"es": "entrevista colectiva", "en": "collective interview"},
    "focus_group": {"es": "grupo focal", "en": "focus group"},
    "survey": {"es": "encuesta", "en": "survey interview"},
    "in_person": {"es": "presencial", "en": "in person"},
    "remote": {"es": "a distancia", "en": "remote"},
    "unknown": {"es": "sin dato", "en": "not stated"},
    "nobody": {"es": "sin dato", "en": "not stated"},
    "total": {"es": "total", "en": "total"},
    "es": {"es": "español", "en": "Spanish"},
    "en": {"es": "inglés", "en": "English"},
}  # fmt: skip


@dataclass(frozen=True)
class Naming:
    """What everything is called in one language."""

    study: Study
    frame: CodeFrame
    language: str

    @property
    def tag(self) -> str:
        """Which of our own languages it is."""
        return base(self.language) if base(self.language) in ("es", "en") else "en"

    def word(self, key: str) -> str:
        return WORDS[key][self.tag]

    def text(self, words: Words) -> str:
        return in_language(words, self.language)

    def value(self, dimension: str, value: str) -> str:
        """The name of a value of a dimension; the value itself where it has no other."""
        if value == NOBODY:
            return self.word("nobody")
        named = self._named.get((dimension, value))
        if named:
            return self.text(named)
        ours = dimension in ("method", "mode", "prompted", "language") and value in WORDS
        return self.word(value) if ours else value

    def asked(self, criterion: str, values: tuple[str, ...]) -> str:
        """The values of a criterion of a plan row."""
        if criterion in ("prompted", "any_change"):
            return ", ".join(map(self.word, values))
        return ", ".join(self.value(CRITERION[criterion], value) for value in values)

    def question(self, row: PlanRow) -> str:
        return self.text(row.question)

    @cached_property
    def _named(self) -> dict[tuple[str, str], Words]:
        study = self.study
        found: dict[tuple[str, str], Words] = {("domain", one.id): one.name for one in study.domains}
        found |= {("section", one.id): one.name for one in study.sections}
        found |= {("category", one.id): one.name for one in study.categories}
        found |= {("change", one.id): one.title for one in study.changes}
        found |= {("place", one.id): one.name for one in study.places if one.name}
        codes = list(self.frame.families)
        while codes:
            code: Code = codes.pop()
            found |= {("code", code.id): code.name, ("priority", code.id): code.name}
            codes += code.codes
        return found
