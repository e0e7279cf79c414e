"""Mexico: CURP, RFC, NSS, the voter's key and vehicle plates."""

import re

from annotations.pseudonyms.localities.numbers import Number, cue, luhn
from annotations.pseudonyms.records import IdentityKind

_CURP_ORDER = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
_RFC_ORDER = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
_DATE = r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"


def curp(characters: str) -> bool:
    """The check digit of the CURP: weights 18 to 2, modulo 10 (RENAPO, Instructivo normativo para la asignación de la CURP).

    >>> curp("HEGG560427MVZRRL04"), curp("HEGG560427MVZRRL05")
    (True, False)
    """
    if len(characters) != 18 or not all(c in _CURP_ORDER for c in characters):
        return False
    total = sum(_CURP_ORDER.index(c) * (18 - i) for i, c in enumerate(characters[:17]))
    return characters[17] == str(-total % 10)


def rfc(characters: str) -> bool:
    """The check character of the RFC: weights 13 to 2, modulo 11 (SAT).

    >>> rfc("GODE561231GR8"), rfc("GODE561231GR9")
    (True, False)
    """
    padded = characters.rjust(13)
    if len(padded) != 13 or not all(c in _RFC_ORDER for c in padded):
        return False
    left = -sum(_RFC_ORDER.index(c) * (13 - i) for i, c in enumerate(padded[:12])) % 11
    return padded[12] == ("A" if left == 10 else str(left))


NUMBERS = (
    Number(
        "curp",
        IdentityKind.CURP,
        re.compile(
            rf"(?<!\w)[A-Z][AEIOUX][A-Z]{{2}}[ -]?{_DATE}[ -]?[HMX][A-Z]{{2}}[B-DF-HJ-NP-TV-ZÑ]{{3}}[ -]?[A-Z\d][ ]?\d(?!\w)",
            re.IGNORECASE,
        ),
        curp,
        alone=True,
    ),
    Number(
        "rfc",
        IdentityKind.RFC,
        re.compile(rf"(?<!\w)[A-ZÑ&]{{3,4}}[ -]?{_DATE}[ -]?[A-Z\d]{{2}}[A\d](?!\w)", re.IGNORECASE),
        rfc,
        alone=True,
    ),
    Number(
        "rfc without its key",
        IdentityKind.RFC,
        re.compile(rf"(?<!\w)[A-ZÑ&]{{3,4}}[ -]?{_DATE}(?!\w)", re.IGNORECASE),
        cue=cue("RFC", r"registro\s+federal"),
    ),
    Number(
        "nss",
        IdentityKind.NSS,
        re.compile(r"(?<![\w+])\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{4}[ -]?\d(?![\w-])"),
        luhn,
        cue("NSS", "seguro", r"seguro\s+social", r"seguridad\s+social", "IMSS", "afiliaci[óo]n", "social security"),
        proved=0.75,
    ),
    Number("voter", IdentityKind.ID_NUMBER, re.compile(rf"(?<!\w)[A-Z]{{6}}{_DATE}\d{{2}}[HM]\d{{3}}(?!\w)"), alone=True),
    Number(
        "plate",
        IdentityKind.PLATE,
        re.compile(r"(?<![\w-])(?:[A-Z]{3}-\d{3}-[A-Z]|[A-Z]{3}-\d{2}-\d{2}|[A-Z]{2}-\d{2}-\d{3})(?![\w-])"),
        alone=True,
    ),
)
