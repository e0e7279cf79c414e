"""What no database keeps, refused in one place, on both alike: the NUL character and halves of characters (lone surrogates).

PostgreSQL refuses them with an error of its own, SQLite keeps some; here they are bad input, whoever sends them: page, API or command.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, event

from annotations.errors import BadInput


def keep_only_characters(engine: Engine) -> None:
    """Have every statement's values checked before they reach the database. JSON is checked where it is written: ``dumps``."""

    @event.listens_for(engine, "before_cursor_execute")
    def _check(_connection: object, _cursor: object, _sql: str, given: Any, _context: object, many: bool) -> None:
        for row in given if many else (given,):
            _check_all(row.values() if isinstance(row, Mapping) else row)


def dumps(value: object) -> str:
    """JSON as it is kept. Raises BadInput."""
    made = json.dumps(value)
    if "\\u0000" in made or "\\ud" in made:  # it may be: most texts have neither
        _check_deep(value)
    return made


def only_characters(value: Any) -> Any:
    """Records of another program without what cannot be kept: nobody is there who could be told to leave it out.

    >>> only_characters({"memo": ["a\\x00b"], "n": 1})
    {'memo': ['ab'], 'n': 1}
    """
    made = json.dumps(value, default=str)
    return _only(value) if "\\u0000" in made or "\\ud" in made else value


def is_writable(text: str) -> bool:
    """
    >>> is_writable("agua 💧"), is_writable("a\\x00b"), is_writable("\\ud83d")
    (True, False, False)
    """
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _only(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(one for one in value if is_writable(one))
    if isinstance(value, Mapping):
        return {_only(key): _only(one) for key, one in value.items()}
    return [_only(one) for one in value] if isinstance(value, list) else value


def _check_all(values: Iterable[object]) -> None:
    for value in values or ():
        if isinstance(value, str) and not is_writable(value):
            raise BadInput(
                "a character that cannot be kept is in it: NUL, or half of a character",
                remedy="leave it out; copying from other programs brings it along",
            )


def _check_deep(value: object) -> None:
    if isinstance(value, str):
        _check_all([value])
    elif isinstance(value, Mapping):
        _check_all(value)
        for one in value.values():
            _check_deep(one)
    elif isinstance(value, Sequence):
        for one in value:
            _check_deep(one)
