"""Answers as the command line takes them: ``CH01=A:1``, ``CH01=words``, ``QUESTION=full``."""

from typing import Any

from annotations.errors import BadInput
from annotations.validation.records import Answer
from annotations.validation.verification import Said


def answers_of(given: list[str], comments: list[str] | None, reasons: list[str] | None) -> list[Any]:
    said, why, found = _pairs(comments), _pairs(reasons), []
    for change_id, told in _pairs(given).items():
        vote, _, rank = told.partition(":")
        if rank and not rank.isdigit():
            raise BadInput(f"{rank!r} is no rank", where=change_id, remedy="write it as CH01=A:1")
        voted: Any = vote.strip().upper() or None  # looked at when it is entered
        found.append(Answer(change_id, voted, said.pop(change_id, ""), int(rank or 0), why.pop(change_id, "")))
    if lost := [*said, *why]:
        raise BadInput(f"nothing is voted of {', '.join(lost)}", remedy="say A, B or C of it too")
    return found


def said_of(answers: list[str] | None, comments: list[str] | None) -> list[Any]:
    told: dict[str, Any] = dict(_pairs(answers))  # looked at when it is entered
    words = _pairs(comments)
    return [Said(one, told.get(one), words.get(one, "")) for one in dict.fromkeys([*told, *words])]


def _pairs(given: list[str] | None) -> dict[str, str]:
    """``CH01=A`` for each."""
    pairs = [one.partition("=") for one in given or ()]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise BadInput(f"{wrong[0]!r} says nothing", remedy="write it as CH01=A")
    if len({name.strip() for name, _, _ in pairs}) < len(pairs):
        raise BadInput("one is given twice", remedy="give each once")
    return {name.strip(): told.strip() for name, _, told in pairs}
