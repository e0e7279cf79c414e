"""The report as Markdown for people and as JSON for programs."""

import json
from collections.abc import Mapping, Sequence

from annotations.changes.wording import escape_markdown
from annotations.disclosure.records import Finding, Place, Report
from annotations.disclosure.words import ATTRIBUTES, FINDINGS, LABELS, REASONS, UNITS
from annotations.languages import in_language


def _say(name: str, language: str, **facts: object) -> str:
    return _in(LABELS[name], language).format(**facts)


def _in(words: Mapping[str, str], language: str) -> str:
    """Spanish where Spanish is asked for; English in any other language."""
    return in_language({"en": words["en"], "es": words["es"]}, language)


def place_words(place: Place, language: str) -> str:
    """
    >>> place_words(Place("cell", name="B4", within="2"), "en"), place_words(Place("page", 3), "es")
    ('cell B4 (table or sheet 2)', 'página 3')
    """
    where = " ".join(filter(None, [_in(UNITS[place.unit], language), place.name, str(place.number) if place.number else ""]))
    inside = place.within if not place.within.isdigit() else _say("within", language, n=place.within)
    return f"{where} ({inside})" if inside else where


def title(finding: Finding, language: str) -> str:
    """What it is, and why or how it was recognised."""
    reason = (
        f" ({_in(REASONS[finding.reason], language)})"
        if finding.reason in REASONS
        else f": {finding.reason}"
        if finding.reason
        else ""
    )
    return _in(FINDINGS[finding.kind][0], language) + reason


def remedy(finding: Finding, language: str) -> str:
    return _in(FINDINGS[finding.kind][1], language)


def render_markdown(report: Report, language: str) -> str:
    """What stops publication first; then what to look at; then what somebody accepted."""
    characters = sum(checked.characters for checked in report.checked)
    counts = _say(
        "counts", language, documents=len(report.checked), characters=f"{characters:,}", secrets=report.secrets, k=report.k
    )
    lines = [f"# {_say('title', language)}", "", counts, ""]
    if report.not_searched:
        lines += [_say("not_searched", language, ids=escape_markdown(", ".join(report.not_searched))), ""]
    if not report.stops:
        lines += [_say("clean", language), ""]
    open_to = [finding for finding in report.findings if not finding.accepted]
    for name, chosen in (
        ("stop", [finding for finding in open_to if finding.severity == "stop"]),
        ("look", [finding for finding in open_to if finding.severity == "look"]),
        ("accepted", [finding for finding in report.findings if finding.accepted]),
    ):
        lines += _section(_say(name, language), chosen, language) if chosen else []
    return "\n".join([*lines, _say("limits", language), ""])


def _section(heading: str, findings: Sequence[Finding], language: str) -> list[str]:
    lines, document = [f"## {heading} ({len(findings)})"], ""
    for finding in findings:
        if finding.document != document:
            document = finding.document
            lines += ["", f"### {escape_markdown(document)}", ""]
        lines.append(
            f"- **{escape_markdown(title(finding, language))}** · {escape_markdown(place_words(finding.place, language))}{_facts(finding, language)}"
        )
        if finding.excerpt:
            lines.append(f"  > {escape_markdown(finding.excerpt)}")
            lines.append("")
        lines.append(f"  {_say('do', language)}: {remedy(finding, language)}")
        lines += [f"  {_say('accepted', language)}: {escape_markdown(finding.accepted)}"] if finding.accepted else []
    return [*lines, ""]


def _facts(finding: Finding, language: str) -> str:
    facts = []
    if finding.combination:
        named = " + ".join(f"{_in(ATTRIBUTES[name], language)} {value}" for name, value in finding.combination)
        facts.append(f"{named} {_say('fits', language, n=finding.count)}" if finding.count else named)
    facts += [_say("without", language, what=_in(ATTRIBUTES[name], language), n=count) for name, count in finding.without]
    for name, ids in (("entities", finding.entities), ("respondents", finding.respondents)):
        facts += [f"{_say(name, language)} {', '.join(ids)}"] if ids else []
    facts += [_say("times", language, n=finding.times)] if finding.times > 1 else []
    others = [
        f"{document}, {place_words(place, language)}" if document != finding.document else place_words(place, language)
        for document, place in finding.others
    ]
    facts += [f"{_say('also', language)} {'; '.join(others)}"] if others else []
    facts.append(f"{_say('key', language)} {finding.key}")
    return "".join(f" · {escape_markdown(fact)}" for fact in facts)


def to_json(report: Report, language: str) -> str:
    """All facts, with the words of one language beside them."""
    return json.dumps(
        {
            "stops": report.stops,
            "k": report.k,
            "secrets": report.secrets,
            "not_searched": report.not_searched,
            "checked": [{"document": checked.document, "characters": checked.characters} for checked in report.checked],
            "findings": [_as_json(finding, language) for finding in report.findings],
        },
        ensure_ascii=False,
        indent=2,
    )


def _as_json(finding: Finding, language: str) -> dict[str, object]:
    return {
        "key": finding.key,
        "kind": finding.kind,
        "severity": finding.severity,
        "accepted": finding.accepted,
        "document": finding.document,
        "place": _place(finding.place, language),
        "title": title(finding, language),
        "remedy": remedy(finding, language),
        "excerpt": finding.excerpt,
        "reason": finding.reason,
        "entities": finding.entities,
        "respondents": finding.respondents,
        "combination": dict(finding.combination),
        "count": finding.count,
        "without": dict(finding.without),
        "times": finding.times,
        "others": [{"document": document, "place": _place(place, language)} for document, place in finding.others],
    }


def _place(place: Place, language: str) -> dict[str, object]:
    return {
        "unit": place.unit,
        "number": place.number,
        "name": place.name,
        "within": place.within,
        "words": place_words(place, language),
    }
