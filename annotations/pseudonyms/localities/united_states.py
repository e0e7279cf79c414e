"""United States: numbers of social security."""

import re

from annotations.pseudonyms.localities.numbers import Number
from annotations.pseudonyms.records import IdentityKind

# area 000, 666 and 900-999, group 00 and serial 0000 are never given (Social Security Administration, POMS RM 10201.035)
NUMBERS = (
    Number(
        "ssn", IdentityKind.ID_NUMBER, re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])"), alone=True
    ),
)
