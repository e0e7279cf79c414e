"""Texts → sentences: where a person who reads aloud would stop.

The only module of this room that knows spaCy, for its lists of abbreviations and of the commonest words of each language.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from annotations.languages import base

BRACKETED = r"\[[^\[\]\n]{0,80}\]"
_ENDER = re.compile(
    r"""[.!?…؟।。！？](?:(?<=[.!?…؟।])[.!?…؟।]*["'»”’)\]]*(?=\s)|(?<=[。！？])[。！？]*[」』”）]*)\s*"""  # from one set on: found fast
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_ENCLOSED = re.compile(rf"{BRACKETED}|«[^«»\n]{{0,300}}»")
_OPENING = "¿¡«“‘‹„([{\"'—–-"
_WORD = re.compile(r"\w")
_LAST = re.compile(r"""[^\s"'«»“”‘’()\[\]¿¡,;:—–]+$""")
_NEXT = re.compile(r"\w+")
_INITIAL = re.compile(r"[^\W\d_]")
_ACRONYM = re.compile(r"(?<![\w.])(?:[^\W\d_]{1,2}\. ?){2,}$")
_MAY_END = re.compile(r"(?<![\w.])(?:EE\. ?UU|[SC]\. ?[AVLC]|R\. ?L|[ap]\. ?m|etc)\.$", re.IGNORECASE)
_ITEM = re.compile(r"(?:\d{1,3}|[a-z])\.$")
_NUMBER = re.compile(r"\d+")

# What stands before the name or number that it belongs to, so never at the end of a sentence. Longer than spaCy's lists.
_TITLES = (
    "sr sra srta sres dr dra lic licda ing arq prof profa mtro mtra gral cnel tte cap gob dip sen pbro fr hno hna ma fco "
    "c ud d dña dna art arts núm num nums núms pág pag págs fig figs caps inc frac col av avda blvd calz esq km cd mpio edo ext int "
    "tel cel cía cia univ ej p vs aprox depto dpto apdo ee "
    "mr mrs ms messrs mt st rev hon gen gov rep sgt capt lt nos approx e.g i.e sec vol ch ed eds cf mlle mme"
)
_ENDS_A_CLAUSE = "que said say says i oh and or y o e dijo digo dice pues ya sí si dije decía but pero am is was"
_BEFORE_A_NAME = frozenset(_TITLES.split())
_NUMBER_WORD = frozenset({"no", "nos", "nro", "nr", "n", "num", "núm"})
_NOT_A_NUMBER_AFTER = frozenset(_ENDS_A_CLAUSE.split())
_ALWAYS_CAPITAL = re.compile(r"I(?:\b|['’])")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of some text: code points, end exclusive, no space at either end."""

    start: int
    end: int


def sentences(text: str, language: str = "") -> list[Stretch]:
    """The sentences of ``text``, in order; every character that is no space lies in exactly one.

    A full stop after an abbreviation or an initial, an ellipsis in mid-sentence and a question inside a sentence do not end
    one; nor does what follows begin one with a small letter, unless all of the text is in small letters. What stands in square
    brackets or, if it is short, in « » stays together. An opening ``¿`` belongs to what it opens. A blank line ends a sentence.

    >>> text = "Sí… pues sí. ¿Y luego? ¡Nada! Vino la Sra. Luz."
    >>> [text[s.start : s.end] for s in sentences(text, "es")]
    ['Sí… pues sí.', '¿Y luego?', '¡Nada!', 'Vino la Sra. Luz.']
    """
    return [stretch for a, b in _parts(text, language) if (stretch := trimmed(text, a, b)) is not None]


def sentence_texts(text: str, language: str = "") -> list[str]:
    """The words of ``sentences``."""
    return [words for a, b in _parts(text, language) if (words := text[a:b].strip())]


def _parts(text: str, language: str) -> Iterator[tuple[int, int]]:
    """From where to where sentences reach, the spaces around them included."""
    at = 0
    for gap in [*_BLANK_LINE.finditer(text), None]:
        end = gap.start() if gap else len(text)
        yield from pairwise([at, *(at + border for border in _borders(text[at:end], language)), end])
        at = gap.end() if gap else end


def trimmed(text: str, start: int, end: int) -> Stretch | None:
    """The stretch without the spaces around it, or None when there is nothing else."""
    piece = text[start:end]
    words = piece.strip()
    if not words:
        return None
    start += len(piece) - len(piece.lstrip())
    return Stretch(start, start + len(words))


def inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether ``at`` cuts one of the ordered ``spans`` in two."""
    nearest = bisect_right(spans, (at,)) - 1
    return nearest >= 0 and spans[nearest][0] < at < spans[nearest][1]


def _borders(text: str, language: str) -> list[int]:
    """Where the sentences of one paragraph begin, but for the first."""
    ends = list(_ENDER.finditer(text))
    if not ends:
        return []
    enclosed = [match.span() for match in _ENCLOSED.finditer(text)]
    capitals = text != text.lower()
    starts: list[int] = []
    since = 0
    for match in ends:
        at = match.end()
        if at == len(text) or (enclosed and inside(at, enclosed)) or not _WORD.search(text, since, match.start()):
            continue
        ender = match.group().rstrip()
        if text[at].islower() and (capitals or not ender.startswith(".")):
            continue
        if ender == "." and _goes_on(text, since, match.start() + 1, at, language):
            continue
        if ender.startswith(("…", "..")) and _ALWAYS_CAPITAL.match(text, at):
            continue
        starts.append(at)
        since = at
    return starts


def _goes_on(text: str, since: int, end: int, at: int, language: str) -> bool:
    """Whether the full stop before ``end`` belongs to an abbreviation, and the sentence goes on at ``at``."""
    word = text[since:end].rsplit(None, 1)[-1]  # nothing is behind a space: it need not be looked for there
    if not word[:-1].isalpha():
        last = _LAST.search(word)
        word = last.group() if last else ""
    bare = word[:-1].casefold()
    if not bare or _only_a_word(word, bare, language):
        return False
    if _ITEM.fullmatch(word) and not text[since : end - len(word)].strip():
        return True  # the number of an item
    following = _NEXT.search(text, at)
    after = following.group() if following else ""
    if bare in _NUMBER_WORD and _NUMBER.fullmatch(after):
        earlier = text[since : end - len(word)].split()
        return not earlier or earlier[-1].casefold().strip(",;:") not in _NOT_A_NUMBER_AFTER
    if _MAY_END.search(text, max(since, end - 12), end):
        return False
    if after.casefold() in _commonest(language) and bare not in _BEFORE_A_NAME and len(bare) > 1:
        return False
    listed = bare in _BEFORE_A_NAME or word in _abbreviations(language)
    return (
        listed or bool(_INITIAL.fullmatch(bare) and word[0].isupper()) or bool(_ACRONYM.search(text, max(since, end - 12), end))
    )


def _only_a_word(word: str, bare: str, language: str) -> bool:
    """Whether it is no short form, number or initials. Most sentences end so, and no pattern need be looked for then."""
    if len(word) < 4 or not word[-4:-1].isalpha():
        return False
    return not (bare in _BEFORE_A_NAME or bare in _NUMBER_WORD or word in _abbreviations(language))


Lists = tuple[frozenset[str], frozenset[str]]
"""Of a language: abbreviations with their full stops, and the commonest words."""
_told: dict[str, Lists] = {}


def lists_of(tag: str) -> Lists:
    """The lists for a language's tag. The first one takes seconds and some hundred megabytes: spaCy brings torch."""
    return _told.get(tag) or _language(tag)


def tell_lists(lists: Mapping[str, Lists]) -> None:
    """What another process found in ``lists_of``, by tag: so that this one need not load spaCy."""
    _told.update(lists)


@cache
def _language(tag: str) -> Lists:
    from spacy.util import get_lang_class

    try:
        defaults = get_lang_class(base(tag) or "xx").Defaults
    except ImportError:  # spaCy has nothing for this language
        return frozenset(), frozenset()
    written = (key for key in defaults.tokenizer_exceptions if key.endswith(".") and _INITIAL.match(key) and len(key) > 2)
    return frozenset(written), frozenset(defaults.stop_words)


def _abbreviations(language: str) -> frozenset[str]:
    return lists_of(language)[0]


def _commonest(language: str) -> frozenset[str]:
    return lists_of(language)[1]
