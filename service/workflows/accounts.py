"""Label Studio as Relato uses it: the connection, and the coders' accounts."""

import json
import secrets

from annotations.errors import NotReady
from annotations.label_studio.client import LabelStudio
from annotations.studies import Coder
from service.label_studio_server import running
from service.settings import Settings
from service.workflows.work import write_whole


def connect(settings: Settings) -> LabelStudio:
    """The Label Studio of the settings, else the one that Relato started. Raises NotReady when there is neither."""
    url, token = settings.label_studio_url, settings.label_studio_token.get_secret_value()
    if not url:
        server = running(settings.home)
        if server is None:
            raise NotReady(
                "no Label Studio is running", remedy="start it with `make up`, or set RELATO_LABEL_STUDIO_URL and _TOKEN"
            )
        url, token = server.url, server.token
    return LabelStudio(url, token)


def account_id(settings: Settings, client: LabelStudio, coder: Coder) -> int | None:
    """Label Studio's id of the coder's account; made here when the Label Studio is ours, else None until somebody has made it."""
    if settings.label_studio_url:
        return client.find_account(coder.email)
    return client.ensure_account(coder.email, password_of(settings, coder)).id


def sign_in(settings: Settings, client: LabelStudio, coder: Coder) -> LabelStudio:
    """A connection under the coder's own account (the sample coders of the demo act through it)."""
    return LabelStudio(client.base_url, client.ensure_account(coder.email, password_of(settings, coder)).token)


def password_of(settings: Settings, coder: Coder) -> str:
    """The password of an account that Relato makes for a coder: random, kept in a file that only its owner can read."""
    path = settings.folder("label-studio") / "coders.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if coder.email not in known:
        known[coder.email] = secrets.token_urlsafe(12)
        write_whole(path, lambda file: file.write(json.dumps(known, indent=1).encode()))
    return known[coder.email]
