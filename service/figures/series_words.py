"""What the charts of series say, in Spanish and English; other languages read English."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotations.changes.wording import Pen

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "period": "Period", "value": "Value", "unit": "Unit", "place": "Place", "denominator": "Of", "source": "Source", "retrieved": "Retrieved",
        "caveat": "Caveat", "id": "Point", "unit_is": "Unit: {unit}.", "of": "Counted of: {denominator}.",
        "denominators": "Counted of totals that change ({listed}): the points are not of the same people or things, and the line is broken.",
        "disagree": "The sources disagree on {listed}.", "claimed_is": "Drawn in beside it: what the story says, {listed}.",
        "sources": "Source: {listed}.", "claimed": "the story: {quoted}",
        "alt": "Line of {series}. {values}.", "alt_claimed": "The story says: {listed}.", "and_more": "; and {n} more",
    },
    "es": {
        "period": "Periodo", "value": "Valor", "unit": "Unidad", "place": "Lugar", "denominator": "De", "source": "Fuente", "retrieved": "Consultado el",
        "caveat": "Salvedad", "id": "Dato", "unit_is": "Unidad: {unit}.", "of": "Se cuenta sobre: {denominator}.",
        "denominators": "Se cuenta sobre totales que cambian ({listed}): los puntos no son de las mismas personas o cosas, y la línea va cortada.",
        "disagree": "Las fuentes no coinciden en {listed}.", "claimed_is": "Al lado, lo que dice la historia: {listed}.",
        "sources": "Fuente: {listed}.", "claimed": "la historia: {quoted}",
        "alt": "Línea de {series}. {values}.", "alt_claimed": "La historia dice: {listed}.", "and_more": "; y {n} más",
    },
}  # fmt: skip


@dataclass(frozen=True)
class SeriesWords:
    spoken: str

    def __call__(self, key: str, **values: object) -> str:
        return _WORDS[self.spoken][key].format(**values)


def said(language: str) -> SeriesWords:
    return SeriesWords(Pen(language).spoken)
