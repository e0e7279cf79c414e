"""Numbers that sessions give of the same thing and that differ; they are listed, never averaged."""

import re
from collections.abc import Mapping, Sequence

from annotations.changes.story_evidence import Passage
from annotations.changes.story_records import Item
from annotations.changes.story_years import named_years
from annotations.languages import base

_SPELLED: Mapping[str, Mapping[str, int]] = {
    "es": {
        word: number
        for number, word in enumerate(
            [
                "dos",
                "tres",
                "cuatro",
                "cinco",
                "seis",
                "siete",
                "ocho",
                "nueve",
                "diez",
                "once",
                "doce",
                "trece",
                "catorce",
                "quince",
                "dieciséis",
                "diecisiete",
                "dieciocho",
                "diecinueve",
                "veinte",
            ],
            2,
        )
    }
    | {"treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100},
    "en": {
        word: number
        for number, word in enumerate(
            [
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
                "fifteen",
                "sixteen",
                "seventeen",
                "eighteen",
                "nineteen",
                "twenty",
            ],
            2,
        )
    }
    | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
}
_COUNTED = re.compile(r"(?<![\w.,:/$])(\d{1,3}(?:[.,]\d{3})+|\d+|[^\W\d_]+)\s+(?=([^\W\d_]{4,}))")
_NOT_THINGS = frozenset(
    [
        "años",
        "meses",
        "días",
        "horas",
        "veces",
        "semanas",
        "minutos",
        "pesos",
        "years",
        "months",
        "days",
        "hours",
        "times",
        "weeks",
        "minutes",
        "dollars",
        "pesos",
    ]
)


def counts_in(text: str, language: str) -> list[tuple[int, str]]:
    """Numbers of two or more with the thing that they count, except of time and money, which are told of many things at once.

    >>> counts_in("Somos 48 familias, o cincuenta familias; tres veces en 2021 fueron.", "es")
    [(48, 'familias'), (50, 'familias')]
    """
    found = []
    years = {(year.start, year.end) for year in named_years(text)}
    for match in _COUNTED.finditer(text):
        number = _number(match[1], language)
        noun = match[2].casefold()
        if number and noun not in _NOT_THINGS and match.span(1) not in years and noun.endswith("s"):
            found.append((number, noun))
    return found


def _number(word: str, language: str) -> int:
    if word[0].isdigit():
        value = int(re.sub(r"[.,]", "", word))
        return value if value > 1 else 0
    return _SPELLED.get(language, {}).get(word.casefold(), 0)


def differing_numbers(passages: Sequence[Passage]) -> tuple[Item, ...]:
    """Things that at least two independent sessions count, and not alike: the thing in the words of those who count it, each number with
    its passages. Only in passages that a coder tied to the change."""
    told: dict[tuple[str, str], dict[int, dict[str, None]]] = {}
    sessions: dict[tuple[str, str], dict[str, set[int]]] = {}
    for passage in passages:
        language = base(passage.segment.language or passage.session.language)
        for number, noun in counts_in(passage.segment.text, language) if passage.counts_with and not passage.linked else ():
            told.setdefault((language, noun), {}).setdefault(number, {})[passage.id] = None
            sessions.setdefault((language, noun), {}).setdefault(passage.counts_with, set()).add(number)
    items = []
    for (language, noun), numbers in sorted(told.items()):
        by_session = list(sessions[language, noun].values())
        if len(by_session) > 1 and not set.intersection(*by_session):
            items += [
                Item({"": f"{number:,} {noun}"}, number=number, citations=tuple(cites))
                for number, cites in sorted(numbers.items())
            ]
    return tuple(items)
