"""Whether the label under which somebody speaks is a name, or says only who it is: ``PARTICIPANTE 3``, ``la enfermera``."""

from collections.abc import Sequence
from itertools import pairwise

from annotations.pseudonyms import cues
from annotations.pseudonyms.lexicon import MINIMUM_LENGTH, Lexicon, lexicon
from annotations.pseudonyms.words import words_of

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


def _may_be_name(key: str, lexicon: Lexicon) -> bool:
    return lexicon.is_sure(key) or (len(key) >= MINIMUM_LENGTH and key in lexicon.clash and key in lexicon.given)


def _is_word(key: str, lexicons: Sequence[Lexicon]) -> bool:
    """A word that is no name, or a title."""
    return key in cues.TITLES or key in PRONOUNS or any(key in lexicon.function or key in lexicon.never for lexicon in lexicons)
