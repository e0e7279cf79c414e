"""Prepared encoders: made whole or not at all, by whoever is first; models that cannot be made fast are used in float32."""

import logging
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
from transformers import BertConfig, BertModel

from models.embeddings.fast import FastEncoder, load_fast, threads
from models.embeddings.modules import LoadedTransformer
from models.embeddings.packed import Packed, packed_path, packed_tokenizer, read_packed
from models.embeddings.packed import _tokenizer as tokenizer_of
from models.embeddings.prepared import FACTS, prepared, slug
from models.embeddings.static import StaticEncoder, distilled


@pytest.fixture(scope="module")
def packed() -> Packed:
    return read_packed(packed_path())


def small(packed: Packed, *, act: str = "gelu", pooling: str = "cls", extra: Iterable[Any] = ()) -> SentenceTransformer:
    """A BERT of two layers with random weights."""
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=packed.vocabulary, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=40, hidden_act=act,
    )  # fmt: skip
    tokenizer = tokenizer_of(packed)
    tokenizer.model_max_length = 40
    body = LoadedTransformer(BertModel(config, add_pooling_layer=False), tokenizer)
    return SentenceTransformer(modules=[body, Pooling(32, pooling), Normalize(), *extra], device="cpu").eval()


@pytest.mark.parametrize("pooling", ["cls", "mean"])
def test_a_small_bert_is_made_fast(packed: Packed, tmp_path: Path, pooling: str) -> None:
    model, texts = small(packed, pooling=pooling), ["Sí.", "The treasurer reads the accounts.", "agua " * 90, "\ud800"]
    fast = load_fast(tmp_path, "toy@1", lambda: model, prefix="")
    assert isinstance(fast, FastEncoder)
    assert (fast.id, fast.width) == ("toy@1+int8-1", 32)
    assert fast.cosine > 0.98
    truth = model.encode(texts[:3], normalize_embeddings=True)
    assert (fast.encode(texts[:3]) * truth).sum(axis=1).min() > 0.98
    np.testing.assert_array_equal(fast.encode(texts)[1], fast.encode(texts[1:2])[0])

    def never() -> SentenceTransformer:
        raise AssertionError

    again = load_fast(tmp_path, "toy@1", never, prefix="")
    assert again is not None
    np.testing.assert_array_equal(again.encode(texts), fast.encode(texts))


def test_what_cannot_be_made_fast_says_why_and_is_not_tried_again(
    packed: Packed, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[int] = []

    def load() -> SentenceTransformer:
        tried.append(1)
        return small(packed, act="relu")

    for _ in range(2):
        with caplog.at_level(logging.WARNING):
            assert load_fast(tmp_path, "odd", load, prefix="") is None
    assert tried == [1]
    assert "odd is used in float32: it uses relu" in caplog.text


def test_the_first_of_several_wins_and_a_killed_one_leaves_nothing(tmp_path: Path) -> None:
    place = tmp_path / "encoders" / "one"

    def outer(folder: Path) -> dict[str, Any]:
        prepared(place, lambda inner: {"by": "the other"})
        return {"by": "me"}

    assert prepared(place, outer) == {"by": "the other"}
    left = place.parent / ".making-killed"
    left.mkdir()
    os.utime(left, (time.time() - 9999,) * 2)

    def failing(folder: Path) -> dict[str, Any]:
        (folder / "half").write_text("x")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepared(place.with_name("two"), failing)
    assert sorted(path.name for path in place.parent.iterdir()) == ["one"]
    assert [path.name for path in place.iterdir()] == [FACTS]


def test_names_of_folders_differ_where_ids_do() -> None:
    assert slug("a/b") != slug("a-b")
    assert "/" not in slug("../../x")


def test_threads_are_those_that_the_environment_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert threads() == 1
    monkeypatch.setenv("OMP_NUM_THREADS", "")
    assert threads() >= 1


def test_the_static_encoder_is_the_mean_of_its_table(packed: Packed, tmp_path: Path) -> None:
    tokenizer = packed_tokenizer(packed)
    table = np.random.default_rng(1).normal(size=(tokenizer.get_vocab_size(), 4)).astype(np.float16)
    np.save(tmp_path / "table.npy", table)
    (tmp_path / "tokenizer.json").write_text(tokenizer.to_str())
    found = StaticEncoder(tmp_path, id="s").encode(["El agua", "agua El", ""])
    ids = tokenizer.encode("El agua", add_special_tokens=False).ids
    mean = table[ids].astype(np.float32).mean(axis=0)
    np.testing.assert_allclose(found[0], mean / np.linalg.norm(mean), atol=1e-6)
    np.testing.assert_array_equal(found[2], 0)


def test_rare_pieces_weigh_more() -> None:
    alone = np.random.default_rng(2).normal(size=(1000, 8)).astype(np.float32)
    lengths = np.linalg.norm(distilled(alone, width=8), axis=1) / np.linalg.norm(alone - alone.mean(axis=0), axis=1)
    assert (np.diff(lengths) > 0).all()
