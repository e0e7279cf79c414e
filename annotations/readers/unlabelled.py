"""Text without speaker labels: its paragraphs, and which of them somebody read from a guide."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotations.readers.roles import QUESTION
from annotations.transcripts import SpeakerRole, Turn, trimmed

LONGEST_WRAPPED_LINE = 120  # longer lines were not wrapped by hand or by a program: each is a paragraph
LONGEST_QUESTION, FEWEST_QUESTIONS, ANSWERED, ASKED = 400, 3, 0.8, 0.2
LONGEST_STAGE = 200
# lines that programs put between the turns; what follows a colon is somebody's
_STAGE = (
    r"(?:[^\n:]{1,60} )?(?:started|stopped) transcription|[^\n:]{1,60} (?:inició|detuvo|comenzó|finalizó) la transcripción|"
    r"transcribed by https?://\S+|transcrito por https?://\S+"
)
STAGE = re.compile(rf"\s{{0,20}}(?:{_STAGE})\s*", re.IGNORECASE)
# the outline of a guide: `1`, `1.a`, `1.2`, `c.ii`; speech has lists, but none that are numbered in two levels
TOP_ITEM = re.compile(r"\s{0,40}\d{1,2}[.)]?\s+\w")
NESTED_ITEM = re.compile(r"\s{0,40}(?:\d{1,2}\.?[a-z]|\d{1,2}(?:\.\d{1,2}){1,2}|[a-z]\.[ivx]{1,4})[.)]?\s+\w")
FEWEST_ITEMS, FEWEST_NESTED = 5, 2


def is_stage(line: str) -> bool:
    """True for what a program writes between the turns (``Ana Ruiz started transcription``)."""
    return "ranscri" in line and len(line) < LONGEST_STAGE and STAGE.fullmatch(line) is not None


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Every line with the offset at which it starts."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield start, text[start:end]
        start = end + 1
    yield start, text[start:]


def turns_without_labels(text: str, begin: int = 0) -> tuple[Turn, ...]:
    """One turn per paragraph of ``text[begin:]``, each a respondent's without a name.

    The interviewer's are the items of a guide with an outline, and paragraphs that are one question where nearly all of them are
    followed by an answer.
    """
    paragraphs = [span for span in paragraphs_of(text, begin) if not is_stage(text[slice(*span)])]
    asks = [_is_question(text, *span) for span in paragraphs]
    answered = sum(1 for one, following in pairwise(asks) if one and not following)
    by_turns = answered >= max(FEWEST_QUESTIONS, ANSWERED * sum(asks)) and sum(asks) >= ASKED * len(asks)
    turns = [
        Turn("", "interviewer" if by_turns and asking else "respondent", start, end)
        for (start, end), asking in zip(paragraphs, asks, strict=True)
    ]
    return tuple(without_items(text, turns))


def question_and_answers(text: str, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Where only the interviewer is labelled: the first line of each turn is the question, the lines after it are the answer."""
    split: list[Turn] = []
    for turn in turns:
        stop = text.find("\n", turn.start, turn.end)
        if stop < 0:
            split.append(turn)
        else:
            split.append(Turn(turn.speaker, turn.role, *trimmed(text, turn.start, stop)))
            split.append(Turn("", "respondent", *trimmed(text, stop, turn.end)))
    return tuple(split)


def _is_question(text: str, start: int, end: int) -> bool:
    words = text[start:end] if end - start <= LONGEST_QUESTION else ""
    return QUESTION.match(words[-1:]) is not None and (
        words[0] == "¿" or not re.search(r"[.!…]\s", words.lstrip("0123456789.) "))
    )


def without_items(text: str, turns: Sequence[Turn]) -> Iterator[Turn]:
    """The turns, and out of those without a name the items of a guide's outline, which are the interviewer's."""
    nested = sum(1 for line in _unnamed_lines(text, turns) if NESTED_ITEM.match(line))
    top = sum(1 for line in _unnamed_lines(text, turns) if TOP_ITEM.match(line)) if nested >= FEWEST_NESTED else 0
    if nested < FEWEST_NESTED or nested + top < FEWEST_ITEMS:
        yield from turns
        return
    for turn in turns:
        if turn.speaker or turn.role == "interviewer":
            yield turn
            continue
        begin = turn.start
        for offset, line in lines_of(text[turn.start : turn.end]):
            if TOP_ITEM.match(line) or NESTED_ITEM.match(line):
                at = turn.start + offset
                yield from _filled(text, "respondent", begin, at)
                yield from _filled(text, "interviewer", at, at + len(line))
                begin = at + len(line)
        yield from _filled(text, "respondent", begin, turn.end)


def _unnamed_lines(text: str, turns: Sequence[Turn]) -> Iterator[str]:
    return (line for turn in turns if not turn.speaker for _, line in lines_of(text[turn.start : turn.end]))


def _filled(text: str, role: SpeakerRole, start: int, end: int) -> Iterator[Turn]:
    start, end = trimmed(text, start, end)
    if start < end:
        yield Turn("", role, start, end)


def paragraphs_of(text: str, begin: int = 0) -> Iterator[tuple[int, int]]:
    """Start and end of every paragraph: set apart by an empty line, or, where lines are long, by a line end."""
    block, longest, last = begin, 0, begin
    for start, line in lines_of(text[begin:]):
        if line and not line.isspace():
            longest, last = max(longest, len(line)), begin + start + len(line)
            continue
        if longest:
            yield from _paragraphs_in(text, block, last, longest)
        block, longest = begin + start, 0
    if longest:
        yield from _paragraphs_in(text, block, last, longest)


def _paragraphs_in(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    if longest <= LONGEST_WRAPPED_LINE:
        yield trimmed(text, start, end)
        return
    for at, line in lines_of(text[start:end]):
        if line and not line.isspace():
            yield trimmed(text, start + at, start + at + len(line))
