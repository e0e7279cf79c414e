"""Words in several languages: one mapping per text, language tag to words."""

from collections.abc import Mapping


def in_language(words: Mapping[str, str], language: str) -> str:
    """The words in ``language``, else in the first language that has any; empty when there are none.

    >>> in_language({"es": "agua", "en": "water"}, "en")
    'water'
    >>> in_language({"es": "agua"}, "en")
    'agua'
    """
    return words.get(language) or next((text for text in words.values() if text), "")
