"""Contrastive fine-tuning of the encoder on reviewed segments: SetFit's first half, for segments that carry several codes.

Killed at any step and begun again, it goes on at the last checkpoint and ends in the same weights: what is drawn at step n
depends on the seed and n alone.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import numpy as np

from training.pairs import Pairs

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor
    from torch.optim import AdamW

STATE = "state.safetensors"
DONE = "done.json"
RULE = "cosine to overlap, 1"


@dataclass(frozen=True)
class Tuning:
    """How. ``layers``: the last so many of the body are trained, and nothing below them (word pieces that no pair has met stay
    where they are). ``seconds``: the most that is spent on steps, 0 for no limit; a run that it cuts short depends on the machine.
    """

    seed: int = 1
    pairs: int = 2_400
    batch: int = 16
    rate: float = 5e-5
    layers: int = 6
    tokens: int = 128
    seconds: float = 0.0
    every: int = 25


@dataclass(frozen=True)
class Cost:
    """``seconds`` of training, over all its runs."""

    steps: int
    seconds: float
    device: str
    cut_short: bool


def version_of(data_hash: str, encoder: str, tuning: Tuning) -> str:
    """The version that the same data, encoder and parameters always have."""
    facts = [data_hash, encoder, {**asdict(tuning), "every": 0}, RULE]
    return "tuned-" + hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:10]


def tune(
    model: "SentenceTransformer",
    pairs: Pairs,
    tuning: Tuning,
    *,
    work: Path,
    prefix: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Cost:
    """Train ``model`` in place, on a GPU where there is one; checkpoints lie in ``work``, and a run that has ended is not run again.

    The loss of a pair is the squared difference of the cosine and what is wanted.
    """
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.to(device)
    trained = _trained(model, tuning.layers)
    optimizer = torch.optim.AdamW(trained.values(), lr=tuning.rate, weight_decay=0.01)
    work.mkdir(parents=True, exist_ok=True, mode=0o700)
    batches = list(_batches(len(pairs.wanted), tuning))
    at, seconds = _resume(work, trained, optimizer)
    began, last = time.monotonic(), len(batches)
    over = False
    while at < last and not over:
        for group in optimizer.param_groups:
            group["lr"] = tuning.rate * _share(at, last)
        _step(model, optimizer, pairs, batches[at], tuning, prefix, at)
        at += 1
        spent = seconds + time.monotonic() - began
        over = 0 < tuning.seconds <= spent
        if at % tuning.every == 0 or at == last or over:
            _keep(work, trained, optimizer, at, spent)
        if progress:
            progress(at, last)
    model.train(False)
    model.to("cpu")
    return Cost(at, round(seconds + time.monotonic() - began, 1), device, at < last)


def save_tuned(model: "SentenceTransformer", folder: Path, *, facts: dict[str, Any]) -> Path:
    """A folder that sentence-transformers and ``load_encoder`` read (safetensors, no pickle); whole or not at all."""
    import shutil

    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    if (folder / DONE).is_file():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        body: Any = model[0]
        body.model.save_pretrained(made / "body")
        body.tokenizer.save_pretrained(made / "body")
        whole = Transformer(str(made / "body"), max_seq_length=model.max_seq_length)
        loaded: Any = whole.model
        for name, values in loaded.named_parameters():
            if name.startswith(
                "pooler."
            ):  # no part of it; the library makes one of random numbers, and an encoder's id is its weights
                values.data.zero_()
        pooling: Any = model[1]
        width = model.get_embedding_dimension() or 0
        SentenceTransformer(modules=[whole, Pooling(width, pooling.pooling_mode), Normalize()], device="cpu").save(
            str(made / "model"), create_model_card=False
        )
        (made / "model" / DONE).write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(made / "model", folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return folder


def _trained(model: "SentenceTransformer", layers: int) -> dict[str, "Tensor"]:
    """The parameters that are trained, by name; all others are frozen."""
    body: Any = model[0]
    count = body.model.config.num_hidden_layers
    kept = {f"encoder.layer.{layer}." for layer in range(max(0, count - layers), count)}
    found = {}
    for name, values in body.model.named_parameters():
        values.requires_grad_(any(name.startswith(start) for start in kept))
        if values.requires_grad:
            found[name] = values
    return found


def _batches(count: int, tuning: Tuning) -> Iterator["np.ndarray[Any, Any]"]:
    order = np.random.default_rng(tuning.seed).permutation(count)
    for start in range(0, count, tuning.batch):
        yield order[start : start + tuning.batch]


def _share(at: int, last: int) -> float:
    """Of the rate at step ``at``: up over the first tenth, then down in a line."""
    warm = max(1, last // 10)
    return (at + 1) / warm if at < warm else (last - at) / max(1, last - warm)


def _step(
    model: "SentenceTransformer",
    optimizer: "AdamW",
    pairs: Pairs,
    rows: "np.ndarray[Any, Any]",
    tuning: Tuning,
    prefix: str,
    at: int,
) -> None:
    import torch

    torch.manual_seed(tuning.seed * 1_000_003 + at)  # dropout: of this step, whichever run comes to it
    model.train(True)
    places, back = np.unique(np.concatenate([pairs.left[rows], pairs.right[rows]]), return_inverse=True)
    vectors = _vectors(model, [prefix + pairs.texts[place] for place in places], tuning.tokens)
    left, right = vectors[back[: len(rows)]], vectors[back[len(rows) :]]
    wanted = torch.from_numpy(pairs.wanted[rows]).to(vectors.device)
    loss = ((torch.nn.functional.cosine_similarity(left, right) - wanted) ** 2).mean()
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_([p for group in optimizer.param_groups for p in group["params"]], 1.0)
    optimizer.step()


def _vectors(model: "SentenceTransformer", texts: Sequence[str], tokens: int) -> "Tensor":
    body: Any = model[0]
    pieces = body.tokenizer(list(texts), padding=True, truncation=True, max_length=tokens, return_tensors="pt")
    features = {name: pieces[name].to(model.device) for name in ("input_ids", "attention_mask")}
    found: Tensor = model(features)["sentence_embedding"]
    return found


def _keep(work: Path, trained: dict[str, "Tensor"], optimizer: "AdamW", at: int, seconds: float) -> None:
    """Weights and what the optimizer remembers; whole or not at all."""
    from safetensors.torch import save_file

    found = {f"weight:{name}": values.detach().cpu().contiguous() for name, values in trained.items()}
    for name, values in trained.items():
        found |= {f"{what}:{name}": kept.detach().cpu().contiguous() for what, kept in optimizer.state[values].items()}
    path = work / f".{STATE}"
    save_file(found, path, metadata={"step": str(at), "seconds": str(seconds)})
    with path.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(path, work / STATE)


def _resume(work: Path, trained: dict[str, "Tensor"], optimizer: "AdamW") -> tuple[int, float]:
    """The step to go on at, and the seconds spent before it."""
    import torch
    from safetensors import safe_open

    if not (work / STATE).is_file():
        return 0, 0.0
    with safe_open(work / STATE, framework="pt") as file, torch.no_grad():
        for name, values in trained.items():
            values.copy_(file.get_tensor(f"weight:{name}"))
            optimizer.state[values] = {
                what: file.get_tensor(f"{what}:{name}").to("cpu" if what == "step" else values.device)
                for what in ("step", "exp_avg", "exp_avg_sq")
            }
        told = file.metadata()
    return int(told["step"]), float(told["seconds"])


def trainable(name: str) -> "tuple[SentenceTransformer, str]":
    """The encoder called ``name``, as in ``load_encoder``, in float32, and its prefix. Raises ``BadInput``: it cannot be trained."""
    from annotations.errors import BadInput
    from models.embeddings.encoders import E5_PREFIX, PACKED, prefix_of
    from models.embeddings.packed import packed_model

    if name == PACKED:
        return packed_model(), E5_PREFIX
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, device="cpu", local_files_only=True), prefix_of(name)
    except (OSError, ValueError) as error:
        raise BadInput("no encoder that can be trained", where=name, remedy='name a model folder, or use "packed"') from error
