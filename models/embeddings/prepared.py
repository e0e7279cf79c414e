"""Files that are made once from an encoder and then used by every process: made beside their place, checked, moved there whole.

A killed process leaves nothing but a folder ``.making-…`` that the next preparation takes away; of several at once the first wins.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

FACTS = "facts.json"
_STALE_SECONDS = 3600.0
_MAKING = ".making-"


def default_folder() -> Path:
    """Where prepared encoders lie when the caller names no folder: the user's cache folder."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "relato" / "encoders"


def slug(id_: str) -> str:
    """A name for the folder of what has this id: readable, and another one for another id."""
    return f"{re.sub(r'[^A-Za-z0-9.]+', '-', id_)[-60:]}-{hashlib.sha256(id_.encode()).hexdigest()[:10]}"


def prepared(place: Path, make: Callable[[Path], Mapping[str, Any]]) -> dict[str, Any]:
    """The facts of what lies in ``place``; where nothing does, ``make(folder)`` writes it first and returns them."""
    if not (place / FACTS).exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        _sweep(place.parent)
        making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=place.parent))
        try:
            facts = make(making)
            (making / FACTS).write_text(json.dumps(facts, indent=1, sort_keys=True), encoding="utf-8")
            _move(making, place)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    facts = json.loads((place / FACTS).read_text(encoding="utf-8"))
    return dict(facts)


def _move(making: Path, place: Path) -> None:
    try:
        making.rename(place)
    except OSError:  # another process was first, with the same content; everything else is seen by who reads the facts
        if not (place / FACTS).exists():
            raise


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{_MAKING}*"):
        try:
            old = time.time() - left.stat().st_mtime > _STALE_SECONDS
        except FileNotFoundError:  # its maker has just finished
            continue
        if old:
            shutil.rmtree(left, ignore_errors=True)
