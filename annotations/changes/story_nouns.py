"""Names of codes as they stand within a sentence: small letters where the name is no proper one, and an article before actors."""

import re
from collections.abc import Callable, Mapping

from annotations.codeframe import Code
from annotations.studies import Words

_HAS_ARTICLE = re.compile(r"(?:the|an?|el|la|los|las|un|una)\b", re.IGNORECASE)
_GREEK = re.compile(r"(?:gra|te|ble)ma$")  # el programa, el sistema, el problema
_FEMININE = re.compile(r"(?:a|as|ión|iones|dad|dades|tud|tudes|umbre)$")


def noun(code: Code) -> Words:
    """The name with a small letter where the frame's own words show that it is no proper name.

    >>> dict(noun(Code("w", {"en": "Women"}, {"en": "What is said about women."}))), dict(noun(Code("p", {"en": "Cauce"}, {})))
    ({'en': 'women'}, {'en': 'Cauce'})
    """
    found = {}
    for language, name in code.name.items():
        name = _small(name)
        first, rest = name[:1], name[1:]
        texts = " ".join(text.get(language, "") for text in (code.definition, code.include, code.exclude, code.example))
        word = first.lower() + re.split(r"[ ,]", rest)[0]
        common = " " in name or re.search(rf"(?<!\w){re.escape(word)}(?!\w)", texts)
        found[language] = first.lower() + rest if common and rest == rest.lower() else name
    return found


def actor(code: Code) -> Words:
    """The name of somebody who acts, with its article in the languages that have one here.

    >>> dict(actor(Code("c", {"en": "Water committee", "es": "Comité de agua"}))), dict(actor(Code("s", {"en": "The schools", "es": "Redes locales"})))
    ({'en': 'the water committee', 'es': 'el comité de agua'}, {'en': 'the schools', 'es': 'las redes locales'})
    """
    return {language: _ARTICLES.get(language, _without)(name) for language, name in noun(code).items()}


def _small(name: str) -> str:
    """One word in the plural is hardly a proper name: "Escuelas"."""
    return name.lower() if name.istitle() and " " not in name and name.endswith("s") else name


def _without(name: str) -> str:
    return name


def _the(name: str) -> str:
    return name if _HAS_ARTICLE.match(name) or name.split()[-1].endswith("s") else f"the {name}"


def _el(name: str) -> str:
    if _HAS_ARTICLE.match(name):
        return name
    head = name.split()[0].lower()
    feminine = bool(_FEMININE.search(head) or head == "redes") and not _GREEK.search(head)
    plural = head.endswith("s")
    return f"{('las' if plural else 'la') if feminine else ('los' if plural else 'el')} {name}"


_ARTICLES: Mapping[str, Callable[[str], str]] = {"en": _the, "es": _el}
