"""The words that stand in the place of a name: ``[Persona A]``, ``[Company B]``; one letter for an entity, A to Z, AA …"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count

from annotations.languages import base
from annotations.pseudonyms.records import Entity, IdentityKind

K = IdentityKind
# nouns narrow a kind (a company is an organisation); letters are given by kind, so [Empresa A] and [Organización A] never both exist
KIND_OF_NOUN: Mapping[str, IdentityKind] = {"company": K.ORGANISATION, "union": K.ORGANISATION}
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        K.PERSON: "Person",
        K.PLACE: "Place",
        K.ORGANISATION: "Organization",
        "company": "Company",
        "union": "Union",
        K.PHONE: "Phone",
        K.EMAIL: "Email",
        K.URL: "Link",
        K.HANDLE: "Account",
        K.ADDRESS: "Address",
        K.BIRTH_DATE: "Birth date",
        K.CURP: "CURP",
        K.RFC: "RFC",
        K.NSS: "NSS",
        K.PLATE: "Plate",
        K.ID_NUMBER: "ID number",
    },
    "es": {
        K.PERSON: "Persona",
        K.PLACE: "Lugar",
        K.ORGANISATION: "Organización",
        "company": "Empresa",
        "union": "Sindicato",
        K.PHONE: "Teléfono",
        K.EMAIL: "Correo",
        K.URL: "Enlace",
        K.HANDLE: "Cuenta",
        K.ADDRESS: "Domicilio",
        K.BIRTH_DATE: "Fecha de nacimiento",
        K.CURP: "CURP",
        K.RFC: "RFC",
        K.NSS: "NSS",
        K.PLATE: "Placa",
        K.ID_NUMBER: "Identificación",
    },
}
KEY_OF_WORD = {word: str(key) for words in WORDS.values() for key, word in words.items()}
LABEL = re.compile(rf"\[({'|'.join(sorted(map(re.escape, KEY_OF_WORD), key=len, reverse=True))}) ([A-Z]{{1,4}})\]")


def word_for(key: str, language: str) -> str:
    """The word of a kind or noun; English where the language has none.

    >>> word_for("person", "es-MX"), word_for("company", "en"), word_for("phone", "nah")
    ('Persona', 'Company', 'Phone')
    """
    return WORDS.get(base(language), WORDS["en"])[key]


def replacement(entity: Entity, language: str) -> str:
    """What stands in the text for this entity.

    >>> replacement(Entity("E1", IdentityKind.ORGANISATION, "B", ("Aceros",), noun="company"), "es")
    '[Empresa B]'
    """
    return entity.generic or f"[{word_for(entity.noun or entity.kind, language)} {entity.letter}]"


def kind_of_word(word: str) -> IdentityKind:
    """The kind that a word of ``WORDS`` stands for, in whatever language."""
    key = KEY_OF_WORD[word]
    return KIND_OF_NOUN.get(key) or IdentityKind(key)


def letter_at(index: int) -> str:
    """The letter with this index, from 0.

    >>> [letter_at(i) for i in (0, 25, 26, 702)]
    ['A', 'Z', 'AA', 'AAA']
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def free_letters(taken: Collection[str]) -> Iterator[str]:
    """Letters in order, without those taken."""
    return (letter for letter in map(letter_at, count()) if letter not in taken)


def letters_written(texts: Iterable[str]) -> Mapping[IdentityKind, frozenset[str]]:
    """Letters that the texts themselves use already: somebody masked them by hand, and that is somebody else's *A*.

    >>> letters_written(["dijo [Persona A] a [Person C]"])[IdentityKind.PERSON] == {"A", "C"}
    True
    """
    found: dict[IdentityKind, set[str]] = {}
    for text in texts:
        for word, letter in LABEL.findall(text):
            found.setdefault(kind_of_word(word), set()).add(letter)
    return {kind: frozenset(letters) for kind, letters in found.items()}
