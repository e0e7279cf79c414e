"""Whether two model folders hold the same model."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from models.artifacts import MANIFEST, NUMBERS


def content_hash(folder: Path) -> str:
    """SHA-256 of everything that a model folder says, but for when it was made.

    The numbers count as they are read back, not as bytes on disk: skops writes memory addresses and the time into its file. So two
    folders have the same hash when every array, every document and the manifest (less ``created``, and less the hash of that
    file) are equal.
    """
    import skops.io

    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    files = {name: digest for name, digest in manifest.pop("files").items() if name != NUMBERS}
    manifest.pop("created")
    digest = hashlib.sha256(json.dumps([manifest, files], sort_keys=True, ensure_ascii=False).encode())
    _add(digest, skops.io.load(folder / NUMBERS))
    return digest.hexdigest()


def _add(digest: Any, value: Any) -> None:
    if isinstance(value, dict):
        for key in sorted(value):
            digest.update(f"{{{key}".encode())
            _add(digest, value[key])
    elif isinstance(value, list | tuple):
        digest.update(f"[{len(value)}".encode())
        for one in value:
            _add(digest, one)
    elif isinstance(value, np.ndarray | np.generic):
        array = np.ascontiguousarray(value)
        digest.update(f"{array.dtype}{array.shape}".encode())
        digest.update(array.tobytes())
    else:
        digest.update(repr(value).encode())
