"""Which question of the guide an interviewer asked, by the words they share."""

import re
from collections.abc import Sequence

from annotations.studies import Question

CLEARLY = 0.5
STEM = 5
MARGIN = 0.05
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[^.!?¿¡…]+")


def match_question(asked: str, guide: Sequence[Question], language: str) -> Question | None:
    """The question of ``guide`` that was asked, or None when none is clearly the one.

    Words are compared by their first letters (so that *cambió* meets *cambios*), words of up to three letters not at all; the
    measure is Dice's coefficient, of the whole turn or of one sentence in it. Only the guide's words in ``language`` count.

    >>> guide = [Question("q1", {"en": "What has changed in your life since 2019?"}), Question("q2", {"en": "Who else was there?"})]
    >>> match_question("Okay. So what has changed in your life, then, since 2019?", guide, "en").id
    'q1'
    >>> match_question("Do you want some coffee?", guide, "en")
    """
    readings = [stems for part in (asked, *_SENTENCE.findall(asked)) if len(stems := _stems(part)) > 1]
    ranked = sorted(
        (
            (max((_dice(stems, _stems(q.text.get(language, ""))) for stems in readings), default=0.0), -i)
            for i, q in enumerate(guide)
        ),
        reverse=True,
    )
    if not ranked or ranked[0][0] < CLEARLY or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN):
        return None
    return guide[-ranked[0][1]]


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in _WORD.findall(text.casefold()) if len(word) > 3)


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
