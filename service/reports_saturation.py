"""The past of saturation in words, for the terminal."""

import datetime
from collections.abc import Sequence

from annotations.changes.history import History, Recorded, Step
from annotations.studies import Change
from service.workflows.past import Past

_STATES = {"candidate": "candidate", "needs_sessions": "needs more sessions", "saturated": "saturated"}


def past_in_words(pasts: Sequence[Past], day: datetime.date) -> str:
    """Every change on a day, in both readings."""
    rows = [("change", "by the sessions held until then", "by the verdicts of that time")]
    for past in pasts:
        held = _state(past.held, past.held_since) if past.held else "nobody had spoken of it"
        recorded = _state(past.recorded, past.recorded_since) if past.recorded else "no verdict yet"
        rows.append((past.change_id, held, recorded))
    first, second = (max(len(row[n]) for row in rows) for n in (0, 1))
    lines = [f"at the end of {day}", *(f"  {a:<{first}}  {b:<{second}}  {c}" for a, b, c in rows)]
    lines.append("  (left: today's codings and rule; right: what was computed then, by the rule and codings of that day)")
    return "\n".join(lines)


def history_in_words(found: Sequence[tuple[Change, History]]) -> str:
    """How every change came to where it is, day by day."""
    lines = []
    for change, past in found:
        lines.append(f"{change.id}: by the sessions as they were held")
        lines += [f"  {step.date}  {_state(step, None):<40} {', '.join(step.sessions)}" for step in past.held] or ["  none"]
        if past.undated:
            lines.append(f"  without a date, in no step: {', '.join(past.undated)}")
        lines.append("  as it was computed")
        lines += [
            f"  {one.at:%Y-%m-%d %H:%M}  {_state(one, None)}; the rule asked for {one.minimum_independent}"
            for one in past.recorded
        ] or ["  never"]
    return "\n".join(lines)


def _state(one: Step | Recorded, since: datetime.date | None) -> str:
    contested = ", contested" if one.contested else ""
    counts = f"{one.independent_for} for, {one.independent_against} against"
    return f"{_STATES[one.state]}{contested} ({counts})" + (f" since {since}" if since else "")
