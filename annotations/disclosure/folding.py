"""Texts made comparable: without case, accents, invisible signs and look-alike letters; as words that know where they stand."""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

IGNORED = "\0"
_LOOK_ALIKES = str.maketrans(
    # Cyrillic, Greek, Armenian and Latin letters that are drawn like plain ones, in small letters
    "авекмнорстухіјѕԁһԛԝѵցοαεικνρτυχβηγзıłøđħŧðʼɑɡɩʟո",
    "abekmhopctyxijsdhqwvgoaeikvptuxbnyzilodhtd'agiln",
)
_EXPANDED = {"þ": "th", "æ": "ae", "œ": "oe"}
_HYPHENS = "\u2010\u2011\u2212\u00ac\ufe63\uff0d"
_INVISIBLE_LETTERS = "\u115f\u1160\u3164\uffa0"
_LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
# scripts that set no spaces between words: every sign is a word of its own
_UNSPACED = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u1100-\u11ff\uf900-\ufaff"
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}](?:[^\\W_{_UNSPACED}]|\0)*")
# between two halves of one word: a hyphen (and a new line), an invisible sign and a new line, marks of emphasis
_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
_JOIN = re.compile(
    f"(?<=[^\\W_])(?:[-{_HYPHENS}][ \u00a0{_UNSEEN}]{{0,3}}(?:\\r?\n[ \\t>]{{0,8}})?|[{_UNSEEN}]+ ?\\r?\n ?|[*_`~\\\\]{{1,6}})(?=[^\\W_])"
)
_LETTERS = re.compile(f"(?<![^\\W_])[^\\W\\d_](?:[ .\\-*_{_UNSEEN}]{{1,3}}[^\\W\\d_](?![^\\W_])){{2,}}")
_INNER_BORDER = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_AROUND = 7


class _Folding(dict[int, str]):
    """Code point to what it becomes; filled as signs are met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_sign(chr(code))
        return folded


def _fold_sign(sign: str) -> str:
    if sign in _HYPHENS:
        return "-"
    if sign in _LINE_ENDS:
        return "\n"
    category = unicodedata.category(sign)
    if sign.isspace():
        return sign if sign == "\n" else " "
    if category in {"Mn", "Me", "Cf", "Cc", "Cs"} or sign in _INVISIBLE_LETTERS:
        return IGNORED
    plain = "".join(c for c in unicodedata.normalize("NFKD", sign).casefold() if unicodedata.category(c) != "Mn")
    plain = "".join(_EXPANDED.get(c, c) for c in unicodedata.normalize("NFKD", plain) if unicodedata.category(c) != "Mn")
    return plain.translate(_LOOK_ALIKES) or IGNORED


_FOLDING = _Folding()


class _FoldingInPlace(dict[int, str]):
    """The same with exactly one sign for each, and line ends as spaces."""

    def __missing__(self, code: int) -> str:
        folded = _FOLDING[code][:1]
        self[code] = folded = " " if folded in {"\n", IGNORED} else folded
        return folded


_FOLDING_IN_PLACE = _FoldingInPlace()


def fold(text: str) -> str:
    """The text in plain small letters; its length may differ.

    >>> fold("JOSÉ Мuñoz"), fold("ﬁn")
    ('jose munoz', 'fin')
    """
    return text.translate(_FOLDING)


def fold_in_place(text: str) -> str:
    """The text in plain small letters on one line, sign by sign: offsets stay.

    >>> fold_in_place("Æ\\nÉ")
    'a e'
    """
    return text.translate(_FOLDING_IN_PLACE)


def folded_words(text: str) -> list[str]:
    """
    >>> folded_words("Doña Inés, de «El\u200bRoble»")
    ['dona', 'ines', 'de', 'elroble']
    """
    return [word.replace(IGNORED, "") for word in _WORD.findall(fold(text))]


def searchable_words(text: str) -> str:
    """The words by which a text is found, folded, with spaces between them.

    >>> searchable_words("¿Año 2019? «Sí», dijo_él.")
    'ano 2019 si dijo el'
    """
    return " ".join(word for word in folded_words(text) if word.isalnum())


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: ``words[i]`` is folded and stands at ``text[starts[i]:ends[i]]``."""

    text: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    def __len__(self) -> int:
        return len(self.words)

    def slice(self, start: int, end: int) -> "Words":
        return Words(self.text, self.words[start:end], self.starts[start:end], self.ends[start:end])

    def is_small(self, index: int) -> bool:
        """Whether it is written in small letters; scripts without case never are."""
        return self.text[self.starts[index] : self.ends[index]].islower()

    def gap(self, index: int) -> str:
        """What stands before the word, after the one before it, as it is written."""
        return self.text[self.ends[index - 1] : self.starts[index]]


def words_of(text: str) -> Words:
    """The words of ``text``, with offsets into it as it is written."""
    folded, origin = _with_origin(text)
    words, starts, ends = [], array("l"), array("l")
    for match in _WORD.finditer(folded):
        word = match.group()
        if IGNORED in word:
            word = word.rstrip(IGNORED)
            ends.append(match.start() + len(word))
            word = word.replace(IGNORED, "")
        else:
            ends.append(match.end())
        words.append(word)
        starts.append(match.start())
    if origin is not None:
        starts = array("l", (origin[start] for start in starts))
        ends = array("l", (origin[end - 1] + 1 for end in ends))
    return Words(text, words, starts, ends)


def _with_origin(text: str) -> tuple[str, Sequence[int] | None]:
    """The folded text, and for each of its signs which one of ``text`` it comes from; ``None`` when they are the same."""
    folded = text.translate(_FOLDING)
    if len(folded) == len(text) and all(len(_FOLDING[ord(sign)]) == 1 for sign in set(text)):
        return folded, None
    origin = array("l")
    for index, sign in enumerate(text):
        origin.extend([index] * len(_FOLDING[ord(sign)]))
    return folded, origin


def readings(words: Words) -> Iterator[Words]:
    """The words as they stand; then, where that is in doubt, stretches read otherwise: halves joined (``Pé-⏎rez``, ``P é r e z``,
    ``Pé**rez**``), words written together parted (``JuanPérez``, ``perez2024``)."""
    yield words
    joints = [match.end() for match in _JOIN.finditer(words.text)]
    for match in _LETTERS.finditer(words.text):
        joints += [at for at in range(match.start() + 1, match.end()) if words.text[at].isalpha()]
    drawn = frozenset(joints)
    for a, b in _stretches(words, joints):
        yield _joined(words.slice(a, b), drawn)
    borders = [match.start() for match in _INNER_BORDER.finditer(words.text)]
    for a, b in _stretches(words, borders):
        yield _parted(words.slice(a, b), borders)


def _stretches(words: Words, offsets: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From which word to which the surroundings of the offsets reach; those that touch are one."""
    start = end = -1
    for offset in sorted(offsets):
        index = bisect_right(words.starts, offset) - 1
        if end < 0 or index - _AROUND > end:
            if end >= 0:
                yield start, end
            start = max(0, index - _AROUND)
        end = index + _AROUND + 1
    if end >= 0:
        yield start, end


def _joined(words: Words, joints: AbstractSet[int]) -> Words:
    """The words, with each that begins at one of ``joints`` drawn to the one before."""
    new: list[str] = []
    starts, ends = array("l"), array("l")
    for word, start, end in zip(words.words, words.starts, words.ends, strict=True):
        if new and start in joints:
            new[-1] += word
            ends[-1] = end
        else:
            new.append(word)
            starts.append(start)
            ends.append(end)
    return Words(words.text, new, starts, ends)


def _parted(words: Words, borders: Sequence[int]) -> Words:
    """The words, cut at ``borders``, which are in order."""
    new, starts, ends = [], array("l"), array("l")
    for start, end in zip(words.starts, words.ends, strict=True):
        cuts = [start, *borders[bisect_right(borders, start) : bisect_left(borders, end)], end]
        for a, b in pairwise(cuts):
            new.append(fold(words.text[a:b]).replace(IGNORED, ""))
            starts.append(a)
            ends.append(b)
    return Words(words.text, new, starts, ends)
