"""The years that people name, in figures or spelled out, with the month where they give one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotations.studies import Words

MONTHS: Mapping[str, Sequence[str]] = {
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_ES = [
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
    "veintiuno",
    "veintidós",
    "veintitrés",
]
_ES += ["veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve", "treinta"]
_EN = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
_EN += [f"twenty-{unit}" for unit in ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]] + ["thirty"]
_SPELLED = {word: 2010 + number for words in (_ES, _EN) for number, word in enumerate(words)}
_WORD = "|".join(sorted(map(re.escape, _SPELLED), key=len, reverse=True)).replace(r"\-", "[- ]")
_YEAR = re.compile(
    r"(?<![\w.,/])(?P<digits>(?:19|20)\d\d)(?![\w%/]|[.,]\d)"
    r"|(?<!\w)[’'](?P<short>\d\d)(?!\w)"
    rf"|\b(?:dos mil|twenty|two thousand(?: and)?|(?:en |año )?(?:el|del)(?: año)?) (?P<spelled>{_WORD})\b(?! (?:de|por|y|mil|pesos)\b)",
    re.IGNORECASE,
)
_MONTH = re.compile("|".join(rf"\b{month}\b" for months in MONTHS.values() for month in months), re.IGNORECASE)
_REACH = 24


@dataclass(frozen=True, order=True)
class NamedYear:
    """A year that somebody names at ``text[start:end]``; ``month`` is 0 when none stands just before it."""

    year: int
    month: int
    start: int
    end: int


def named_years(text: str, *, until: int = 9999) -> tuple[NamedYear, ...]:
    """Years from 1900 to ``until`` (the session's: a later one is a plan) in the order of the text. Spelled-out ones in Spanish and
    English, where a word says that they are years.

    >>> found = named_years("Fue en agosto del veintiuno; el 3 de mayo de 2022 otra vez. Debía 2,019 pesos.")
    >>> [(named.year, named.month) for named in found]
    [(2021, 8), (2022, 5)]
    """
    found = []
    for match in _YEAR.finditer(text):
        year = _year(match)
        if 1900 <= year <= until:
            month = _month(text[max(0, match.start() - _REACH) : match.start()])
            found.append(NamedYear(year, month, match.start(), match.end()))
    return tuple(found)


def _year(match: re.Match[str]) -> int:
    if match["digits"]:
        return int(match["digits"])
    if match["short"]:
        return 2000 + int(match["short"])
    return _SPELLED[match["spelled"].lower().replace(" ", "-")]


def _month(before: str) -> int:
    names = list(_MONTH.finditer(before))
    if not names or re.search(r"[.!?;\d]", before[names[-1].end() :]):
        return 0
    name = names[-1][0].casefold()
    return next(number for months in MONTHS.values() for number, m in enumerate(months, 1) if m.casefold() == name)


def month_words(month: int) -> Words:
    return {language: months[month - 1] for language, months in MONTHS.items()}
