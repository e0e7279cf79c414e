"""Uploaded files: kept under ``home/inbox``, by their base names only, before a job reads them."""

import secrets
import shutil
from pathlib import Path, PurePosixPath, PureWindowsPath

from fastapi import UploadFile

from annotations.errors import BadInput
from service.settings import Settings


def keep(settings: Settings, files: list[UploadFile]) -> Path:
    """Write the files into a new folder and return it. Raises BadInput for a file without a usable name, or twice the same."""
    folder = settings.folder("inbox", secrets.token_hex(8))
    for file in files:
        name = PureWindowsPath(PurePosixPath(file.filename or "").name).name
        target = folder / name
        bad = not name or name.startswith(".") or len(name.encode()) > 200 or "\0" in name
        if bad or target.exists():
            shutil.rmtree(folder)
            raise BadInput(f"cannot use the file name {file.filename!r}", remedy="give every file a name of its own")
        with target.open("wb") as out:
            shutil.copyfileobj(file.file, out)
    return folder
