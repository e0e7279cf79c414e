"""What the fast encoder is compared with: the packed model as sentence-transformers runs it, with nothing set."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from models.embeddings.encoders import E5_PREFIX
from models.embeddings.packed import packed_model


def plain_encode() -> Callable[[Sequence[str]], NDArray[np.float32]]:
    """``SentenceTransformer.encode`` at its defaults (float32, batches of 32 by length, all cores), the prefix put in front."""
    model = packed_model()
    return lambda texts: np.asarray(model.encode([E5_PREFIX + text for text in texts]), dtype=np.float32)
