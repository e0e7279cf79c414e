"""Brazil: CPF."""

import re

from annotations.pseudonyms.localities.numbers import Number
from annotations.pseudonyms.records import IdentityKind


def cpf(digits: str) -> bool:
    """The two check digits of the CPF, modulo 11 (Receita Federal).

    >>> cpf("52998224725"), cpf("52998224724")
    (True, False)
    """
    if len(digits) != 11 or not digits.isdigit() or len(set(digits)) == 1:
        return False
    for length in (9, 10):
        total = sum(int(d) * (length + 1 - i) for i, d in enumerate(digits[:length]))
        if int(digits[length]) != total * 10 % 11 % 10:
            return False
    return True


NUMBERS = (Number("cpf", IdentityKind.ID_NUMBER, re.compile(r"(?<!\w)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\w)"), cpf, alone=True),)
