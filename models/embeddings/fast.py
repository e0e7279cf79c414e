"""The fast encoder: 8-bit weights under ONNX Runtime, one text at a time, as many texts at once as there are cores.

One text at a time costs nothing here (products of 20 rows already run at full speed), needs no padding, and makes the promise of
``Encoder`` exact: a text's vector has nothing to do with its company.
"""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from models.embeddings.graphs import INPUT, OUTPUT, Body, write_graph
from models.embeddings.prepared import prepared, slug
from models.embeddings.protocol import Progress
from models.embeddings.trial import TRIAL

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

log = logging.getLogger(__name__)
RECIPE = "int8-1"
"""Part of the encoder's id: another way to make the numbers is another encoder."""
LEAST_COSINE = 0.98
BATCH = 256
_GRAPH, _TOKENIZER = "model.onnx", "tokenizer.json"
_BODIES = ("BertModel", "CamembertModel", "RobertaModel", "XLMRobertaModel")


class Unfit(Exception):
    """This model cannot be made fast; the message says why."""


class FastEncoder:
    """A prepared folder as ``Encoder``. ``cosine``: the mean agreement with float32, measured when the folder was made."""

    def __init__(self, place: Path, *, id: str, prefix: str, facts: dict[str, Any]) -> None:
        self.id, self.width, self.cosine = id, int(facts["width"]), float(facts["cosine"])
        self._session = session(place / _GRAPH)
        self._pieces = Pieces(place / _TOKENIZER, limit=int(facts["limit"]), prefix=prefix)

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        """Vectors (S, D) in the order of ``texts``, the longest first; the same text has bit for bit the same vector."""
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        with ThreadPoolExecutor(threads()) as pool:
            for start in range(0, len(order), BATCH):
                rows = order[start : start + BATCH]
                vectors[rows] = np.concatenate(list(pool.map(self._vector, self._pieces([texts[i] for i in rows]))))
                if progress:
                    progress(start + len(rows), len(order))
        return vectors

    def piece_vectors(self, *, together: int) -> tuple[str, NDArray[np.float32]]:
        """The tokenizer, and a vector (P, D) for each of its P pieces alone: zeros for special ones. Some minutes."""
        pieces = self._pieces.vocabulary()
        vectors = np.zeros((len(pieces), self.width), dtype=np.float32)
        rows = [row for row, ids in enumerate(pieces) if ids]
        batches = [rows[start : start + together] for start in range(0, len(rows), together)]
        with ThreadPoolExecutor(threads()) as pool:
            found = pool.map(lambda batch: run(self._session, np.array([pieces[row] for row in batch])), batches)
            for batch, values in zip(batches, found, strict=True):
                vectors[batch] = values
        return self._pieces.definition(), vectors

    def _vector(self, ids: list[int]) -> NDArray[np.float32]:
        return run(self._session, np.array([ids], dtype=np.int64))


class Pieces:
    """Texts → ids of their word pieces, prefix and special pieces included, cut at the encoder's limit."""

    def __init__(self, tokenizer: Path, *, limit: int, prefix: str = "", special: bool = True) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        if limit:
            self._tokenizer.enable_truncation(limit)
        else:
            self._tokenizer.no_truncation()
        self._prefix, self._special = prefix, special

    def __call__(self, texts: Sequence[str]) -> Iterator[list[int]]:
        whole = [(self._prefix + text).encode("utf-8", "replace").decode() for text in texts]  # no lone surrogates
        return (encoding.ids for encoding in self._tokenizer.encode_batch_fast(whole, add_special_tokens=self._special))

    def vocabulary(self) -> list[list[int]]:
        """Every piece on its own, between the pieces that begin and end a text; nothing for those themselves."""
        begin, *_, end = self._tokenizer.encode("").ids
        special = set(self._tokenizer.get_added_tokens_decoder())
        return [[] if id_ in special else [begin, id_, end] for id_ in range(self._tokenizer.get_vocab_size())]

    def definition(self) -> str:
        """The tokenizer as JSON."""
        return str(self._tokenizer.to_str())


def threads() -> int:
    """The cores that this process may use; ``OMP_NUM_THREADS`` says fewer, as it does to other libraries."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    said = os.environ.get("OMP_NUM_THREADS", "")
    return min(cores, int(said)) if said.isdecimal() and int(said) else cores


def session(graph: Path) -> "InferenceSession":
    """A graph, each run of which takes one thread; several runs may go at once."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def run(graph: "InferenceSession", ids: NDArray[np.int64]) -> NDArray[np.float32]:
    """Ids (N, L) → vectors (N, D)."""
    vectors: NDArray[np.float32] = graph.run([OUTPUT], {INPUT: ids})[0]
    return vectors


def load_fast(folder: Path, id: str, load: Callable[[], "SentenceTransformer"], *, prefix: str) -> FastEncoder | None:
    """The fast encoder of the model called ``id``, made in ``folder`` on first use; None (and a line in the log) if it cannot be.

    ``load`` is called only when it must be made: a prepared encoder starts without torch.
    """

    def make(making: Path) -> dict[str, Any]:
        try:
            return _make(making, load(), prefix)
        except Unfit as why:
            (making / _GRAPH).unlink(missing_ok=True)
            return {"unfit": str(why)}

    own = f"{id}+{RECIPE}"
    place = folder / slug(own)
    facts = prepared(place, make)
    if "unfit" in facts:
        log.warning("%s is used in float32: %s", id, facts["unfit"])
        return None
    return FastEncoder(place, id=own, prefix=prefix, facts=facts)


def _make(folder: Path, model: "SentenceTransformer", prefix: str) -> dict[str, Any]:
    body, limit = body_of(model), int(model.max_seq_length or 0)
    write_graph(body, folder / _GRAPH)
    tokenizer: Tokenizer = model.tokenizer.backend_tokenizer
    (folder / _TOKENIZER).write_text(tokenizer.to_str(), encoding="utf-8")
    facts = {"width": model.get_embedding_dimension(), "limit": limit, "cosine": 0.0, "recipe": RECIPE}
    truth = model.encode([prefix + text for text in TRIAL], normalize_embeddings=True, show_progress_bar=False)
    found = FastEncoder(folder, id="trial", prefix=prefix, facts=facts).encode(TRIAL)
    cosine = float((np.asarray(truth) * found).sum(axis=1).mean())
    if not cosine >= LEAST_COSINE:
        raise Unfit(f"8-bit weights change its vectors too much: mean cosine {cosine:.3f}, at least {LEAST_COSINE} is asked")
    return {**facts, "cosine": round(cosine, 5)}


def body_of(model: "SentenceTransformer") -> Body:
    """The parameters of a SentenceTransformer that is a BERT body, pooling, and perhaps normalisation.

    Raises
    ------
    Unfit : it is something else.
    """
    names = [type(module).__name__ for module in model]
    bert: Any = getattr(model[0], "model", None)
    pooling: Any = getattr(model[1], "pooling_mode", "") if len(names) > 1 else ""
    kind = type(bert).__name__
    if kind not in _BODIES or names[1:] not in (["Pooling"], ["Pooling", "Normalize"]):
        raise Unfit(f"its parts are {', '.join([kind, *names[1:]])}; known are {', '.join(_BODIES)} with pooling")
    config = bert.config
    if config.hidden_act != "gelu" or pooling not in ("mean", "cls"):
        raise Unfit(f"it uses {config.hidden_act} and {pooling} pooling; known are gelu, mean and cls")
    return Body(
        weights={name: values.detach().cpu().float().numpy() for name, values in bert.state_dict().items()},
        layers=config.num_hidden_layers,
        heads=config.num_attention_heads,
        epsilon=config.layer_norm_eps,
        offset=0 if kind == "BertModel" else config.pad_token_id + 1,
        pooling=pooling,
    )
