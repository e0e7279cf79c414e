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
