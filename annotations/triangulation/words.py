"""What the number check found, and the verdicts of people, in Spanish and English; other languages read English."""

from collections.abc import Mapping, Sequence

from annotations.changes.wording import Pen, sentence_case
from annotations.studies import Words
from annotations.triangulation.checking import Finding
from annotations.triangulation.names import NAMED, name_in
from annotations.triangulation.records import DataPoint, Verdict

VERDICT_WORDS: Mapping[Verdict, Words] = {
    "supports": {"es": "apoya", "en": "supports"},
    "context": {"es": "da contexto", "en": "gives context"},
    "contradicts": {"es": "contradice", "en": "contradicts"},
    "cannot_tell": {"es": "no permite saberlo", "en": "cannot tell"},
}
_SAID: Mapping[str, Words] = {
    "agrees": {"en": "“{quoted}” agrees with {series}: {values}.", "es": "«{quoted}» coincide con {series}: {values}."},
    "differs": {"en": "“{quoted}” differs from {series}: {values}.", "es": "«{quoted}» difiere de {series}: {values}."},
    "not_in_series": {
        "en": "{series} has no point of that time for “{quoted}”. It has {values}.",
        "es": "{series} no tiene dato de ese periodo para «{quoted}». Tiene {values}.",
    },
    "finer": {
        "en": "{series} is by shorter periods than “{quoted}”: {values}. They are not added up or averaged here.",
        "es": "{series} va por periodos más cortos que «{quoted}»: {values}. Aquí no se suman ni se promedian.",
    },
    "counts_unclear": {
        "en": "It is not sure that “{quoted}” counts the same as {series}, which has {values}: compare by hand.",
        "es": "No es seguro que «{quoted}» cuente lo mismo que {series}, que tiene {values}: compare a mano.",
    },
    "unit_differs": {
        "en": "“{quoted}” is in another unit than {series}, which is in {unit} ({values}): compare by hand.",
        "es": "«{quoted}» está en otra unidad que {series}, que está en {unit} ({values}): compare a mano.",
    },
    "direction_agrees": {
        "en": "“{quoted}” agrees with the direction of {series}, which {went}: {values}.",
        "es": "«{quoted}» coincide con el sentido de {series}, que {went}: {values}.",
    },
    "direction_differs": {
        "en": "“{quoted}” goes the other way than {series}, which {went}: {values}.",
        "es": "«{quoted}» va en otro sentido que {series}, que {went}: {values}.",
    },
    "change_agrees": {
        "en": "“{quoted}” agrees with how much {series} changed: {values}.",
        "es": "«{quoted}» coincide con lo que cambió {series}: {values}.",
    },
    "change_differs": {
        "en": "“{quoted}” differs from how much {series} changed: {values}.",
        "es": "«{quoted}» difiere de lo que cambió {series}: {values}.",
    },
    "denominator_differs": {
        "en": "“{quoted}” agrees with {series}, which however counts of another number: {listed}.",
        "es": "«{quoted}» coincide con {series}, que sin embargo se cuenta sobre otro total: {listed}.",
    },
    "denominators_change": {
        "en": "{series} is counted of different totals ({listed}): its numbers do not follow the same people or things through time.",
        "es": "{series} se cuenta sobre totales distintos ({listed}): sus números no siguen a las mismas personas o cosas en el tiempo.",
    },
    "sources_disagree": {
        "en": "The sources of {series} do not give the same number: {values}.",
        "es": "Las fuentes de {series} no dan el mismo número: {values}.",
    },
    "other_place": {
        "en": "{series} is of {place}; the change is located in {places}. It may be of another place or level than the claim.",
        "es": "{series} es de {place}; el cambio se ubica en {places}. Puede ser de otro lugar o nivel que la afirmación.",
    },
    "nothing_to_check": {
        "en": "The claim has no number and no direction that could be compared with {series}.",
        "es": "La afirmación no tiene número ni sentido que se pueda comparar con {series}.",
    },
}  # fmt: skip
_WENT = {
    "up": {"en": "went up", "es": "subió"},
    "down": {"en": "went down", "es": "bajó"},
    "same": {"en": "stayed the same", "es": "se mantuvo"},
}
_SHOWN = 8


def verdict_words(verdict: Verdict, language: str) -> str:
    return VERDICT_WORDS[verdict][Pen(language).spoken]


def worded(finding: Finding, language: str) -> str:
    """A finding as a sentence."""
    pen = Pen(language)
    key = finding.because if finding.because in ("finer", "counts_unclear") else finding.kind
    went = _WENT[finding.way][pen.spoken] if finding.way else ""
    return sentence_case(
        _SAID[key][pen.spoken].format(
            quoted=pen.escape(finding.quoted),
            series=series_words(finding.indicator, finding.place, language),
            unit=pen.escape(finding.unit),
            values=values_words(finding.values, finding.unit, language),
            went=went,
            listed="; ".join(pen.escape(one) or "–" for one in finding.listed),
            place=pen.escape(finding.place),
            places=pen.listed([pen.escape(one) for one in finding.places]),
        )
    )


def series_words(indicator: str, place: str, language: str) -> str:
    """What a series is called: the indicator as its source calls it, and its place."""
    pen = Pen(language)
    quoted = f"“{pen.escape(indicator)}”" if pen.spoken == "en" else f"«{pen.escape(indicator)}»"
    return f"{quoted} ({pen.escape(place)})" if place else quoted


def values_words(values: Sequence[tuple[str, float]], unit: str, language: str) -> str:
    """``81 % (2022)``, several with semicolons; of many the first and the last."""
    pen = Pen(language)
    told = [f"{value_words(value, unit, language)} ({pen.escape(period)})" for period, value in values]
    if len(told) > _SHOWN:
        told = [*told[: _SHOWN - 1], "…", told[-1]]
    return "; ".join(told) or "–"


def value_words(value: float, unit: str, language: str) -> str:
    """A number with its unit, as the language writes them: a thin space between thousands in Spanish."""
    pen = Pen(language)
    number = f"{value:,.10g}" if abs(value) < 1e10 else f"{value:,.0f}"
    if pen.spoken == "es":
        number = number.replace(",", "" if abs(value) < 10_000 else "\N{NARROW NO-BREAK SPACE}")
    unit = pen.escape(unit)
    if unit == "%":
        return f"{number}%" if pen.spoken == "en" else f"{number}\N{NO-BREAK SPACE}%"
    return f"{number} {unit}".strip()


def point_words(point: DataPoint, language: str) -> str:
    """One point on one line: ``Payments on time, San Mateo: 81% (2022), of 308 taps. Source: …, retrieved 2024-05-02.``"""
    pen = Pen(language)
    of = {"en": "of", "es": "de"}[pen.spoken]
    called = {name: pen.escape(name_in(point, name, language)) for name in NAMED}
    counted = f", {of} {called['denominator']}" if point.denominator else ""
    where = f", {called['place']}" if point.place else ""
    source = {"en": "Source: {source}, retrieved {day}.", "es": "Fuente: {source}, consultada el {day}."}[pen.spoken]
    caveat = f" {called['caveat'].rstrip('.')}." if point.caveat else ""
    told = source.format(source=called["source"].rstrip("."), day=pen.date(point.retrieved))
    value = value_words(point.value, name_in(point, "unit", language), language)
    return f"{called['indicator']}{where}: {value} ({pen.escape(point.period)}){counted}. {told}{caveat}"
