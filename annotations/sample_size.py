"""How much has to be coded twice to know agreement to a given precision."""

import math

from scipy.special import ndtri

from annotations.agreement_intervals import FEWEST
from annotations.errors import BadInput


def segments_needed(
    kappa: float,
    prevalence: float,
    half_width: float,
    *,
    confidence: float = 0.95,
    per_transcript: float = 1.0,
    likeness: float = 0.0,
) -> int:
    """Segments that two coders must judge so that the interval of kappa is about ± ``half_width``.

    Parameters
    ----------
    kappa : agreement expected, in [0, 1). prevalence : share of judgements that have the code, in (0, 1).
    per_transcript, likeness : segments of one transcript are alike: how many there are, and the intraclass correlation of agreement
        among them; segments drawn one by one from everywhere have 1 and 0. The number is multiplied by 1 + (per_transcript − 1) likeness.

    Raises
    ------
    BadInput : a number out of its range.

    Source: the large-sample variance of kappa of two coders who use a code equally often, Bloch & Kraemer (1989),
    doi:10.2307/2532054; design effect, Kish (1965).

    >>> segments_needed(0.6, 0.3, 0.1)
    296
    """
    ranges = {
        "kappa": (kappa, 0 <= kappa < 1, "0 or more and below 1"),
        "prevalence": (prevalence, 0 < prevalence < 1, "between 0 and 1"),
        "half_width": (half_width, 0 < half_width < 1, "between 0 and 1"),
        "confidence": (confidence, 0 < confidence < 1, "between 0 and 1"),
        "per_transcript": (per_transcript, per_transcript >= 1, "1 or more"),
        "likeness": (likeness, 0 <= likeness <= 1, "from 0 to 1"),
    }
    for name, (value, fine, remedy) in ranges.items():
        if not fine:
            raise BadInput(f"{name} is {value}", where="sample size", remedy=f"give a number {remedy}")
    need = variance_of_one(kappa, prevalence) * (float(ndtri((1 + confidence) / 2)) / half_width) ** 2
    return max(2, math.ceil(need * (1 + (per_transcript - 1) * likeness)))


def variance_of_one(kappa: float, prevalence: float) -> float:
    """The variance of kappa times the number of independent segments, for two coders and a code given or not."""
    spread = prevalence * (1 - prevalence)
    return (1 - kappa) * ((1 - kappa) * (1 - 2 * kappa) + kappa * (2 - kappa) / (2 * spread))


def transcripts_needed(transcripts: int, half_width: float, target: float) -> int:
    """Transcripts like those at hand for an interval of ± ``target``, when theirs is ± ``half_width``: it shrinks with the square root.

    Never fewer than an interval needs at all.

    >>> transcripts_needed(8, 0.2, 0.1)
    32
    """
    return max(FEWEST, math.ceil(round(transcripts * (half_width / target) ** 2, 9)))
