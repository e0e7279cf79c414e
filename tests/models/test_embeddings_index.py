"""The table that a cached encoder remembers: same vectors, also after something was forgotten or added meanwhile."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.embeddings import CachedEncoder, Progress
from models.embeddings.cache import Index, forget_texts


class Lengths:
    """Vectors from a text's length, and a list of all that was asked for."""

    id, width = "lengths", 3

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[len(text), 1, -len(text)] for text in texts], np.float32)


TEXTS = [f"{'word ' * n}{n}" for n in range(300)]


def test_a_remembered_table_gives_the_same_vectors(tmp_path: Path) -> None:
    inner = Lengths()
    encoder = CachedEncoder(inner, tmp_path / "cache.sqlite3")
    first = encoder.encode(TEXTS)
    for _ in range(3):
        np.testing.assert_array_equal(encoder.encode(TEXTS[::-1]), first[::-1])
    np.testing.assert_array_equal(encoder.encode(["new", *TEXTS[:5]])[1:], first[:5])
    assert len(inner.asked) == 301


def test_a_forgotten_text_is_encoded_once_more(tmp_path: Path) -> None:
    inner, path = Lengths(), tmp_path / "cache.sqlite3"
    encoder = CachedEncoder(inner, path)
    first = encoder.encode(TEXTS)
    encoder.encode(TEXTS)
    forget_texts(path, TEXTS[7:9])
    for _ in range(3):
        np.testing.assert_array_equal(encoder.encode(TEXTS), first)
    assert inner.asked[300:] == [TEXTS[8], TEXTS[7]]


def test_an_index_knows_only_whole_keys() -> None:
    keys = [bytes([n]) * 32 for n in (9, 3, 200)]
    index = Index.of(zip(keys, (4, 5, 6), strict=True), 7)
    assert index.rows([keys[2], keys[0][:8] + bytes(24), keys[1], bytes(32)]).tolist() == [6, -1, 5, -1]
    assert Index().rows(keys).tolist() == [-1, -1, -1]
