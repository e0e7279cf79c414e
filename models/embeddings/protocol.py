"""What the rest of the house asks of an encoder."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Progress = Callable[[int, int], None]
"""Called with (done, total) after every batch."""


class Encoder(Protocol):
    """Texts → vectors. ``id`` changes whenever the vectors would; ``width`` is D."""

    @property
    def id(self) -> str: ...

    @property
    def width(self) -> int: ...

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        """Vectors (S, D) of unit length, in the order of ``texts``; the same text has the same vector in any company."""
        ...


class TokenMeasure(Protocol):
    """How long texts are to an encoder. ``limit`` is the most that it sees of one text; more is cut off."""

    @property
    def limit(self) -> int: ...

    def __call__(self, texts: Sequence[str]) -> list[int]:
        """The number of word pieces of each of S texts, with everything that the encoder adds."""
        ...
