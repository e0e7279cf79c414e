"""Accounts of Label Studio that can sign in: made at its web pages, since those that its API makes have no password."""

from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from annotations.errors import LabelStudioError


def connections(base_url: str) -> httpx.Limits:
    """A connection a request to Label Studio's own server: on one that is kept, each answer waits 40 ms for the acknowledgement of
    its head (measured: 52 against 11 ms). Behind https stands another server, which does not do that.
    """
    return httpx.Limits() if base_url.startswith("https:") else httpx.Limits(max_keepalive_connections=0)


def ensure_account(
    base_url: str, email: str, password: str, invite: Callable[[], str], *, trust_proxies: bool
) -> tuple[int, str, str]:
    """Number, address and legacy token of the account, made through the link of ``invite`` when nobody can sign in with this."""
    with httpx.Client(base_url=base_url, timeout=30, trust_env=trust_proxies, limits=connections(base_url)) as web:
        if not _sign_in(web, email, password):
            _post_form(web, "/user/signup/?" + urlsplit(invite()).query, email, password)
            if not _sign_in(web, email, password):
                raise LabelStudioError(
                    f"The account {email} cannot sign in.", where=base_url, remedy="check its password in Label Studio"
                )
        user = web.get("/api/current-user/whoami").raise_for_status().json()
        token = web.get("/api/current-user/token").raise_for_status().json()["token"]
    return int(user["id"]), str(user["email"]), str(token)


def _sign_in(web: httpx.Client, email: str, password: str) -> bool:
    _post_form(web, "/user/login/", email, password)
    return web.get("/api/current-user/whoami").status_code == httpx.codes.OK


def _post_form(web: httpx.Client, path: str, email: str, password: str) -> None:
    web.cookies.clear()
    web.get(path)
    form = {"email": email, "password": password, "csrfmiddlewaretoken": web.cookies.get("csrftoken", "")}
    web.post(path, data=form, headers={"Referer": str(web.base_url).rstrip("/") + path})
