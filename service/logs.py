"""Logging of all four rooms, configured in one place. Nothing that a respondent said is ever logged."""

import logging

ROOMS = ("annotations", "models", "training", "service")


def configure(level: int = logging.INFO) -> None:
    """Log the rooms, uvicorn's own messages and nobody's requests to standard error."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in (*ROOMS, "uvicorn.error"):
        logging.getLogger(name).setLevel(level)
