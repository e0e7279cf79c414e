"""The numbers in a sentence, in digits or spelled out in Spanish or English: what they count, and how sure the writer was."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from annotations.languages import base
from annotations.triangulation.number_words import listed, spelled_numbers

Unit = Literal["percent", "points", "money", "counted", "bare"]
Hedge = Literal["", "about", "over", "under", "at_least", "at_most", "nearly"]

_DIGITS = re.compile(
    r"(?<![\w.,])[-−]?(?P<number>\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?)(?![\w]|[.,]\d)"
)
_PERCENT = re.compile(r"[\s\u00a0\u202f]*(?:%|per\s?cent\b|por ?ciento\b|pct\b)", re.IGNORECASE)
_POINTS = re.compile(
    r"[\s\u00a0\u202f]*(?:(?:(?:percentage|per cent|%) )?points?\b|p\.?p\.?\b|puntos?(?: porcentuales)?\b)", re.IGNORECASE
)
_MONEY_AFTER = re.compile(
    r"\s*(?:mil |million |millones |millón )?(?:de )?(?:pesos?|d[oó]lar(?:es)?|dollars?|euros?|soles|quetzales|MXN|USD|EUR|€)(?!\w)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"(?:[$€£]|US\$|MXN|USD|EUR)\s*$")
_SCALE = re.compile(r"\s+(mil|thousand|million|millones|millón)\b", re.IGNORECASE)
_SCALES = {"mil": 1e3, "thousand": 1e3, "million": 1e6, "millones": 1e6, "millón": 1e6}
_OF = re.compile(
    r"\s+(?:of|in|de)\s+|(?:\s+[^\W\d_]+){0,2}\s+(?:out of(?: every| the)?|of every|of the|in every|de cada|de las?|de los)\s+",
    re.IGNORECASE,
)
_FIRST_OF = re.compile(r"(?:^|[.;:,(«“\"]\s*)(?:of(?: the)?|out of(?: the)?|de(?: las| los)?)\s+$", re.IGNORECASE)
_NOUN = re.compile(r"\s+([^\W\d_]+(?:\s+[^\W\d_]+){0,3})")
_HEDGES: Mapping[Hedge, re.Pattern[str]] = {
    "over": re.compile(r"(?:more than|over|above|m[aá]s de|por encima de(?:l)?|arriba de(?:l)?)\s+(?:el |un |una |las? |los )?$", re.IGNORECASE),
    "under": re.compile(r"(?:less than|fewer than|under|below|menos de(?:l)?|por debajo de(?:l)?)\s+(?:el |un |una |las? |los )?$", re.IGNORECASE),
    "at_least": re.compile(r"(?:at least|al menos|por lo menos|no menos de)\s+(?:el |un |una )?$", re.IGNORECASE),
    "at_most": re.compile(r"(?:at most|up to|a lo (?:más|mucho)|como máximo|hasta)\s+(?:el |un |una )?$", re.IGNORECASE),
    "nearly": re.compile(r"(?:nearly|almost|casi)\s+(?:el |un |una |las? |los )?$", re.IGNORECASE),
    "about": re.compile(r"(?:about|around|some|roughly|approximately|near|close to|unos|unas|cerca de(?:l)?|alrededor de(?:l)?|aproximadamente|como|cosa de)\s+(?:el |un |una |las? |los )?$", re.IGNORECASE),
}  # fmt: skip
_FRACTIONS: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"\btwo thirds\b|\bdos (?:tercios|terceras partes)\b", re.IGNORECASE), 200 / 3),
    (re.compile(r"\bthree quarters\b|\btres (?:cuartos|cuartas partes)\b", re.IGNORECASE), 75.0),
    (re.compile(r"\b(?:a|one) third of\b|\b(?:un tercio|(?:la|una) tercera parte) de\b", re.IGNORECASE), 100 / 3),
    (re.compile(r"\b(?:a|one) quarter of\b|\b(?:(?:la|una) cuarta parte) de\b", re.IGNORECASE), 25.0),
    (re.compile(r"(?<!first )(?<!second )\bhalf (?:of|the)\b(?! (?:of )?\d{4})|\b(?:la )?mitad de\b|\bni la mitad\b", re.IGNORECASE), 50.0),
)  # fmt: skip
STOP = frozenset(
    listed(
        "a al and as ante at but by con de del desde e el en entre era es este esta fue fueron from had has have he hay her i in is it la las le "
        "lo los más menos more less nos o of on or para pero por porque que se she si sin sobre su than that the their then there they this to "
        "un una until up was we were when which while who with y ya are down"
    )
)
_TIME = frozenset(
    listed(
        "año años mes meses semana semanas día días hora horas minuto minutos bimestre bimestres trimestre trimestres año vez veces year years "
        "month months week weeks day days hour hours minute minutes time times"
    )
)


@dataclass(frozen=True)
class Number:
    """A number at ``text[start:end]``.

    ``of``: the second number of ``40 of 60``. ``other``: how it reads where the sign in it parts decimals and not thousands, or the other
    way round. ``counts``: the words after it, up to three. ``step``: half of its last digit, what rounding hides.
    """

    start: int
    end: int
    value: float
    unit: Unit
    hedge: Hedge = ""
    of: float | None = None
    other: float | None = None
    counts: tuple[str, ...] = ()
    step: float = 0.5

    @property
    def share(self) -> float | None:
        """In percent, of ``40 of 60``."""
        return 100 * self.value / self.of if self.of else None


def numbers_in(text: str, language: str, taken: Mapping[int, int] | None = None) -> tuple[Number, ...]:
    """The numbers of a sentence in order. ``taken``: start and end of what is read otherwise, such as years and citations.

    Durations and ordinals are left out, and *one* and *a*.

    >>> [(one.value, one.unit, one.of) for one in numbers_in("De 1,308 tomas pagó el 81 por ciento; 264 de 308 a tiempo.", "es")]
    [(1308.0, 'counted', None), (81.0, 'percent', None), (264.0, 'bare', 308.0)]
    """
    free = _without(text, taken or {})
    found: list[Number] = []
    for start, end, value, other, step in _written(free, language):
        if found and start < found[-1].end:
            continue
        unit, after, counts = _unit(free, start, end)
        if found and _OF.fullmatch(free[found[-1].end : start]) and _is_share(found[-1], value, unit):
            first = found.pop()
            found.append(Number(first.start, after, first.value, "bare", first.hedge, value, None, counts, first.step))
        elif found and _FIRST_OF.search(free[: found[-1].start]) and _is_part(free, found[-1], start, value, unit):
            whole = found.pop()
            found.append(Number(whole.start, after, value, "bare", _hedge(free, start), whole.value, None, whole.counts, step))
        elif not (unit == "counted" and counts[0] in _TIME):
            found.append(Number(start, after, value, unit, _hedge(free, start), None, other, counts, step))
    return tuple(one for one in found if one.of is not None or not _is_article(free, one))


def _without(text: str, taken: Mapping[int, int]) -> str:
    for start, end in taken.items():
        text = text[:start] + "\x00" * (end - start) + text[end:]
    return text


def _written(text: str, language: str) -> Iterator[tuple[int, int, float, float | None, float]]:
    """Start, end, value, other reading, half of the last digit."""
    found: list[tuple[int, int, float, float | None, float]] = []
    for match in _DIGITS.finditer(text):
        value, other, step = read_digits(match["number"], language)
        end = match.end()
        if scale := _SCALE.match(text, end):
            times = _SCALES[scale[1].lower()]
            value, other, step, end = value * times, None, step * times, scale.end()
        found.append((match.start("number"), end, value, other, step))
    digits = {at for start, end, *_ in found for at in range(start, end)}
    for pattern, percent in _FRACTIONS:
        found += [(one.start(), one.end(), percent, None, 5.0) for one in pattern.finditer(text)]
    fractions = [(start, end) for start, end, _, _, step in found if step == 5.0]
    for start, end, spelled in spelled_numbers(text, base(language)):
        if start not in digits and not any(a <= start < b for a, b in fractions):
            found.append((start, end, spelled, None, 0.5))
    return iter(sorted(found))


def read_digits(written: str, language: str) -> tuple[float, float | None, float]:
    """Value, the other way to read it where there is one, and half of its last digit.

    >>> read_digits("1.200", "es"), read_digits("1.200", "en"), read_digits("81,5", "es")
    ((1200.0, 1.2, 0.5), (1.2, 1200.0, 0.0005), (81.5, None, 0.05))
    """
    plain = re.sub(r"[\s\u00a0\u202f]", "", written)
    signs = re.findall(r"[.,]", plain)
    last = re.split(r"[.,]", plain)[-1]
    if not signs:
        return float(plain), None, 0.5
    if len(set(signs)) == 1 and len(last) == 3 and len(re.split(r"[.,]", plain)[0]) <= 3:
        thousands = float(re.sub(r"[.,]", "", plain))
        decimal = float(plain.replace(",", ".")) if len(signs) == 1 else None
        if signs[0] == "." and base(language) == "en" and decimal is not None:
            return decimal, thousands, 0.5 * 10 ** -len(last)
        return thousands, decimal, 0.5
    whole, _, part = plain.replace(",", ".").rpartition(".")
    return float(f"{whole.replace('.', '')}.{part}"), None, 0.5 * 10 ** -len(part)


def _unit(text: str, start: int, end: int) -> tuple[Unit, int, tuple[str, ...]]:
    """What the number counts, where that ends, and the words that say it."""
    fraction = any(pattern.fullmatch(text[start:end]) for pattern, _ in _FRACTIONS)
    if match := _POINTS.match(text, end):
        return "points", match.end(), ()
    if match := _PERCENT.match(text, end):
        return "percent", match.end(), ()
    if fraction:
        return "percent", end, ()
    if (match := _MONEY_AFTER.match(text, end)) or _MONEY_BEFORE.search(text[:start]):
        return "money", match.end() if match else end, ()
    noun = _NOUN.match(text, end)
    words = [word.lower() for word in noun[1].split()] if noun else []
    if not words or words[0] in STOP:
        return "bare", end, ()
    return "counted", end, tuple(word for word in words[:3] if word not in STOP)


def _is_part(text: str, whole: Number, start: int, value: float, unit: Unit) -> bool:
    """``Of 60 families 40 pay``: a part named after its whole, in the same sentence; *from 60 to 40* is something else."""
    between = text[whole.end : start]
    alike = whole.unit in ("bare", "counted") and unit in ("bare", "counted") and whole.of is None
    return (
        alike
        and 0 < value <= whole.value
        and len(between.split()) > 1
        and not re.search(r"[.;!?]\s|\b(?:a|al|to|hasta)\s+$", between)
    )


def _is_share(first: Number, second: float, unit: Unit) -> bool:
    """``40 of 60``: the first is a part of the second."""
    return first.unit in ("bare", "counted") and unit in ("bare", "counted") and 0 < first.value <= second and first.of is None


def _hedge(text: str, start: int) -> Hedge:
    before = text[max(0, start - 40) : start]
    return next((hedge for hedge, pattern in _HEDGES.items() if pattern.search(before)), "")


def _is_article(text: str, number: Number) -> bool:
    return number.value == 1 and text[number.start : number.start + 1].isalpha()


def folded(word: str) -> str:
    """Without accents, small; the beginning by which kindred words are known.

    >>> folded("Hogares"), folded("conexión")
    ('hogar', 'conex')
    """
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))[:5]
