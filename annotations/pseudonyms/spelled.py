"""Numbers of documents that somebody spells, letter by letter: *ge o eme ce ocho cinco …*."""

import re
from collections.abc import Iterator

from annotations.pseudonyms.phones import NUMBER_WORDS
from annotations.pseudonyms.records import IdentityKind, Mention

K = IdentityKind
_CUES = (
    (K.CURP, r"CURP"),
    (K.RFC, r"RFC|registro federal"),
    (K.NSS, r"NSS|seguro social|social security"),
    (K.PLATE, r"placas?|matr[íi]cula|(?:licen[cs]e|number) plate|plates?"),
    (
        K.ID_NUMBER,
        r"clave de elector|pasaporte|passport|c[ée]dula|DNI|INE|credencial|licencia|licen[cs]e number|folio|expediente|CLABE|ID number",
    ),
)
_LETTERS = (
    "be|ce|de|efe|ge|hache|jota|ka|ele|eme|ene|e[ñn]e|pe|cu|erre|ese|te|uve|doble u|doble ve|equis|ye|i griega|zeta|"
    "bee|cee|dee|ef|gee|aitch|jay|kay|el|em|en|pee|cue|ar|ess|tee|vee|double u|ex|wye|zee|zed"
)
_PIECE = rf"(?:[A-ZÑa-zñ]|\d{{1,4}}|{_LETTERS}|{NUMBER_WORDS})"
_SPELLED = re.compile(rf"(?<!\w){_PIECE}(?:[ ,.\-–]{{1,3}}(?:y |and )?{_PIECE}(?!\w)){{5,40}}", re.IGNORECASE)
_SAID = [(kind, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for kind, words in _CUES]
REACH, LONGEST = 45, 260


def spelled(text: str) -> Iterator[Mention]:
    """Rows of letters and digits of six or more, shortly behind the word that says what they are."""
    for kind, cue in _SAID:
        for said in cue.finditer(text):
            match = _SPELLED.search(text, said.end(), said.end() + LONGEST)
            if (
                match
                and match.start() - said.end() <= REACH
                and len(re.findall(r"(?<!\w)(?:\d|[^\W\d_](?!\w))", match.group())) >= 3
            ):
                start = match.start()
                yield Mention(start, match.end(), kind, text[start : match.end()], 0.9, "spelled")
