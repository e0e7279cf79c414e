"""What a form of the web held. Strangers can send to these addresses: nothing larger than a form can be is read."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from annotations.errors import BadInput

LARGEST = 4 * 2**20
"""Bytes: two long texts for each of some forty changes, every sign of them escaped."""
MOST = 1_000
Fields = Mapping[str, Sequence[str]]


async def _fields(request: Request) -> Fields:
    """Raises BadInput for what is no form, or larger than one."""
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > LARGEST:
            raise BadInput("more was sent than a form holds")
    found: dict[str, list[str]] = {}
    try:
        for name, value in parse_qsl(held.decode(), keep_blank_values=True, max_num_fields=MOST):
            found.setdefault(name, []).append(value)
    except ValueError:  # not UTF-8, or too many fields
        raise BadInput("what was sent is no form") from None
    return found


Posted = Annotated[Fields, Depends(_fields)]


def text_in(posted: Fields, name: str) -> str:
    return (posted.get(name) or [""])[0].strip()
