"""Numbers that are the same in many countries, and documents by the word that is said before them."""

import re

from annotations.pseudonyms.localities.numbers import Number, cue, luhn
from annotations.pseudonyms.records import IdentityKind

_DOCUMENT = (
    r"pasaporte|passport|c[ée]dula|documento(?:\s+de)?\s+identidad|documento|DNI|NIE|NIF|RUT|RUN|CUIT|CUIL|DUI|DPI|identificaci[óo]n|"
    r"credencial(?:\s+de\s+elector)?|clave\s+de\s+elector|licencia(?:\s+de\s+(?:conducir|manejo))?|driver'?s?\s+licen[cs]e|license\s+number|"
    r"ID\s+(?:number|card)|national\s+ID|social\s+security|seguro\s+social|insurance\s+number|matr[íi]cula\s+consular|folio|expediente|"
    r"n[úu]mero\s+de\s+(?:empleado|n[óo]mina|afiliaci[óo]n|cuenta|tarjeta|socio)|employee\s+(?:number|ID)|account\s+number|CLABE|cuenta"
)
_PLATE = r"placas?|matr[íi]culas?|patente|(?:licen[cs]e|number)\s+plates?|plates?"


def iban(characters: str) -> bool:
    """The check of bank accounts (ISO 13616: the remainder by 97 is 1).

    >>> iban("GB82WEST12345698765432"), iban("GB82WEST12345698765431")
    (True, False)
    """
    turned = characters[4:] + characters[:4]
    return turned.isalnum() and turned.isascii() and int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


NUMBERS = (
    Number(
        "iban", IdentityKind.ID_NUMBER, re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)"), iban
    ),
    Number("card", IdentityKind.ID_NUMBER, re.compile(r"(?<![\w.,])\d{4}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?!\w)"), luhn),
    Number(
        "document",
        IdentityKind.ID_NUMBER,
        re.compile(r"(?<![\w.])(?=(?:[A-Za-z.-]{0,12}\d){3})[A-Za-z]{0,4}[ -]?\d[A-Za-z0-9.-]{3,24}[A-Za-z0-9](?!\w)"),
        cue=cue(_DOCUMENT),
    ),
    Number(
        "plate",
        IdentityKind.PLATE,
        re.compile(r"(?<!\w)(?=[A-Z0-9 -]{0,12}\d)(?=[A-Z0-9 -]{0,12}[A-Z])[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{1,4}){1,2}(?!\w)"),
        cue=cue(_PLATE),
    ),
)
