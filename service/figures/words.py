"""What figures say, in Spanish and English; other languages read English."""

import datetime
import re
from collections.abc import Mapping, Sequence

from annotations.changes.story_years import MONTHS
from annotations.changes.wording import Pen
from annotations.languages import base

NARROW, FIXED = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
EN: Mapping[str, str] = {
    "people": "People heard, by place and domain of change",
    "people_sub": "{people} in {sessions}{period}. Widths are people; everybody is counted once. {also}",
    "people_alt": "Sankey diagram from {places} to domains of change; widths are people, {people} in all. Most people: {most}. Largest domain: {domain}.",
    "place": "Place", "domain": "Domain of change", "several_domains": "Several domains", "no_domain": "No domain stated",
    "several_places": "Several places", "no_place": "Place not stated", "together": "Asked about several domains: {items}.",
    "priorities": "From projects to changes to priorities",
    "priorities_sub": "{changes}: {contributed} from projects that contributed, {addressed} from projects that work on the same theme, {priorities} to priorities. Widths are links, not people.",
    "priorities_alt": "Sankey diagram in links, from {projects} through {changes} to {aims}. Most linked project: {project}. Most linked priority: {aim}.",
    "unlinked_project": "Linked to no project: {items}.", "unlinked_priority": "Linked to no priority: {items}.",
    "project": "Project", "change": "Change", "priority": "Priority", "contributed": "contributed to it", "addressed": "works on its theme",
    "contributed_key": "Project that contributed to the change", "addressed_key": "Project that works on its theme", "serves": "serves the priority", "relation": "Relation", "from": "From", "to": "To", "links": "Links", "domain_key": "Domain: {name}",
    "curves": "New codes, session by session",
    "curves_sub": "{sessions} in order of collection{period}; level {level} of the frame, {codes} of {frame} codes heard. Band: {confidence} of {orders} random orders of the same sessions.",
    "curves_alt": "Line of codes known after each session: {half} after {half_at}, {codes} after all {sessions}. The last {last} brought {new}. In random orders half of the codes are known after {low} to {high} sessions.",
    "known": "Codes known", "new": "New codes", "session": "Session", "number": "Session number", "frame_size": "{codes} in the frame", "in_order": "In the order of collection",
    "any_order": "Mean of all orders", "band": "Random orders", "date": "Date", "low": "Lower edge of the band", "high": "Upper edge of the band",
    "expected": "Mean of all orders", "level": "Level {number}", "deepest": "Codes", "level_head": "Level", "codes_in_session": "Codes in it",
    "timeline": "When each change was heard of, and when the rule was met",
    "timeline_sub": "{changes}, {sessions} with something to say about them{period}. Rule: {rule}.",
    "timeline_alt": "One row for each of {changes}, a mark for each session that reports or denies it, by date. The rule was met for {met} of them{when}. {contested}",
    "rule": "{n} independent {sessions}", "rule_kinds": "{n} independent {sessions} of {k} categories of people",
    "counts": "Reports it, counts", "counts_not": "Reports it, does not count", "denies": "Denies it", "met": "Rule met",
    "observation": "Observation", "saturated": "rule met on {date}", "not_saturated": "{n} so far", "state": "State", "occasion": "Occasion",
    "undated": "Not drawn, because the register has no date for them: {items}.", "contested_are": "Contested: {items}.", "when": ", between {first} and {last}",
    "counts_head": "Counts", "yes": "yes", "no": "no", "why_not": "Why not", "n_for": "Independent for", "n_against": "Independent against",
    "map": "Where people were heard",
    "map_sub": "{people} in {sessions} at {places}{period}. Circle areas are people. {also}",
    "map_alt": "Map with a circle at each of {places}, its area the number of people heard there: {items}. {also}",
    "unplaced": "Not on the map, for lack of coordinates: {items}.", "nowhere": "nobody heard", "km": "{n} km", "latitude": "Latitude", "longitude": "Longitude",
    "acceptance": "What became of suggestions, day by day",
    "acceptance_sub": "{suggestions} answered on {days}: {rate} accepted. Planted and held-back suggestions, and those left unanswered, are not counted.",
    "acceptance_alt": "Stacked bars by day of suggestions accepted, changed and rejected, and the share accepted: {rate} of {suggestions} over {days}; {last}.",
    "last_day": "on the last day, {date}, {rate} of {n}", "day": "Day", "accepted": "Accepted", "changed": "Changed", "rejected": "Rejected",
    "answered": "Answered", "share": "Share accepted", "suggestions_axis": "Suggestions",
    "agreement": "How far coders agree on each code",
    "agreement_sub": "Krippendorff's alpha with its interval ({confidence}), {units}, round {round}. {how}",
    "agreement_alt": "One row for each of {codes} with alpha and its interval. By the lower end of the interval {rely} reach {high} and {tentative} more {low_line}; {not_} do not. Highest: {best}. Lowest: {worst}.",
    "blind": "Blind: nobody was shown suggestions", "assisted": "Assisted: coders were shown the same suggestions, which inflates agreement",
    "blind_key": "Blind", "assisted_key": "Assisted (inflated)", "code": "Code", "family": "Family", "arm": "Coded", "alpha": "Alpha", "percent": "Percent agreement", "ac1": "AC1",
    "units_head": "Segments", "undefined": "Without alpha, because nobody or everybody gave them: {items}.", "interval_low": "Interval from", "interval_high": "Interval to", "no_interval": "A dot without a line: too few transcripts for an interval, or an interval without width.", "rely_line": "rely on", "tentative_line": "tentative",
    "people_head": "People", "sessions_head": "Sessions", "source": "Source: {study}, {date}.", "more": "and {n} more",
        "not_computed": "This has not been computed yet: run `relato saturation`.", "nobody": "There is nobody in the register yet.", "no_links": "No change of the register is linked to a project or a priority yet.",
    "no_curves": "No session has been reviewed whole yet.", "no_observations": "No session says anything about a change yet.",
    "undated_all": "No session that says something about a change has a date in the register.", "no_places": "The study has no place with coordinates.", "no_reviews": "No suggestion has been answered yet.",
    "no_agreement": "No segment has been coded by two people yet.",
    "same_person": "same person heard before", "referred": "named by somebody who counts", "prompted": "prompted", "undocumented": "not in the register",
    "clarification": "clarification", "affiliation": "same organisation", "overridden": "a person decided so",
}  # fmt: skip
ES: Mapping[str, str] = {
    "people": "Personas escuchadas, por lugar y dominio de cambio",
    "people_sub": "{people} en {sessions}{period}. Los anchos son personas; cada una se cuenta una vez. {also}",
    "people_alt": "Diagrama de Sankey de {places} a los dominios de cambio; los anchos son personas, {people} en total. Donde hay más personas: {most}. Dominio mayor: {domain}.",
    "place": "Lugar", "domain": "Dominio de cambio", "several_domains": "Varios dominios", "no_domain": "Sin dominio indicado",
    "several_places": "Varios lugares", "no_place": "Lugar sin indicar", "together": "Se les preguntó por varios dominios: {items}.",
    "priorities": "De los proyectos a los cambios y a las prioridades",
    "priorities_sub": "{changes}: {contributed} desde proyectos que contribuyeron, {addressed} desde proyectos que trabajan el mismo tema, {priorities} a prioridades. Los anchos son vínculos, no personas.",
    "priorities_alt": "Diagrama de Sankey en vínculos, de {projects} por {changes} a {aims}. Proyecto con más vínculos: {project}. Prioridad con más vínculos: {aim}.",
    "unlinked_project": "Sin vínculo con ningún proyecto: {items}.", "unlinked_priority": "Sin vínculo con ninguna prioridad: {items}.",
    "project": "Proyecto", "change": "Cambio", "priority": "Prioridad", "contributed": "contribuyó a él", "addressed": "trabaja su tema",
    "contributed_key": "Proyecto que contribuyó al cambio", "addressed_key": "Proyecto que trabaja su tema", "serves": "sirve a la prioridad", "relation": "Relación", "from": "De", "to": "A", "links": "Vínculos", "domain_key": "Dominio: {name}",
    "curves": "Códigos nuevos, sesión por sesión",
    "curves_sub": "{sessions} en orden de recolección{period}; nivel {level} del marco, {codes} de {frame} códigos escuchados. Banda: {confidence} de {orders} órdenes al azar de las mismas sesiones.",
    "curves_alt": "Línea de códigos conocidos después de cada sesión: {half} después de {half_at}, {codes} después de las {sessions}. Las últimas {last} trajeron {new}. En órdenes al azar la mitad de los códigos se conoce después de {low} a {high} sesiones.",
    "known": "Códigos conocidos", "new": "Códigos nuevos", "session": "Sesión", "number": "Número de sesión", "frame_size": "{codes} en el marco", "in_order": "En el orden de recolección",
    "any_order": "Media de todos los órdenes", "band": "Órdenes al azar", "date": "Fecha", "low": "Borde inferior de la banda", "high": "Borde superior de la banda",
    "expected": "Media de todos los órdenes", "level": "Nivel {number}", "deepest": "Códigos", "level_head": "Nivel", "codes_in_session": "Códigos en ella",
    "timeline": "Cuándo se supo de cada cambio y cuándo se cumplió la regla",
    "timeline_sub": "{changes}, {sessions} que dicen algo de ellos{period}. Regla: {rule}.",
    "timeline_alt": "Una fila por cada uno de {changes}, una marca por cada sesión que lo reporta o lo niega, por fecha. La regla se cumplió para {met} de ellos{when}. {contested}",
    "rule": "{n} {sessions} independientes", "rule_kinds": "{n} {sessions} independientes de {k} categorías de personas",
    "counts": "Lo reporta, cuenta", "counts_not": "Lo reporta, no cuenta", "denies": "Lo niega", "met": "Regla cumplida",
    "observation": "Observación", "saturated": "regla cumplida el {date}", "not_saturated": "{n} hasta ahora", "state": "Estado", "occasion": "Ocasión",
    "undated": "No se dibujan porque el registro no tiene su fecha: {items}.", "contested_are": "En disputa: {items}.", "when": ", entre el {first} y el {last}",
    "counts_head": "Cuenta", "yes": "sí", "no": "no", "why_not": "Por qué no", "n_for": "Independientes a favor", "n_against": "Independientes en contra",
    "map": "Dónde se escuchó a las personas",
    "map_sub": "{people} en {sessions} en {places}{period}. Las áreas de los círculos son personas. {also}",
    "map_alt": "Mapa con un círculo en cada uno de {places}; su área es el número de personas escuchadas allí: {items}. {also}",
    "unplaced": "Fuera del mapa, por falta de coordenadas: {items}.", "nowhere": "nadie escuchado", "km": "{n} km", "latitude": "Latitud", "longitude": "Longitud",
    "acceptance": "Qué fue de las sugerencias, día por día",
    "acceptance_sub": "{suggestions} con respuesta en {days}: {rate} aceptadas. No se cuentan las plantadas, las retenidas ni las que quedaron sin respuesta.",
    "acceptance_alt": "Barras apiladas por día de sugerencias aceptadas, cambiadas y rechazadas, y la proporción aceptada: {rate} de {suggestions} en {days}; {last}.",
    "last_day": "el último día, {date}, {rate} de {n}", "day": "Día", "accepted": "Aceptadas", "changed": "Cambiadas", "rejected": "Rechazadas",
    "answered": "Con respuesta", "share": "Proporción aceptada", "suggestions_axis": "Sugerencias",
    "agreement": "Cuánto acuerdo hay en cada código",
    "agreement_sub": "Alfa de Krippendorff con su intervalo ({confidence}), {units}, ronda {round}. {how}",
    "agreement_alt": "Una fila por cada uno de {codes} con alfa y su intervalo. Según el extremo inferior del intervalo {rely} llegan a {high} y {tentative} más a {low_line}; {not_} no llegan. El más alto: {best}. El más bajo: {worst}.",
    "blind": "A ciegas: nadie vio sugerencias", "assisted": "Asistida: las personas vieron las mismas sugerencias, lo que infla el acuerdo",
    "blind_key": "A ciegas", "assisted_key": "Asistida (inflado)", "code": "Código", "family": "Familia", "arm": "Codificación", "alpha": "Alfa", "percent": "Porcentaje de acuerdo", "ac1": "AC1",
    "units_head": "Segmentos", "undefined": "Sin alfa, porque nadie o todos los dieron: {items}.", "interval_low": "Intervalo desde", "interval_high": "Intervalo hasta", "no_interval": "Un punto sin línea: muy pocas transcripciones para un intervalo, o un intervalo sin ancho.", "rely_line": "confiable", "tentative_line": "tentativo",
    "people_head": "Personas", "sessions_head": "Sesiones", "source": "Fuente: {study}, {date}.", "more": "y {n} más",
    "not_computed": "Esto todavía no se ha calculado: corra `relato saturation`.", "nobody": "Todavía no hay nadie en el registro.", "no_links": "Ningún cambio del registro tiene todavía vínculo con un proyecto o una prioridad.",
    "no_curves": "Todavía no se ha revisado completa ninguna sesión.", "no_observations": "Ninguna sesión dice todavía nada de un cambio.",
    "undated_all": "Ninguna sesión que dice algo de un cambio tiene fecha en el registro.", "no_places": "El estudio no tiene ningún lugar con coordenadas.", "no_reviews": "Todavía no se ha respondido ninguna sugerencia.",
    "no_agreement": "Todavía no hay ningún segmento codificado por dos personas.",
    "same_person": "misma persona escuchada antes", "referred": "la nombró alguien que cuenta", "prompted": "inducida", "undocumented": "no está en el registro",
    "clarification": "aclaración", "affiliation": "misma organización", "overridden": "una persona lo decidió",
}  # fmt: skip
WORDS: Mapping[str, Mapping[str, str]] = {"en": EN, "es": ES}
COUNTED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {
        "people": ("person", "people"), "sessions": ("session", "sessions"), "changes": ("change", "changes"), "places": ("place", "places"),
        "links": ("link", "links"), "codes": ("code", "codes"), "days": ("day", "days"), "suggestions": ("suggestion", "suggestions"),
        "segments": ("segment", "segments"), "projects": ("project", "projects"), "priorities": ("priority", "priorities"),
        "new_codes": ("new code", "new codes"),
    },
    "es": {
        "people": ("persona", "personas"), "sessions": ("sesión", "sesiones"), "changes": ("cambio", "cambios"), "places": ("lugar", "lugares"),
        "links": ("vínculo", "vínculos"), "codes": ("código", "códigos"), "days": ("día", "días"), "suggestions": ("sugerencia", "sugerencias"),
        "segments": ("segmento", "segmentos"), "projects": ("proyecto", "proyectos"), "priorities": ("prioridad", "prioridades"),
        "new_codes": ("código nuevo", "códigos nuevos"),
    },
}  # fmt: skip


class Say:
    """What to say in one language."""

    def __init__(self, language: str) -> None:
        self.language = language if base(language) in WORDS else "en"
        self.spoken = base(self.language)
        self.words, self.counted = WORDS[self.spoken], COUNTED[self.spoken]
        self.pen = Pen(self.language)

    def __call__(self, key: str, **values: object) -> str:
        return re.sub(" +", " ", self.words[key].format(**values)).strip() if values else self.words[key]

    def n(self, number: int, what: str) -> str:
        """
        >>> Say("es").n(1, "sessions"), Say("en").n(1200, "people")
        ('1 sesión', '1,200 people')
        """
        one, several = self.counted[what]
        return f"{self.number(number)} {one if number == 1 else several}"

    def number(self, number: int) -> str:
        """As the board writes it: in Spanish four figures stand together, more have a narrow space."""
        if self.spoken != "es":
            return f"{number:,}"
        return str(number) if abs(number) < 10_000 else f"{number:,}".replace(",", NARROW)

    def percent(self, ratio: float) -> str:
        """
        >>> Say("es").percent(0.756), Say("en").percent(1.0)
        ('76\xa0%', '100%')
        """
        return f"{ratio * 100:.0f}{FIXED if base(self.language) == 'es' else ''}%"

    def date(self, date: datetime.date) -> str:
        return self.pen.date(date)

    def short(self, date: datetime.date) -> str:
        """
        >>> Say("es").short(datetime.date(2024, 2, 12))
        '12 feb 2024'
        """
        return f"{date.day} {MONTHS[self.spoken][date.month - 1][:3]} {date.year}"

    def period(self, dates: Sequence[datetime.date]) -> str:
        """With a space before it; empty without dates."""
        return self.pen.period(sorted(dates))

    def listed(self, parts: Sequence[str], most: int = 0) -> str:
        """The parts in words; of more than ``most`` of them (0: all) the first, and how many more."""
        shown = list(parts) if not most or len(parts) <= most else [*parts[:most]]
        if len(shown) == len(parts):
            return self.pen.listed(shown)
        return f"{', '.join(shown)} {self('more', n=len(parts) - most)}"
