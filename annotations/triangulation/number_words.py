"""Numbers spelled out in Spanish and English."""

import re
from collections.abc import Iterator, Mapping


def listed(words: str) -> list[str]:
    return words.split()


_EN = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_EN_TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
_ES = listed(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve "
    "veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
)
_ES_TENS = listed("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_ES_HUNDREDS = listed("cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos")
_SPANISH = (
    {word: float(number) for number, word in enumerate(_ES)}
    | {word: 30.0 + 10 * number for number, word in enumerate(_ES_TENS)}
    | {word: 100.0 + 100 * number for number, word in enumerate(_ES_HUNDREDS)}
    | {word[:-2] + "as": 200.0 + 100 * number for number, word in enumerate(_ES_HUNDREDS[1:])}
    | {"ciento": 100.0, "un": 1.0, "una": 1.0, "veintiún": 21.0, "veintiuna": 21.0, "mil": 1e3, "millón": 1e6, "millones": 1e6}
)
_ENGLISH = (
    {word: float(number) for number, word in enumerate(_EN)}
    | {word: 20.0 + 10 * number for number, word in enumerate(_EN_TENS)}
    | {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "dozen": 12.0}
)
WORDS: Mapping[str, Mapping[str, float]] = {"es": _SPANISH, "en": _ENGLISH}
_TIMES = {"en": {"hundred", "thousand", "million", "dozen"}, "es": {"mil", "millón", "millones"}}
_JOINT = {"es": "y", "en": "and"}
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[ \u00a0-]+")


def spelled_numbers(text: str, language: str) -> Iterator[tuple[int, int, float]]:
    """Start, end and value; nothing in languages other than these two.

    >>> list(spelled_numbers("De trescientas ocho tomas pagaron doscientas sesenta y cuatro, dos o tres no.", "es"))
    [(3, 19, 308.0), (34, 61, 264.0), (63, 66, 2.0), (69, 73, 3.0)]
    """
    known = WORDS.get(language)
    if known is None:
        return
    words = [(found.start(), found.end(), found[0].lower()) for found in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        if words[at][2] not in known:
            at += 1
            continue
        first, last, value, at = _run(text, words, at, language)
        yield first, last, value


def _run(text: str, words: list[tuple[int, int, str]], at: int, language: str) -> tuple[int, int, float, int]:
    """One number, from the word at ``at``: start, end, value, and which word comes after it."""
    known, times, joint = WORDS[language], _TIMES[language], _JOINT[language]
    start, end, word = words[at]
    total, current = (known[word], 0.0) if known[word] >= 1000 else (0.0, known[word])
    past = at + 1
    while past < len(words) and _BETWEEN.fullmatch(text[end : words[past][0]]):
        step = past
        if words[step][2] == joint and step + 1 < len(words) and _BETWEEN.fullmatch(text[words[step][1] : words[step + 1][0]]):
            step += 1
        value = known.get(words[step][2])
        if value is None:
            break
        if words[step][2] in times and step == past and value > current:
            total, current = (total, current * value) if value == 100 else (total + current * value, 0.0)
        elif _fits(current, value):
            current += value
        else:
            break
        end, past = words[step][1], step + 1
    return start, end, total + current, past


def _fits(current: float, value: float) -> bool:
    """Whether what is smaller may follow: sixty four, three hundred eight; two three is two numbers."""
    tail = current % 100
    if value < 10:
        return current == 0 or (current % 10 == 0 and tail != 10)
    return value < 100 and tail == 0 or (value < 1000 and current == 0)
