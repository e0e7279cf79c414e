"""What every stage of a study has in common: segments → scores. First the code frame alone, then what people decided."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind
from models.batches import Batch, make_batch
from models.certificates import Certificate
from models.cold_start import ColdStart, background_of, middles_of
from models.familiarity import Familiarity
from models.heads import Head, Neighbours
from models.targets import Target

__all__ = ["Batch", "Classifier", "ColdStart", "Head", "Neighbours", "background_of", "make_batch", "middles_of"]


class Classifier(Protocol):
    """Scores for K targets. ``version`` changes whenever a score would."""

    @property
    def version(self) -> str: ...

    @property
    def targets(self) -> tuple[Target, ...]: ...

    @property
    def thresholds(self) -> Mapping[Kind, float]:
        """The score, by kind, from which on a target is proposed."""
        ...

    @property
    def certificates(self) -> Mapping[str, Certificate]:
        """What is certified, by target key: see ``models.certificates``."""
        ...

    @property
    def familiarity(self) -> Familiarity | None:
        """What tells a text unlike anything that the study has seen, where it is known."""
        ...

    @property
    def cold(self) -> ColdStart:
        """The cold start in it, which holds the words of the frame: for reasons."""
        ...

    @property
    def neighbours(self) -> Neighbours | None:
        """The segments it was fitted on: for reasons."""
        ...

    @property
    def weights(self) -> NDArray[np.floating] | None:
        """(D, K) on centred vectors, where any were learnt: for reasons."""
        ...

    def scores(self, batch: Batch) -> NDArray[np.float32]:
        """(S, K) in [0, 1], columns in the order of ``targets``; a row depends on its segment only."""
        ...
