"""Whether the label under which somebody speaks is a name, or says only who it is: ``PARTICIPANTE 3``, ``la enfermera``."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotations.pseudonyms import cues
from annotations.pseudonyms.lexicon import MINIMUM_LENGTH, Lexicon, lexicon
from annotations.pseudonyms.records import IdentityKind, Mention
from annotations.pseudonyms.words import words_of
from annotations.transcripts import Transcript

PRONOUNS = frozenset(
    [
        "ella",
        "ellas",
        "ellos",
        "el",
        "usted",
        "yo",
        "nosotras",
        "nosotros",
        "he",
        "she",
        "they",
        "him",
        "her",
        "we",
        "you",
        "me",
        "ele",
        "ela",
        "elle",
        "lui",
        "moi",
    ]
)


def is_name(label: str, languages: Sequence[str]) -> bool:
    """Whether a word of the label is a name in one of the languages and a word in none of them, or follows a title.

    >>> [is_name(label, ["es", "en"]) for label in ("SEÑORA", "Doña Lencha", "P3", "DON R", "ELLA", "Rosa", "Speaker 2")]
    [False, True, False, False, False, True, False]
    """
    keys = words_of(label).keys
    lexicons = [lexicon(language) for language in languages]
    titled = any(
        before in cues.TITLES and len(after) >= MINIMUM_LENGTH and not _is_word(after, lexicons)
        for before, after in pairwise(keys)
    )
    return titled or any(_may_be_name(key, one) and not _is_word(key, lexicons) for key in keys for one in lexicons)


def places(transcript: Transcript) -> Iterator[tuple[int, int, str]]:
    """Where speakers' labels stand in the text, each with its label; those that a reader has not left in the text are passed over."""
    at = 0
    for turn in transcript.turns:
        start = transcript.text.rfind(turn.speaker, at, turn.start) if turn.speaker else -1
        if start >= 0:
            yield start, start + len(turn.speaker), turn.speaker
        at = turn.end


def blanked(transcript: Transcript) -> str:
    """The text with a line break for each character between turns' labels and their words: a label is no title of what follows.

    Offsets stay as they are.
    """
    parts, at = [], 0
    starts = {end: start for start, end, _ in places(transcript)}
    ends = sorted(starts)
    for turn in transcript.turns:
        label = ends[bisect_right(ends, turn.start) - 1] if ends and ends[0] <= turn.start else -1
        if label >= at:
            parts += [transcript.text[at : starts[label]], "\n" * (turn.start - starts[label])]
            at = turn.start
    return "".join([*parts, transcript.text[at:]])


def label_mentions(transcript: Transcript, languages: Sequence[str]) -> list[Mention]:
    """The labels that are names, wherever they stand as labels."""
    names = {turn.speaker for turn in transcript.turns if is_name(turn.speaker, languages)}
    found = [place for place in places(transcript) if place[2] in names]
    return [Mention(start, end, IdentityKind.PERSON, label, 1.0, "label") for start, end, label in found]


def _may_be_name(key: str, lexicon: Lexicon) -> bool:
    return lexicon.is_sure(key) or (len(key) >= MINIMUM_LENGTH and key in lexicon.clash and key in lexicon.given)


def _is_word(key: str, lexicons: Sequence[Lexicon]) -> bool:
    """A word that is no name, or a title."""
    return key in cues.TITLES or key in PRONOUNS or any(key in lexicon.function or key in lexicon.never for lexicon in lexicons)
