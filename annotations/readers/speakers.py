"""Speaker labels at the beginning of a paragraph, told apart from words that only look like one."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotations.readers.roles import is_role_word, key_of, roles_of, stem_of
from annotations.transcripts import Turn, trimmed

LONGEST_LABEL = 40
LABEL_IS_WITHIN = 160  # characters of a line that are looked at: keeps the match short on any input
_WORD = r"[^\s:：()\[\]{}<>¿?¡!,;\"“”«»…–—=+*\-][^\s:：()\[\]{}<>¿?¡!,;\"“”«»…–—=+*]*"
_LABEL = rf"{_WORD}(?:[ \u00a0]{{1,3}}{_WORD}){{0,3}}"
_TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
LABELLED = re.compile(
    rf"""\s{{0,20}}(?:{_TIME}[\s\-–—]{{0,9}})?(?:
        \[(?P<bracketed>{_LABEL})\]\s?:?
      | \*{{0,2}}(?P<label>{_LABEL})(?P<note>\s?\([^()\n]{{1,40}}\))?\*{{0,2}}\s{{0,9}}
        (?: (?:{_TIME})?\s?[:：]\*{{0,2}}(?![/\d]) | (?<=\s)[–—-](?=\s) | (?<=\.)[–—-](?=\s) | (?<=\t) | (?<=\s){_TIME}\s*$ )
    )\s*""",
    re.VERBOSE,
)
# words that speech and minutes put before a colon; they are speakers only where the register says so
_IN_SPEECH = (
    "nota ejemplo primero segundo tercero cuarto quinto finalmente ademas entonces conclusion resumen pausa risas silencio "
    "inaudible note example first second third fourth finally also then summary pause laughs laughter silence crosstalk http https"
)
_IN_TITLES = (
    "fecha lugar sesion duracion codigo participantes transcripcion proyecto idioma archivo hora entrevista titulo metodo "
    "date place location session duration code participants transcript transcription project language file time interview "
    "title method venue"
)
NOT_SPEAKERS = frozenset([*_IN_SPEECH.split(), "por ejemplo", "for example"])
HEADER_WORDS = frozenset(_IN_TITLES.split())
HEADER_LINES, HEADER_LINE_LENGTH = 15, 100
LONGEST_WRAPPED_LINE = 120  # longer lines were not wrapped by hand or by a program: each is a paragraph


@dataclass(frozen=True, slots=True)
class Mark:
    """A label-like beginning of a line: ``words`` is the offset in the line where the words begin."""

    key: str
    label: str
    note: str
    words: int
    bracketed: bool


def mark_of(line: str) -> Mark | None:
    """What looks like a speaker label at the beginning of ``line``; whether it is one, only the whole file can tell.

    >>> mark_of("[00:12:41] Speaker 2: hola").label
    'Speaker 2'
    >>> mark_of("Y entonces, dijo: no") is None
    True
    """
    found = LABELLED.match(line, 0, LABEL_IS_WITHIN)
    if not found:
        return None
    label = " ".join((found["bracketed"] or found["label"]).split())
    if len(label) > LONGEST_LABEL or not unicodedata.category(label[0]).startswith("L"):
        return None
    return Mark(key_of(label), label, (found["note"] or "").strip(), found.end(), found["bracketed"] is not None)


def labels_of(lines: Sequence[str], *, known: Collection[str] = ()) -> Mapping[str, str]:
    """The keys that are speakers in this file, and how each is spelled first.

    A label must be known (roster, interviewer), be a role word, recur, or continue a numbered series that recurs (``P7``
    where ``P1`` recurs).
    """
    marks = [mark for line in lines if (mark := mark_of(line))]
    count, known_keys = Counter(mark.key for mark in marks), {key_of(label) for label in known} - {""}
    first = {mark.key: mark for mark in reversed(marks)}
    sure = {key for key in count if key in known_keys or is_role_word(key)}
    recurring = {key for key, n in count.items() if n > 1 and _may_be(first[key])} - sure
    likely = recurring | {key for key in count if _continues(key, recurring | sure) and _may_be(first[key])}
    filled = sum(1 for line in lines if line.strip())
    if not sure and not _convincing({key: count[key] for key in likely}, filled):
        likely = set()
    return {key: first[key].label for key in count if key in sure | likely}


def _may_be(mark: Mark) -> bool:
    return mark.key not in NOT_SPEAKERS and (not mark.bracketed or mark.key[-1:].isdigit()) and mark.key not in HEADER_WORDS


def _continues(key: str, others: Iterable[str]) -> bool:
    stem = stem_of(key)
    return stem != key and stem in {stem_of(other) for other in others if stem_of(other) != other}


def _convincing(count: Mapping[str, int], lines: int) -> bool:
    """Two people who speak twice, or one whose label stands before half of the lines."""
    total = sum(count.values())
    return (len(count) >= 2 and total >= 4) or (total >= 2 and total * 2 >= lines)


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Every line with the offset at which it starts."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def header_end(lines: Sequence[tuple[int, str]]) -> int:
    """The offset after the title block (``Fecha: …``, ``Place: …``); 0 when the file begins with speech."""
    head = [(start, line) for start, line in lines if line.strip()][:HEADER_LINES]
    end = 0
    for start, line in head:
        if len(line) > HEADER_LINE_LENGTH or "?" in line:
            break
        mark = mark_of(line)
        if mark and stem_of(mark.key) in HEADER_WORDS:
            end = start + len(line)
    return end


def turns_of(text: str, *, interviewers: Collection[str] = (), respondents: Collection[str] = ()) -> tuple[Turn, ...]:
    """The turns of a text; without speaker labels, one respondent turn per paragraph."""
    lines = list(lines_of(text))
    begin = header_end(lines)
    body = [(start, line) for start, line in lines if start >= begin]
    labels = labels_of([line for _, line in body], known=[*interviewers, *respondents])
    marks = [(start, mark) for start, line in body if (mark := mark_of(line)) and mark.key in labels]
    if not marks:
        return tuple(Turn("", "respondent", start, end) for start, end in paragraphs_of(text, begin))
    names = _names([mark for _, mark in marks], labels)
    ends = [start for start, _ in marks[1:]] + [len(text)]
    spans = [(name, *trimmed(text, start + mark.words, end)) for name, (start, mark), end in zip(names, marks, ends, strict=True)]
    roles = roles_of([(name, text[start:end]) for name, start, end in spans], interviewers=interviewers, respondents=respondents)
    if all(role == "interviewer" for role in roles.values()):
        spans = [part for span in spans for part in _question_and_answer(text, *span)]
        roles = {**roles, "": "respondent"}
    return tuple(Turn(name, roles[name], start, end) for name, start, end in spans if start < end)


def _names(marks: Sequence[Mark], labels: Mapping[str, str]) -> list[str]:
    """The name of each mark's speaker: its label, with what stands in parentheses where only that tells people apart."""
    notes = Counter((mark.key, key_of(mark.note.strip("()"))) for mark in marks if mark.note)
    several = Counter(key for (key, note), n in notes.items() if n > 1 or note[-1:].isdigit())
    apart = {key for key, n in several.items() if n > 1 and stem_of(key) == key and not is_role_word(key)}
    return [f"{labels[mark.key]} {mark.note}".strip() if mark.key in apart else labels[mark.key] for mark in marks]


def _question_and_answer(text: str, name: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Where only the interviewer is labelled, the lines after the question are the answer."""
    stop = text.find("\n", start, end)
    if stop < 0:
        return [(name, start, end)]
    return [(name, *trimmed(text, start, stop)), ("", *trimmed(text, stop, end))]


def paragraphs_of(text: str, begin: int = 0) -> Iterator[tuple[int, int]]:
    """Start and end of every paragraph: set apart by an empty line, or, where lines are long, by a line end."""
    block: list[tuple[int, str]] = []
    for start, line in [*lines_of(text), (len(text), "")]:
        if line.strip() and start >= begin:
            block.append((start, line))
        elif block:
            yield from _paragraphs_in(text, block)
            block = []


def _paragraphs_in(text: str, block: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    if max(len(line) for _, line in block) > LONGEST_WRAPPED_LINE:
        yield from (trimmed(text, start, start + len(line)) for start, line in block)
    else:
        yield trimmed(text, block[0][0], block[-1][0] + len(block[-1][1]))
