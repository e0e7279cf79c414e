"""What a job has reckoned so far, kept on disk, so that a killed one goes on where it stopped."""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]
PREFIX = ".folds-"


@dataclass(frozen=True)
class Checkpoints:
    """Arrays by name under ``folder``; kept nowhere when that is None. Each is written whole or not at all."""

    folder: Path | None = None

    @classmethod
    def of(cls, folder: Path, version: str) -> "Checkpoints":
        """Those of one model among ``folder``'s."""
        return cls(folder / f"{PREFIX}{version}")

    def get(self, name: str, make: Callable[[], Mapping[str, NDArray[Any]]]) -> Arrays:
        """The arrays of that name; made, and kept, when they are not there or cannot be read."""
        if self.folder is None:
            return dict(make())
        path = self.folder / f"{name}.npz"
        found = _read(path)
        if found is None:
            found = dict(make())
            _write(path, found)
        return found

    def forget(self) -> None:
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


NOWHERE = Checkpoints()


def forget_others(folder: Path, version: str) -> None:
    """Remove what killed jobs left: halves of model folders, and folds of models whose data have changed meanwhile."""
    for path in (*folder.glob(f"{PREFIX}*"), *folder.glob(".head-*")):
        if path.name != f"{PREFIX}{version}":
            shutil.rmtree(path, ignore_errors=True)


def _read(path: Path) -> Arrays | None:
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def _write(path: Path, arrays: Arrays) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, temporary = tempfile.mkstemp(prefix=".", dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]  # the names are ours, never "allow_pickle"
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
