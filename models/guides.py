"""Which question of the guide an interviewer asked, and which change of several is being talked about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from annotations.languages import base
from annotations.studies import Question
from models.contexts import Asked

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

CLEARLY = 0.42
"""Least likeness; this and the two numbers below were chosen on one half of tests/models/guide_cases.py."""
NEXT = 0.1
"""Bonus of the question after the last one that was asked; half of it for the one after that."""
ENOUGH_WORDS = 4
"""A reading of fewer words is worth less: "¿Cómo fue?" is like every question."""
AGAIN = 2
"""So many questions of a block that were asked before, one after the other, are the block asked again."""
LOOK_AHEAD = 3
_SENTENCE = re.compile(r"[^.!?¿¡…。！？؟।]+")
_BRACKETED = re.compile(r"\[[^\]]*\]")
_WORD = re.compile(r"\w+")


def recognise(asked: Sequence[Asked], guide: Sequence[Question]) -> list[Question | None]:
    """For each thing asked, in the order of the session, the question of ``guide`` that it clearly is, or None.

    Likeness is the cosine between counts (square root) of 3 and 4 letters in a row within words, weighted by how few of the
    guide's questions have them; of the whole or of one sentence in it. Every wording of a question in the language of the turn
    counts (in any language where that is not known), without what stands in square brackets: placeholders, and what is told to
    interviewers. The next question of the guide needs a little less.

    >>> guide = [Question("q1", {"en": "What has changed in your life since 2019?"}), Question("q2", {"en": "Who else was there?"})]
    >>> asked = ["Okay. So what has changed in your life, then, since 2019?", "Do you want some coffee?"]
    >>> [question and question.id for question in recognise([Asked(text, "en") for text in asked], guide)]
    ['q1', None]
    """
    likeness = _likeness(asked, guide)
    found: list[Question | None] = []
    last = -1
    for row in likeness:
        row[last + 1 : last + 2] += NEXT * (row[last + 1 : last + 2] > 0)
        row[last + 2 : last + 3] += NEXT / 2 * (row[last + 2 : last + 3] > 0)
        best = int(row.argmax()) if len(row) else -1
        clear = best >= 0 and row[best] >= CLEARLY
        last = best if clear else last
        found.append(guide[best] if clear else None)
    return found


def _likeness(asked: Sequence[Asked], guide: Sequence[Question]) -> NDArray[np.float64]:
    """Likeness (A, Q) of A things asked to Q questions."""
    likeness = np.zeros((len(asked), len(guide)))
    for language in {base(one.language) for one in asked}:
        rows = [row for row, one in enumerate(asked) if base(one.language) == language]
        wordings = [(at, text) for at, question in enumerate(guide) for text in _wordings(question, language)]
        if not wordings:
            continue
        letters = _Letters([text for _, text in wordings])
        readings = [(row, text) for row in rows for text in _readings(asked[row].text)]
        known = [(at, text) for at, wording in wordings for text in _readings(wording)]
        alike = (letters.vectors([text for _, text in readings]) @ letters.vectors([text for _, text in known]).T).toarray()
        alike *= np.array([min(1.0, _length(text) / ENOUGH_WORDS) for _, text in readings])[:, None]
        columns = {_plain(text): column for column, (_, text) in reversed(list(enumerate(known)))}
        for at, (_, text) in enumerate(readings):
            if (column := columns.get(_plain(text))) is not None:
                alike[at, column] = 1.0
        firsts = np.unique([question for question, _ in known], return_index=True)
        best = np.maximum.reduceat(alike, firsts[1], axis=1)
        np.maximum.at(likeness, np.ix_(np.array([row for row, _ in readings]), firsts[0]), best)
    return likeness


class _Letters:
    """Texts → rows of unit length, sparse; weights of the letters in a row come from how many of ``known`` have them."""

    def __init__(self, known: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import HashingVectorizer

        self._counter = HashingVectorizer(
            n_features=2**16, analyzer="char_wb", ngram_range=(3, 4), norm=None, alternate_sign=False, strip_accents="unicode"
        )
        counts = self._counter.transform([" ".join(_WORD.findall(text)) for text in known])
        having = np.bincount(counts.indices, minlength=counts.shape[1])
        self._weights = np.log((1 + len(known)) / (1 + having)) + 1

    def vectors(self, texts: Sequence[str]) -> "csr_matrix":
        from sklearn.preprocessing import normalize

        counts = self._counter.transform([" ".join(_WORD.findall(text)) for text in texts])
        counts.data = np.sqrt(counts.data) * self._weights[counts.indices]
        rows: csr_matrix = normalize(counts, copy=False)
        return rows


def _wordings(question: Question, language: str) -> list[str]:
    texts = [words for words in (question.text, *question.variants)]
    return [
        plain
        for words in texts
        for tag, text in words.items()
        if not language or base(tag) == language
        if (plain := _BRACKETED.sub(" ", text)).strip()
    ]


def _readings(text: str) -> list[str]:
    """The whole and its sentences, those of one word left out."""
    text = _BRACKETED.sub(" ", text)
    parts = _SENTENCE.findall(text)
    return [text, *(part for part in parts if len(parts) > 1 and _length(part) > 1)]


def _length(text: str) -> float:
    """Words; where words are not set apart by spaces, a fifth of the letters."""
    return max(len(_WORD.findall(text)), sum(map(len, _WORD.findall(text))) // 10)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


@dataclass
class _Block:
    """How far the talk about the changes of one block has come."""

    number: int = 0
    seen: set[str] = field(default_factory=set)
    left: bool = False


def repetitions(asked: Sequence[Question | None], guide: Sequence[Question]) -> list[int]:
    """For each thing asked, as recognised, how many times its block has begun by then; 0 outside of any block.

    A block begins again when its first question is asked after two or more of its others, when it was left for a question
    outside and one that was already answered comes back, or when two or more such questions come one after the other. A question
    asked out of order, or one taken up again for once, does not begin it. What is no question of the guide stays where it is.

    >>> a, b, c = (Question(name, {}, block="change") for name in "abc")
    >>> repetitions([None, a, None, c, b, a, b], [a, b, c])
    [0, 1, 1, 1, 1, 2, 2]
    """
    first = {question.block: question.id for question in reversed(guide) if question.block}
    blocks = {name: _Block() for name in first}
    numbers: list[int] = []
    now = 0
    for at, question in enumerate(asked):
        if question is not None and not question.block:
            now = 0
            for block in blocks.values():
                block.left = True
        elif question is not None:
            block = blocks[question.block]
            ahead = [q.id for q in asked[at:] if q is not None and q.block == question.block]
            if _begins(block, ahead, opening=question.id == first[question.block]):
                block.number, block.seen = block.number + 1, set()
            block.seen.add(question.id)
            block.left, now = False, block.number
        numbers.append(now)
    return numbers


def _begins(block: _Block, ahead: Sequence[str], *, opening: bool) -> bool:
    others = block.seen - {ahead[0]}
    if not block.number or (opening and len(others) >= AGAIN):
        return True
    if ahead[0] not in block.seen or not others:
        return False
    back = list(dict.fromkeys(ahead))[:LOOK_AHEAD]
    return block.left or sum(name in block.seen for name in back[:AGAIN]) == AGAIN
