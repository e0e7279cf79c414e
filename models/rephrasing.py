"""A language model behind an address that speaks OpenAI's chat protocol; it words a sentence anew, and nothing more.

Nothing is sent but the one sentence. What comes back is a proposal: ``models.support`` says whether it may stand.
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from annotations.errors import BadInput, NotReady
from annotations.languages import base

SECONDS = 120.0
WORDS = 400
"""Tokens of an answer at most: a sentence."""
INSTRUCTIONS = {
    "en": "You edit evaluation reports. Write the sentence again so that it reads well. Keep every number, name, quotation and every "
    "reference in square brackets exactly as it is and where it is. Add nothing and leave nothing out. Answer with the sentence alone.",
    "es": "Editas informes de evaluación. Vuelve a escribir la oración para que se lea bien. Conserva cada número, nombre, cita textual "
    "y cada referencia entre corchetes tal como está y donde está. No agregues ni quites nada. Responde solo con la oración.",
}


class Rephraser(Protocol):
    """Words a sentence anew. ``name``: which model it is, as it is written down beside what it wrote."""

    @property
    def name(self) -> str: ...

    def rephrase(self, sentence: str, language: str) -> str: ...


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: list[_Choice]


@dataclass(frozen=True)
class LanguageModel:
    """A model at ``url`` (such as ``http://127.0.0.1:8080/v1``).

    ``anywhere``: it may be at an address outside this machine and its own network. What people said is confidential: it is not by default.
    """

    url: str
    name: str
    key: SecretStr
    anywhere: bool = False

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadInput(
                f"{self.url!r} is no address of a language model",
                where="RELATO_LANGUAGE_MODEL_URL",
                remedy="write it with its scheme and path, such as http://127.0.0.1:8080/v1",
            )

    def rephrase(self, sentence: str, language: str) -> str:
        """The model's wording, as it came. Raises NotReady when it does not answer, BadInput when it is somewhere else."""
        self._check_near()
        instructions = INSTRUCTIONS.get(base(language), INSTRUCTIONS["en"])
        body = {
            "model": self.name,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": sentence}],
            "temperature": 0,
            "max_tokens": WORDS,
        }
        headers = {"Authorization": f"Bearer {self.key.get_secret_value()}"} if self.key.get_secret_value() else {}
        try:
            answer = httpx.post(
                f"{self.url.rstrip('/')}/chat/completions", json=body, headers=headers, timeout=SECONDS, trust_env=False
            )
            answer.raise_for_status()
            return _Completion.model_validate_json(answer.content).choices[0].message.content.strip()
        except (httpx.HTTPError, ValidationError, IndexError) as error:
            raise NotReady(  # what it sent back may quote the sentence
                f"the language model does not answer as it should ({type(error).__name__})",
                where=self.url,
                remedy="start it, and look at RELATO_LANGUAGE_MODEL_URL, RELATO_LANGUAGE_MODEL and RELATO_LANGUAGE_MODEL_KEY",
            ) from None

    def _check_near(self) -> None:
        if self.anywhere:
            return
        host = urlsplit(self.url).hostname or ""
        try:
            found = {str(entry[4][0]).split("%")[0] for entry in socket.getaddrinfo(host, None)}
        except OSError:
            raise NotReady(f"there is no machine {host!r}", where=self.url, remedy="look at RELATO_LANGUAGE_MODEL_URL") from None
        if any(ipaddress.ip_address(address).is_global for address in found):
            raise BadInput(
                f"the language model is at {host}, outside this machine and its network: sentences would leave it",
                where="RELATO_LANGUAGE_MODEL_URL",
                remedy="use one of your own, or set RELATO_LANGUAGE_MODEL_ANYWHERE=true if the people who spoke allow it",
            )
