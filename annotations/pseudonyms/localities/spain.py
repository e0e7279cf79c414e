"""Spain: DNI and NIE."""

import re

from annotations.pseudonyms.localities.numbers import Number
from annotations.pseudonyms.records import IdentityKind


def dni(characters: str) -> bool:
    """The letter of the DNI and the NIE: the remainder by 23 (Real Decreto 1553/2005, Ministerio del Interior).

    >>> dni("12345678Z"), dni("12345678A"), dni("X1234567L")
    (True, False, True)
    """
    digits = characters[:-1].translate(str.maketrans("XYZ", "012"))
    return digits.isdigit() and "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23] == characters[-1]


NUMBERS = (
    Number(
        "dni",
        IdentityKind.ID_NUMBER,
        re.compile(r"(?<!\w)(?:[XYZ]-?\d{7}|\d{2}\.?\d{3}\.?\d{3})[ -]?[A-Z](?!\w)", re.IGNORECASE),
        dni,
    ),
)
