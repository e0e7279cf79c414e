"""A verdict in Spanish and English: as a paragraph that says how it was reached, and as a row of a table."""

from collections.abc import Mapping, Sequence

from annotations.changes.saturation import Verdict, WithMinimum
from annotations.changes.wording import Pen, escape_markdown, sentence_case

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "candidate": "candidate",
        "needs_sessions": "needs more sessions",
        "saturated": "saturated",
        "contested": "contested",
        "is": "State by the study's rule: {state}{reached}.",
        "reached": " since {date}",
        "with": ", with {session}",
        "rule": "The rule asks for {n} independent sessions for it, of at least {kinds} kinds of respondents; above {ratio} of the "
        "independent sessions against, a change is contested. {prompted} {chains} {organisations}",
        "rule_any_kind": "The rule asks for {n} independent sessions for it; above {ratio} of the independent sessions against, a "
        "change is contested. {prompted} {chains} {organisations}",
        "prompted_no": "Answers to a prompt are not counted.",
        "prompted_yes": "Answers to a prompt are counted.",
        "chains_yes": "Sessions joined by a referral count once.",
        "chains_no": "Sessions joined by a referral count each.",
        "organisations_yes": "Sessions of people of one organisation count once.",
        "organisations_no": "Sessions of people of one organisation count each.",
        "few": "Fewer than {n} independent sessions report it: little for a story, by the study's own mark.",
        "overridden": "A person decided whether they count: {sessions}.",
        "differing": "Report it and differ from most on what was said of it: {sessions}.",
        "for": "For it: {sessions}.",
        "against": "Against it: {sessions}.",
        "prompted": "Prompted: {sessions}.",
        "divided": "Both sides within: {sessions}.",
        "merged": "One with another session: {sessions}.",
        "undocumented": "Left out, as they are not registered or consent is not documented: {sessions}.",
        "agreed": "If all coders of a session had to agree: {n} for it.",
        "reviewed": "{reviewed} of {total} imported sessions have been reviewed.",
        "sensitivity": "With another minimum of independent sessions: {cases}.",
        "case_reached": "{n}, met on {date} with {session}",
        "case_reached_undated": "{n}, met with {session}",
        "case_open": "{n}, not met",
        "order": "Had the same {reviewed} sessions been held in another order, the rule would have been met after {low} to {high} of "
        "them in nine orders out of ten ({orders} random orders): the date says as much about whom was visited first as about the change.",
        "proposal": "This is a proposal of the rule: a person decides whether to pursue the change.",
        "none": "none",
        "headings": "Change|State|For|Against|Prompted|Kinds of respondents|Met on|Still missing|Met after, other minimums|"
        "Sessions needed in other orders",
        "missing_sessions": "independent: {n}",
        "missing_kinds": "kinds: {n}",
        "not_met": "not met",
        "footer": "Counts are independent sessions. A proposal of the study's rule: a person decides what to pursue.",
    },
    "es": {
        "candidate": "candidato",
        "needs_sessions": "necesita más sesiones",
        "saturated": "saturado",
        "contested": "controvertido",
        "is": "Estado según la regla del estudio: {state}{reached}.",
        "reached": " desde el {date}",
        "with": ", con {session}",
        "rule": "La regla pide {n} sesiones independientes a favor, de al menos {kinds} tipos de informantes; si más de {ratio} de las "
        "sesiones independientes está en contra, el cambio es controvertido. {prompted} {chains} {organisations}",
        "rule_any_kind": "La regla pide {n} sesiones independientes a favor; si más de {ratio} de las sesiones independientes está en "
        "contra, el cambio es controvertido. {prompted} {chains} {organisations}",
        "prompted_no": "No se cuentan las respuestas a una frase leída o sugerida.",
        "prompted_yes": "Se cuentan también las respuestas a una frase leída o sugerida.",
        "chains_yes": "Las sesiones unidas por una recomendación cuentan como una.",
        "chains_no": "Las sesiones unidas por una recomendación cuentan cada una.",
        "organisations_yes": "Las sesiones de personas de una misma organización cuentan como una.",
        "organisations_no": "Las sesiones de personas de una misma organización cuentan cada una.",
        "few": "Lo reportan menos de {n} sesiones independientes: poco para una historia, según la marca del propio estudio.",
        "overridden": "Una persona decidió si cuentan: {sessions}.",
        "differing": "Lo reportan y difieren de la mayoría en lo que se dice de él: {sessions}.",
        "for": "A favor: {sessions}.",
        "against": "En contra: {sessions}.",
        "prompted": "Con frase leída o sugerida: {sessions}.",
        "divided": "Con las dos posturas dentro: {sessions}.",
        "merged": "Cuentan junto con otra sesión: {sessions}.",
        "undocumented": "Fuera de la cuenta, por no estar registradas o sin consentimiento documentado: {sessions}.",
        "agreed": "Si todas las personas que codificaron una sesión tuvieran que coincidir: {n} a favor.",
        "reviewed": "Se han revisado {reviewed} de {total} sesiones importadas.",
        "sensitivity": "Con otro mínimo de sesiones independientes: {cases}.",
        "case_reached": "{n}, cumplido el {date} con {session}",
        "case_reached_undated": "{n}, cumplido con {session}",
        "case_open": "{n}, sin cumplir",
        "order": "Si las mismas {reviewed} sesiones se hubieran hecho en otro orden, la regla se habría cumplido tras entre {low} y "
        "{high} de ellas en nueve de cada diez órdenes ({orders} órdenes al azar): la fecha dice tanto de a quién se visitó primero "
        "como del cambio.",
        "proposal": "Es una propuesta de la regla: una persona decide si se sigue con el cambio.",
        "none": "ninguna",
        "headings": "Cambio|Estado|A favor|En contra|Con frase leída|Tipos de informantes|Cumplido el|Aún falta|"
        "Cumplido con otros mínimos|Sesiones necesarias en otros órdenes",
        "missing_sessions": "independientes: {n}",
        "missing_kinds": "tipos: {n}",
        "not_met": "sin cumplir",
        "footer": "Las cuentas son de sesiones independientes. Es una propuesta de la regla del estudio: una persona decide con qué se "
        "sigue.",
    },
}


def explain(verdict: Verdict, pen: Pen) -> list[str]:
    """How the verdict was reached, a paragraph a line: state, rule, the sessions behind the counts, what it depends on."""
    words, rule = _WORDS[pen.spoken], verdict.rule
    reached = words["reached"].format(date=pen.date(verdict.reached_on)) if verdict.reached_on else ""
    reached += words["with"].format(session=pen.escape(verdict.reached_with)) if verdict.reached_with else ""
    rule_text = words["rule" if rule.minimum_categories > 1 else "rule_any_kind"].format(
        n=pen.number(rule.minimum_independent),
        kinds=pen.number(rule.minimum_categories, masculine=True),
        ratio=_percent(rule.maximum_against_ratio, pen),
        prompted=words["prompted_yes" if rule.count_prompted else "prompted_no"],
        chains=words["chains_yes" if rule.merge_referrals else "chains_no"],
        organisations=words["organisations_yes" if rule.merge_affiliations else "organisations_no"],
    )
    few = words["few"].format(n=pen.number(rule.warn_under)) if verdict.few else ""
    is_so = words["is"].format(state=state(verdict, pen), reached=reached)
    lines = [f"{is_so} {few}".rstrip(), rule_text, _behind(verdict, pen)]
    cases = "; ".join(_case(case, pen) for case in _others(verdict))
    lines.append(sentence_case(words["sensitivity"].format(cases=cases)))
    if verdict.order_range:
        o = verdict.order_range
        lines.append(words["order"].format(reviewed=verdict.sessions_reviewed, low=o.low, high=o.high, orders=o.orders))
    return [*lines, words["proposal"]]


def state(verdict: Verdict, pen: Pen) -> str:
    words = _WORDS[pen.spoken]
    return words[verdict.state] + (f" ({words['contested']})" if verdict.contested else "")


def render_table(verdicts: Sequence[Verdict], language: str) -> str:
    """All verdicts as a Markdown table. Titles and ids are text: nothing in them is markup."""
    pen = Pen(language, escape=escape_markdown)
    headings = _WORDS[pen.spoken]["headings"].split("|")
    rows = [headings, ["---"] * len(headings), *(_row(verdict, pen) for verdict in verdicts)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + f"\n\n{_WORDS[pen.spoken]['footer']}\n"


def _row(verdict: Verdict, pen: Pen) -> list[str]:
    words = _WORDS[pen.spoken]
    reached = pen.date(verdict.reached_on) if verdict.reached_on else pen.escape(verdict.reached_with) or words["not_met"]
    missing = [(verdict.missing.independent, "missing_sessions"), (verdict.missing.categories, "missing_kinds")]
    order = verdict.order_range
    return [
        f"{pen.escape(verdict.change_id)} {pen.words(verdict.title)}",
        state(verdict, pen),
        _count(verdict.sessions_for, pen),
        _count(verdict.sessions_against, pen),
        _count(verdict.sessions_prompted, pen),
        str(len(verdict.categories)),
        reached,
        ", ".join(words[name].format(n=number) for number, name in missing if number) or "–",
        "; ".join(
            f"{case.minimum_independent}: {pen.date(case.reached_on) if case.reached_on else case.reached_with or words['not_met']}"
            for case in _others(verdict)
        ),
        f"{order.low}–{order.high}" if order else "–",
    ]


def _others(verdict: Verdict) -> list[WithMinimum]:
    return [case for case in verdict.sensitivity if case.minimum_independent != verdict.rule.minimum_independent]


def _count(sessions: Sequence[str], pen: Pen) -> str:
    return f"{len(sessions)} ({', '.join(map(pen.escape, sessions))})" if sessions else "0"


def _percent(ratio: float, pen: Pen) -> str:
    return f"{100 * ratio:.0f} %" if pen.spoken == "es" else f"{100 * ratio:.0f}%"


def _case(case: WithMinimum, pen: Pen) -> str:
    words, number = _WORDS[pen.spoken], pen.number(case.minimum_independent)
    if case.reached_on:
        return words["case_reached"].format(n=number, date=pen.date(case.reached_on), session=pen.escape(case.reached_with))
    form = "case_reached_undated" if case.reached_with else "case_open"
    return words[form].format(n=number, session=pen.escape(case.reached_with))


def _behind(verdict: Verdict, pen: Pen) -> str:
    """The sessions behind every count, and how much of the material has been reviewed."""
    words = _WORDS[pen.spoken]
    behind = {
        "for": verdict.sessions_for,
        "against": verdict.sessions_against,
        "prompted": verdict.sessions_prompted,
        "divided": verdict.sessions_divided,
        "merged": verdict.sessions_merged,
        "undocumented": verdict.sessions_undocumented,
        "overridden": verdict.sessions_overridden,
        "differing": verdict.sessions_differing,
    }
    said = [
        words[name].format(sessions=pen.listed([pen.escape(session) for session in sessions]) or words["none"])
        for name, sessions in behind.items()
        if sessions or name in ("for", "against")
    ]
    said.append(words["agreed"].format(n=verdict.agreed_for))
    said.append(words["reviewed"].format(reviewed=verdict.sessions_reviewed, total=verdict.sessions_total))
    return " ".join(said)
