"""Made-up coders of whom everything is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.judgements import Judgements, Variable

Floats = NDArray[np.float64]


def judgements(
    given: NDArray[np.bool_],
    *,
    transcripts: list[str] | None = None,
    languages: list[str] | None = None,
    present: NDArray[np.bool_] | None = None,
    variables: tuple[Variable, ...] = (),
    at: Floats | None = None,
    coders: str = "abcdefgh",
) -> Judgements:
    """(S, M, K) of what was given, with everything else as plain as can be: ten segments to a transcript."""
    count, m, k = given.shape
    sessions = transcripts or [f"T{n // 10:02d}" for n in range(count)]
    return Judgements(
        tuple(coders[:m]),
        tuple(f"{session}.{n:04d}" for n, session in enumerate(sessions)),
        tuple(sessions),
        tuple(languages or ["es"] * count),
        variables or tuple(Variable("code", ("family", f"k{n}")) for n in range(k)),
        np.ones((count, m), dtype=bool) if present is None else present,
        given,
        np.full((count, m), np.nan) if at is None else at,
    )


@dataclass(frozen=True)
class Known:
    """Coders who give a code that applies with probability ``kept`` and one that does not with ``slips``, each by themselves. A code applies
    to a share of the segments of a transcript that is drawn for it, ``low`` or ``high``, so that segments of a transcript are alike.
    """

    low: float
    high: float
    kept: float
    slips: float

    def draw(self, transcripts: int, each: int, coders: int, codes: int, seed: int) -> NDArray[np.bool_]:
        chance = np.random.default_rng(seed)
        share = np.where(chance.random((transcripts, 1, codes)) < 0.5, self.low, self.high)
        truth = (chance.random((transcripts, each, codes)) < share).reshape(-1, 1, codes)
        given = chance.random((transcripts * each, coders, codes))
        return np.asarray(given < np.where(truth, self.kept, self.slips))

    @property
    def truth(self) -> dict[str, float]:
        """The coefficients of all segments that there could be, two coders or more."""
        applies = (self.low + self.high) / 2
        both = applies * self.kept**2 + (1 - applies) * self.slips**2
        one = applies * self.kept + (1 - applies) * self.slips
        percent = 1 - 2 * (one - both)
        kappa = (both - one**2) / (one * (1 - one))
        ac1 = (percent - 2 * one * (1 - one)) / (1 - 2 * one * (1 - one))
        return {"percent": percent, "kappa": kappa, "alpha": kappa, "ac1": ac1}
