"""Words in several languages: one mapping per text, language tag to words."""

import re
from collections.abc import Mapping


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
