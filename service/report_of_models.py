"""Outcomes round models in words, for the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from annotations.languages import in_language
from service.reports import score_lines
from training.drift_words import drift_lines

Facts = Mapping[str, Any]
RESULTS = {"promote": "promoted", "keep": "not promoted", "ask": "waits for a person"}


def retrain_lines(o: Facts) -> list[str]:
    """What came of retraining."""
    drift = [f"  {line}" for line in drift_lines("en", o["drift"])]
    if not o["new"]:
        state = "it is in use" if o["champion"] else f"then: {RESULTS[o['result']]}"
        return [f"nothing new since model {o['model']} ({state}): nothing was fitted, nothing has changed", *drift]
    lineage = o["lineage"]
    made = f"{lineage['reviewed_segments']} reviewed segments of {lineage['reviewed_sessions']} transcripts"
    lines = [f"model {o['model']}: {RESULTS[o['result']]}. {in_language(o['reason'], 'en')}", f"  fitted on {made}"]
    lines += score_lines(o["scores"])
    against = o["compared_with"]
    if against["how"] != "cold_start":
        lines.append(f"  against {against['version']}, in use:")
        lines += score_lines(against["scores"])
    given = o["certificates"]
    lines.append(
        f"  certified: {given['certified']} of {given['of']} (at least {given['recall']:g} found, confidence {given['confidence']:g})"
    )
    if o["result"] == "ask":
        lines.append(f"  to use it: relato models promote {o['model']} --by ID --reason WHY")
    elif o["result"] == "promote" and not o["champion"]:
        lines.append("  but somebody changed the model in use meanwhile: it waits for a person")
    return [*lines, f"  card: {o['cards']['en']}", *drift]


def list_lines(entries: Sequence[Facts]) -> list[str]:
    """One line for each model, oldest first."""
    return [
        f"{'*' if e['champion'] else '?' if e['waits'] else ' '} {e['version']:<18} {e['created_at']:%Y-%m-%d %H:%M}  frame {e['frame_version']:<3} "
        f"{_size(e['body']):<26} {', '.join(event['event'] for event in e['events'])}"
        for e in entries
    ] + ["* in use   ? waits for a person"]


def _size(body: Facts) -> str:
    lineage = body.get("lineage")
    return (
        f"{lineage['reviewed_segments']} segments, {lineage['reviewed_sessions']} transcripts" if lineage else "the frame alone"
    )


def show_lines(e: Facts, language: str = "en") -> list[str]:
    """Everything of one model that fits on a screen."""
    body = e["body"]
    lines = [f"{e['version']}{'  (in use)' if e['champion'] else '  (waits for a person)' if e['waits'] else ''}"]
    if "reason" in body:
        lines.append(f"  {in_language(body['reason'], language)}")
    facts = {
        "frame_version": e["frame_version"],
        "encoder": e["encoder"],
        **body.get("lineage", {}),
        "content": body.get("content", ""),
    }
    lines += [f"  {name:<18} {value}" for name, value in facts.items() if value != ""]
    if "scores" in body:
        lines += score_lines(body["scores"])
        against = body["compared_with"]
        lines.append(
            f"  compared with {against['version']} ({against['how']}); clearly worse: {', '.join(against['losers']) or 'none'}"
        )
        lines += code_lines(against["targets"])
        lines.append(f"  certificates: {body['certificates']}")
        lines += [f"  card ({name}): {path}" for name, path in body["cards"].items()]
    for event in e["events"]:
        why = in_language(event["reason"], language) if event["reason"] else ""
        lines.append(f"  {event['at']:%Y-%m-%d %H:%M}  {event['event']:<13} by {event['actor']} {event['by']}  {why}".rstrip())
    return lines


def code_lines(rows: Sequence[Facts]) -> list[str]:
    """The table of targets: order before and after, and their difference."""
    head = f"  {'target':<34}{'segments':>9}{'before':>8}{'after':>8}  difference"
    return [head] + [
        f"  {row['key']:<34}{row['positives']:>9}{row['before']:>8.3f}{row['after']:>8.3f}  {row['difference']['mean']:+.3f} "
        f"[{row['difference']['low']:+.3f}, {row['difference']['high']:+.3f}]{'  loses' if row['loses'] else ''}"
        for row in rows
    ]
