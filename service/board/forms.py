"""What a form of the board holds whose fields depend on the study: words in its languages, ids of segments, choices of several."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import Depends, Request

from annotations.studies import Study

LONGEST = 20_000
Fields = Mapping[str, Sequence[str]]


async def _fields(request: Request) -> Fields:
    found: dict[str, list[str]] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value[:LONGEST])
    return found


Posted = Annotated[Fields, Depends(_fields)]
"""Every field of the form with all of its values; a file is no value."""


def words_in(posted: Fields, name: str, study: Study) -> dict[str, str]:
    """The words of a text in the languages of the study in which any were written: fields ``title_es``, ``title_en``."""
    given = {language: text_in(posted, f"{name}_{language}") for language in study.languages}
    return {language: text for language, text in given.items() if text}


def text_in(posted: Fields, name: str) -> str:
    return (posted.get(name) or [""])[0].strip()


def chosen_in(posted: Fields, name: str) -> tuple[str, ...]:
    """What was chosen of several, each once."""
    return tuple(dict.fromkeys(value for value in posted.get(name, ()) if value))


def ids_in(posted: Fields, name: str) -> tuple[str, ...]:
    """Ids that were written with spaces, commas or new lines between them, or chosen of several; each once.

    >>> ids_in({"segments": ["S01.004, S06.036; S01.004", "S09.001"]}, "segments")
    ('S01.004', 'S06.036', 'S09.001')
    """
    return tuple(dict.fromkeys(id_ for text in posted.get(name, ()) for id_ in re.split(r"[\s,;]+", text) if id_))
