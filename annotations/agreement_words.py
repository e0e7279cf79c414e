"""A report on agreement as a person reads it, in Spanish or English."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from annotations.agreement_intervals import Estimate
from annotations.agreement_report import Part, Report, Supervised
from annotations.agreement_tables import Row
from annotations.languages import base
from annotations.sample_size import transcripts_needed

Names = Mapping[tuple[str, str], str]
RELY, TENTATIVE = 0.8, 0.667
"""From where data can be relied on, and from where tentative conclusions can be drawn: Krippendorff (2019), Content Analysis."""
LISTED, CITED = 10, 6
"""Codes and confusions listed; segments cited for each."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "head": "study {study}, frame version {frame}; intervals of {confidence:.0%}, transcripts drawn again {replicates} times (seed {seed})",
        "blind": "Round {round}, blind: nobody was shown suggestions",
        "assisted": "Round {round}, assisted: INFLATED, coders were shown the same suggestions; this is not reliability",
        "counts": "  {coders}; {judged} segments reviewed, {shared} of them by two coders or more",
        "nobody": "  no segment was reviewed by two coders: nothing can be said",
        "columns": "segments  percent            kappa              AC1                alpha              sets (MASI)",
        "reviewed": "all reviewed segments, those without codes too",
        "coded": "only segments to which somebody gave something",
        "code": "codes", "domain": "domains of change", "section": "story sections", "change": "changes",
        "level": "{kind}, level {level} ({count} used)", "deepest": "{kind} ({count} used)",
        "worst": "  lowest alpha, of all reviewed segments",
        "paradox": "    † prevalence paradox: coders nearly always say the same, but so few segments (or so many) have it that kappa falls; see AC1",
        "verdict": "  by the lower end of alpha's interval, of {all} codes: {rely} reach {high:.3f}, {tentative} more {low:.3f}, {not_} do not; {unknown} unknown",
        "pairs": "  pairs of coders ({kind}, all reviewed segments)",
        "languages": "  languages ({kind}, all reviewed segments)",
        "spans": "  stretches marked, alpha for unitising",
        "span": "    {label:<10} {units_of}: {alpha}; {marked:.1%} of the text is marked",
        "confused": "  most often one for the other", "one_alone": "  most often given by one and by the other not, with nothing in its place",
        "for": "{one} / {other}", "alone": "{one} / nothing in its place",
        "confusion": "    {what:<60} {count} segments: {segments}",
        "drift": "  over time",
        "moved": "    {coder}: kappa with the others {windows}; last minus first {change}{mark}",
        "changed": " CHANGED", "shift": "      gives {code} {direction} than at first, beside the others: {change}",
        "more": "more often", "less": "less often",
        "chance": "      ({found} of {looked_at} codes; about {expected} would show this by chance alone)",
        "precision": "  {what}: {have} transcripts give ± {half:.2f}; for ± {target:.2f} about {need}",
        "supervisor": "{coder} beside the supervisor, round {round}, {arm}, {basis}: {units} segments",
        "drawn": "drawn by lot", "decided": "all that were decided (asked about, flagged or disputed: lower than elsewhere)",
        "direction": "    {code:<50} {coder_only} times the coder alone, {supervisor_only} times the supervisor alone",
        "unknown": "{count} codings are of codes that the frame no longer has; they are in no figure",
        "across": "{count} segments were coded blind by one and assisted by another; they are compared nowhere",
        "undefined": "undefined", "for_stance": "reported", "against_stance": "denied",
    },
    "es": {
        "head": "estudio {study}, versión {frame} del marco; intervalos del {confidence:.0%}, transcripciones sorteadas de nuevo {replicates} veces (semilla {seed})",
        "blind": "Ronda {round}, a ciegas: nadie vio sugerencias",
        "assisted": "Ronda {round}, asistida: INFLADO, las personas vieron las mismas sugerencias; esto no es confiabilidad",
        "counts": "  {coders}; {judged} segmentos revisados, {shared} de ellos por dos personas o más",
        "nobody": "  ningún segmento fue revisado por dos personas: no se puede decir nada",
        "columns": "segmentos porcentaje         kappa              AC1                alfa               conjuntos (MASI)",
        "reviewed": "todos los segmentos revisados, también los que quedaron sin códigos",
        "coded": "solo los segmentos a los que alguien dio algo",
        "code": "códigos", "domain": "dominios de cambio", "section": "secciones de la historia", "change": "cambios",
        "level": "{kind}, nivel {level} ({count} usados)", "deepest": "{kind} ({count} usados)",
        "worst": "  alfa más bajo, de todos los segmentos revisados",
        "paradox": "    † paradoja de la prevalencia: casi siempre dicen lo mismo, pero tan pocos segmentos (o tantos) lo tienen que kappa baja; vea AC1",
        "verdict": "  según el extremo inferior del intervalo de alfa, de {all} códigos: {rely} llegan a {high:.3f}, {tentative} más a {low:.3f}, {not_} no; {unknown} sin saber",
        "pairs": "  pares de personas ({kind}, todos los segmentos revisados)",
        "languages": "  idiomas ({kind}, todos los segmentos revisados)",
        "spans": "  fragmentos marcados, alfa de unitización",
        "span": "    {label:<10} {units_of}: {alpha}; {marked:.1%} del texto está marcado",
        "confused": "  más a menudo uno por otro", "one_alone": "  más a menudo dado por una persona y no por la otra, sin nada en su lugar",
        "for": "{one} / {other}", "alone": "{one} / nada en su lugar",
        "confusion": "    {what:<60} {count} segmentos: {segments}",
        "drift": "  a lo largo del tiempo",
        "moved": "    {coder}: kappa con los demás {windows}; último menos primero {change}{mark}",
        "changed": " CAMBIÓ", "shift": "      da {code} {direction} que al principio, al lado de los demás: {change}",
        "more": "más a menudo", "less": "menos a menudo",
        "chance": "      ({found} de {looked_at} códigos; unos {expected} lo mostrarían por puro azar)",
        "precision": "  {what}: {have} transcripciones dan ± {half:.2f}; para ± {target:.2f} unas {need}",
        "supervisor": "{coder} al lado de la supervisión, ronda {round}, {arm}, {basis}: {units} segmentos",
        "drawn": "sorteados", "decided": "todos los decididos (preguntados, marcados o en disputa: más bajo que en el resto)",
        "direction": "    {code:<50} {coder_only} veces solo la persona, {supervisor_only} veces solo la supervisión",
        "unknown": "{count} codificaciones son de códigos que el marco ya no tiene; no están en ninguna cifra",
        "across": "{count} segmentos fueron codificados a ciegas por una persona y con ayuda por otra; no se comparan",
        "undefined": "indefinido", "for_stance": "relatado", "against_stance": "negado",
    },
}  # fmt: skip
ARM = {"en": {"blind": "blind", "assisted": "assisted"}, "es": {"blind": "a ciegas", "assisted": "asistida"}}


def words_of(language: str) -> Mapping[str, str]:
    """Our words; English for every language that we do not speak."""
    return WORDS[base(language) if base(language) in WORDS else "en"]


def name_of(kind: str, key: str, names: Names, words: Mapping[str, str]) -> str:
    """What to call something that coders give: its name, and the stance of a change."""
    target, _, stance = key.rpartition(":") if kind == "change" else (key, "", "")
    if kind == "change" and target:
        return f"{names.get((kind, target), target)} ({words[f'{stance}_stance']})"
    return names.get((kind, key)) or key


def figure(found: Estimate | None, words: Mapping[str, str]) -> str:
    """A figure with its interval.

    >>> figure(Estimate(0.5, 0.25, 0.75, 0.1), WORDS["en"]), figure(Estimate(None), WORDS["en"])
    ('0.50 [0.25, 0.75]', 'undefined')
    """
    if found is None or found.value is None:
        return words["undefined"]
    if found.low is None or found.high is None:
        return f"{found.value:.2f}"
    return f"{found.value:.2f} [{found.low:.2f}, {found.high:.2f}]"


def in_words(report: Report, names: Names, coders: Mapping[str, str], language: str, *, target: float = 0.1) -> str:
    """The report in lines; ``target``: the half width for which transcripts are reckoned."""
    words = words_of(language)
    head = words["head"].format(
        study=report.study,
        frame=report.frame_version,
        confidence=report.confidence,
        replicates=report.replicates,
        seed=report.seed,
    )
    lines = [head]
    for one in report.parts:
        lines += ["", *_part(one, names, coders, words, target)]
    for beside in report.supervised:
        lines += ["", *_supervised(beside, names, coders, words, language)]
    for count, name in ((report.unknown_codings, "unknown"), (report.across_arms, "across")):
        lines += ["", words[name].format(count=count)] if count else []
    return "\n".join(lines)


def _part(part: Part, names: Names, coders: Mapping[str, str], words: Mapping[str, str], target: float) -> Iterator[str]:
    yield words[part.arm].format(round=part.round)
    people = ", ".join(coders.get(coder) or coder for coder in part.coders)
    yield words["counts"].format(coders=people, judged=part.judged, shared=part.shared)
    if not part.shared:
        yield words["nobody"]
        return
    everybody = [row for row in part.rows if row.coders == part.coders and not row.language]
    for units_of in ("reviewed", "coded"):
        yield f"  {words[units_of]}"
        yield f"    {'':<40}{words['columns']}"
        for row in everybody:
            if row.units_of == units_of and not row.target:
                yield f"    {_level(row, words):<40}{_figures(row, words)}"
    yield from _worst(everybody, names, words)
    yield from _slices(part, coders, words)
    yield from _spans(part, words)
    yield from _confused(part, names, words)
    yield from _drift(part, names, coders, words)
    yield from _precision(everybody, words, target)


def _level(row: Row, words: Mapping[str, str]) -> str:
    return words["deepest" if row.deepest else "level"].format(kind=words[row.kind], level=row.level, count=row.variables)


def _figures(row: Row, words: Mapping[str, str]) -> str:
    shown = [figure(found, words) for found in (row.percent, row.kappa, row.ac1, row.alpha)]
    shown += [figure(row.sets, words)] if row.sets is not None else []
    return f"{row.units:<10}" + "".join(f"{text:<19}" for text in shown).rstrip()


def _worst(rows: list[Row], names: Names, words: Mapping[str, str]) -> Iterator[str]:
    codes = [row for row in rows if _is_leaf(row) and row.alpha.value is not None]
    if codes:
        yield words["worst"]
    worst = sorted(codes, key=lambda row: (row.alpha.value or 0.0, row.target))[:LISTED]
    for row in worst:
        mark = " †" if row.paradox else ""
        yield f"    {name_of(row.kind, row.target, names, words)[:38] + mark:<40}{_figures(row, words)}"
    if any(row.paradox for row in worst):
        yield words["paradox"]
    if codes:
        yield _verdict([row for row in rows if _is_leaf(row) and row.kind == "code"], words)


def _is_leaf(row: Row) -> bool:
    return bool(row.target) and not row.heading and row.units_of == "reviewed"


def _verdict(codes: list[Row], words: Mapping[str, str]) -> str:
    """Krippendorff's limits, by the lower end of the interval: a figure above them that could as well be below shows nothing."""
    lows = [row.alpha.low for row in codes if row.alpha.low is not None]
    rely, tentative = sum(low >= RELY for low in lows), sum(TENTATIVE <= low < RELY for low in lows)
    return words["verdict"].format(
        all=len(codes),
        rely=rely,
        tentative=tentative,
        not_=len(lows) - rely - tentative,
        unknown=len(codes) - len(lows),
        high=RELY,
        low=TENTATIVE,
    )


def _slices(part: Part, coders: Mapping[str, str], words: Mapping[str, str]) -> Iterator[str]:
    deepest = [row for row in part.rows if row.deepest and not row.target and row.units_of == "reviewed"]
    for kind in dict.fromkeys(row.kind for row in deepest):
        own = [row for row in deepest if row.kind == kind]
        pairs = [row for row in own if row.coders != part.coders]
        if pairs:
            yield words["pairs"].format(kind=words[kind])
        for row in pairs:
            yield f"    {' / '.join(coders.get(c) or c for c in row.coders)[:38]:<40}{_figures(row, words)}"
        spoken = [row for row in own if row.language]
        if spoken:
            yield words["languages"].format(kind=words[kind])
        for row in spoken:
            yield f"    {row.language:<40}{_figures(row, words)}"


def _spans(part: Part, words: Mapping[str, str]) -> Iterator[str]:
    rows = [row for row in part.spans if row.coders == part.coders]
    if rows:
        yield words["spans"]
    for row in rows:
        alpha = figure(row.alpha, words)
        yield words["span"].format(label=row.label, units_of=words[row.units_of], alpha=alpha, marked=row.marked)


def _confused(part: Part, names: Names, words: Mapping[str, str]) -> Iterator[str]:
    for title, chosen in (
        ("confused", [one for one in part.confusions if one.other]),
        ("one_alone", [one for one in part.confusions if not one.other]),
    ):
        if chosen:
            yield words[title]
        for one in chosen[:LISTED]:
            named = [name_of(one.kind, key, names, words) for key in (one.one, one.other) if key]
            cited = ", ".join(one.units[:CITED]) + (" …" if len(one.units) > CITED else "")
            yield words["confusion"].format(what=" / ".join(named), count=len(one.units), segments=cited)


def _drift(part: Part, names: Names, coders: Mapping[str, str], words: Mapping[str, str]) -> Iterator[str]:
    if part.drifts:
        yield words["drift"]
    for drift in part.drifts:
        windows = " → ".join(f"{figure(w.kappa, words)} ({_day(w.since)})" for w in drift.windows)
        low, high = drift.change.low, drift.change.high
        mark = words["changed"] if low is not None and high is not None and (low > 0 or high < 0) else ""
        coder = coders.get(drift.coder) or drift.coder
        yield words["moved"].format(coder=coder, windows=windows, change=figure(drift.change, words), mark=mark)
        for shift in drift.shifts[:LISTED]:
            direction = words["more" if (shift.change.value or 0) > 0 else "less"]
            code = name_of(shift.kind, shift.target, names, words)
            yield words["shift"].format(code=code, direction=direction, change=figure(shift.change, words))
        if drift.shifts:
            expected = round(drift.looked_at / 20, 1)
            yield words["chance"].format(found=len(drift.shifts), looked_at=drift.looked_at, expected=expected)


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _precision(rows: list[Row], words: Mapping[str, str], target: float) -> Iterator[str]:
    for row in rows:
        half = row.sets.half_width if row.sets and row.deepest and row.units_of == "reviewed" else None
        if half is not None:
            need = transcripts_needed(row.transcripts, half, target)
            what = f"{_level(row, words)}, MASI"
            yield words["precision"].format(what=what, have=row.transcripts, half=half, target=target, need=need)


def _supervised(
    beside: Supervised, names: Names, coders: Mapping[str, str], words: Mapping[str, str], language: str
) -> Iterator[str]:
    arm = ARM[base(language) if base(language) in ARM else "en"][beside.arm]
    coder = coders.get(beside.coder) or beside.coder
    yield words["supervisor"].format(coder=coder, round=beside.round, arm=arm, basis=words[beside.basis], units=beside.units)
    yield f"    {'':<40}{words['columns']}"
    for row in beside.rows:
        if row.deepest and not row.target and row.units_of == "reviewed" and not row.language:
            yield f"    {_level(row, words):<40}{_figures(row, words)}"
    for found in beside.directions[:LISTED]:
        if found.coder_only or found.supervisor_only:
            code = name_of(found.kind, found.target, names, words)
            yield words["direction"].format(code=code, coder_only=found.coder_only, supervisor_only=found.supervisor_only)
