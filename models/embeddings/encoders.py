"""Sentence-transformers models as encoders. Nothing here ever asks the network."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from annotations.errors import BadInput
from models.embeddings.fast import FastEncoder, load_fast
from models.embeddings.packed import packed_id, packed_model
from models.embeddings.prepared import default_folder
from models.embeddings.protocol import Encoder, Progress
from models.embeddings.static import STATIC, load_static

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Precision = Literal["fast", "float32"]
PACKED = "packed"
BATCH = 32
E5_PREFIX = "query: "
"""E5 was trained with prefixes; "query: " is the one for symmetric tasks (its authors' model card)."""


class SentenceEncoder:
    """A SentenceTransformer as ``Encoder``: prefix added here, batches of similar length, float32, unit length.

    Text beyond the model's length limit (512 word pieces for E5) does not count: ``token_measure`` says how long a text is.
    """

    def __init__(self, model: "SentenceTransformer", *, id: str, prefix: str = "", batch: int = BATCH) -> None:
        width = model.get_embedding_dimension()
        if not width:
            raise BadInput("this model gives no vector per text", where=id, remedy="name a sentence-embedding model")
        self.id, self.width = id, width
        self._model, self._prefix, self._batch = model, prefix, batch

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        """Vectors (S, D) in the order of ``texts``; the longest texts go first, so that memory shows its peak at once."""
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for start in range(0, len(order), self._batch):
            rows = order[start : start + self._batch]
            vectors[rows] = self._model.encode(
                [self._prefix + texts[i] for i in rows],
                batch_size=self._batch,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
            if progress:
                progress(start + len(rows), len(order))
        return vectors


def load_encoder(name: str = PACKED, *, precision: Precision = "fast", folder: Path | None = None) -> Encoder:
    """The encoder called ``name``: "packed", "static", a folder, or a hub id whose files are already on this machine.

    Parameters
    ----------
    precision : "fast" (8-bit weights; float32, with a line in the log, for a model that cannot be made so) or "float32".
    folder : where prepared files are kept; default: the user's cache folder.

    Raises
    ------
    BadInput : there is no such model on this machine.
    """
    kept = folder or default_folder()
    if name == STATIC:
        return load_static(kept, fast=lambda: _packed_fast(kept))
    if name == PACKED:
        id_, prefix, load = packed_id(), E5_PREFIX, packed_model
    else:
        model = _model(name)
        id_, prefix, load = f"{name}@{_fingerprint(model)}", prefix_of(name), lambda: model
    if precision == "fast" and (fast := load_fast(kept, id_, load, prefix=prefix)) is not None:
        return fast
    return SentenceEncoder(load(), id=id_, prefix=prefix)


def _packed_fast(folder: Path) -> FastEncoder:
    fast = load_fast(folder, packed_id(), packed_model, prefix=E5_PREFIX)
    if fast is None:
        raise BadInput(
            "the static encoder cannot be made: the packed one does not run in 8 bits here", where=STATIC, remedy="use packed"
        )
    return fast


def _model(name: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise BadInput(
            "no such encoder on this machine", where=name, remedy='download it to a folder and name the folder, or use "packed"'
        ) from error


def prefix_of(name: str) -> str:
    """What a model of this name wants in front of a text."""
    return E5_PREFIX if "e5" in Path(name).name.lower().replace("_", "-").split("-") else ""


def _fingerprint(model: "SentenceTransformer") -> str:
    """A hash of the weights: another model in the same folder must not find the vectors of the old one in the cache."""
    import torch

    digest = hashlib.sha256()
    for name, values in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(values.detach().cpu().contiguous().view(-1).view(dtype=torch.uint8).numpy().tobytes())
    return digest.hexdigest()[:12]
