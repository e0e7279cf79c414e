"""Subtitle files → the lines of their cues. Cue ids, times and comments are not text; words in no cue are refused, not dropped."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pysubs2
import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from annotations.errors import BadTranscript

Line = tuple[str, str]  # speaker (empty when not named) and words
NOT_CUES = frozenset({"WEBVTT", "NOTE", "STYLE", "REGION"})
# pysubs2 searches for a number behind every line end, so that a long run of empty lines would take it hours
EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
ARROW = re.compile(r"\s*\d{1,3}:\d.*-->")
ROLLING, FEWEST_ROLLING, MOST_SHOWN = 0.5, 3, 4


def cues_of(text: str, path: Path) -> list[list[str]]:
    """The lines of every cue of a WebVTT or SubRip file."""
    if text.startswith("WEBVTT"):
        return _of_webvtt(text, path)
    return _of_subrip(text, path)


def _of_webvtt(text: str, path: Path) -> list[list[str]]:
    try:
        subtitles = webvtt.from_string(text)
    except (MalformedCaptionError, MalformedFileError) as problem:
        raise BadTranscript(
            f"a cue cannot be read: {problem}", where=str(path), remedy="correct the time, or export the subtitles again"
        ) from problem
    read = Counter(line for cue in subtitles.captions for line in [*cue.lines, cue.identifier or ""])
    _refuse_lost_lines(text, read, path)
    return [cue.lines for cue in subtitles.captions]


def _of_subrip(text: str, path: Path) -> list[list[str]]:
    _refuse_broken_times(text, path)
    text = text.replace("\\N", " ")  # a line end, to players and to pysubs2
    # pysubs2 takes a number at the end of a cue for the number of the next one: a last cue that ends in a year needs one more
    source = EMPTY_LINES.sub("\n\n", text) + "\n\n0\n"
    try:
        subtitles = pysubs2.SSAFile.from_string(source, format_="srt", keep_html_tags=True)
    except (pysubs2.exceptions.Pysubs2Error, ValueError) as problem:
        raise BadTranscript(
            f"the subtitles cannot be read: {problem}", where=str(path), remedy="export the subtitles again"
        ) from problem
    cues = [[line for line in cue.text.split("\\N") if line.strip()] for cue in subtitles]
    _refuse_lost_lines(_without_numbers(text), Counter(line.strip() for cue in cues for line in cue), path)
    return cues


def _refuse_broken_times(text: str, path: Path) -> None:
    """A time that pysubs2 cannot read would become words of the cue before it."""
    for number, line in enumerate(text.split("\n"), start=1):
        if ARROW.match(line) and len(pysubs2.time.TIMESTAMP.findall(line)) != 2:
            raise BadTranscript(
                "this line cannot be read as a time",
                where=f"{path}:{number}",
                remedy="write it as 00:00:01,000 --> 00:00:02,000",
            )


def _without_numbers(text: str) -> str:
    """The same lines, without the numbers that stand before the times."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if "-->" in line and at and lines[at - 1].strip().isdigit():
            lines[at - 1] = ""
    return "\n".join(lines)


def _refuse_lost_lines(text: str, read: Counter[str], path: Path) -> None:
    """The formats drop what stands between the cues, such as words after an empty line within one; we do not."""
    left, block, is_webvtt = read.copy(), "", text.startswith("WEBVTT")
    for number, line in enumerate(text.split("\n"), start=1):
        if not line:
            block = ""
            continue
        block = block or line
        if "-->" in line or (is_webvtt and block.split(" ")[0].split("\t")[0] in NOT_CUES):
            continue
        key = line if is_webvtt else line.strip()
        left[key] -= 1
        if left[key] < 0 and line.strip():
            raise BadTranscript(
                "the words of this line belong to no cue",
                where=f"{path}:{number}",
                remedy="remove the empty line before them, or correct the time above them (00:00:01.000 --> 00:00:02.000)",
            )


def without_repeats(cues: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Captions that roll up or grow show every line two or three times; each is kept once.

    Where fewer than half of the cues repeat the one before, nothing is taken away: somebody said ``Sí.`` twice.

    >>> rolling = [[("", "a")], [("", "a"), ("", "b")], [("", "b")], [("", "b"), ("", "b")], [("", "b"), ("", "c")]]
    >>> without_repeats(rolling)
    [[('', 'a')], [('', 'b')], [], [('', 'b')], [('', 'c')]]
    """
    filled = [cue for cue in cues if cue]
    kept = [_new_lines(before, cue) for before, cue in zip([[], *filled], filled, strict=False)]
    repeating = sum(1 for new, cue in zip(kept[1:], filled[1:], strict=True) if new != list(cue))
    if repeating < max(FEWEST_ROLLING, ROLLING * (len(filled) - 1)):
        return [list(cue) for cue in cues]
    return kept


def _new_lines(before: Sequence[Line], cue: Sequence[Line]) -> list[Line]:
    """The lines of a cue that the one before did not show."""
    if not before:
        return list(cue)
    for shown in range(min(MOST_SHOWN, len(before), len(cue)), 0, -1):
        if list(before[-shown:]) == list(cue[:shown]):
            return list(cue[shown:])
    old, new = " ".join(words for _, words in before), " ".join(words for _, words in cue)
    if new.startswith(f"{old} ") and before[0][0] == cue[0][0]:
        return [(cue[-1][0], new[len(old) + 1 :])]
    return list(cue)
