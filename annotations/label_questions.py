"""Questions to the supervisor about labels that look wrong: in words, and as a sheet to answer in."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from annotations.answer_sheets import plain, rows_of, safe
from annotations.errors import BadInput
from annotations.languages import base

Answer = Literal["kept_as_is", "coders_should_look", "frame_unclear"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "en": ("id", "segment", "question", "text", "given", "answer", "note"),
    "es": ("id", "segmento", "pregunta", "texto", "codigos", "respuesta", "nota"),
}
WORDS: Mapping[str, Mapping[str, Answer]] = {
    "en": {"keep": "kept_as_is", "look again": "coders_should_look", "frame unclear": "frame_unclear"},
    "es": {"queda igual": "kept_as_is", "revisar de nuevo": "coders_should_look", "marco poco claro": "frame_unclear"},
}
ASKED = {
    "en": {"missing": "Should “{0}” be here too?", "doubtful": "Does “{0}” really apply here?"},
    "es": {"missing": "¿Debería llevar también «{0}»?", "doubtful": "¿De verdad corresponde «{0}»?"},
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question as a person reads it. ``name`` of the code, ``given``: the names of what people gave the segment."""

    id: str
    segment_id: str
    direction: Literal["missing", "doubtful"]
    name: str
    text: str
    given: tuple[str, ...] = ()
    answer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered to one question."""

    question_id: str
    answer: Answer
    note: str = ""


def in_words(question: Question, language: str) -> str:
    """The question itself, in Spanish or English (the default for any other language).

    >>> in_words(Question("q", "S1.001", "missing", "Water", "…"), "en")
    'Should “Water” be here too?'
    """
    return ASKED[_tag(language)][question.direction].format(question.name)


def written(questions: Sequence[Question], language: str) -> str:
    """The sheet as CSV; no cell of it is a formula to a spreadsheet. What may be answered stands in the heading of the answers."""
    tag = _tag(language)
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    choices = " / ".join(WORDS[tag])
    sheet.writerow([f"{name} ({choices})" if name in ("answer", "respuesta") else name for name in COLUMNS[tag]])
    word = {answer: said for said, answer in WORDS[tag].items()}
    for q in questions:
        cells = (q.id, q.segment_id, in_words(q, language), q.text, " · ".join(q.given))
        answer = next((said for known, said in word.items() if known == q.answer), "")
        sheet.writerow([safe(cell) for cell in (*cells, answer, q.note)])
    return out.getvalue()


def read(data: bytes, name: str) -> tuple[Answered, ...]:
    """The answers in a sheet; rows without one are left out. Raises BadInput with ``name:line``."""
    rows = rows_of(data, name)
    header = _header(next(rows, (name, []))[1], name)
    found: dict[str, Answered] = {}
    for where, cells in rows:
        answered = _answered(dict(zip(header, map(plain, cells), strict=False)), where)
        if answered and answered.question_id in found:
            raise BadInput(f"{answered.question_id} is answered twice", where=where, remedy="keep one of the rows")
        if answered:
            found[answered.question_id] = answered
    return tuple(found.values())


def _header(cells: Sequence[str], name: str) -> list[str]:
    english = dict(zip(COLUMNS["es"], COLUMNS["en"], strict=True))
    words = [cell.partition("(")[0].strip().casefold() for cell in cells]
    header = [english.get(cell, cell) for cell in words]
    if missing := [column for column in ("id", "answer") if column not in header]:
        raise BadInput(f"missing columns: {', '.join(missing)}", where=f"{name}:1", remedy="keep the first row as it was written")
    return header


def _answered(cells: Mapping[str, str], where: str) -> Answered | None:
    said = " ".join(cells.get("answer", "").casefold().split())
    if not said:
        return None
    known: dict[str, Answer] = {**WORDS["en"], **WORDS["es"]}
    known.update((answer, answer) for answer in ANSWERS)
    if said not in known:
        raise BadInput("the answer is none of those that can be given", where=where, remedy=f"write one of {', '.join(known)}")
    if not cells.get("id"):
        raise BadInput("an answer without an id", where=where, remedy="keep the column id as it was written")
    return Answered(cells["id"], known[said], cells.get("note", ""))


def _tag(language: str) -> str:
    return base(language) if base(language) in WORDS else "en"
