"""Logging of all four rooms, configured in one place. Nothing that a respondent said is ever logged."""

import logging
import traceback
from pathlib import Path
from types import TracebackType

ROOMS = ("annotations", "models", "training", "service")


class QuietFormatter(logging.Formatter):
    """Of an exception its class and where it happened, never its message: messages quote what they could not read."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _, where = ei
        return "".join(traceback.format_tb(where)) + (kind.__name__ if kind else "")


def configure(file: Path | None = None) -> None:
    """Log the rooms and uvicorn's own messages, to standard error or to a file; nobody's requests."""
    handler = logging.FileHandler(file, encoding="utf-8") if file else logging.StreamHandler()
    handler.setFormatter(QuietFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for name in (*ROOMS, "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.INFO)
