"""A link that lets somebody into the board once."""

import json

from annotations.errors import BadInput
from annotations.study_files import ID
from service import processes
from service.settings import Settings
from service.storage import signed_in
from service.storage.transactions import Tx


def board_link(settings: Settings, tx: Tx, name: str, url: str = "") -> str:
    """The link, with its code behind ``#``: browsers send that to nobody. Raises BadInput.

    ``url``: where people reach the API; by default where ``relato up`` started it and it still runs, else where the settings have it
    listen.
    """
    if not ID.fullmatch(name):
        raise BadInput(
            f"{name!r} is no id", where="name", remedy="give the id of a coder or supervisor, without spaces; not a name"
        )
    return f"{(url or address(settings)).rstrip('/')}/board/-/sign-in#{signed_in.new_link(tx, name)}"


def address(settings: Settings) -> str:
    """Where the API is: at the port that ``relato up`` found for it only as long as that process runs."""
    note = settings.home / "run" / "api.json"
    runs = note.exists() and processes.process_id(settings, "api") is not None
    port = json.loads(note.read_text()).get("port", settings.api_port) if runs else settings.api_port
    return f"http://{settings.api_host}:{port}"
