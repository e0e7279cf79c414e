"""Rubrics of a study: what a change is judged under, in levels that are words and no numbers."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ConfigDict


@dataclass(frozen=True)
class Level:
    """One level of a rubric, and what has to hold for it."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Mapping[str, str]
    definition: Mapping[str, str]


@dataclass(frozen=True)
class Rubric:
    """``question``: what is judged; ``row``: the row of the analysis plan that it helps to answer, if any. ``levels``: in their order;
    that somebody cannot tell is a level only where the study has one."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Mapping[str, str]
    question: Mapping[str, str]
    levels: tuple[Level, ...]
    row: str = ""


def wording_of(rubric: Rubric) -> str:
    """A fingerprint of what is asked and of every level: who judges under other words judges something else."""
    told = [
        sorted(rubric.question.items()),
        [(one.id, sorted(one.name.items()), sorted(one.definition.items())) for one in rubric.levels],
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]
