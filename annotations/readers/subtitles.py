"""WebVTT subtitles: the words of the cues, one paragraph per speaker's stretch. Cue ids, times and comments are not text."""

import html
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from annotations.errors import BadTranscript
from annotations.readers.roles import key_of, roles_of
from annotations.readers.sniffing import check_length
from annotations.readers.speakers import NOT_SPEAKERS, labels_of, mark_of
from annotations.readers.text import read as read_text
from annotations.transcripts import Turn

NAME = re.compile(r"([^\s:：][^:：]{0,59})[:：]\s+")
FEWEST_CUES, LABELLED_SHARE = 3, 0.9
VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]+)>")
# only the tags of the format: <risas> or "3 < 5 > 2" are words
TAG = re.compile(r"</?(?:c|i|b|u|ruby|rt|lang|v)(?:[.\s][^<>]*)?>|<\d[\d:.]*>")
REFERENCE = re.compile(r"&(?:amp|lt|gt|nbsp|lrm|rlm|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")


def read(
    data: bytes, path: Path, *, interviewers: Collection[str] = (), respondents: Collection[str] = ()
) -> tuple[str, tuple[Turn, ...]]:
    """Text and turns. Cues of one speaker that follow each other become one turn, whose label stands once before it.

    A cue without a speaker goes on with the one before it; before the first speaker, it is a respondent's without a name.
    """
    source = read_text(data, path)
    check_length(path, source)
    cues = _cues(source, path)
    spoken = [list(_voices(cue)) for cue in cues]
    lines = [line for cue in spoken for line in cue]
    if not any(voice for voice, _ in lines):
        lines = _named([[words for _, words in cue] for cue in spoken if cue], [*interviewers, *respondents])
    stretches: list[tuple[str, list[str]]] = []
    for speaker, words in lines:
        if stretches and speaker in {"", stretches[-1][0]}:
            stretches[-1][1].append(words)
        else:
            stretches.append((speaker, [words]))
    return _assembled([(speaker, " ".join(filter(None, words))) for speaker, words in stretches], interviewers, respondents)


def _assembled(
    spoken: list[tuple[str, str]], interviewers: Collection[str], respondents: Collection[str]
) -> tuple[str, tuple[Turn, ...]]:
    roles = roles_of(spoken, interviewers=interviewers, respondents=respondents)
    paragraphs, turns, at = [], [], 0
    for speaker, words in spoken:
        label = f"{speaker}: " if speaker else ""
        if words:
            turns.append(Turn(speaker, roles[speaker], at + len(label), at + len(label) + len(words)))
        paragraphs.append(label + words)
        at += len(label) + len(words) + 2
    return "\n\n".join(paragraphs), tuple(turns)


def _cues(text: str, path: Path) -> list[list[str]]:
    try:
        subtitles = webvtt.from_string(text)
    except (MalformedCaptionError, MalformedFileError) as problem:
        raise BadTranscript(
            f"a cue cannot be read: {problem}", where=str(path), remedy="correct the time, or export the subtitles again"
        ) from problem
    read = Counter(line for cue in subtitles.captions for line in [*cue.lines, cue.identifier or ""])
    _refuse_lost_lines(text, read, path)
    return [cue.lines for cue in subtitles.captions]


def _refuse_lost_lines(text: str, read: Counter[str], path: Path) -> None:
    """The format drops what stands between the cues, such as words after an empty line within one; we do not."""
    left, block = read.copy(), "WEBVTT"
    for number, line in enumerate(text.split("\n"), start=1):
        if not line:
            block = ""
            continue
        block = block or line
        if "-->" in line or block.split(" ")[0] in {"WEBVTT", "NOTE", "STYLE", "REGION"}:
            continue
        left[line] -= 1
        if left[line] < 0 and line.strip():
            raise BadTranscript(
                "the words of this line belong to no cue",
                where=f"{path}:{number}",
                remedy="remove the empty line before them, or correct the time above them (00:00:01.000 --> 00:00:02.000)",
            )


def _voices(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Speaker (empty when not named) and words of every line of a cue; a voice holds until the next one or the cue's end."""
    voice = ""
    for line in lines:
        before, *rest = VOICE.split(line)
        pieces = [(voice, before), *zip(rest[::2], rest[1::2], strict=True)]
        for name, words in pieces:
            voice = " ".join(html.unescape(name).split())
            plain = REFERENCE.sub(lambda found: html.unescape(found[0]), TAG.sub("", words)).strip()
            if plain:
                yield voice, plain


def _named(cues: list[list[str]], known: Collection[str]) -> list[tuple[str, str]]:
    """Speaker (empty when not named) and words of every line, by names before a colon.

    Where a program put a name before nine of ten cues, each is a speaker, whatever signs the name is made of.
    """
    before = [match for cue in cues if (match := NAME.match(cue[0])) and key_of(match[1]) not in NOT_SPEAKERS]
    if len(cues) < FEWEST_CUES or len(before) < LABELLED_SHARE * len(cues):
        lines = [line for cue in cues for line in cue]
        labels = labels_of(lines, known=known)
        return [_labelled(line, labels) for line in lines]
    first = {key_of(match[1]): match[1] for match in reversed(before)}
    found = []
    for cue in cues:
        match = NAME.match(cue[0])
        name = first.get(key_of(match[1]), "") if match else ""
        found += [(name, cue[0][match.end() if match and name else 0 :]), *(("", line) for line in cue[1:])]
    return found


def _labelled(words: str, labels: Mapping[str, str]) -> tuple[str, str]:
    mark = mark_of(words)
    return (labels[mark.key], words[mark.words :]) if mark and mark.key in labels else ("", words)
