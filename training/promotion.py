"""Whether a new head replaces what is in use."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotations.studies import Words
from training.metrics import Interval

DECIDING = "lrap"


@dataclass(frozen=True)
class Decision:
    """``reason`` in the languages in which people read it."""

    promoted: bool
    reason: Words


def decide(difference: Mapping[str, Interval]) -> Decision:
    """Promote only when the whole interval of the paired difference in LRAP lies above zero.

    >>> decide({"lrap": {"mean": 0.1, "low": 0.02, "high": 0.2}}).promoted
    True
    >>> decide({"lrap": {"mean": 0.1, "low": 0.0, "high": 0.2}}).promoted
    False
    """
    found = difference[DECIDING]
    shown = f"{found['mean']:+.3f} [{found['low']:+.3f}, {found['high']:+.3f}]"
    if found["low"] > 0:
        return Decision(
            True,
            {
                "es": f"En transcripciones que no vio, ordena mejor que el marco de códigos solo: LRAP {shown}.",
                "en": f"On transcripts it had not seen it ranks better than the code frame alone: LRAP {shown}.",
            },
        )
    return Decision(
        False,
        {
            "es": f"No está demostrado que ordene mejor que el marco de códigos solo (LRAP {shown}): se conserva el modelo en uso.",
            "en": f"It is not shown to rank better than the code frame alone (LRAP {shown}): the model in use is kept.",
        },
    )
