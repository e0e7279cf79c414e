"""The static encoder: one vector per word piece, computed once, averaged. A first look at very large corpora, and no more.

The recipe is Model2Vec's (Minish Lab, https://github.com/MinishLab/model2vec): every word piece goes through the full encoder on
its own, the vectors are reduced by principal components, and each is weighted by how rare its piece is (smooth inverse frequency,
the frequency taken from the piece's rank by Zipf's law).
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from models.embeddings.packed import packed_id
from models.embeddings.prepared import prepared, slug
from models.embeddings.protocol import Progress

if TYPE_CHECKING:
    from models.embeddings.fast import FastEncoder

STATIC = "static"
RECIPE = "static-1"
WIDTH = 256
RARITY = 1e-4
"""SIF's constant, Model2Vec's default."""
BATCH = 4096
TOGETHER = 128
_TABLE, _TOKENIZER = "table.npy", "tokenizer.json"


class StaticEncoder:
    """A prepared table as ``Encoder``; its id says that it is static. It knows no order and no context of words."""

    def __init__(self, place: Path, *, id: str) -> None:
        from models.embeddings.fast import Pieces

        self._table = np.load(place / _TABLE, mmap_mode="r", allow_pickle=False)
        self.id, self.width = id, int(self._table.shape[1])
        self._pieces = Pieces(place / _TOKENIZER, limit=0, special=False)

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        """Vectors (S, D) in the order of ``texts``; zeros for a text without any known piece."""
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            for row, ids in enumerate(self._pieces(batch), start):
                if ids:
                    vectors[row] = self._table[ids].mean(axis=0, dtype=np.float32)
            if progress:
                progress(start + len(batch), len(texts))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def load_static(folder: Path, *, fast: "Callable[[], FastEncoder]") -> StaticEncoder:
    """The static encoder of ``fast``, made in ``folder`` on first use (some minutes: every word piece is encoded)."""
    place = folder / slug(static_id())
    prepared(place, lambda making: _make(making, fast()))
    return StaticEncoder(place, id=static_id())


def static_id() -> str:
    """The packed encoder's id and the recipe."""
    return f"{packed_id()}+{RECIPE}"


def _make(making: Path, fast: "FastEncoder") -> dict[str, Any]:
    tokenizer, alone = fast.piece_vectors(together=TOGETHER)
    np.save(making / _TABLE, distilled(alone).astype(np.float16))
    (making / _TOKENIZER).write_text(tokenizer, encoding="utf-8")
    return {"from": fast.id, "pieces": len(alone), "recipe": RECIPE}


def distilled(alone: NDArray[np.float32], *, width: int = WIDTH) -> NDArray[np.float32]:
    """Vectors (P, D) of word pieces alone, the most frequent first → table (P, width); rows of zeros stay zeros.

    >>> table = distilled(np.array([[1, 0, 0], [0, 2, 0], [0, 0, 0], [3, 1, 0]], np.float32), width=2)
    >>> table.shape, table[2].tolist()
    ((4, 2), [0.0, 0.0])
    """
    real = np.linalg.norm(alone, axis=1) > 0
    middle = alone[real].mean(axis=0)
    spread = np.cov(alone[real], rowvar=False)
    axes = np.linalg.eigh(spread)[1][:, ::-1][:, :width]
    shares = 1 / (np.arange(len(alone)) + 2)
    shares /= shares.sum()
    table = (alone - middle) @ axes * (RARITY / (RARITY + shares))[:, None]
    return np.where(real[:, None], table, 0).astype(np.float32)
