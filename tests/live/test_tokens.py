"""Every kind of token that Label Studio knows, against the real one."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from annotations.errors import LabelStudioError
from annotations.label_studio.client import LabelStudio
from annotations.label_studio.label_config import label_config
from tests.annotations.label_studio.samples import FRAME, STUDY
from tests.live.conftest import LiveLabelStudio

pytestmark = pytest.mark.live


@dataclass
class Administrator:
    """The administrator at the web pages, where tokens are made, withdrawn and allowed."""

    web: httpx.Client

    def do(self, method: str, path: str, body: object = None) -> httpx.Response:
        headers = {"X-CSRFToken": self.web.cookies["csrftoken"], "Referer": str(self.web.base_url)}
        return self.web.request(method, path, json=body, headers=headers).raise_for_status()

    def personal_token(self) -> str:
        """A personal access token; Label Studio has one for each person at a time."""
        for old in self.do("GET", "/api/token/").json():
            self.withdraw(old["token"])
        return str(self.do("POST", "/api/token/").json()["token"])

    def withdraw(self, token: str) -> None:
        self.do("POST", "/api/token/blacklist/", {"refresh": token})

    def access_token(self, personal: str) -> str:
        return str(self.do("POST", "/api/token/refresh/", {"refresh": personal}).json()["access"])

    def allow_legacy(self, allowed: bool) -> None:
        self.do("POST", "/api/jwt/settings", {"api_tokens_enabled": True, "legacy_api_tokens_enabled": allowed})


@pytest.fixture(scope="module")
def administrator(label_studio: LiveLabelStudio) -> Iterator[Administrator]:
    known = json.loads((label_studio.home / "label-studio" / "credentials.json").read_text())
    with httpx.Client(base_url=label_studio.url, timeout=30, trust_env=False) as web:
        web.get("/user/login/")
        form = {"email": known["email"], "password": known["password"], "csrfmiddlewaretoken": web.cookies["csrftoken"]}
        web.post("/user/login/", data=form, headers={"Referer": f"{label_studio.url}/user/login/"})
        yield Administrator(web)


@pytest.fixture
def personal(administrator: Administrator) -> str:
    return administrator.personal_token()


def test_everything_goes_with_a_personal_token(label_studio: LiveLabelStudio, personal: str) -> None:
    with LabelStudio(label_studio.url, personal) as client:
        assert client.current_user().email == "admin@relato.example"
        project = client.ensure_project(f"tokens {uuid.uuid4().hex[:8]}", label_config(STUDY, FRAME, "es"), "")
        assert client.find_batch(project, "none") == {}


def test_an_access_token_that_label_studio_no_longer_takes_is_made_anew(label_studio: LiveLabelStudio, personal: str) -> None:
    with LabelStudio(label_studio.url, personal) as client:
        first = client.current_user()
        client._auth._access = client._auth._access[:-4] + "AAAA"  # as when it has ended on the way
        assert client.current_user() == first


def test_a_token_that_was_withdrawn_is_told(label_studio: LiveLabelStudio, administrator: Administrator, personal: str) -> None:
    administrator.withdraw(personal)
    with LabelStudio(label_studio.url, personal) as client, pytest.raises(LabelStudioError, match="was withdrawn.*Account"):
        client.projects()


def test_an_access_token_is_refused_before_it_is_sent(
    label_studio: LiveLabelStudio, administrator: Administrator, personal: str
) -> None:
    with pytest.raises(LabelStudioError, match="access token, which ends after some minutes"):
        LabelStudio(label_studio.url, administrator.access_token(personal))


def test_legacy_tokens_switched_off_are_told_and_a_personal_one_goes(
    label_studio: LiveLabelStudio, administrator: Administrator, personal: str
) -> None:
    administrator.allow_legacy(False)
    try:
        told = "legacy tokens are switched off there: make a personal access token"
        with LabelStudio(label_studio.url, label_studio.token) as client, pytest.raises(LabelStudioError, match=told):
            client.projects()
        with LabelStudio(label_studio.url, personal) as client:
            made = client.ensure_account("tokens@example.org", "Tokens-pass-1234")
            assert client.find_account("tokens@example.org") == made.id
            assert client.ensure_account("tokens@example.org", "Tokens-pass-1234").id == made.id
    finally:
        administrator.allow_legacy(True)
