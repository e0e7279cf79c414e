"""Signing in to Label Studio with a token of whatever kind it knows, and the words for one that does not do.

A *legacy token* is sent as it is, where the organization allows them. A *personal access token* is a key to access tokens, which hold
for five minutes: it is sent to one address only, and the access token is made anew before it ends, and when it is refused. An
access token by itself is refused at once: it would end in the middle of the work.
"""

import base64
import binascii
import json
import threading
import time
from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any

import httpx

from annotations.errors import LabelStudioError

MARGIN = 30.0  # seconds before its end from which an access token is made anew
MAKE_ONE = "make a personal access token in Label Studio (Account & Settings), and set RELATO_LABEL_STUDIO_TOKEN"


class TokenAuth(httpx.Auth):
    """Gives every request of a client its token. Raises LabelStudioError for a token that cannot do; nothing tells the token."""

    requires_response_body = True

    def __init__(self, base_url: str, token: str) -> None:
        self._where = base_url
        self._refresh_url = f"{base_url.rstrip('/')}/api/token/refresh/"
        self._token = _checked(token, base_url)
        self._is_personal = _claims(self._token) is not None
        self._access, self._until = "", 0.0
        self._lock = threading.Lock()
        self.legacy_is_off = False
        """Whether Label Studio has said that it takes no legacy tokens."""

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if not self._is_personal:
            request.headers["Authorization"] = f"Token {self._token}"
            response = yield request
            response.read()
            refused = response.status_code == httpx.codes.UNAUTHORIZED
            self.legacy_is_off = refused and b"legacy token" in response.content.lower()
            return
        used = yield from self._present()
        request.headers["Authorization"] = f"Bearer {used}"
        response = yield request
        if response.status_code == httpx.codes.UNAUTHORIZED:  # ended on the way, or Label Studio's key has changed
            request.headers["Authorization"] = f"Bearer {(yield from self._present(instead_of=used))}"
            yield request

    def _present(self, instead_of: str = "") -> Generator[httpx.Request, httpx.Response, str]:
        """The access token to use now; another one than ``instead_of``."""
        with self._lock:
            if not self._access or self._access == instead_of or time.monotonic() > self._until:
                response = yield httpx.Request("POST", self._refresh_url, json={"refresh": self._token})
                response.read()
                self._access = self._made(response)
                claims = _claims(self._access) or {}
                # Its length by Label Studio's clock, counted on ours: the two need not agree on the time.
                self._until = time.monotonic() + float(claims.get("exp", 0)) - float(claims.get("iat", 0)) - MARGIN
            return self._access

    def _made(self, response: httpx.Response) -> str:
        if response.status_code == httpx.codes.UNAUTHORIZED:
            raise LabelStudioError(
                "Label Studio does not take this personal access token: it has ended, was withdrawn, or is another one's.",
                where=self._where,
                remedy=MAKE_ONE,
            )
        try:
            access = response.json().get("access") if response.is_success else None
        except (ValueError, AttributeError):
            access = None
        if not isinstance(access, str):
            raise LabelStudioError(
                f"Label Studio makes no access token (HTTP {response.status_code}).",
                where=self._where,
                remedy="check the address of Label Studio; personal access tokens need version 1.17 or later",
            )
        return access


def _checked(token: str, where: str) -> str:
    """The token without the white space around it that copying leaves."""
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise LabelStudioError("This is no token of Label Studio.", where=where, remedy=MAKE_ONE)
    claims = _claims(token)
    if claims is None:
        return token
    if claims.get("token_type") != "refresh":
        raise LabelStudioError(
            "This is an access token, which ends after some minutes, and not a personal access token.",
            where=where,
            remedy=MAKE_ONE,
        )
    ends = claims.get("exp")
    if isinstance(ends, int | float) and ends < time.time():
        on = datetime.fromtimestamp(ends, UTC).date().isoformat()
        raise LabelStudioError(f"The personal access token ended on {on}.", where=where, remedy=MAKE_ONE)
    return token


def _claims(token: str) -> dict[str, Any] | None:
    """What a JSON web token says of itself; None when it is none, as a legacy token. The signature is for Label Studio to check."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return None
    return claims if isinstance(claims, dict) else None
