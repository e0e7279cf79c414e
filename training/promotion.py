"""Whether a new head replaces what is in use."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.studies import Words
from training.metrics import Interval

DECIDING = "lrap"
FEWEST_GROUPS = 8
LEVEL = 0.025
FLIPS = 9999
RULE = "sign flips of LRAP of codes, 1"  # part of a model's version: another rule may decide otherwise on the same data
SHOWN: Words = {
    "es": "Se midió con etiquetas hechas con sugerencias ya marcadas a la vista, y se inclinan hacia lo mostrado; cuando haya rondas "
    "a ciegas, decidirán sus segmentos.",
    "en": "Measured on labels made with suggestions already checked, which lean towards what was shown; when there are blind rounds, "
    "their segments will decide.",
}


@dataclass(frozen=True)
class Decision:
    """``reason`` in the languages in which people read it; ``p`` of the sign-flip test."""

    promoted: bool
    reason: Words
    p: float


def decide(difference: Mapping[str, Interval], paired: NDArray[np.float64], *, seed: int) -> Decision:
    """Promote when the head ranks codes better on enough transcripts, and chance alone would hardly have it so.

    Needed are ``FEWEST_GROUPS`` groups of transcripts with coded segments, a difference above zero, and a one-sided p of at most
    ``LEVEL``. The bootstrap interval is shown and does not decide: with few transcripts it is too narrow.

    Parameters
    ----------
    difference : intervals of head minus cold start by metric.
    paired : (G,) the difference of each group of transcripts, as ``training.metrics.paired`` makes it.

    >>> decide({"lrap": {"mean": 0.1, "low": 0.02, "high": 0.2}}, np.ones(8), seed=1).promoted
    True
    >>> decide({"lrap": {"mean": 0.1, "low": 0.02, "high": 0.2}}, np.ones(7), seed=1).promoted
    False
    """
    found, p, missing = difference[DECIDING], sign_flip_p(paired, seed=seed), FEWEST_GROUPS - paired.size
    shown = f"LRAP {found['mean']:+.3f} [{found['low']:+.3f}, {found['high']:+.3f}], p = {p:.4f}"
    if missing > 0:
        said = {
            "es": f"Aún no se puede decidir (códigos: {shown}): transcripciones con códigos que faltan por revisar: {missing} "
            f"(mínimo {FEWEST_GROUPS}; las que comparten persona cuentan como una). Se conserva el modelo en uso.",
            "en": f"It cannot be decided yet (codes: {shown}): transcripts with codes still to be reviewed: {missing} "
            f"(at least {FEWEST_GROUPS}; those that share a person count as one). The model in use is kept.",
        }
        return Decision(False, _with_shown(said), p)
    if found["mean"] > 0 and p <= LEVEL:
        said = {
            "es": f"En transcripciones que no vio, ordena los códigos mejor que el marco de códigos solo: {shown}.",
            "en": f"On transcripts it had not seen it ranks codes better than the code frame alone: {shown}.",
        }
        return Decision(True, _with_shown(said), p)
    said = {
        "es": f"No está demostrado que ordene los códigos mejor que el marco de códigos solo ({shown}): se conserva el modelo en uso.",
        "en": f"It is not shown to rank codes better than the code frame alone ({shown}): the model in use is kept.",
    }
    return Decision(False, _with_shown(said), p)


def sign_flip_p(paired: NDArray[np.float64], *, seed: int) -> float:
    """Share of all sign patterns (of ``FLIPS`` drawn ones, where there are more) whose sum is at least the one observed; 1.0 for
    fewer than two groups.

    If the two models were equally good, each group's difference would as likely have the other sign. No shape of distribution is
    assumed but that symmetry.

    >>> sign_flip_p(np.array([3.0, 1.0, 2.0, -1.0]), seed=1)
    0.1875
    """
    from scipy.stats import permutation_test

    if paired.size < 2 or not paired.any():
        return 1.0
    found = permutation_test(
        (paired,), np.sum, permutation_type="samples", alternative="greater", n_resamples=FLIPS, vectorized=True, rng=seed
    )
    return float(found.pvalue)


def _with_shown(said: Words) -> Words:
    return {language: f"{text} {SHOWN[language]}" for language, text in said.items()}
