"""Words in several languages: one mapping per text, language tag to words; and which language a turn is in."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from annotations.transcripts import Transcript, Turn

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SURE = 0.9
SURE_WORDS = 2
UNSPACED = 12
"""A "word" of so many letters is a sentence in a script that puts no spaces, or long enough to know it by."""
LOOKED_AT = 240
_WORD = re.compile(r"[^\W\d_]+")
_BRACKETED = re.compile(r"\[[^\]]*\]")


@cache
def base(tag: str) -> str:
    """The language of a tag, without its region or script.

    >>> base("es-MX"), base("pt_BR"), base("nah"), base("")
    ('es', 'pt', 'nah', '')
    """
    return re.split("[-_]", tag, maxsplit=1)[0].lower()


def in_language(words: Mapping[str, str], language: str) -> str:
    """The words in ``language``, else under its base tag, else in the first language that has any; empty when there are none.

    >>> in_language({"en": "water", "es": "agua"}, "es-MX")
    'agua'
    >>> in_language({"es": "agua"}, "en")
    'agua'
    """
    return words.get(language) or words.get(base(language)) or next((text for text in words.values() if text), "")


def language_of(texts: Sequence[str]) -> str:
    """The language in which most of the letters are, of all that the identifier knows; empty when it is sure of none.

    >>> language_of(["No hay agua en el pozo desde hace meses.", "¿Y la escuela de los niños?"]), language_of(["17", ""])
    ('es', '')
    """
    identifier = _identifier(frozenset())
    letters: Counter[str] = Counter()
    for text in texts:
        if _WORD.search(text):
            language, confidence = identifier.classify(text[:LOOKED_AT])
            letters[str(language)] += len(text[:LOOKED_AT]) if confidence >= SURE else 0
    best, count = letters.most_common(1)[0] if letters else ("", 0)
    return best if count else ""


def detect_turns(transcript: Transcript, languages: Sequence[str]) -> Transcript:
    """The transcript with the language of every turn that is not in the transcript's own, of those of the study.

    A turn of two words or more, of which the identifier is sure, speaks for itself. Any other ("No.", "Okay.") is in the
    language of the nearest such turn of the same speaker, else of anybody. Only the first 240 characters of a turn are looked
    at, without marks. A transcript without a language gets the one of most of its words.

    Where the identifier does not know every language of the study, it must be sure against all the languages that it does know;
    otherwise the turn is left in the transcript's.

    Source: Lui & Baldwin (2012), langid.py, as py3langid.
    """
    tags = _tag_of_base([transcript.language, *languages])
    if len(tags) < 2:
        return transcript
    identifier = _identifier(frozenset(tags))
    unsure = "" if tags.keys() <= set(identifier.labels) else base(transcript.language)
    sure = [_sure(words, tags, identifier, unsure) for words in _beginnings(transcript)]
    own = transcript.language or _commonest(transcript, sure)
    found = [tags[of] if of else own for of in _with_neighbours(transcript.turns, sure)]
    turns = tuple(
        replace(turn, language=language if base(language) != base(own) else "")
        for turn, language in zip(transcript.turns, found, strict=True)
    )
    return replace(transcript, turns=turns, language=own)


def _tag_of_base(tags: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in filter(None, tags):
        found.setdefault(base(tag), tag)
    return found


def _beginnings(transcript: Transcript) -> list[str]:
    """The beginning of every turn without what nobody said; masks such as ``[Empresa A]`` are in no language either."""
    marks = sorted(transcript.marks, key=lambda mark: mark.start)
    starts = [mark.start for mark in marks]
    found = []
    for turn in transcript.turns:
        end = min(turn.end, turn.start + LOOKED_AT)
        kept, at = [], turn.start
        for mark in marks[bisect_left(starts, turn.start) : bisect_left(starts, end)]:
            kept.append(transcript.text[at : mark.start])
            at = max(at, mark.end)
        found.append(_BRACKETED.sub(" ", " ".join([*kept, transcript.text[at:end]])))
    return found


def _sure(text: str, tags: Mapping[str, str], identifier: "LanguageIdentifier", unsure: str) -> str:
    """The language (without region) that a text certainly is in, else ``unsure``; nothing for one word."""
    words = _WORD.findall(text)
    if len(words) < SURE_WORDS and max(map(len, words), default=0) < UNSPACED:
        return ""
    language, confidence = identifier.classify(text)
    return str(language) if confidence >= SURE and language in tags else unsure


@cache
def _identifier(bases: frozenset[str]) -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    if bases and bases <= set(identifier.labels):
        identifier.set_languages(sorted(bases))
    return identifier


def _with_neighbours(turns: Sequence[Turn], sure: Sequence[str]) -> list[str]:
    """For every turn its language, else that of the nearest turn of the same speaker that has one, else of the nearest turn."""
    of_speaker: dict[str, list[int]] = defaultdict(list)
    of_anybody = [at for at, language in enumerate(sure) if language]
    for at in of_anybody:
        of_speaker[turns[at].speaker].append(at)
    places = (_nearest(of_speaker.get(turn.speaker) or of_anybody, at) for at, turn in enumerate(turns))
    return [language or (sure[place] if place >= 0 else "") for language, place in zip(sure, places, strict=True)]


def _nearest(places: Sequence[int], at: int) -> int:
    """The one of ordered ``places`` nearest to ``at``, the earlier of two as near; -1 when there is none."""
    after = bisect_left(places, at)
    return min(places[max(0, after - 1) : after + 1], key=lambda place: abs(place - at), default=-1)


def _commonest(transcript: Transcript, sure: Sequence[str]) -> str:
    counts: Counter[str] = Counter()
    for turn, language in zip(transcript.turns, sure, strict=True):
        counts[language] += turn.end - turn.start if language else 0
    return max(counts, key=lambda language: counts[language], default="")
