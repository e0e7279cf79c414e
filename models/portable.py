"""The present model of a study as a folder that needs no database: for other processes and other machines."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from annotations.codings import Kind
from annotations.errors import BadInput, ModelMismatch
from models.artifacts import load_head
from models.classifiers import Classifier, ColdStart
from models.embeddings import Encoder, Precision, Progress, load_encoder
from models.familiarity import read_familiarity
from models.targets import Target

DESCRIPTION, BACKGROUND, HEAD, TEXTS, VECTORS = "model.json", "background.npy", "head", "frame-texts.json", "frame-vectors.npy"
FAMILIAR = "familiar.npz"
REMEDY = "make the folder again with `relato suggest --cluster`"


@dataclass(frozen=True)
class Portable:
    """What the folder says of itself. ``encoder`` is its id; ``encoder_name``, ``precision`` and ``prepared`` are what ``load_encoder``
    is asked for (``prepared`` where this machine has that folder, else its own).

    ``reviewed_texts``: the words of the reviewed segments that a reason may show, by id. ``middles`` are a cold start's.
    """

    version: str
    frame_version: int
    encoder: str
    encoder_name: str
    precision: Precision
    prepared: str
    targets: tuple[Target, ...]
    middles: Mapping[Kind, float]
    reviewed_texts: Mapping[str, str]
    first_look: bool


_description = TypeAdapter(Portable)


@dataclass(frozen=True, eq=False)
class Loaded:
    """A model out of such a folder, ready to suggest."""

    about: Portable
    encoder: Encoder
    classifier: Classifier


class _Known:
    """An encoder that knows some texts already; with none given it remembers what it is asked."""

    def __init__(self, encoder: Encoder, known: Mapping[str, NDArray[np.float32]] | None = None) -> None:
        self._encoder, self.known = encoder, dict(known or {})

    @property
    def id(self) -> str:
        return self._encoder.id

    @property
    def width(self) -> int:
        return self._encoder.width

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        missing = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known.update(zip(missing, self._encoder.encode(missing, progress=progress), strict=True))
        return np.stack([self.known[text] for text in texts]) if texts else np.zeros((0, self.width), np.float32)


def save_portable(
    classifier: Classifier,
    folder: Path,
    *,
    head: Path | None,
    encoder: Encoder,
    encoder_name: str,
    precision: Precision = "fast",
    prepared: str = "",
    frame_version: int,
    reviewed_texts: Mapping[str, str] = {},
    first_look: bool = False,
) -> Portable:
    """Write the folder anew. ``head`` is the folder that a fitted head was loaded from, None for a cold start.

    The vectors of the frame's texts go with it, so that no worker has to encode them. The description is written last: a folder
    without one is not whole.
    """
    cold = classifier.cold
    about = Portable(
        classifier.version, frame_version, encoder.id, encoder_name, precision, prepared, tuple(classifier.targets),
        dict(cold.middles), dict(reviewed_texts), first_look,
    )  # fmt: skip
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    np.save(folder / BACKGROUND, cold.background)
    if (seen := cold.familiarity) is not None:
        np.savez(folder / FAMILIAR, sample=seen.sample, least=seen.least)
    if head is not None:
        shutil.copytree(head, folder / HEAD)
    asked = _Known(encoder)
    _classifier(about, folder, asked)
    (folder / TEXTS).write_text(json.dumps(list(asked.known), ensure_ascii=False), encoding="utf-8")
    np.save(folder / VECTORS, np.stack(list(asked.known.values())))
    (folder / DESCRIPTION).write_text(json.dumps(asdict(about), ensure_ascii=False, indent=1), encoding="utf-8")
    return about


def load_portable(folder: Path, *, encoder: Encoder | None = None) -> Loaded:
    """The model in ``folder``, with the encoder that it was made with.

    Raises
    ------
    BadInput : the folder is not whole, or this machine has no such encoder.
    ModelMismatch : this machine's encoder of that name is another one.
    """
    try:
        about = _description.validate_json((folder / DESCRIPTION).read_bytes())
        texts = json.loads((folder / TEXTS).read_text(encoding="utf-8"))
        vectors = np.load(folder / VECTORS, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise BadInput("no model that can be read", where=str(folder), remedy=REMEDY) from error
    there = Path(about.prepared) if about.prepared and Path(about.prepared).is_dir() else None
    own = encoder or load_encoder(about.encoder_name, precision=about.precision, folder=there)
    if own.id != about.encoder:
        raise ModelMismatch(
            f"the model was made with the encoder {about.encoder}, not {own.id}",
            where=str(folder),
            remedy="install the same version of Relato and of its encoder on every machine",
        )
    known = _Known(own, dict(zip(texts, vectors, strict=True)))
    return Loaded(about, own, _classifier(about, folder, known))


def _classifier(about: Portable, folder: Path, encoder: Encoder) -> Classifier:
    if (folder / HEAD).is_dir():
        return load_head(folder / HEAD, targets=about.targets, encoder=encoder, frame_version=about.frame_version)
    background = np.load(folder / BACKGROUND, allow_pickle=False)
    seen = read_familiarity(folder / FAMILIAR) if (folder / FAMILIAR).exists() else None
    return ColdStart(about.targets, encoder, background=background, middles=about.middles, familiarity=seen)
