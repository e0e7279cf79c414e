"""A fitted head as a folder: numbers (skops, never a pickle), what they were made of, and a refusal when that does not fit."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np

from annotations.codings import Kind
from annotations.errors import BadInput, ModelMismatch
from models.certificates import Certificate
from models.cold_start import ColdStart
from models.embeddings import Encoder
from models.familiarity import Familiarity
from models.heads import Coefficients, Head, Learnt, Neighbours
from models.lexical import Lexicon
from models.targets import Target

FORMAT = 2
MANIFEST = "manifest.json"
NUMBERS = "head.skops"


@dataclass(frozen=True)
class Manifest:
    """What a model folder says about itself. ``files`` are the SHA-256 of every other file; ``cold`` the version of the
    cold start's evidence. ``certificates`` by target key hold for this folder's model and for no other."""

    version: str
    encoder: str
    frame_version: int
    cold: str
    targets: tuple[str, ...]
    thresholds: Mapping[Kind, float]
    data_hash: str
    created: str
    files: Mapping[str, str] = field(default_factory=dict)
    certificates: Mapping[str, Certificate] = field(default_factory=dict)
    format: int = FORMAT


def save_head(
    head: Head,
    folder: Path,
    *,
    frame_version: int,
    data_hash: str,
    created: datetime,
    documents: Mapping[str, str] | None = None,
) -> Path:
    """Write ``folder/<version>`` with the head, its manifest and ``documents`` (text by file name); all of it or nothing.

    A version is made of its data, so a folder of that name that is there already says the same, and stays.
    """
    import skops.io

    final = folder / head.version
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=f".{head.version}-", dir=folder))
    try:
        skops.io.dump(_numbers(head), made / NUMBERS)
        for name, text in (documents or {}).items():
            (made / name).write_text(text, encoding="utf-8")
        manifest = Manifest(
            version=head.version,
            encoder=head.cold.encoder_id,
            frame_version=frame_version,
            cold=head.cold.evidence_version,
            targets=tuple(target.key for target in head.targets),
            thresholds=dict(head.thresholds),
            data_hash=data_hash,
            created=created.isoformat(),
            files={path.name: _sha256(path) for path in sorted(made.iterdir())},
            certificates=dict(head.certificates),
        )
        (made / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
        made.chmod(0o755)
        if not (final / MANIFEST).is_file():
            os.replace(made, final)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return final


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a model folder. Raises ``BadInput`` when there is none that can be read, ``ModelMismatch`` for another format."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        listed = {**found, "targets": tuple(found["targets"])}
        certificates = {key: Certificate(**one) for key, one in listed.get("certificates", {}).items()}
        manifest = Manifest(**{**listed, "certificates": certificates})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BadInput(
            "no model manifest that can be read", where=str(folder / MANIFEST), remedy="train the model again"
        ) from error
    if manifest.format != FORMAT:
        raise ModelMismatch(
            f"model format {manifest.format}, {FORMAT} expected", where=str(folder / MANIFEST), remedy="train the model again"
        )
    return manifest


def load_head(folder: Path, *, targets: Sequence[Target], encoder: Encoder, frame_version: int) -> Head:
    """The head in ``folder``, over the cold start of these targets and this encoder.

    Raises
    ------
    ModelMismatch : it was made with another encoder, frame version, set of targets or wording of them.
    BadInput : a file is missing or not the one that was written.
    """
    import skops.io

    manifest = read_manifest(folder)
    _require("encoder", manifest.encoder, encoder.id, folder)
    _require("code frame version", str(manifest.frame_version), str(frame_version), folder)
    _require("targets", " ".join(manifest.targets), " ".join(target.key for target in targets), folder)
    for name, digest in manifest.files.items():
        if not (folder / name).is_file() or _sha256(folder / name) != digest:
            raise BadInput("the file is not the one that was written", where=str(folder / name), remedy="train the model again")
    numbers = skops.io.load(folder / NUMBERS)
    seen = Familiarity(numbers["sample"], float(numbers["least"])) if "sample" in numbers else None
    cold = ColdStart(targets, encoder, background=numbers["background"])
    _require("words of the targets", manifest.cold, cold.evidence_version, folder)
    return Head(
        cold,
        _coefficients(numbers),
        Neighbours(tuple(numbers["ids"]), numbers["vectors"], numbers["labels"]),
        version=manifest.version,
        thresholds=manifest.thresholds,
        certificates=manifest.certificates,
        familiarity=seen,
    )


def _numbers(head: Head) -> dict[str, object]:
    fitted, near, seen = head.coefficients, head.neighbours, head.familiarity
    return {
        **({"sample": seen.sample, "least": np.float64(seen.least)} if seen else {}),
        "weights": fitted.weights,
        "intercepts": fitted.intercepts,
        "prior": np.float64(fitted.prior),
        "background": head.cold.background,
        "ids": list(near.ids),
        "vectors": near.vectors,
        "labels": near.labels,
        **({} if fitted.learnt is None else _learnt(fitted.learnt)),
    }


def _learnt(learnt: Learnt) -> dict[str, object]:
    return {
        "questions": learnt.questions,
        "buckets": learnt.lexicon.buckets,
        "idf": learnt.lexicon.idf,
        "words": learnt.words,
        "parts": learnt.parts,
    }


def _coefficients(numbers: Mapping[str, Any]) -> Coefficients:
    learnt = None
    if "words" in numbers:
        lexicon = Lexicon(numbers["buckets"], numbers["idf"])
        learnt = Learnt(numbers["questions"], lexicon, numbers["words"], numbers["parts"])
    return Coefficients(numbers["weights"], numbers["intercepts"], float(numbers["prior"]), learnt)


def _require(what: str, made_for: str, asked: str, folder: Path) -> None:
    if made_for != asked:
        shown = f": {made_for}, not {asked}" if len(made_for) + len(asked) < 200 else ""
        raise ModelMismatch(f"the model was made for another {what}{shown}", where=str(folder), remedy="retrain it")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
