"""Plain text files, and the language of a text."""

import re
from collections import Counter
from pathlib import Path

from annotations.encodings import decode, with_plain_line_ends
from annotations.errors import BadTranscript

# the most frequent words of a language tell it apart from its neighbours; a language that is not here is given by the study
FREQUENT_WORDS = {
    "es": "el la los las un una que y en de no es por con para se lo como pero más ya yo muy qué sí pues porque está hay nos",
    "en": "the of and to in is that it was for on are with they be this have not but you we do what so there i my yes because",
    "pt": "o a os as um uma que e em de não é por com para se como mas mais já eu muito sim porque está há nos isso ele foi",
    "fr": "le la les un une que et en de ne pas est pour avec se ce comme mais plus je très oui parce il elle on nous c'est dans",
}
_FREQUENT = {language: frozenset(words.split()) for language, words in FREQUENT_WORDS.items()}
WORDS_LOOKED_AT = 5_000
LEAST_SHARE = 0.12
LEAST_LEAD = 1.15


def read(data: bytes, path: Path) -> str:
    """The text as it stands: line ends become ``\\n``, a byte order mark is dropped, every other code point is kept."""
    try:
        return with_plain_line_ends(decode(data))
    except UnicodeError as problem:
        raise BadTranscript(str(problem), where=str(path), remedy="save it as text in UTF-8") from problem


def guess_language(text: str) -> str:
    """The language whose frequent words make up most of the text; empty when none clearly does.

    >>> guess_language("Pues no sé, es que ya no hay agua y los niños se enferman")
    'es'
    """
    words = [word for word in re.findall(r"[^\W\d_]+", text.casefold())][:WORDS_LOOKED_AT]
    share = Counter({language: sum(word in frequent for word in words) for language, frequent in _FREQUENT.items()})
    (best, hits), (_, runner_up) = share.most_common(2)
    return best if hits >= max(1, LEAST_SHARE * len(words)) and hits >= LEAST_LEAD * runner_up else ""
