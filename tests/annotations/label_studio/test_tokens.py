import base64
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from annotations.errors import LabelStudioError
from annotations.label_studio.tokens import TokenAuth

URL = "http://ls.example/under"
YEAR = 365 * 24 * 3600


def jwt(kind: str, ends: float, made: float | None = None, **more: Any) -> str:
    """A token in the form in which Label Studio makes them; its signature says nothing."""
    claims = {"token_type": kind, "exp": int(ends), "iat": int(time.time() if made is None else made), **more}
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "HS256"}, claims)]
    return ".".join([*parts, "signature"])


class Server:
    """What Label Studio does with tokens: access tokens for a personal one, and one answer for who has an access token."""

    def __init__(self, lifetime: float = 300) -> None:
        self.lifetime, self.made, self.taken, self.seen = lifetime, 0, {""}, list[str]()
        self.personal = jwt("refresh", time.time() + 200 * YEAR)
        self.lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/under/api/token/refresh/":
            if json.loads(request.content)["refresh"] != self.personal:
                return httpx.Response(401, json={"detail": "Token is invalid"})
            with self.lock:
                self.made += 1
            made = jwt("access", 1000 + self.lifetime, made=1000, jti=self.made)  # its clock is years behind ours
            self.taken = {f"Bearer {made}"}
            return httpx.Response(200, json={"access": made})
        self.seen.append(request.headers.get("authorization", ""))
        return httpx.Response(200 if self.seen[-1] in self.taken else 401, json={})


def client(token: str, server: Callable[[httpx.Request], httpx.Response]) -> httpx.Client:
    return httpx.Client(base_url=URL, transport=httpx.MockTransport(server), auth=TokenAuth(URL, token))


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def personal(server: Server) -> Iterator[httpx.Client]:
    with client(server.personal, server) as found:
        yield found


def test_a_legacy_token_is_sent_as_it_is(server: Server) -> None:
    with client(" 0123456789abcdef\n", server) as web:
        assert web.get("/x").status_code == 401
    assert server.seen == ["Token 0123456789abcdef"]
    assert server.made == 0


def test_a_personal_token_is_never_sent_but_to_be_refreshed(server: Server, personal: httpx.Client) -> None:
    assert [personal.get("/x").status_code for _ in range(3)] == [200, 200, 200]
    assert server.made == 1
    assert all(one.startswith("Bearer ") and server.personal not in one for one in server.seen)


def test_an_access_token_is_made_anew_before_it_ends(
    server: Server, personal: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.monotonic()
    monkeypatch.setattr("annotations.label_studio.tokens.time.monotonic", lambda: now)
    assert personal.get("/x").is_success
    now += 269
    assert personal.get("/x").is_success
    assert server.made == 1
    now += 2
    assert personal.get("/x").is_success
    assert server.made == 2
    assert len(server.seen) == 3


def test_one_that_is_refused_on_the_way_is_made_anew_and_the_request_repeated_once(
    server: Server, personal: httpx.Client
) -> None:
    assert personal.get("/x").is_success
    server.taken = set()
    assert personal.post("/x", json={"a": 1}).is_success
    assert server.made == 2
    assert len(server.seen) == 3


def test_a_refusal_of_a_fresh_one_is_told(server: Server) -> None:
    def refuses(request: httpx.Request) -> httpx.Response:
        answer = server(request)
        return answer if request.url.path.endswith("refresh/") else httpx.Response(401)

    with client(server.personal, refuses) as web:
        assert web.get("/x").status_code == 401
    assert server.made == 2


def test_many_threads_refresh_once(server: Server, personal: httpx.Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert all(answer.is_success for answer in pool.map(personal.get, ["/x"] * 40))
    assert server.made == 1


@pytest.mark.parametrize("token", ["", "  ", "two words", "señal", "a\x00b"])
def test_what_is_no_token_is_refused_at_once(token: str) -> None:
    with pytest.raises(LabelStudioError, match="no token.*RELATO_LABEL_STUDIO_TOKEN"):
        TokenAuth(URL, token)


def test_an_access_token_is_refused_at_once() -> None:
    with pytest.raises(LabelStudioError, match="access token, which ends after some minutes"):
        TokenAuth(URL, jwt("access", time.time() + 300))


def test_a_token_that_has_ended_says_when() -> None:
    with pytest.raises(LabelStudioError, match="ended on 2001-09-09"):
        TokenAuth(URL, jwt("refresh", 1_000_000_000))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx.Response(401, json={"detail": "what it says"}), "does not take this personal access token"),
        (httpx.Response(404, text="<html>what it says"), "no access token.*404.*check the address"),
        (httpx.Response(200, text="<html>what it says"), "no access token.*200"),
        (httpx.Response(200, json=["what it says"]), "no access token"),
        (httpx.Response(502, json={"access": "what it says"}), "no access token.*502"),
    ],
)
def test_where_no_access_token_is_made_an_error_says_so(server: Server, answer: httpx.Response, told: str) -> None:
    with client(server.personal, lambda _: answer) as web, pytest.raises(LabelStudioError, match=told) as refused:
        web.get("/x")
    assert "what it says" not in str(refused.value)


def test_legacy_tokens_that_are_switched_off_are_told_apart() -> None:
    auth = TokenAuth(URL, "0123456789abcdef")
    said = {"detail": "Authentication token no longer valid: legacy token authentication has been disabled for this organization"}
    transport = httpx.MockTransport(lambda _: httpx.Response(401, json=said))
    with httpx.Client(base_url=URL, transport=transport, auth=auth) as web:
        web.get("/x")
    assert auth.legacy_is_off


def test_no_token_is_logged(server: Server, personal: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    personal.get("/x")
    server.taken = set()
    personal.get("/x")
    assert caplog.records
    access = {one.removeprefix("Bearer ") for one in server.seen}
    assert not [one for one in {server.personal, *access} if one in caplog.text or one in repr(personal.auth)]
