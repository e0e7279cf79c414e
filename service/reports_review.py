"""How far the review is, in words, for the terminal."""

from collections.abc import Mapping
from typing import Any

Outcome = Mapping[str, Any]


def status_in_words(o: Outcome) -> str:
    """Counts, recall of the suggestions with its interval, and what is expected to be missed."""
    lines = [
        (
            f"study {o['study']}: {o['reviewed']} of {o['segments']} segments reviewed; "
            f"{o['drawn_reviewed']} of {o['drawn']} drawn at random"
        ),
        "recall of the suggestions on segments drawn at random (95 % interval)",
    ]
    for key, found in o["recall"].items():
        name = key if key == found["name"] else f"{key} ({found['name']})"
        lines.append(f"  {name:<40} {recall_in_words(found)}")
    if not o["recall"]:
        lines.append("  nothing yet: review segments of the random share")
    missed = o["missed_in_unreviewed"]
    if missed is None:
        lines.append("codings missed in what is unreviewed: too few segments drawn at random are reviewed to say")
    else:
        lines.append(
            f"codings that no suggestion proposes, expected in the {o['unreviewed']} unreviewed segments: "
            f"{missed['mean']:.0f} [{missed['low']:.0f}, {missed['high']:.0f}]"
        )
    if o["more_drawn_segments"]:
        lines.append(f"for an estimate within 0.10: about {o['more_drawn_segments']} more segments of the random share")
    return "\n".join(lines)


def recall_in_words(found: Outcome) -> str:
    said = f"{found['suggested']} of {found['codings']} codings in {found['transcripts']} transcripts"
    if found["recall"] is None:
        return f"too few ({said}): {found['more_codings']} more codings needed"
    recall = found["recall"]
    return f"{recall['mean']:.2f} [{recall['low']:.2f}, {recall['high']:.2f}] ({said})"


def question_in_words(o: Outcome) -> str:
    """What came of looking for labels that look wrong."""
    return (
        f"{o['asked']} new questions, {o['withdrawn']} withdrawn, {o['open']} open, from {o['reviewed_segments']} reviewed segments; "
        "no label was changed"
    )
