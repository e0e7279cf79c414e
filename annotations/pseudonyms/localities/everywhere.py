"""Numbers that are the same in many countries, and documents by the word that is said before them."""

import re

from annotations.pseudonyms.localities.numbers import Number, cue, luhn
from annotations.pseudonyms.records import IdentityKind

_DOCUMENT = (
    r"pasaporte|passport|c[ée]dula|documento(?:\s+de)?\s+identidad|documento|DNI|NIE|NIF|RUT|RUN|CUIT|CUIL|DUI|DPI|identificaci[óo]n|"
    r"credencial(?:\s+de\s+elector)?|clave\s+de\s+elector|licencia(?:\s+de\s+(?:conducir|manejo))?|driver'?s?\s+licen[cs]e|license\s+number|"
    r"ID\s+(?:number|card)|national\s+ID|social\s+security|seguro\s+social|insurance\s+number|matr[íi]cula\s+consular|folio|expediente|"
    r"exp\.|carpeta(?:\s+de\s+investigaci[óo]n)?|oficio|amparo|juicio|case\s+(?:number|file|no\.?)|file\s+number|docket|claim\s+(?:number|no\.?)|soci[oa]|"
    r"afiliad[oa]|membership|member\s+(?:number|no\.?)|badge|gafete|p[óo]liza|policy\s+number|tarjeta|card|"
    r"n[úu]mero\s+de\s+(?:empleado|n[óo]mina|afiliaci[óo]n|cuenta|tarjeta|socio)|employee\s+(?:number|ID)|account\s+number|CLABE|cuenta"
)
_CARD = r"tarjeta|card|cuenta|account|CLABE|d[ée]bito|cr[ée]dito|debit|credit"
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
    Number(
        "card",
        IdentityKind.ID_NUMBER,
        re.compile(r"(?<![\w.,])\d{4}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?!\w)"),
        luhn,
        cue(_CARD),
        proved=0.9,
    ),
    Number(
        "document",
        IdentityKind.ID_NUMBER,
        re.compile(
            r"(?<![\w./$-])(?!\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d))(?=(?:[A-Za-z]{1,4} (?=\d))?(?:[A-Za-z./-]{0,12}\d){3})"
            r"(?:[A-Z]{1,4} (?=\d))?[A-Za-z0-9][A-Za-z0-9./-]{3,30}[A-Za-z0-9](?!\w)"
        ),
        cue=cue(_DOCUMENT),
    ),
    Number(
        "plate",
        IdentityKind.PLATE,
        re.compile(r"(?<!\w)(?=[A-Z0-9 -]{0,12}\d)(?=[A-Z0-9 -]{0,12}[A-Z])[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{1,4}){1,2}(?!\w)"),
        cue=cue(_PLATE),
    ),
    # plates of Argentina, France, Brazil, the United Kingdom and California, which look like nothing else
    Number(
        "foreign plate",
        IdentityKind.PLATE,
        re.compile(
            r"(?<![\w-])(?:[A-Z]{2}[ -]\d{3}[ -][A-Z]{2}|[A-Z]{2}\d{3}[A-Z]{2}|[A-Z]{3}\d[A-Z]\d{2}|[A-Z]{2}\d{2} [A-Z]{3}|\d[A-Z]{3}\d{3})(?![\w-])"
        ),
        alone=True,
    ),
)
