"""An encoder of random weights that trains in milliseconds, and a process to kill while it does."""

import sys
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
from tokenizers import Tokenizer, pre_tokenizers
from tokenizers.models import WordLevel
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from models.embeddings.modules import LoadedTransformer
from training.finetuning import Cost, Tuning, tune
from training.pairs import Pairs

WORDS = ["agua", "pozo", "noria", "dinero", "recibo", "cuota", "escuela", "maestra", "salón", "pues", "luego", "ayer", "este"]
PAIRS = Pairs(
    ("agua pozo", "noria agua pues", "dinero recibo", "cuota ayer dinero"),
    np.array([0, 0, 2, 1] * 30),
    np.array([1, 2, 3, 3] * 30),
    np.array([1, 0, 1, 0] * 30, np.float32),
)
TUNING = Tuning(batch=4, rate=5e-3, layers=1, every=5)


def tiny() -> SentenceTransformer:
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(WORDS) + 2,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
    )
    core = Tokenizer(WordLevel({"[PAD]": 0, "[UNK]": 1, **{word: i for i, word in enumerate(WORDS, 2)}}, unk_token="[UNK]"))
    core.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=core, model_max_length=32, pad_token="[PAD]", unk_token="[UNK]"
    )
    body = LoadedTransformer(BertModel(config, add_pooling_layer=False), tokenizer)
    return SentenceTransformer(modules=[body, Pooling(16, "mean"), Normalize()], device="cpu")


def weights(model: SentenceTransformer) -> dict[str, torch.Tensor]:
    return {name: values.detach().clone() for name, values in model.state_dict().items()}


def run(work: Path) -> tuple[SentenceTransformer, Cost]:
    model = tiny()
    return model, tune(model, PAIRS, TUNING, work=work)


if __name__ == "__main__":
    tune(tiny(), PAIRS, TUNING, work=Path(sys.argv[1]), progress=lambda done, _: print(done, flush=True))  # noqa: T201  # the parent reads it
