"""Subtitles (WebVTT, SubRip): the words of the cues, one paragraph per speaker's stretch. Tags and entities are text, never run.

The times of the cues are not in the text: segments are cited by their id, and a time between any two cues of one sentence would
tear it apart.
"""

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotations.readers.cues import Line, cues_of, without_repeats
from annotations.readers.labels import NOT_SPEAKERS, label_of
from annotations.readers.marks import marks_of
from annotations.readers.placing import scan
from annotations.readers.roles import key_of, roles_of
from annotations.readers.sniffing import check_length
from annotations.readers.speakers import labels_of
from annotations.readers.text import read as read_text
from annotations.transcripts import Mark, Turn

NAME = re.compile(r"([^\s:：][^:：\n]{0,59})[:：]\s+")
FEWEST_CUES, LABELLED_SHARE = 3, 0.9
VOICE = re.compile(r"<v(?:\.[\w.]{1,60})?[ \t]{1,9}([^<>\n]{1,200})>")
# only the tags of the formats: <risas> or "3 < 5 > 2" are words
TAG = re.compile(
    r"</?(?:c|i|b|u|s|ruby|rt|lang|v|font)(?:[.\s][^<>]{0,300})?>|<\d[\d:.]{0,20}>|\{\\[^{}\n]{1,60}\}", re.IGNORECASE
)
REFERENCE = re.compile(r"&(?:amp|lt|gt|nbsp|lrm|rlm|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
CHANGE = re.compile(r">{2,3}\s*|[-–—]\s*(?=\S)")  # `>> …` or `- …`: somebody else begins to speak


@dataclass(slots=True)
class Stretch:
    """What one speaker says without a break; ``sign`` stands before it when nobody is named."""

    speaker: str
    sign: str = ""
    words: list[str] = field(default_factory=list)


def read(
    data: bytes, path: Path, *, interviewers: Collection[str] = (), respondents: Collection[str] = ()
) -> tuple[str, tuple[Turn, ...], tuple[Mark, ...]]:
    """Text, turns and marks. Cues of one speaker that follow each other become one turn, whose label stands once before it.

    A cue without a speaker goes on with the one before it; before the first speaker, it is a respondent's without a name.
    """
    source = read_text(data, path).removeprefix("\ufeff").lstrip("\n")
    check_length(path, source)
    cues = without_repeats([list(_voices(cue)) for cue in cues_of(source, path)])
    lines = [line for cue in cues for line in cue]
    if not any(voice for voice, _ in lines):
        lines = _named([[words for _, words in cue] for cue in cues if cue], [*interviewers, *respondents])
    text, turns = _assembled(_stretches(lines), interviewers, respondents)
    return text, turns, marks_of(text)


def _stretches(lines: Iterable[Line]) -> list[Stretch]:
    found: list[Stretch] = []
    for speaker, words in lines:
        change = CHANGE.match(words) if not speaker else None
        if change and (change[0].startswith(">") or _is_dialogue(words, found)):
            found.append(Stretch("", change[0].strip() + " "))
            words = words[change.end() :]
        elif not found or speaker not in {"", found[-1].speaker}:
            found.append(Stretch(speaker))
        if words:
            found[-1].words.append(words)
    return found


def _is_dialogue(words: str, found: Sequence[Stretch]) -> bool:
    """A dash begins somebody else's words unless it goes on with a sentence."""
    before = found[-1].words[-1:] if found else []
    return not before or before[0][-1] in '.…!?"»”)]'


def _assembled(
    stretches: Sequence[Stretch], interviewers: Collection[str], respondents: Collection[str]
) -> tuple[str, tuple[Turn, ...]]:
    spoken = [(stretch.speaker, " ".join(stretch.words)) for stretch in stretches]
    roles = roles_of(spoken, interviewers=interviewers, respondents=respondents)
    paragraphs, turns, at = [], [], 0
    for stretch, (speaker, words) in zip(stretches, spoken, strict=True):
        label = f"{speaker}: " if speaker else stretch.sign
        if words:
            turns.append(Turn(speaker, roles[speaker], at + len(label), at + len(label) + len(words)))
        paragraphs.append(label + words)
        at += len(label) + len(words) + 2
    return "\n\n".join(paragraphs), tuple(turns)


def _voices(lines: Iterable[str]) -> Iterator[Line]:
    """Speaker (empty when not named) and words of every line of a cue; a voice holds until the next one or the cue's end."""
    voice = ""
    for line in lines:
        before, *rest = VOICE.split(line)
        pieces = [(voice, before), *zip(rest[::2], rest[1::2], strict=True)]
        for name, words in pieces:
            voice = " ".join(html.unescape(name).split())
            plain = REFERENCE.sub(lambda found: html.unescape(found[0]), TAG.sub("", words)).strip()
            if plain:
                yield voice, " ".join(plain.split("\n"))


def _named(cues: Sequence[Sequence[str]], known: Collection[str]) -> list[Line]:
    """Speaker (empty when not named) and words of every line, by names before a colon.

    Where a program put a name before nine of ten cues, each is a speaker, whatever signs the name is made of.
    """
    before = [match for cue in cues if (match := NAME.match(cue[0])) and key_of(match[1]) not in NOT_SPEAKERS]
    if len(cues) < FEWEST_CUES or len(before) < LABELLED_SHARE * len(cues):
        lines = [line for cue in cues for line in cue]
        labels = labels_of(scan("\n".join(map(_without_sign, lines)), known={key_of(label) for label in known}), known=known)
        return [_labelled(line, labels) for line in lines] if labels else [("", line) for line in lines]
    first = {key_of(match[1]): match[1] for match in reversed(before)}
    found: list[Line] = []
    for cue in cues:
        match = NAME.match(cue[0])
        name = first.get(key_of(match[1]), "") if match else ""
        found += [(name, cue[0][match.end() if match and name else 0 :]), *(("", line) for line in cue[1:])]
    return found


def _labelled(words: str, labels: Mapping[tuple[str, bool], str]) -> Line:
    rest = _without_sign(words)
    label = label_of(rest)
    name = labels.get((label.key, False), "") if label and label.layout == "colon" else ""
    return (name, rest[label.words :]) if label and name else ("", words)


def _without_sign(words: str) -> str:
    """The line without the sign of a change of speaker before a name (``>> ANA: …``)."""
    return words.removeprefix(">>").lstrip() if words.startswith(">>") else words
