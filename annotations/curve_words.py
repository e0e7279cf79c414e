"""Saturation curves as a person reads them, in Spanish or English. Nowhere do they say that a study is saturated."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from annotations.curves import Curve, Curves, Slice, Stop
from annotations.languages import base, in_language

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "head": "{sessions} sessions in order of collection, {orders:,} random orders (seed {seed}), intervals of {confidence:.0%}",
        "unreviewed": "left out, as nobody has read them whole: {sessions}",
        "undated": "without a date, taken as the last: {sessions}",
        "nothing": "no session has been read whole: there is nothing to show",
        "all": "the whole study", "family": "family: {name}", "domain": "domain: {name}", "group": "group: {name}",
        "place": "place: {name}", "language": "language: {name}",
        "level": "level {level}", "deepest": "level {level}, the codes that are applied",
        "codes": "{codes} of {frame} codes in {sessions} sessions; in 1 session {one}, in 2 {two}, in 3 {three}, in 4 or more {four}",
        "new": "new codes, session by session: {new}",
        "band": "known after half of the sessions ({half}): {known} in this order, {low} to {high} in other orders{outside}",
        "outside": "; after {outside} of the {sessions} sessions this order lies outside of what others give: it was no random one",
        "grid": "Guest, Namey and Chen's rule (sessions + run): in this order; in random orders never / earliest / median / latest",
        "rule": "base {base}, run {run}, ≤ {threshold:.0%}", "stops": "{written}", "never": "never",
        "spread": "{never:.0%} / {earliest} / {median:g} / {latest}", "spread_never": "{never:.0%}",
        "too_few": "too few sessions",
        "heard": "what one more session reports is known by now to {value:.1%}{interval}", "interval": " ({low:.1%} to {high:.1%})",
        "unheard": "sessions like these would report {value:.0f} codes or more{low}", "at_least": " (at least {low:.0f}, with {confidence:.0%})",
        "next": "one more session brings {expected:.1f} new codes on average{most}",
        "most": ", and in {confidence:.0%} of cases no more than {codes}",
        "no_yes": "One figure alone says nothing: compare levels, rules and orders (docs/explanation/saturation-of-the-code-frame.md).",
    },
    "es": {
        "head": "{sessions} sesiones en orden de recolección, {orders:,} órdenes al azar (semilla {seed}), intervalos del {confidence:.0%}",
        "unreviewed": "quedan fuera, porque nadie las ha leído completas: {sessions}",
        "undated": "sin fecha, tomadas como las últimas: {sessions}",
        "nothing": "ninguna sesión ha sido leída completa: no hay nada que mostrar",
        "all": "todo el estudio", "family": "familia: {name}", "domain": "dominio: {name}", "group": "grupo: {name}",
        "place": "lugar: {name}", "language": "idioma: {name}",
        "level": "nivel {level}", "deepest": "nivel {level}, los códigos que se aplican",
        "codes": "{codes} de {frame} códigos en {sessions} sesiones; en 1 sesión {one}, en 2 {two}, en 3 {three}, en 4 o más {four}",
        "new": "códigos nuevos, sesión por sesión: {new}",
        "band": "conocidos tras la mitad de las sesiones ({half}): {known} en este orden, de {low} a {high} en otros órdenes{outside}",
        "outside": "; tras {outside} de las {sessions} sesiones este orden queda fuera de lo que dan otros: no fue uno al azar",
        "grid": "regla de Guest, Namey y Chen (sesiones + corrida): en este orden; en órdenes al azar nunca / primera / mediana / última",
        "rule": "base {base}, corrida {run}, ≤ {threshold:.0%}", "stops": "{written}", "never": "nunca",
        "spread": "{never:.0%} / {earliest} / {median:g} / {latest}", "spread_never": "{never:.0%}",
        "too_few": "muy pocas sesiones",
        "heard": "de lo que cuenta una sesión más ya se conoce el {value:.1%}{interval}", "interval": " (de {low:.1%} a {high:.1%})",
        "unheard": "sesiones como estas contarían {value:.0f} códigos o más{low}", "at_least": " (al menos {low:.0f}, con {confidence:.0%})",
        "next": "una sesión más trae {expected:.1f} códigos nuevos en promedio{most}",
        "most": ", y en el {confidence:.0%} de los casos no más de {codes}",
        "no_yes": "Una sola cifra no dice nada: compare niveles, reglas y órdenes (docs/explanation/saturation-of-the-code-frame.md).",
    },
}  # fmt: skip


def words_of(language: str) -> Mapping[str, str]:
    return WORDS.get(base(language), WORDS["en"])


def slice_name(of: Slice, language: str) -> str:
    """What to call a part of the material."""
    return words_of(language)[of.kind].format(name=in_language(of.name, language) or of.id)


def level_name(curve: Curve, language: str) -> str:
    return words_of(language)["deepest" if curve.deepest else "level"].format(level=curve.level)


def rule_name(stop: Stop, language: str) -> str:
    return words_of(language)["rule"].format(base=stop.base, run=stop.run, threshold=stop.threshold)


def in_words(found: Curves, shown: Sequence[Curve], language: str) -> str:
    """What was computed with, then each of these curves."""
    words = words_of(language)
    if not found.sessions:
        return words["nothing"]
    lines = [
        words["head"].format(sessions=len(found.sessions), orders=found.orders, seed=found.seed, confidence=found.confidence)
    ]
    lines += [
        words[key].format(sessions=", ".join(getattr(found, key))) for key in ("unreviewed", "undated") if getattr(found, key)
    ]
    for curve in shown:
        lines += ["", *curve_in_words(curve, language, found.confidence)]
    return "\n".join([*lines, "", words["no_yes"]])


def curve_in_words(curve: Curve, language: str, confidence: float = 0.95) -> Iterator[str]:
    """A curve in some lines: its counts, its band, its rules, what is unheard."""
    words = words_of(language)
    yield f"{slice_name(curve.slice, language)}, {level_name(curve, language)}"
    at_least = [curve.in_at_least(n) for n in (1, 2, 3, 4)]
    one, two, three = (here - there for here, there in pairwise(at_least))
    counts = {"codes": curve.codes, "frame": curve.codes_in_frame, "sessions": len(curve.points), "four": at_least[3]}
    yield "  " + words["codes"].format(one=one, two=two, three=three, **counts)
    yield "  " + words["new"].format(new=" ".join(str(point.new) for point in curve.points))
    half = (len(curve.points) + 1) // 2
    if half:
        known, low, high = curve.points[half - 1].known, curve.band.low[half - 1], curve.band.high[half - 1]
        outside = words["outside"].format(outside=curve.outside, sessions=len(curve.points)) if curve.outside else ""
        yield "  " + words["band"].format(half=half, known=known, low=low, high=high, outside=outside)
    yield "  " + words["grid"]
    for stop in curve.grid:
        yield f"    {rule_name(stop, language):<26}{_stop(stop, words)}"
    yield from (f"  {line}" for line in _unheard(curve, words, confidence))


def _stop(stop: Stop, words: Mapping[str, str]) -> str:
    if not stop.possible:
        return words["too_few"]
    spread = "spread" if stop.earliest is not None else "spread_never"
    told = words[spread].format(never=stop.never, earliest=stop.earliest, median=stop.median, latest=stop.latest)
    return f"{stop.written or words['never']:<8}{told}"


def _unheard(curve: Curve, words: Mapping[str, str], confidence: float) -> Iterator[str]:
    found = curve.unheard
    if found.coverage.value is not None:
        low, high = found.coverage.low, found.coverage.high
        interval = words["interval"].format(low=low, high=high) if low is not None and high is not None else ""
        yield words["heard"].format(value=found.coverage.value, interval=interval)
    if found.codes.value is not None:
        lowest = words["at_least"].format(low=found.codes.low, confidence=confidence) if found.codes.low is not None else ""
        yield words["unheard"].format(value=found.codes.value, low=lowest)
    if found.next_expected is not None:
        most = (
            words["most"].format(confidence=found.next_confidence, codes=found.next_at_most)
            if found.next_at_most is not None
            else ""
        )
        yield words["next"].format(expected=found.next_expected, most=most)


def unheard_in_words(curve: Curve, language: str, confidence: float = 0.95) -> Iterator[str]:
    """What further sessions may bring, in some sentences; none where there is too little to say so."""
    yield from _unheard(curve, words_of(language), confidence)
