"""What a page of the form carries so that its saves can be told from older ones and from those of other pages; see ``annotations.validation.saving``."""

import re
import secrets
from collections.abc import Sequence

from annotations.validation.records import Answer
from annotations.validation.saving import FIELDS, Page, fingerprints
from service.ballots.posted import Fields, text_in

_ID = re.compile(r"[0-9a-f]{16}")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
WAS = "was:"


def marks_of(answers: Sequence[Answer]) -> dict[str, str]:
    """The hidden fields of a page that shows these answers as they are kept now."""
    return {"page": secrets.token_hex(8), "number": "0"} | {WAS + key: one for key, one in fingerprints(answers).items()}


def page_in(posted: Fields) -> Page:
    """The page that was posted; what is no mark of ours is left out, as where somebody posts without a page."""
    id_, number = text_in(posted, "page"), text_in(posted, "number")
    if not _ID.fullmatch(id_):
        return Page()
    was = {key.removeprefix(WAS): text_in(posted, key) for key in posted if key.startswith(WAS)}
    known = {key: one for key, one in was.items() if key.partition(":")[0] in FIELDS and _FINGERPRINT.fullmatch(one)}
    return Page(id_, int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0, known)
